//! What the list of jobs works out: its columns, and what may be typed into its filter.

pub mod columns;
pub mod suggest;
