//! What an operator sees of a running process: the log, and how its shards are doing. Fronts write it; nothing here asks a front.

pub mod log;
mod shard_status;

pub use shard_status::{ShardStatus, ShardStatuses, Stage};
