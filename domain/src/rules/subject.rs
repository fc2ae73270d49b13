//! The input of every rule: the request that is checked, and what is known about it.

use crate::{
    algorithm::Algorithm,
    check_context::{CheckContext, Facts},
    incremental::MODEL_CHANNEL,
    instance::InstanceType,
    mode::InputMode,
    wire::{AlgorithmSpecification, Channel, S3DataSource, TrainingJobRequest},
};

/// A request that is checked, with what is known about it.
pub(super) struct Subject<'a> {
    pub(super) request: &'a TrainingJobRequest,
    pub(super) context: &'a CheckContext<'a>,
    /// The built-in algorithm of the request's image.
    pub(super) algorithm: Option<&'static Algorithm>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(request: &'a TrainingJobRequest, context: &'a CheckContext<'a>) -> Self {
        Self { request, context, algorithm: request.training_image().and_then(Algorithm::of_image) }
    }

    pub(super) fn region(&self) -> &'a str {
        self.context.region
    }

    pub(super) fn facts(&self) -> Option<&'a Facts> {
        self.context.facts
    }

    pub(super) fn specification(&self) -> Option<&'a AlgorithmSpecification> {
        self.request.algorithm_specification.as_ref()
    }

    pub(super) fn channels(&self) -> impl Iterator<Item = (u32, &'a Channel)> {
        (0_u32..).zip(self.request.input_data_config.as_deref().unwrap_or_default())
    }

    pub(super) fn channel(&self, name: &str) -> Option<&'a Channel> {
        self.channels().map(|(_, channel)| channel).find(|channel| channel.channel_name.as_deref() == Some(name))
    }

    /// The channel that carries an earlier model, when the algorithm reads one.
    pub(super) fn model_channel(&self) -> Option<(u32, &'a Channel)> {
        self.algorithm.filter(|algorithm| algorithm.is_incremental())?;
        self.channels().find(|(_, channel)| channel.channel_name.as_deref() == Some(MODEL_CHANNEL))
    }

    /// A channel's own input mode, else the job's, else File; unknown words count as File, for one message a mistake.
    pub(super) fn mode(&self, channel: &Channel) -> InputMode {
        let job = self.specification().and_then(|specification| specification.training_input_mode.as_deref());
        channel.input_mode.as_deref().or(job).and_then(InputMode::parse).unwrap_or_default()
    }

    pub(super) fn instance(&self) -> Option<&'static InstanceType> {
        InstanceType::find(self.request.resource_config.as_ref()?.instance_type.as_deref()?)
    }

    pub(super) fn instance_count(&self) -> Option<i64> {
        self.request.resource_config.as_ref()?.instance_count
    }

    pub(super) fn is_spot(&self) -> bool {
        self.request.enable_managed_spot_training == Some(true)
    }

    /// The algorithm resource's name when it is known to be a subscription.
    pub(super) fn subscription(&self) -> Option<&'a str> {
        let name = self.specification()?.algorithm_name.as_deref()?;
        (self.facts()?.marketplace.get(name.trim()) == Some(&true)).then_some(name)
    }

    /// A hyperparameter's value as the algorithm will see it: the request's, else the documented default.
    pub(super) fn hyperparameter(&self, name: &str) -> Option<&'a str> {
        let own = self.request.hyper_parameters.as_ref().and_then(|values| values.get(name)).map(|value| value.trim());
        own.filter(|value| !value.is_empty()).or_else(|| self.algorithm?.hyperparameter(name)?.default)
    }
}

/// A channel's S3 source.
pub(super) fn s3(channel: &Channel) -> Option<&S3DataSource> {
    channel.data_source.as_ref()?.s3_data_source.as_ref()
}

/// A channel's location in S3.
pub(super) fn uri(channel: &Channel) -> Option<&str> {
    s3(channel)?.s3_uri.as_deref()
}
