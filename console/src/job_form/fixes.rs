//! What a message can do about itself: the link behind its sentence.

use domain::{ChannelField, Field, JobName, S3Uri, Violation, incremental::MODEL_CONTENT_TYPE, instance::InstanceType, schedule};

use super::draft::{Draft, ON};

/// The epochs at which the learning rate drops.
const STEPS: &str = "lr_scheduler_step";

/// A value that fixes a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The words of the link, for example `Choose None`.
    pub words: String,
    /// The field that changes; not always the one that the message stands at.
    pub field: Field,
    /// Its new value.
    pub value: String,
    /// Another field that goes with it.
    pub also: Option<(Field, String)>,
}

/// The fix of a broken rule, where one value is the obvious answer.
pub fn fix_for(violation: &Violation, draft: &Draft) -> Option<Fix> {
    let field = &violation.field;
    let value = draft.value(field).unwrap_or_default();
    let set = |words: &str, value: &str| {
        Some(Fix { words: words.to_owned(), field: field.clone(), value: value.to_owned(), also: None })
    };
    let other = |words: &str, field: Field, value: &str| {
        Some(Fix { words: words.to_owned(), field, value: value.to_owned(), also: None })
    };
    let part = |part| match field {
        Field::Channel(index, _) => Some(Field::Channel(*index, part)),
        _ => None,
    };
    match violation.code.as_str() {
        "E-NAME-LEN" | "E-NAME-CHARS" => {
            let name = JobName::nearest(value)?;
            set(&format!("Use {name}"), name.as_str())
        }
        "E-NAME-TAKEN" => {
            let name = JobName::parse(value.trim()).ok()?.next();
            set(&format!("Use {name}"), name.as_str())
        }
        "E-MODE" | "E-MODEL-MODE" => set("Choose File", "File"),
        "E-INST-GPU" => set("Choose ml.p3.2xlarge", "ml.p3.2xlarge"),
        "E-INST-ENUM" => {
            let name = format!("ml.{}", value.trim().to_lowercase().trim_start_matches("ml."));
            InstanceType::find(&name).map(|known| set(&format!("Choose {}", known.name), known.name))?
        }
        "W-ALG-LATEST" => {
            let image = value.trim().strip_suffix(":latest")?;
            set("Use the tag 1", &format!("{image}:1"))
        }
        "E-COUNT-MIN" | "E-COUNT-SINGLE" => set("Set it to 1", "1"),
        "E-NUMBER-WHOLE" | "E-NUMBER-LARGE" if *field == Field::InstanceCount => set("Set it to 1", "1"),
        "E-NUMBER-WHOLE" | "E-NUMBER-LARGE" if *field == Field::Volume => set("Set it to 30", "30"),
        "W-KEEP-3600" => set("Set it to 3600", "3600"),
        "E-NET-MKT" => set("Enable it", ON),
        "I-NET-ONE" | "W-NET-SEG" => set("Turn it off", ""),
        "E-FS-MODE" => set("Choose File", "File"),
        "E-FS-VPC" => other("Use a VPC", Field::Vpc, ON),
        "E-CKPT-PAIR" => other("Clear the local path", Field::CheckpointPath, ""),
        "E-CKPT-LOCAL" => set("Use /opt/ml/checkpoints", "/opt/ml/checkpoints"),
        "W-OUT-NONE" => set("Choose GZIP", "GZIP"),
        "E-MANIFEST-FORM" => other("Choose S3Prefix", part(ChannelField::S3DataType)?, "S3Prefix"),
        "I-RATE-LOWER" => {
            let advice = violation.value.as_deref()?;
            set(&format!("Set it to {advice}"), advice)
        }
        "I-EPOCHS-FEWER" => fewer_epochs(violation.value.as_deref()?, draft),
        "W-STEP-LATE" => match violation.value.as_deref()? {
            "" => set("Clear it", ""),
            steps => set(&format!("Set it to {steps}"), steps),
        },
        "W-SAMPLES" => {
            let records = violation.value.as_deref()?;
            other(&format!("Set it to {records}"), Field::Hyperparameter("num_training_samples".to_owned()), records)
        }
        "W-S3-HTTPS" => {
            let uri = from_https(value.trim())?;
            set(&format!("Use {uri}"), &uri)
        }
        "E-VOL-MIN" => set("Set it to 30", "30"),
        "E-VOLKMS-NVME" => set("Remove the key", ""),
        "E-GZIP-MODE" | "E-WRAP-MODE" | "E-MODEL-COMP" | "E-MODEL-WRAP" => set("Choose None", "None"),
        "E-AMF-MODE" => other("Switch the channel to Pipe", part(ChannelField::InputMode)?, "Pipe"),
        "E-AMF-WRAP" => set("Choose RecordIO", "RecordIO"),
        "E-FAST-TYPE" => other("Choose S3Prefix", part(ChannelField::S3DataType)?, "S3Prefix"),
        "E-MODEL-TYPE" => set("Choose S3Prefix", "S3Prefix"),
        "E-SHARD-PIPE" | "W-SHARD-ONE" | "W-SHARD-FEW" | "E-MODEL-DIST" => set("Choose FullyReplicated", "FullyReplicated"),
        "E-ATTR-ONLY" | "E-SEED" | "E-MODEL-SHUF" | "E-SPOT-OFF" | "E-KEEP-SPOT" => set("Clear it", ""),
        "W-MODEL-CT" => set(&format!("Use {MODEL_CONTENT_TYPE}"), MODEL_CONTENT_TYPE),
        "E-MODEL-NAME" => set("Call it model", "model"),
        "E-CT-REQ" | "W-CT-VALUE" => {
            let name = draft.value(&part(ChannelField::Name)?)?;
            let usual = draft.known_algorithm()?.channel(name.trim())?.content_types.first()?;
            (*usual != value.trim()).then(|| set(&format!("Use {usual}"), usual))?
        }
        "W-FAST-SLASH" => set("Add the slash", &format!("{}/", value.trim())),
        "E-S3-SLASHES" => set("Remove it", &without_double_slashes(value.trim())),
        "E-S3-FORM" => {
            let guess = format!("s3://{}", value.trim());
            // A path of one's own machine is no bucket with a folder.
            let is_plausible = !value.contains(':')
                && !value.trim().starts_with(['/', '.', '~'])
                && value.trim().contains('/')
                && S3Uri::parse(&guess).is_ok();
            is_plausible.then(|| set("Add s3://", &guess))?
        }
        _ => None,
    }
}

