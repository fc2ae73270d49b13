//! What the list can be filtered by.

use serde::{Deserialize, Serialize};

use super::operator::Operator;

/// A property of a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Property {
    /// The job's name.
    Name,
    /// Its state, in the service's word.
    Status,
    /// The algorithm's name for people, or the image.
    Algorithm,
    /// The job whose model it started from, or that model's location.
    Parent,
    /// The kind of machine, for example `ml.p3.2xlarge`.
    Instance,
    /// The value of the tag with this key.
    Tag(String),
    /// The hyperparameter of this name.
    Hyperparameter(String),
    /// Who made it: `console` or `elsewhere`.
    Origin,
    /// Whether the target still has it: `yes` or `no`.
    Deleted,
    /// When it was created.
    Created,
    /// When it ended.
    Ended,
    /// Seconds from creation to end.
    Duration,
    /// Seconds that are billed.
    Billable,
    /// The last validation accuracy, 0 to 1.
    Accuracy,
    /// The best validation accuracy, 0 to 1.
    BestAccuracy,
}

/// What the values of a property are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of a few words.
    Choice,
    /// A number.
    Number,
    /// Text that is compared as a number where both are one.
    Either,
    /// A time or a day in UTC; see [`crate::Timestamp::parse_span`].
    Moment,
}

const TAG: &str = "tag.";
const HYPERPARAMETER: &str = "params.";

impl Property {
    /// All properties but the tags, of which there are as many as keys.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Status,
        Self::Algorithm,
        Self::Parent,
        Self::Instance,
        Self::Origin,
        Self::Deleted,
        Self::Created,
        Self::Ended,
        Self::Duration,
        Self::Billable,
        Self::Accuracy,
        Self::BestAccuracy,
    ];

    /// Its word in an address; a tag's is `tag.` and its key, a hyperparameter's `params.` and its name.
    pub fn key(&self) -> String {
        match self {
            Self::Hyperparameter(name) => format!("{HYPERPARAMETER}{name}"),
            Self::Tag(key) => format!("{TAG}{key}"),
            other => other.word().to_owned(),
        }
    }

    /// The property of a word, of a name for people, or of a column's heading.
    pub fn parse(key: &str) -> Option<Self> {
        let named = |prefix| key.strip_prefix(prefix).filter(|name: &&str| !name.is_empty()).map(str::to_owned);
        let is_called = |name: &str| name.eq_ignore_ascii_case(key);
        named(TAG).map(Self::Tag).or_else(|| named(HYPERPARAMETER).map(Self::Hyperparameter)).or_else(|| {
            Self::ALL.into_iter().find(|property| {
                is_called(property.word()) || is_called(&property.label()) || property.headings().iter().copied().any(is_called)
            })
        })
    }

    /// What columns and older pages call it, where that is neither its word nor its label.
    fn headings(&self) -> &'static [&'static str] {
        match self {
            Self::Accuracy => &["last accuracy", "last", "validation accuracy"],
            Self::BestAccuracy => &["best accuracy"],
            Self::Billable => &["billable time"],
            _ => &[],
        }
    }

    /// Its name for people.
    pub fn label(&self) -> String {
        let label = match self {
            Self::Name => "Name",
            Self::Status => "Status",
            Self::Algorithm => "Algorithm",
            Self::Parent => "Parent",
            Self::Instance => "Instance type",
            Self::Tag(key) => return format!("Tag {key}"),
            Self::Hyperparameter(name) => return format!("Hyperparameter {name}"),
            Self::Origin => "Made by",
            Self::Deleted => "Deleted at the target",
            Self::Created => "Created",
            Self::Ended => "Ended",
            Self::Duration => "Duration in seconds",
            Self::Billable => "Billable seconds",
            Self::Accuracy => "Last validation accuracy",
            Self::BestAccuracy => "Best validation accuracy",
        };
        label.to_owned()
    }

    /// Whether its values are seconds.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Duration | Self::Billable)
    }

    /// What its values are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Name | Self::Algorithm | Self::Parent | Self::Instance | Self::Tag(_) => Kind::Text,
            Self::Status | Self::Origin | Self::Deleted => Kind::Choice,
            Self::Duration | Self::Billable | Self::Accuracy | Self::BestAccuracy => Kind::Number,
            Self::Hyperparameter(_) => Kind::Either,
            Self::Created | Self::Ended => Kind::Moment,
        }
    }

    /// The operators that make sense for it, the usual one first.
    pub fn operators(&self) -> &'static [Operator] {
        use Operator::{AtLeast, AtMost, Contains, Equals, Less, More, NotContains, NotEquals, StartsWith};
        match self.kind() {
            Kind::Text => &[Equals, NotEquals, Contains, NotContains, StartsWith],
            Kind::Choice => &[Equals, NotEquals],
            Kind::Number => &[AtLeast, More, AtMost, Less, Equals, NotEquals],
            Kind::Either => &[Equals, NotEquals, AtLeast, More, AtMost, Less, Contains],
            Kind::Moment => &[AtLeast, More, AtMost, Less, Equals],
        }
    }

    /// The words that a choice knows; empty for everything else.
    pub fn choices(&self) -> &'static [&'static str] {
        match self {
            Self::Status => &["InProgress", "Completed", "Failed", "Stopping", "Stopped", "Deleting", "Unknown"],
            Self::Origin => &["console", "elsewhere"],
            Self::Deleted => &["yes", "no"],
            _ => &[],
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Algorithm => "algorithm",
            Self::Parent => "parent",
            Self::Instance => "instance",
            Self::Tag(_) => "tag",
            Self::Hyperparameter(_) => "params",
            Self::Origin => "origin",
            Self::Deleted => "deleted",
            Self::Created => "created",
            Self::Ended => "ended",
            Self::Duration => "duration",
            Self::Billable => "billable",
            Self::Accuracy => "accuracy",
            Self::BestAccuracy => "best",
        }
    }
}
