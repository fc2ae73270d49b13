//! The files in a model's archive, `model.tar.gz`.

/// The file with the shape of a network's input.
pub const MODEL_SHAPES: &str = "model-shapes.json";
/// The file with the hyperparameters of the job that trained the model.
pub const HYPERPARAMETERS: &str = "hyperparams.json";
/// What names of parameters files that MXNet numbers end with.
const PARAMETERS_END: &str = ".params";

/// The files of a model that one algorithm trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archive {
    /// The parameters; the first kind that is there counts.
    pub parameters: &'static [FileName],
    /// How the parameters' file is called in a sentence.
    pub parameters_example: &'static str,
    /// The graph of the network, where there is one.
    pub symbol: Option<&'static str>,
    /// What tells the hyperparameters that a job from this model must match.
    pub description: Description,
    /// Files by which an archive of an unknown job is recognised.
    pub marks: &'static [FileName],
}

/// What tells the network of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Description {
    /// The names and shapes of the arrays, and [`MODEL_SHAPES`].
    Arrays,
    /// [`HYPERPARAMETERS`].
    Hyperparameters,
}

impl Description {
    /// The file that the parameters do not replace.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Arrays => MODEL_SHAPES,
            Self::Hyperparameters => HYPERPARAMETERS,
        }
    }
}

/// The name of a file, without its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileName {
    /// This name.
    Exact(&'static str),
    /// These words, `-`, the number of an epoch in at least four digits, and `.params`, as MXNet names checkpoints.
    Numbered(&'static str),
    /// The same with anything in the number's place.
    Prefixed(&'static str),
}

impl FileName {
    /// Whether a file has this name.
    pub fn matches(self, name: &str) -> bool {
        match self {
            Self::Exact(own) => name == own,
            Self::Numbered(_) => self.number(name).is_some(),
            Self::Prefixed(prefix) => between(name, prefix).is_some(),
        }
    }

    /// The number of the epoch in a name; `None` when the name is another, or has none.
    pub fn number(self, name: &str) -> Option<u64> {
        let Self::Numbered(prefix) = self else { return None };
        let digits = between(name, prefix)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }
}

/// The name of the parameters after an epoch, as MXNet names checkpoints.
pub fn numbered(prefix: &str, epoch: usize) -> String {
    format!("{prefix}-{epoch:04}{PARAMETERS_END}")
}

fn between<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix)?.strip_prefix('-')?.strip_suffix(PARAMETERS_END)
}

impl Archive {
    /// Whether a file holds the parameters.
    pub fn has_parameters(&self, mut names: impl Iterator<Item: AsRef<str>>) -> bool {
        names.any(|name| self.parameters.iter().any(|file| file.matches(name.as_ref())))
    }

    /// Whether files of these names are recognised as such a model.
    pub fn is_marked(&self, mut names: impl Iterator<Item: AsRef<str>>) -> bool {
        names.any(|name| self.marks.iter().any(|file| file.matches(name.as_ref())))
    }

    /// The epoch in the name of a parameters file; `None` for other names, and where names tell no epoch.
    pub fn epoch_of(&self, name: &str) -> Option<u64> {
        self.parameters.iter().find_map(|file| file.number(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_epoch() {
        let own = FileName::Numbered("image-classification");
        assert_eq!(numbered("image-classification", 7), "image-classification-0007.params");
        assert_eq!(own.number("image-classification-0007.params"), Some(7));
        assert_eq!(own.number("image-classification-12345.params"), Some(12345));
        for name in [
            "image-classification-symbol.json",
            "image-classification-+7.params",
            "image-classification-.params",
            "image-classification-99999999999999999999.params",
            "x-0001.params",
        ] {
            assert_eq!(own.number(name), None, "{name}");
            assert!(!own.matches(name), "{name}");
        }
        assert!(FileName::Prefixed("model_algo_1").matches("model_algo_1-best.params"));
        assert!(!FileName::Prefixed("model_algo_1").matches("model_algo_1.params"));
        assert!(FileName::Exact("model_algo-1").matches("model_algo-1"));
    }
}
