//! What a job's model makes of its validation images: computed on request from the archive and the channel, and kept.
//!
//! - [`service`] — the port: one evaluation after the other
//! - [`plan`] — what an evaluation of a job reads, or why there is none
//! - [`made`] — one evaluation from the listing to the result
//! - [`fetched`], [`listing`], [`download`] — the objects, and their bytes as files of the container contract; [`listed_images`],
//!   [`annotated_images`] — of images with a list, and of images with an annotation or a mask for each
//! - [`process`] — the evaluation as a process of its own
//! - [`folders`] — where the files are, and which results are kept
//! - [`view`] — what one page shows of a result
//! - [`failure`] — what went wrong, for people
//!
//! ```text
//! start ─▶ Waiting ─▶ Listing ─▶ Downloading ─▶ Loading ─▶ Evaluating ─▶ kept
//!             └─────────┴───────────┴─────────────┴────────────┴── cancel, failure, end of the console ─▶ nothing is kept
//! ```
//!
//! A result is kept before the evaluation counts as ended, so a page never finds neither. The process of the evaluation ends with
//! the console in each way that a console ends: it is killed with the task that waits for it, and it ends by itself when nobody
//! reads its progress. Its folder is removed with the task, or by the next console.

mod annotated_images;
mod download;
mod failure;
mod fetched;
mod folders;
mod listed_images;
mod listing;
mod made;
mod plan;
mod process;
pub(crate) mod service;
#[cfg(test)]
mod tests;
mod view;
