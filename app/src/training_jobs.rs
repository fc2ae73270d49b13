//! Training jobs: the list, the page of one job, the form for a new one.

pub mod api;
pub mod compare;
pub mod create;
pub mod detail;
pub mod list;
pub mod status;
pub mod tag_fields;
