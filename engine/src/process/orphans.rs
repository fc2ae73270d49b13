//! Processes that a training leaves behind, and how they are ended. A program can start processes that leave its group and its
//! session, and they live on when the program ends. In a container they would end with it. Source: `pid_namespaces(7)`.
//!
//! A process that the trainer started is in one of three states:
//! - *child*: its parent is the trainer, or another process that the trainer started.
//! - *adopted orphan*: its parent has ended, and the supervisor is its parent now ([`adopt_orphans`]).
//! - *left behind*: the supervisor was killed, and `init` is its parent. Only its group and its [`MARKER`] tell whose it is: one
//!   that left its group and cleared its environment too lives on.
//!
//! ```text
//! supervisor   adopt_orphans · start trainer · write group · reap_adopted … reap trainer · end_descendants · write exit
//! trainer                      ├───────────────────────────────────────────┤
//! grandchild                                    ├── child ──┼── adopted orphan ───────────────┤ killed
//!
//! supervisor   adopt_orphans · start trainer · write group · killed
//! trainer                      ├────────────────────────────┤ killed by the kernel
//! grandchild                                    ├── child ──┼── left behind ──────┤ killed
//! engine                                                      lock is free · end_left_behind · next attempt
//! ```
//!
//! What breaks when a line moves:
//! - `adopt_orphans` after the start of the trainer: an early orphan goes to `init`, and the supervisor never ends it.
//! - [`Group::of`] after the trainer is reaped: its number may belong to a stranger, whose group would be killed later.
//! - `end_descendants` before the trainer is reaped: it waits for any child, and the trainer's exit status is lost.
//! - `end_descendants` after the exit is written: the engine packs the model while an orphan still writes into it.
//! - `end_left_behind` after the next attempt has begun: two attempts write into one folder.
//!
//! Systems without `/proc` end the trainer's group only.

use std::{
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

use super::process_table::{ProcessStat, boot_id, has_variable, process_stat, processes};

/// The variable that says which attempt of which job a process belongs to.
pub(crate) const MARKER: &str = "BATON_ATTEMPT";
/// How long killed processes may take to be gone: a process inside a call of a slow disk is not gone at once.
const KILL_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause between two readings of the process table.
const INTERVAL: Duration = Duration::from_millis(10);

/// A process group, as long as its number refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    number: i32,
    /// The start time of its first process. A process with the same number and another start time is a stranger.
    started: u64,
    /// The boot id of the machine. After a restart the machine gives the same numbers again.
    boot: String,
}

impl Group {
    /// The group that a process has just begun.
    pub(crate) fn of(leader: Pid) -> Self {
        let started = process_stat(leader).map(|process| process.start_time).unwrap_or_default();
        Self { number: leader.as_raw(), started, boot: boot_id() }
    }

    /// Whether the number can still refer to this group: the machine has not restarted, and no other process has the number.
    fn still_refers(&self) -> bool {
        let leader = process_stat(Pid::from_raw(self.number));
        self.boot == boot_id() && leader.is_none_or(|process| process.start_time == self.started)
    }
}

/// Makes this process the parent of the orphans of its descendants.
#[cfg(target_os = "linux")]
pub(crate) fn adopt_orphans() {
    // The call fails only on kernels before 3.4. The trainer's group is ended in any case.
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// Other systems cannot adopt orphans.
#[cfg(not(target_os = "linux"))]
pub(crate) fn adopt_orphans() {}

/// Waits for adopted processes that have ended, but not for the child `except`.
pub(crate) fn reap_adopted(except: Pid) {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    while let Ok(status @ (WaitStatus::Exited(..) | WaitStatus::Signaled(..))) = waitid(Id::All, flags) {
        match status.pid() {
            Some(id) if id != except && waitpid(id, Some(WaitPidFlag::WNOHANG)).is_ok() => {}
            _ => return,
        }
    }
}

/// Ends all descendants of this process, also those that start meanwhile. Nothing else may wait for its children.
pub(crate) fn end_descendants() {
    let own = Pid::this();
    kill_until_gone(
        |all| descendants(all, own),
        || while matches!(waitpid(None, Some(WaitPidFlag::WNOHANG)), Ok(status) if status.pid().is_some()) {},
    );
}

/// Ends all processes whose [`MARKER`] has this value, and those of a group.
pub(crate) fn end_left_behind(marker: &str, group: Option<&Group>) {
    let group = group.filter(|group| group.still_refers()).map(|group| Pid::from_raw(group.number));
    let own = Pid::this();
    let is_ours = |process: &ProcessStat| Some(process.group) == group || has_variable(process.id, MARKER, marker);
    let is_left_behind = |process: &&ProcessStat| process.id != own && !process.has_ended && is_ours(process);
    kill_until_gone(|all| all.iter().filter(is_left_behind).map(|process| process.id).collect(), || {});
}

/// Kills the processes that `find` selects until it selects none, or the time is over.
fn kill_until_gone(find: impl Fn(&[ProcessStat]) -> Vec<Pid>, reap: impl Fn()) {
    let deadline = Instant::now() + KILL_TIMEOUT;
    loop {
        reap();
        let found = find(&processes());
        if found.is_empty() || Instant::now() >= deadline {
            return;
        }
        for id in found {
            let _ = kill(id, Signal::SIGKILL);
        }
        thread::sleep(INTERVAL);
    }
}

/// The processes below `ancestor`, also those that have ended and that their parent has not waited for.
fn descendants(all: &[ProcessStat], ancestor: Pid) -> Vec<Pid> {
    let mut found = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(all.iter().filter(|process| process.parent == parent).map(|process| process.id));
        next += 1;
    }
    found.split_off(1)
}

#[cfg(test)]
mod tests {
    use nix::unistd::Pid;

    use super::{Group, ProcessStat, descendants};

    #[test]
    fn descendants_are_found_at_any_depth_and_nobody_else_is() {
        let process = |id: i32, parent: i32| ProcessStat {
            id: Pid::from_raw(id),
            parent: Pid::from_raw(parent),
            group: Pid::from_raw(id),
            start_time: 0,
            has_ended: false,
        };
        let all = [process(40, 7), process(30, 20), process(7, 1), process(20, 7), process(8, 1), process(9, 8)];
        let found: Vec<i32> = descendants(&all, Pid::from_raw(7)).into_iter().map(Pid::as_raw).collect();
        assert_eq!(found, [40, 20, 30]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_group_is_another_one_after_its_number_or_the_machine_began_anew() {
        let group = Group::of(Pid::this());
        assert!(group.started > 0 && !group.boot.is_empty() && group.still_refers());
        assert!(!Group { started: group.started + 1, ..group.clone() }.still_refers(), "another process of this number");
        assert!(!Group { boot: "before".to_owned(), ..group }.still_refers(), "another run of the machine");
    }

    #[test]
    fn a_stored_group_keeps_its_format() {
        let text = r#"{"number":12,"started":345,"boot":"a"}"#;
        let group: Group = serde_json::from_str(text).expect("a group");
        assert_eq!(serde_json::to_string(&group).expect("JSON"), text);
    }
}
