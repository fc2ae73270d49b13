//! What trains: a container image or an algorithm resource.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
    text::Limits,
    typed_text::bare,
};
use crate::{algorithm::Algorithm, arn::algorithm_name, engine_images, field::Field, image, incremental::MODEL_CHANNEL};

rules! {
    AlgorithmOneSource = "E-ALG-ONE", Error, Api, "Choose exactly one: a container image or an algorithm resource.";
    ContainerRequired = "E-IMG-REQ", Error, Ours, "Enter the registry path of the container.";
    AlgorithmNameRequired = "E-ALGARN-REQ", Error, Ours, "Enter the name or the ARN of the algorithm.";
    AlgorithmRegion = "E-ALG-REGION", Error, Guide, "{algorithm} has no image in {region}. Switch Region or use your own container.";
    ImageForm = "E-IMG-FORM", Error, Api, "Enter an image path such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/my-image:1 (255 characters at most).",
        fix image_path;
    ImageRegion = "E-IMG-REGION", Error, Ours, "The image is in {image_region}, the job in {region}. SageMaker pulls images from the Region of the job.",
        fix image_in_region;
    AlgorithmArn = "E-ALGARN", Error, Api, "Enter an algorithm name (letters, digits, inner hyphens, at most 63) or a full algorithm ARN.";
    AlgorithmArnRegion = "E-ALGARN-REGION", Error, Ours, "The algorithm is in {algorithm_region}, the job in {region}. SageMaker takes algorithms from the Region of the job.";
    AlgorithmNameNotAtEngine = "E-ALGARN-TARGET", Error, Ours, "Only on AWS: the local engine has no algorithm resources and no Marketplace subscriptions. Choose {built_in} or your own container, or start the console with --target aws.";
    ImageTagLatest = "W-ALG-LATEST", Warning, Guide, "\"latest\" can change under you; \"1\" is the stable tag.",
        fix stable_tag;
    ImageNotAtEngine = "E-ALG-TARGET", Error, Ours, "The local engine cannot run {algorithm}. It runs {built_in} and the images that you registered as programs in engine.json. Choose one of them, or start the console with --target aws.",
        fix built_in_algorithm;
    AlgorithmNotIncremental = "W-ALG-NOINC", Warning, Guide, "{algorithm} does not document incremental training: it may ignore or reject the model channel.";
}

/// Longest image path in characters. Source: shape `AlgorithmImage`.
const IMAGE: Limits = Limits::line(0, 255);

/// Checks that something is typed as the registry path of one's own container.
///
/// # Errors
/// `E-IMG-REQ` where nothing is.
pub fn container_path(text: &str) -> Result<(), Violation> {
    if text.trim().is_empty() { Err(RuleCode::ContainerRequired.violation(Field::Container, &[])) } else { Ok(()) }
}

/// Checks that something is typed as the name of an algorithm resource.
///
/// # Errors
/// `E-ALGARN-REQ` where nothing is.
pub fn algorithm_name(text: &str) -> Result<(), Violation> {
    if text.trim().is_empty() { Err(RuleCode::AlgorithmNameRequired.violation(Field::AlgorithmName, &[])) } else { Ok(()) }
}

/// Checks the algorithm's source, image and name.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let text = subject.request.training_image().unwrap_or_default();
    let name = subject.specification().and_then(|specification| specification.algorithm_name.as_deref());
    if text.is_empty() == name.is_none_or(str::is_empty) {
        violations.push(RuleCode::AlgorithmOneSource.violation(Field::AlgorithmSource, &[]));
    }
    if !text.is_empty() {
        violations.0.extend(image_form(text, Field::image(subject.request)));
    }
    if subject
        .facts()
        .and_then(|facts| facts.engine_images.as_ref())
        .is_some_and(|images| !text.is_empty() && !images.can_run(text))
    {
        violations.push(not_at_engine(subject.algorithm, text, Field::image(subject.request)));
    }
    if let Some(name) = name {
        violations.extend(named(name, subject));
    }
    if let Some(image_region) = image::region(text).filter(|image_region| *image_region != subject.region()) {
        let values = [("image_region", image_region), ("region", subject.region())];
        let violation = RuleCode::ImageRegion.violation(Field::image(subject.request), &values);
        violations.push(Violation { value: Some(subject.region().to_owned()), ..violation });
    }
    if let Some(algorithm) = subject.algorithm {
        violations.0.extend(is_not_offered(algorithm, subject.region()));
        if image::tag(text).is_some_and(|tag| tag == "latest") {
            violations.push(RuleCode::ImageTagLatest.violation(Field::Algorithm, &[]));
        }
        if !algorithm.is_incremental() && subject.channel(MODEL_CHANNEL).is_some() {
            let values = [("algorithm", algorithm.display)];
            violations.push(RuleCode::AlgorithmNotIncremental.violation(Field::Algorithm, &values));
        }
    }
    violations
}

