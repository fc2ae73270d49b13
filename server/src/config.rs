//! Flags and environment variables.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use trainer::BuiltInAlgorithm;

/// What `baton --help` begins with. It is named, since the words of a flattened part would take its place.
const ABOUT: &str = "A training console for Amazon SageMaker, with an engine of its own that really trains";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "baton", version, about = ABOUT, long_about = None, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do; `serve` when nothing is named.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Flags of `serve`.
    #[command(flatten)]
    pub serve: Serve,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the console and, at the local target, the embedded engine (default).
    Serve(Serve),
    /// Serves the embedded engine alone: SageMaker, S3, CloudWatch Logs, KMS and STS on one port.
    Engine(EngineFlags),
    /// Prints `export` lines that point any AWS client at the engine of a data folder.
    Env(Data),
    /// Trains as a SageMaker container does: reads DIR/input, writes DIR/model.
    Train {
        /// What SageMaker mounts as /opt/ml.
        directory: PathBuf,
        /// The algorithm: the name of its image's repository.
        #[arg(long, value_name = "NAME", default_value = "image-classification")]
        algorithm: BuiltInAlgorithm,
    },
    /// Evaluates the model in DIR/input/data/model on the images in DIR/input/data/validation, and writes
    /// DIR/output/evaluation.json, and of a segmenter masks to DIR/output/masks.
    Evaluate {
        /// A directory as that of `train`.
        directory: PathBuf,
        /// The algorithm: the name of its image's repository.
        #[arg(long, value_name = "NAME", default_value = "image-classification")]
        algorithm: BuiltInAlgorithm,
    },
    /// Checks a CreateTrainingJob request: exit code 0 valid, 1 with each violation, 2 when it cannot be read.
    Check {
        /// A JSON file.
        file: PathBuf,
        /// The Region of the job.
        #[arg(long, env = "BATON_REGION", default_value = "us-west-2")]
        region: String,
    },
    /// Writes the history of all jobs as JSON lines.
    Export(Transfer),
    /// Takes in what `export` wrote. What is there already stays, so that it may be repeated.
    Import(Transfer),
    /// Watches over one job of the engine.
    #[command(hide = true)]
    Supervise {
        /// The job's folder.
        folder: PathBuf,
    },
}

/// Which SageMaker the console talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// The embedded engine.
    Local,
    /// Amazon's services, with the ordinary credential chain.
    Aws,
}

/// Flags of `baton serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where the console listens.
    #[arg(long, env = "BATON_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where the embedded engine listens.
    #[arg(long, env = "BATON_ENGINE_LISTEN", default_value = "127.0.0.1:9230")]
    pub engine_listen: SocketAddr,
    /// The data folder.
    #[command(flatten)]
    pub data: Data,
    /// The sample data that the embedded engine keeps in its bucket.
    #[arg(long, env = "BATON_SAMPLES", value_enum, default_value_t = SampleData::All)]
    pub samples: SampleData,
    /// Which SageMaker the console talks to.
    #[arg(long, env = "BATON_TARGET", value_enum, default_value_t = Target::Local)]
    pub target: Target,
    /// The Region, for the target `aws`; otherwise the credential chain's.
    #[arg(long, env = "BATON_REGION")]
    pub region: Option<String>,
    /// Listens on an address that others can reach. There is no sign-in: put an authenticating proxy in front.
    #[arg(long, env = "BATON_ALLOW_REMOTE", requires = "allowed_host")]
    pub allow_remote: bool,
    /// Host names under which the console may be called besides those of this machine; repeatable.
    #[arg(long, env = "BATON_ALLOWED_HOST", value_delimiter = ',')]
    pub allowed_host: Vec<String>,
}

/// The sample data that the engine keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SampleData {
    /// None.
    None,
    /// Those of image classification.
    Digits,
    /// Those of all algorithms.
    All,
}

/// Flags of `baton engine`.
#[derive(Debug, Clone, Args)]
pub struct EngineFlags {
    /// Where the engine listens.
    #[arg(long, env = "BATON_ENGINE_LISTEN", default_value = "127.0.0.1:9230")]
    pub listen: SocketAddr,
    /// The sample data that the engine keeps in its bucket.
    #[arg(long, env = "BATON_SAMPLES", value_enum, default_value_t = SampleData::All)]
    pub samples: SampleData,
    /// The data folder.
    #[command(flatten)]
    pub data: Data,
}

/// Flags of `baton export` and `baton import`.
#[derive(Debug, Clone, Args)]
pub struct Transfer {
    /// The file with the JSON lines; standard output or input unless one is named.
    pub file: Option<PathBuf>,
    /// The history's file in the data folder, for example console-local.db; needed when there are several.
    #[arg(long, value_name = "NAME")]
    pub history: Option<String>,
    /// The data folder.
    #[command(flatten)]
    pub data: Data,
}

/// The one folder that everything is written to.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The data folder; `$HOME/.baton` unless another is named.
    #[arg(long, env = "BATON_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Data {
    /// The folder; `None` when none is named and there is no home folder.
    pub fn folder(&self) -> Option<PathBuf> {
        self.data.clone().or_else(|| std::env::home_dir().map(|home| home.join(".baton")))
    }
}
