//! `baton serve`: the console and, at the local target, the engine.

use std::{error::Error, future::IntoFuture, sync::Arc, time::Duration};

use domain::Clock;
use engine::SystemClock;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{asked_to_end, engine as local, folder};
use crate::{
    aws::Aws,
    config::{Serve, Target},
    router::{self, Hosts},
    state::State,
};

/// How long open downloads may keep a server up that was asked to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until the process is asked to end. Jobs that run go on under their supervisors.
pub(super) async fn run(flags: Serve) -> Result<(), Box<dyn Error + Send + Sync>> {
    if !flags.listen.ip().is_loopback() && !flags.allow_remote {
        let port = flags.listen.port();
        return Err(format!(
            "{} can be reached by others, and the console has no sign-in. Use --listen 127.0.0.1:{port}, or put an \
             authenticating proxy in front and pass --allow-remote with --allowed-host NAME.",
            flags.listen
        )
        .into());
    }
    let data = folder::prepared(&flags.data)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let engine = match flags.target {
        Target::Local => Some(local::start(flags.engine_listen, data.clone(), clock.clone()).await?),
        Target::Aws => None,
    };
    let aws = match &engine {
        Some(engine) => {
            let keys = engine.credentials();
            let endpoint = format!("http://{}", engine.address());
            Aws::local(&endpoint, keys.access_key_id(), keys.secret_access_key(), engine.region())
        }
        None => Aws::from_environment(flags.region.clone()).await?,
    };
    let listener =
        TcpListener::bind(flags.listen).await.map_err(|error| format!("{} cannot be listened on: {error}", flags.listen))?;
    let address = listener.local_addr()?;
    let ending = CancellationToken::new();
    let account = engine.as_ref().map(|engine| engine.account().to_owned());
    let state = State::new(aws, account, &data, clock, ending.clone()).await?;
    let polling = tokio::spawn(state.history.clone().poll(ending.clone()));
    let hosts = Hosts::new(address, &flags.allowed_host);
    let routes = router::router(&state, hosts);

    println!("Baton console: http://{address}");
    if let Some(engine) = &engine {
        println!("Local engine: http://{}", engine.address());
    }
    if !router::has_site() {
        tracing::warn!(
            "this executable was built without its site: pages have no styles and no scripts (build with `make build`)"
        );
    }
    let until = ending.clone();
    let ended = async move {
        asked_to_end().await;
        // Open event streams end now; without that they would keep the server up for ever.
        until.cancel();
    };
    let serving = axum::serve(listener, routes).with_graceful_shutdown(ended).into_future();
    let patience = async {
        ending.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        result = serving => result?,
        () = patience => tracing::warn!("some connections were still open after {PATIENCE:?} and are cut"),
    }
    ending.cancel();
    // The poller ends at its next pause; it only fails by panicking, which is logged already.
    let _ = polling.await;
    state.history.close().await;
    if let Some(engine) = engine {
        engine.shutdown().await;
    }
    Ok(())
}
