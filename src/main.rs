//! The command line: picks a front. Exit codes: 0 done, 1 something failed while running, 2 a mistake of the person who started it.
#![expect(clippy::print_stderr, reason = "mistakes of the person who started it go there")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Parser, Subcommand, ValueEnum};
use fukugyo::app::App;
use fukugyo::config::{self, Secret, Settings};
use fukugyo::eval::cli::EvalArgs;
use fukugyo::front::gateway;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::front::playground;
use fukugyo::profile::{DataSource, Day, Report, Severity, load};
use fukugyo::serve::{Delivery, Server};
use fukugyo::telemetry;
use serenity::all::Interaction;

/// A Discord bot that advises people in Japan on side jobs (副業).
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    /// Settings file; else `FUKUGYO_CONFIG`, else built-in defaults.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Folder with profiles and questions instead of the built-in data.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    front: Option<Front>,
}

#[derive(Debug, Subcommand)]
enum Front {
    /// Answers one command and prints the reply as Discord's JSON.
    Say {
        /// The command, for example '/income job:backend hours:2'.
        #[arg(required_unless_present = "press", allow_hyphen_values = true)]
        text: Option<String>,
        /// Prints the choices for the last option, as if it were still being typed.
        #[arg(long, conflicts_with = "press")]
        autocomplete: bool,
        /// Presses the component with this custom_id instead.
        #[arg(long, value_name = "CUSTOM_ID", conflicts_with = "text")]
        press: Option<String>,
        /// The values chosen in the pressed menu.
        #[arg(long, value_delimiter = ',', requires = "press")]
        values: Vec<String>,
    },
    /// Measures look-up and answers on labelled files.
    Eval(EvalArgs),
    /// Runs the bot on Discord's gateway until SIGINT or SIGTERM.
    Gateway {
        /// The shards of this process when there are several: 0..4/16 are the first four of sixteen.
        #[arg(long, value_name = "FIRST..END/TOTAL")]
        shards: Option<gateway::Shards>,
    },
    /// Registers the commands with Discord when they differ from what it has.
    Register {
        /// In this server only, instead of everywhere.
        #[arg(long, value_name = "ID")]
        guild: Option<u64>,
        /// Removes the commands instead.
        #[arg(long)]
        clear: bool,
    },
    /// Validates settings and data, and prints everything that is wrong.
    Check {
        /// How to print the findings.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Opens a page that looks and acts like a Discord channel, on this machine alone.
    Playground {
        /// Address and port of the page.
        #[arg(long, default_value = playground::ADDRESS)]
        listen: SocketAddr,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A mistake of the person who started the process.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut settings = match config::load(cli.config.as_deref(), &config::process_env) {
        Ok(settings) => settings,
        Err(error) => return refuse(&error.to_string()),
    };
    if let Some(folder) = cli.data {
        settings.data = DataSource::Folder(folder);
    }
    match cli.front {
        Some(Front::Say { text, autocomplete, press, values }) => {
            let interaction = match press {
                Some(custom_id) => pressed(&custom_id, &values),
                None => {
                    typed(&text.unwrap_or_default(), if autocomplete { Stage::Typing } else { Stage::Sent })
                }
            };
            let interaction = match interaction {
                Ok(interaction) => interaction,
                Err(error) => return refuse(&error.to_string()),
            };
            match App::load(settings, Day::today()) {
                Ok(app) => say(app, &interaction),
                Err(report) => refuse(&report.to_string()),
            }
        }
        Some(Front::Eval(args)) => {
            match fukugyo::eval::cli::run(&args, &settings.data, Day::today(), &mut std::io::stdout().lock())
            {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => refuse(&error.to_string()),
            }
        }
        Some(Front::Gateway { shards }) => run_gateway(settings, shards),
        Some(Front::Register { guild, clear }) => register(&settings, guild, clear),
        Some(Front::Check { format }) => check(&settings, format),
        Some(Front::Playground { listen }) => run_playground(settings, Some(listen)),
        None => match config::token(&config::process_env) {
            Ok(Some(_)) => run_gateway(settings, None),
            Ok(None) => run_playground(settings, None),
            Err(error) => refuse(&error.to_string()),
        },
    }
}

/// Serves as the gateway does, and prints what it would send.
fn say(app: App, interaction: &Interaction) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(FAILED);
        }
    };
    let server = Server::new(Arc::new(app));
    let mut served = runtime.block_on(server.interaction(interaction, Instant::now()));
    let payload = served.payload.take();
    server.finish(served, Delivery::Sent);
    payload.map_or(ExitCode::from(FAILED), |payload| print_json(&payload.value()))
}

/// Something failed while running.
const FAILED: u8 = 1;

fn run_playground(settings: Settings, listen: Option<SocketAddr>) -> ExitCode {
    if let Err(error) = telemetry::init(&settings.log) {
        return refuse(&format!("log.filter: cannot be read: {error}"));
    }
    let start = playground::start(settings, listen, &print_line);
    match tokio::runtime::Runtime::new().map_err(Into::into).and_then(|runtime| runtime.block_on(start)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(playground::StartError::Data(report)) => refuse(&report.to_string()),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(FAILED)
        }
    }
}

/// Everything a person must set right is found here, before any connection.
fn run_gateway(settings: Settings, shards: Option<gateway::Shards>) -> ExitCode {
    let token = match secret() {
        Ok(token) => token,
        Err(message) => return refuse(&message),
    };
    if let Err(error) = telemetry::init(&settings.log) {
        return refuse(&format!("log.filter: cannot be read: {error}"));
    }
    let app = match App::load(settings, Day::today()) {
        Ok(app) => app,
        Err(report) => return refuse(&report.to_string()),
    };
    let code = match gateway::process(Arc::new(app), token, shards) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            error.exit_code()
        }
    };
    // Not by returning: a task of serenity's may still be running.
    std::process::exit(code.into())
}

fn register(settings: &Settings, guild: Option<u64>, clear: bool) -> ExitCode {
    let token = match secret() {
        Ok(token) => token,
        Err(message) => return refuse(&message),
    };
    match gateway::register_blocking(settings, &token, guild.or(settings.guild), clear) {
        Ok(change) => {
            print_line(&change.to_string());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn secret() -> Result<Secret, String> {
    config::token(&config::process_env).map_err(|error| error.to_string())?.ok_or_else(|| {
        format!(
            "No bot token: set {} or {}. You find it on the Bot page of your application at https://discord.com/developers/applications.",
            config::TOKEN_ENV,
            config::TOKEN_FILE_ENV
        )
    })
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(USAGE)
}

fn print_json(body: &serde_json::Value) -> ExitCode {
    print_line(&format!("{body:#}"));
    ExitCode::SUCCESS
}

/// A reader that closed the pipe (`| head`) has seen enough: not an error.
fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

fn check(settings: &Settings, format: Format) -> ExitCode {
    let (report, profiles, questions) = match settings.data.files().map(|files| load(files, Day::today())) {
        Ok(loaded) => (loaded.report.with(loaded.outdated), loaded.profiles, loaded.questions),
        Err(report) => (report, 0, 0),
    };
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    match format {
        Format::Json => {
            let body = serde_json::json!({
                "profiles": profiles, "questions": questions, "errors": errors, "warnings": warnings, "problems": report.problems,
            });
            print_line(&format!("{body:#}"));
        }
        Format::Text => {
            print_findings(&report);
            print_line(&format!(
                "{profiles} profiles, {questions} questions: {errors} errors, {warnings} warnings"
            ));
        }
    }
    if errors > 0 { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

fn print_findings(report: &Report) {
    for problem in &report.problems {
        print_line(&problem.to_string());
    }
}
