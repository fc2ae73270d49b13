//! The sample scenes for object detection and semantic segmentation: one to three filled shapes on a smooth texture.
//!
//! * [`shape`] – classes, patterns, and shapes with their boxes
//! * [`drawing`] – draws the scene of a seed
//! * [`encoding`] – a scene as JPEG, mask, annotation and record
//! * [`sets`] – which scenes the sample sets hold
//! * `xorshift` – the pseudorandom numbers
//!
//! Integers and one fixed sequence of numbers: every machine draws the same. It is a crate of its own so that a build without
//! optimisation draws fast, too (`Cargo.toml`, `profile.dev`). What the pictures show, and their licence:
//! `engine/samples/shapes/README.md`.

pub mod drawing;
pub mod encoding;
pub mod sets;
pub mod shape;
mod xorshift;

pub use drawing::{SIDE, Scene, draw};
pub use sets::Split;
pub use shape::{Class, Pattern, Shape};
