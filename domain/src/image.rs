//! Container images, and those of the built-in algorithms.

mod registry;

use crate::algorithm::Algorithm;

/// The registry path of a built-in algorithm's image in a Region, with the tag that the guide recommends.
///
/// `None` when the form does not know the algorithm or the Region has no registry. Source: SDK 2.257.7 image tables.
pub fn training_image(repository: &str, region: &str) -> Option<String> {
    let images = Algorithm::of_repository(repository)?.images;
    let account = account(region, images.group)?;
    let domain = registry::DOMAINS.iter().find(|(name, _)| *name == region).map_or("amazonaws.com", |(_, domain)| domain);
    Some(format!("{account}.dkr.ecr.{region}.{domain}/{repository}:{}", images.tag))
}

/// The repository of an image: `image-classification` of `…amazonaws.com/image-classification:1`.
///
/// `None` when there is no registry before it.
pub fn repository(image: &str) -> Option<&str> {
    let (_, path) = image.split_once('/')?;
    let path = path.split(['@', ':']).next().unwrap_or(path);
    (!path.is_empty()).then_some(path)
}

/// The tag of an image: `1` of `…/image-classification:1`; `None` when it has none or a digest.
pub fn tag(image: &str) -> Option<&str> {
    let (_, path) = image.split_once('/')?;
    let (_, tag) = path.split_once('@').is_none().then_some(path)?.split_once(':')?;
    (!tag.is_empty()).then_some(tag)
}

/// The Region of an image in ECR: `us-west-2` of `123456789012.dkr.ecr.us-west-2.amazonaws.com/net`.
pub fn region(image: &str) -> Option<&str> {
    let (registry, _) = image.split_once('/')?;
    let (_, rest) = registry.split_once(".dkr.ecr.")?;
    rest.split('.').next().filter(|region| !region.is_empty())
}

/// The Regions whose registry is known, in alphabetical order.
pub fn regions() -> impl Iterator<Item = &'static str> {
    registry::ACCOUNTS.iter().map(|(region, _)| *region)
}

/// Whether an algorithm has an image in a Region.
pub fn is_offered(algorithm: &Algorithm, region: &str) -> bool {
    account(region, algorithm.images.group).is_some()
}

/// Whether an image's registry is that of a group of built-in algorithms, in any Region.
pub(crate) fn is_in_registry(image: &str, group: usize) -> bool {
    let account = image.split('.').next().filter(|account| account.len() == 12);
    account.is_some_and(|account| registry::ACCOUNTS.iter().any(|(_, accounts)| accounts.get(group) == Some(&account)))
}

fn account(region: &str, group: usize) -> Option<&'static str> {
    let (_, accounts) = registry::ACCOUNTS.iter().find(|(name, _)| *name == region)?;
    accounts.get(group).copied().filter(|account| !account.is_empty())
}
