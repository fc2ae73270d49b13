//! Reads a list of any release from front to back.

use std::io::Read;

use super::{DENSE, ElementType, LIST_MAGIC, ListError, SHAPED, TYPED, WIDE};

/// Values that are handed on at once.
pub const MAX_CHUNK: usize = 16 * 1024;
/// The deepest networks have some 1,500 arrays; more is an attack or an accident.
const MAX_ARRAYS: u64 = 100_000;
/// Source: `kMaxDim` of MXNet's shapes.
const MAX_RANK: u32 = 32;
/// Bytes of a name.
const MAX_NAME: u64 = 1024;
/// Bytes of all names together.
const MAX_NAMES: u64 = 8 << 20;
/// Elements of an array; this many bytes are more than any memory holds.
const MAX_ELEMENTS: u64 = 1 << 48;

/// What stands before the elements of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayHeader {
    /// Its dimensions; empty for a single value and for an array without a value.
    pub shape: Vec<u64>,
    /// The product of the dimensions, 0 for an array without a value; `None` when it is 2⁴⁸ or more.
    pub elements: Option<u64>,
    /// The array's first word, which tells the releases that wrote it.
    pub(super) magic: u32,
    /// MXNet's number for the element type.
    type_code: i32,
}

impl ArrayHeader {
    /// What the elements are.
    ///
    /// # Errors
    /// [`ListError::UnknownType`] for a number that no release has.
    pub fn element(&self) -> Result<ElementType, ListError> {
        ElementType::from_code(self.type_code)
    }
}

/// A list that is being read: for each array its header, then its values; then the names. Memory is that of one chunk.
#[derive(Debug)]
pub struct ListReader<R> {
    input: R,
    /// Arrays whose header was not read yet.
    left: u64,
    /// Arrays of the list.
    count: u64,
    bytes: Vec<u8>,
    values: Vec<f32>,
}

impl<R: Read> ListReader<R> {
    /// Reads the list's own head.
    ///
    /// # Errors
    /// When it is none, or is cut.
    pub fn new(mut input: R) -> Result<Self, ListError> {
        if u64::from_le_bytes(take(&mut input)?) != LIST_MAGIC {
            return Err(ListError::NoList);
        }
        take::<8>(&mut input)?;
        let count = u64::from_le_bytes(take(&mut input)?);
        if count > MAX_ARRAYS {
            return Err(ListError::TooManyArrays(count));
        }
        Ok(Self { input, left: count, count, bytes: Vec::new(), values: Vec::new() })
    }

    /// Reads the next array's header; `None` behind the last one. [`Self::values`] of the array before must have been called.
    ///
    /// # Errors
    /// When no array starts there, or it is cut.
    pub fn next_header(&mut self) -> Result<Option<ArrayHeader>, ListError> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        header(&mut self.input).map(Some)
    }

    /// Reads an array's elements; `visit` hears at most [`MAX_CHUNK`] at once. Values of whole numbers are not handed on.
    ///
    /// # Errors
    /// When they are too many, of an unknown type, or cut.
    pub fn values(&mut self, header: &ArrayHeader, mut visit: impl FnMut(&[f32])) -> Result<(), ListError> {
        let element = header.element()?;
        let mut left = header.elements.ok_or(ListError::TooManyElements)?;
        self.bytes.resize(MAX_CHUNK * element.size(), 0);
        while left > 0 {
            let count = left.min(MAX_CHUNK as u64) as usize;
            let bytes = self.bytes.get_mut(..count * element.size()).unwrap_or_default();
            self.input.read_exact(bytes)?;
            left -= count as u64;
            self.values.clear();
            if element.decode(bytes, &mut self.values) {
                visit(&self.values);
            }
        }
        Ok(())
    }

    /// Reads the names: one for each array, or none at all. Nothing may follow them.
    ///
    /// # Errors
    /// When they are too long, cut, or no text.
    pub fn names(mut self) -> Result<Vec<String>, ListError> {
        let count = u64::from_le_bytes(take(&mut self.input)?);
        if count != 0 && count != self.count {
            return Err(ListError::NameCount);
        }
        let mut left = MAX_NAMES;
        let mut names = Vec::new();
        for _ in 0..count {
            let length = u64::from_le_bytes(take(&mut self.input)?);
            if length > MAX_NAME {
                return Err(ListError::LongName(length));
            }
            left = left.checked_sub(length).ok_or(ListError::LongNames)?;
            let mut name = vec![0; length as usize];
            self.input.read_exact(&mut name)?;
            names.push(String::from_utf8(name).map_err(|_| ListError::NameNotText)?);
        }
        match self.input.read(&mut [0])? {
            0 => Ok(names),
            _ => Err(ListError::Followed),
        }
    }
}

fn header(input: &mut impl Read) -> Result<ArrayHeader, ListError> {
    let magic = u32::from_le_bytes(take(input)?);
    let without_value = || ArrayHeader { shape: Vec::new(), elements: Some(0), magic, type_code: 0 };
    let shape = match magic {
        TYPED | SHAPED => {
            if i32::from_le_bytes(take(input)?) != DENSE {
                return Err(ListError::Sparse);
            }
            let rank = i32::from_le_bytes(take(input)?);
            // An array without a value: -1 dimensions where a shape may be empty, none otherwise.
            if rank == -1 || (rank == 0 && magic == TYPED) {
                return Ok(without_value());
            }
            wide_shape(input, u32::try_from(rank).map_err(|_| ListError::Rank(rank.into()))?)?
        }
        WIDE => {
            let rank = u32::from_le_bytes(take(input)?);
            wide_shape(input, rank)?
        }
        // The oldest releases wrote the number of dimensions and then 32-bit sizes.
        rank if rank <= MAX_RANK => {
            (0..rank).map(|_| Ok(u64::from(u32::from_le_bytes(take(input)?)))).collect::<Result<_, ListError>>()?
        }
        _ => return Err(ListError::NoArray),
    };
    if shape.is_empty() && magic != SHAPED {
        return Ok(without_value());
    }
    // The device, which is the reader's own affair.
    take::<8>(input)?;
    let type_code = i32::from_le_bytes(take(input)?);
    let elements = shape.iter().try_fold(1_u64, |product, size| product.checked_mul(*size));
    Ok(ArrayHeader { shape, elements: elements.filter(|elements| *elements < MAX_ELEMENTS), magic, type_code })
}

fn wide_shape(input: &mut impl Read, rank: u32) -> Result<Vec<u64>, ListError> {
    if rank > MAX_RANK {
        return Err(ListError::Rank(rank.into()));
    }
    let size = |_| u64::try_from(i64::from_le_bytes(take(input)?)).map_err(|_| ListError::NegativeDimension);
    (0..rank).map(size).collect()
}

fn take<const COUNT: usize>(input: &mut impl Read) -> Result<[u8; COUNT], ListError> {
    let mut bytes = [0; COUNT];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}
