//! What accelerates the types of a family.

/// What accelerates an instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accelerator {
    /// Nothing.
    None,
    /// An NVIDIA GPU.
    Gpu,
    /// AWS Trainium.
    Trainium,
}

impl Accelerator {
    /// The word for people: `CPU` stands for none.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "CPU",
            Self::Gpu => "GPU",
            Self::Trainium => "Trainium",
        }
    }
}

/// The chip's name for people by family, where AWS's page of the family names it.
pub(super) fn chip(family: &str) -> Option<&'static str> {
    Some(match family {
        "p2" => "NVIDIA K80",
        "p3" | "p3dn" => "NVIDIA V100",
        "p4d" | "p4de" => "NVIDIA A100",
        "p5" => "NVIDIA H100",
        "p5e" | "p5en" => "NVIDIA H200",
        "p6-b200" => "NVIDIA B200",
        "p6-b300" => "NVIDIA B300",
        "p6e-gb200" => "NVIDIA GB200",
        "g4dn" => "NVIDIA T4",
        "g5" => "NVIDIA A10G",
        "g6" => "NVIDIA L4",
        "g6e" => "NVIDIA L40S",
        "trn1" | "trn1n" => "AWS Trainium",
        "trn2" => "AWS Trainium2",
        _ => return None,
    })
}
