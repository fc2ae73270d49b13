//! Whether any job has a tag about calls. Few engines have one, and the others need not look for it at each call.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use sqlx::SqlitePool;
use tokio::sync::OnceCell;

use super::TAG;
use crate::db;

/// What is known of tags about calls.
#[derive(Debug, Default)]
pub(super) struct CallTags {
    /// Whether there were any when the first call asked.
    found: OnceCell<bool>,
    /// Whether a call has written one since. Nothing takes it back.
    written: AtomicBool,
}

impl CallTags {
    /// Looks at the tags that a call writes.
    pub(super) fn note(&self, input: &Value) {
        let is_about_calls = |tag: &Value| {
            let key = tag.get("Key").and_then(Value::as_str).unwrap_or_default();
            key.strip_prefix(TAG).is_some_and(|rest| rest.starts_with(':'))
        };
        if input.get("Tags").and_then(Value::as_array).is_some_and(|tags| tags.iter().any(is_about_calls)) {
            self.written.store(true, Ordering::Release);
        }
    }

    /// Whether there may be a tag about calls.
    pub(super) async fn exist(&self, reader: &SqlitePool) -> bool {
        if self.written.load(Ordering::Acquire) {
            return true;
        }
        let prefix = format!("{TAG}:");
        // After an error the next call asks again.
        self.found.get_or_try_init(|| db::tags::is_any(reader, &prefix)).await.map_or(true, |found| *found)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tag_about_calls_names_an_operation() {
        let writes = |key: &str| {
            let tags = CallTags::default();
            tags.note(&json!({ "Tags": [{ "Key": "team", "Value": "a" }, { "Key": key, "Value": "throttling" }] }));
            tags.written.into_inner()
        };
        assert!(writes("baton:rehearse:DescribeTrainingJob"));
        assert!(!writes("baton:rehearse") && !writes("baton:rehearsed:x"));
        CallTags::default().note(&json!({ "Tags": 3 }));
    }
}
