//! The cards of the channels: data channels, which fold, and the one that holds the source model.

pub mod card;
pub mod fields;
pub mod model_card;
