//! A sweep: several jobs from one form, one for each combination of the values that are listed for some settings.

use std::collections::BTreeSet;

use crate::{
    JobName,
    wire::{Tag, TrainingJobRequest},
};

mod error;
mod name;

pub use self::error::SweepError;

/// Most settings that vary at once.
pub const MAX_VARIATIONS: usize = 3;
/// Most jobs from one form: more are a tuning job's business.
pub const MAX_VARIANTS: usize = 50;
/// Key of the tag that all variants share; its value is the name of the form's job.
pub const TAG_KEY: &str = "baton:variants-of";

/// A setting that varies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// A hyperparameter, by name.
    Hyperparameter(String),
    /// The data of a channel, by the channel's name.
    Channel(String),
}

/// A setting with the values that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variation {
    /// What varies.
    pub setting: Setting,
    /// Its values.
    pub values: Vec<String>,
}

/// One of the jobs.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its request, unchecked.
    pub request: TrainingJobRequest,
    /// The value of each setting that varies, in the order of the variations.
    pub values: Vec<String>,
}

impl Setting {
    /// Its name for people.
    pub fn title(&self) -> String {
        match self {
            Self::Hyperparameter(name) => name.clone(),
            Self::Channel(name) => format!("channel {name}"),
        }
    }
}

/// All combinations, each under a name of its own that is valid and not among `taken`, with a tag that all share.
///
/// The last variation varies fastest. A value that is listed twice counts once.
///
/// # Errors
/// See [`SweepError`].
pub fn variants(
    base: &TrainingJobRequest,
    variations: &[Variation],
    taken: &BTreeSet<String>,
) -> Result<Vec<Variant>, SweepError> {
    let stem = base.training_job_name.as_deref().map(str::trim).and_then(|name| JobName::parse(name).ok());
    let stem = stem.ok_or(SweepError::Name)?;
    let lists = lists(base, variations)?;
    let count = lists.iter().map(Vec::len).fold(1, usize::saturating_mul);
    if count > MAX_VARIANTS {
        return Err(SweepError::TooMany(count));
    }
    let mut used = taken.clone();
    let mut made = Vec::new();
    for values in combinations(&lists) {
        let name = name::of(&stem, &values, &used);
        used.insert(name.to_string());
        let mut request = base.clone();
        for (variation, value) in variations.iter().zip(&values) {
            vary(&mut request, &variation.setting, value);
        }
        request.training_job_name = Some(name.to_string());
        let tags = request.tags.get_or_insert_default();
        tags.retain(|tag| tag.key.as_deref() != Some(TAG_KEY));
        tags.push(Tag { key: Some(TAG_KEY.to_owned()), value: Some(stem.to_string()), ..Tag::default() });
        made.push(Variant { request, values });
    }
    Ok(made)
}

/// The values of each variation, trimmed, each once.
fn lists(base: &TrainingJobRequest, variations: &[Variation]) -> Result<Vec<Vec<String>>, SweepError> {
    if variations.is_empty() {
        return Err(SweepError::Nothing);
    }
    if variations.len() > MAX_VARIATIONS {
        return Err(SweepError::TooManySettings);
    }
    let mut seen = BTreeSet::new();
    let mut lists = Vec::new();
    for Variation { setting, values } in variations {
        if !seen.insert(setting) {
            return Err(SweepError::Twice(setting.title()));
        }
        if let Setting::Channel(name) = setting
            && !base.input_data_config.iter().flatten().any(|channel| channel.channel_name.as_ref() == Some(name))
        {
            return Err(SweepError::NoChannel(name.clone()));
        }
        let mut list: Vec<String> = Vec::new();
        for value in values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
            if !list.iter().any(|known| known == value) {
                list.push(value.to_owned());
            }
        }
        if list.is_empty() {
            return Err(SweepError::NoValues(setting.title()));
        }
        lists.push(list);
    }
    Ok(lists)
}

fn combinations(lists: &[Vec<String>]) -> Vec<Vec<String>> {
    lists.iter().fold(vec![Vec::new()], |rows, list| {
        let longer = |row: &Vec<String>| {
            list.iter().map(|value| [row.as_slice(), std::slice::from_ref(value)].concat()).collect::<Vec<_>>()
        };
        rows.iter().flat_map(longer).collect()
    })
}

