//! What the console decides, without a browser: the pages of `app` show it, the program `server` supplies it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`error`] | the one error of all server functions |
//! | [`data`] | plain data that the pages show and that is no fact of a training job |
//! | [`job_form`] | what the form for a new job decides |
//! | [`job`], [`job_list`] | what the pages of jobs work out |
//! | [`paths`] | the address of every page |
//! | [`s3_location`] | names and levels of locations in S3 |
//! | [`mod@format`] | numbers, sizes, times and durations as people read them |
//! | `ports` | server side only: what the pages need from the program that runs them |
//! | `preflight` | server side only: what is checked before a request is sent |
//! | `source_model` | server side only: what is known about the model that a job starts from |

pub mod data;
pub mod error;
pub mod format;
pub mod job;
pub mod job_form;
pub mod job_list;
pub mod paths;
#[cfg(feature = "ports")]
pub mod ports;
#[cfg(feature = "ports")]
pub mod preflight;
pub mod s3_location;
#[cfg(feature = "ports")]
pub mod source_model;
