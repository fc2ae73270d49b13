//! The price file: `prices.json` in the data folder. Nobody ships prices with this program, because they differ by
//! Region and change; without the file, or without a type's line in it, no figure is shown.
//!
//! ```json
//! { "currency": "USD", "per_hour": { "ml.p3.2xlarge": 1.0 } }
//! ```

use std::{collections::BTreeMap, io, path::Path};

use console::error::AppError;
use serde::Deserialize;

/// The file's name in the data folder.
pub(crate) const FILE: &str = "prices.json";
/// Bytes of a file with all instance types, and room to spare.
const MAX_FILE_SIZE: u64 = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prices {
    currency: String,
    per_hour: BTreeMap<String, f64>,
}

/// What an hour of an instance type costs, and in what; read anew each time, so that an edit counts at once.
///
/// # Errors
/// [`AppError::Refused`] when the file is there and cannot be understood.
pub(crate) fn of(file: &Path, instance_type: &str) -> Result<Option<(f64, String)>, AppError> {
    let refused = |reason: String| AppError::Refused(format!("The price file {} cannot be used: {reason}.", file.display()));
    match std::fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(found) if found.len() > MAX_FILE_SIZE => return Err(refused("it is too large".to_owned())),
        _ => {}
    }
    let text = std::fs::read(file).map_err(|error| refused(error.to_string()))?;
    let prices: Prices = serde_json::from_slice(&text).map_err(|error| refused(error.to_string()))?;
    let price = prices.per_hour.get(instance_type).copied();
    match price {
        Some(price) if !(price.is_finite() && price >= 0.0) => Err(refused(format!("{price} is no price"))),
        _ => Ok(price.map(|price| (price, prices.currency))),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_price_is_what_the_file_says_and_never_a_guess() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(super::FILE);
        assert_eq!(of(&file, "ml.p3.2xlarge"), Ok(None));
        std::fs::write(&file, r#"{ "currency": "EUR", "per_hour": { "ml.p3.2xlarge": 4.5 } }"#).expect("written");
        assert_eq!(of(&file, "ml.p3.2xlarge"), Ok(Some((4.5, "EUR".to_owned()))));
        assert_eq!(of(&file, "ml.p2.xlarge"), Ok(None));
        for wrong in ["", "{}", r#"{ "currency": "EUR", "per_hour": { "ml.p3.2xlarge": -1 } }"#] {
            std::fs::write(&file, wrong).expect("written");
            assert!(of(&file, "ml.p3.2xlarge").is_err(), "{wrong}");
        }
    }
}
