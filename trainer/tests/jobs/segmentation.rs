//! Semantic segmentation. Its networks are large, so jobs here have few small images; most end before the first batch.

mod channels;
mod evaluation;
mod models;
mod scenes;
mod settings;
mod stopping;
mod training;
