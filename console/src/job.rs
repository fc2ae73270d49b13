//! What the pages of one job work out.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`scores`] | start, last and best validation score |
//! | [`agreement`] | whether an evaluation found the accuracy that the job measured |
//! | [`archives`] | which archives are compared without being asked for |
//! | [`continuation`] | what a stop leaves, and how to go on from it |
//! | [`improvement`] | whether the job made the model better that it started from |
//! | [`settings`] | a job's settings in words: how channels are read, how long it waited, what spot capacity saved |
//! | [`failure`] | what a failure means, and which field to change |
//! | [`lineage_layout`] | where the jobs of a family stand in its graph |

pub mod agreement;
pub mod archives;
pub mod continuation;
pub mod failure;
pub mod improvement;
pub mod lineage_layout;
pub mod scores;
pub mod settings;
