//! Why a pasted text cannot be understood.

use thiserror::Error;

/// Why a pasted text cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PasteError {
    /// Nothing was pasted.
    #[error("Paste the JSON of a request or of a description, a boto3 call, or an aws sagemaker create-training-job command.")]
    Empty,
    /// Neither JSON nor the command.
    #[error("This is neither a JSON object nor an aws sagemaker create-training-job command. A JSON object begins with a brace.")]
    Unknown,
    /// Terraform's own language.
    #[error(
        "This is Terraform, which is not read here. Paste the job as JSON: what `terraform show -json` prints of it, or what aws sagemaker \
         describe-training-job answers."
    )]
    Terraform,
    /// A script for a shell without a request that could be read.
    #[error(
        "This is a script, and no create-training-job command or JSON of a request was found in it. Paste the command alone, or the JSON \
         that the script writes."
    )]
    Script,
    /// YAML, which only the server reads.
    #[error("This is YAML, which is not read here. Paste it in the first step of a new form, or paste the request as JSON.")]
    YamlElsewhere,
    /// YAML with a mistake.
    #[error("This looks like YAML, and cannot be read: {0}.")]
    Yaml(String),
    /// JSON without one member of a request.
    #[error("This is JSON, but no request: CreateTrainingJob has no member {0}.")]
    NoMember(String),
    /// A member with a value of another type than the API's.
    #[error("{path} {problem}.")]
    Type {
        /// Where it stands, for example `ResourceConfig.InstanceCount`.
        path: String,
        /// What is wrong, to complete a sentence.
        problem: String,
    },
    /// Python with a mistake, or without the values of a request.
    #[error(
        "This looks like Python, and line {line} cannot be read: {reason}. Put the values themselves there, or paste the request as JSON."
    )]
    Python {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, to complete a sentence.
        reason: String,
    },
    /// Python for the SageMaker SDK, whose calls are no request.
    #[error(
        "This is Python for the SageMaker SDK, which makes the request by itself. Paste a create_training_job call of boto3, or the request as JSON."
    )]
    Sdk,
    /// JSON with a mistake.
    #[error("The JSON cannot be read: {0}.")]
    Json(String),
    /// A quote that is not closed.
    #[error("A quote is opened and not closed. Paste the whole command.")]
    Quote,
    /// Another command.
    #[error("This is the command {0}; only create-training-job can be pasted.")]
    OtherCommand(String),
    /// An option that reads a file.
    #[error("--{option} reads {file}, which only your own machine has. Paste the file's content instead of {file}.")]
    File {
        /// The option without its hyphens.
        option: String,
        /// The location, `file://…` or `fileb://…`.
        file: String,
    },
    /// An option without its value, or one that no such command has.
    #[error("--{option}: {reason}.")]
    Option {
        /// The option without its hyphens.
        option: String,
        /// What is wrong, to complete a sentence.
        reason: String,
    },
}

impl PasteError {
    /// Whether the server may read what this program cannot.
    pub fn is_for_the_server(&self) -> bool {
        *self == Self::YamlElsewhere
    }
}

/// What the decoder says of a type, in words for people.
pub(super) fn problem(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("a string", "a text in quotes"),
        ("i64", "a whole number"),
        ("a boolean", "true or false, without quotes"),
        ("a sequence", "a list in brackets"),
        ("a map", "an object in braces"),
        ("struct", "an object in braces"),
    ];
    let Some((found, wanted)) = text.strip_prefix("invalid type: ").and_then(|text| text.split_once(", expected ")) else {
        return format!("cannot be read: {text}");
    };
    let words = WORDS.iter().find(|(start, _)| wanted.starts_with(start)).map_or(wanted, |(_, words)| words);
    let found = found.strip_prefix("string ").map_or_else(|| found.replace('`', ""), |text| format!("the text {text}"));
    format!("is {found} and must be {words}")
}
