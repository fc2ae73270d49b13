//! Where a hyperparameter stands in the form.

/// Where a hyperparameter stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Defines the network.
    Architecture,
    /// Describes the data.
    Data,
    /// Steers the training.
    Training,
    /// Steers how results are judged.
    Evaluation,
    /// Ends the training early.
    EarlyStopping,
}

impl Group {
    /// All groups, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Architecture, Self::Data, Self::Training, Self::Evaluation, Self::EarlyStopping];

    /// The group's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Architecture => "Network",
            Self::Data => "Data",
            Self::Training => "Training",
            Self::Evaluation => "Evaluation",
            Self::EarlyStopping => "Early stopping",
        }
    }
}
