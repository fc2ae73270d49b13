//! The engine as its clients see it: over HTTP, signed, with a folder and a port of its own for each test.

mod artifacts;
mod attempts;
mod client;
mod containers;
mod cors;
mod environment;
mod harness;
mod hostile;
mod jobs;
mod logs;
mod models;
mod object_tagging;
mod operations;
mod pipes;
mod protocol;
mod rehearsal;
mod restart;
mod s3;
mod s3_answers;
mod s3_checksums;
mod s3_guards;
mod s3_versions;
mod staging;
mod supervisor;
mod traps;
mod verdicts;
