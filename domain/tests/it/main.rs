//! The rules against the API model's and the guide's own data.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod agreement;
mod fields;
mod fixtures;
mod hostile;
mod incremental;
mod job;
mod model;
mod patterns;
mod round_trip;
#[path = "../../src/testing.rs"]
mod testing;
