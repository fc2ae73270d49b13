//! trainer
mod numerics;
mod random;
