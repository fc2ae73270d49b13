//! `baton serve`: the console and, at the local target, the engine.

use std::{error::Error, future::IntoFuture, io, path::Path, sync::Arc, time::Duration};

use axum::Router;
use domain::Clock;
use engine::{BreakableListener, Peer, RunningEngine, SystemClock};
use tokio::{net::TcpListener, sync::watch};
use tokio_util::sync::CancellationToken;

use super::{asked_to_end, engine as local, folder};
use crate::{
    aws::{Aws, configured_region},
    config::{Serve, Target},
    opening::{Opener, Opening},
    router::{self, Hosts},
    state::{self, State},
};

/// The console's port has one in so many of the connections that the process may have.
const CONNECTION_SHARE: usize = 2;
/// How long open downloads may keep a server up that was asked to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves until the process is asked to end. Jobs that run go on under their supervisors.
pub(super) async fn run(flags: Serve) -> Result<(), Box<dyn Error + Send + Sync>> {
    check_address(&flags)?;
    let data = folder::prepared(&flags.data)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let engine = match flags.target {
        Target::Local => Some(local::start(flags.engine_listen, data.clone(), flags.samples, clock.clone()).await?),
        Target::Aws => None,
    };
    let region = match flags.target {
        Target::Local => None,
        Target::Aws => Some(configured_region(flags.region.clone()).await?),
    };
    let listener =
        TcpListener::bind(flags.listen).await.map_err(|error| format!("{} cannot be listened on: {error}", flags.listen))?;
    let address = listener.local_addr()?;
    let ending = CancellationToken::new();
    let opening = match (&engine, region) {
        (Some(engine), _) => watch::channel(Opening::Open(of_engine(engine, &data, clock, ending.clone()).await?)).1,
        (None, Some(region)) => Opener { region, data, clock, ending: ending.clone() }.start().await?,
        (None, None) => return Err("neither an engine nor a Region is configured".into()),
    };
    let polling = tokio::spawn(poll(opening.clone(), ending.clone()));
    let routes = router::router_of(opening.clone(), Hosts::new(address, &flags.allowed_host));

    println!("Baton console: http://{address}");
    if let Some(engine) = &engine {
        println!("Local engine: http://{}", engine.address());
    }
    if !router::has_site() {
        tracing::warn!(
            "this executable was built without its site: pages have no styles and no scripts (build with `make build`)"
        );
    }
    serve_until_asked(listener, routes, &ending).await?;
    // The poller ends at its next pause; it only fails by panicking, which is logged already.
    let _ = polling.await;
    let last = opening.borrow().clone();
    if let Opening::Open(state) = last {
        state.history.close().await;
    }
    if let Some(engine) = engine {
        engine.shutdown().await;
    }
    Ok(())
}

/// An address that others reach is one that the owner asked for.
fn check_address(flags: &Serve) -> Result<(), String> {
    if flags.listen.ip().is_loopback() || flags.allow_remote {
        return Ok(());
    }
    let port = flags.listen.port();
    Err(format!(
        "{} can be reached by others, and the console has no sign-in. Use --listen 127.0.0.1:{port}, or put an authenticating \
         proxy in front and pass --allow-remote with --allowed-host NAME.",
        flags.listen
    ))
}

/// Answers requests until the process is asked to end, which cancels `ending`.
async fn serve_until_asked(listener: TcpListener, routes: Router, ending: &CancellationToken) -> io::Result<()> {
    let until = ending.clone();
    let ended = async move {
        asked_to_end().await;
        // Open event streams end now; without that they would keep the server up for ever.
        until.cancel();
    };
    // A service that is made once is shared by all connections; a router would be built anew for each.
    let routes = routes.into_make_service_with_connect_info::<Peer>();
    let listener = BreakableListener::new(listener, CONNECTION_SHARE);
    let serving = axum::serve(listener, routes).with_graceful_shutdown(ended).into_future();
    let cut = async {
        ending.cancelled().await;
        tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
    };
    tokio::select! {
        result = serving => result?,
        () = cut => tracing::warn!("some connections were still open after {SHUTDOWN_TIMEOUT:?} and are cut"),
    }
    ending.cancel();
    Ok(())
}

/// The console of the embedded engine.
async fn of_engine(
    engine: &RunningEngine,
    data: &Path,
    clock: Arc<dyn Clock>,
    ending: CancellationToken,
) -> Result<State, Box<dyn Error + Send + Sync>> {
    let keys = engine.credentials();
    let endpoint = format!("http://{}", engine.address());
    let aws = Aws::local(&endpoint, keys.access_key_id(), keys.secret_access_key(), engine.region());
    State::open(aws, state::Target::Local(engine.account().to_owned()), data, clock, ending).await
}

/// Keeps the history true from the moment when it is open.
async fn poll(mut opening: watch::Receiver<Opening>, ending: CancellationToken) {
    let opened = opening.wait_for(|opening| matches!(opening, Opening::Open(_)));
    let opened = tokio::select! {
        () = ending.cancelled() => return,
        opened = opened => opened.map(|opening| opening.clone()),
    };
    if let Ok(Opening::Open(state)) = opened {
        state.history.poll(ending).await;
    }
}
