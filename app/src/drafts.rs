//! Forms that were begun and not sent: kept while one types, listed on a page of their own.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`stored_form`] | what is kept of a form |
//! | [`api`] | server functions |
//! | [`page`], [`row`], [`deletion`] | the list, a draft in it, and the question before it goes |

pub mod api;
pub mod deletion;
pub mod page;
pub mod row;
