//! Training jobs, as the API shows them. [`crate::jobs`] runs them.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod describe;
pub(super) mod list;
pub(super) mod stop;
pub(super) mod update;
