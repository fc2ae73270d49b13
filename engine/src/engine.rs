//! Start and end of the engine.

use std::{ffi::OsString, fs::File, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    account::Account,
    clock::Clock,
    cloudwatch::CloudWatch,
    credentials::Credentials,
    data_folder::DataFolder,
    db::{self, Database, OpenError},
    environment,
    fault_injection::FaultInjection,
    gateway::{self, AllowedHosts, BreakableListener, Gateway},
    iam::Iam,
    jobs::Jobs,
    kms::{Keys, Kms},
    logs::Logs,
    process::machine::Share,
    s3,
    s3::store::{Store, StoreError},
    sagemaker::SageMaker,
    samples,
    settings::{SettingsError, SettingsFile},
    sts::Sts,
};

/// The account that everything belongs to; no real account has this number.
const ACCOUNT: &str = "000000000000";
/// The engine's port has one in so many of the connections that the process may have: each call of the console needs one here
/// too.
const CONNECTION_SHARE: usize = 4;
/// The time that open requests get when the engine ends.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// The configuration of an engine.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on; a loopback address. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// The folder that holds everything; created when it is missing.
    pub data: PathBuf,
    /// The Region that the engine plays, for example `us-west-2`.
    pub region: String,
    /// The program that trains, with its arguments; the job's folder in the form of `/opt/ml` is appended.
    pub trainer_command: Vec<OsString>,
    /// The program that calls [`crate::supervise`], with its arguments; the job's folder is appended.
    pub supervisor_command: Vec<OsString>,
    pub samples: Samples,
}

/// The sample data that an engine keeps in its bucket. What is missing is stored at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Samples {
    None,
    /// Handwritten digits, for image classification: four objects.
    Digits,
    /// Also scenes of shapes, for object detection and semantic segmentation: two thousand small objects.
    All,
}

/// The reason why the engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Other machines could reach it.
    #[error("the engine listens on this computer only: use 127.0.0.1 or ::1 instead of {0}")]
    NotLoopback(SocketAddr),
    /// A program is missing in the configuration.
    #[error("the {0} command of the engine is empty")]
    NoCommand(&'static str),
    /// Another engine runs on the same data.
    #[error("another engine is using {0}: end it, or choose another data folder")]
    InUse(PathBuf),
    /// The address is taken, or not this computer's.
    #[error("the engine cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// A file cannot be read or written.
    #[error("the engine cannot use {0}: {1}")]
    Folder(PathBuf, io::Error),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The keys cannot be used.
    #[error("the keys of KMS cannot be opened: {0}")]
    Keys(String),
    /// The object store cannot be used.
    #[error("the object store cannot be opened: {0}")]
    Store(String),
    /// `engine.json` cannot be read or understood.
    #[error("the engine's settings: {0}")]
    Settings(String),
}

impl From<SettingsError> for StartError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error.to_string())
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

/// The engine before it runs.
#[derive(Debug)]
pub struct Engine;

impl Engine {
    /// Starts an engine: locks the data folder, cleans up after an earlier process, and answers on its port.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: Config, clock: Arc<dyn Clock>) -> Result<RunningEngine, StartError> {
        check(&config)?;
        let folder = DataFolder::new(&config.data);
        let failed = |error| StartError::Folder(config.data.clone(), error);
        folder.create().map_err(failed)?;
        let lock = folder.lock().map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => StartError::InUse(config.data.clone()),
            _ => failed(error),
        })?;
        let settings = SettingsFile::open(folder.settings()).await?;
        let credentials = Credentials::read_or_create(&folder).map_err(failed)?;
        let database = db::open(&folder.database()).await?;
        let account = Account {
            number: ACCOUNT.into(),
            region: config.region.as_str().into(),
            clock: clock.clone(),
            database: database.clone(),
            settings,
        };
        let keys = Keys::open(&folder, account.clone()).await.map_err(|error| StartError::Keys(error.to_string()))?;
        let store = Store::open(&folder, account.clone(), keys.clone()).await?;
        if config.samples != Samples::None {
            samples::store_digits(&store).await?;
        }

        let listener = TcpListener::bind(config.listen).await.map_err(|error| StartError::Listen(config.listen, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(config.listen, error))?;
        environment::publish(&folder, address, &config.region, ACCOUNT).map_err(failed)?;

        let share = Share::of_machine(&account.settings.current().await.0.limits);
        let faults = Arc::new(FaultInjection::new(account.clone()));
        let (trainer, supervisor) = (config.trainer_command, config.supervisor_command);
        let jobs = Jobs::new(store.clone(), folder.clone(), faults.clone(), share, trainer, supervisor);
        let gateway = Gateway {
            hosts: AllowedHosts::of(address),
            credentials: credentials.clone(),
            clock,
            objects: store.clone(),
            s3: s3::services(store.clone(), credentials.clone(), faults.clone()),
            kms: Kms { keys },
            cloudwatch: CloudWatch::new(account.clone(), folder.clone()),
            logs: Logs::new(account, folder),
            sagemaker: SageMaker::new(jobs.clone(), faults.clone()),
            iam: Iam { account: ACCOUNT.to_owned() },
            sts: Sts { account: ACCOUNT.to_owned(), access_key_id: credentials.access_key_id().to_owned() },
            faults,
        };
        let stop = CancellationToken::new();
        let router = gateway::router(Arc::new(gateway));
        let serve = axum::serve(BreakableListener::new(listener, CONNECTION_SHARE), router)
            .with_graceful_shutdown(stop.clone().cancelled_owned());
        let server = tokio::spawn(async move {
            if let Err(error) = serve.await {
                tracing::error!(%error, "the engine's port failed");
            }
        });
        let queue = tokio::spawn(async move { jobs.serve().await });
        let samples = tokio::spawn(async move {
            // Two thousand small files: the engine answers while they are written.
            if config.samples == Samples::All
                && let Err(error) = samples::store_shapes(&store).await
            {
                tracing::warn!(%error, "the sample scenes could not be stored; the next start tries again");
            }
        });
        tracing::info!(%address, data = %config.data.display(), "the engine is ready");
        Ok(RunningEngine { address, credentials, region: config.region, database, stop, server, queue, samples, _lock: lock })
    }
}

fn check(config: &Config) -> Result<(), StartError> {
    if !config.listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(config.listen));
    }
    for (command, name) in [(&config.trainer_command, "trainer"), (&config.supervisor_command, "supervisor")] {
        if command.is_empty() {
            return Err(StartError::NoCommand(name));
        }
    }
    Ok(())
}

/// An engine that answers. Dropping it without [`RunningEngine::shutdown`] leaves it running until the program ends.
#[derive(Debug)]
pub struct RunningEngine {
    address: SocketAddr,
    credentials: Credentials,
    region: String,
    database: Database,
    stop: CancellationToken,
    server: JoinHandle<()>,
    queue: JoinHandle<()>,
    samples: JoinHandle<()>,
    _lock: File,
}

impl RunningEngine {
    /// The address that it listens on, with the port that was chosen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The keys that calls must be signed with.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The Region that it plays.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The account that everything belongs to, twelve digits.
    pub fn account(&self) -> &str {
        ACCOUNT
    }

    /// Ends the engine. A running trainer goes on, and the next engine on the same data takes up its job.
    pub async fn shutdown(self) {
        self.stop.cancel();
        for background in [self.queue, self.samples] {
            background.abort();
            let _ = background.await;
        }
        let abort = self.server.abort_handle();
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, self.server).await.is_err() {
            abort.abort();
        }
        self.database.close().await;
    }
}