/// Fewer epochs, and with them the steps of the schedule, which would lie behind the end otherwise.
fn fewer_epochs(advice: &str, draft: &Draft) -> Option<Fix> {
    let field = |name: &str| Field::Hyperparameter(name.to_owned());
    let typed = |name: &str| draft.value(&field(name)).unwrap_or_default().trim();
    let steps = schedule::scaled(typed(STEPS), typed("epochs").parse().ok(), advice.parse().ok()?);
    let words = match steps.as_deref() {
        None => format!("Set it to {advice}"),
        Some("") => format!("Set it to {advice} and clear {STEPS}"),
        Some(steps) => format!("Set it to {advice} and {STEPS} to {steps}"),
    };
    Some(Fix { words, field: field("epochs"), value: advice.to_owned(), also: steps.map(|steps| (field(STEPS), steps)) })
}

/// The s3:// form of an address: of one by path, one by host name, or one whose host is the bucket alone.
fn from_https(address: &str) -> Option<String> {
    let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
    let uri = match host.strip_suffix(".amazonaws.com") {
        Some(service) if service == "s3" || service.starts_with("s3.") || service.starts_with("s3-") => format!("s3://{path}"),
        Some(service) => format!("s3://{}/{path}", service.split_once(".s3")?.0),
        None => format!("s3://{host}/{path}"),
    };
    S3Uri::parse(&uri).is_ok().then_some(uri)
}