/// Checks the name or the ARN of an algorithm resource or of a subscription.
fn named(name: &str, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    if let Some(constraint) = algorithm_name::broken(name) {
        violations.push(RuleCode::AlgorithmArn.violation(Field::AlgorithmName, &[]).with_constraint(name, constraint));
        return violations;
    }
    if let Some(region) = algorithm_name::region(name).filter(|region| *region != subject.region()) {
        let values = [("algorithm_region", region), ("region", subject.region())];
        violations.push(RuleCode::AlgorithmArnRegion.violation(Field::AlgorithmName, &values));
    }
    if subject.facts().is_some_and(|facts| facts.engine_images.is_some()) {
        let violation = RuleCode::AlgorithmNameNotAtEngine.violation(Field::AlgorithmName, &[("built_in", &built_in_names())]);
        violations.push(violation);
    }
    violations
}

fn built_in_names() -> String {
    engine_images::built_in().map(|algorithm| algorithm.display).collect::<Vec<_>>().join(", ")
}

/// The message for an image that the local engine does not run.
fn not_at_engine(algorithm: Option<&Algorithm>, image: &str, field: Field) -> Violation {
    let built_in = built_in_names();
    let algorithm = algorithm.map_or_else(|| format!("the image \"{image}\""), |algorithm| algorithm.display.to_owned());
    RuleCode::ImageNotAtEngine.violation(field, &[("algorithm", &algorithm), ("built_in", &built_in)])
}

/// The algorithm that the local engine runs.
fn built_in_algorithm(at: &FixContext<'_>) -> Option<Fix> {
    // Of a container of one's own only its path could be replaced, which is not what it was typed for.
    let algorithm = engine_images::built_in().next().filter(|_| at.violation.field == Field::Algorithm)?;
    at.set(&format!("Choose {}", algorithm.short_name), algorithm.repository)
}

/// The message for a Region in which an algorithm has no image; `None` where it has one.
pub fn is_not_offered(algorithm: &Algorithm, region: &str) -> Option<Violation> {
    let values = [("algorithm", algorithm.display), ("region", region)];
    (!algorithm.is_offered(region)).then(|| RuleCode::AlgorithmRegion.violation(Field::Algorithm, &values))
}

/// Checks that an image has a repository behind a registry, and no white space.
fn image_form(text: &str, field: Field) -> Option<Violation> {
    if let Some(violation) = IMAGE.check(text, &field, RuleCode::ImageForm) {
        return Some(violation);
    }
    // The API takes any text of that length; what is no image path cannot be pulled.
    let is_image = !text.contains(char::is_whitespace) && image::repository(text).is_some();
    (!is_image).then(|| RuleCode::ImageForm.violation(field, &[]))
}

/// The image's path without a scheme, and in the lower case that repositories have.
fn image_path(at: &FixContext<'_>) -> Option<Fix> {
    let typed = bare(at.value());
    let path = ["https://", "http://", "docker://"].iter().find_map(|scheme| typed.strip_prefix(scheme)).unwrap_or(typed);
    let (name, tag) = path.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((path, ""));
    let lower = if tag.is_empty() { name.to_ascii_lowercase() } else { format!("{}:{tag}", name.to_ascii_lowercase()) };
    let is_better = lower != at.value().trim() && image_form(&lower, Field::Container).is_none();
    if is_better { at.set(&format!("Use {lower}"), &lower) } else { None }
}

/// The same repository in the Region of the job. Whether it is there, only ECR knows.
fn image_in_region(at: &FixContext<'_>) -> Option<Fix> {
    let region = at.violation.value.as_deref()?;
    let own = image::region(at.value())?;
    let path = at.value().trim().replacen(&format!(".{own}."), &format!(".{region}."), 1);
    if at.violation.field == Field::Container { at.set(&format!("Use the image in {region}"), &path) } else { None }
}

