//! Every rule of the form, one section a file. The browser, the server and the engine all call [`check`].

pub mod advanced;
mod advice;
mod algorithm;
pub mod channel;
pub mod channels;
pub mod checkpoint;
mod context;
pub mod hyperparameters;
pub mod job_settings;
mod limits;
pub mod location;
mod members;
pub mod metrics;
pub mod model_channel;
pub mod network;
pub mod number;
mod output;
mod reach;
pub mod resources;
pub mod samples;
mod secret;
mod spot;
pub mod tags;
mod text;
mod volume;
mod warm_pool;

pub use algorithm::is_not_offered;

use crate::{surroundings::Surroundings, violation::Violations, wire::TrainingJobRequest};
use context::Context;

/// Checks a request against every rule, in the order of the page.
pub fn check(request: &TrainingJobRequest, surroundings: &Surroundings<'_>) -> Violations {
    let context = Context::new(request, surroundings);
    let mut violations = Violations::default();
    violations.extend(job_settings::check(&context));
    violations.extend(algorithm::check(&context));
    violations.extend(metrics::check(&context));
    violations.extend(resources::check(&context));
    violations.extend(warm_pool::check(&context));
    violations.extend(volume::check(&context));
    violations.extend(limits::check(&context));
    violations.extend(network::check(&context));
    violations.extend(hyperparameters::check(&context));
    violations.extend(advice::check(&context));
    violations.extend(channels::check(&context));
    violations.extend(model_channel::check(&context));
    violations.extend(checkpoint::check(&context));
    violations.extend(output::check(&context));
    violations.extend(spot::check(&context));
    violations.extend(tags::check(&context));
    violations.extend(advanced::check(&context));
    violations.extend(members::check(&context));
    violations
}
