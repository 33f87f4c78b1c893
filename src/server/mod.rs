//! The HTTP server: the tutor's API, CodeMentor's own routes, the model files and the page. Converts, delegates, maps
//! errors; one inference thread (see [`admission`]) does the work.

pub mod admission;
mod codementor;
mod error;
mod files;
mod reading;
mod routes;
mod sse;

use std::future::Future;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower_http::cors::{Any, CorsLayer};

use crate::error::{Error, Result};
use crate::platform::native::ModelFolder;
pub use admission::Inference;
use reading::Reading;

/// Bytes of a request body at most.
const BODY_LIMIT: usize = 1 << 20;
/// How long open connections get to end once the server stops.
const GRACE: Duration = Duration::from_secs(3);

/// How to serve.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name or address to listen on.
    pub host: String,
    /// Port to listen on; 0 takes any free one.
    pub port: u16,
    /// The model that answers: an id or a path; none is the folder's default.
    pub model: Option<String>,
    /// The code model: an id or a path; none is the first that is stored.
    pub code_model: Option<String>,
    /// Where the models are.
    pub models: ModelFolder,
    /// Questions that may wait.
    pub queue: u16,
    /// The built page; none looks for `www/dist`.
    pub www: Option<PathBuf>,
    /// The built npm package; none looks for `pkg`.
    pub pkg: Option<PathBuf>,
}

/// What the routes share.
#[derive(Clone)]
pub struct AppState {
    inference: Inference,
    /// None where there is no code model.
    reading: Option<Reading>,
    models: Arc<ModelFolder>,
    www: PathBuf,
    pkg: PathBuf,
}

impl AppState {
    /// Starts the inference thread. No model is loaded before the first question.
    ///
    /// # Errors
    /// `internal` when the thread cannot be started.
    pub fn new(config: Config) -> Result<Self> {
        let models = Arc::new(config.models);
        Ok(Self {
            inference: Inference::start(Arc::clone(&models), config.model, config.queue.into())?,
            reading: Reading::start(Arc::clone(&models), config.code_model)?,
            models,
            www: config.www.unwrap_or_else(|| files::find_folder("www/dist")),
            pkg: config.pkg.unwrap_or_else(|| files::find_folder("pkg")),
        })
    }

    /// The inference thread.
    #[must_use]
    pub fn inference(&self) -> &Inference {
        &self.inference
    }
}

/// All routes.
pub fn app(state: AppState) -> Router {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any);
    Router::new()
        .route("/health", get(routes::health))
        .route("/v1/tutor/chat", post(routes::chat))
        .route("/v1/tutor/analyze", post(routes::analyze))
        .route("/v1/tutor/challenge", post(routes::challenge))
        .route("/v1/tutor/rig", post(routes::rig))
        .route("/v1/tutor/grade", post(routes::grade))
        .route("/v1/tutor/stuck", post(routes::stuck))
        .route("/v1/tutor/retelling", post(routes::retelling))
        .route("/v1/tutor/retold", post(routes::retold))
        .route("/v1/tutor/models", get(routes::models))
        .route("/ai-tutor/chat", post(codementor::chat))
        .route("/code/analyze", post(codementor::analyze))
        .route("/challenges/generate", post(codementor::challenge))
        .route("/models/{file}", get(files::model))
        .merge(files::page(&state))
        .method_not_allowed_fallback(routes::method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(cors)
        .layer(middleware::map_response(files::isolate))
        .layer(middleware::from_fn(log))
        .with_state(state)
}

/// Work on a thread that may take its time.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::internal(format!("The work failed: {error}.")))?
}

/// One line per request: never what the learner wrote.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    tracing::info!("{method} {path} {} {} ms", response.status().as_u16(), started.elapsed().as_millis());
    response
}

/// Serves until Ctrl-C or SIGTERM; then the answers under way are cancelled and the function returns within seconds.
///
/// # Errors
/// `bad_request` when the address cannot be listened on, `internal`.
pub fn serve(config: Config) -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Whoever embeds the server may have a subscriber already.
    let _ = logs.with_ansi(std::io::stderr().is_terminal()).try_init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Error::internal(format!("The server cannot start its threads: {error}.")))?;
    let result = runtime.block_on(run(config));
    // A file or a client that hangs must not keep the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

async fn run(config: Config) -> Result<()> {
    let (host, port) = (config.host.clone(), config.port);
    if let Err(error) = config.models.find(config.model.as_deref()) {
        // No reason not to start: the page works, and the model may arrive while the server runs.
        tracing::warn!("{error}");
    }
    let state = AppState::new(config)?;
    let inference = state.inference.clone();
    let failed = |error: std::io::Error| Error::internal(format!("The server failed: {error}."));
    let signalled = stop_signal().map_err(failed)?;
    let listener = TcpListener::bind((host.as_str(), port)).await.map_err(|error| cannot_bind(&host, port, &error))?;
    let address = listener.local_addr().map_err(failed)?;
    // Who started it without a stdout does not want to know.
    let _ = writeln!(std::io::stdout(), "CodeMentor listens on http://{address}");

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let wait = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
        // An error means that the sender is gone, which is a stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let server = axum::serve(listener, app(state)).with_graceful_shutdown(wait(stopped.clone()));
    tokio::select! {
        result = server.into_future() => result.map_err(failed)?,
        () = async {
            signalled.await;
            tracing::info!("stopping");
            inference.stop();
            stop.send_replace(true);
            tokio::time::sleep(GRACE).await;
        } => {}
    }
    inference.stop();
    Ok(())
}

fn cannot_bind(host: &str, port: u16, error: &std::io::Error) -> Error {
    Error::bad_request(match error.kind() {
        ErrorKind::AddrInUse => {
            format!("Port {port} on {host} is in use by another program. Stop that one, or choose a port with --port.")
        }
        ErrorKind::PermissionDenied => {
            format!("Listening on port {port} is not allowed for this user. Choose one above 1023 with --port.")
        }
        _ => format!("The server cannot listen on {host}, port {port}: {error}. Check --host and --port."),
    })
}

/// Listens for Ctrl-C and SIGTERM from now on; the future ends at the first.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
