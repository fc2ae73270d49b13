//! `baton env`: how other AWS clients reach the engine.

use std::process::ExitCode;

use crate::config::Data;

/// Prints the `export` lines of the engine of a data folder.
pub(super) fn run(data: &Data) -> ExitCode {
    let Some(folder) = data.folder() else {
        eprintln!("baton: there is no home folder: name a data folder with --data DIR");
        return ExitCode::FAILURE;
    };
    match engine::environment(&folder) {
        Ok(environment) => {
            // Each variable ends its own line.
            super::print(&environment.to_string());
            ExitCode::SUCCESS
        }
        Err(error) => super::failed(&error),
    }
}
