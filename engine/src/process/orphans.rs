//! Processes that a training leaves behind. What a program starts may leave its group and its session, and lives on when the
//! program ends; in a container it would end with it. Source: `pid_namespaces(7)`.
//!
//! - A supervisor adopts the orphans of its descendants, and ends them when the trainer has ended.
//! - When a supervisor was killed nobody adopts them: they are found by a variable of their environment, or by their group.
//!
//! Systems without `/proc` keep the group only.

use std::{
    fs, io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::{
        signal::{Signal, kill},
        wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid},
    },
    unistd::Pid,
};
use serde::{Deserialize, Serialize};

/// The variable that says to which attempt of which job a process belongs.
pub(crate) const MARKER: &str = "BATON_ATTEMPT";
/// How long killed processes may take to be gone: one that is inside a call of a slow disk is not gone at once.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often is looked whether they are gone.
const INTERVAL: Duration = Duration::from_millis(10);

/// A process group, as long as its number means it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    number: i32,
    /// When its first process began: another one of this number is none of ours.
    started: u64,
    /// Numbers begin anew when the machine does.
    boot: String,
}

/// What the kernel says of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Process {
    id: Pid,
    parent: Pid,
    group: Pid,
    /// In ticks since the machine began.
    started: u64,
    /// It has ended, and its parent has not looked yet.
    is_over: bool,
}

impl Group {
    /// The group that a process has just begun.
    pub(crate) fn of(leader: Pid) -> Self {
        let started = look(leader).map(|process| process.started).unwrap_or_default();
        Self { number: leader.as_raw(), started, boot: boot() }
    }

    /// Whether the number still means it, or nothing. The leader has ended, so a process that has its number is a stranger.
    fn is_meant(&self) -> bool {
        self.boot == boot() && look(Pid::from_raw(self.number)).is_none_or(|process| process.started == self.started)
    }
}

/// Makes this process the parent of what its descendants leave behind.
#[cfg(target_os = "linux")]
pub(crate) fn adopt_orphans() {
    // Fails on kernels before 3.4 only; the group is ended in any case.
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// Other systems have no such thing.
#[cfg(not(target_os = "linux"))]
pub(crate) fn adopt_orphans() {}

/// Notices the end of adopted processes, but not of the child `except`.
pub(crate) fn reap_adopted(except: Pid) {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    while let Ok(status @ (WaitStatus::Exited(..) | WaitStatus::Signaled(..))) = waitid(Id::All, flags) {
        match status.pid() {
            Some(id) if id != except && waitpid(id, Some(WaitPidFlag::WNOHANG)).is_ok() => {}
            _ => return,
        }
    }
}

/// Ends all descendants of this process, also those that are started meanwhile. Nothing else may wait for children of it.
pub(crate) fn end_descendants() {
    let own = Pid::this();
    until_gone(
        |all| descendants(all, own),
        || while matches!(waitpid(None, Some(WaitPidFlag::WNOHANG)), Ok(status) if status.pid().is_some()) {},
    );
}

/// Ends all processes whose [`MARKER`] is this one, and those of a group.
pub(crate) fn end_left_behind(marker: &str, group: Option<&Group>) {
    let group = group.filter(|group| group.is_meant()).map(|group| Pid::from_raw(group.number));
    let own = Pid::this();
    let is_left = |process: &Process| process.id != own && (Some(process.group) == group || is_marked(process.id, marker));
    until_gone(
        |all| all.iter().filter(|process| !process.is_over && is_left(process)).map(|process| process.id).collect(),
        || {},
    );
}

/// Kills what `find` finds until it finds nothing.
fn until_gone(find: impl Fn(&[Process]) -> Vec<Pid>, reap: impl Fn()) {
    let end = Instant::now() + PATIENCE;
    loop {
        reap();
        let found = find(&processes());
        if found.is_empty() || Instant::now() >= end {
            return;
        }
        for id in found {
            let _ = kill(id, Signal::SIGKILL);
        }
        thread::sleep(INTERVAL);
    }
}

/// The processes below `ancestor`, those that have ended included: their parent is still to notice.
fn descendants(all: &[Process], ancestor: Pid) -> Vec<Pid> {
    let mut found = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(all.iter().filter(|process| process.parent == parent).map(|process| process.id));
        next += 1;
    }
    found.split_off(1)
}

fn is_marked(id: Pid, marker: &str) -> bool {
    let wanted = format!("{MARKER}={marker}");
    // What belongs to somebody else cannot be read, and is none of ours.
    let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
    environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes())
}

fn look(id: Pid) -> Option<Process> {
    read(&Path::new("/proc").join(id.to_string())).ok()
}

fn processes() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries.filter_map(|entry| read(&entry.ok()?.path()).ok()).collect()
}

/// Reads `/proc/PID/stat`. Source: `proc_pid_stat(5)`.
fn read(folder: &Path) -> io::Result<Process> {
    let odd = || io::Error::from(io::ErrorKind::InvalidData);
    let id = folder.file_name().and_then(|name| name.to_str()?.parse().ok()).ok_or_else(odd)?;
    let text = fs::read(folder.join("stat"))?;
    let text = String::from_utf8_lossy(&text);
    // The name of the program stands in brackets and may hold any characters, brackets too.
    let (_, rest) = text.rsplit_once(')').ok_or_else(odd)?;
    let mut words = rest.split_whitespace();
    let state = words.next().ok_or_else(odd)?;
    let mut number = || words.next().and_then(|word| word.parse().ok()).map(Pid::from_raw).ok_or_else(odd);
    let (parent, group) = (number()?, number()?);
    // Its 22nd word; the group is the fifth.
    let started = words.nth(16).and_then(|word| word.parse().ok()).ok_or_else(odd)?;
    Ok(Process { id: Pid::from_raw(id), parent, group, started, is_over: matches!(state, "Z" | "X") })
}

/// A text that is another one after each start of the machine; empty where the system has none.
fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use nix::unistd::Pid;

    use super::{Group, Process, descendants, processes};

    #[test]
    fn descendants_are_found_at_any_depth_and_nobody_else_is() {
        let process = |id: i32, parent: i32| Process {
            id: Pid::from_raw(id),
            parent: Pid::from_raw(parent),
            group: Pid::from_raw(id),
            started: 0,
            is_over: false,
        };
        let all = [process(40, 7), process(30, 20), process(7, 1), process(20, 7), process(8, 1), process(9, 8)];
        let found: Vec<i32> = descendants(&all, Pid::from_raw(7)).into_iter().map(Pid::as_raw).collect();
        assert_eq!(found, [40, 20, 30]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_knows_this_process_and_its_parent() {
        let own = processes().into_iter().find(|process| process.id == Pid::this()).expect("this process");
        assert_eq!((own.parent, own.is_over), (Pid::parent(), false));
        let group = Group::of(Pid::this());
        assert!(group.started > 0 && group.is_meant());
        assert!(!Group { started: group.started + 1, ..group.clone() }.is_meant(), "another process of this number");
        assert!(!Group { boot: "before".to_owned(), ..group }.is_meant(), "another run of the machine");
    }
}
