//! What keeps a form that is not sent yet: the draft that is saved while one types, and the way out.

pub mod autosave;
pub mod leave;
pub mod restore;
pub mod status;
