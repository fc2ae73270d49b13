//! Objects that come in parts and leave as pictures, at an engine that really stores them.

use axum::http::{HeaderMap, Method};
use bytes::Bytes;
use console::{error::AppError, ports::ObjectStore};
use domain::S3Uri;

use super::*;
use crate::testing::{TestClock, local::Local};

/// A program over an engine.
struct Program {
    routes: Router,
    engine: Local,
    _folder: tempfile::TempDir,
}

async fn program() -> Program {
    let engine = Local::start().await;
    let (database, folder) = crate::db::testing::database().await;
    let history = History::new(database.clone(), engine.aws.clone(), Arc::new(TestClock::default()), true);
    Program { routes: routes(engine.aws.clone(), history, database), engine, _folder: folder }
}

impl Program {
    async fn ask(&self, method: Method, path: &str, body: impl Into<Body>) -> (StatusCode, HeaderMap, Bytes) {
        let request =
            Request::builder().method(method).uri(path).header(header::HOST, HOST).body(body.into()).expect("a request");
        let response = self.routes.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, to_bytes(response.into_body(), 32 << 20).await.expect("a body"))
    }

    async fn put(&self, object: &S3Uri, upload: &str, number: i32, body: Vec<u8>) -> StatusCode {
        let uri = object.to_string().replace('/', "%2F").replace(':', "%3A");
        self.ask(Method::PUT, &format!("/upload/part?uri={uri}&upload={upload}&number={number}"), body).await.0
    }

    /// Uploads an object as a page does.
    async fn store(&self, key: &str, bytes: &[u8]) -> S3Uri {
        let (objects, object) = (Objects::new(self.engine.aws.clone()), self.engine.at(key));
        let upload = objects.begin_upload(&object, bytes.len() as u64, None).await.expect("an upload");
        assert_eq!(self.put(&object, &upload.id, 1, bytes.to_vec()).await, StatusCode::NO_CONTENT);
        objects.complete_upload(&object, &upload.id, bytes.len() as u64).await.expect("an object");
        object
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nthe rest";

#[tokio::test]
async fn an_upload_goes_on_with_the_parts_that_are_missing() {
    let program = program().await;
    let (objects, object) = (Objects::new(program.engine.aws.clone()), program.engine.at("uploads/model.tar.gz"));
    let size = (8 << 20) + 3;
    let first = objects.begin_upload(&object, size, None).await.expect("an upload");
    assert_eq!(program.put(&object, &first.id, 1, vec![7; 8 << 20]).await, StatusCode::NO_CONTENT);
    assert!(matches!(objects.complete_upload(&object, &first.id, size).await, Err(AppError::Refused(_))));
    // The page was closed; another one goes on.
    let second = objects.begin_upload(&object, size, Some(first.id.clone())).await.expect("the same upload");
    assert_eq!((&second.id, &second.stored[..]), (&first.id, &[1][..]));
    assert_eq!(program.put(&object, &second.id, 2, vec![8; 3]).await, StatusCode::NO_CONTENT);
    objects.complete_upload(&object, &second.id, size).await.expect("an object");
    // The answer may be lost: asking again finds the object.
    objects.complete_upload(&object, &second.id, size).await.expect("the object");
    let (whole, end) = objects.part(&object, (8 << 20) - 1, 10).await.expect("an answer").expect("an object");
    assert_eq!((whole, &end[..]), (size, &[7, 8, 8, 8][..]));
}

#[tokio::test]
async fn clients_that_vanish_in_the_middle_of_a_part_hold_nobody_up() {
    let program = program().await;
    let object = program.engine.at("uploads/a");
    let upload = Objects::new(program.engine.aws.clone()).begin_upload(&object, 3, None).await.expect("an upload");
    let path = "/upload/part?uri=s3%3A%2F%2Fbucket%2Fvanished&upload=x&number=1";
    let silent = || {
        let begun = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"beg"))]);
        Body::from_stream(futures::StreamExt::chain(begun, futures::stream::pending()))
    };
    let vanished = futures::future::join_all((0..8).map(|_| program.ask(Method::PUT, path, silent())));
    let stored = program.put(&object, &upload.id, 1, vec![1, 2, 3]);
    let stored = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        tokio::select! {
            biased;
            _ = vanished => None,
            status = async { tokio::task::yield_now().await; stored.await } => Some(status),
        }
    });
    assert_eq!(stored.await.expect("an answer in time"), Some(StatusCode::NO_CONTENT));
}

