//! The number of jobs that run at once, and the share of the machine that each gets.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use nix::{
    sched::{CpuSet, sched_getaffinity},
    unistd::Pid,
};
#[cfg(target_os = "linux")]
use procfs::{Current, Meminfo};

use crate::settings::limits::Limits;

/// One job on four processors is faster than two jobs on two each. So a machine has two slots from eight processors on.
const PROCESSORS_OF_A_JOB: usize = 4;
/// A slot needs this memory at least.
const MEMORY_OF_A_JOB: u64 = 4 << 30;
/// The divisor of the memory that no job gets: one tenth stays for other programs.
const RESERVE_DIVISOR: u64 = 10;

/// The share of the machine that each running job gets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Share {
    /// Jobs that run at once, at least one.
    pub(crate) slots: usize,
    /// Bytes of memory of one job.
    pub(crate) memory: u64,
    processors_of_a_job: usize,
    processors: Vec<usize>,
}

impl Share {
    /// Divides this machine.
    pub(crate) fn of_machine(limits: &Limits) -> Self {
        Self::of(limits, processors(), memory().unwrap_or(MEMORY_OF_A_JOB))
    }

    fn of(limits: &Limits, processors: Vec<usize>, memory: u64) -> Self {
        let capacity = (processors.len() / PROCESSORS_OF_A_JOB).min(usize::try_from(memory / MEMORY_OF_A_JOB).unwrap_or(1));
        let slots = limits.running_jobs.unwrap_or(capacity).max(1);
        let equal_share = (memory - memory / RESERVE_DIVISOR) / slots as u64;
        let configured =
            limits.memory_in_gb.filter(|gigabytes| *gigabytes > 0.0).map(|gigabytes| (gigabytes * f64::from(1 << 30)) as u64);
        let processors_of_a_job = limits.processors.unwrap_or(processors.len() / slots).clamp(1, processors.len().max(1));
        Self { slots, memory: configured.unwrap_or(equal_share), processors_of_a_job, processors }
    }

    /// The processors of the job in a slot; empty when the job may use all.
    pub(crate) fn processors(&self, slot: usize) -> Vec<usize> {
        if self.processors_of_a_job >= self.processors.len() {
            return Vec::new();
        }
        let all = self.processors.iter().cycle().skip(slot * self.processors_of_a_job % self.processors.len());
        all.take(self.processors_of_a_job).copied().collect()
    }
}

/// The slots that are taken. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots(Arc<Mutex<BTreeSet<usize>>>);

/// A slot. It is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) number: usize,
    slots: Slots,
}

impl Slots {
    /// Takes the slot that a job had in an earlier engine, or the first free one. The queue starts no more jobs than there are
    /// slots.
    pub(crate) fn take(&self, earlier: Option<usize>) -> Slot {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = (0..).find(|number| !taken.contains(number)).unwrap_or_default();
        let number = earlier.filter(|number| !taken.contains(number)).unwrap_or(free);
        taken.insert(number);
        Slot { number, slots: self.clone() }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// The processors that the engine itself may use.
fn processors() -> Vec<usize> {
    let allowed = sched_getaffinity(Pid::from_raw(0));
    let allowed = allowed.map(|set| (0..CpuSet::count()).filter(|processor| set.is_set(*processor).unwrap_or(false)).collect());
    allowed.unwrap_or_else(|_| (0..std::thread::available_parallelism().map_or(1, usize::from)).collect())
}

/// The memory of the machine in bytes.
#[cfg(target_os = "linux")]
fn memory() -> Option<u64> {
    Meminfo::current().ok().map(|memory| memory.mem_total)
}

/// Other systems have no `/proc/meminfo`.
#[cfg(not(target_os = "linux"))]
fn memory() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::{Limits, Share, Slots};

    const GIB: u64 = 1 << 30;

    #[test]
    fn a_machine_is_divided_by_what_it_has() {
        let share = |processors: usize, memory: u64| Share::of(&Limits::default(), (0..processors).collect(), memory * GIB);
        assert_eq!(share(2, 24).slots, 1);
        assert_eq!(share(2, 24).processors(0), Vec::<usize>::new(), "a job that is alone has the machine");
        assert_eq!(share(8, 24).slots, 2);
        assert_eq!((share(8, 24).processors(0), share(8, 24).processors(1)), (vec![0, 1, 2, 3], vec![4, 5, 6, 7]));
        assert_eq!(share(64, 8).slots, 2, "memory limits too");
        assert!(share(8, 24).memory * 2 < 24 * GIB);
    }

    #[test]
    fn settings_decide_where_they_are_given() {
        let limits: Limits = serde_json::from_str(r#"{"RunningJobs": 3, "Processors": 1, "MemoryInGB": 0.5}"#).expect("limits");
        let share = Share::of(&limits, vec![4, 5], 24 * GIB);
        assert_eq!((share.slots, share.memory), (3, GIB / 2));
        assert_eq!([0, 1, 2].map(|slot| share.processors(slot)), [vec![4], vec![5], vec![4]]);
    }

    #[test]
    fn a_slot_is_free_again_when_its_job_has_ended() {
        let slots = Slots::default();
        let (first, second) = (slots.take(None), slots.take(None));
        assert_eq!((first.number, second.number), (0, 1));
        drop(first);
        assert_eq!(slots.take(Some(1)).number, 0, "the one before is taken");
        drop(second);
        assert_eq!(slots.take(Some(1)).number, 1);
    }
}
