//! Drafts: forms that are saved while one types, and a page that lists those that were not sent.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`api`] | server functions |
//! | [`page`], [`row`], [`deletion`] | the list, a draft in it, and the question before it goes |

pub mod api;
pub mod deletion;
pub mod page;
pub mod row;
