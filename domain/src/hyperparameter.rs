//! What a built-in algorithm documents about one hyperparameter, and the check of one value.

/// The kind of a value, with its range. All values travel as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A whole number of at least `minimum`.
    Integer {
        /// Smallest value.
        minimum: i64,
    },
    /// One of these whole numbers.
    IntegerChoice(&'static [i64]),
    /// A number from `minimum` to `maximum`.
    Float {
        /// Smallest value.
        minimum: f64,
        /// Largest value.
        maximum: f64,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `channels,height,width`, each at least 1.
    ImageShape,
    /// Epochs in ascending order, separated by commas.
    EpochList,
}

/// Where a hyperparameter stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Defines the network.
    Architecture,
    /// Describes the data.
    Data,
    /// Steers the training.
    Training,
    /// Ends the training early.
    EarlyStopping,
}

impl Group {
    /// The group's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Architecture => "Network",
            Self::Data => "Data",
            Self::Training => "Training",
            Self::EarlyStopping => "Early stopping",
        }
    }
}

/// One documented hyperparameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hyperparameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Whether a job needs it.
    pub required: bool,
    /// What the algorithm takes when it is left out.
    pub default: Option<&'static str>,
    /// Where it stands in the form.
    pub group: Group,
    /// One line of help.
    pub help: &'static str,
}

impl Hyperparameter {
    /// What a value must be, to complete the sentence "`name` must be …".
    pub fn rule(&self) -> String {
        match self.kind {
            Kind::Integer { minimum } => format!("a whole number of at least {minimum}"),
            Kind::IntegerChoice(choices) => format!("one of {}", join(choices)),
            Kind::Float { minimum, maximum } => format!("a number from {minimum} to {maximum}"),
            Kind::Choice(choices) => format!("one of {}", choices.join(", ")),
            Kind::ImageShape => "channels, height and width such as 3,28,28".to_owned(),
            Kind::EpochList => "epochs in ascending order, such as 10,20".to_owned(),
        }
    }

    /// Whether `value` is of the documented kind and range.
    pub fn accepts(&self, value: &str) -> bool {
        let value = value.trim();
        match self.kind {
            Kind::Integer { minimum } => value.parse::<i64>().is_ok_and(|number| number >= minimum),
            Kind::IntegerChoice(choices) => value.parse::<i64>().is_ok_and(|number| choices.contains(&number)),
            Kind::Float { minimum, maximum } => value.parse::<f64>().is_ok_and(|number| (minimum..=maximum).contains(&number)),
            Kind::Choice(choices) => choices.contains(&value),
            Kind::ImageShape => {
                let parts: Vec<&str> = value.split(',').collect();
                parts.len() == 3 && parts.iter().all(|part| part.trim().parse::<u32>().is_ok_and(|number| number >= 1))
            }
            Kind::EpochList => {
                let epochs: Option<Vec<u32>> = value.split(',').map(|part| part.trim().parse().ok()).collect();
                epochs.is_some_and(|epochs| epochs.iter().all(|e| *e >= 1) && epochs.windows(2).all(|pair| pair[0] < pair[1]))
            }
        }
    }
}

fn join(numbers: &[i64]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
