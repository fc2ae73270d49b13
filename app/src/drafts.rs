//! Forms that were begun and not sent: kept while one types, listed on a page of their own.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`model`] | plain data of a draft |
//! | [`api`] | server functions |
//! | [`page`], [`row`], [`deletion`] | the list, a draft in it, and the question before it goes |

pub mod api;
pub mod deletion;
pub mod model;
pub mod page;
pub mod row;
