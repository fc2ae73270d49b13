//! The framework's file of named arrays (`.params`): a magic number, the arrays, then their names.

/// A named array of single precision.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedArray {
    /// `arg:` or `aux:` and the parameter's name.
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

const LIST: u64 = 0x112;
const ARRAY: u32 = 0xF993_FAC9;
const LARGEST_COUNT: u64 = 10_000;
const LARGEST_RANK: u32 = 8;

/// The bytes of a file with these arrays, in this order.
pub(crate) fn encode(arrays: &[NamedArray]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [LIST, 0, arrays.len() as u64] {
        file.extend(word.to_le_bytes());
    }
    for array in arrays {
        file.extend(ARRAY.to_le_bytes());
        // Dense storage.
        file.extend(0_i32.to_le_bytes());
        file.extend((array.shape.len() as u32).to_le_bytes());
        for size in &array.shape {
            file.extend((*size as i64).to_le_bytes());
        }
        // On the processor, device 0, single precision.
        for word in [1_i32, 0, 0] {
            file.extend(word.to_le_bytes());
        }
        file.extend(array.values.iter().flat_map(|value| value.to_le_bytes()));
    }
    file.extend((arrays.len() as u64).to_le_bytes());
    for array in arrays {
        file.extend((array.name.len() as u64).to_le_bytes());
        file.extend(array.name.as_bytes());
    }
    file
}

/// Reads a file of arrays.
///
/// # Errors
/// What is wrong with the first part that is not well formed.
pub(crate) fn decode(file: &[u8]) -> Result<Vec<NamedArray>, &'static str> {
    let mut rest = Rest(file);
    if rest.u64()? != LIST {
        return Err("it is not a list of arrays");
    }
    rest.u64()?;
    let count = rest.u64()?;
    if count > LARGEST_COUNT {
        return Err("it has too many arrays");
    }
    let mut arrays = Vec::new();
    for _ in 0..count {
        arrays.push(rest.array()?);
    }
    if rest.u64()? != count {
        return Err("it has not one name for each array");
    }
    for array in &mut arrays {
        let length = usize::try_from(rest.u64()?).map_err(|_| "a name is too long")?;
        let name = rest.take(length)?;
        array.name = String::from_utf8(name.to_vec()).map_err(|_| "a name is not text")?;
    }
    Ok(arrays)
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("it ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, &'static str> {
        self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| "it ends too early")
    }

    fn u64(&mut self) -> Result<u64, &'static str> {
        self.take(8)?.try_into().map(u64::from_le_bytes).map_err(|_| "it ends too early")
    }

    fn array(&mut self) -> Result<NamedArray, &'static str> {
        if self.u32()? != ARRAY {
            return Err("an array is of an unknown version");
        }
        if self.u32()? != 0 {
            return Err("an array is not dense");
        }
        let rank = self.u32()?;
        if rank > LARGEST_RANK {
            return Err("an array has too many dimensions");
        }
        let mut shape = Vec::new();
        for _ in 0..rank {
            shape.push(usize::try_from(self.u64()?).map_err(|_| "an array is too large")?);
        }
        self.take(8)?;
        if self.u32()? != 0 {
            return Err("an array is not of single precision");
        }
        let count = shape.iter().try_fold(1_usize, |product, size| product.checked_mul(*size)).ok_or("an array is too large")?;
        let bytes = self.take(count.checked_mul(4).ok_or("an array is too large")?)?;
        let values = bytes.chunks_exact(4).filter_map(|bytes| bytes.try_into().ok()).map(f32::from_le_bytes).collect();
        Ok(NamedArray { name: String::new(), shape, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let array = |name: &str, shape: &[usize]| NamedArray {
            name: name.to_owned(),
            shape: shape.to_vec(),
            values: (0..shape.iter().product::<usize>()).map(|value| value as f32).collect(),
        };
        let arrays = vec![array("arg:fc1_bias", &[3]), array("aux:bn_data_moving_var", &[2, 1, 2])];
        let file = encode(&arrays);
        assert_eq!(decode(&file).as_ref(), Ok(&arrays));
        for length in 0..file.len() {
            assert!(decode(&file[..length]).is_err());
        }
    }

    #[test]
    fn impossible_sizes_are_refused_before_memory_is_taken() {
        let mut file = encode(&[NamedArray { name: "arg:x".to_owned(), shape: vec![1], values: vec![0.0] }]);
        file[36..44].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(decode(&file).is_err());
        file[36..44].copy_from_slice(&(1_u64 << 60).to_le_bytes());
        assert!(decode(&file).is_err());
        file[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(decode(&file), Err("it has too many arrays"));
    }
}
