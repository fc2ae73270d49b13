//! The columns of the list: which there are, which are shown, and how that is written in the address.

use domain::job_query::Sort;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The job's state.
    Status,
    /// The algorithm.
    Algorithm,
    /// The job whose model it started from.
    Parent,
    /// The best validation accuracy of all epochs.
    Best,
    /// How much the score rose from the model that the job started from.
    Change,
    /// The last validation accuracy.
    Last,
    /// The last values of the metrics that the job defines and of those that the service reports.
    Metrics,
    /// The shape of the validation accuracy.
    Curve,
    /// The kind of machine.
    Instance,
    /// Tags.
    Tags,
    /// When it was created.
    Created,
    /// When it ended.
    Ended,
    /// From creation to end.
    Duration,
    /// Seconds that are billed.
    Billable,
}

impl Column {
    /// All columns but the name, which is always the first.
    pub const ALL: [Self; 14] = [
        Self::Status,
        Self::Algorithm,
        Self::Parent,
        Self::Best,
        Self::Change,
        Self::Last,
        Self::Metrics,
        Self::Curve,
        Self::Instance,
        Self::Tags,
        Self::Created,
        Self::Ended,
        Self::Duration,
        Self::Billable,
    ];
    /// Those that are shown unless others are chosen.
    pub const DEFAULT: [Self; 9] = [
        Self::Status,
        Self::Algorithm,
        Self::Parent,
        Self::Best,
        Self::Change,
        Self::Last,
        Self::Curve,
        Self::Created,
        Self::Duration,
    ];

    /// Its word in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Algorithm => "algorithm",
            Self::Parent => "parent",
            Self::Best => "best",
            Self::Change => "change",
            Self::Last => "last",
            Self::Metrics => "metrics",
            Self::Curve => "curve",
            Self::Instance => "instance",
            Self::Tags => "tags",
            Self::Created => "created",
            Self::Ended => "ended",
            Self::Duration => "duration",
            Self::Billable => "billable",
        }
    }

    /// Its heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Algorithm => "Algorithm",
            Self::Parent => "Parent",
            Self::Best => "Best accuracy",
            Self::Change => "Change",
            Self::Last => "Last accuracy",
            Self::Metrics => "Last metric values",
            Self::Curve => "Curve",
            Self::Instance => "Instance",
            Self::Tags => "Tags",
            Self::Created => "Created",
            Self::Ended => "Ended",
            Self::Duration => "Duration",
            Self::Billable => "Billable time",
        }
    }

    /// How the rows are ordered by it.
    pub fn sort(self) -> Option<Sort> {
        match self {
            Self::Status => Some(Sort::Status),
            Self::Algorithm => Some(Sort::Algorithm),
            Self::Parent => Some(Sort::Parent),
            Self::Best => Some(Sort::BestAccuracy),
            Self::Change => Some(Sort::Change),
            Self::Last => Some(Sort::Accuracy),
            Self::Instance => Some(Sort::Instance),
            Self::Created => Some(Sort::Created),
            Self::Ended => Some(Sort::Ended),
            Self::Duration => Some(Sort::Duration),
            Self::Billable => Some(Sort::Billable),
            Self::Metrics | Self::Curve | Self::Tags => None,
        }
    }

    /// Whether its values are numbers, which stand at the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Best | Self::Change | Self::Last | Self::Duration | Self::Billable)
    }
}

/// Reads `status,best,created`; nothing or nothing known means the default ones.
pub fn read(text: Option<&str>) -> Vec<Column> {
    let keys: Vec<&str> = text.unwrap_or_default().split(',').collect();
    let chosen: Vec<Column> = Column::ALL.into_iter().filter(|column| keys.contains(&column.key())).collect();
    if chosen.is_empty() { Column::DEFAULT.to_vec() } else { chosen }
}

/// The columns as they stand in the address; `None` for the default ones.
pub fn write(columns: &[Column]) -> Option<String> {
    (columns != Column::DEFAULT).then(|| columns.iter().map(|column| column.key()).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_survive_the_address() {
        let chosen = [Column::Status, Column::Tags, Column::Created];
        assert_eq!(write(&chosen).as_deref(), Some("status,tags,created"));
        assert_eq!(read(Some("tags,created,status,nonsense")), chosen);
        assert_eq!(write(&read(None)), None);
        assert_eq!(read(Some("nonsense")), Column::DEFAULT);
    }
}
