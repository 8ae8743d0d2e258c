//! What servers chose, in the database.

use std::collections::HashMap;

use sqlx::Error;

use super::StoreError;
use super::server::{Change, QuietHours, ServerSettings};
use super::sql::{Row, Tx, Value};
use crate::faq::decide::Eagerness;

/// What a server chose, and the number of its last change.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// Grows with every change, also when a server was forgotten in between: it is the time in milliseconds, or one more than before.
    pub(super) version: i64,
    pub(super) settings: ServerSettings,
}

/// The names of the columns that [`server`] reads.
const SERVERS: &str = "SELECT guild_id, version, eagerness, human_channel, quiet_from, quiet_to, private_profiles, digest_channel, \
                       muted_until, greeted FROM guild WHERE version > 0 AND guild_id BETWEEN $1 AND $2";
const CHANNELS: &str = "SELECT guild_id, channel_id FROM faq_channel WHERE guild_id BETWEEN $1 AND $2";
const SWITCHED_OFF: &str = "SELECT guild_id, entry_id FROM switched_off WHERE guild_id BETWEEN $1 AND $2";

/// What this server chose, or all servers that chose anything.
pub(super) async fn read(tx: &mut Tx, only: Option<u64>) -> Result<HashMap<u64, Chosen>, Error> {
    let span =
        only.map_or([Value::from(i64::MIN), Value::from(i64::MAX)], |guild| [guild.into(), guild.into()]);
    let mut servers = HashMap::new();
    for row in tx.find(SERVERS, &span).await? {
        servers.insert(row.id(0)?, server(&row)?);
    }
    for row in tx.find(CHANNELS, &span).await? {
        if let Some(chosen) = servers.get_mut(&row.id(0)?) {
            chosen.settings.channels.insert(row.id(1)?);
        }
    }
    for row in tx.find(SWITCHED_OFF, &span).await? {
        if let Some(chosen) = servers.get_mut(&row.id(0)?) {
            chosen.settings.switched_off.insert(row.text(1)?);
        }
    }
    Ok(servers)
}

fn server(row: &Row) -> Result<Chosen, Error> {
    let id = |column| Ok::<_, Error>(row.number(column)?.map(i64::cast_unsigned));
    let hour = |column| Ok::<_, Error>(row.number(column)?.and_then(|hour| u8::try_from(hour).ok()));
    let settings = ServerSettings {
        // One that a newer program wrote is read as usual.
        eagerness: Eagerness::from_key(&row.text(2)?).unwrap_or_default(),
        human_channel: id(3)?,
        quiet_hours: hour(4)?.zip(hour(5)?).and_then(|(from, to)| QuietHours::new(from, to)),
        private_profiles: row.id(6)? != 0,
        digest_channel: id(7)?,
        muted_until: row.number(8)?,
        greeted: row.id(9)? != 0,
        ..ServerSettings::default()
    };
    Ok(Chosen { version: row.number(1)?.unwrap_or_default(), settings })
}

/// The number of the last change of every server that chose anything.
pub(super) async fn versions(tx: &mut Tx) -> Result<HashMap<u64, i64>, Error> {
    let rows = tx.find("SELECT guild_id, version FROM guild WHERE version > 0", &[]).await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.number(1)?.unwrap_or_default()))).collect()
}

/// Makes a change; what the server then chose. `now` in milliseconds. The inner error is a change that cannot be: the transaction must
/// be dropped then.
pub(super) async fn change(
    tx: &mut Tx,
    guild: u64,
    change: Change,
    now: i64,
) -> Result<Result<Chosen, StoreError>, Error> {
    // This row is held until the end: of two changes at once, in whatever process, one waits for the other.
    tx.run(
        "INSERT INTO guild (guild_id, version) VALUES ($1, $2) ON CONFLICT (guild_id) DO UPDATE SET version = \
         CASE WHEN guild.version >= excluded.version THEN guild.version + 1 ELSE excluded.version END",
        &[guild.into(), now.into()],
    )
    .await?;
    let mut chosen = read(tx, Some(guild)).await?.remove(&guild).unwrap_or_default();
    if let Err(impossible) = change.clone().make(&mut chosen.settings) {
        return Ok(Err(impossible));
    }
    write(tx, guild, change).await?;
    Ok(Ok(chosen))
}

async fn write(tx: &mut Tx, guild: u64, change: Change) -> Result<(), Error> {
    let id = Value::from(guild);
    let (sql, value) = match change {
        Change::Channels(channels) => {
            tx.run("DELETE FROM faq_channel WHERE guild_id = $1", &[id]).await?;
            let rows: Vec<_> = channels.into_iter().map(|channel| [guild.into(), channel.into()]).collect();
            return tx.insert("faq_channel (guild_id, channel_id)", &rows, "").await;
        }
        Change::QuietHours(hours) => {
            let hour = |hour: fn(QuietHours) -> u8| Value::from(hours.map(|hours| i64::from(hour(hours))));
            let hours = [id, hour(QuietHours::from), hour(QuietHours::to)];
            tx.run("UPDATE guild SET quiet_from = $2, quiet_to = $3 WHERE guild_id = $1", &hours).await?;
            return Ok(());
        }
        Change::SwitchOff(entry) => (
            "INSERT INTO switched_off (guild_id, entry_id) VALUES ($1, $2) ON CONFLICT (guild_id, entry_id) DO NOTHING",
            Value::Text(entry),
        ),
        Change::SwitchOn(entry) => {
            ("DELETE FROM switched_off WHERE guild_id = $1 AND entry_id = $2", Value::Text(entry))
        }
        Change::Eagerness(eagerness) => {
            ("UPDATE guild SET eagerness = $2 WHERE guild_id = $1", eagerness.key().into())
        }
        Change::HumanChannel(channel) => {
            ("UPDATE guild SET human_channel = $2 WHERE guild_id = $1", channel.into())
        }
        Change::PrivateProfiles(private) => {
            ("UPDATE guild SET private_profiles = $2 WHERE guild_id = $1", private.into())
        }
        Change::DigestChannel(channel) => {
            ("UPDATE guild SET digest_channel = $2 WHERE guild_id = $1", channel.into())
        }
        Change::MutedUntil(until) => ("UPDATE guild SET muted_until = $2 WHERE guild_id = $1", until.into()),
        Change::Greeted => ("UPDATE guild SET greeted = $2 WHERE guild_id = $1", true.into()),
    };
    tx.run(sql, &[id, value]).await?;
    Ok(())
}

/// Deletes everything of this server.
pub(super) async fn forget(tx: &mut Tx, guild: u64) -> Result<(), Error> {
    // All other tables follow, those of newer programs included.
    tx.run("DELETE FROM guild WHERE guild_id = $1", &[guild.into()]).await?;
    Ok(())
}
