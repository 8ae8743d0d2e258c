//! What an answer waits for from the store before it is made: a change that must be kept first, or numbers that must be read.
//!
//! Handlers never wait. What they need is asked for before they run, within a bound, and handed to them. Invariant: whatever the store
//! does, a person has an answer in time.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tracing::warn;

use crate::profile::Day;
use crate::store::{Change, Insights, ServerSettings, StoreError};

use super::App;

/// The store has so long to answer: well within Discord's three seconds.
const WITHIN: Duration = Duration::from_millis(1_500);

/// What is asked of the store, about the server with this id.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreRequest {
    /// These changes, in this order.
    Change(u64, Vec<Change>),
    /// Four weeks of it.
    Insights(u64),
    /// Everything about it is deleted.
    Forget(u64),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// The changes hold: what was before, and what is now.
    Changed(Arc<ServerSettings>, Arc<ServerSettings>),
    /// The numbers.
    Insights(Box<Insights>),
    /// Nothing is left.
    Forgotten,
    /// The store is away or too slow; what was asked may not have happened.
    Failed,
}

impl App {
    /// Asks the store; at most 1.5 seconds.
    pub async fn ask_store(&self, request: StoreRequest) -> Stored {
        match timeout(WITHIN, self.asked_of_store(request)).await {
            Ok(Ok(stored)) => stored,
            Ok(Err(error)) => {
                warn!(%error, "the store did not do what was asked");
                Stored::Failed
            }
            Err(_) => {
                warn!("the store did not answer in time");
                Stored::Failed
            }
        }
    }

    async fn asked_of_store(&self, request: StoreRequest) -> Result<Stored, StoreError> {
        let store = self.store();
        Ok(match request {
            StoreRequest::Change(guild, changes) => {
                let before = store.server(guild);
                let mut after = Arc::clone(&before);
                for change in changes {
                    after = store.change(guild, change).await?;
                }
                Stored::Changed(before, after)
            }
            StoreRequest::Insights(guild) => {
                Stored::Insights(Box::new(store.insights(guild, Day::today()).await?))
            }
            StoreRequest::Forget(guild) => {
                store.forget(guild).await?;
                Stored::Forgotten
            }
        })
    }
}
