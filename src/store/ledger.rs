//! Counts, digests and departures in the database.

use sqlx::Error;

use crate::profile::Day;

use super::batch::Batch;
use super::event::{AnswerKind, DIGEST_DAYS, KEPT_DAYS};
use super::sql::{Tx, Value};
use super::tally::{MOST_LINKS, MissLink, Tally, Verdicts};

/// Seconds after which a server that removed the bot is forgotten: 30 days.
pub(super) const FORGET_AFTER: i64 = 30 * 86_400;

/// Writes a batch, unless it was written before.
pub(super) async fn write(tx: &mut Tx, writer: &str, batch: &Batch) -> Result<(), Error> {
    let mark = [writer.into(), batch.number.into(), batch.day.into()];
    let new = tx
        .run(
            "INSERT INTO writer (id, batch, day) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE \
             SET batch = excluded.batch, day = excluded.day WHERE writer.batch < excluded.batch",
            &mark,
        )
        .await?;
    if new == 0 {
        return Ok(());
    }
    let guilds: Vec<_> = batch.servers.keys().map(|&guild| [Value::from(guild)]).collect();
    tx.insert("guild (guild_id)", &guilds, "ON CONFLICT (guild_id) DO NOTHING").await?;
    let (mut asked, mut verdicts, mut misses, mut links) = (vec![], vec![], vec![], vec![]);
    // In the order of their keys: two processes that write the same rows never wait for each other in a circle.
    for (&guild, tally) in &batch.servers {
        let id = || Value::from(guild);
        for (&(day, addressed, kind), &n) in &tally.asked {
            asked.push([id(), day.into(), addressed.into(), kind.key().into(), n.into()]);
        }
        for ((day, entry), Verdicts { shown, helpful, wrong }) in &tally.entries {
            let counts = [shown, helpful, wrong].map(|&n| Value::from(n));
            let [shown, helpful, wrong] = counts;
            verdicts.push([id(), (*day).into(), entry.as_str().into(), shown, helpful, wrong]);
        }
        for ((day, entry), &n) in &tally.misses {
            misses.push([id(), (*day).into(), entry.as_deref().unwrap_or_default().into(), n.into()]);
        }
        for (&message, MissLink { day, channel, entry }) in &tally.links {
            let entry = entry.as_deref().unwrap_or_default().into();
            links.push([id(), message.into(), (*channel).into(), entry, (*day).into()]);
        }
    }
    tx.insert(
        "asked (guild_id, day, addressed, kind, n)",
        &asked,
        "ON CONFLICT (guild_id, day, addressed, kind) DO UPDATE SET n = asked.n + excluded.n",
    )
    .await?;
    tx.insert(
        "verdict (guild_id, day, entry_id, shown, helpful, wrong)",
        &verdicts,
        "ON CONFLICT (guild_id, day, entry_id) DO UPDATE SET shown = verdict.shown + excluded.shown, \
         helpful = verdict.helpful + excluded.helpful, wrong = verdict.wrong + excluded.wrong",
    )
    .await?;
    tx.insert(
        "miss (guild_id, day, entry_id, n)",
        &misses,
        "ON CONFLICT (guild_id, day, entry_id) DO UPDATE SET n = miss.n + excluded.n",
    )
    .await?;
    tx.insert(
        "miss_link (guild_id, message_id, channel_id, entry_id, day)",
        &links,
        "ON CONFLICT (guild_id, message_id) DO NOTHING",
    )
    .await?;
    depart(tx, batch).await
}

/// Notes which servers the bot left, and which it is in.
async fn depart(tx: &mut Tx, batch: &Batch) -> Result<(), Error> {
    for (&(shard, shards), (guilds, at)) in &batch.departures.shards {
        let known = tx
            .find(
                "SELECT guild_id, left_at FROM guild WHERE (guild_id >> 22) % $1 = $2 ORDER BY guild_id",
                &[i64::from(shards).into(), i64::from(shard).into()],
            )
            .await?;
        for row in known {
            let (guild, left) = (row.id(0)?, row.number(1)?);
            if guilds.contains(&guild) == left.is_some() {
                let left = if left.is_some() { None } else { Some(*at) };
                set_left(tx, guild, left).await?;
            }
        }
    }
    for (&guild, &left) in &batch.departures.servers {
        set_left(tx, guild, left).await?;
    }
    Ok(())
}

