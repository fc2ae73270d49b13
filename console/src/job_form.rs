//! What the form for a new training job decides; `app` shows it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`start`], [`example`], [`job_names`] | where the form's first values come from |
//! | [`provenance`], [`import_report`] | what the form says about that |
//! | [`draft`], [`stored_form`], [`save_order`] | what was typed, how it becomes a request, what is kept of it and when |
//! | [`step`] | the steps of the form, and which field stands in which |
//! | [`violations`], [`observations`], [`fixes`] | what is wrong, what was found outside, what one click can do about it |
//! | [`outdated_docs`], [`model_channel`] | texts about fields |
//! | [`review`] | every value beside the one that the form began with |

pub mod draft;
pub mod example;
pub mod fixes;
pub mod import_report;
pub mod job_names;
pub mod model_channel;
pub mod observations;
pub mod outdated_docs;
pub mod provenance;
pub mod review;
pub mod save_order;
pub mod start;
pub mod step;
pub mod stored_form;
pub mod violations;
