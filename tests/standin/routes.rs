//! What each REST route does to the state, and what it answers.

use std::time::Instant;

use serde_json::{Value, json};

use super::check;
use super::control::Config;
use super::fixture;
use super::ids::{APPLICATION, snowflake};
use super::rest::Answer;
use super::state::{Call, FIRST_RESPONSE, Posted, Recorded, State};

/// Carries a request out; returns its answer and what was wrong with it.
pub fn answer(config: &Config, state: &mut State, request: &Recorded) -> (Answer, Vec<String>) {
    let path: Vec<&str> = request.path.split('/').skip(1).collect();
    let mut violations = Vec::new();
    let answer = match (request.method.as_str(), path.as_slice()) {
        ("GET", ["gateway"]) => Answer::ok(json!({"url": config.gateway_url()})),
        ("GET", ["gateway", "bot"]) => Answer::ok(gateway_bot(config, state)),
        ("GET", ["users", "@me"]) => Answer::ok(fixture::bot_user()),
        ("GET", ["applications" | "oauth2", .., "@me"]) => Answer::ok(application(config)),
        ("GET", ["channels", id]) => {
            Answer::ok(fixture::channel(id, state.denied.get(*id).copied().unwrap_or_default()))
        }
        ("GET", ["guilds", id]) => Answer::ok(fixture::guild(id)),
        ("GET", ["guilds", _, "members", user]) => {
            Answer::ok(fixture::member(&fixture::person(user.parse().unwrap_or_default(), "fukugyo")))
        }
        ("POST", ["channels", id, "messages"]) => {
            violations = check::message(&request.json, &request.files, check::Use::New);
            violations.extend(check::nonce(&request.json));
            post(config, state, id, request, &violations)
        }
        ("PATCH", ["channels", id, "messages", _]) => {
            violations = check::message(&request.json, &request.files, check::Use::Edit);
            respond_message(id, request, &violations)
        }
        ("DELETE", ["channels", _, "messages", _]) | ("POST", ["channels", _, "typing"]) => Answer::empty(),
        (method @ ("GET" | "PUT"), ["applications", id, "commands"]) => {
            commands(state, request, id, None, method, &mut violations)
        }
        (method @ ("GET" | "PUT"), ["applications", id, "guilds", guild, "commands"]) => {
            commands(state, request, id, guild.parse().ok(), method, &mut violations)
        }
        ("POST", ["interactions", id, token, "callback"]) => {
            let answer = callback(state, request, id, token, &mut violations);
            if answer.status == 204 && !config.keep_records {
                id.parse().ok().and_then(|id: u64| state.interactions.remove(&id));
                state.calls.clear();
            }
            answer
        }
        (method, ["webhooks", app, token, rest @ ..]) => {
            webhook(state, request, (method, app, token, rest), &mut violations)
        }
        _ => {
            violations.push("no such route".into());
            Answer::error(404, 0, "404: Not Found")
        }
    };
    (answer, violations)
}

fn gateway_bot(config: &Config, state: &State) -> Value {
    let reset_after = state.reset_after.map_or(3_600_000, |after| after.as_millis());
    json!({
        "url": config.gateway_url(),
        "shards": state.shards.unwrap_or(config.shards),
        "session_start_limit": {
            "total": 1000,
            "remaining": state.session_starts.unwrap_or(config.session_starts),
            "reset_after": u64::try_from(reset_after).unwrap_or(u64::MAX),
            "max_concurrency": config.concurrency,
        },
    })
}

fn application(config: &Config) -> Value {
    json!({
        "id": APPLICATION.to_string(),
        "name": "fukugyo",
        "icon": null,
        "description": "",
        "bot_public": true,
        "bot_require_code_grant": false,
        "summary": "",
        "verify_key": config.public_key,
        // Message Content, as bots in fewer than a hundred servers have it.
        "flags": 1 << 19,
        "hook": true,
        "bot": fixture::bot_user(),
        "owner": fixture::user(),
    })
}

fn invalid_form(violations: &[String]) -> Answer {
    Answer::error(400, 50035, &format!("Invalid Form Body: {}", violations.join("; ")))
}

fn respond_message(channel: &str, request: &Recorded, violations: &[String]) -> Answer {
    if violations.is_empty() {
        Answer::ok(fixture::sent_message(channel, &request.json))
    } else {
        invalid_form(violations)
    }
}

