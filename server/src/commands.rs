//! The subcommands, one file each.

mod check;
mod engine;
mod env;
mod folder;
mod serve;
mod transfer;

use std::{
    error::Error,
    fmt::Write as _,
    future::Future,
    io::{IsTerminal as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use tracing_subscriber::EnvFilter;

use crate::config::{Arguments, Command};

/// Bytes of stack for each thread: a page is rendered as one deeply nested future, which unoptimised needs more than the
/// runtime's 2 MiB. What is not touched costs no memory.
const STACK: usize = 16 << 20;

/// Runs what was asked for. `train`, `evaluate` and `supervise` start no asynchronous runtime: they are single jobs.
pub fn run(arguments: Arguments) -> ExitCode {
    match arguments.command.unwrap_or(Command::Serve(arguments.serve)) {
        Command::Serve(flags) => in_runtime(serve::run(flags)),
        Command::Engine(flags) => in_runtime(engine::run(flags)),
        Command::Env(data) => env::run(&data),
        Command::Train { directory, algorithm } => trainer::main(algorithm, &directory),
        Command::Evaluate { directory, algorithm } => trainer::evaluation_main(algorithm, &directory),
        Command::Check { file, region } => check::run(&file, &region),
        Command::Export(flags) => in_runtime(transfer::export(flags)),
        Command::Import(flags) => in_runtime(transfer::import(flags)),
        Command::Supervise { folder } => ::engine::supervise(&folder),
    }
}

fn in_runtime(program: impl Future<Output = Result<(), Box<dyn Error + Send + Sync>>>) -> ExitCode {
    // `s3s` writes an error for each request that it refuses; the engine tells its own faults.
    let filter = EnvFilter::try_from_env("BATON_LOG").unwrap_or_else(|_| EnvFilter::new("info,aws_config=warn,s3s=off"));
    let errors = std::io::stderr();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(errors.is_terminal()).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            survive_large_files();
            program.await
        })
    }));
    // Threads that still read or pack files are not waited for: what they write is not used before it is complete.
    runtime.shutdown_background();
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => failed(error.as_ref()),
        // Its own tasks would keep the process, and its locks, for ever.
        Err(_) => {
            eprintln!("baton: a fault ended the program, for example too little memory for its threads; the lines above name it");
            ExitCode::FAILURE
        }
    }
}

/// A file that grows beyond the limit of the user (`ulimit -f`) sends SIGXFSZ, which ends a process. With a handler the write
/// fails instead. A handler is not inherited: the programs of jobs begin as the system starts them.
fn survive_large_files() {
    /// Source: `asm/signal.h` of Linux on x86 and ARM; macOS has the same number.
    const SIGXFSZ: i32 = 25;
    // The handler stays when the stream is dropped.
    if let Err(error) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(SIGXFSZ)) {
        tracing::warn!(%error, "a file that grows beyond the user's limit will end the program");
    }
}

/// Writes to stdout. A reader that closed it early, as `head` does, has what it wanted.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints an error with all its causes.
fn failed(error: &(dyn Error + 'static)) -> ExitCode {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            // Writing to a string cannot fail.
            let _ = write!(text, ": {words}");
        }
        cause = error.source();
    }
    eprintln!("baton: {text}");
    ExitCode::FAILURE
}

/// Ends when the process is asked to: SIGTERM or SIGINT.
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        // Without handlers the process ends at once, which is what the signals ask for.
        _ => std::future::pending().await,
    }
}
