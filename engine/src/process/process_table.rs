//! The processes of this machine, as `/proc` shows them. Systems without `/proc` show none.

use nix::unistd::Pid;

/// A process as the kernel describes it. Source: `proc_pid_stat(5)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProcessStat {
    pub(super) id: Pid,
    pub(super) parent: Pid,
    pub(super) group: Pid,
    /// In clock ticks since the machine began.
    pub(super) start_time: u64,
    /// It is a zombie: it has ended, and its parent has not waited for it yet.
    pub(super) has_ended: bool,
}

#[cfg(target_os = "linux")]
pub(super) use linux::{boot_id, has_variable, process_stat, processes};
#[cfg(not(target_os = "linux"))]
pub(super) use without_proc::{boot_id, has_variable, process_stat, processes};

#[cfg(target_os = "linux")]
mod linux {
    use std::{ffi::OsStr, fs};

    use nix::unistd::Pid;
    use procfs::{
        ProcResult,
        process::{Process, all_processes},
    };

    use super::ProcessStat;

    fn stat(process: &Process) -> ProcResult<ProcessStat> {
        let stat = process.stat()?;
        let [id, parent, group] = [stat.pid, stat.ppid, stat.pgrp].map(Pid::from_raw);
        Ok(ProcessStat { id, parent, group, start_time: stat.starttime, has_ended: matches!(stat.state, 'Z' | 'X') })
    }

    /// One process; `None` when there is none with this number.
    pub(crate) fn process_stat(id: Pid) -> Option<ProcessStat> {
        Process::new(id.as_raw()).and_then(|process| stat(&process)).ok()
    }

    /// All processes. Those that end meanwhile are left out.
    pub(crate) fn processes() -> Vec<ProcessStat> {
        let Ok(all) = all_processes() else { return Vec::new() };
        all.filter_map(|process| process.and_then(|process| stat(&process)).ok()).collect()
    }

    /// Whether a process began with this variable in its environment. Environments of other users cannot be read.
    pub(crate) fn has_variable(id: Pid, name: &str, value: &str) -> bool {
        let environment = Process::new(id.as_raw()).and_then(|process| process.environ());
        environment.is_ok_and(|variables| variables.get(OsStr::new(name)).is_some_and(|found| found == value))
    }

    /// A text that differs after each start of the machine. `procfs` does not read this file.
    pub(crate) fn boot_id() -> String {
        fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
    }
}

#[cfg(not(target_os = "linux"))]
mod without_proc {
    use nix::unistd::Pid;

    use super::ProcessStat;

    pub(crate) fn process_stat(_id: Pid) -> Option<ProcessStat> {
        None
    }

    pub(crate) fn processes() -> Vec<ProcessStat> {
        Vec::new()
    }

    pub(crate) fn has_variable(_id: Pid, _name: &str, _value: &str) -> bool {
        false
    }

    pub(crate) fn boot_id() -> String {
        String::new()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use nix::unistd::Pid;

    use super::{has_variable, process_stat, processes};

    #[test]
    fn the_kernel_knows_this_process_and_its_parent() {
        let own = processes().into_iter().find(|process| process.id == Pid::this()).expect("this process");
        assert_eq!((own.parent, own.has_ended), (Pid::parent(), false));
        assert_eq!(process_stat(Pid::this()), Some(own));
        assert!(own.start_time > 0);
    }

    #[test]
    fn a_child_has_ended_before_it_is_waited_for() {
        let mut child = Command::new("sleep").arg("60").env("BATON_TEST", "a=b").spawn().expect("a child");
        let id = Pid::from_raw(child.id() as i32);
        // The kernel shows the variables of a new program a moment after `spawn` has returned.
        while !has_variable(id, "BATON_TEST", "a=b") {
            std::thread::yield_now();
        }
        assert!(!has_variable(id, "BATON_TEST", "a"));
        assert!(process_stat(id).is_some_and(|process| process.parent == Pid::this() && !process.has_ended));
        child.kill().expect("it is ours");
        while process_stat(id).is_some_and(|process| !process.has_ended) {
            std::thread::yield_now();
        }
        assert!(process_stat(id).is_some_and(|process| process.has_ended), "a zombie");
        child.wait().expect("it has ended");
        assert_eq!(process_stat(id), None);
    }
}
