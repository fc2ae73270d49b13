//! How data reaches a container.

/// How data reaches the container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum InputMode {
    /// Downloaded before training starts.
    #[default]
    File,
    /// Streamed through a pipe.
    Pipe,
    /// Files that are fetched when they are read.
    FastFile,
}

impl InputMode {
    /// All values, the default first.
    pub const ALL: &[Self] = &[Self::File, Self::Pipe, Self::FastFile];

    /// The service's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Pipe => "Pipe",
            Self::FastFile => "FastFile",
        }
    }

    /// The value of the service's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == word)
    }
}
