//! Pages and assets as they leave the server.

use http::StatusCode;
use tests::console::Console;

const PAGES: [(&str, &str); 3] =
    [("/training-jobs", "Training jobs"), ("/training-jobs/create", "Create training job"), ("/s3", "S3")];

#[test]
fn every_page_arrives_whole_with_its_title() {
    let console = Console::start();
    for (path, title) in PAGES {
        let page = console.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let html = page.text();
        let head = html.split("</title>").next().unwrap_or_default();
        assert!(head.contains(title), "{path} has no title with {title:?}: {head}");
        assert!(html.contains("</html>"), "{path} is cut");
        assert!(html.contains("Local engine"), "{path} does not name its target");
    }
}

#[test]
fn the_first_page_leads_to_the_jobs() {
    let console = Console::start();
    let root = console.get("/");
    assert!(root.status.is_redirection() || root.status == StatusCode::OK);
    assert!(root.text().contains("Training jobs") || root.header("location") == "/training-jobs");
}

#[test]
fn a_page_brings_no_inline_script_and_names_no_other_origin() {
    let console = Console::start();
    for (path, _) in PAGES {
        let page = console.get(path);
        let policy = page.header("content-security-policy").to_owned();
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or(&policy);
        assert!(policy.contains("default-src"), "{path} has no Content-Security-Policy");
        assert!(!scripts.contains("'unsafe-inline'"), "{path}: {scripts}");
        assert!(!scripts.contains("'unsafe-eval'"), "{path}: {scripts}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        for attribute in ["src=\"http", "src=\"//", "<link rel=\"stylesheet\" href=\"http"] {
            assert!(!page.text().contains(attribute), "{path} loads from another origin");
        }
    }
}

#[test]
fn assets_are_named_by_content_and_kept_for_ever() {
    let console = Console::start();
    let html = console.get("/training-jobs").text();
    let assets: Vec<&str> = html.split(['"', ' ']).filter(|text| text.starts_with("/assets/") && !text.ends_with('/')).collect();
    assert!(assets.iter().any(|path| path.ends_with(".css")), "no style sheet in {assets:?}");
    assert!(assets.iter().any(|path| path.ends_with(".js")), "no script in {assets:?}");
    assert!(
        assets.iter().filter(|path| path.ends_with(".bin")).count() >= 3,
        "no chunks of this page and the next in {assets:?}"
    );
    for path in assets {
        let plain = console.get(path);
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        assert!(plain.header("cache-control").contains("immutable"), "{path}");
    }
}

#[test]
fn a_client_that_knows_brotli_gets_brotli() {
    let console = Console::start();
    let html = console.get("/training-jobs").text();
    let script = html.split('"').find(|text| text.starts_with("/assets/") && text.ends_with(".js")).expect("a script");
    let answer = tests::http::Request::get(script).header("Accept-Encoding", "gzip, br").send(&console.address);
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(console.get(script).header("content-encoding"), "");
}

#[test]
fn health_is_told() {
    let console = Console::start();
    assert_eq!(console.get("/healthz").status, StatusCode::OK);
}

#[test]
fn what_is_not_there_is_not_found() {
    let console = Console::start();
    for path in ["/no-such-page", "/training-jobs/no-such-job", "/assets/no-such-asset.js"] {
        assert_eq!(console.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn the_program_starts_again_after_a_power_cut() {
    let console = Console::start().restarted();
    assert_eq!(console.get("/training-jobs").status, StatusCode::OK);
}
