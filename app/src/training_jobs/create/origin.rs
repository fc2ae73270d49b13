//! *Paste a request*, and what of an earlier request does not come along.

pub mod carried;
pub mod paste;
