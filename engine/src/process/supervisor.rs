//! The process that owns a job's trainer. It outlives the engine: the training goes on when the engine ends, and a file tells
//! the next engine how it ended. The supervisor uses plain threads, because the trainer dies with the *thread* that started it.
//!
//! - [`trainer`] — the trainer's process
//! - [`limits`], [`root`], [`toolkit_variables`] — its limits, its file system and its environment
//! - [`links`] — the channels whose files are the object store's own
//! - [`pipes`] — the channels that it reads as streams
//! - [`output`] — copies its output into the job's log
//! - [`reserve`] — room for the exit file on a full disk

mod limits;
mod links;
mod output;
mod pipes;
mod reserve;
mod root;
mod toolkit_variables;
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

/// The pause between two checks of the supervisor.
const INTERVAL: Duration = Duration::from_millis(50);
/// The pause between two counts of the bytes of the job's files.
const COUNT_INTERVAL: Duration = Duration::from_secs(2);
/// The time that the rest of the output may take after the trainer has ended.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(5);

/// Runs the trainer of a job to its end and writes how it ended. The engine has prepared the job's folder. Standard input is
/// the locked file by which the engine knows that the supervisor lives.
pub fn supervise(job_folder: &Path) -> ExitCode {
    // This fails when the engine has made this process the leader of a group. A group also keeps the signals of a terminal
    // away.
    let _ = nix::unistd::setsid();
    // A log may grow beyond the user's limit of the size of files (`ulimit -f`). Without the signal the write fails, and this process
    // goes on.
    let _ = limits::file_size_signal().thread_block();
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
        let variables = toolkit_variables::variables(&base, name.map_or("", |(_, name)| name.as_str()));
        // The variables that the engine set come last, so they win.
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
        // The file is needed only if this process is killed, so a failure does not end the training.
        eprintln!("the trainer's group cannot be written down: {error}");
    }
    let exit = watch(trainer, &spec, folder, &input, &linked)?;
    output.finish(OUTPUT_TIMEOUT);
    Ok(exit)
}

/// The folder that is `/opt/ml` in a container, by the name that the trainer uses.
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

/// Waits for the trainer. Ends it when it is asked to stop, its time is over, its input fails, or its volume is full. The
/// folders `linked` do not count as files of the volume.
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
    let mut is_reported = false;
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
        // The write may fail on a full disk. The engine then learns from the exit file that the time was over.
        if cause == Cause::TimedOut && !is_reported {
            is_reported = fs::write(folder.timed_out(), b"").is_ok();
        }
        if let Some(volume) = spec.volume
            && cause != Cause::VolumeFull
            && counted.elapsed() >= COUNT_INTERVAL
        {
            counted = Instant::now();
            if limits::used(&ml, linked) > volume {
                // On a real volume every write fails from now on, so the trainer could not save anything more.
                cause = Cause::VolumeFull;
                kill_at = Some(Instant::now());
            }
        }
        thread::sleep(INTERVAL);
    }
}
