//! The process that owns a job's trainer. It outlives the engine: when that ends, the training goes on, and the next
//! engine finds how it ended in a file. Plain threads: the trainer dies with the *thread* that started it.
//!
//! - [`trainer`] — the trainer's process
//! - [`output`] — what it prints, into the job's log

mod output;
mod trainer;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use crate::jobs::layout::JobFolder;
use crate::jobs::spec::{Cause, Exit, Spec};
use trainer::Trainer;

/// How often the supervisor looks.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long the rest of the output may take after the trainer ended.
const OUTPUT_PATIENCE: Duration = Duration::from_secs(5);

/// Runs the trainer of a job whose folder the engine has prepared, to its end, and writes down how it ended.
/// The lock that tells that the supervisor lives comes from the engine as standard input.
pub fn supervise(job_folder: &Path) -> ExitCode {
    // Fails only when this process leads a session already, which is what is wanted.
    let _ = nix::unistd::setsid();
    let folder = JobFolder::new(job_folder);
    match run(&folder).and_then(|exit| exit.write(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the supervisor of {} failed: {error}", job_folder.display());
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &JobFolder) -> io::Result<Exit> {
    let spec = Spec::read(folder)?;
    // A crash of the trainer must not write gigabytes.
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    let (output, log) = output::Output::open(&folder.log())?;
    let trainer = match Trainer::start(&spec, folder, log) {
        Ok(trainer) => trainer,
        Err(error) => {
            let program = spec.command.first().map(|program| program.display().to_string()).unwrap_or_default();
            let cause = Cause::NotStarted(format!("{program}: {error}"));
            return Ok(Exit { cause, code: None, signal: None });
        }
    };
    let exit = watch(trainer, &spec, folder)?;
    output.finish(OUTPUT_PATIENCE);
    Ok(exit)
}

/// Waits for the trainer, and ends it when it is asked to or its time is over.
fn watch(mut trainer: Trainer, spec: &Spec, folder: &JobFolder) -> io::Result<Exit> {
    let limit = Instant::now().checked_add(Duration::from_secs(spec.longest_seconds));
    let (stop, timed_out) = (folder.stop(), folder.timed_out());
    let mut cause = Cause::Exited;
    let mut kill_at = None;
    loop {
        if trainer.has_ended()? {
            let (code, signal) = trainer.reap()?;
            return Ok(Exit { cause, code, signal });
        }
        match kill_at {
            None => {
                if stop.exists() {
                    cause = Cause::Stopped;
                } else if limit.is_some_and(|limit| Instant::now() >= limit) {
                    fs::write(&timed_out, b"")?;
                    cause = Cause::TimedOut;
                }
                if cause != Cause::Exited {
                    trainer.terminate();
                    kill_at = Instant::now().checked_add(Duration::from_secs(spec.grace_seconds));
                }
            }
            Some(time) if Instant::now() >= time => trainer.kill(),
            Some(_) => {}
        }
        thread::sleep(INTERVAL);
    }
}
