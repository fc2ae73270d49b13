//! What is wrong with a list of arrays.

use std::io;

/// Why a list cannot be read, as the rest of a sentence.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Something else stands at its start.
    #[error("it does not start as a list of arrays")]
    NoList,
    /// More arrays than any network has.
    #[error("it claims to hold {0} arrays")]
    TooManyArrays(u64),
    /// Something else stands where an array must start, or an array of another release than was asked for.
    #[error("an array does not start as one")]
    NoArray,
    /// Only some of its elements are stored.
    #[error("an array is not dense")]
    Sparse,
    /// A number of dimensions that no array has.
    #[error("an array has {0} dimensions")]
    Rank(i64),
    /// A dimension below zero.
    #[error("a dimension is negative")]
    NegativeDimension,
    /// An element type that no release has.
    #[error("an array has elements of the unknown type {0}")]
    UnknownType(i32),
    /// The product of the dimensions is beyond 2⁴⁸.
    #[error("an array claims more elements than any memory holds")]
    TooManyElements,
    /// More elements than were asked for.
    #[error("its arrays are larger than this network's")]
    TooLarge,
    /// Another element type than the one that was asked for.
    #[error("an array does not hold 32-bit floating-point numbers")]
    NotFloat32,
    /// Not every array has a name.
    #[error("the number of names is not the number of arrays")]
    NameCount,
    /// A name longer than any.
    #[error("a name claims to have {0} bytes")]
    LongName(u64),
    /// All names together are longer than any.
    #[error("its names are too long")]
    LongNames,
    /// A name in no encoding of text.
    #[error("a name is not text")]
    NameNotText,
    /// The list is over and the file is not.
    #[error("something follows the list")]
    Followed,
    /// The file is over and the list is not.
    #[error("it ends too early")]
    Cut,
    /// The file cannot be read.
    #[error(transparent)]
    Read(io::Error),
}

impl From<io::Error> for ListError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Cut } else { Self::Read(error) }
    }
}