/// The image with the stable tag.
fn stable_tag(at: &FixContext<'_>) -> Option<Fix> {
    let image = at.value().trim().strip_suffix(":latest")?;
    at.set("Use the tag 1", &format!("{image}:1"))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, IMAGE, assert_fix, image_of};

    pub(in super::super) fn cases() -> Vec<Case> {
        let name = "/AlgorithmSpecification/AlgorithmName";
        let typed = |code, found: Result<(), Violation>| {
            let id = found.as_ref().err().map(|violation| violation.field.id()).unwrap_or_default();
            Case::typed(code, &id, found.err())
        };
        let arn = |region: &str| format!("arn:aws:sagemaker:{region}:123456789012:algorithm/net");
        let latest = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:latest";
        vec![
            typed("E-IMG-REQ", container_path(" ")),
            typed("E-ALGARN-REQ", algorithm_name("")),
            Case::new("E-ALG-ONE", "alg-source", &[(IMAGE, json!(null))]),
            Case::new("E-ALG-ONE", "alg-source", &[(name, json!("net"))]),
            Case::new("E-ALG-REGION", "algorithm", &[(IMAGE, image_of("lda"))]).in_region("eu-north-1"),
            Case::new("E-IMG-FORM", "container", &[(IMAGE, json!("a b/c"))]),
            Case::new("E-IMG-FORM", "container", &[(IMAGE, json!("my-image:1"))]),
            Case::new("E-IMG-FORM", "container", &[(IMAGE, json!(format!("host/{}", "a".repeat(251))))]),
            Case::new("E-ONE-LINE", "container", &[(IMAGE, json!("host/a\nb"))]),
            Case::new("E-IMG-REGION", "container", &[(IMAGE, json!("123456789012.dkr.ecr.us-east-1.amazonaws.com/own:1"))]),
            Case::new("E-ALGARN", "alg-arn", &[(IMAGE, json!(null)), (name, json!("net-"))]),
            Case::new("E-ALGARN", "alg-arn", &[(IMAGE, json!(null)), (name, json!("a".repeat(64)))]),
            Case::new("E-ALGARN-REGION", "alg-arn", &[(IMAGE, json!(null)), (name, json!(arn("eu-west-1")))]),
            Case::new("E-ALGARN-TARGET", "alg-arn", &[(IMAGE, json!(null)), (name, json!("net"))]).at_engine(&[]),
            Case::new("W-ALG-LATEST", "algorithm", &[(IMAGE, json!(latest))]),
            Case::new("E-ALG-TARGET", "algorithm", &[(IMAGE, image_of("blazingtext"))]).at_engine(&[]),
            Case::new("E-ALG-TARGET", "container", &[(IMAGE, json!("host/own:1"))]).at_engine(&["host/other:*"]),
            Case::new("W-ALG-NOINC", "algorithm", &[(IMAGE, image_of("kmeans"))]),
        ]
    }

    #[test]
    fn what_the_engine_runs_is_not_refused() {
        let own = || Case::new("", "", &[(IMAGE, json!("host/own:1"))]);
        assert!(!own().at_engine(&["host/own:*"]).check().contains(RuleCode::ImageNotAtEngine));
        // Nobody knows what another target runs.
        assert!(!own().check().contains(RuleCode::ImageNotAtEngine));
        assert!(!Case::new("", "", &[]).at_engine(&[]).check().contains(RuleCode::ImageNotAtEngine));
    }

    #[test]
    fn an_algorithm_of_the_jobs_region_is_right_on_aws() {
        let name = "/AlgorithmSpecification/AlgorithmName";
        for text in ["net", "arn:aws:sagemaker:us-west-2:123456789012:algorithm/net"] {
            let found = Case::new("", "", &[(IMAGE, json!(null)), (name, json!(text))]).check();
            let about_name: Vec<_> = found.at(&Field::AlgorithmName);
            assert!(about_name.is_empty() && !found.contains(RuleCode::AlgorithmOneSource), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_stable_tag_is_offered() {
        let (typed, fixed) = ("host/image-classification:latest", "host/image-classification:1");
        assert_fix(RuleCode::ImageTagLatest, &Field::Algorithm, typed, ("Use the tag 1", "algorithm", fixed));
    }
}
