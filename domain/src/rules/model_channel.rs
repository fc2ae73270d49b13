//! The channel `model`, which carries the weights that a job starts from: how it must be written.

use super::{
    RuleCode, Violations,
    rule::rules,
    subject::{Subject, s3},
};
use crate::{
    S3Uri,
    field::{ChannelField, Field},
    incremental::{MODEL_CHANNEL, MODEL_CONTENT_TYPE},
    wire::Channel,
};

rules! {
    ModelChannelName = "E-MODEL-NAME", Error, Guide, "The channel that carries the earlier model must be called \"model\".",
        fix |at| at.set("Call it model", MODEL_CHANNEL);
    ModelChannelMode = "E-MODEL-MODE", Error, Guide, "Model artifacts are files: the model channel must use File mode.",
        fix |at| at.set("Choose File", "File");
    ModelChannelDistribution = "E-MODEL-DIST", Error, Guide, "Every instance needs the whole model: choose FullyReplicated.",
        fix |at| at.set("Choose FullyReplicated", "FullyReplicated");
    ModelChannelDataType = "E-MODEL-TYPE", Error, Guide, "Choose S3Prefix (or ManifestFile for a model stored as several files).",
        fix |at| at.set("Choose S3Prefix", "S3Prefix");
    ModelChannelLocation = "E-MODEL-URI", Error, Guide, "Choose the model.tar.gz of an earlier job.";
    ModelChannelArchiveName = "W-MODEL-NAME", Warning, Guide, "Built-in algorithms expect a .tar.gz archive.";
    ModelChannelContentType = "W-MODEL-CT", Warning, Guide, "Built-in algorithms expect application/x-sagemaker-model here; leaving it empty follows the older console text and may be refused by the algorithm.",
        fix |at| at.set(&format!("Use {MODEL_CONTENT_TYPE}"), MODEL_CONTENT_TYPE);
    ModelChannelCompression = "E-MODEL-COMP", Error, Guide, "Set compression to None: the archive is passed on as it is.",
        fix |at| at.set("Choose None", "None");
    ModelChannelRecordWrapper = "E-MODEL-WRAP", Error, Guide, "Set the record wrapper to None for the model channel.",
        fix |at| at.set("Choose None", "None");
    ModelChannelShuffle = "E-MODEL-SHUF", Error, Ours, "Shuffling does not apply to the model channel.",
        fix |at| at.set("Clear it", "");
}

/// Checks the model channel, when a built-in algorithm has one.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    subject.model_channel().map(|(index, channel)| members(index, channel, subject)).unwrap_or_default()
}

/// Checks that each member has the value that carries an artifact unchanged.
fn members(index: u32, channel: &Channel, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let job_mode = subject.specification().and_then(|specification| specification.training_input_mode.as_deref());
    let s3 = s3(channel);
    let word = |value: Option<&str>, allowed: &[&str]| value.is_some_and(|value| !allowed.contains(&value));
    let mut refuse = |is_wrong: bool, code: RuleCode, part: ChannelField| {
        violations.0.extend(is_wrong.then(|| code.violation(Field::Channel(index, part), &[])));
    };
    let data_type = s3.and_then(|s3| s3.s3_data_type.as_deref());
    let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
    refuse(word(channel.input_mode.as_deref().or(job_mode), &["File"]), RuleCode::ModelChannelMode, ChannelField::InputMode);
    refuse(word(distribution, &["FullyReplicated"]), RuleCode::ModelChannelDistribution, ChannelField::S3DataDistribution);
    refuse(word(data_type, &["S3Prefix", "ManifestFile"]), RuleCode::ModelChannelDataType, ChannelField::S3DataType);
    refuse(word(channel.compression_type.as_deref(), &["None"]), RuleCode::ModelChannelCompression, ChannelField::Compression);
    refuse(
        word(channel.record_wrapper_type.as_deref(), &["None"]),
        RuleCode::ModelChannelRecordWrapper,
        ChannelField::RecordWrapper,
    );
    refuse(channel.shuffle_config.is_some(), RuleCode::ModelChannelShuffle, ChannelField::ShuffleSeed);
    let has_content_type = channel.content_type.as_deref() == Some(MODEL_CONTENT_TYPE);
    refuse(!has_content_type, RuleCode::ModelChannelContentType, ChannelField::ContentType);
    if let Ok(uri) = S3Uri::parse(s3.and_then(|s3| s3.s3_uri.as_deref()).unwrap_or_default())
        && data_type != Some("ManifestFile")
    {
        let is_folder = uri.key().is_empty() || uri.key().ends_with('/');
        refuse(is_folder, RuleCode::ModelChannelLocation, ChannelField::S3Uri);
        refuse(!is_folder && !uri.is_tar_gz(), RuleCode::ModelChannelArchiveName, ChannelField::S3Uri);
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::rules::testing::{Case, assert_fix};

    pub(in super::super) fn cases() -> Vec<Case> {
        let member = |code, field: &str, member: &str, value: Value| {
            Case::new(code, &format!("channel-2-{field}"), &[(&format!("/InputDataConfig/2/{member}"), value)])
        };
        let s3 = |code, field, name: &str, value| member(code, field, &format!("DataSource/S3DataSource/{name}"), value);
        vec![
            member("E-MODEL-NAME", "name", "ChannelName", json!("Model")),
            member("E-MODEL-MODE", "mode", "InputMode", json!("Pipe")),
            s3("E-MODEL-DIST", "s3-dist", "S3DataDistributionType", json!("ShardedByS3Key")),
            s3("E-MODEL-TYPE", "s3-type", "S3DataType", json!("AugmentedManifestFile")),
            s3("E-MODEL-URI", "s3-uri", "S3Uri", json!("s3://bucket/output/")),
            s3("W-MODEL-NAME", "s3-uri", "S3Uri", json!("s3://bucket/model.zip")),
            member("W-MODEL-CT", "content", "ContentType", json!(null)),
            member("E-MODEL-COMP", "compression", "CompressionType", json!("Gzip")),
            member("E-MODEL-WRAP", "wrapper", "RecordWrapperType", json!("RecordIO")),
            member("E-MODEL-SHUF", "shuffle", "ShuffleConfig", json!({ "Seed": 1 })),
        ]
    }

    #[test]
    fn the_value_that_carries_the_model_unchanged_is_offered() {
        let content = "application/x-sagemaker-model";
        let cases = [
            (RuleCode::ModelChannelName, ChannelField::Name, "Call it model", "model"),
            (RuleCode::ModelChannelMode, ChannelField::InputMode, "Choose File", "File"),
            (RuleCode::ModelChannelDistribution, ChannelField::S3DataDistribution, "Choose FullyReplicated", "FullyReplicated"),
            (RuleCode::ModelChannelDataType, ChannelField::S3DataType, "Choose S3Prefix", "S3Prefix"),
            (RuleCode::ModelChannelContentType, ChannelField::ContentType, "Use application/x-sagemaker-model", content),
            (RuleCode::ModelChannelCompression, ChannelField::Compression, "Choose None", "None"),
            (RuleCode::ModelChannelRecordWrapper, ChannelField::RecordWrapper, "Choose None", "None"),
            (RuleCode::ModelChannelShuffle, ChannelField::ShuffleSeed, "Clear it", ""),
        ];
        for (code, part, label, value) in cases {
            let field = Field::Channel(2, part);
            assert_fix(code, &field, "typed", (label, &field.id(), value));
        }
    }
}
