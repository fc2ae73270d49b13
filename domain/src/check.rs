//! Every rule of the form, one section a file. The browser, the server and the engine all call [`check`].

pub mod channel;
pub mod channels;
pub mod hyperparameters;
pub mod job_settings;
pub mod location;
pub mod model_channel;
pub mod number;
pub mod output;
pub mod resources;
pub mod tags;

use crate::{algorithm::Algorithm, surroundings::Surroundings, violation::Violations, wire::TrainingJobRequest};

/// Checks a request against every rule, in the order of the page.
pub fn check(request: &TrainingJobRequest, surroundings: &Surroundings<'_>) -> Violations {
    let algorithm = request.training_image().and_then(Algorithm::of_image);
    let mut violations = Violations::default();
    violations.extend(job_settings::check(request, algorithm));
    violations.extend(resources::check(request, algorithm));
    violations.extend(hyperparameters::check(request, algorithm, surroundings.source));
    violations.extend(channels::check(request, algorithm));
    violations.extend(model_channel::check(request, algorithm, surroundings.source));
    violations.extend(output::check(request));
    violations.extend(tags::check(request));
    violations
}