/// A new message, or the old one when its nonce is enforced and known already
/// (<https://discord.com/developers/docs/resources/message#create-message>).
fn post(
    config: &Config,
    state: &mut State,
    channel: &str,
    request: &Recorded,
    violations: &[String],
) -> Answer {
    let nonce = &request.json["nonce"];
    let enforced = request.json["enforce_nonce"] == true && !nonce.is_null();
    let nonce = enforced.then(|| (channel.to_owned(), nonce.to_string()));
    if let Some(known) = nonce.as_ref().and_then(|nonce| state.nonces.get(nonce)) {
        return Answer::ok(known.clone());
    }
    let answer = respond_message(channel, request, violations);
    if answer.status == 200 {
        let (json, message) = (request.json.clone(), answer.body.clone());
        state.posted_count += 1;
        let replied_to = request.json["message_reference"]["message_id"].as_str();
        state.doubled += usize::from(replied_to.is_some_and(|id| !state.replied_to.insert(id.to_owned())));
        // Nobody reads more of it than the id, and millions may be posted.
        let kept = if config.keep_records { message.clone() } else { json!({"id": message["id"]}) };
        state.nonces.extend(nonce.map(|nonce| (nonce, kept)));
        if config.keep_records {
            state.posted.push(Posted { channel: channel.to_owned(), json, message });
        }
    }
    answer
}

/// GET or PUT of all commands of a scope
/// (<https://discord.com/developers/docs/interactions/application-commands>).
fn commands(
    state: &mut State,
    request: &Recorded,
    application: &str,
    scope: Option<u64>,
    method: &str,
    violations: &mut Vec<String>,
) -> Answer {
    if application != APPLICATION.to_string() {
        return Answer::error(404, 10002, "Unknown Application");
    }
    if method == "PUT" {
        *violations = check::commands(&request.json);
        if !violations.is_empty() {
            return invalid_form(violations);
        }
        let given = request.json.as_array().cloned().unwrap_or_default();
        state.commands.insert(scope, given.iter().map(|c| fixture::registered(c, scope)).collect());
    }
    let with_localizations = method == "PUT" || request.query.contains("with_localizations=true");
    let stored = state.commands.get(&scope).cloned().unwrap_or_default();
    Answer::ok(stored.into_iter().map(|c| fixture::shown(c, with_localizations)).collect())
}

/// The first response to an interaction.
fn callback(
    state: &mut State,
    request: &Recorded,
    id: &str,
    token: &str,
    violations: &mut Vec<String>,
) -> Answer {
    let unknown = Answer::error(404, 10062, "Unknown interaction");
    let Ok(id) = id.parse::<u64>() else { return unknown };
    let Some(interaction) = state.interactions.get_mut(&id) else { return unknown };
    let latency = request.at.saturating_duration_since(interaction.since);
    if interaction.token != token || latency > FIRST_RESPONSE {
        return unknown;
    }
    if interaction.answered {
        return Answer::error(400, 40060, "Interaction has already been acknowledged.");
    }
    *violations = check::callback(interaction.kind, &request.json, &request.files);
    if !violations.is_empty() {
        return invalid_form(violations);
    }
    interaction.answered = true;
    let call = Call {
        interaction: id,
        token: token.to_owned(),
        kind: request.json["type"].as_u64().unwrap_or(0),
        data: request.json["data"].clone(),
        files: request.files.clone(),
        latency,
    };
    if let Some(waiter) = interaction.waiter.take() {
        let _ = waiter.send(call.clone());
    }
    state.calls.push(call);
    Answer::empty()
}

/// Follow-ups and edits by an interaction's token.
fn webhook(
    state: &State,
    request: &Recorded,
    (method, application, token, rest): (&str, &str, &str, &[&str]),
    violations: &mut Vec<String>,
) -> Answer {
    let now = Instant::now();
    let known = application == APPLICATION.to_string()
        && state
            .interactions
            .values()
            .any(|i| i.token == token && i.answered && now.duration_since(i.since).as_secs() < 15 * 60);
    if !known {
        return Answer::error(404, 10015, "Unknown Webhook");
    }
    match (method, rest) {
        ("POST", []) => {
            *violations = check::message(&request.json, &request.files, check::Use::New);
            respond_message(&snowflake().to_string(), request, violations)
        }
        ("PATCH", ["messages", _]) => {
            *violations = check::message(&request.json, &request.files, check::Use::Edit);
            respond_message(&snowflake().to_string(), request, violations)
        }
        ("GET", ["messages", _]) => Answer::ok(fixture::sent_message(&snowflake().to_string(), &Value::Null)),
        ("DELETE", ["messages", _]) => Answer::empty(),
        _ => {
            violations.push("no such route".into());
            Answer::error(405, 0, "405: Method Not Allowed")
        }
    }
}
