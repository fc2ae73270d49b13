//! The process that owns a job's trainer. It outlives the engine: when that ends, the training goes on, and the next
//! engine finds how it ended in a file. Plain threads: the trainer dies with the *thread* that started it.
//!
//! - [`trainer`] — the trainer's process
//! - [`limits`], [`root`], [`contract`] — what it may use, and what it finds where
//! - [`links`] — the channels whose files are the object store's own
//! - [`pipes`] — the channels that it reads as streams
//! - [`output`] — what it prints, into the job's log
//! - [`reserve`] — room for the last word when the disk is full

mod contract;
mod limits;
mod links;
mod output;
mod pipes;
mod reserve;
mod root;
mod trainer;

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use crate::{
    atomic_write,
    clock::{Clock, SystemClock},
    log_file::LogFile,
    process::{
        folder::JobFolder,
        orphans,
        spec::{Cause, Contract, Exit, Spec},
    },
};
use reserve::Reserve;
use trainer::Trainer;

/// How often the supervisor looks.
const INTERVAL: Duration = Duration::from_millis(50);
/// How often it counts the bytes of the job's files.
const COUNT_INTERVAL: Duration = Duration::from_secs(2);
/// How long the rest of the output may take after the trainer ended.
const OUTPUT_PATIENCE: Duration = Duration::from_secs(5);

/// Runs the trainer of a job whose folder the engine has prepared, to its end, and writes down how it ended.
/// The lock that tells that the supervisor lives comes from the engine as standard input.
pub fn supervise(job_folder: &Path) -> ExitCode {
    // Fails where the engine made this process the leader of a group; that keeps the signals of a terminal away, too.
    let _ = nix::unistd::setsid();
    let folder = JobFolder::new(job_folder);
    match begin(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the supervisor of {} failed: {error}", job_folder.display());
            ExitCode::FAILURE
        }
    }
}

fn begin(folder: &JobFolder) -> io::Result<()> {
    match Reserve::take(folder)? {
        Some(reserve) => reserve.write(&run(folder)?, folder),
        None => Exit { cause: Cause::Stopped, code: None, signal: None }.write(folder),
    }
}

fn run(folder: &JobFolder) -> io::Result<Exit> {
    orphans::adopt_orphans();
    let mut spec = Spec::read(folder)?;
    fs::write(folder.started(), b"")?;
    limits::apply(&spec);
    let base = base(&spec, folder)?;
    if spec.contract == Contract::Program {
        let name = spec.environment.iter().find(|(variable, _)| variable == "TRAINING_JOB_NAME");
        let variables = contract::variables(&base, name.map_or("", |(_, name)| name.as_str()));
        // What the engine's owner set stays.
        let own = std::mem::take(&mut spec.environment);
        spec.environment = variables.into_iter().chain(own).collect();
    }
    if spec.contract == Contract::Program {
        links::protect(&spec.linked, &base, folder)?;
    }
    let input = pipes::serve(&spec.pipes, folder)?;
    let linked = limits::identities(spec.linked.iter().map(|channel| folder.channel(channel)));
    let (output, log) = output::Output::open(folder)?;
    let trainer = match Trainer::start(&spec, &base, log) {
        Ok(trainer) => trainer,
        Err(error) => {
            let program = spec.command.first().map(|program| program.display().to_string()).unwrap_or_default();
            let cause = Cause::NotStarted(format!("{program}: {error}"));
            return Ok(Exit { cause, code: None, signal: None });
        }
    };
    let group = serde_json::to_vec(&trainer.group()).map_err(io::Error::other)?;
    if let Err(error) = atomic_write::write(&folder.group(), &group, 0o600) {
        // Only needed should this process be killed: no reason to end a training.
        eprintln!("the trainer's group cannot be written down: {error}");
    }
    let exit = watch(trainer, &spec, folder, &input, &linked)?;
    output.finish(OUTPUT_PATIENCE);
    Ok(exit)
}

/// What a container has as `/opt/ml`, as the trainer sees it.
fn base(spec: &Spec, folder: &JobFolder) -> io::Result<PathBuf> {
    let ml = fs::canonicalize(folder.ml())?;
    if spec.contract != Contract::Program {
        return Ok(ml);
    }
    let entered = root::enter(&ml, &folder.scratch());
    let note = |text: &str| LogFile::open(&folder.log())?.append(SystemClock.now().milliseconds(), text);
    if let Err(error) = &entered {
        let text = format!(
            "This system allows no private root ({error}): {} is not there, and the program finds its folders by SAGEMAKER_BASE_DIR \
             and the variables SM_….",
            root::ML
        );
        note(&text)?;
    }
    if spec.isolated
        && let Err(error) = root::isolate()
    {
        note(&format!("EnableNetworkIsolation is not applied: this system allows no private network ({error})."))?;
    }
    Ok(if entered.is_ok() { PathBuf::from(root::ML) } else { ml })
}

/// Waits for the trainer, and ends it when it is asked to, its time is over, its input fails, or its volume is full. The folders
/// `linked` are not counted.
fn watch(
    mut trainer: Trainer,
    spec: &Spec,
    folder: &JobFolder,
    input: &pipes::Failure,
    linked: &HashSet<limits::Identity>,
) -> io::Result<Exit> {
    let limit = Instant::now().checked_add(Duration::from_secs(spec.longest_seconds));
    let (stop, interrupt, ml) = (folder.stop(), folder.interrupt(), folder.ml());
    let mut cause = Cause::Exited;
    let mut kill_at = None;
    let mut counted = Instant::now();
    let mut is_told = false;
    loop {
        if trainer.has_ended()? {
            let (code, signal) = trainer.reap()?;
            if cause == Cause::Exited
                && let Some(reason) = input.reason()
            {
                cause = Cause::InputFailed(reason.to_owned());
            }
            return Ok(Exit { cause, code, signal });
        }
        match kill_at {
            None => {
                if stop.exists() {
                    cause = Cause::Stopped;
                } else if limit.is_some_and(|limit| Instant::now() >= limit) {
                    cause = Cause::TimedOut;
                } else if interrupt.exists() {
                    cause = Cause::Interrupted;
                }
                if cause != Cause::Exited {
                    trainer.terminate();
                    kill_at = Instant::now().checked_add(Duration::from_secs(spec.grace_seconds));
                } else if let Some(reason) = input.reason() {
                    cause = Cause::InputFailed(reason.to_owned());
                    trainer.kill();
                    kill_at = Some(Instant::now());
                }
            }
            Some(time) if Instant::now() >= time => trainer.kill(),
            Some(_) => {}
        }
        // The engine learns it from the end at the latest: a disk that is full meanwhile is no reason to give the training up.
        if cause == Cause::TimedOut && !is_told {
            is_told = fs::write(folder.timed_out(), b"").is_ok();
        }
        if let Some(volume) = spec.volume
            && cause != Cause::VolumeFull
            && counted.elapsed() >= COUNT_INTERVAL
        {
            counted = Instant::now();
            if limits::used(&ml, linked) > volume {
                // On a real volume every write fails from now on: nothing that could still be saved is lost.
                cause = Cause::VolumeFull;
                kill_at = Some(Instant::now());
            }
        }
        thread::sleep(INTERVAL);
    }
}
