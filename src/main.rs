//! The command line: picks a front. Exit codes: 0 done, 1 something failed while running, 2 a mistake of the person who started it.
#![expect(clippy::print_stderr, reason = "mistakes of the person who started it go there")]

mod policy;
mod say;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use fukugyo::app::App;
use fukugyo::config::{self, Secret, Settings, StoreUrl};
use fukugyo::eval::cli::EvalArgs;
use fukugyo::front::{Error, endpoint, gateway, playground, registration};
use fukugyo::ops;
use fukugyo::profile::{DataSource, Day, Language, Loaded, Problem, Severity, Skeleton};
use fukugyo::store::cli::StoreArgs;

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
    /// Answers one command or message and prints the reply as Discord's JSON; silence prints nothing, and why on stderr.
    Say(say::SayArgs),
    /// Measures look-up and answers on labelled files.
    Eval(EvalArgs),
    /// Runs the bot on Discord's gateway until SIGINT or SIGTERM.
    Gateway {
        /// The shards of this process when there are several: 0..4/16 are the first four of sixteen.
        #[arg(long, value_name = "FIRST..END/TOTAL")]
        shards: Option<gateway::Shards>,
        /// Interactions are answered by `fukugyo endpoint`: registers no commands, and answers messages.
        #[arg(long)]
        messages_only: bool,
        /// Where to tell operators how the process is, instead of ops.listen: /livez, /readyz, /metrics.
        #[arg(long, value_name = "ADDRESS", value_parser = config::listen_address)]
        ops_listen: Option<SocketAddr>,
    },
    /// Answers interactions that Discord sends over HTTP, behind a reverse proxy, until SIGINT or SIGTERM.
    Endpoint {
        /// Where to listen, instead of endpoint.listen.
        #[arg(long, value_name = "ADDRESS", value_parser = config::listen_address)]
        listen: Option<SocketAddr>,
        /// Where to tell operators how the process is, instead of ops.listen: /livez, /readyz, /metrics.
        #[arg(long, value_name = "ADDRESS", value_parser = config::listen_address)]
        ops_listen: Option<SocketAddr>,
    },
    /// Registers the commands with Discord when they differ from what it has.
    Register {
        /// In this server only, instead of everywhere.
        #[arg(long, value_name = "ID", value_parser = config::discord_id)]
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
        /// As of this day (2026-11-24) instead of today in Japan.
        #[arg(long, value_name = "DATE")]
        on: Option<Day>,
        /// The language of the findings: ja for the editors, en for developers.
        #[arg(long, value_enum, default_value_t = Spoken::Ja)]
        lang: Spoken,
    },
    /// Writes the skeleton of a new data file, with a comment at each field, into the folder that --data names.
    New {
        /// What to write.
        #[arg(value_enum)]
        kind: Kind,
        /// Its stable name: lower-case letters, digits and hyphens.
        slug: String,
    },
    /// Asks the running process how it is, and prints it. Exit code 0: ready; 1: not.
    Health {
        /// Where it tells that, instead of ops.listen.
        #[arg(long, value_name = "ADDRESS", value_parser = config::listen_address)]
        ops_listen: Option<SocketAddr>,
    },
    /// Prints the privacy policy or the terms, with the operator's name from the settings.
    Policy(policy::PolicyArgs),
    /// Looks after the store: what servers chose and what was counted.
    Store(StoreArgs),
    /// Opens a page that looks and acts like a Discord channel, on this machine alone.
    Playground {
        /// Address and port of the page, or only a port.
        #[arg(long, default_value = playground::ADDRESS, value_parser = playground::address)]
        listen: SocketAddr,
        /// Keeps what servers choose and what is counted in this SQLite file or Postgres database, instead of in memory.
        #[arg(long, value_name = "FILE|URL")]
        store: Option<StoreUrl>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Spoken {
    Ja,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A side job: profiles/SLUG.toml.
    Job,
    /// General questions: faq/SLUG.toml.
    Topic,
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
    for warning in
        config::unknown_variables(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))
    {
        eprintln!("{warning}");
    }
    if let Some(folder) = cli.data {
        settings.data = DataSource::Folder(folder);
    }
    match cli.front {
        Some(Front::Say(args)) => say::say(&args, settings),
        Some(Front::Eval(args)) => {
            match fukugyo::eval::cli::run(&args, &settings.data, Day::today(), &mut std::io::stdout().lock())
            {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => refuse(&error.to_string()),
            }
        }
        Some(Front::Gateway { shards, messages_only, ops_listen }) => {
            settings.messages_only |= messages_only;
            settings.ops_listen = ops_listen.or(settings.ops_listen);
            run_gateway(settings, shards)
        }
        Some(Front::Endpoint { listen, ops_listen }) => {
            settings.ops_listen = ops_listen.or(settings.ops_listen);
            run_endpoint(settings, listen)
        }
        Some(Front::Health { ops_listen }) => health(ops_listen.or(settings.ops_listen)),
        Some(Front::Register { guild, clear }) => register(&settings, guild, clear),
        Some(Front::Check { format, on, lang }) => {
            let language = match lang {
                Spoken::Ja => Language::Japanese,
                Spoken::En => Language::English,
            };
            check(&settings, format, on.unwrap_or_else(Day::today), language)
        }
        Some(Front::New { kind, slug }) => new_file(&settings, kind, &slug),
        Some(Front::Policy(args)) => policy::policy(&args, &settings),
        Some(Front::Playground { listen, store }) => run_playground(settings, Some(listen), store.as_ref()),
        Some(Front::Store(args)) => store(&settings, &args),
        None => match config::token(&config::process_env) {
            Ok(Some(_)) => run_gateway(settings, None),
            Ok(None) => run_playground(settings, None, None),
            Err(error) => refuse(&error.to_string()),
        },
    }
}

