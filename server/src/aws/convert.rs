//! Domain types into SDK types and back.

pub(crate) mod description;
pub(crate) mod request;
