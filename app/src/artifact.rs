//! What is inside `model.tar.gz`: entries, layers, what it can seed, and two of them side by side.

pub mod api;
pub mod compare;
pub mod contents;
pub mod facts;
pub mod layers;
pub mod pending;
pub mod seeds;
pub mod train_from;
pub mod xray;

pub use compare::ComparePage;
pub use train_from::{TrainFrom, artifact_resource};
pub use xray::Xray;
