//! Training jobs: the list, the page of one job, the form for a new one.

pub mod api;
pub mod create;
pub mod detail;
pub mod list;
pub mod measured;
#[cfg(test)]
mod sample;
pub mod status;
