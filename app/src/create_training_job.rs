//! The form for a new training job; `console::job_form` decides what it shows.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`page`] | the page: its steps one by one or all at once, and what stands above them |
//! | [`state`] | the form's signals: what was typed, what is wrong with it, what is saved |
//! | [`fields`] | labelled controls, each tied to one value of the form |
//! | [`steps`] | the list of steps, and the steps with their sections |
//! | [`channels`], [`hyperparameters`] | the two steps whose fields follow the algorithm |
//! | [`review`] | what stands between a filled form and its submission |
//! | [`submit`] | the submission |
//! | [`saving`] | what a person is told about the draft that follows the form |
//! | [`no_script`] | the same form for a browser without scripts |
//! | [`api`] | questions to the server while the form is filled in |

pub mod api;
pub mod channels;
pub mod fields;
pub mod hyperparameters;
pub mod no_script;
pub mod page;
pub mod review;
pub mod saving;
pub mod state;
pub mod steps;
pub mod submit;

pub use page::CreatePage;
