//! Models, the page, and what else is fetched.

use crate::site::{Site, bytes_of, error_of, header_of, json_of};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn models_come_whole_or_in_ranges() {
    let site = Site::new();
    site.write("models/some.gguf", b"GGUF0123456789");
    let whole = site.get("/models/some.gguf").await;
    assert_eq!(whole.status(), StatusCode::OK);
    assert_eq!(header_of(&whole, "accept-ranges"), "bytes");
    assert_eq!(header_of(&whole, "content-length"), "14");
    assert!(header_of(&whole, "cache-control").contains("immutable"));
    assert_eq!(header_of(&whole, "cross-origin-resource-policy"), "cross-origin");
    let etag = header_of(&whole, "etag").to_owned();
    assert_eq!(bytes_of(whole).await, "GGUF0123456789");

    let ranged =
        |range: &str| Request::get("/models/some.gguf").header(header::RANGE, range).body(Body::empty()).unwrap();
    let part = site.send(ranged("bytes=4-6")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(header_of(&part, "content-range"), "bytes 4-6/14");
    assert_eq!(bytes_of(part).await, "012");
    assert_eq!(bytes_of(site.send(ranged("bytes=10-")).await).await, "6789");
    let beyond = site.send(ranged("bytes=14-")).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert!(!header_of(&beyond, "cache-control").contains("immutable"));

    let again = Request::get("/models/some.gguf").header(header::IF_NONE_MATCH, etag).body(Body::empty()).unwrap();
    assert_eq!(site.send(again).await.status(), StatusCode::NOT_MODIFIED);
    let head = Request::head("/models/some.gguf").body(Body::empty()).unwrap();
    let head = site.send(head).await;
    assert_eq!((head.status(), header_of(&head, "content-length")), (StatusCode::OK, "14"));
}

#[tokio::test]
async fn nothing_but_models_leaves_the_models_folder() {
    let site = Site::new();
    site.write("secret.gguf", "GGUF");
    site.write("models/.hidden.gguf", "GGUF");
    site.write("models/half.gguf.part", "GGUF");
    site.write("models/notes.txt", "notes");
    std::fs::create_dir(site.path("models/folder.gguf")).unwrap();
    for name in [
        ".hidden.gguf",
        "half.gguf.part",
        "notes.txt",
        "folder.gguf",
        "none.gguf",
        "..%2fsecret.gguf",
        "%2e%2e%2fsecret.gguf",
        "..%5csecret.gguf",
        "x%00.gguf",
        ".gguf",
        "%ff.gguf",
    ] {
        let response = site.get(&format!("/models/{name}")).await;
        let status = response.status();
        assert!(status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST, "{name}: {status}");
        assert_eq!(header_of(&response, "content-type"), "application/json", "{name}");
        assert_ne!(bytes_of(response).await, "GGUF", "{name}");
    }
    for path in [
        "/models/../secret.gguf",
        "/../secret.gguf",
        "/pkg/../secret.gguf",
        "/%2e%2e/secret.gguf",
        "/pkg/..%2fsecret.gguf",
    ] {
        assert_eq!(site.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_page_is_isolated_and_only_hashed_names_are_kept() {
    let site = Site::new();
    site.write("www/index.html", "<!doctype html><title>page</title>");
    site.write("www/sw.js", "self");
    site.write("www/assets/app-1a2b.js", "app");
    site.write("pkg/tutor_bg.wasm", "\0asm");
    site.write("pkg/index.js", "export {}");
    for (path, kind, kept) in [
        ("/", "text/html", false),
        ("/index.html", "text/html", false),
        ("/sw.js", "text/javascript", false),
        ("/assets/app-1a2b.js", "text/javascript", true),
        ("/pkg/tutor_bg.wasm", "application/wasm", false),
        ("/pkg/index.js", "text/javascript", false),
    ] {
        let response = site.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(header_of(&response, "content-type").starts_with(kind), "{path}");
        assert_eq!(header_of(&response, "cache-control").contains("immutable"), kept, "{path}");
        assert_eq!(header_of(&response, "cross-origin-opener-policy"), "same-origin");
        assert_eq!(header_of(&response, "cross-origin-embedder-policy"), "require-corp");
        assert_eq!(header_of(&response, "x-content-type-options"), "nosniff");
        assert!(header_of(&response, "content-security-policy").contains("script-src 'self'"));
    }
}

#[tokio::test]
async fn without_a_page_the_root_says_how_to_build_it() {
    let site = Site::new();
    let response = site.get("/").await;
    assert!(header_of(&response, "content-type").starts_with("text/html"));
    assert!(String::from_utf8_lossy(&bytes_of(response).await).contains("scripts/build.sh"));
}

#[tokio::test]
async fn other_origins_may_use_the_api() {
    let site = Site::new();
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/v1/tutor/chat")
        .header(header::ORIGIN, "http://localhost:3000")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
        .body(Body::empty())
        .unwrap();
    let response = site.send(preflight).await;
    assert!(response.status().is_success());
    assert_eq!(header_of(&response, "access-control-allow-origin"), "*");
    assert!(header_of(&response, "access-control-allow-headers").contains(['*', 'c']));
    // Errors are readable too.
    assert_eq!(header_of(&site.post("/v1/tutor/chat", &json!({})).await, "access-control-allow-origin"), "*");
}

#[tokio::test]
async fn the_marker_of_a_converted_model_is_served() {
    let site = Site::new();
    site.write("models/reader.json", r#"{"bytes":4,"sha256":"00","source":"x 1"}"#);
    let response = site.get("/models/reader.json").await;
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(json_of(response).await["bytes"], 4);
    error_of(site.get("/models/.reader.json").await, 404, "model_not_found").await;
}
