//! What a form begins with besides nothing: an example, a text that was pasted, an earlier request, and what of it does not
//! come along.

pub mod carried;
pub mod carry;
pub mod example;
pub mod paste;