#[tokio::test]
async fn parts_that_belong_nowhere_are_refused() {
    let program = program().await;
    let object = program.engine.at("a");
    assert_eq!(program.put(&object, "x", 0, vec![1]).await, StatusCode::BAD_REQUEST);
    assert_eq!(program.put(&object, "x", 10_001, vec![1]).await, StatusCode::BAD_REQUEST);
    assert_eq!(program.put(&object, "nobody-began-this", 1, vec![1]).await, StatusCode::NOT_FOUND);
    let (status, ..) = program.ask(Method::PUT, "/upload/part?uri=nowhere&upload=x&number=1", "").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_picture_is_shown_and_can_do_nothing() {
    let program = program().await;
    let object = program.store("pictures/a.bin", PNG).await;
    let (status, headers, bytes) = program.ask(Method::GET, &format!("/preview/picture?uri={object}"), "").await;
    assert_eq!((status, &bytes[..]), (StatusCode::OK, PNG));
    assert_eq!(headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
}

#[tokio::test]
async fn what_only_calls_itself_a_picture_is_not_shown() {
    let program = program().await;
    let page = program.store("evil.png", b"<html><script>alert(1)</script>").await;
    let drawing = program.store("evil.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").await;
    for object in [page, drawing, program.engine.at("nothing.png")] {
        let (status, ..) = program.ask(Method::GET, &format!("/preview/picture?uri={object}"), "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{object}");
    }
    let (status, ..) = program.ask(Method::GET, "/preview/picture?uri=file:///etc/passwd", "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_picture_of_a_record_is_shown() {
    let program = program().await;
    let payload = [&0_u32.to_le_bytes()[..], &3_f32.to_le_bytes(), &[0; 16], PNG].concat();
    let mut file = [&[0x0A, 0x23, 0xD7, 0xCE][..], &(payload.len() as u32).to_le_bytes(), &payload].concat();
    file.resize(file.len().next_multiple_of(4), 0);
    let object = program.store("train.rec", &[file.clone(), file.clone()].concat()).await;
    let offset = file.len();
    let record = |offset: usize| format!("/preview/record?uri={object}&offset={offset}&size={}", PNG.len());
    let (status, headers, bytes) = program.ask(Method::GET, &record(offset), "").await;
    assert_eq!((status, &bytes[..]), (StatusCode::OK, PNG));
    assert_eq!(headers[header::CONTENT_TYPE], "image/png");
    // An offset inside a record is no record, and one behind the end is none either.
    for offset in [offset + 4, 10 * offset] {
        let (status, ..) = program.ask(Method::GET, &record(offset), "").await;
        assert_ne!(status, StatusCode::OK, "{offset}");
    }
}

#[tokio::test]
async fn a_mask_is_named_by_digests_and_nothing_else() {
    let program = program().await;
    let digest = "0123456789abcdef0123456789abcdef";
    let whole = format!("{digest}-{digest}");
    for (result, number, shown, expected) in [
        (whole.as_str(), "0", "truth", StatusCode::NOT_FOUND),
        ("..%2F..%2Fetc", "0", "truth", StatusCode::NOT_FOUND),
        ("%2Fetc%2Fpasswd", "0", "wrong", StatusCode::NOT_FOUND),
        (whole.as_str(), "-1", "truth", StatusCode::BAD_REQUEST),
        (whole.as_str(), "..%2F1", "truth", StatusCode::BAD_REQUEST),
        (whole.as_str(), "0", "other", StatusCode::BAD_REQUEST),
    ] {
        let path = format!("/preview/evaluated-mask?result={result}&number={number}&shown={shown}");
        let (status, ..) = program.ask(Method::GET, &path, "").await;
        assert_eq!(status, expected, "{path}");
    }
}

#[tokio::test]
async fn an_object_is_deleted_once_and_for_all() {
    let program = program().await;
    let objects = Objects::new(program.engine.aws.clone());
    let object = program.store("doomed/a.txt", b"one").await;
    let kept = program.store("doomed/b.txt", b"two").await;
    objects.delete(&object).await.expect("a deletion");
    assert_eq!(objects.part(&object, 0, 1).await.expect("an answer"), None);
    assert!(objects.part(&kept, 0, 1).await.expect("an answer").is_some());
    // The answer may be lost: deleting again finds nothing, as it should be.
    objects.delete(&object).await.expect("no error");
}

#[tokio::test]
async fn a_folder_is_deleted_when_nothing_is_in_it() {
    let program = program().await;
    let objects = Objects::new(program.engine.aws.clone());
    let (folder, inner) = (program.engine.at("made/"), program.engine.at("made/inner/"));
    objects.make_folder(&folder).await.expect("a folder");
    objects.make_folder(&inner).await.expect("a folder");
    let refused = objects.delete(&folder).await;
    assert_eq!(refused, Err(AppError::Refused("The folder is not empty. Delete what is in it first.".to_owned())));
    objects.delete(&inner).await.expect("a deletion");
    objects.delete(&folder).await.expect("a deletion");
    let listing = objects.list(&folder, None).await.expect("a listing");
    assert!(listing.objects.is_empty() && listing.folders.is_empty(), "{listing:?}");
    assert!(matches!(objects.delete(&program.engine.at("")).await, Err(AppError::Refused(_))));
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_named() {
    let program = program().await;
    let objects = Objects::new(program.engine.aws.clone());
    let folder = S3Uri::parse("s3://nobucket/a/").expect("a location");
    let missing = AppError::NotFound("There is no bucket nobucket in this account and Region.".to_owned());
    assert_eq!(objects.list(&folder, None).await, Err(missing.clone()));
    assert_eq!(objects.delete(&S3Uri::parse("s3://nobucket/a").expect("a location")).await, Err(missing));
    let (status, _, page) = program.ask(Method::GET, "/s3/nobucket/", "").await;
    let page = String::from_utf8_lossy(&page).into_owned();
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("There is no bucket nobucket"), "{page}");
}
