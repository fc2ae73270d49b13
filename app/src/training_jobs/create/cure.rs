//! What a message can do about itself: the link behind its sentence.

use domain::{ChannelField, Field, JobName, S3Uri, Violation, incremental::MODEL_CONTENT_TYPE, instance::InstanceType};

use super::draft::{Draft, ON};

/// A value that mends a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cure {
    /// The words of the link, for example `Choose None`.
    pub words: String,
    /// The field that changes; not always the one that the message stands at.
    pub field: Field,
    /// Its new value.
    pub value: String,
}

/// The cure of a broken rule, where one value is the obvious answer.
pub fn of(violation: &Violation, draft: &Draft) -> Option<Cure> {
    let field = &violation.field;
    let value = draft.value(field).unwrap_or_default();
    let set = |words: &str, value: &str| Some(Cure { words: words.to_owned(), field: field.clone(), value: value.to_owned() });
    let other = |words: &str, field: Field, value: &str| Some(Cure { words: words.to_owned(), field, value: value.to_owned() });
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
        "I-RATE-LOWER" | "I-EPOCHS-FEWER" => {
            let advice = violation.value.as_deref()?;
            set(&format!("Set it to {advice}"), advice)
        }
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
        "E-AMF-MODE" => Some(Cure {
            words: "Switch the channel to Pipe".to_owned(),
            field: part(ChannelField::InputMode)?,
            value: "Pipe".to_owned(),
        }),
        "E-AMF-WRAP" => set("Choose RecordIO", "RecordIO"),
        "E-FAST-TYPE" => Some(Cure {
            words: "Choose S3Prefix".to_owned(),
            field: part(ChannelField::S3DataType)?,
            value: "S3Prefix".to_owned(),
        }),
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
            let guess = format!("s3://{}", value.trim().trim_start_matches('/'));
            let is_plausible = !value.contains(':') && value.trim().contains('/') && S3Uri::parse(&guess).is_ok();
            is_plausible.then(|| set("Add s3://", &guess))?
        }
        _ => None,
    }
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
    use domain::rule;

    use super::*;

    fn cure(rule: domain::rule::Rule, field: Field, value: &str) -> Option<String> {
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.set(&field, value.to_owned());
        let cure = of(&rule.violation(field, &[]), &draft)?;
        Some(cure.value)
    }

    #[test]
    fn cures_change_as_little_as_needed() {
        let uri = Field::Channel(0, ChannelField::S3Uri);
        assert_eq!(cure(rule::E_NAME_CHARS, Field::JobName, "my_job.").as_deref(), Some("my-job"));
        assert_eq!(cure(rule::E_NAME_TAKEN, Field::JobName, "cats-9").as_deref(), Some("cats-10"));
        assert_eq!(cure(rule::E_S3_SLASHES, uri.clone(), "s3://bucket//a//b/").as_deref(), Some("s3://bucket/a/b/"));
        assert_eq!(cure(rule::E_S3_FORM, uri.clone(), "bucket/train/").as_deref(), Some("s3://bucket/train/"));
        assert_eq!(cure(rule::E_S3_FORM, uri.clone(), "https:/bucket"), None);
        assert_eq!(cure(rule::E_S3_FORM, uri, ""), None);
        let content_type = Field::Channel(0, ChannelField::ContentType);
        assert_eq!(cure(rule::E_CT_REQ, content_type, "").as_deref(), Some("application/x-recordio"));
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
    fn a_cure_may_change_another_field() {
        let mut draft = Draft::default();
        draft.add_channel();
        let violation = rule::E_AMF_MODE.violation(Field::Channel(0, ChannelField::S3DataType), &[]);
        let cure = of(&violation, &draft);
        assert_eq!(cure.map(|cure| cure.field), Some(Field::Channel(0, ChannelField::InputMode)));
    }
}
