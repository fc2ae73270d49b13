//! `Containers` in `engine.json`: images that run as programs of this machine, or through Docker.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The program of an image on this machine.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct RegisteredImage {
    /// The image's registry path; `*` stands for any characters.
    pub(crate) image: String,
    /// The program and its first arguments; `train` follows.
    pub(crate) program: Vec<String>,
    /// Whether the image itself runs, with the command `docker`.
    pub(crate) docker: bool,
    /// Variables that the request cannot change.
    pub(crate) environment: BTreeMap<String, String>,
    /// The names of the request's variables that the program gets; `*` stands for any characters.
    pub(crate) allowed_environment: Vec<String>,
}
