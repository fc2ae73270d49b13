//! `baton engine`: the embedded engine.

use std::{error::Error, ffi::OsString, net::SocketAddr, path::PathBuf, sync::Arc};

use domain::Clock;
use engine::{Engine, RunningEngine, Samples};

use super::{asked_to_end, folder};
use crate::config::{EngineFlags, SampleData};

/// The Region that the embedded engine plays.
pub(super) const REGION: &str = "us-west-2";

/// Serves the engine until the process is asked to end.
pub(super) async fn run(flags: EngineFlags) -> Result<(), Box<dyn Error + Send + Sync>> {
    let data = folder::prepared(&flags.data)?;
    let engine = start(flags.listen, data, flags.samples, Arc::new(engine::SystemClock)).await?;
    println!("Baton engine: http://{}", engine.address());
    asked_to_end().await;
    engine.shutdown().await;
    Ok(())
}

/// Starts the engine below `data`; jobs run in processes of this same executable.
pub(super) async fn start(
    listen: SocketAddr,
    data: PathBuf,
    samples: SampleData,
    clock: Arc<dyn Clock>,
) -> Result<RunningEngine, Box<dyn Error + Send + Sync>> {
    let executable = std::env::current_exe()?;
    let command = |name: &str| -> Vec<OsString> { vec![executable.clone().into(), name.into()] };
    let config = engine::Config {
        listen,
        data,
        region: REGION.to_owned(),
        trainer_command: command("train"),
        supervisor_command: command("supervise"),
        samples: match samples {
            SampleData::None => Samples::None,
            SampleData::Digits => Samples::Digits,
            SampleData::All => Samples::All,
        },
    };
    Ok(Engine::start(config, clock).await?)
}
