//! What a message can do about itself: the link behind its sentence.

use domain::{ChannelField, Field, JobName, S3Uri, Violation, incremental::MODEL_CONTENT_TYPE};

use super::draft::Draft;

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
        "E-COUNT-MIN" => set("Set it to 1", "1"),
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
        "E-SHARD-PIPE" | "W-SHARD-ONE" | "E-MODEL-DIST" => set("Choose FullyReplicated", "FullyReplicated"),
        "E-ATTR-ONLY" | "E-SEED" | "E-MODEL-SHUF" => set("Clear it", ""),
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
    fn a_cure_may_change_another_field() {
        let mut draft = Draft::default();
        draft.add_channel();
        let violation = rule::E_AMF_MODE.violation(Field::Channel(0, ChannelField::S3DataType), &[]);
        let cure = of(&violation, &draft);
        assert_eq!(cure.map(|cure| cure.field), Some(Field::Channel(0, ChannelField::InputMode)));
    }
}
