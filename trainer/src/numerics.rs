//! Layers and the loops under them. Tensors are `f32` in the order `[images, height, width, channels]`: the values of a pixel
//! lie side by side, unlike MXNet's `[images, channels, height, width]`.
//!
//! * [`feature_map`] – the shape of one image inside a tensor, with its border of zeros
//! * [`window`] – the window that slides over it
//! * [`kernels`] – the inner loops, compiled for several instruction sets
//! * [`bilinear`] – where the pixels of a resized image lie in the original
//! * [`convolution`], [`normalization`], [`pixels`], [`pooling`], [`loss`] – forward and backward of each layer

pub(crate) mod bilinear;
pub(crate) mod convolution;
pub(crate) mod feature_map;
pub(crate) mod kernels;
pub(crate) mod loss;
pub(crate) mod normalization;
pub(crate) mod pixels;
pub(crate) mod pooling;
pub(crate) mod window;