/// Something failed while running.
const FAILED: u8 = 1;

fn run_playground(settings: Settings, listen: Option<SocketAddr>, store: Option<&StoreUrl>) -> ExitCode {
    if let Err(error) = ops::log::init(&settings.log, settings.log_format) {
        return refuse(&format!("log.filter: cannot be read: {error}"));
    }
    let start = playground::start(settings, listen, store, &print_line);
    let result = tokio::runtime::Runtime::new().map_err(Into::into).and_then(|runtime| {
        let result = runtime.block_on(start);
        // Not by dropping it: a look at a folder that does not answer would be waited for.
        runtime.shutdown_background();
        result
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ (playground::StartError::Data(_) | playground::StartError::Listen(..))) => {
            refuse(&error.to_string())
        }
        Err(playground::StartError::Store(error)) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(FAILED)
        }
    }
}

/// What is done with the store from a terminal.
fn store(settings: &Settings, args: &StoreArgs) -> ExitCode {
    let url = match config::store(settings, &config::process_env) {
        Ok(url) => url,
        Err(error) => return refuse(&error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(FAILED);
        }
    };
    match runtime.block_on(fukugyo::store::cli::run(args, &url)) {
        Ok(text) => {
            print_line(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn run_gateway(settings: Settings, shards: Option<gateway::Shards>) -> ExitCode {
    let shards = match shards.map_or_else(|| gateway::Shards::of_set(&settings), |given| Ok(Some(given))) {
        Ok(shards) => shards,
        Err(error) => return refuse(&error.to_string()),
    };
    serve_discord(settings, |app, store, token| gateway::process(app, store, token, shards))
}

fn run_endpoint(settings: Settings, listen: Option<SocketAddr>) -> ExitCode {
    let Some(key) = config::process_env(config::PUBLIC_KEY_ENV) else {
        return refuse(&format!(
            "No public key: set {}. {}",
            config::PUBLIC_KEY_ENV,
            endpoint::WHERE_THE_KEY_IS
        ));
    };
    let key = match key.parse::<endpoint::PublicKey>() {
        Ok(key) => key,
        Err(error) => return refuse(&format!("{}: {error}", config::PUBLIC_KEY_ENV)),
    };
    let listen = listen.unwrap_or(settings.endpoint_listen);
    serve_discord(settings, |app, store, token| endpoint::process(app, store, token, key, listen))
}

/// Everything a person must set right is found here, before any connection.
fn serve_discord(
    settings: Settings,
    front: impl FnOnce(App, &StoreUrl, Secret) -> Result<u8, Error>,
) -> ExitCode {
    let token = match secret() {
        Ok(token) => token,
        Err(message) => return refuse(&message),
    };
    let store = match config::store(&settings, &config::process_env) {
        Ok(store) => store,
        Err(error) => return refuse(&error.to_string()),
    };
    if let Err(error) = ops::log::init(&settings.log, settings.log_format) {
        return refuse(&format!("log.filter: cannot be read: {error}"));
    }
    let app = match App::load(settings, Day::today()) {
        Ok(app) => app,
        Err(report) => return refuse(&report.to_string()),
    };
    let code = match front(app, &store, token) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            error.exit_code()
        }
    };
    // Not by returning: a task that was given up may still be running.
    std::process::exit(code.into())
}

/// Asks the running process how it is.
fn health(address: Option<SocketAddr>) -> ExitCode {
    let Some(address) = address else {
        return refuse(
            "No address to ask at: give --ops-listen, or set ops.listen (FUKUGYO_OPS_LISTEN) as for the process that is asked, for \
             example 127.0.0.1:9464.",
        );
    };
    match ops::health::ask(address) {
        Ok(answer) => {
            print_line(answer.lines.trim_end());
            if answer.ready { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
        }
        Err(error) => {
            eprintln!("Nobody says how it is at {address}: {error}.");
            ExitCode::from(FAILED)
        }
    }
}

fn register(settings: &Settings, guild: Option<u64>, clear: bool) -> ExitCode {
    let token = match secret() {
        Ok(token) => token,
        Err(message) => return refuse(&message),
    };
    match registration::register_blocking(settings, &token, guild.or(settings.guild), clear) {
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

fn check(settings: &Settings, format: Format, today: Day, language: Language) -> ExitCode {
    let Loaded { report, outdated, profiles, questions, .. } = settings.data.load(today);
    let report = report.with(outdated);
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    match format {
        Format::Json => {
            let problem = |p: &Problem| {
                serde_json::json!({
                    "file": p.file, "line": p.line, "severity": p.severity, "path": p.path, "message": p.message(language),
                })
            };
            let body = serde_json::json!({
                "profiles": profiles, "questions": questions, "errors": errors, "warnings": warnings,
                "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
            });
            print_line(&format!("{body:#}"));
        }
        Format::Text => {
            if !report.problems.is_empty() {
                print_line(&report.in_language(language));
            }
            print_line(&language.summary(profiles, questions, errors, warnings));
        }
    }
    if errors > 0 { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

fn new_file(settings: &Settings, kind: Kind, slug: &str) -> ExitCode {
    let DataSource::Folder(folder) = &settings.data else {
        return refuse(
            "どのフォルダに作るかを --data で書きます（例 fukugyo --data data new job yoga-teacher）。",
        );
    };
    let kind = match kind {
        Kind::Job => Skeleton::Job,
        Kind::Topic => Skeleton::Topic,
    };
    match kind.write(folder, slug) {
        Ok(path) => {
            let path = path.display();
            print_line(&format!(
                "{path} を作りました。# の説明を読んで埋めたら、fukugyo --data {} check で確かめます。",
                folder.display()
            ));
            ExitCode::SUCCESS
        }
        Err(error) => refuse(&error.to_string()),
    }
}
