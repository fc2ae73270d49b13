//! Advice about hyperparameters that are valid by themselves and make little sense together.

use super::Context;
use crate::{
    field::Field,
    hyperparameter::{epoch_list, image_shape},
    rule::{self, Rule},
    schedule,
    violation::{Violation, Violations},
};

/// What most people would change.
pub(super) fn check(context: &Context<'_>) -> Violations {
    if context.algorithm.is_none_or(|algorithm| !algorithm.is_incremental()) {
        return Violations::default();
    }
    let found = [
        learning_rate(context),
        epochs(context),
        schedule(context),
        checkpoint_frequency(context),
        batch(context),
        resize(context),
        layers(context),
    ];
    Violations(found.into_iter().flatten().collect())
}

fn says(rule: &Rule, name: &str, words: &[(&str, &str)]) -> Option<Violation> {
    Some(rule.violation(Field::Hyperparameter(name.to_owned()), words))
}

/// The value that a message recommends stands in it, so that a form can offer it.
fn offering(violation: Violation, value: &str) -> Violation {
    Violation { value: Some(value.to_owned()), ..violation }
}

fn number(context: &Context<'_>, name: &str) -> Option<f64> {
    context.hyperparameter(name)?.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The number of epochs, where it is one: what is said about it elsewhere is enough otherwise.
fn epochs_asked(context: &Context<'_>) -> Option<u32> {
    context.hyperparameter("epochs")?.trim().parse().ok().filter(|epochs| *epochs > 0)
}

/// The parent's number, when the job starts from a model whose job is known.
fn parents(context: &Context<'_>, name: &str) -> Option<f64> {
    context.model_channel()?;
    let job = context.surroundings.source?.job.as_ref()?;
    let own = job.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let value = own.or_else(|| context.algorithm?.hyperparameter(name)?.default)?;
    value.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// Trained weights are easily destroyed by steps as large as the first job's.
fn learning_rate(context: &Context<'_>) -> Option<Violation> {
    let theirs = parents(context, "learning_rate")?;
    let own = number(context, "learning_rate")?;
    // Rounded so that 0.05 / 5 is 0.01 and not 0.010000000000000002.
    let advice = ((theirs / 5.0 * 1e6).round() / 1e6).to_string();
    let words = [("source", &*theirs.to_string()), ("advice", &*advice)];
    if own >= theirs { says(&rule::I_RATE_LOWER, "learning_rate", &words).map(|said| offering(said, &advice)) } else { None }
}

/// Trained weights need fewer epochs.
fn epochs(context: &Context<'_>) -> Option<Violation> {
    let theirs = parents(context, "epochs")?;
    let own = f64::from(epochs_asked(context)?);
    let advice = (theirs / 2.0).ceil().to_string();
    let words = [("source", &*theirs.to_string()), ("advice", &*advice)];
    let is_said = own >= theirs && theirs >= 2.0;
    if is_said { says(&rule::I_EPOCHS_FEWER, "epochs", &words).map(|said| offering(said, &advice)) } else { None }
}

/// Steps of the schedule after the last epoch have no effect.
fn schedule(context: &Context<'_>) -> Option<Violation> {
    let epochs = epochs_asked(context)?;
    let steps = context.hyperparameter("lr_scheduler_step")?;
    let late = epoch_list(steps)?.into_iter().find(|step| *step > epochs)?;
    let words = [("step", &*late.to_string()), ("epochs", &*epochs.to_string())];
    says(&rule::W_STEP_LATE, "lr_scheduler_step", &words)
        .map(|said| offering(said, &schedule::within(steps, epochs).unwrap_or_default()))
}

/// A frequency above the number of epochs stores nothing on the way.
fn checkpoint_frequency(context: &Context<'_>) -> Option<Violation> {
    let (frequency, epochs) = (number(context, "checkpoint_frequency")?, f64::from(epochs_asked(context)?));
    let words = [("epochs", &*epochs.to_string())];
    if frequency > epochs { says(&rule::W_CKPT_RARE, "checkpoint_frequency", &words) } else { None }
}

/// A batch needs at least as many images as it has places.
fn batch(context: &Context<'_>) -> Option<Violation> {
    let (batch, samples) = (number(context, "mini_batch_size")?, number(context, "num_training_samples")?);
    let words = [("batch", &*batch.to_string()), ("samples", &*samples.to_string())];
    if batch > samples { says(&rule::W_BATCH_LARGE, "mini_batch_size", &words) } else { None }
}

/// Images are cropped to the network's input after they were resized.
fn resize(context: &Context<'_>) -> Option<Violation> {
    let resize = number(context, "resize")?;
    let [_, height, width] = image_shape(context.hyperparameter("image_shape")?)?;
    let side = height.max(width);
    if resize < f64::from(side) { says(&rule::W_RESIZE_SMALL, "resize", &[("side", &side.to_string())]) } else { None }
}

/// Each depth is made for small or for large images. Source: the guide's text on `num_layers`.
fn layers(context: &Context<'_>) -> Option<Violation> {
    const SMALL: [&str; 5] = ["20", "32", "44", "56", "110"];
    let layers = context.hyperparameter("num_layers")?;
    let [_, height, width] = image_shape(context.hyperparameter("image_shape")?)?;
    let is_small = height.max(width) <= 32;
    let (layers_are_small, kind) = (SMALL.contains(&layers), if is_small { "small" } else { "large" });
    let fitting = if is_small { "20, 32, 44, 56 or 110" } else { "18, 34, 50, 101, 152 or 200" };
    let words = [("layers", layers), ("size", kind), ("fitting", fitting)];
    if layers_are_small == is_small { None } else { says(&rule::I_LAYERS_SHAPE, "num_layers", &words) }
}
