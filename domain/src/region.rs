//! The name of an AWS Region.

use std::fmt;

use thiserror::Error;

/// For example `us-west-2`, `us-gov-east-1` or `eusc-de-east-1`. Safe as a part of a host's or a file's name.
///
/// Source: `regionRegex` in the SDKs' `partitions.json`, in the form that all partitions share: words of small letters with
/// hyphens between, and a number at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region(String);

/// A text that is no Region.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no AWS Region; a Region is written like us-west-2")]
pub struct RegionError(String);

impl Region {
    /// Longest name, in characters. Source: our own limit; the longest known name has 15.
    pub const MAX_LENGTH: usize = 32;

    /// Parses a name. Whether AWS has such a Region is not known here: new ones are added.
    ///
    /// # Errors
    /// When `text` does not have the form of a Region's name.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_region = text.rsplit_once('-').is_some_and(|(words, number)| {
            is_number(number) && words.contains('-') && words.split('-').all(is_word) && text.len() <= Self::MAX_LENGTH
        });
        if is_region { Ok(Self(text.to_owned())) } else { Err(RegionError(text.to_owned())) }
    }

    /// The partition of a Region's name, as ARNs begin with it: `aws`, or the one of China, the governments or Europe's own cloud.
    /// Source: `partitions.json` of the SDKs.
    pub fn partition(region: &str) -> &'static str {
        const OTHERS: [(&str, &str); 7] = [
            ("cn-", "aws-cn"),
            ("us-gov-", "aws-us-gov"),
            ("us-iso-", "aws-iso"),
            ("us-isob-", "aws-iso-b"),
            ("us-isof-", "aws-iso-f"),
            ("eu-isoe-", "aws-iso-e"),
            ("eusc-", "aws-eusc"),
        ];
        OTHERS.iter().find(|(start, _)| region.starts_with(start)).map_or("aws", |(_, partition)| partition)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_partitions_are_regions() {
        for name in ["us-west-2", "ap-southeast-7", "us-gov-east-1", "us-isob-east-1", "eusc-de-east-1", "cn-northwest-1"] {
            assert_eq!(Region::parse(name).map(|region| region.to_string()).as_deref(), Ok(name));
        }
    }

    #[test]
    fn a_region_belongs_to_one_partition() {
        for (region, partition) in [
            ("us-west-2", "aws"),
            ("eu-central-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("eusc-de-east-1", "aws-eusc"),
        ] {
            assert_eq!(Region::partition(region), partition, "{region}");
        }
    }

    #[test]
    fn what_is_no_region_never_becomes_a_file_name() {
        let long = format!("us-{}-1", "x".repeat(40));
        let wrong =
            ["", "x", "../x", "mars-north-1/../x", "us-west-", "us-west-200", "-west-2", "us--2", "us-west-2\n", "US-WEST-2"];
        for text in wrong.into_iter().chain([long.as_str()]) {
            assert_eq!(Region::parse(text), Err(RegionError(text.to_owned())));
        }
        assert_eq!(RegionError(String::new()).to_string(), "\"\" is no AWS Region; a Region is written like us-west-2");
    }
}
