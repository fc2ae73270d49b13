//! What stands between a filled form and its submission: all values with where they come from, what to accept, the cost,
//! the request as code, and variants of it.

pub mod acceptance;
pub mod code_panel;
pub mod cost;
pub mod variants;