fn vary(request: &mut TrainingJobRequest, setting: &Setting, value: &str) {
    match setting {
        Setting::Hyperparameter(name) => {
            request.hyper_parameters.get_or_insert_default().insert(name.clone(), value.to_owned());
        }
        Setting::Channel(name) => {
            let mut channels = request.input_data_config.iter_mut().flatten();
            let channel = channels.find(|channel| channel.channel_name.as_ref() == Some(name));
            if let Some(source) =
                channel.and_then(|channel| channel.data_source.as_mut()).and_then(|source| source.s3_data_source.as_mut())
            {
                source.s3_uri = Some(value.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Channel, DataSource, S3DataSource};

    fn base(name: &str) -> TrainingJobRequest {
        let source = S3DataSource { s3_uri: Some("s3://b/base/".to_owned()), ..S3DataSource::default() };
        let data = DataSource { s3_data_source: Some(source), ..DataSource::default() };
        TrainingJobRequest {
            training_job_name: Some(name.to_owned()),
            input_data_config: Some(vec![Channel {
                channel_name: Some("train".to_owned()),
                data_source: Some(data),
                ..Channel::default()
            }]),
            ..TrainingJobRequest::default()
        }
    }

    fn rate(values: &[&str]) -> Variation {
        Variation {
            setting: Setting::Hyperparameter("learning_rate".to_owned()),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    fn data(values: &[&str]) -> Variation {
        Variation { setting: Setting::Channel("train".to_owned()), ..rate(values) }
    }

    fn names(made: &[Variant]) -> Vec<&str> {
        made.iter().filter_map(|variant| variant.request.training_job_name.as_deref()).collect()
    }

    #[test]
    fn every_combination_is_a_job_with_a_name_and_the_shared_tag() {
        let variations = [rate(&["0.1", " 0.01 ", "0.1", ""]), data(&["s3://b/monday/", "s3://b/tuesday/"])];
        let made = variants(&base("cats-1"), &variations, &BTreeSet::new()).expect("variants");
        assert_eq!(names(&made), ["cats-1-0-1-monday", "cats-1-0-1-tuesday", "cats-1-0-01-monday", "cats-1-0-01-tuesday"]);
        let third = &made[2].request;
        assert_eq!(
            third.hyper_parameters.as_ref().and_then(|values| values.get("learning_rate")).map(String::as_str),
            Some("0.01")
        );
        let uri = third
            .input_data_config
            .as_ref()
            .and_then(|channels| channels[0].data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.as_deref());
        assert_eq!(uri, Some("s3://b/monday/"));
        for variant in &made {
            let tags = variant.request.tags.as_deref().unwrap_or_default();
            assert_eq!(tags, [Tag { key: Some(TAG_KEY.to_owned()), value: Some("cats-1".to_owned()), ..Tag::default() }]);
        }
    }

    #[test]
    fn names_are_valid_and_unique_whatever_the_values_are() {
        let long = "x".repeat(63);
        let values = ["a_b", "a b", "a-b", "***", "s3://b/", &"y".repeat(200)];
        let taken = BTreeSet::from([format!("{}-a-b", "x".repeat(59))]);
        for name in [long.as_str(), "cats"] {
            let made = variants(&base(name), &[rate(&values)], &taken).expect("variants");
            let names = names(&made);
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), values.len(), "{names:?}");
            assert!(names.iter().all(|name| JobName::parse(name).is_ok() && !taken.contains(*name)), "{names:?}");
        }
    }

    #[test]
    fn what_makes_no_variants_is_said() {
        let none = BTreeSet::new();
        let refused = |variations: &[Variation]| variants(&base("cats"), variations, &none).expect_err("refused");
        assert_eq!(refused(&[]), SweepError::Nothing);
        assert_eq!(refused(&[rate(&[" "])]), SweepError::NoValues("learning_rate".to_owned()));
        assert_eq!(refused(&[rate(&["1"]), rate(&["2"])]), SweepError::Twice("learning_rate".to_owned()));
        let other = Variation { setting: Setting::Channel("validation".to_owned()), ..rate(&["1"]) };
        assert_eq!(refused(&[other]), SweepError::NoChannel("validation".to_owned()));
        let many: Vec<String> = (0..8).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(refused(&[rate(&many), data(&many)]), SweepError::TooMany(64));
        assert_eq!(variants(&base("a_b"), &[rate(&["1"])], &none), Err(SweepError::Name));
    }
}
