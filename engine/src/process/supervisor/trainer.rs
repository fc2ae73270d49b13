//! The trainer's process. It has a group of its own, and all processes that it started end with it, also those that left the
//! group. The kernel kills it when the supervisor dies, so that no trainer runs unwatched.

use std::{
    ffi::OsString,
    io::{self, PipeWriter},
    os::unix::process::{CommandExt, ExitStatusExt},
    path::Path,
    process::{Child, Command, Stdio},
};

use nix::{
    sys::{
        signal::{Signal, kill, killpg},
        wait::{Id, WaitPidFlag, WaitStatus, waitid},
    },
    unistd::Pid,
};

use super::limits;
use crate::process::{
    orphans::{self, Group, MARKER},
    spec::Spec,
};

/// A trainer that was started.
pub(super) struct Trainer {
    child: Child,
    id: Pid,
    /// The command that ends a container, which outlives the command that started it.
    end: Vec<OsString>,
}

impl Trainer {
    /// Starts the program in the folder `base`. Its standard output and its errors go into `log`.
    pub(super) fn start(spec: &Spec, base: &Path, log: PipeWriter) -> io::Result<Self> {
        let mut arguments = spec.command.iter();
        let program = arguments.next().ok_or_else(|| io::Error::other("the trainer command is empty"))?;
        let mut command = Command::new(program);
        command.args(arguments).current_dir(base).process_group(0);
        // The engine's environment may hold keys that the trainer must not see.
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(spec.environment.iter().map(|(name, value)| (name, value)));
        command.env(MARKER, &spec.marker);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        die_with_parent(&mut command);
        // The program begins as the system starts programs: it inherits what this thread blocks.
        let _ = limits::file_size_signal().thread_unblock();
        let started = command.spawn();
        let _ = limits::file_size_signal().thread_block();
        let child = started?;
        let id = Pid::from_raw(i32::try_from(child.id()).map_err(io::Error::other)?);
        Ok(Self { child, id, end: spec.kill.clone() })
    }

    /// The group in which it was started.
    pub(super) fn group(&self) -> Group {
        Group::of(self.id)
    }

    /// Whether it has ended. It is not reaped yet, so its number cannot belong to another process.
    pub(super) fn has_ended(&self) -> io::Result<bool> {
        orphans::reap_adopted(self.id);
        let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        Ok(waitid(Id::Pid(self.id), flags)? != WaitStatus::StillAlive)
    }

    /// Asks it to end, as Docker asks the first process of a container.
    pub(super) fn terminate(&self) {
        let _ = kill(self.id, Signal::SIGTERM);
    }

    /// Ends it, its group and its container.
    pub(super) fn kill(&mut self) {
        let mut arguments = std::mem::take(&mut self.end).into_iter();
        if let Some(program) = arguments.next() {
            let _ =
                Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
        let _ = killpg(self.id, Signal::SIGKILL);
    }

    /// Exit code or signal of a trainer that has ended. Also ends the processes that it left running.
    pub(super) fn reap(&mut self) -> io::Result<(Option<i32>, Option<i32>)> {
        self.kill();
        let status = self.child.wait()?;
        orphans::end_descendants();
        Ok((status.code(), status.signal()))
    }
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "only a hook between fork and exec can ask the kernel for the signal")]
fn die_with_parent(command: &mut Command) {
    let parent = Pid::this();
    let hook = move || {
        nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
        // The supervisor may have died before the line above.
        match Pid::parent() == parent {
            true => Ok(()),
            false => Err(io::ErrorKind::BrokenPipe.into()),
        }
    };
    // SAFETY: the hook makes two system calls, allocates nothing and takes no lock, so it may run between fork and exec.
    unsafe { command.pre_exec(hook) };
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_command: &mut Command) {}
