//! The framework's list of named arrays: `0x112`, `0`, a count; for each array a magic, the storage type, the dimensions,
//! the device, the element type and the elements; then a count and the names. Numbers are little-endian.

use std::io::{self, Read, Write};

const LIST_MAGIC: u64 = 0x112;
const ARRAY_MAGIC: u32 = 0xF993_FAC9;
const DENSE: i32 = 0;
const CPU: i32 = 1;
const FLOAT32: i32 = 0;
/// The framework's networks have fewer; more is an attack or an accident.
const LARGEST_COUNT: u64 = 100_000;
const LARGEST_RANK: u32 = 8;
const LONGEST_NAME: u64 = 1024;

/// An array by its name, with the prefix `arg:` or `aux:`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedArray {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// Writes a list.
///
/// # Errors
/// When the output fails.
pub(crate) fn write_arrays(arrays: &[NamedArray], output: &mut dyn Write) -> io::Result<()> {
    let count = (arrays.len() as u64).to_le_bytes();
    output.write_all(&LIST_MAGIC.to_le_bytes())?;
    output.write_all(&[0; 8])?;
    output.write_all(&count)?;
    for array in arrays {
        output.write_all(&ARRAY_MAGIC.to_le_bytes())?;
        output.write_all(&DENSE.to_le_bytes())?;
        output.write_all(&(array.shape.len() as u32).to_le_bytes())?;
        for size in &array.shape {
            output.write_all(&(*size as i64).to_le_bytes())?;
        }
        for field in [CPU, 0, FLOAT32] {
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

/// Reads a list from somebody else: all arrays together have at most `largest` elements, and nothing follows the list.
///
/// # Errors
/// A sentence on what is wrong.
pub(crate) fn read_arrays(input: &mut dyn Read, largest: u64) -> Result<Vec<NamedArray>, String> {
    if u64::from_le_bytes(take(input)?) != LIST_MAGIC {
        return Err("it does not start as a list of arrays".to_owned());
    }
    take::<8>(input)?;
    let count = u64::from_le_bytes(take(input)?);
    if count > LARGEST_COUNT {
        return Err(format!("it claims to hold {count} arrays"));
    }
    let mut left = largest;
    let mut arrays = Vec::new();
    for _ in 0..count {
        arrays.push(read_array(input, &mut left)?);
    }
    if u64::from_le_bytes(take(input)?) != count {
        return Err("the number of names is not the number of arrays".to_owned());
    }
    for array in &mut arrays {
        let length = u64::from_le_bytes(take(input)?);
        if length > LONGEST_NAME {
            return Err(format!("a name claims to have {length} bytes"));
        }
        let mut name = vec![0; length as usize];
        input.read_exact(&mut name).map_err(explain)?;
        array.name = String::from_utf8(name).map_err(|_| "a name is not text".to_owned())?;
    }
    match input.read(&mut [0]) {
        Ok(0) => Ok(arrays),
        Ok(_) => Err("something follows the list".to_owned()),
        Err(error) => Err(explain(error)),
    }
}

fn read_array(input: &mut dyn Read, left: &mut u64) -> Result<NamedArray, String> {
    if u32::from_le_bytes(take(input)?) != ARRAY_MAGIC {
        return Err("an array does not start as one".to_owned());
    }
    if i32::from_le_bytes(take(input)?) != DENSE {
        return Err("an array is not dense".to_owned());
    }
    let rank = u32::from_le_bytes(take(input)?);
    if rank == 0 || rank > LARGEST_RANK {
        return Err(format!("an array has {rank} dimensions"));
    }
    let mut shape = Vec::new();
    let mut elements = 1_u64;
    for _ in 0..rank {
        let size = u64::try_from(i64::from_le_bytes(take(input)?)).map_err(|_| "a dimension is negative".to_owned())?;
        elements = elements
            .checked_mul(size)
            .filter(|elements| *elements <= *left)
            .ok_or("its arrays are larger than this network's")?;
        shape.push(size as usize);
    }
    *left -= elements;
    take::<8>(input)?;
    if i32::from_le_bytes(take(input)?) != FLOAT32 {
        return Err("an array does not hold 32-bit floating-point numbers".to_owned());
    }
    // Memory grows with what has really arrived, not with what the dimensions claim.
    let mut values = Vec::new();
    let mut buffer = [0; 4 * 4096];
    let mut missing = elements as usize;
    while missing > 0 {
        let now = missing.min(buffer.len() / 4);
        let bytes = buffer.get_mut(..now * 4).unwrap_or_default();
        input.read_exact(bytes).map_err(explain)?;
        values.extend(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)));
        missing -= now;
    }
    Ok(NamedArray { name: String::new(), shape, values })
}

fn take<const COUNT: usize>(input: &mut dyn Read) -> Result<[u8; COUNT], String> {
    let mut bytes = [0; COUNT];
    input.read_exact(&mut bytes).map_err(explain)?;
    Ok(bytes)
}

fn explain(error: io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof { "it ends too early".to_owned() } else { error.to_string() }
}

#[cfg(test)]
mod tests;
