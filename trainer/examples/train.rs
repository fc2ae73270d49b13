//! Trains in a directory of the container contract: `cargo run --release -p trainer --example train DIR`.

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let Some(root) = std::env::args().nth(1) else {
        eprintln!("usage: train DIR");
        return ExitCode::FAILURE;
    };
    trainer::main(Path::new(&root))
}
