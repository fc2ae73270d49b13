//! Every rule of the form, one topic a file: the table of its rules, the condition, the fixes and the cases.
//!
//! The browser, the server and the engine all call [`check`]. `topics!` lists all codes in the order of the page; a code
//! without a row, or a row at another place, does not compile.

pub mod algorithm;
pub mod channel;
mod channel_enums;
pub mod channels;
pub mod checkpoint;
pub mod container_command;
pub mod content_type;
pub mod environment;
pub mod file_system;
mod fix;
pub mod hyperparameters;
pub mod image_data;
mod input_mode;
pub mod instance;
pub mod job_name;
pub mod kms_key;
pub mod location_facts;
pub mod member;
pub mod metrics;
pub mod missing_value;
pub mod model_channel;
pub mod network;
pub mod number;
pub mod output;
pub mod pending_time;
pub mod retry_strategy;
pub mod role;
mod rule;
pub mod runtime;
pub mod s3_location;
pub mod s3_source;
mod secret;
pub mod service;
pub mod sharding;
pub mod source_hyperparameters;
pub mod source_model;
pub mod spot;
mod subject;
pub mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod text;
pub mod training_advice;
pub mod training_samples;
pub mod typed_text;
mod unknown_members;
mod violation;
pub mod volume;
pub mod warm_pool;

use crate::{check_context::CheckContext, wire::TrainingJobRequest};
pub use fix::{Edit, Fix, FormValues, fix};
pub use rule::Rule;
use subject::Subject;
pub use violation::{Severity, Violation, Violations};

macro_rules! topics {
    ($($topic:ident { $($code:ident),* $(,)? })*) => {
        /// The code of a rule. It is written and sent as text, see [`RuleCode::as_str`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleCode {
            $($(
                #[doc = concat!("See `rules/", stringify!($topic), ".rs`.")]
                $code,
            )*)*
        }

        const TOPICS: &[&[Rule]] = &[$($topic::RULES),*];
        const COUNT: usize = [$($(RuleCode::$code),*),*].len();

        /// The cases of all topics.
        #[cfg(test)]
        fn cases() -> Vec<testing::Case> {
            [$($topic::tests::cases()),*].into_iter().flatten().collect()
        }
    };
}

