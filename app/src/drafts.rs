//! Forms that were begun and not sent: kept while one types, listed on a page of their own.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`model`] | plain data of a draft |
//! | [`api`] | server functions |
//! | [`page`] | the list |

pub mod api;
pub mod model;
pub mod page;
