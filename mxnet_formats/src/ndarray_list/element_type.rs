//! What an array's elements are, and their values as 32-bit numbers.

use super::ListError;

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
    Other(&'static str, u8),
}

impl ElementType {
    /// The type of MXNet's number for it. Source: MXNet 1.9.1, `3rdparty/mshadow/mshadow/base.h`.
    pub(super) fn from_code(code: i32) -> Result<Self, ListError> {
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
            code => return Err(ListError::UnknownType(code)),
        })
    }

    /// MXNet's name, for example `float32`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Float16 => "float16",
            Self::Other(name, _) => name,
        }
    }

    /// Bytes of one element.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Float32 => 4,
            Self::Float64 => 8,
            Self::Float16 => 2,
            Self::Other(_, size) => usize::from(size),
        }
    }

    /// Appends the values of whole elements; `false` for a type whose values are passed over.
    pub(super) fn decode(self, bytes: &[u8], values: &mut Vec<f32>) -> bool {
        match self {
            Self::Float32 => values.extend(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes))),
            Self::Float64 => values.extend(bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32)),
            Self::Float16 => values.extend(bytes.as_chunks::<2>().0.iter().map(|bytes| half(u16::from_le_bytes(*bytes)))),
            Self::Other(..) => return false,
        }
        true
    }
}

/// A 16-bit number in the layout of IEEE 754: one sign bit, five of the exponent, ten of the fraction.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_what_the_standard_says() {
        assert_eq!([0x0000, 0x3C00, 0xC000, 0x3555, 0x0001, 0x7C00].map(half)[..3], [0.0, 1.0, -2.0]);
        assert!((half(0x3555) - 1.0 / 3.0).abs() < 1e-3);
        assert_eq!(half(0x0001), 2_f32.powi(-24));
        assert!(half(0x7C00).is_infinite() && half(0x7C01).is_nan());
    }
}
