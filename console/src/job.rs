//! What the pages of one job work out.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`scores`] | start, last and best validation score |
//! | [`failure`] | what a failure means, and which field to change |
//! | [`lineage_layout`] | where the jobs of a family stand in its graph |

pub mod failure;
pub mod lineage_layout;
pub mod scores;
