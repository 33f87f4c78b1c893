//! Getting a model of which only a checkpoint is published: its files are fetched, converted and thrown away.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::part::lock;
use super::pull::{Growing, OnEvent, PullEvent, get, resumed};
use super::{ModelFolder, io_error};
use crate::api::{Checkpoint, ModelInfo, Phase, Progress};
use crate::error::{Error, Result};
use crate::model::catalog;
use crate::model::convert::{Conversion, Format, Sources, Vocabulary};
use crate::model::marker::{Marker, Marking};

/// Bytes of a configuration or a vocabulary at most.
const SMALL_BYTES: u64 = 16 << 20;

/// Makes the model's file, unless it is there.
pub(super) fn pull(
    folder: &ModelFolder,
    info: &ModelInfo,
    checkpoint: &Checkpoint,
    base_url: Option<&str>,
    on_event: OnEvent,
) -> Result<PathBuf> {
    let target = folder.file(info);
    let _lock = lock(&target.with_file_name(format!(".{}.lock", info.id)), &info.id)?;
    if folder.is_stored(info) {
        return Ok(target);
    }
    let files = catalog::files(checkpoint).map_err(Error::bad_request)?;
    let url = match (checkpoint.url.contains("://"), base_url) {
        (true, _) => checkpoint.url.clone(),
        (false, Some(base)) => format!("{}/{}", base.trim_end_matches('/'), checkpoint.url.trim_start_matches('/')),
        (false, None) => {
            return Err(Error::ModelDownloadFailed(
                format!("The catalog names no whole address for {}. Give one with --base-url.", info.id).into(),
            ));
        }
    };
    let url = |file: &str| format!("{}/{file}", url.trim_end_matches('/'));
    let named = |file: &str, error: Error| match error {
        Error::ModelDownloadFailed(why) => Error::ModelDownloadFailed(
            format!("{} could not be fetched. {}: {why}. Try again later.", info.id, url(file)).into(),
        ),
        error => error,
    };
    let small = |file: &str| small_file(&url(file)).map_err(|error| named(file, error));
    on_event(PullEvent::Note(format!("Fetching the checkpoint of {} from {}", info.id, url(""))));
    let config = small(files.config)?;
    let vocabulary = files.vocabulary.iter().map(|file| small(file)).collect::<Result<Vec<_>>>()?;
    let vocabulary = Vocabulary::of(&vocabulary)?;

    let mut weights = Weights::open(target.with_file_name(format!(".{}.weights", info.id)))?;
    let fetched = resumed(&url(files.weights), &mut weights, None, on_event);
    fetched.map_err(|error| named(files.weights, error))?;

    on_event(PullEvent::Note(format!("Converting {}", info.id)));
    let part = target.with_extension("gguf.part");
    let mut convert_into = |out: Marking<BufWriter<File>>| -> Result<Marker> {
        weights.file.seek(SeekFrom::Start(0)).map_err(|error| io_error("reading the checkpoint", &error))?;
        let (task, prefix) = (checkpoint.task, checkpoint.prefix.as_str());
        let sources = Sources { config: &config, vocabulary, weights: BufReader::new(&mut weights.file), task, prefix };
        let mut conversion = Conversion::new(sources, out, Format::Q8_0)?;
        while conversion.step()?.is_some() {
            let (bytes, total_bytes) = conversion.progress();
            let progress = Progress { phase: Phase::Convert, bytes, total_bytes, bytes_per_second: 0.0 };
            if !on_event(PullEvent::Progress(progress)) {
                return Err(Error::Cancelled);
            }
        }
        let (_, out) = conversion.finish();
        let (out, marker) = out.finish(checkpoint);
        let file = out.into_inner().map_err(|error| io_error("writing the model", error.error()))?;
        file.sync_all().map_err(|error| io_error("writing the model", &error))?;
        Ok(marker)
    };
    let created = File::create(&part).map_err(|error| io_error(&format!("creating {}", part.display()), &error));
    let converted = created.and_then(|file| convert_into(Marking::new(BufWriter::new(file))));
    let marker = match converted {
        Ok(marker) => marker,
        Err(error) => {
            // Nobody can go on with half a conversion; and weights that are damaged have to be fetched again.
            let _ = fs::remove_file(&part);
            if matches!(error, Error::ModelCorrupt(_)) {
                let _ = fs::remove_file(&weights.path);
            }
            return Err(error);
        }
    };
    publish(&part, &target, &marker)?;
    // They have served; what is left of them costs room and nothing else.
    let _ = fs::remove_file(&weights.path);
    Ok(target)
}

/// What the mirror says of its file of this model, if it has one.
pub(super) fn mirrored(info: &ModelInfo, base_url: &str) -> Option<Marker> {
    let bytes = small_file(&format!("{}/{}", base_url.trim_end_matches('/'), catalog::marker_name(&info.id))).ok()?;
    serde_json::from_slice::<Marker>(&bytes).ok().filter(|marker| marker.fits(info))
}

/// First the file, then the marker that says it is whole.
pub(super) fn publish(part: &Path, target: &Path, marker: &Marker) -> Result<()> {
    let failed = |error: std::io::Error| io_error(&format!("storing {}", target.display()), &error);
    fs::rename(part, target).map_err(failed)?;
    write_marker(target, marker)
}

/// Writes the marker of a file.
pub(super) fn write_marker(target: &Path, marker: &Marker) -> Result<()> {
    let failed = |error: std::io::Error| io_error(&format!("storing {}", target.display()), &error);
    let json = serde_json::to_vec(marker).map_err(|error| Error::internal(error.to_string()))?;
    let (path, part) = (target.with_extension("json"), target.with_extension("json.part"));
    let mut file = File::create(&part).map_err(failed)?;
    file.write_all(&json).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(part, path).map_err(failed)
}

fn small_file(url: &str) -> Result<Vec<u8>> {
    let response = get(url, 0)?;
    let status = response.status().as_u16();
    if status != 200 {
        return Err(Error::ModelDownloadFailed(format!("answered {status}").into()));
    }
    let mut bytes = Vec::new();
    let read = response.into_body().into_reader().take(SMALL_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::ModelDownloadFailed(format!("broke off ({error})").into()))?;
    if bytes.len() as u64 > SMALL_BYTES {
        return Err(Error::ModelDownloadFailed(format!("sends more than {SMALL_BYTES} bytes").into()));
    }
    Ok(bytes)
}

/// The weights as they grow. What an earlier download left is gone on with; the conversion checks all of it.
struct Weights {
    file: File,
    path: PathBuf,
    bytes: u64,
}

impl Weights {
    fn open(path: PathBuf) -> Result<Self> {
        let opening = |error: std::io::Error| io_error(&format!("creating {}", path.display()), &error);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(opening)?;
        let bytes = file.seek(SeekFrom::End(0)).map_err(opening)?;
        Ok(Self { file, path, bytes })
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        io_error(&format!("writing {}", self.path.display()), error)
    }
}

impl Growing for Weights {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn write(&mut self, chunk: &[u8]) -> Result<()> {
        self.file.write_all(chunk).map_err(|error| self.failed(&error))?;
        self.bytes += chunk.len() as u64;
        Ok(())
    }

    fn restart(&mut self) -> Result<()> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        emptied.map_err(|error| self.failed(&error))?;
        self.bytes = 0;
        Ok(())
    }

    fn check(&mut self) -> Result<()> {
        Ok(())
    }
}
