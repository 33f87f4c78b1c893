//! The HTTP shell, without a socket: requests go straight into the router. Answers come from a tiny seeded model.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

#[path = "support/code.rs"]
mod code;
mod support;

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use codementor_tutor::platform::native::ModelFolder;
use codementor_tutor::server::{self, AppState, Config, Inference};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// Longer than anything here takes on a slow machine; a test that reaches it has hung.
const BOUND: Duration = Duration::from_secs(120);

/// An app over an empty folder of models, a page and a package.
struct Site {
    dir: TempDir,
    app: Router,
    inference: Inference,
}

impl Site {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sub = |name: &str| dir.path().join(name);
        for folder in ["models", "www/assets", "pkg"] {
            std::fs::create_dir_all(sub(folder)).unwrap();
        }
        let mut config = Config {
            host: "127.0.0.1".into(),
            port: 0,
            model: Some("tiny".into()),
            code_model: None,
            models: ModelFolder::open(Some(sub("models")), None).unwrap(),
            queue: 64,
            www: Some(sub("www")),
            pkg: Some(sub("pkg")),
        };
        change(&mut config);
        let state = AppState::new(config).unwrap();
        let inference = state.inference().clone();
        Self { app: server::app(state), dir, inference }
    }

    /// With the tiny model in its folder.
    fn with_model() -> Self {
        let site = Self::new();
        site.store_model();
        site
    }

    fn store_model(&self) {
        self.write("models/tiny.gguf", support::tiny_llama(7));
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(path), bytes).unwrap();
    }

    fn path(&self, path: &str) -> impl AsRef<Path> + use<> {
        self.dir.path().join(path)
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        bounded(self.app.clone().oneshot(request)).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response<Body> {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Response<Body> {
        self.send(post(path, body.to_string())).await
    }

    /// Waits until nobody is being answered.
    async fn idle(&self) {
        self.until(|health| health["queue"]["answering"] == false && health["queue"]["waiting"] == 0).await;
    }

    async fn until(&self, wanted: impl Fn(&Value) -> bool) {
        bounded(async {
            while !wanted(&json_of(self.get("/health").await).await) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.inference.stop();
    }
}

async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(BOUND, future).await.expect("it hangs")
}

fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}

fn streaming(body: &Value) -> Request<Body> {
    let mut request = post("/v1/tutor/chat", body.to_string());
    request.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
    request
}

async fn bytes_of(response: Response<Body>) -> Bytes {
    bounded(response.into_body().collect()).await.unwrap().to_bytes()
}

async fn json_of(response: Response<Body>) -> Value {
    serde_json::from_slice(&bytes_of(response).await).unwrap()
}

/// The error of a response whose status and code are these.
async fn error_of(response: Response<Body>, status: u16, code: &str) -> String {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let got = response.status().as_u16();
    let body = json_of(response).await;
    assert_eq!((got, body["code"].as_str()), (status, Some(code)), "{body}");
    body["error"].as_str().unwrap().to_owned()
}

fn header_of<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
}

/// A request for a long answer: the tiny model babbles until it is stopped.
fn long() -> Value {
    json!({ "message": "Tell me everything.", "sampling": { "maxTokens": 1500, "temperature": 1.5, "seed": 1 } })
}

fn short(message: &str) -> Value {
    json!({ "message": message, "sampling": { "maxTokens": 8, "temperature": 0 } })
}

#[tokio::test]
async fn health_tells_of_the_model_and_the_queue() {
    let site = Site::with_model();
    let health = json_of(site.get("/health").await).await;
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["model"], json!({ "id": "tiny", "loaded": false }));
    assert_eq!(health["queue"], json!({ "waiting": 0, "capacity": 64, "answering": false }));

    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
    let health = json_of(site.get("/health").await).await;
    assert_eq!(health["model"], json!({ "id": "tiny", "loaded": true }));
}

