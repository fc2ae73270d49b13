//! The kinds of values, and the check of one value.

/// The kind of a value, with its range. All values travel as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A whole number.
    Integer {
        /// Smallest value.
        minimum: i64,
        /// Largest value, `i64::MAX` when none is documented.
        maximum: i64,
    },
    /// One of these whole numbers.
    IntegerChoice(&'static [i64]),
    /// A number from `minimum` to `maximum`.
    Float {
        /// Smallest value.
        minimum: f64,
        /// Largest value.
        maximum: f64,
        /// Whether the smallest value itself is not allowed.
        above_minimum: bool,
        /// Whether the largest value itself is not allowed.
        below_maximum: bool,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `channels,height,width`, each at least 1.
    ImageShape,
    /// Epochs in ascending order, separated by commas.
    EpochList,
    /// Anything.
    Text,
}

/// The values of a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// Says no.
    pub no: &'static str,
    /// Says yes.
    pub yes: &'static str,
}

impl Kind {
    /// The two values of a switch; `None` for other kinds. Algorithms differ in them, for one hyperparameter too.
    pub fn flag(self) -> Option<Flag> {
        match self {
            Self::IntegerChoice([0, 1]) => Some(Flag { no: "0", yes: "1" }),
            Self::Choice(["True", "False"]) => Some(Flag { no: "False", yes: "True" }),
            _ => None,
        }
    }

    /// What a value must be, to complete the sentence "`name` must be …".
    pub(super) fn rule(self) -> String {
        match self {
            Self::Integer { minimum, maximum: i64::MAX } => format!("a whole number of at least {minimum}"),
            Self::Integer { minimum, maximum } => format!("a whole number from {minimum} to {maximum}"),
            Self::IntegerChoice(choices) => format!("one of {}", join(choices)),
            Self::Float { minimum, maximum, above_minimum, below_maximum } => match (above_minimum, below_maximum) {
                (false, false) => format!("a number from {minimum} to {maximum}"),
                (true, false) => format!("a number above {minimum} and at most {maximum}"),
                (false, true) => format!("a number of at least {minimum} and below {maximum}"),
                (true, true) => format!("a number above {minimum} and below {maximum}"),
            },
            Self::Choice(choices) => format!("one of {}", choices.join(", ")),
            Self::ImageShape => "channels, height and width such as 3,28,28".to_owned(),
            Self::EpochList => "epochs in ascending order, such as 10,20".to_owned(),
            Self::Text => "text".to_owned(),
        }
    }

    /// Whether the trimmed `value` is of this kind and in its range.
    pub(super) fn accepts(self, value: &str) -> bool {
        match self {
            Self::Integer { minimum, maximum } => value.parse::<i64>().is_ok_and(|number| (minimum..=maximum).contains(&number)),
            Self::IntegerChoice(choices) => value.parse::<i64>().is_ok_and(|number| choices.contains(&number)),
            Self::Float { minimum, maximum, above_minimum, below_maximum } => value.parse::<f64>().is_ok_and(|number| {
                let is_above = if above_minimum { number > minimum } else { number >= minimum };
                let is_below = if below_maximum { number < maximum } else { number <= maximum };
                is_above && is_below
            }),
            // The console itself was seen to send the flags that are words in lower case.
            Self::Choice(choices @ ["True", "False"]) => choices.iter().any(|choice| choice.eq_ignore_ascii_case(value)),
            Self::Choice(choices) => choices.contains(&value),
            Self::ImageShape => image_shape(value).is_some(),
            Self::EpochList => epoch_list(value).is_some(),
            Self::Text => true,
        }
    }
}

/// The three numbers of an image shape, each at least 1.
pub fn image_shape(value: &str) -> Option<[u32; 3]> {
    let numbers: Option<Vec<u32>> = value.split(',').map(|part| part.trim().parse().ok().filter(|n| *n >= 1)).collect();
    numbers?.try_into().ok()
}

/// Epochs of at least 1 in ascending order.
pub fn epoch_list(value: &str) -> Option<Vec<u32>> {
    let epochs: Option<Vec<u32>> = value.split(',').map(|part| part.trim().parse().ok().filter(|e| *e >= 1)).collect();
    epochs.filter(|epochs| epochs.is_sorted_by(|a, b| a < b))
}

fn join(numbers: &[i64]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
