//! Answers, before they are written in a protocol. The protocols differ in dates and in lists.

/// A member of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    Text(String),
    Number(f64),
    /// Milliseconds since 1970.
    Time(i64),
    List(Vec<Output>),
    /// The members of a structure in order.
    Structure(Vec<(&'static str, Output)>),
    /// Keys that the request chose.
    Map(Vec<(String, Output)>),
}

impl From<&str> for Output {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl FromIterator<Output> for Output {
    fn from_iter<I: IntoIterator<Item = Output>>(members: I) -> Self {
        Self::List(members.into_iter().collect())
    }
}
