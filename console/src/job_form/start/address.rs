//! The parameters of the form's address, read once into a [`StartFrom`].

use domain::{JobKey, S3Uri};
use serde::{Deserialize, Serialize};

use super::{ModelSource, StartFrom, no_job_called};
use crate::job_form::example::Example;

/// The parameters as they stand in the address; an empty text is one that is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressParameters {
    /// The job whose model the new one starts from.
    pub from: String,
    /// The location of a model to start from.
    pub artifact: String,
    /// The word of the example to fill in.
    pub example: String,
    /// The name of a SageMaker model to start from.
    pub model: String,
    /// The job whose settings the new one has, its model channel included.
    #[serde(rename = "clone")]
    pub clone_of: String,
    /// The stopped job that the new one goes on from.
    #[serde(rename = "continue")]
    pub continue_of: String,
    /// The id of a draft.
    pub draft: String,
    /// A request as somebody pasted it.
    pub paste: String,
    /// A [`super::ReturnedForm`] as JSON.
    pub form: String,
}

impl AddressParameters {
    /// What the parameters ask for. Of several that are given, the first in the order of this function counts.
    ///
    /// # Errors
    /// Why nothing can be read, as a sentence for people.
    pub fn read(&self) -> Result<StartFrom, String> {
        if let Ok(form) = serde_json::from_str(&self.form) {
            return Ok(StartFrom::Returned(Box::new(form)));
        }
        if !self.draft.is_empty() {
            return Ok(StartFrom::Draft(self.draft.clone()));
        }
        if let Some(example) = Example::of_word(&self.example) {
            return Ok(StartFrom::Example(example));
        }
        if !self.from.is_empty() {
            return StartFrom::model_of_job(&self.from);
        }
        if !self.continue_of.is_empty() {
            return job(&self.continue_of).map(StartFrom::Continue);
        }
        if !self.clone_of.is_empty() {
            return StartFrom::copy_of(&self.clone_of);
        }
        if !self.paste.trim().is_empty() {
            return Ok(StartFrom::Paste(self.paste.clone()));
        }
        if !self.model.trim().is_empty() {
            return Ok(StartFrom::Model(ModelSource::Name(self.model.trim().to_owned())));
        }
        if !self.artifact.is_empty() {
            return StartFrom::model_at(&self.artifact);
        }
        Ok(StartFrom::Blank)
    }
}

impl StartFrom {
    /// A copy of a job's settings.
    ///
    /// # Errors
    /// Says that there is no such job, where the text is no job's name.
    pub fn copy_of(name: &str) -> Result<Self, String> {
        job(name).map(Self::Copy)
    }

    /// The model of a job.
    ///
    /// # Errors
    /// Says that there is no such job, where the text is no job's name.
    pub fn model_of_job(name: &str) -> Result<Self, String> {
        job(name).map(|job| Self::Model(ModelSource::Job(job)))
    }

    /// The model at a location.
    ///
    /// # Errors
    /// Says that the text is no location.
    pub fn model_at(uri: &str) -> Result<Self, String> {
        S3Uri::parse(uri.trim())
            .map(|artifact| Self::Model(ModelSource::Artifact(artifact)))
            .map_err(|_| format!("\"{uri}\" is no S3 location such as s3://my-bucket/output/my-job/output/model.tar.gz."))
    }

    /// The same as parameters of an address, which [`AddressParameters::read`] reads back.
    pub fn parameters(&self) -> AddressParameters {
        let none = AddressParameters::default();
        match self {
            Self::Blank => none,
            Self::Example(example) => AddressParameters { example: example.word.to_owned(), ..none },
            Self::Copy(job) => AddressParameters { clone_of: job.to_string(), ..none },
            Self::Continue(job) => AddressParameters { continue_of: job.to_string(), ..none },
            Self::Model(ModelSource::Job(job)) => AddressParameters { from: job.to_string(), ..none },
            Self::Model(ModelSource::Name(name)) => AddressParameters { model: name.clone(), ..none },
            Self::Model(ModelSource::Artifact(uri)) => AddressParameters { artifact: uri.to_string(), ..none },
            Self::Draft(id) => AddressParameters { draft: id.clone(), ..none },
            Self::Paste(text) => AddressParameters { paste: text.clone(), ..none },
            Self::Returned(form) => AddressParameters { form: serde_json::to_string(form).unwrap_or_default(), ..none },
        }
    }
}

fn job(name: &str) -> Result<JobKey, String> {
    JobKey::parse(name.trim()).map_err(|_| no_job_called(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job_form::example::EXAMPLES;

    #[test]
    fn every_start_is_read_back_from_its_parameters() {
        let starts = [
            Ok(StartFrom::Blank),
            Ok(StartFrom::Example(&EXAMPLES[0])),
            Ok(StartFrom::Example(&EXAMPLES[2])),
            StartFrom::copy_of("cats-1@12"),
            job("cats-1").map(StartFrom::Continue),
            StartFrom::model_of_job("cats-1"),
            StartFrom::model_at("s3://bucket/out/model.tar.gz"),
            Ok(StartFrom::Model(ModelSource::Name("cats".to_owned()))),
            Ok(StartFrom::Draft("0123".to_owned())),
            Ok(StartFrom::Paste("{}".to_owned())),
        ];
        for start in starts {
            assert_eq!(start.clone().and_then(|start| start.parameters().read()), start);
        }
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let read = |change: fn(&mut AddressParameters)| {
            let mut parameters = AddressParameters::default();
            change(&mut parameters);
            parameters.read().err()
        };
        let no_job = "There is no training job called \"no_job\".";
        assert_eq!(read(|asked| asked.from = "no_job".to_owned()).as_deref(), Some(no_job));
        assert_eq!(read(|asked| asked.clone_of = "no_job".to_owned()).as_deref(), Some(no_job));
        assert_eq!(read(|asked| asked.continue_of = "no_job".to_owned()).as_deref(), Some(no_job));
        let no_location = "\"b/a\" is no S3 location such as s3://my-bucket/output/my-job/output/model.tar.gz.";
        assert_eq!(read(|asked| asked.artifact = "b/a".to_owned()).as_deref(), Some(no_location));
        assert_eq!(read(|asked| asked.example = "unknown".to_owned()), None);
    }

    #[test]
    fn a_draft_counts_before_everything_else_that_an_address_asks_for() {
        let asked = AddressParameters { draft: "0123".to_owned(), from: "cats-1".to_owned(), ..AddressParameters::default() };
        assert_eq!(asked.read(), Ok(StartFrom::Draft("0123".to_owned())));
    }
}
