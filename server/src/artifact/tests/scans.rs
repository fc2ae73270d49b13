//! Scans of a store that answers as S3 does, and that breaks off.

use std::{
    future::IntoFuture,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use console::{data::artifact_scan::ArtifactScan, error::AppError, ports::artifacts::Artifacts};
use domain::{
    S3Uri,
    artifact::{ArtifactReport, Nearness},
};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::made::{archive, classifier};
use crate::{artifact::service::ArtifactScans, aws::Aws, testing::TestClock};

/// Objects by path, how many answers were given to GET, and how many of them break off after their first half.
struct Store {
    objects: Mutex<Vec<(String, Vec<u8>)>>,
    gets: AtomicUsize,
    cuts: AtomicUsize,
}

async fn scans(objects: Vec<(&str, Vec<u8>)>, cuts: usize) -> (ArtifactScans, Arc<Store>, TempDir) {
    let objects = objects.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect();
    let store = Arc::new(Store { objects: Mutex::new(objects), gets: AtomicUsize::new(0), cuts: AtomicUsize::new(cuts) });
    let served = store.clone();
    let service = Router::new().fallback(move |request: Request| {
        let answer = answer(&served, request.method(), request.uri().path(), request.headers());
        async move { answer }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, service).into_future());
    let (database, folder) = crate::db::testing::database().await;
    let aws = Aws::local(&endpoint, "AKIATEST", "secret", "us-west-2");
    (ArtifactScans::new(aws, database, Arc::new(TestClock::default())), store, folder)
}

fn answer(store: &Store, method: &Method, path: &str, headers: &HeaderMap) -> Response {
    let objects = store.objects.lock().expect("no test panics here");
    let Some((_, bytes)) = objects.iter().find(|(known, _)| known == path) else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{}-{}\"", bytes.len(), bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>());
    if method == Method::HEAD {
        return ([("etag", etag), ("content-length", bytes.len().to_string())], Body::empty()).into_response();
    }
    store.gets.fetch_add(1, Ordering::SeqCst);
    if headers.get("if-match").is_some_and(|wanted| wanted != etag.as_str()) {
        return StatusCode::PRECONDITION_FAILED.into_response();
    }
    let range = headers.get("range").and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
    let (from, to) =
        range.map(|(from, to)| (from.parse().expect("a number"), to.parse().expect("a number"))).unwrap_or((0, bytes.len() - 1));
    let part = bytes[from..=to.min(bytes.len() - 1)].to_vec();
    let headers = [
        ("etag", etag),
        ("content-range", format!("bytes {from}-{to}/{}", bytes.len())),
        ("content-length", part.len().to_string()),
    ];
    let is_cut = store.cuts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |cuts| cuts.checked_sub(1)).is_ok();
    let body = if is_cut {
        let half = Bytes::copy_from_slice(&part[..part.len() / 2]);
        Body::from_stream(futures::stream::iter([Ok(half), Err(std::io::Error::other("cut"))]))
    } else {
        Body::from(part)
    };
    (StatusCode::PARTIAL_CONTENT, headers, body).into_response()
}

fn uri(key: &str) -> S3Uri {
    S3Uri::new("bucket", key).expect("a location")
}

/// Asks until the scan has ended, as a page does.
async fn examined(scans: &ArtifactScans, key: &str) -> Result<Option<ArtifactReport>, AppError> {
    loop {
        match scans.examine(&uri(key)).await? {
            Some(ArtifactScan::Done { found, .. }) => return Ok(Some(found)),
            Some(ArtifactScan::Running { .. }) => {}
            None => return Ok(None),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_read_once_and_goes_on_after_cuts() {
    let model = archive(&classifier(0.1));
    let (scans, store, _folder) = scans(vec![("/bucket/model.tar.gz", model.clone())], 2).await;
    let report = examined(&scans, "model.tar.gz").await.expect("a scan").expect("an object");
    assert_eq!((report.problem, report.size, report.entry_count), (None, model.len() as u64, 3));
    let reads = store.gets.load(Ordering::SeqCst);
    assert_eq!(reads, 3, "two that were cut and the rest");
    examined(&scans, "model.tar.gz").await.expect("a scan");
    assert_eq!(store.gets.load(Ordering::SeqCst), reads, "the report was kept");
    // Another version is read anew.
    store.objects.lock().expect("no panic")[0].1 = b"no gzip".to_vec();
    let report = examined(&scans, "model.tar.gz").await.expect("a scan").expect("an object");
    assert_eq!(report.problem.as_deref(), Some("It is not compressed with gzip."));
    assert_eq!(examined(&scans, "other.tar.gz").await, Ok(None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_is_no_fault_of_the_archive() {
    let model = archive(&classifier(0.1));
    let (scans, store, _folder) = scans(vec![("/bucket/model.tar.gz", model)], 100).await;
    // Each answer breaks off in the middle, so something new comes each time until nothing is left to halve.
    let result = examined(&scans, "model.tar.gz").await;
    assert!(matches!(result, Err(AppError::Upstream { .. })), "{result:?}");
    store.cuts.store(0, Ordering::SeqCst);
    assert!(examined(&scans, "model.tar.gz").await.expect("a scan").is_some_and(|report| report.problem.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_models_are_compared_once() {
    let objects = vec![("/bucket/a.tar.gz", archive(&classifier(0.1))), ("/bucket/b.tar.gz", archive(&classifier(2.37)))];
    let (scans, store, _folder) = scans(objects, 0).await;
    let distance = loop {
        if let ArtifactScan::Done { found, .. } = scans.compare(&uri("a.tar.gz"), &uri("b.tar.gz")).await.expect("a comparison") {
            break found;
        }
    };
    assert_eq!(distance.nearness(), Nearness::Far);
    let reads = store.gets.load(Ordering::SeqCst);
    scans.compare(&uri("a.tar.gz"), &uri("b.tar.gz")).await.expect("a comparison");
    assert_eq!(store.gets.load(Ordering::SeqCst), reads);
    let missing = scans.compare(&uri("a.tar.gz"), &uri("none.tar.gz")).await;
    assert!(matches!(missing, Err(AppError::NotFound(_))), "{missing:?}");
}
