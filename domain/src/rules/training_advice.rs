//! Advice about hyperparameters that are valid by themselves and make little sense together.

use super::{
    RuleCode, Violation, Violations,
    fix::{Edit, Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::{
    algorithm::{
        ResidualNetwork,
        residual_network::{self, SMALL_IMAGE_SIDE},
    },
    field::Field,
    hyperparameter::{epoch_list, image_shape},
    schedule,
};

rules! {
    LearningRateLower = "I-RATE-LOWER", Information, Ours, "The source model was trained with a learning rate of {source}. Continuing from trained weights usually needs a smaller one, for example {advice}.",
        fix advised;
    EpochsFewer = "I-EPOCHS-FEWER", Information, Ours, "The source model was trained for {source} epochs. Continuing from trained weights usually needs fewer, for example {advice}.",
        fix fewer_epochs;
    ScheduleStepLate = "W-STEP-LATE", Warning, Ours, "The learning rate would drop at epoch {step}, but training ends after {epochs}.",
        fix shorter_schedule;
    CheckpointFrequencyLarge = "W-CKPT-RARE", Warning, Guide, "With {epochs} epochs no checkpoint is stored before the end. Choose a frequency of at most {epochs}.";
    BatchLarge = "W-BATCH-LARGE", Warning, Guide, "A batch of {batch} needs at least {batch} images, and num_training_samples is {samples}. The job fails if that is right.";
    ResizeSmall = "W-RESIZE-SMALL", Warning, Guide, "Images are cropped to the network's input after this: the shortest side must be at least {side} pixels.";
    LayersForShape = "W-LAYERS-SHAPE", Warning, Guide, "A depth of {layers} is not made for {size} images: SageMaker may refuse it, or the model learns little. Choose {fitting}.",
        fix advised;
}

/// The epochs at which the learning rate drops.
const STEPS: &str = "lr_scheduler_step";

/// What most people would change.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    if subject.algorithm.is_none_or(|algorithm| !algorithm.is_incremental()) {
        return Violations::default();
    }
    let found = [
        learning_rate(subject),
        epochs(subject),
        schedule(subject),
        checkpoint_frequency(subject),
        batch(subject),
        resize(subject),
        layers(subject),
    ];
    Violations(found.into_iter().flatten().collect())
}

fn says(code: RuleCode, name: &str, values: &[(&str, &str)]) -> Option<Violation> {
    Some(code.violation(Field::Hyperparameter(name.to_owned()), values))
}

/// The value that a message recommends stands in it, so that a form can offer it.
fn offering(violation: Violation, value: &str) -> Violation {
    Violation { value: Some(value.to_owned()), ..violation }
}

