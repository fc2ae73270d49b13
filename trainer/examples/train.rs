//! Trains in a directory of the container contract: `cargo run --release -p trainer --example train DIR [ALGORITHM]`.

use std::{path::Path, process::ExitCode};

use trainer::BuiltInAlgorithm;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (root, name) = (arguments.next(), arguments.next());
    let algorithm = name.map_or(Ok(BuiltInAlgorithm::default()), |name| name.parse());
    let (Some(root), Ok(algorithm)) = (root, algorithm) else {
        eprintln!("usage: train DIR [ALGORITHM]");
        return ExitCode::FAILURE;
    };
    trainer::main(algorithm, Path::new(&root))
}
