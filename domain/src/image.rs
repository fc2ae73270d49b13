//! Container images of the built-in algorithms.

mod registry;

/// The registry path of a built-in algorithm's image in a Region, with the stable tag `1`.
///
/// `None` when the Region has no registry. Source: SDK 2.257.7 image tables.
pub fn training_image(repository: &str, region: &str) -> Option<String> {
    let (_, account) = registry::ACCOUNTS.iter().find(|(name, _)| *name == region)?;
    let domain = registry::DOMAINS.iter().find(|(name, _)| *name == region).map_or("amazonaws.com", |(_, domain)| domain);
    Some(format!("{account}.dkr.ecr.{region}.{domain}/{repository}:1"))
}

/// The repository of an image: `image-classification` of `…amazonaws.com/image-classification:1`.
///
/// `None` when there is no registry before it.
pub fn repository(image: &str) -> Option<&str> {
    let (_, path) = image.split_once('/')?;
    let path = path.split(['@', ':']).next().unwrap_or(path);
    (!path.is_empty()).then_some(path)
}

/// The Regions whose registry is known, in alphabetical order, with the registry's account.
pub fn registries() -> &'static [(&'static str, &'static str)] {
    registry::ACCOUNTS
}
