//! The framework's list of named arrays, of any of its releases, read once from front to back.

use std::io::{self, Read};

const LIST_MAGIC: u64 = 0x112;
/// The first word of an array: of releases with wide dimensions, with storage types, and with empty shapes.
const WIDE: u32 = 0xF993_FAC8;
const TYPED: u32 = 0xF993_FAC9;
const SHAPED: u32 = 0xF993_FACA;
/// The framework's networks have fewer; more is an attack or an accident.
const LARGEST_COUNT: u64 = 100_000;
/// The framework's own limit.
const LARGEST_RANK: u32 = 32;
const LONGEST_NAME: u64 = 1024;
/// All names together, in bytes.
const LONGEST_NAMES: u64 = 8 << 20;
/// Values that are handed on at once.
pub const CHUNK: usize = 16 * 1024;

/// What an array's elements are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementType {
    /// 32-bit floating point: what the built-in algorithms write.
    Float32,
    /// 64-bit floating point.
    Float64,
    /// 16-bit floating point.
    Float16,
    /// Another type of this many bytes, whose values are passed over.
    Other(&'static str, u32),
}

impl ElementType {
    fn of(code: i32) -> Result<Self, String> {
        Ok(match code {
            0 => Self::Float32,
            1 => Self::Float64,
            2 => Self::Float16,
            3 => Self::Other("uint8", 1),
            4 => Self::Other("int32", 4),
            5 => Self::Other("int8", 1),
            6 => Self::Other("int64", 8),
            7 => Self::Other("bool", 1),
            8 => Self::Other("int16", 2),
            9 => Self::Other("uint16", 2),
            10 => Self::Other("uint32", 4),
            11 => Self::Other("uint64", 8),
            12 => Self::Other("bfloat16", 2),
            code => return Err(format!("an array has elements of the unknown type {code}")),
        })
    }

    /// The framework's name, for example `float32`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Float16 => "float16",
            Self::Other(name, _) => name,
        }
    }

    fn size(self) -> u64 {
        match self {
            Self::Float32 => 4,
            Self::Float64 => 8,
            Self::Float16 => 2,
            Self::Other(_, size) => u64::from(size),
        }
    }
}

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

/// Reads a list; `visit` hears the values of each array by its place in the list, at most [`CHUNK`] at once. Values of
/// whole numbers are not handed on.
///
/// # Errors
/// A sentence on what is wrong, without a full stop.
pub fn scan(input: &mut dyn Read, visit: &mut dyn FnMut(usize, &[f32])) -> Result<Vec<ScannedArray>, String> {
    if u64::from_le_bytes(take(input)?) != LIST_MAGIC {
        return Err("it does not start as a list of arrays".to_owned());
    }
    take::<8>(input)?;
    let count = u64::from_le_bytes(take(input)?);
    if count > LARGEST_COUNT {
        return Err(format!("it claims to hold {count} arrays"));
    }
    let mut arrays = Vec::new();
    for index in 0..usize::try_from(count).unwrap_or_default() {
        arrays.push(array(input, &mut |values| visit(index, values))?);
    }
    names(input, &mut arrays)?;
    match input.read(&mut [0]) {
        Ok(0) => Ok(arrays),
        Ok(_) => Err("something follows the list".to_owned()),
        Err(error) => Err(explain(error)),
    }
}

fn names(input: &mut dyn Read, arrays: &mut [ScannedArray]) -> Result<(), String> {
    let count = u64::from_le_bytes(take(input)?);
    if count == 0 {
        return Ok(());
    }
    if count != arrays.len() as u64 {
        return Err("the number of names is not the number of arrays".to_owned());
    }
    let mut left = LONGEST_NAMES;
    for array in arrays {
        let length = u64::from_le_bytes(take(input)?);
        if length > LONGEST_NAME {
            return Err(format!("a name claims to have {length} bytes"));
        }
        left = left.checked_sub(length).ok_or("its names are too long")?;
        let mut name = vec![0; length as usize];
        input.read_exact(&mut name).map_err(explain)?;
        array.name = String::from_utf8(name).map_err(|_| "a name is not text".to_owned())?;
    }
    Ok(())
}

