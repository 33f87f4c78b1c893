//! Files: the models with ranges, the npm package, the page; and the headers that let a page use threads safely.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use super::error::ApiError;
use super::{AppState, routes};
use crate::error::Error;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// What runs comes from here; models may come from any hub that the catalog or the learner names. The hash is that of the frame in
/// which learners' code runs (`www/client/sandbox-frame.ts`), whose worker comes from a blob; a frame inherits its page's policy.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-Encvxp2KUc0rkycbk8i/7XO+kvdqe88UjVk64UF/woI='; \
     worker-src 'self' blob:; connect-src 'self' https:; img-src 'self' data:; \
     object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
);

const NO_PAGE: &str = "<!doctype html><meta charset=utf-8><title>CodeMentor</title>\
    <p>The page is not built. Run <code>scripts/build.sh</code> in the repository and reload; \
    the API works without it (see <a href=/health>/health</a>).";

/// The folder `name` under the working directory, or beside the program or up to three folders above it (a build in
/// `target/release` finds its repository). Where there is none, the first of these: it may be built later.
pub fn find_folder(name: &str) -> PathBuf {
    let here = PathBuf::from(name);
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.ancestors().skip(1).take(4).map(|folder| folder.join(name));
    std::iter::once(here.clone()).chain(beside).find(|folder| folder.is_dir()).unwrap_or(here)
}

/// `GET /models/<id>.gguf`: with ranges, so that the model folder can serve as a browser's CDN. `<id>.json` is the marker of a model that
/// was converted here, and says its size and checksum.
pub async fn model(
    State(state): State<AppState>,
    name: Result<UrlPath<String>, PathRejection>,
    request: Request,
) -> Result<Response, ApiError> {
    let name = name.map(|UrlPath(name)| name).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let missing = || Error::ModelNotFound(format!("There is no model file {name:?} here.").into());
    let is_marker = name.ends_with(".json");
    if !(name.ends_with(".gguf") || is_marker) || name.starts_with('.') || !name.chars().all(plain) {
        return Err(missing().into());
    }
    let path = state.models.path().join(&name);
    if !tokio::fs::metadata(&path).await.is_ok_and(|file| file.is_file()) {
        return Err(missing().into());
    }
    let served = ServeFile::new(path).oneshot(request).await.into_response();
    if served.status() == StatusCode::NOT_FOUND {
        return Err(missing().into());
    }
    Ok(with_cache(served, if is_marker { REVALIDATE } else { IMMUTABLE }))
}

/// `/pkg/` and, for everything else, the page.
pub fn page(state: &AppState) -> Router<AppState> {
    // A router is a service: its fallback is how a folder says "no such file" in JSON.
    let not_found = Router::new().fallback(routes::not_found);
    let folder = |path: &Path| ServeDir::new(path).call_fallback_on_method_not_allowed(true);
    let pkg = Router::new()
        .fallback_service(folder(&state.pkg).fallback(not_found.clone()))
        .layer(middleware::from_fn(cache));
    let www = Router::new().fallback_service(folder(&state.www).fallback(not_found)).layer(middleware::from_fn(cache));
    let www = www.layer(middleware::from_fn(explain));
    Router::new().nest("/pkg", pkg).fallback_service(www)
}

/// A page that is not built yet says how to build it.
async fn explain(method: Method, uri: Uri, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.status() == StatusCode::NOT_FOUND && uri.path() == "/" && method == Method::GET {
        true => (StatusCode::NOT_FOUND, Html(NO_PAGE)).into_response(),
        false => response,
    }
}

/// Names with a hash in them (the bundler's assets) never change; everything else is asked for again.
async fn cache(request: Request, next: Next) -> Response {
    let hashed = request.uri().path().starts_with("/assets/");
    with_cache(next.run(request).await, if hashed { IMMUTABLE } else { REVALIDATE })
}

fn with_cache(mut response: Response, value: HeaderValue) -> Response {
    let status = response.status();
    let value = if status.is_success() || status == StatusCode::NOT_MODIFIED { value } else { REVALIDATE };
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

/// The headers of every answer: cross-origin isolation (threads in wasm need it), and nothing is guessed or embedded.
pub async fn isolate(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let fixed = |value: &'static str| HeaderValue::from_static(value);
    headers.insert("cross-origin-opener-policy", fixed("same-origin"));
    headers.insert("cross-origin-embedder-policy", fixed("require-corp"));
    // Other sites may use the API, the package and the models, as CORS says already.
    headers.insert("cross-origin-resource-policy", fixed("cross-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff"));
    headers.insert(header::REFERRER_POLICY, fixed("no-referrer"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}
