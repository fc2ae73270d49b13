//! Training jobs: the list, the page of one job, the comparison of several.

pub mod api;
pub mod compare;
pub mod detail;
pub mod last_values;
pub mod list;
pub mod score_change;
pub mod status;
pub mod tag_fields;
