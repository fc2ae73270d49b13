//! In what a limit of time is counted.

use serde::{Deserialize, Serialize};

/// A unit of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuntimeUnit {
    /// Seconds.
    #[default]
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl RuntimeUnit {
    /// All units, the smallest first.
    pub const ALL: [Self; 4] = [Self::Seconds, Self::Minutes, Self::Hours, Self::Days];

    /// The unit's word, which is also its value in the form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// The unit of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }

    /// How many seconds one has.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// A time in the largest unit that gives a whole number.
    pub fn largest(seconds: i64) -> (String, Self) {
        let fits = |unit: &Self| seconds >= unit.seconds() && seconds % unit.seconds() == 0;
        let unit = Self::ALL.into_iter().rev().find(fits).unwrap_or_default();
        ((seconds / unit.seconds()).to_string(), unit)
    }

    /// A count of this unit in words, for example `1 hour`; the count is text as it was typed.
    pub fn describe(self, count: &str) -> String {
        let unit = self.as_str();
        match count.trim() {
            "1" => format!("1 {}", unit.trim_end_matches('s')),
            count => format!("{count} {unit}"),
        }
    }
}
