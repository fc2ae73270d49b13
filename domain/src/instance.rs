//! Instance types for training.

mod accelerator;
mod catalog;

pub use accelerator::Accelerator;

/// One training instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceType {
    /// For example `ml.p3.2xlarge`.
    pub name: &'static str,
    /// Whether it has a GPU; the vision algorithms need one.
    pub has_gpu: bool,
    /// Whether it attaches an EBS volume; types with local NVMe disks ignore the volume size and refuse a volume key.
    pub uses_volume: bool,
    /// Whether its family (p2, p3, g4dn, g5) is documented for the vision algorithms.
    pub documented_for_vision: bool,
}

impl InstanceType {
    /// The type that a form offers: it has a GPU, and the vision algorithms document its family.
    pub const DEFAULT: &str = "ml.p3.2xlarge";

    /// Finds a type by its name.
    pub fn find(name: &str) -> Option<&'static Self> {
        catalog::ALL.iter().find(|instance| instance.name == name)
    }

    /// All types, in the API model's order.
    pub fn all() -> &'static [Self] {
        catalog::ALL
    }

    /// The types that fit every word of `query`, in the model's order; all when it is empty.
    ///
    /// A word fits when it is part of the name or of [`Self::facts`]; letters' case does not count.
    pub fn search(query: &str) -> impl Iterator<Item = &'static Self> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        Self::all().iter().filter(move |instance| {
            let text = format!("{} {}", instance.name, instance.facts()).to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
    }

    /// The family, for example `p3`.
    pub fn family(&self) -> &'static str {
        self.name.split('.').nth(1).unwrap_or_default()
    }

    /// The size, for example `2xlarge`.
    pub fn size(&self) -> &'static str {
        self.name.split('.').nth(2).unwrap_or_default()
    }

    /// What accelerates it.
    pub fn accelerator(&self) -> Accelerator {
        match self.family() {
            _ if self.has_gpu => Accelerator::Gpu,
            family if family.starts_with("trn") => Accelerator::Trainium,
            _ => Accelerator::None,
        }
    }

    /// Whether its family is of a generation that newer Regions no longer have.
    pub fn is_old(&self) -> bool {
        matches!(self.family(), "p2" | "m4" | "c4")
    }

    /// What tells it apart, in a few words: `GPU, NVIDIA T4, local NVMe disk`.
    pub fn facts(&self) -> String {
        let mut facts = vec![self.accelerator().as_str()];
        facts.extend(accelerator::chip(self.family()));
        facts.push(if self.uses_volume { "EBS volume" } else { "local NVMe disk" });
        facts.extend(self.is_old().then_some("old generation"));
        facts.join(", ")
    }
}
