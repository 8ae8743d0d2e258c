//! The ids the stand-in's world is made of, and fresh ones.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The application's id. Differs from [`BOT_USER`], as it does for applications made before 2016,
/// so that code which mixes the two is found out.
pub const APPLICATION: u64 = 1_100_000_000_000_000_001;
/// The bot's own user id.
pub const BOT_USER: u64 = 1_100_000_000_000_000_002;
/// The guild that interactions and messages come from unless told otherwise.
pub const GUILD: u64 = 1_200_000_000_000_000_001;
/// A text channel of [`GUILD`].
pub const CHANNEL: u64 = 1_300_000_000_000_000_001;
/// The direct-message channel between [`USER`] and the bot.
pub const DM_CHANNEL: u64 = 1_300_000_000_000_000_002;
/// The person who does things.
pub const USER: u64 = 1_400_000_000_000_000_001;

/// Milliseconds between the Unix epoch and Discord's
/// (<https://discord.com/developers/docs/reference#snowflakes>).
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// A fresh id, stamped with the current time as Discord's are, unique in this process.
pub fn snowflake() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let since = u64::try_from(now).unwrap_or(u64::MAX).saturating_sub(DISCORD_EPOCH_MS);
    // 22 bits below the time stamp: enough for four million ids in the same millisecond.
    (since << 22) | (NEXT.fetch_add(1, Ordering::Relaxed) & 0x3f_ffff)
}
