//! Instance types for training.

mod catalog;

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
    /// Finds a type by its name.
    pub fn find(name: &str) -> Option<&'static Self> {
        catalog::ALL.iter().find(|instance| instance.name == name)
    }

    /// All types, in the API model's order.
    pub fn all() -> &'static [Self] {
        catalog::ALL
    }

    /// The family, for example `p3`.
    pub fn family(&self) -> &'static str {
        self.name.split('.').nth(1).unwrap_or_default()
    }
}