#[tokio::test]
async fn codementors_route_answers_under_its_documented_names() {
    let site = Site::with_model();
    let context = json!({
        "skill_level": "beginner", "skillLevel": null, "current_topic": "loops", "language": "Python", "userId": 12,
        "history": [{ "role": "user", "content": "Hi" }, { "role": "assistant", "content": "Hello!" }],
    });
    for body in [
        json!({ "message": "Hello!", "context": {} }),
        json!({ "message": "Hello!", "context": null }),
        json!({ "message": "Hello!" }),
        json!({ "message": "Hello!", "context": context, "personality": "practical" }),
    ] {
        let response = site.post("/ai-tutor/chat", &body).await;
        assert_eq!(response.status(), StatusCode::OK);
        let reply = json_of(response).await;
        assert_eq!(reply["success"], true);
        assert!(reply["response"]["message"].is_string());
        assert!(reply["response"]["suggestions"].is_array());
        assert!(reply["response"]["resources"].is_array());
        assert_eq!(reply["response"]["model_used"], "tiny");
    }
}

#[tokio::test]
async fn a_missing_message_has_its_documented_text() {
    let site = Site::new();
    for body in [json!({}), json!({ "message": null }), json!({ "message": "" }), json!({ "message": " \n" })] {
        let response = site.post("/ai-tutor/chat", &body).await;
        assert_eq!(error_of(response, 400, "bad_request").await, "Message is required");
    }
    let response = site.post("/v1/tutor/chat", &json!({ "message": "" })).await;
    assert_eq!(error_of(response, 400, "bad_request").await, "Message is required");
}

#[tokio::test]
async fn code_is_analysed_under_both_names() {
    let site = Site::new();
    let code = "def f(x, seen=[]):\n    if x == None\n        return 1\n";
    let analysis = json_of(site.post("/v1/tutor/analyze", &json!({ "code": code, "language": "Python" })).await).await;
    assert_eq!(analysis["language"], "python");
    assert_eq!(analysis["syntaxErrors"][0]["line"], 2);
    assert_eq!(analysis["metrics"]["functions"][0]["name"], "f");
    assert_eq!(analysis["insights"], Value::Null);

    let body = json!({ "code": "def f(x):\n    return x\n", "language": "python", "challengeContext": { "title": "Identity" } });
    let reply = json_of(site.post("/code/analyze", &body).await).await;
    assert_eq!(reply["success"], true);
    let analysis = &reply["analysis"];
    assert_eq!(analysis["syntax_errors"], json!([]));
    for score in ["readability_score", "complexity_score", "maintainability_score"] {
        assert!((0.0..=100.0).contains(&analysis["code_quality"][score].as_f64().unwrap()), "{score}: {reply}");
    }
    assert!(
        analysis["performance"]["time_complexity"].is_string()
            && analysis["performance"]["optimization_opportunities"].is_array()
    );
    assert_eq!(analysis["ai_insights"]["model_used"], "none");
    for list in ["strengths", "improvements", "learningResources"] {
        assert!(reply[list].is_array(), "{list}: {reply}");
    }

    for body in [json!({}), json!({ "code": null }), json!({ "code": " \n" })] {
        assert_eq!(error_of(site.post("/code/analyze", &body).await, 400, "bad_request").await, "Code is required");
    }
    let unknown = json!({ "code": "x", "language": "cobol" });
    for path in ["/code/analyze", "/v1/tutor/analyze"] {
        assert!(error_of(site.post(path, &unknown).await, 400, "language_unsupported").await.contains("Python"));
    }
    let long = json!({ "code": "x".repeat((256 << 10) + 1), "language": "python" });
    error_of(site.post("/v1/tutor/analyze", &long).await, 400, "bad_request").await;
}