async fn set_left(tx: &mut Tx, guild: u64, at: Option<i64>) -> Result<(), Error> {
    tx.run("UPDATE guild SET left_at = $2 WHERE guild_id = $1", &[guild.into(), at.into()]).await?;
    Ok(())
}

/// What was counted in this server, and the day of its last digest.
pub(super) async fn read(tx: &mut Tx, guild: u64) -> Result<(Tally, Option<Day>), Error> {
    let id = [Value::from(guild)];
    let mut tally = Tally::default();
    for row in tx.find("SELECT day, addressed, kind, n FROM asked WHERE guild_id = $1", &id).await? {
        // A kind that a newer program counts is not ours to show.
        if let Some(kind) = AnswerKind::from_key(&row.text(2)?) {
            tally.asked.insert((day(row.number(0)?), row.id(1)? != 0, kind), row.id(3)?);
        }
    }
    let verdicts = "SELECT day, entry_id, shown, helpful, wrong FROM verdict WHERE guild_id = $1";
    for row in tx.find(verdicts, &id).await? {
        let verdicts = Verdicts { shown: row.id(2)?, helpful: row.id(3)?, wrong: row.id(4)? };
        tally.entries.insert((day(row.number(0)?), row.text(1)?), verdicts);
    }
    for row in tx.find("SELECT day, entry_id, n FROM miss WHERE guild_id = $1", &id).await? {
        tally.misses.insert((day(row.number(0)?), entry(row.text(1)?)), row.id(2)?);
    }
    let links = "SELECT message_id, channel_id, entry_id, day FROM miss_link WHERE guild_id = $1";
    for row in tx.find(links, &id).await? {
        let link = MissLink { channel: row.id(1)?, entry: entry(row.text(2)?), day: day(row.number(3)?) };
        tally.links.insert(row.id(0)?, link);
    }
    let digest = tx.find("SELECT digest_day FROM guild WHERE guild_id = $1", &id).await?;
    let digest = digest.first().map(|row| row.number(0)).transpose()?.flatten();
    Ok((tally, digest.map(Day::from_number)))
}

fn day(number: Option<i64>) -> i64 {
    number.unwrap_or_default()
}

fn entry(id: String) -> Option<String> {
    Some(id).filter(|id| !id.is_empty())
}

/// Takes the right to post a server's digest.
pub(super) async fn claim_digest(tx: &mut Tx, guild: u64, today: Day) -> Result<bool, Error> {
    tx.run("INSERT INTO guild (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING", &[guild.into()])
        .await?;
    let due = [guild.into(), today.number().into(), (today.number() - DIGEST_DAYS).into()];
    let claimed = tx
        .run(
            "UPDATE guild SET digest_day = $2 WHERE guild_id = $1 AND (digest_day IS NULL OR digest_day <= $3)",
            &due,
        )
        .await?;
    Ok(claimed > 0)
}

/// Deletes what is older than it is kept; the servers that were forgotten. `now` in seconds since 1970.
pub(super) async fn prune(tx: &mut Tx, today: Day, now: i64) -> Result<Vec<u64>, Error> {
    let oldest = [Value::from(today.number() - KEPT_DAYS)];
    for sql in [
        "DELETE FROM asked WHERE day <= $1",
        "DELETE FROM verdict WHERE day <= $1",
        "DELETE FROM miss WHERE day <= $1",
        "DELETE FROM miss_link WHERE day <= $1",
        "DELETE FROM writer WHERE day <= $1",
    ] {
        tx.run(sql, &oldest).await?;
    }
    tx.run(
        "DELETE FROM miss_link WHERE (guild_id, message_id) IN (SELECT guild_id, message_id FROM (SELECT guild_id, message_id, \
         ROW_NUMBER() OVER (PARTITION BY guild_id ORDER BY message_id DESC) AS place FROM miss_link) AS ranked WHERE place > $1)",
        &[Value::Number(i64::try_from(MOST_LINKS).ok())],
    )
    .await?;
    let long_ago = [Value::from(now - FORGET_AFTER)];
    let gone = tx.find("DELETE FROM guild WHERE left_at <= $1 RETURNING guild_id", &long_ago).await?;
    gone.iter().map(|row| row.id(0)).collect()
}
