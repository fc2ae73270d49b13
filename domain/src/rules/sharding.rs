//! A channel whose objects are divided among the instances.

use super::{RuleCode, Violations, channel::CheckedChannel, rule::rules};
use crate::{field::ChannelField, mode::InputMode};

rules! {
    ShardingOneInstance = "W-SHARD-ONE", Warning, ApiDocument, "With one instance, sharding equals full replication.",
        fix |at| at.set("Choose FullyReplicated", "FullyReplicated");
    ShardingFewObjects = "W-SHARD-FEW", Warning, ApiDocument, "Only {objects} objects for {count} instances: some instances would get no data but still cost money.",
        fix |at| at.set("Choose FullyReplicated", "FullyReplicated");
    ShardingInPipeMode = "E-SHARD-PIPE", Error, Guide, "Image classification needs FullyReplicated when it reads RecordIO in Pipe mode.",
        fix |at| at.set("Choose FullyReplicated", "FullyReplicated");
}

/// Checks a source of which every instance gets its share of the objects.
pub(super) fn check(uri: &str, checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = || checked.field(ChannelField::S3DataDistribution);
    let count = checked.subject.instance_count();
    let objects = checked.subject.context.location(uri).and_then(|facts| facts.objects);
    let is_model = checked.is_model();
    if count == Some(1) && !is_model {
        violations.push(RuleCode::ShardingOneInstance.violation(field(), &[]));
    }
    if let (Some(count), Some(objects)) = (count.and_then(|count| u64::try_from(count).ok()), objects)
        && objects < count
        && objects > 0
    {
        let values = [("objects", &*objects.to_string()), ("count", &*count.to_string())];
        violations.push(RuleCode::ShardingFewObjects.violation(field(), &values));
    }
    let content_type = checked.channel.content_type.as_deref().unwrap_or_default();
    let needs_all_data = checked.subject.algorithm.is_some_and(|algorithm| algorithm.record_io_pipe_needs_all_data);
    if needs_all_data && content_type.starts_with("application/x-recordio") && checked.enums.mode == InputMode::Pipe {
        violations.push(RuleCode::ShardingInPipeMode.violation(field(), &[]));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Field, LocationFacts,
        rules::testing::{Case, assert_fix, first_source, records_channel},
        testing::set,
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let source = "/InputDataConfig/0/DataSource/S3DataSource";
        let uri = "s3://bucket/data/";
        let two_objects = LocationFacts { objects: Some(2), ..LocationFacts::default() };
        let sharded = [
            ("/ResourceConfig/InstanceCount", json!(3)),
            (&*format!("{source}/S3DataDistributionType"), json!("ShardedByS3Key")),
            (&*format!("{source}/S3Uri"), json!(uri)),
        ];
        let mut pipe = records_channel("Pipe", "S3Prefix", uri);
        set(&mut pipe, "/DataSource/S3DataSource/S3DataDistributionType", json!("ShardedByS3Key"));
        vec![
            first_source("W-SHARD-ONE", "s3-dist", "S3DataDistributionType", json!("ShardedByS3Key")),
            Case::new("W-SHARD-FEW", "channel-0-s3-dist", &sharded).with_location(uri, two_objects),
            Case::new("E-SHARD-PIPE", "channel-0-s3-dist", &[("/InputDataConfig/0", pipe)]),
        ]
    }

    #[test]
    fn full_replication_is_offered() {
        let field = Field::Channel(0, ChannelField::S3DataDistribution);
        let replicated = ("Choose FullyReplicated", "channel-0-s3-dist", "FullyReplicated");
        for code in [RuleCode::ShardingOneInstance, RuleCode::ShardingFewObjects, RuleCode::ShardingInPipeMode] {
            assert_fix(code, &field, "ShardedByS3Key", replicated);
        }
    }
}
