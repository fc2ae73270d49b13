//! Sums across the threads that work on one batch.

use std::sync::{Barrier, Mutex, PoisonError};

/// A meeting point for a fixed number of threads.
#[derive(Debug)]
pub(crate) struct AllReduce {
    slots: Vec<Mutex<Vec<f64>>>,
    filled: Barrier,
    read: Barrier,
}

impl AllReduce {
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            slots: (0..threads).map(|_| Mutex::new(Vec::new())).collect(),
            filled: Barrier::new(threads),
            read: Barrier::new(threads),
        }
    }

    /// Replaces `values` by their sum over all threads, added in the order of the threads so that a run can be repeated
    /// bit by bit. Every thread must call this the same number of times with the same length.
    pub(crate) fn sum(&self, thread: usize, values: &mut [f64]) {
        if self.slots.len() == 1 {
            return;
        }
        {
            let mut slot = self.slots[thread].lock().unwrap_or_else(PoisonError::into_inner);
            slot.clear();
            slot.extend_from_slice(values);
        }
        self.filled.wait();
        values.fill(0.0);
        for slot in &self.slots {
            let slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            for (value, other) in values.iter_mut().zip(slot.iter()) {
                *value += other;
            }
        }
        self.read.wait();
    }
}
