//! What follows an answer: messages in other channels, and replacements. The page fetches each once, by the number the answer named.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::Playground;

/// Follow-ups that wait for the page; a page that was closed never fetches its own.
const WAITING: usize = 64;

/// Follow-ups that wait to be fetched.
#[derive(Debug, Default)]
pub(super) struct After {
    next: AtomicU64,
    waiting: Mutex<VecDeque<(u64, Value)>>,
}

impl After {
    /// Keeps a follow-up; its number, as text.
    pub(super) fn keep(&self, follow_up: Value) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() == WAITING {
            waiting.pop_front();
        }
        waiting.push_back((number, follow_up));
        number.to_string()
    }

    fn take(&self, number: u64) -> Option<Value> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let at = waiting.iter().position(|(n, _)| *n == number)?;
        waiting.remove(at).map(|(_, follow_up)| follow_up)
    }
}

/// A follow-up, once.
pub(super) async fn after(
    State(playground): State<Playground>,
    Path(number): Path<u64>,
) -> Result<Json<Value>, StatusCode> {
    playground.after.take(number).map(Json).ok_or(StatusCode::NOT_FOUND)
}
