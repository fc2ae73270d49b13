//! Which gradients share memory, and who writes to one first.
//!
//! A sum hands its gradient to both of its terms as it is, so a term that is a tensor of its own *joins* the sum's gradient:
//! by the time another reader of that tensor adds to it, nobody reads the sum's any more. Otherwise two gradients share
//! memory only when one is last read in an earlier stage than the other is first written.

use super::{draft::Draft, stages::Stage};
use crate::{
    numerics::{convolution::gradient_border, feature_map::FeatureMap},
    operations::{Gradient, TensorId},
    symbol::Shape,
};

/// Where the gradients of the tensors lie.
pub(super) struct Gradients {
    /// For each tensor: where its gradient is, unless nothing needs it.
    of_tensors: Vec<Option<Gradient>>,
    /// Elements of each piece of memory.
    pub(super) slots: Vec<usize>,
    /// For each operation whether another has written to the gradient of its input before.
    adds: Vec<bool>,
}

impl Gradients {
    pub(super) fn new(operations: &[Draft], shapes: &[Shape], stages: &[Stage], heads: &[TensorId]) -> Self {
        let groups = Groups::new(operations, shapes.len());
        let mut borders = vec![0; shapes.len()];
        for draft in operations {
            if let Draft::Convolution(convolution) = draft {
                let border = &mut borders[groups.of(convolution.output)];
                *border = gradient_border(convolution.window).max(*border);
            }
        }
        let map = |tensor: usize, group: usize| {
            let Shape { height, width, channels } = shapes[tensor];
            FeatureMap::new(height, width, channels, borders[group])
        };
        // From the first to the last stage in which each group is touched, and its length.
        let mut lives: Vec<Option<(usize, usize)>> = vec![None; shapes.len()];
        heads.iter().for_each(|head| lives[groups.of(*head)] = Some((0, 0)));
        for (number, stage) in stages.iter().enumerate() {
            for draft in stage.operations.iter().map(|place| &operations[*place]) {
                for tensor in [draft.target(), draft.output()].into_iter().flatten() {
                    let life = lives[groups.of(tensor)].get_or_insert((number, number));
                    life.1 = number;
                }
            }
        }
        let (slots, slot_of_group) = share(&lives, |group| map(group, group).length());
        let of_tensors = (0..shapes.len())
            .map(|tensor| {
                let group = groups.of(TensorId(tensor));
                slot_of_group[group].map(|slot| Gradient { slot, map: map(tensor, group) })
            })
            .collect();
        Self { of_tensors, slots, adds: adds(operations, &groups, shapes.len(), heads) }
    }

    /// The gradient of a tensor.
    ///
    /// # Panics
    /// When it has none, because no operation touches it.
    pub(super) fn of(&self, tensor: TensorId) -> Gradient {
        self.of_tensors[tensor.0].expect("an operation touches the tensor")
    }

    /// Whether an operation finds the gradient of its input written.
    pub(super) fn adds(&self, operation: usize) -> bool {
        self.adds[operation]
    }
}

/// Tensors with one gradient: each by the first of its group.
struct Groups(Vec<usize>);

impl Groups {
    fn new(operations: &[Draft], count: usize) -> Self {
        let mut groups = Self((0..count).collect());
        for (place, draft) in operations.iter().enumerate() {
            let Some((term, output)) = draft.term().zip(draft.output()) else { continue };
            let is_read_later = operations[place..].iter().skip(1).any(|later| later.input() == Some(term));
            assert!(!is_read_later, "a term of a sum is read behind the sum, which would change the sum's gradient");
            groups.0[output.0] = groups.of(term);
        }
        groups
    }

    fn of(&self, tensor: TensorId) -> usize {
        self.0[tensor.0]
    }
}

/// The order of writers: the last reader of a tensor writes to its gradient first.
fn adds(operations: &[Draft], groups: &Groups, count: usize, heads: &[TensorId]) -> Vec<bool> {
    let mut is_written = vec![false; count];
    heads.iter().for_each(|head| is_written[groups.of(*head)] = true);
    let mut adds = vec![false; operations.len()];
    for (place, draft) in operations.iter().enumerate().rev() {
        if let Some(target) = draft.target() {
            adds[place] = std::mem::replace(&mut is_written[groups.of(target)], true);
        }
    }
    adds
}

/// Gives each life a slot: the smallest free one that is large enough, or else the largest free one, which grows.
fn share(lives: &[Option<(usize, usize)>], length: impl Fn(usize) -> usize) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut slots: Vec<usize> = Vec::new();
    let mut last_use: Vec<usize> = Vec::new();
    let mut slot_of = vec![None; lives.len()];
    let mut order: Vec<(usize, (usize, usize))> =
        lives.iter().enumerate().filter_map(|(group, life)| life.map(|life| (group, life))).collect();
    order.sort_by_key(|(_, (first, _))| *first);
    for (group, (first, last)) in order {
        let length = length(group);
        let free = (0..slots.len()).filter(|slot| last_use[*slot] < first);
        let slot = free.min_by_key(|slot| if slots[*slot] >= length { slots[*slot] } else { usize::MAX - slots[*slot] });
        let slot = slot.unwrap_or_else(|| {
            slots.push(0);
            last_use.push(0);
            slots.len() - 1
        });
        slots[slot] = slots[slot].max(length);
        last_use[slot] = last;
        slot_of[group] = Some(slot);
    }
    (slots, slot_of)
}
