//! What the pages of one job work out.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`scores`] | start, last and best validation score |
//! | [`continuation`] | what a stop leaves, and how to go on from it |
//! | [`failure`] | what a failure means, and which field to change |
//! | [`lineage_layout`] | where the jobs of a family stand in its graph |

pub mod continuation;
pub mod failure;
pub mod lineage_layout;
pub mod scores;
