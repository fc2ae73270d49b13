//! The residual networks of the algorithm: which layers they have, their parameters, and training them on several threads.
//!
//! * [`architecture`] – the layers that a number of layers and an image shape stand for
//! * [`plan`] – those layers with their shapes, and the parameters they own
//! * [`parameters`] – values, and the change between MXNet's layout and the loops'
//! * [`worker`] – forward and backward of one thread's share of a batch
//! * [`symbol`] – the layers as MXNet's graph of operators
//! * [`learner`] – all threads together: train on a batch, evaluate a batch

pub(crate) mod architecture;
pub(crate) mod learner;
pub(crate) mod parameters;
pub(crate) mod plan;
pub(crate) mod symbol;
pub(crate) mod worker;
