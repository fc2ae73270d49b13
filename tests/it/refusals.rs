//! What the console refuses: other origins, large bodies, paths that climb.

use bytes::Bytes;
use http::StatusCode;
use tests::{console::Console, http::Request};

#[test]
fn another_host_name_is_refused() {
    let console = Console::start();
    for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""] {
        let answer = Request::get("/training-jobs").header("Host", host).send(&console.address);
        assert!(answer.status.is_client_error(), "{host:?} got {}", answer.status);
        assert!(!answer.text().contains("Training jobs"), "{host:?} saw a page");
    }
}

#[test]
fn the_names_of_this_machine_are_served() {
    let console = Console::start();
    let port = console.address.rsplit(':').next().unwrap();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        let answer = Request::get("/training-jobs").header("Host", &host).send(&console.address);
        assert_eq!(answer.status, StatusCode::OK, "{host}");
    }
}

#[test]
fn a_post_from_another_origin_is_refused() {
    let console = Console::start();
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        let answer = Request::post_form("/api/stop-training-job", "name=anything".to_owned())
            .header("Origin", origin)
            .send(&console.address);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
    }
    let cross_site = Request::post_form("/api/stop-training-job", "name=anything".to_owned())
        .header("Sec-Fetch-Site", "cross-site")
        .send(&console.address);
    assert_eq!(cross_site.status, StatusCode::FORBIDDEN);
}

#[test]
fn a_body_of_fifty_megabytes_is_refused_and_the_console_goes_on() {
    let console = Console::start();
    let body = Bytes::from(vec![b'x'; 50 * 1024 * 1024]);
    // A server may also close the connection without reading the rest; what counts is that it goes on.
    if let Ok(answer) =
        Request::post("/api/create-training-job", "application/x-www-form-urlencoded", body).try_send(&console.address)
    {
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert_eq!(console.get("/healthz").status, StatusCode::OK);
}

#[test]
fn no_path_leads_out_of_a_bucket_or_the_assets() {
    let console = Console::start();
    let bucket = "sagemaker-us-west-2-000000000000";
    for path in [
        "/assets/../../etc/passwd".to_owned(),
        "/assets/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        format!("/s3/{bucket}/../../../../etc/passwd"),
        format!("/s3/{bucket}/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
        format!("/s3/{bucket}/..%2f..%2f..%2fengine.db"),
    ] {
        let answer = Request::get(&path).send(&console.address);
        assert!(!answer.status.is_server_error(), "{path} got {}", answer.status);
        assert!(!answer.text().contains("root:x:0"), "{path} left the folder");
        assert!(!answer.text().contains("SQLite format 3"), "{path} left the bucket");
    }
}

#[test]
fn the_engine_speaks_only_to_those_who_sign() {
    let console = Console::start();
    let answer = Request::post("/", "application/x-amz-json-1.1", Bytes::from_static(b"{}"))
        .header("X-Amz-Target", "SageMaker.ListTrainingJobs")
        .send(&console.engine);
    assert!(answer.status.is_client_error(), "got {}", answer.status);
}
