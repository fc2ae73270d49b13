//! Layers and the loops under them. Tensors are images × rows × columns × channels of `f32`.
//!
//! * [`plane`] – the shape of one image inside a tensor, with its border of zeros
//! * [`kernels`] – the inner loops, compiled for several instruction sets
//! * [`convolution`], [`normalization`], [`pooling`], [`loss`] – forward and backward of each layer
//! * [`exchange`] – sums across the threads that share a batch

pub(crate) mod convolution;
pub(crate) mod exchange;
pub(crate) mod kernels;
pub(crate) mod loss;
pub(crate) mod normalization;
pub(crate) mod plane;
pub(crate) mod pooling;
