//! Statistics of each array of a list, in one pass.

use std::io::Read;

use super::{ElementType, ListError, ListReader};

/// What one pass over an array found.
#[derive(Clone, Debug, PartialEq)]
pub struct ScannedArray {
    /// Its name, with the prefix `arg:` or `aux:` where the file has them; empty where the list has no names.
    pub name: String,
    /// Its dimensions.
    pub shape: Vec<u64>,
    /// What its elements are.
    pub element: ElementType,
    /// How many elements it has.
    pub elements: u64,
    /// The sum of the squares of all finite values.
    pub square_sum: f64,
    /// How many values are infinite or no numbers.
    pub not_finite: u64,
}

/// Reads a list; `visit` hears the values of each array by its place in the list, at most
/// [`MAX_CHUNK`](super::MAX_CHUNK) at once. Values of whole numbers are not handed on.
///
/// # Errors
/// [`ListError`] when it is no list, is cut, or something follows it.
pub fn scan(input: impl Read, mut visit: impl FnMut(usize, &[f32])) -> Result<Vec<ScannedArray>, ListError> {
    let mut list = ListReader::new(input)?;
    let mut arrays: Vec<ScannedArray> = Vec::new();
    while let Some(header) = list.next_header()? {
        let (mut square_sum, mut not_finite) = (0.0, 0);
        list.values(&header, |values| {
            for value in values {
                if value.is_finite() {
                    square_sum += f64::from(*value) * f64::from(*value);
                } else {
                    not_finite += 1;
                }
            }
            visit(arrays.len(), values);
        })?;
        let (element, elements) = (header.element()?, header.elements.unwrap_or_default());
        arrays.push(ScannedArray { name: String::new(), shape: header.shape, element, elements, square_sum, not_finite });
    }
    for (array, name) in arrays.iter_mut().zip(list.names()?) {
        array.name = name;
    }
    Ok(arrays)
}