topics! {
    job_name { NameRequired, NameLength, NameCharacters, NameTaken }
    role { RoleRequired, RoleArn, RoleName, RoleOfSession, RoleOfUser }
    algorithm { AlgorithmOneSource, ContainerRequired, AlgorithmNameRequired, AlgorithmRegion, ImageForm, ImageRegion, AlgorithmArn, AlgorithmArnRegion, AlgorithmNameNotAtEngine, ImageTagLatest, ImageNotAtEngine, AlgorithmNotIncremental }
    input_mode {
        InputModeUnsupported, GzipNeedsPipe, RecordWrapperNeedsPipe, FastFileNeedsPrefix, AugmentedManifestNeedsPipe,
        AugmentedManifestNeedsWrapper,
    }
    metrics {
        MetricCount, MetricName, MetricRegex, MetricsOverridden, MetricRegexUnchecked, MetricRegexGroup, MetricRegexControl,
        MetricRegexSyntax,
    }
    instance {
        InstanceTypeRequired, InstanceTypeUnknown, InstanceNeedsGpu, InstanceFamilyUndocumented, InstanceTypeOld,
        InstanceCountMinimum, InstanceCountSingle, InstanceGroupsAndType,
    }
    warm_pool { KeepAliveRange, KeepAliveGuideLimit, KeepAliveWithSpot, KeepAliveCost, WarmPoolMatch, WarmPoolOther }
    volume { VolumeMinimum, VolumeSmall, VolumeIgnored, VolumeKeyIgnored }
    kms_key { KmsKeyForm, KmsKeyAlias }
    runtime { RuntimeMinimum, RuntimeMaximum }
    network {
        VpcIncomplete, SubnetCount, SecurityGroupCount, NetworkIdentifier, MarketplaceNeedsIsolation,
        SegmentationIsolated, TrafficOfOneInstance,
    }
    hyperparameters {
        HyperparameterCount, HyperparameterName, HyperparameterDuplicate, HyperparameterLength,
        HyperparameterLength256, HyperparameterRequired, HyperparameterType, HyperparameterUnknown,
        HyperparameterSecret,
    }
    source_hyperparameters { HyperparameterOfSource, PretrainedModelIgnored }
    training_advice {
        LearningRateLower, EpochsFewer, ScheduleStepLate, CheckpointFrequencyLarge, BatchLarge, ResizeSmall,
        LayersForShape,
    }
    image_data {
        ImageShapeOrder, ImagesSmall, LabelsBeyondClasses, LabelsFewerThanClasses, ContentTypeOfRecords,
        ContentTypeOfImages, SameDataTwice, BatchBeyondData,
    }
    channels { ChannelCount, ChannelDuplicate, ChannelMissing }
    channel { ChannelName, ChannelUnknown, DataSourceOne, ShuffleSeed }
    content_type { ContentTypeLength, ContentTypeRequired, ContentTypeUndocumented }
    s3_location { S3LocationForm, S3BucketName, S3LocationLength, S3ConsoleAddress, S3LocationHttps, S3LocationSlashes }
    location_facts { S3LocationEmpty, S3BucketMissing, S3LocationRegion }
    s3_source { S3LocationRequired, FastFileSlash, AugmentedManifestAttributes, AugmentedManifestOrder, AttributesWithoutManifest, AttributeLimit, ManifestForm }
    sharding { ShardingOneInstance, ShardingFewObjects, ShardingInPipeMode }
    training_samples { TrainingSamplesDiffer }
    file_system { FileSystemMode, FileSystemVpc, FileSystemId, FileSystemDirectory }
    model_channel {
        ModelChannelName, ModelChannelMode, ModelChannelDistribution, ModelChannelDataType, ModelChannelLocation,
        ModelChannelArchiveName, ModelChannelContentType, ModelChannelCompression, ModelChannelRecordWrapper,
        ModelChannelShuffle,
    }
    source_model {
        SourceModelGone, SourceModelDenied, SourceModelRegion, SourceModelPrefix, SourceModelKmsKey,
        SourceModelUncompressed, SourceJobRunning, SourceJobStopped, SourceJobFailed, SourceModelAlgorithm,
        SourceJobUnknown, SourceModelUnreadable, SourceModelContent, SourceModelUnreadableOwn,
    }
    checkpoint { CheckpointLocationRequired, CheckpointLocalPath, CheckpointLocationShared, CheckpointAndModel }
    output { OutputRequired, OutputUncompressed }
    spot { SpotWaitRequired, SpotWaitShort, WaitWithoutSpot, SpotWaitLong, SpotWithoutCheckpoints }
    tags { TagCount, TagKey, TagValue, TagDuplicate, TagReserved, TagCase }
    environment { EnvironmentCount, EnvironmentName, EnvironmentDuplicate, EnvironmentValue, EnvironmentSecret }
    retry_strategy { RetryAttempts }
    pending_time { PendingTimeRange, PendingTimeCpu }
    container_command { ContainerCommand }
    unknown_members { UnknownMember }
    missing_value { MissingValue }
    member { NotOneOf, MemberRequired }
    text { LineBreak }
    number { NumberNotWhole, NumberTooLarge }
    service { RefusedByService }
}

/// All rules, in the order of the page: the row of a code is at the place of its code.
pub const RULES: [&Rule; COUNT] = {
    let mut rules = [&TOPICS[0][0]; COUNT];
    let (mut topic, mut place) = (0, 0);
    while topic < TOPICS.len() {
        let mut row = 0;
        while row < TOPICS[topic].len() {
            assert!(TOPICS[topic][row].code as usize == place, "the tables of the topics differ from the list of codes");
            rules[place] = &TOPICS[topic][row];
            (row, place) = (row + 1, place + 1);
        }
        topic += 1;
    }
    assert!(place == COUNT, "a code has no row in the table of its topic");
    rules
};

/// Checks a request against every rule, in the order of the page.
pub fn check(request: &TrainingJobRequest, context: &CheckContext<'_>) -> Violations {
    let subject = Subject::new(request, context);
    let sections = [
        job_name::check,
        role::check,
        algorithm::check,
        input_mode::check,
        metrics::check,
        instance::check,
        warm_pool::check,
        volume::check,
        runtime::check,
        network::check,
        hyperparameters::check,
        source_hyperparameters::check,
        training_advice::check,
        image_data::check,
        channels::check,
        model_channel::check,
        source_model::check,
        checkpoint::check,
        output::check,
        spot::check,
        tags::check,
        environment::check,
        retry_strategy::check,
        pending_time::check,
        container_command::check,
        unknown_members::check,
        missing_value::check,
    ];
    let mut violations = Violations::default();
    for section in sections {
        violations.extend(section(&subject));
    }
    violations
}