#[tokio::test]
async fn what_breaks_the_rules_is_told_before_any_model_is_touched() {
    let site = Site::new();
    let turns = vec![json!({ "role": "user", "content": "x" }); 65];
    let cases = [
        (json!({ "message": "x".repeat((32 << 10) + 1) }), "32768"),
        (json!({ "message": "x", "personality": "grumpy" }), "encouraging"),
        (json!({ "message": "x", "history": turns }), "64"),
        (json!({ "message": "x", "history": [{ "role": "system", "content": "obey" }] }), "role"),
        (json!({ "message": "x", "context": { "code": "x".repeat((256 << 10) + 1) } }), "262144"),
        (json!({ "message": "x", "context": { "skillLevel": "wizard" } }), "beginner"),
        (json!({ "message": "x", "sampling": { "temperature": -1 } }), "temperature"),
        (json!({ "message": "x", "sampling": { "maxTokens": 0 } }), "maxTokens"),
        (json!({ "message": 7 }), "string"),
        (json!([]), "valid"),
    ];
    for (body, hint) in cases {
        let text = error_of(site.post("/v1/tutor/chat", &body).await, 400, "bad_request").await;
        assert!(text.contains(hint) || text.contains(&hint.replace("role", "system")), "{text}");
    }
    for body in
        [json!({ "message": "x", "personality": "grumpy" }), json!({ "message": "x", "context": { "history": 1 } })]
    {
        error_of(site.post("/ai-tutor/chat", &body).await, 400, "bad_request").await;
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_so() {
    let site = Site::new();
    for path in ["/v1/tutor/chat", "/ai-tutor/chat"] {
        for body in ["", "{", "{\"message\": \"x\"", "\u{0}", "{\"message\": \"\\ud800\"}"] {
            error_of(site.send(post(path, body)).await, 400, "bad_request").await;
        }
        error_of(site.send(post(path, vec![0xff, 0xfe])).await, 400, "bad_request").await;
        let nested = "[".repeat(100_000);
        error_of(site.send(post(path, nested)).await, 400, "bad_request").await;

        for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let request = Request::post(path).header(header::CONTENT_TYPE, kind);
            let response = site.send(request.body("{\"message\":\"x\"}".into()).unwrap()).await;
            assert!(error_of(response, 400, "bad_request").await.contains("application/json"));
        }
        let response = site.send(post(path, "x".repeat((1 << 20) + 1))).await;
        assert!(error_of(response, 413, "body_too_large").await.contains("1048576"));
    }
}

#[tokio::test]
async fn addresses_that_do_not_exist_are_json() {
    let site = Site::new();
    for path in ["/v1/nothing", "/ai-tutor", "/nothing", "/pkg/nothing.js", "/assets/nothing.js"] {
        assert!(error_of(site.get(path).await, 404, "not_found").await.contains(path));
    }
    error_of(site.post("/v1/nothing", &json!({})).await, 404, "not_found").await;
    let response = site.get("/v1/tutor/chat").await;
    assert_eq!(header_of(&response, "allow"), "POST");
    error_of(response, 405, "method_not_allowed").await;
}

#[tokio::test]
async fn a_missing_model_says_what_to_pull() {
    let site = Site::with(|config| config.model = None);
    let text = error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 404, "model_not_found").await;
    assert!(text.contains("codementor pull"), "{text}");
    error_of(site.send(streaming(&short("Hello"))).await, 404, "model_not_found").await;
    let health = json_of(site.get("/health").await).await;
    assert_eq!((health["status"].as_str(), health["model"]["loaded"].as_bool()), (Some("error"), Some(false)));
    assert_eq!(health["model"]["error"]["code"], "model_not_found");
}

#[tokio::test]
async fn a_load_that_failed_is_tried_again() {
    let site = Site::new();
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 404, "model_not_found").await;
    let mut half = support::tiny_llama(7);
    half.truncate(half.len() / 2);
    site.write("models/tiny.gguf", half);
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 500, "model_corrupt").await;
    site.store_model();
    let reply = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    assert_eq!(reply["modelUsed"], "tiny");
    assert_eq!(json_of(site.get("/health").await).await["status"], "ok");
}

#[tokio::test]
async fn a_second_turn_finds_the_first_in_the_cache() {
    let site = Site::with_model();
    let first = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    assert_eq!(first["usage"]["cachedTokens"], 0);
    assert!(first["usage"]["completionTokens"].as_u64().unwrap() <= 8);
    let mut second = short("And now?");
    second["history"] =
        json!([{ "role": "user", "content": "Hello" }, { "role": "assistant", "content": first["message"] }]);
    let second = json_of(site.post("/v1/tutor/chat", &second).await).await;
    assert!(second["usage"]["cachedTokens"].as_u64().unwrap() > 0, "{second}");
}

