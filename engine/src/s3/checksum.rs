//! The checksums that a client may send with an object. They are verified, stored and returned.

use s3s::{
    checksum::ChecksumHasher,
    crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Sha1, Sha256},
    dto,
};

use crate::db::records::{ChecksumAlgorithm, Checksums};

impl ChecksumAlgorithm {
    /// The length of a checksum in bytes.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The header or trailer that carries the checksum.
    pub(super) fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }
}

impl Checksums {
    /// `COMPOSITE` or `FULL_OBJECT`.
    pub(super) fn kind(&self) -> dto::ChecksumType {
        let kind = if self.composite { dto::ChecksumType::COMPOSITE } else { dto::ChecksumType::FULL_OBJECT };
        dto::ChecksumType::from_static(kind)
    }
}

/// The kind of checksum of an object of several parts, when its upload names none.
pub(super) fn default_kind(algorithm: ChecksumAlgorithm) -> &'static str {
    match algorithm {
        ChecksumAlgorithm::Crc64Nvme => dto::ChecksumType::FULL_OBJECT,
        _ => dto::ChecksumType::COMPOSITE,
    }
}

/// Copies the five checksums into a reply that has a member for each.
macro_rules! set_checksums {
    ($output:expr, $checksums:expr) => {
        $output.checksum_crc32 = $checksums.crc32.clone();
        $output.checksum_crc32c = $checksums.crc32c.clone();
        $output.checksum_crc64nvme = $checksums.crc64nvme.clone();
        $output.checksum_sha1 = $checksums.sha1.clone();
        $output.checksum_sha256 = $checksums.sha256.clone();
    };
}
pub(crate) use set_checksums;

/// Takes the five checksums out of a request.
macro_rules! stated_checksums {
    ($input:expr) => {
        $crate::db::records::Checksums {
            crc32: $input.checksum_crc32.take(),
            crc32c: $input.checksum_crc32c.take(),
            crc64nvme: $input.checksum_crc64nvme.take(),
            sha1: $input.checksum_sha1.take(),
            sha256: $input.checksum_sha256.take(),
            composite: false,
        }
    };
}
pub(crate) use stated_checksums;

/// A hasher for some algorithms.
pub(crate) fn hasher(algorithms: &[ChecksumAlgorithm]) -> ChecksumHasher {
    let has = |algorithm| algorithms.contains(&algorithm);
    ChecksumHasher {
        crc32: has(ChecksumAlgorithm::Crc32).then(Crc32::new),
        crc32c: has(ChecksumAlgorithm::Crc32c).then(Crc32c::new),
        sha1: has(ChecksumAlgorithm::Sha1).then(Sha1::new),
        sha256: has(ChecksumAlgorithm::Sha256).then(Sha256::new),
        crc64nvme: has(ChecksumAlgorithm::Crc64Nvme).then(Crc64Nvme::new),
    }
}

impl From<dto::Checksum> for Checksums {
    fn from(checksum: dto::Checksum) -> Self {
        Self {
            crc32: checksum.checksum_crc32,
            crc32c: checksum.checksum_crc32c,
            crc64nvme: checksum.checksum_crc64nvme,
            sha1: checksum.checksum_sha1,
            sha256: checksum.checksum_sha256,
            composite: false,
        }
    }
}
