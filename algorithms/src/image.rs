//! The parts of a container image's name.

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
