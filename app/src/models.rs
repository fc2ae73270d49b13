//! SageMaker's models: the list, one model, a new one, and a look into a model from elsewhere.

pub mod api;
pub mod create;
pub mod delete;
pub mod detail;
pub mod inspect;
pub mod list;

pub use create::CreateModelPage;
pub use detail::ModelPage;
pub use inspect::InspectPage;
pub use list::ModelsPage;
