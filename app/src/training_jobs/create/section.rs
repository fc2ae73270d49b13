//! Groups of fields, as the service's own page has them; a step or the single page shows them.

pub mod advanced;
pub mod checkpoint;
pub mod job_settings;
pub mod metric_trial;
pub mod metrics;
pub mod network;
pub mod other_hyperparameters;
pub mod output;
pub mod resource;
pub mod spot;
pub mod tags;
pub mod time_field;
