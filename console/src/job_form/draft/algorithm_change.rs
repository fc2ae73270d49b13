//! What was filled in for one algorithm and nobody changed follows the choice of another.

use domain::algorithm::Algorithm;

use super::{ChannelDraft, Draft};

impl Draft {
    /// Follows the choice of an algorithm; `before` is the one that was chosen.
    pub(super) fn follow_algorithm(&mut self, before: Option<&'static Algorithm>) {
        let (Some(before), Some(now)) = (before, self.known_algorithm()) else { return };
        if before.repository == now.repository {
            return;
        }
        if self.instance_type == before.default_instance() {
            now.default_instance().clone_into(&mut self.instance_type);
        }
        let number = self.job_name.strip_prefix(before.repository).and_then(|rest| rest.strip_prefix('-'));
        if let Some(number) = number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())) {
            self.job_name = format!("{}-{number}", now.repository);
        }
        if self.channels == required(before) {
            self.channels = required(now);
            return;
        }
        for channel in &mut self.channels {
            let default_type = |algorithm: &Algorithm| {
                let rule = algorithm.channel(channel.name.trim())?;
                Some(rule.content_types.first().copied().unwrap_or_default())
            };
            if let (Some(theirs), Some(ours)) = (default_type(before), default_type(now))
                && channel.content_type == theirs
            {
                ours.clone_into(&mut channel.content_type);
            }
        }
    }
}

/// The channels that a new form has.
pub(super) fn required(algorithm: &Algorithm) -> Vec<ChannelDraft> {
    algorithm.channels.iter().filter(|rule| rule.required).map(ChannelDraft::from_rule).collect()
}

#[cfg(test)]
mod tests {
    use crate::data::ConsoleSettings;
    use domain::{ChannelField, Field};

    use super::*;

    fn switched(change: impl FnOnce(&mut Draft), to: &str) -> Draft {
        let settings = ConsoleSettings {
            is_local: true,
            account: None,
            region: "us-west-2".to_owned(),
            role: None,
            output_path: None,
            samples: None,
            version: String::new(),
        };
        let mut draft = Draft::blank(&settings, "image-classification-3");
        change(&mut draft);
        draft.set(&Field::Algorithm, to.to_owned());
        draft
    }

    #[test]
    fn untouched_values_follow_the_algorithm() {
        let draft = switched(|_| (), "kmeans");
        assert_eq!((draft.job_name.as_str(), draft.instance_type.as_str()), ("kmeans-3", "ml.m5.xlarge"));
        let channels: Vec<(&str, &str)> =
            draft.channels.iter().map(|channel| (channel.name.as_str(), channel.content_type.as_str())).collect();
        assert_eq!(channels, [("train", "")]);
    }

    #[test]
    fn what_was_typed_stays() {
        let typed = |draft: &mut Draft| {
            draft.set(&Field::JobName, "cats-1".to_owned());
            draft.set(&Field::InstanceType, "ml.g5.xlarge".to_owned());
            draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://b/train/".to_owned());
            draft.set(&Field::Channel(1, ChannelField::ContentType), "image/png".to_owned());
        };
        let draft = switched(typed, "semantic-segmentation");
        assert_eq!((draft.job_name.as_str(), draft.instance_type.as_str()), ("cats-1", "ml.g5.xlarge"));
        let types: Vec<&str> = draft.channels.iter().map(|channel| channel.content_type.as_str()).collect();
        assert_eq!(types, ["image/jpeg", "image/png"], "the first was prefilled, the second typed");
    }
}
