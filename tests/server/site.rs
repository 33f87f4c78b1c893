//! An app to send requests to, and what comes of them.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response, header};
use codementor_tutor::platform::native::ModelFolder;
use codementor_tutor::server::{self, AppState, Config, Inference};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::support;

/// Longer than anything here takes on a slow machine; a test that reaches it has hung.
pub const BOUND: Duration = Duration::from_secs(120);

/// An app over an empty folder of models, a page and a package.
pub struct Site {
    dir: TempDir,
    pub app: Router,
    pub inference: Inference,
}

impl Site {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
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
    pub fn with_model() -> Self {
        let site = Self::new();
        site.store_model();
        site
    }

    pub fn store_model(&self) {
        self.write("models/tiny.gguf", support::tiny_llama(7));
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(path), bytes).unwrap();
    }

    pub fn path(&self, path: &str) -> impl AsRef<Path> + use<> {
        self.dir.path().join(path)
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        bounded(self.app.clone().oneshot(request)).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response<Body> {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response<Body> {
        self.send(post(path, body.to_string())).await
    }

    /// Waits until nobody is being answered.
    pub async fn idle(&self) {
        self.until(|health| health["queue"]["answering"] == false && health["queue"]["waiting"] == 0).await;
    }

    pub async fn until(&self, wanted: impl Fn(&Value) -> bool) {
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

pub async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(BOUND, future).await.expect("it hangs")
}

pub fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}

pub fn streaming(body: &Value) -> Request<Body> {
    let mut request = post("/v1/tutor/chat", body.to_string());
    request.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
    request
}

pub async fn bytes_of(response: Response<Body>) -> Bytes {
    bounded(response.into_body().collect()).await.unwrap().to_bytes()
}

pub async fn json_of(response: Response<Body>) -> Value {
    serde_json::from_slice(&bytes_of(response).await).unwrap()
}

/// The error of a response whose status and code are these.
pub async fn error_of(response: Response<Body>, status: u16, code: &str) -> String {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let got = response.status().as_u16();
    let body = json_of(response).await;
    assert_eq!((got, body["code"].as_str()), (status, Some(code)), "{body}");
    body["error"].as_str().unwrap().to_owned()
}

pub fn header_of<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
}

/// A request for a long answer: the tiny model babbles until it is stopped.
pub fn long() -> Value {
    json!({ "message": "Tell me everything.", "sampling": { "maxTokens": 1500, "temperature": 1.5, "seed": 1 } })
}

pub fn short(message: &str) -> Value {
    json!({ "message": message, "sampling": { "maxTokens": 8, "temperature": 0 } })
}
