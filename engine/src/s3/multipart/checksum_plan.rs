//! The checksum of an object that is completed from parts.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::{
    S3Result,
    dto::{ChecksumType, CompletedPart},
    s3_error,
};

use crate::{
    db::{
        object_parts::ObjectPartRow,
        records::{ChecksumAlgorithm, Checksums},
        uploads::{PartRow, UploadRow},
    },
    s3::checksum::{default_kind, hasher, stated_checksums},
};

/// The checksum that the object gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChecksumPlan {
    /// Whether the upload asked for it. Otherwise it is S3's default.
    is_asked: bool,
    algorithm: ChecksumAlgorithm,
    composite: bool,
}

impl ChecksumPlan {
    /// The checksum that an upload asked for, or S3's default.
    pub(super) fn of(upload: &UploadRow) -> Self {
        let asked = upload.checksum_algorithm.as_deref().and_then(ChecksumAlgorithm::parse);
        let algorithm = asked.unwrap_or(ChecksumAlgorithm::Crc64Nvme);
        let kind = upload.checksum_type.as_deref().unwrap_or_else(|| default_kind(algorithm));
        Self { is_asked: asked.is_some(), algorithm, composite: kind == ChecksumType::COMPOSITE }
    }

    /// Refuses another kind of checksum than that of the upload.
    pub(super) fn check_kind(self, asked: Option<&ChecksumType>) -> S3Result<()> {
        let kind = if self.composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT };
        match asked {
            Some(asked) if asked.as_str() != kind => Err(s3_error!(
                InvalidRequest,
                "The upload was created using the {kind} checksum mode. The complete request must use the same checksum mode."
            )),
            _ => Ok(()),
        }
    }

    /// Whether the checksums of a part are those of the upload. An upload that asked for none has none.
    pub(super) fn takes(self, stated: &Checksums) -> bool {
        stated.algorithms().all(|algorithm| algorithm == self.algorithm)
    }

    /// The parts that are kept with the object, because their checksums were asked for.
    pub(super) fn recorded(self, parts: &[PartRow]) -> Vec<ObjectPartRow> {
        let recorded = |part: &PartRow| {
            let checksum = part.checksums.get(self.algorithm)?.to_owned();
            Some(ObjectPartRow { number: part.number, size: part.size, checksum })
        };
        let parts: Option<Vec<ObjectPartRow>> = parts.iter().map(recorded).collect();
        parts.filter(|_| self.is_asked).unwrap_or_default()
    }

    /// Refuses a list of parts without their checksums when the object's checksum is made of them.
    pub(super) fn check(self, asked: &[CompletedPart]) -> S3Result<()> {
        let lacks = |part: &&CompletedPart| stated_checksums!((*part).clone()).get(self.algorithm).is_none();
        match asked.iter().find(lacks).filter(|_| self.composite) {
            None => Ok(()),
            Some(part) => Err(s3_error!(
                InvalidRequest,
                "The upload was created using a {} checksum. The complete request must include the checksum for each part. It was missing for part {} in the request.",
                self.algorithm.name().to_lowercase(),
                part.part_number.unwrap_or_default()
            )),
        }
    }

    /// The checksum to compute while the parts are joined.
    pub(super) fn algorithm_of_bytes(self) -> Option<ChecksumAlgorithm> {
        (!self.composite).then_some(self.algorithm)
    }

    /// The checksum of the parts' checksums; `None` for an object with another kind of checksum, or empty when a part has none.
    pub(super) fn composite(self, parts: &[PartRow]) -> Option<Checksums> {
        if !self.composite {
            return None;
        }
        let mut hasher = hasher(&[self.algorithm]);
        for part in parts {
            let checksum = part.checksums.get(self.algorithm);
            let Some(bytes) = checksum.and_then(|text| BASE64_STANDARD.decode(text).ok()) else {
                return Some(Checksums::default());
            };
            hasher.update(&bytes);
        }
        let whole = Checksums::from(hasher.finalize());
        let mut checksums = Checksums { composite: true, ..Checksums::default() };
        if let Some(value) = whole.get(self.algorithm) {
            checksums.set(self.algorithm, format!("{value}-{}", parts.len()));
        }
        Some(checksums)
    }
}
