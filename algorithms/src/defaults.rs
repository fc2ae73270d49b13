//! What a form has for an algorithm before anybody chose otherwise.

use crate::{Algorithm, channel::MODEL_CHANNEL};

/// What the files of a content type are, in a few words.
const FILES: &[(&str, &str)] = &[
    ("application/x-recordio", "RecordIO files"),
    ("application/x-image", "image files with a list"),
    ("image/jpeg", "JPEG images"),
    ("image/png", "PNG images"),
];

impl Algorithm {
    /// The instance type that a job begins with: the vision algorithms need a GPU, a table does not.
    pub fn default_instance(&self) -> &'static str {
        if self.needs_gpu { "ml.p3.2xlarge" } else { "ml.m5.xlarge" }
    }

    /// What the content type of its data channels may be, for people.
    pub fn content_type_help(&self) -> String {
        let data = self.channels.iter().filter(|channel| channel.name != MODEL_CHANNEL);
        let mut types: Vec<&str> = Vec::new();
        for kind in data.flat_map(|channel| channel.content_types) {
            if !types.contains(kind) {
                types.push(kind);
            }
        }
        let words: Vec<String> = types
            .into_iter()
            .filter_map(|kind| FILES.iter().find(|(known, _)| *known == kind))
            .map(|(kind, files)| format!("{kind} for {files}"))
            .collect();
        if words.is_empty() { format!("{} reads {}.", self.display, self.data) } else { format!("{}.", words.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_about_content_types_is_the_algorithms_own() {
        let help = |name: &str| Algorithm::of_repository(name).map(Algorithm::content_type_help).unwrap_or_default();
        assert!(help("image-classification").starts_with("application/x-recordio for RecordIO files, application/x-image for"));
        assert!(help("semantic-segmentation").starts_with("image/jpeg for JPEG images"));
        assert_eq!(help("kmeans"), "K-Means reads RecordIO-protobuf or CSV.");
    }

    #[test]
    fn tables_begin_without_a_gpu() {
        let instance = |name: &str| Algorithm::of_repository(name).map(Algorithm::default_instance);
        assert_eq!((instance("object-detection"), instance("kmeans")), (Some("ml.p3.2xlarge"), Some("ml.m5.xlarge")));
    }
}
