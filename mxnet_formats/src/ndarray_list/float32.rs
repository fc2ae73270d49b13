//! Lists of 32-bit floating-point arrays with names: what the built-in algorithms write and start from.

use std::io::{self, Read, Write};

use super::{DENSE, ElementType, LIST_MAGIC, ListError, ListReader, TYPED};

/// The device of arrays that any machine can read: the first CPU.
const CPU: [i32; 2] = [1, 0];
/// MXNet's number for [`ElementType::Float32`].
const FLOAT32: i32 = 0;
/// Dimensions of an array; those of the built-in algorithms have at most four.
const MAX_RANK: usize = 8;

/// An array by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArray {
    /// For example `arg:fc1_weight`, or `aux:bn1_moving_mean` of what training does not learn by gradients.
    pub name: String,
    /// Its dimensions; elements that differ in the last one only lie side by side.
    pub shape: Vec<usize>,
    /// Its elements, as many as the product of the dimensions.
    pub values: Vec<f32>,
}

/// Writes a list.
///
/// # Errors
/// When the output fails.
pub fn write_float32(arrays: &[NamedArray], output: &mut dyn Write) -> io::Result<()> {
    let count = (arrays.len() as u64).to_le_bytes();
    output.write_all(&LIST_MAGIC.to_le_bytes())?;
    output.write_all(&[0; 8])?;
    output.write_all(&count)?;
    for array in arrays {
        output.write_all(&TYPED.to_le_bytes())?;
        output.write_all(&DENSE.to_le_bytes())?;
        output.write_all(&(array.shape.len() as u32).to_le_bytes())?;
        for size in &array.shape {
            output.write_all(&(*size as i64).to_le_bytes())?;
        }
        for field in CPU.into_iter().chain([FLOAT32]) {
            output.write_all(&field.to_le_bytes())?;
        }
        for value in &array.values {
            output.write_all(&value.to_le_bytes())?;
        }
    }
    output.write_all(&count)?;
    for array in arrays {
        output.write_all(&(array.name.len() as u64).to_le_bytes())?;
        output.write_all(array.name.as_bytes())?;
    }
    Ok(())
}

/// Reads a list whose arrays together have at most `max_elements` elements, and each a name. Memory grows with what has
/// arrived.
///
/// # Errors
/// [`ListError`] when it is no such list.
pub fn read_float32(input: impl Read, max_elements: u64) -> Result<Vec<NamedArray>, ListError> {
    let mut list = ListReader::new(input)?;
    let mut left = max_elements;
    let mut arrays = Vec::new();
    while let Some(header) = list.next_header()? {
        if header.magic != TYPED {
            return Err(ListError::NoArray);
        }
        let rank = header.shape.len();
        if rank == 0 || rank > MAX_RANK {
            return Err(ListError::Rank(rank as i64));
        }
        let elements = header.elements.filter(|elements| *elements <= left).ok_or(ListError::TooLarge)?;
        left -= elements;
        if !matches!(header.element(), Ok(ElementType::Float32)) {
            return Err(ListError::NotFloat32);
        }
        let size = |size: &u64| usize::try_from(*size).map_err(|_| ListError::TooLarge);
        let shape = header.shape.iter().map(size).collect::<Result<_, _>>()?;
        let mut values = Vec::new();
        list.values(&header, |chunk| values.extend_from_slice(chunk))?;
        arrays.push(NamedArray { name: String::new(), shape, values });
    }
    let names = list.names()?;
    if names.len() != arrays.len() {
        return Err(ListError::NameCount);
    }
    for (array, name) in arrays.iter_mut().zip(names) {
        array.name = name;
    }
    Ok(arrays)
}

#[cfg(test)]
mod tests;
