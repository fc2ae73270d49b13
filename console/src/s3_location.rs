//! Names and levels of S3 locations, as a browser of folders sees them.

use domain::S3Uri;

use crate::error::AppError;

/// A location that a page gives.
///
/// # Errors
/// [`AppError::NotFound`] when it is none.
pub fn parse(uri: &str) -> Result<S3Uri, AppError> {
    S3Uri::parse(uri).map_err(|error| AppError::NotFound(format!("{uri} is no S3 location: {error}.")))
}

/// The last level of a key: `train` of `digits/train/`, `a.rec` of `digits/a.rec`.
pub fn leaf(key: &str) -> &str {
    let key = key.strip_suffix('/').unwrap_or(key);
    key.rsplit_once('/').map_or(key, |(_, leaf)| leaf)
}

/// Whether the location is a folder: a bucket, or a key that ends with a slash.
pub fn is_folder(uri: &S3Uri) -> bool {
    uri.key().is_empty() || uri.key().ends_with('/')
}

/// The location in the same bucket with another key.
pub fn with_key(uri: &S3Uri, key: &str) -> S3Uri {
    // The bucket's name was checked when `uri` was made.
    S3Uri::new(uri.bucket(), key).unwrap_or_else(|_| uri.clone())
}

/// The folder that a location is in, or the location when it is a folder itself.
pub fn folder_of(uri: &S3Uri) -> S3Uri {
    let end = uri.key().rfind('/').map_or(0, |slash| slash + 1);
    with_key(uri, uri.key().get(..end).unwrap_or_default())
}

/// The folder above a location; a bucket has none.
pub fn parent(uri: &S3Uri) -> Option<S3Uri> {
    let key = uri.key().strip_suffix('/').unwrap_or(uri.key());
    let end = key.rfind('/').map_or(0, |slash| slash + 1);
    (!uri.key().is_empty()).then(|| with_key(uri, key.get(..end).unwrap_or_default()))
}

/// The way from the bucket to the location, each level with its name; the location itself is the last.
pub fn levels(uri: &S3Uri) -> Vec<(String, S3Uri)> {
    let mut levels = vec![(uri.bucket().to_owned(), with_key(uri, ""))];
    let ends = uri.key().match_indices('/').map(|(slash, _)| slash + 1).chain((!is_folder(uri)).then_some(uri.key().len()));
    for end in ends {
        let key = uri.key().get(..end).unwrap_or_default();
        levels.push((leaf(key).to_owned(), with_key(uri, key)));
    }
    levels
}

/// Whether the key ends as a gzipped archive does.
pub fn is_archive(key: &str) -> bool {
    key.ends_with(".tar.gz") || key.ends_with(".tgz")
}

/// Whether the key ends as the model of a training job does.
pub fn is_model(key: &str) -> bool {
    leaf(key) == "model.tar.gz"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> S3Uri {
        S3Uri::parse(text).expect("the tests write valid locations")
    }

    #[test]
    fn the_way_to_a_location_names_each_level() {
        let names = |text: &str| levels(&uri(text)).into_iter().map(|(name, uri)| format!("{name}={uri}")).collect::<Vec<_>>();
        assert_eq!(names("s3://bucket"), ["bucket=s3://bucket/"]);
        assert_eq!(names("s3://bucket/a/b/"), ["bucket=s3://bucket/", "a=s3://bucket/a/", "b=s3://bucket/a/b/"]);
        assert_eq!(names("s3://bucket/a/b"), ["bucket=s3://bucket/", "a=s3://bucket/a/", "b=s3://bucket/a/b"]);
    }

    #[test]
    fn the_folder_above_ends_at_the_bucket() {
        assert_eq!(parent(&uri("s3://bucket/a/b/")), Some(uri("s3://bucket/a/")));
        assert_eq!(parent(&uri("s3://bucket/a")), Some(uri("s3://bucket/")));
        assert_eq!(parent(&uri("s3://bucket/")), None);
        assert_eq!(folder_of(&uri("s3://bucket/a/b")), uri("s3://bucket/a/"));
        assert_eq!(folder_of(&uri("s3://bucket/a/b/")), uri("s3://bucket/a/b/"));
    }

    #[test]
    fn models_are_told_by_their_name() {
        assert!(is_model("out/job/output/model.tar.gz"));
        assert!(!is_model("out/mymodel.tar.gz"));
        assert!(is_archive("out/mymodel.tar.gz"));
    }
}
