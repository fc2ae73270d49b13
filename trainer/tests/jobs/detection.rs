//! Object detection. Its networks are large, so jobs here have few images; most end before the first batch.

mod boxes;
mod channels;
mod evaluation;
mod models;
mod scenes;
mod stopping;
mod training;
