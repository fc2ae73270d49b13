//! What keeps a form that is not sent yet: the draft that is saved while one types, and the way out.

pub mod autosave;
pub mod leave;
mod leaving;
pub mod left_behind;
pub mod restore;
pub mod status;