fn without_double_slashes(uri: &str) -> String {
    let (scheme, rest) = uri.split_once("://").unwrap_or(("s3", uri));
    let ends_as_folder = rest.ends_with('/');
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    format!("{scheme}://{}{}", parts.join("/"), if ends_as_folder { "/" } else { "" })
}

#[cfg(test)]
mod tests {
    use domain::RuleCode;

    use super::*;

    fn fix(rule: RuleCode, field: Field, value: &str) -> Option<String> {
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.set(&field, value.to_owned());
        let fix = fix_for(&rule.violation(field, &[]), &draft)?;
        Some(fix.value)
    }

    #[test]
    fn cures_change_as_little_as_needed() {
        let uri = Field::Channel(0, ChannelField::S3Uri);
        assert_eq!(fix(RuleCode::NameCharacters, Field::JobName, "my_job.").as_deref(), Some("my-job"));
        assert_eq!(fix(RuleCode::NameTaken, Field::JobName, "cats-9").as_deref(), Some("cats-10"));
        assert_eq!(fix(RuleCode::S3LocationSlashes, uri.clone(), "s3://bucket//a//b/").as_deref(), Some("s3://bucket/a/b/"));
        assert_eq!(fix(RuleCode::S3LocationForm, uri.clone(), "bucket/train/").as_deref(), Some("s3://bucket/train/"));
        assert_eq!(fix(RuleCode::S3LocationForm, uri.clone(), "https:/bucket"), None);
        assert_eq!(fix(RuleCode::S3LocationForm, uri.clone(), "/home/me/data"), None);
        assert_eq!(fix(RuleCode::S3LocationForm, uri, ""), None);
        let content_type = Field::Channel(0, ChannelField::ContentType);
        assert_eq!(fix(RuleCode::ContentTypeRequired, content_type, "").as_deref(), Some("application/x-recordio"));
    }

    #[test]
    fn an_https_address_becomes_a_location() {
        let cases = [
            ("https://s3.us-west-2.amazonaws.com/bucket/a/b", "s3://bucket/a/b"),
            ("https://bucket.s3.amazonaws.com/a/b", "s3://bucket/a/b"),
            ("https://bucket.s3-us-west-2.amazonaws.com/a/b", "s3://bucket/a/b"),
            ("https://bucket/a/b", "s3://bucket/a/b"),
        ];
        for (address, uri) in cases {
            assert_eq!(from_https(address).as_deref(), Some(uri), "{address}");
        }
        assert_eq!(from_https("s3://bucket/a"), None);
    }

    #[test]
    fn fewer_epochs_bring_the_schedule_along() {
        let field = |name: &str| Field::Hyperparameter(name.to_owned());
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.set(&field("epochs"), "6".to_owned());
        draft.set(&field(STEPS), "4".to_owned());
        let advice = |code: RuleCode, name: &str, value: &str| {
            let said = Violation { value: Some(value.to_owned()), ..code.violation(field(name), &[]) };
            fix_for(&said, &draft).map(|fix| (fix.words, fix.also))
        };
        let both = ("Set it to 3 and lr_scheduler_step to 2".to_owned(), Some((field(STEPS), "2".to_owned())));
        assert_eq!(advice(RuleCode::EpochsFewer, "epochs", "3"), Some(both));
        assert_eq!(advice(RuleCode::EpochsFewer, "epochs", "5"), Some(("Set it to 5".to_owned(), None)));
        assert_eq!(advice(RuleCode::ScheduleStepLate, STEPS, ""), Some(("Clear it".to_owned(), None)));
    }

    #[test]
    fn a_cure_may_change_another_field() {
        let mut draft = Draft::default();
        draft.add_channel();
        let violation = RuleCode::AugmentedManifestNeedsPipe.violation(Field::Channel(0, ChannelField::S3DataType), &[]);
        let fix = fix_for(&violation, &draft);
        assert_eq!(fix.map(|fix| fix.field), Some(Field::Channel(0, ChannelField::InputMode)));
    }
}