fn number(subject: &Subject<'_>, name: &str) -> Option<f64> {
    subject.hyperparameter(name)?.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The number of epochs, where it is one: what is said about it elsewhere is enough otherwise.
fn epochs_asked(subject: &Subject<'_>) -> Option<u32> {
    subject.hyperparameter("epochs")?.trim().parse().ok().filter(|epochs| *epochs > 0)
}

/// The parent's number, when the job starts from a model whose job is known.
fn parents(subject: &Subject<'_>, name: &str) -> Option<f64> {
    subject.model_channel()?;
    let job = subject.context.source_model?.job.as_ref()?;
    let own = job.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let value = own.or_else(|| subject.algorithm?.hyperparameter(name)?.default)?;
    value.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// Trained weights are easily destroyed by steps as large as the first job's.
fn learning_rate(subject: &Subject<'_>) -> Option<Violation> {
    let of_source = parents(subject, "learning_rate")?;
    let own = number(subject, "learning_rate")?;
    // Rounded so that 0.05 / 5 is 0.01 and not 0.010000000000000002.
    let advice = ((of_source / 5.0 * 1e6).round() / 1e6).to_string();
    let values = [("source", &*of_source.to_string()), ("advice", &*advice)];
    if own >= of_source {
        says(RuleCode::LearningRateLower, "learning_rate", &values).map(|said| offering(said, &advice))
    } else {
        None
    }
}

/// Trained weights need fewer epochs.
fn epochs(subject: &Subject<'_>) -> Option<Violation> {
    let of_source = parents(subject, "epochs")?;
    let own = f64::from(epochs_asked(subject)?);
    let advice = (of_source / 2.0).ceil().to_string();
    let values = [("source", &*of_source.to_string()), ("advice", &*advice)];
    let is_said = own >= of_source && of_source >= 2.0;
    if is_said { says(RuleCode::EpochsFewer, "epochs", &values).map(|said| offering(said, &advice)) } else { None }
}

/// Steps of the schedule after the last epoch have no effect.
fn schedule(subject: &Subject<'_>) -> Option<Violation> {
    let epochs = epochs_asked(subject)?;
    let steps = subject.hyperparameter(STEPS)?;
    let late = epoch_list(steps)?.into_iter().find(|step| *step > epochs)?;
    let values = [("step", &*late.to_string()), ("epochs", &*epochs.to_string())];
    says(RuleCode::ScheduleStepLate, STEPS, &values)
        .map(|said| offering(said, &schedule::within(steps, epochs).unwrap_or_default()))
}

/// A frequency above the number of epochs stores nothing on the way.
fn checkpoint_frequency(subject: &Subject<'_>) -> Option<Violation> {
    let (frequency, epochs) = (number(subject, "checkpoint_frequency")?, f64::from(epochs_asked(subject)?));
    let values = [("epochs", &*epochs.to_string())];
    if frequency > epochs { says(RuleCode::CheckpointFrequencyLarge, "checkpoint_frequency", &values) } else { None }
}

/// A batch needs at least as many images as it has places.
fn batch(subject: &Subject<'_>) -> Option<Violation> {
    let (batch, samples) = (number(subject, "mini_batch_size")?, number(subject, "num_training_samples")?);
    let values = [("batch", &*batch.to_string()), ("samples", &*samples.to_string())];
    if batch > samples { says(RuleCode::BatchLarge, "mini_batch_size", &values) } else { None }
}

/// Images are cropped to the network's input after they were resized.
fn resize(subject: &Subject<'_>) -> Option<Violation> {
    let resize = number(subject, "resize")?;
    let [_, height, width] = image_shape(subject.hyperparameter("image_shape")?)?;
    let side = height.max(width);
    if resize < f64::from(side) { says(RuleCode::ResizeSmall, "resize", &[("side", &side.to_string())]) } else { None }
}

/// Each depth is made for small or for large images. A model that is there already shows that its depth works.
fn layers(subject: &Subject<'_>) -> Option<Violation> {
    if parents(subject, "num_layers").is_some() {
        return None;
    }
    let layers = subject.hyperparameter("num_layers")?;
    let network = ResidualNetwork::of_layers(layers.parse().ok()?)?;
    let [_, height, width] = image_shape(subject.hyperparameter("image_shape")?)?;
    let is_small = usize::try_from(height.max(width)).is_ok_and(|side| side <= SMALL_IMAGE_SIDE);
    if network.is_for_small_images == is_small {
        return None;
    }
    let fitting = || residual_network::ALL.iter().filter(|known| known.is_for_small_images == is_small);
    let numbers: Vec<String> = fitting().map(|known| known.num_layers.to_string()).collect();
    let (last, others) = numbers.split_last()?;
    let nearest = fitting().min_by_key(|known| known.num_layers.abs_diff(network.num_layers))?;
    let words = format!("{} or {last}", others.join(", "));
    let values = [("layers", layers), ("size", if is_small { "small" } else { "large" }), ("fitting", &*words)];
    says(RuleCode::LayersForShape, "num_layers", &values).map(|said| offering(said, &nearest.num_layers.to_string()))
}

/// The value that the message recommends.
fn advised(at: &FixContext<'_>) -> Option<Fix> {
    let advice = at.violation.value.as_deref()?;
    at.set(&format!("Set it to {advice}"), advice)
}

/// The schedule without its late steps.
fn shorter_schedule(at: &FixContext<'_>) -> Option<Fix> {
    match at.violation.value.as_deref()? {
        "" => at.set("Clear it", ""),
        _ => advised(at),
    }
}

/// Fewer epochs, and with them the steps of the schedule, which would lie behind the end otherwise.
fn fewer_epochs(at: &FixContext<'_>) -> Option<Fix> {
    let advice = at.violation.value.as_deref()?;
    let field = |name: &str| Field::Hyperparameter(name.to_owned());
    let epochs = at.hyperparameter("epochs").parse().ok();
    let steps = schedule::scaled(at.hyperparameter(STEPS), epochs, advice.parse().ok()?);
    let label = match steps.as_deref() {
        None => format!("Set it to {advice}"),
        Some("") => format!("Set it to {advice} and clear {STEPS}"),
        Some(steps) => format!("Set it to {advice} and {STEPS} to {steps}"),
    };
    let mut edits = vec![Edit::Set(field("epochs"), advice.to_owned())];
    edits.extend(steps.map(|steps| Edit::Set(field(STEPS), steps)));
    Some(Fix { label, edits })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, Form, source_model};

    pub(in super::super) fn cases() -> Vec<Case> {
        let one = |code, name: &str, value: &str| {
            let pointer = format!("/HyperParameters/{name}");
            Case::new(code, &format!("hp-value-{name}"), &[(&pointer, json!(value))])
        };
        let small = [("/HyperParameters/num_layers", json!("20")), ("/HyperParameters/image_shape", json!("3,224,224"))];
        vec![
            one("I-RATE-LOWER", "learning_rate", "0.1").with_source_model(source_model(|_| {})),
            one("I-EPOCHS-FEWER", "epochs", "3").with_source_model(source_model(|_| {})),
            one("W-STEP-LATE", STEPS, "2,30"),
            one("W-CKPT-RARE", "checkpoint_frequency", "30"),
            one("W-BATCH-LARGE", "mini_batch_size", "60000"),
            one("W-RESIZE-SMALL", "resize", "20"),
            one("W-LAYERS-SHAPE", "num_layers", "152"),
            Case::new("W-LAYERS-SHAPE", "hp-value-num_layers", &small),
        ]
    }

    #[test]
    fn a_depth_of_the_other_kind_is_answered_with_the_nearest() {
        let advice = |layers: &str, shape: &str| {
            let values = [("/HyperParameters/num_layers", json!(layers)), ("/HyperParameters/image_shape", json!(shape))];
            let found = Case::new("", "", &values).check();
            let said = found.0.into_iter().find(|violation| violation.code == RuleCode::LayersForShape);
            said.and_then(|violation| violation.value)
        };
        assert_eq!(advice("152", "3,28,28").as_deref(), Some("110"));
        assert_eq!(advice("20", "3,224,224").as_deref(), Some("18"));
        assert_eq!((advice("20", "3,32,32"), advice("50", "3,33,32")), (None, None));
    }

    #[test]
    fn fewer_epochs_bring_the_schedule_along() {
        let field = |name: &str| Field::Hyperparameter(name.to_owned());
        let form = Form::new(&field("epochs"), "6").with(&field(STEPS), "4");
        let fix = |code: RuleCode, name: &str, advice: &str| form.fix_with(code, &field(name), advice);
        let edit = |name: &str, value: &str| (field(name).id(), value.to_owned());
        let both = ("Set it to 3 and lr_scheduler_step to 2".to_owned(), vec![edit("epochs", "3"), edit(STEPS, "2")]);
        assert_eq!(fix(RuleCode::EpochsFewer, "epochs", "3"), Some(both));
        assert_eq!(fix(RuleCode::EpochsFewer, "epochs", "5"), Some(("Set it to 5".to_owned(), vec![edit("epochs", "5")])));
        assert_eq!(fix(RuleCode::ScheduleStepLate, STEPS, ""), Some(("Clear it".to_owned(), vec![edit(STEPS, "")])));
        assert_eq!(fix(RuleCode::ScheduleStepLate, STEPS, "2"), Some(("Set it to 2".to_owned(), vec![edit(STEPS, "2")])));
        let rate = Some(("Set it to 0.02".to_owned(), vec![edit("learning_rate", "0.02")]));
        assert_eq!(fix(RuleCode::LearningRateLower, "learning_rate", "0.02"), rate);
    }
}