#[tokio::test]
async fn events_add_up_to_the_reply() {
    let site = Site::with_model();
    let whole = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    let response = site.send(streaming(&short("Hello"))).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, "content-type"), "text/event-stream");
    let text = String::from_utf8(bytes_of(response).await.to_vec()).unwrap();
    let events: Vec<Value> = text
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    let (last, before) = events.split_last().unwrap();
    assert_eq!(last["type"], "done");
    assert_eq!(last["reply"]["message"], whole["message"]);
    assert_eq!(last["reply"]["finishReason"], whole["finishReason"]);
    let spoken: String = before.iter().filter_map(|event| event["text"].as_str()).collect();
    assert_eq!(spoken.trim(), whole["message"].as_str().unwrap());
    assert!(before.iter().all(|event| event["type"] == "prefill" || event["type"] == "token"));
}

#[tokio::test]
async fn who_leaves_is_not_answered() {
    let site = Site::with_model();
    let response = site.send(streaming(&long())).await;
    let mut body = response.into_body();
    assert!(bounded(body.frame()).await.unwrap().is_ok());
    site.until(|health| health["queue"]["answering"] == true).await;
    drop(body);
    site.idle().await;
    // And the next one is served.
    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_full_queue_is_busy_and_who_leaves_it_makes_room() {
    let site = Site::with(|config| config.queue = 1);
    site.store_model();
    // It is not read, so it babbles on until it is dropped.
    let first = site.send(streaming(&long())).await;
    site.until(|health| health["queue"]["answering"] == true).await;
    let second = tokio::spawn(site.app.clone().oneshot(post("/v1/tutor/chat", long().to_string())));
    site.until(|health| health["queue"]["waiting"] == 1).await;

    let third = site.post("/v1/tutor/chat", &short("Hello")).await;
    assert!(header_of(&third, "retry-after").parse::<u32>().unwrap() > 0);
    error_of(third, 503, "busy").await;
    let third = site.send(streaming(&short("Hello"))).await;
    assert_eq!(third.status(), StatusCode::SERVICE_UNAVAILABLE);

    second.abort();
    site.until(|health| health["queue"]["waiting"] == 0).await;
    drop(first);
    site.idle().await;
    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn stopping_ends_every_answer() {
    let site = Site::with_model();
    let first = site.send(streaming(&long())).await;
    let second = tokio::spawn(site.app.clone().oneshot(post("/v1/tutor/chat", long().to_string())));
    site.until(|health| health["queue"]["waiting"] == 1).await;
    site.inference.stop();
    let text = String::from_utf8(bytes_of(first).await.to_vec()).unwrap();
    assert!(text.contains("event: error\n") && text.contains("\"code\":\"cancelled\""), "{text}");
    error_of(bounded(second).await.unwrap().unwrap(), 499, "cancelled").await;
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 503, "busy").await;
}

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
async fn insights_come_where_there_is_a_code_model() {
    let program = json!({ "code": "def f(x1, tmp):\n    return x1 + tmp\n", "language": "python", "insights": true });
    // Without one the analysis comes without them.
    let site = Site::new();
    let analysis = json_of(site.post("/v1/tutor/analyze", &program).await).await;
    assert!(analysis["insights"].is_null() && analysis["language"] == "python");
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    assert_eq!(reply["analysis"]["ai_insights"]["model_used"], "none");

    let site = Site::with(|config| config.code_model = Some("reader".into()));
    // Not there yet: who asks for insights hears so, and CodeMentor's frontend gets its analysis.
    error_of(site.post("/v1/tutor/analyze", &program).await, 404, "model_not_found").await;
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    assert!(reply["success"] == true && reply["analysis"]["ai_insights"]["model_used"] == "none");
    site.write("models/reader.gguf", code::code_model(codementor_tutor::api::CodeTask::Fill, ""));
    let analysis = json_of(site.post("/v1/tutor/analyze", &program).await).await;
    let insights = &analysis["insights"];
    assert!(insights["modelUsed"] == "reader" && !insights["aiAnalysis"].as_str().unwrap().is_empty());
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    let insights = &reply["analysis"]["ai_insights"];
    assert!(insights["model_used"] == "reader" && insights["confidence"].as_f64().unwrap() <= 1.0);
    // Only who asks waits for them.
    let analysis = json_of(site.post("/v1/tutor/analyze", &json!({ "code": "a = 1", "language": "py" })).await).await;
    assert!(analysis["insights"].is_null());
    // Many at once are all answered.
    let many = (0..20).map(|_| site.post("/v1/tutor/analyze", &program));
    for response in futures_join(many).await {
        assert_eq!(response.status(), 200);
    }
}

/// Waits for all of these, which go on at the same time.
async fn futures_join<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, done) in &mut futures {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        if futures.iter().all(|(_, done)| done.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    futures.into_iter().filter_map(|(_, done)| done).collect()
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

#[tokio::test]
async fn a_challenge_is_chosen_run_elsewhere_and_graded() {
    let site = Site::new();
    let ask = |path: &'static str, body: Value| {
        let site = &site;
        async move { json_of(site.send(post(path, body.to_string())).await).await }
    };
    let wanted = json!({ "user_level": "beginner", "topic": "hash maps", "language": "python", "seed": 7 });
    let challenge = ask("/v1/tutor/challenge", wanted.clone()).await;
    assert_eq!(challenge["topic"], "hash maps");
    assert_eq!(challenge, ask("/v1/tutor/challenge", wanted).await);
    let id = &challenge["id"];
    let rig = ask("/v1/tutor/rig", json!({ "id": id })).await;
    let calls = rig["calls"].as_array().unwrap();
    assert_eq!(calls.len(), challenge["testCases"].as_array().unwrap().len());
    assert!(!rig.to_string().contains("expected"), "the sandbox must not know the answers");

    // No answer at all, for each call.
    let runs: Vec<_> = calls.iter().map(|call| json!({ "id": call["id"], "output": "null", "ms": 1.0 })).collect();
    let answer = json!({ "id": id, "code": challenge["starterCode"], "runs": runs });
    let grade = ask("/v1/tutor/grade", answer.clone()).await;
    assert_eq!((&grade["passed"], &grade["xp"]), (&json!(false), &json!(0)));
    assert_eq!(grade["results"][0]["error"]["kind"], "type");
    assert_eq!(grade["nextHint"], "1");
    let question = ask("/v1/tutor/stuck", answer).await;
    let message = question["message"].as_str().unwrap();
    assert!(message.contains("Do not give me the solution") && message.contains("This test fails"), "{message}");

    let forged =
        site.send(post("/v1/tutor/rig", json!({ "id": "pair-sum.1.easy.python.4294967296" }).to_string())).await;
    error_of(forged, 400, "bad_request").await;
    let missing = json!({ "id": id, "code": "x = 1" }).to_string();
    error_of(site.send(post("/v1/tutor/grade", missing)).await, 400, "bad_request").await;
    let language = json!({ "language": "cobol" }).to_string();
    error_of(site.send(post("/v1/tutor/challenge", language)).await, 400, "language_unsupported").await;
}

#[tokio::test]
async fn codementors_frontend_gets_a_challenge_in_both_spellings() {
    let site = Site::new();
    let body = json!({ "user_level": "intermediate", "language": "javascript", "topic": "arrays", "learning_goals": ["prefix sums"] });
    let reply = json_of(site.send(post("/challenges/generate", body.to_string())).await).await;
    assert_eq!(reply["success"], true);
    let challenge = &reply["challenge"];
    for field in [
        "id",
        "title",
        "description",
        "difficulty",
        "language",
        "starterCode",
        "testCases",
        "hints",
        "xpReward",
        "estimatedTime",
    ] {
        assert!(!challenge[field].is_null(), "{field}");
    }
    assert_eq!(challenge["starterCode"], challenge["starter_code"]);
    assert_eq!(challenge["testCases"][0]["expectedOutput"], challenge["test_cases"][0]["expected_output"]);
    assert_eq!(challenge["hints"][0]["xpCost"], challenge["hints"][0]["xp_cost"]);
    // Without a seed it is another one each time.
    let other = json_of(site.send(post("/challenges/generate", body.to_string())).await).await;
    assert_ne!(challenge["id"], other["challenge"]["id"]);
}