fn array(input: &mut dyn Read, visit: &mut dyn FnMut(&[f32])) -> Result<ScannedArray, String> {
    let magic = u32::from_le_bytes(take(input)?);
    let shape = match magic {
        TYPED | SHAPED => {
            if i32::from_le_bytes(take(input)?) != 0 {
                return Err("an array is not dense".to_owned());
            }
            let rank = i32::from_le_bytes(take(input)?);
            // An array without a value: -1 dimensions where a shape may be empty, none otherwise.
            if rank == -1 || (rank == 0 && magic == TYPED) {
                return Ok(nothing());
            }
            wide(input, u32::try_from(rank).map_err(|_| format!("an array has {rank} dimensions"))?)?
        }
        WIDE => {
            let rank = u32::from_le_bytes(take(input)?);
            wide(input, rank)?
        }
        // The oldest releases wrote the number of dimensions and then 32-bit sizes.
        rank if rank <= LARGEST_RANK => {
            (0..rank).map(|_| Ok(u64::from(u32::from_le_bytes(take(input)?)))).collect::<Result<_, String>>()?
        }
        _ => return Err("an array does not start as one".to_owned()),
    };
    if shape.is_empty() && magic != SHAPED {
        return Ok(nothing());
    }
    take::<8>(input)?;
    let element = ElementType::of(i32::from_le_bytes(take(input)?))?;
    let elements =
        shape.iter().try_fold(1_u64, |product, size| product.checked_mul(*size)).filter(|elements| *elements < 1 << 48);
    let elements = elements.ok_or("an array claims more elements than any memory holds")?;
    let mut scanned = ScannedArray { name: String::new(), shape, element, elements, square_sum: 0.0, not_finite: 0 };
    values(input, &mut scanned, visit)?;
    Ok(scanned)
}

fn nothing() -> ScannedArray {
    ScannedArray {
        name: String::new(),
        shape: vec![],
        element: ElementType::Float32,
        elements: 0,
        square_sum: 0.0,
        not_finite: 0,
    }
}

fn wide(input: &mut dyn Read, rank: u32) -> Result<Vec<u64>, String> {
    if rank > LARGEST_RANK {
        return Err(format!("an array has {rank} dimensions"));
    }
    let size = |_| u64::try_from(i64::from_le_bytes(take(input)?)).map_err(|_| "a dimension is negative".to_owned());
    (0..rank).map(size).collect()
}

fn values(input: &mut dyn Read, scanned: &mut ScannedArray, visit: &mut dyn FnMut(&[f32])) -> Result<(), String> {
    let size = scanned.element.size() as usize;
    let mut bytes = vec![0; CHUNK * size];
    let mut floats = Vec::with_capacity(CHUNK);
    let mut left = scanned.elements;
    while left > 0 {
        let now = left.min(CHUNK as u64) as usize;
        let part = bytes.get_mut(..now * size).unwrap_or_default();
        input.read_exact(part).map_err(explain)?;
        left -= now as u64;
        floats.clear();
        match scanned.element {
            ElementType::Float32 => floats.extend(part.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes))),
            ElementType::Float64 => floats.extend(part.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32)),
            ElementType::Float16 => floats.extend(part.as_chunks::<2>().0.iter().map(|bytes| half(u16::from_le_bytes(*bytes)))),
            ElementType::Other(..) => continue,
        }
        for value in &floats {
            if value.is_finite() {
                scanned.square_sum += f64::from(*value) * f64::from(*value);
            } else {
                scanned.not_finite += 1;
            }
        }
        visit(&floats);
    }
    Ok(())
}

/// A 16-bit number by the IEEE's layout: one sign bit, five of the exponent, ten of the fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f32::from(bits & 0x3FF) / 1024.0);
    match exponent {
        0 => sign * fraction * 2_f32.powi(-14),
        31 if fraction == 0.0 => sign * f32::INFINITY,
        31 => f32::NAN,
        _ => sign * (1.0 + fraction) * 2_f32.powi(exponent - 15),
    }
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
