//! The content of the review step: every section as pairs of label and value, each with the source of the value.

pub mod comparison;
mod rows;

use domain::{ChannelField, Field};

use crate::job_form::{draft::Draft, provenance::Provenance, step::Step};
use comparison::Compare;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The documented default.
    Default,
    /// Copied from the source job.
    Inherited,
    /// Other than in the source job.
    Changed,
    /// Typed for a new job.
    Own,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The label of the form.
    pub label: String,
    /// The value; `–` when there is none.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The field that holds it; `None` for what several fields say together.
    pub field: Option<Field>,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// The step that it can be edited in.
    pub step: Step,
    /// Its values.
    pub rows: Vec<Row>,
}

/// All sections. `provenance` is what the whole form began with; `baseline` holds its values, or those of the job whose model the
/// form starts from, or the defaults.
pub fn sections(draft: &Draft, baseline: &Draft, provenance: Option<&Provenance>) -> Vec<Section> {
    let is_inherited = provenance.is_some_and(Provenance::is_baseline) || !baseline.source.is_empty();
    let defaults = provenance.map(|provenance| provenance.defaults.as_slice()).unwrap_or_default();
    let compare = Compare { draft, baseline, is_inherited, defaults };
    let section = |title: &str, step: Step, rows: Vec<Row>| Section { title: title.to_owned(), step, rows };
    let mut sections = vec![
        section(Step::JobSettings.title(), Step::JobSettings, rows::job_settings(&compare)),
        section("Resource configuration", Step::JobSettings, rows::resources(&compare)),
        section("Network", Step::JobSettings, rows::network(&compare)),
        section(Step::Hyperparameters.title(), Step::Hyperparameters, compare.hyperparameters()),
    ];
    if draft.model_channel().is_some() {
        let origin = compare.origin(draft.source == baseline.source);
        let mut rows: Vec<Row> = crate::job_form::model_channel::values()
            .map(|(label, value, _)| Row { label: label.to_owned(), value, origin, field: None })
            .collect();
        let field = draft.model_channel().map(|index| Field::Channel(index, ChannelField::S3Uri));
        rows.push(Row { label: "S3 location".to_owned(), value: draft.source.clone(), origin, field });
        sections.push(section("Channel model", Step::InputData, rows));
    }
    for (index, channel) in (0_u32..).zip(&draft.channels) {
        sections.push(section(&format!("Channel {}", channel.name.trim()), Step::InputData, compare.channel(index, channel)));
    }
    sections.push(section("Checkpoints and output", Step::Output, rows::output(&compare)));
    sections.push(section("Managed spot training", Step::Output, rows::spot(&compare)));
    // Many jobs have neither; a section without rows says nothing.
    let rest = [section("Tags", Step::Output, rows::tags(&compare)), section("Advanced", Step::Output, rows::advanced(&compare))];
    sections.extend(rest.into_iter().filter(|section| !section.rows.is_empty()));
    sections
}

/// Words of a checkbox.
const OFF_ON: [&str; 2] = ["Off", "On"];

/// What stands for an empty value.
pub const NOTHING: &str = "–";

fn shown(value: &str) -> String {
    if value.trim().is_empty() { NOTHING.to_owned() } else { value.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job_form::{draft::ON, provenance::FilledFrom};

    fn origin(sections: &[Section], label: &str) -> Option<(String, Origin)> {
        sections
            .iter()
            .flat_map(|section| &section.rows)
            .find(|row| row.label == label)
            .map(|row| (row.value.clone(), row.origin))
    }

    #[test]
    fn each_value_says_where_it_comes_from() {
        let mut baseline =
            Draft { algorithm: "image-classification".to_owned(), instance_count: "1".to_owned(), ..Draft::default() };
        baseline.hyperparameters.insert("learning_rate".to_owned(), "0.05".to_owned());
        let mut draft = baseline.clone();
        draft.hyperparameters.insert("learning_rate".to_owned(), "0.01".to_owned());
        let child = sections(&draft, &baseline, Some(&Provenance::new(FilledFrom::Clone("cats-1".to_owned()))));
        assert_eq!(origin(&child, "Instance count"), Some(("1".to_owned(), Origin::Inherited)));
        assert_eq!(origin(&child, "learning_rate"), Some(("0.01".to_owned(), Origin::Changed)));
        assert_eq!(origin(&child, "momentum"), Some(("0.9".to_owned(), Origin::Default)));
        assert_eq!(origin(&child, "top_k"), None);
        let new = sections(&draft, &Draft::default(), None);
        assert_eq!(origin(&new, "learning_rate"), Some(("0.01".to_owned(), Origin::Own)));
        assert_eq!(origin(&new, "Encryption key (volume)"), Some(("–".to_owned(), Origin::Default)));
    }

    #[test]
    fn what_a_pasted_request_left_out_is_a_default() {
        let bare = Draft { instance_type: "ml.p3.2xlarge".to_owned(), ..Draft::default() };
        let baseline = Draft { instance_count: "1".to_owned(), max_runtime: "1".to_owned(), ..bare.clone() };
        let provenance = Provenance::filled_up(FilledFrom::Paste, &baseline, &bare);
        let draft = Draft { max_runtime: "2".to_owned(), ..baseline.clone() };
        let found = sections(&draft, &baseline, Some(&provenance));
        assert_eq!(origin(&found, "Instance type"), Some(("ml.p3.2xlarge".to_owned(), Origin::Inherited)));
        assert_eq!(origin(&found, "Instance count"), Some(("1".to_owned(), Origin::Default)));
        assert_eq!(origin(&found, "Maximum runtime"), Some(("2 seconds".to_owned(), Origin::Changed)));
    }

    #[test]
    fn an_inherited_value_that_was_emptied_is_a_change() {
        let mut baseline = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        baseline.hyperparameters.insert("epochs".to_owned(), "6".to_owned());
        let draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        assert_eq!(
            origin(&sections(&draft, &baseline, Some(&Provenance::new(FilledFrom::Clone("cats-1".to_owned())))), "epochs"),
            Some(("30".to_owned(), Origin::Changed))
        );
    }

    #[test]
    fn every_field_of_the_form_has_a_place() {
        let mut draft = Draft { vpc: ON.to_owned(), subnets: "subnet-1".to_owned(), spot: ON.to_owned(), ..Draft::default() };
        draft.max_wait = "2".to_owned();
        draft.keep_alive = "60".to_owned();
        draft.checkpoint_uri = "s3://b/checkpoints/".to_owned();
        draft.environment.push(crate::job_form::draft::VariableDraft { key: "A".to_owned(), value: "1".to_owned() });
        draft.retry = "3".to_owned();
        let all = sections(&draft, &Draft::default(), None);
        for (label, value) in [
            ("VPC", "As below"),
            ("Subnet(s)", "subnet-1"),
            ("Managed spot training", "On"),
            ("Maximum wait time", "2 seconds"),
            ("Keep alive period (seconds)", "60"),
            ("Checkpoints: S3 location", "s3://b/checkpoints/"),
            ("Environment variable A", "1"),
            ("Retry attempts", "3"),
        ] {
            assert_eq!(origin(&all, label), Some((value.to_owned(), Origin::Own)), "{label}");
        }
        let titles: Vec<&str> = all.iter().map(|section| section.title.as_str()).collect();
        assert!(titles.contains(&"Advanced") && !titles.contains(&"Tags"), "{titles:?}");
    }
}
