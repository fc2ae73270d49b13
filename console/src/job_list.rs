//! The logic of the job list: its columns, and the suggestions of its filter.

pub mod columns;
pub mod suggest;
