//! Layers and the loops under them. Tensors are `f32` in the order `[images, height, width, channels]`: the values of a pixel
//! lie side by side, unlike MXNet's `[images, channels, height, width]`.
//!
//! * [`feature_map`] – the shape of one image inside a tensor, with its border of zeros
//! * [`kernels`] – the inner loops, compiled for several instruction sets
//! * [`convolution`], [`normalization`], [`pooling`], [`loss`] – forward and backward of each layer
//! * [`all_reduce`] – sums across the threads that share a batch

pub(crate) mod all_reduce;
pub(crate) mod convolution;
pub(crate) mod feature_map;
pub(crate) mod kernels;
pub(crate) mod loss;
pub(crate) mod normalization;
pub(crate) mod pooling;
