//! What scripts of other sites may do with a bucket: nothing, until its owner says so.

use crate::{
    client::raw,
    harness::{BUCKET, World},
};

const RULES: &[u8] = b"<CORSConfiguration><CORSRule><AllowedOrigin>https://*.example.org</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedHeader>x-amz-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>";

#[tokio::test]
async fn other_sites_may_do_what_the_bucket_says_and_no_more() {
    let world = World::start("exit 0").await;
    let bucket = format!("/{BUCKET}");
    let object = format!("/{BUCKET}/train/a.rec");
    let preflight = async |origin: &str, method: &str, names: &str| {
        let headers = [
            ("host", world.client.address.to_string()),
            ("origin", origin.to_owned()),
            ("access-control-request-method", method.to_owned()),
            ("access-control-request-headers", names.to_owned()),
        ];
        raw(world.client.address, "OPTIONS", &object, &headers, b"").await
    };
    let get = async |origin: &str| world.client.s3("GET", &object, "", &[("origin", origin)], b"").await;

    assert_eq!(preflight("https://app.example.org", "GET", "").await.status, 403);
    assert_eq!(get("https://app.example.org").await.header("access-control-allow-origin"), None);
    let none = world.client.s3("GET", &bucket, "cors=", &[], b"").await;
    assert!(none.status == 404 && none.text().contains("NoSuchCORSConfiguration"), "{}", none.text());

    let set = world.client.s3("PUT", &bucket, "cors=", &[], RULES).await;
    assert_eq!(set.status, 200, "{}", set.text());
    let shown = world.client.s3("GET", &bucket, "cors=", &[], b"").await.text();
    assert!(shown.contains("<AllowedOrigin>https://*.example.org</AllowedOrigin>"), "{shown}");

    let allowed = preflight("https://app.example.org", "PUT", "x-amz-date, X-Amz-Content-Sha256").await;
    assert_eq!(allowed.status, 200, "{}", allowed.text());
    assert_eq!(allowed.header("access-control-allow-origin").as_deref(), Some("https://app.example.org"));
    assert_eq!(allowed.header("access-control-allow-headers").as_deref(), Some("x-amz-date, x-amz-content-sha256"));
    assert_eq!(allowed.header("access-control-max-age").as_deref(), Some("60"));
    for (origin, method, names) in [
        ("https://app.example.com", "GET", ""),
        ("https://app.example.org", "DELETE", ""),
        ("https://app.example.org", "GET", "authorization"),
    ] {
        assert_eq!(preflight(origin, method, names).await.status, 403, "{origin} {method} {names}");
    }
    let read = get("https://app.example.org").await;
    assert_eq!((read.status, read.header("access-control-expose-headers").as_deref()), (200, Some("ETag")));
    assert_eq!(get("https://app.example.com").await.header("access-control-allow-origin"), None);

    assert_eq!(world.client.s3("DELETE", &bucket, "cors=", &[], b"").await.status, 204);
    assert_eq!(preflight("https://app.example.org", "GET", "").await.status, 403);
    world.engine.shutdown().await;
}
