//! Label maps: which number in a mask means which class. Source: developer guide, "Semantic Segmentation Algorithm", "Training":
//! `{"scale": "3"}` divides, and `{"map": {"0": 5, "1": 0}}` makes class 0 of 5 and class 1 of 0.

use std::{collections::BTreeMap, fmt, path::Path};

use serde_json::Value;

use crate::{error::TrainingError, objective::pixels::IGNORED};

/// Bytes of a file.
const MAX_LENGTH: u64 = 64 * 1024;

/// The class of each number in a mask; none where the map does not name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelMap {
    classes: [Option<u8>; 256],
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Scale(u8),
    /// Classes and their numbers.
    Map(BTreeMap<u8, u8>),
}

impl Default for LabelMap {
    fn default() -> Self {
        Self::of(Form::Scale(1))
    }
}

/// As Python 2 prints it.
impl fmt::Display for LabelMap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Scale(scale) => write!(formatter, "{{'scale': {scale}}}"),
            Form::Map(map) => {
                let pairs: Vec<String> = map.iter().map(|(class, number)| format!("{class}: {number}")).collect();
                write!(formatter, "{{'map': {{{}}}}}", pairs.join(", "))
            }
        }
    }
}

impl LabelMap {
    fn of(form: Form) -> Self {
        let mut classes = [None; 256];
        match &form {
            Form::Scale(scale) => {
                for (number, class) in (0..=u8::MAX).zip(&mut classes) {
                    *class = Some(number / (*scale).max(1));
                }
            }
            Form::Map(map) => map.iter().for_each(|(class, number)| classes[usize::from(*number)] = Some(*class)),
        }
        classes[usize::from(IGNORED)] = Some(IGNORED);
        Self { classes, form }
    }

    /// Reads a file, which messages call `name`.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it is no label map.
    pub(super) fn read(path: &Path, name: &str) -> Result<Self, TrainingError> {
        let failed = |error: std::io::Error| TrainingError::file("Reading", path, &error);
        let length = std::fs::metadata(path).map_err(failed)?.len();
        let text =
            if length > MAX_LENGTH { Err(format!("it has {length} bytes")) } else { Ok(std::fs::read(path).map_err(failed)?) };
        let form = text.and_then(|text| parse(&text));
        form.map(Self::of).map_err(|reason| {
            TrainingError::client(format!(
                "The file {name} of the channel label_map is no label map: {reason}. It must be like {{\"scale\": \"3\"}}, or like \
                 {{\"map\": {{\"0\": 5, \"1\": 0}}}} with a class and the number that stands for it in the masks."
            ))
        })
    }

    /// The class of a number in a mask.
    pub(super) fn class(&self, number: u8) -> Option<u8> {
        self.classes[usize::from(number)]
    }
}

fn parse(text: &[u8]) -> Result<Form, String> {
    let file: BTreeMap<String, Value> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    match (file.get("scale"), file.get("map")) {
        (Some(scale), None) => match byte(scale) {
            Some(scale) if scale > 0 => Ok(Form::Scale(scale)),
            _ => Err(format!("scale is {scale}, not a number from 1 to 255")),
        },
        (None, Some(Value::Object(map))) => {
            let pair = |(class, number): (&String, &Value)| {
                let pair = class.trim().parse::<u8>().ok().zip(byte(number));
                pair.ok_or_else(|| format!("{class}: {number} are not numbers from 0 to 255"))
            };
            let map: BTreeMap<u8, u8> = map.iter().map(pair).collect::<Result<_, _>>()?;
            let mut numbers: Vec<u8> = map.values().copied().collect();
            numbers.sort_unstable();
            match numbers.windows(2).find(|pair| pair[0] == pair[1]) {
                Some(pair) => Err(format!("two classes have the number {}", pair[0])),
                None => Ok(Form::Map(map)),
            }
        }
        _ => Err("it has neither scale nor map, or both".to_owned()),
    }
}

/// A number, or a text with one.
fn byte(value: &Value) -> Option<u8> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => u8::try_from(number.as_u64()?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_classes() {
        let map = |text: &str| LabelMap::of(parse(text.as_bytes()).expect("a label map"));
        let scale = map("{\"scale\": \"3\"}");
        assert_eq!([0, 2, 3, 8, 255].map(|number| scale.class(number)), [0, 0, 1, 2, 255].map(Some));
        assert_eq!(scale.to_string(), "{'scale': 3}");
        let named = map("{\"map\": {\"0\": 5, \"1\": \"0\"}}");
        assert_eq!([5, 0, 255].map(|number| named.class(number)), [0, 1, 255].map(Some));
        assert_eq!((named.class(7), named.to_string()), (None, "{'map': {0: 5, 1: 0}}".to_owned()));
        assert_eq!(LabelMap::default().to_string(), "{'scale': 1}");
    }

    #[test]
    fn what_is_no_label_map_is_refused() {
        for text in [
            "[]",
            "{}",
            "{\"scale\": 0}",
            "{\"scale\": 1.5}",
            "{\"scale\": 300}",
            "{\"map\": []}",
            "{\"map\": {\"a\": 1}}",
            "{\"map\": {\"0\": 5, \"1\": 5}}",
            "{\"scale\": 1, \"map\": {}}",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
