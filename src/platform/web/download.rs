//! From the network into the store: fetched, hashed and written chunk by chunk, and a model only once all of it is verified.

use std::io::{Read, Seek, SeekFrom};

use web_sys::AbortSignal;

use super::opfs::{Store, StoreFile, Stored};
use super::{checkpoint, clock, fetch};
use crate::api::{ModelInfo, Phase, Progress};
use crate::error::{Error, Result};
use crate::model::catalog;
use crate::model::marker::Marker;
use crate::model::verify::Verifier;

/// Progress is told at most this often.
const PROGRESS_MS: f64 = 100.0;
/// An earlier part is hashed in pieces of this size; between two, the event loop turns, so that an abort is heard.
const PIECE_BYTES: usize = 4 << 20;

/// Fetches a model into the store; does nothing if it is there. What an interrupted download left is resumed.
///
/// The addresses are `<base_url><id>.gguf` and then those of the catalog; one that fails leads to the next.
///
/// # Errors
/// `model_download_failed` naming every address that was tried, `storage_full`, `busy` (another tab is at it), `cancelled`.
pub async fn download(
    store: &Store,
    info: &ModelInfo,
    base_url: &str,
    signal: Option<&AbortSignal>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    let Stored::Part(part) = store.stored(info).await? else { return Ok(()) };
    let Some(checkpoint) = info.checkpoint.as_ref().filter(|_| info.sha256.is_empty()) else {
        return whole(store, info, &Marker::of(info), part, base_url, signal, on_progress).await;
    };
    if let Some(marker) = checkpoint::mirrored(info, base_url, signal).await? {
        let info = marker.resolve(info);
        return whole(store, &info, &marker, 0, base_url, signal, on_progress).await;
    }
    check_room(store, info, (checkpoint.bytes + info.bytes).saturating_sub(part)).await?;
    let meter = Meter::new(checkpoint.bytes, on_progress);
    checkpoint::make(store, info, checkpoint, base_url, signal, meter).await
}

/// Whether there is room for so many more bytes.
async fn check_room(store: &Store, info: &ModelInfo, bytes: u64) -> Result<()> {
    match store.free_bytes().await {
        Some(free) if free < bytes => {
            let text = format!(
                "{} needs {} MB and the browser has room for {} MB. Delete a model, or free some disk space, and try again.",
                info.id,
                bytes / 1_000_000,
                free / 1_000_000
            );
            Err(Error::StorageFull(text.into()))
        }
        _ => Ok(()),
    }
}

/// Fetches a model's own file.
async fn whole(
    store: &Store,
    info: &ModelInfo,
    marker: &Marker,
    part: u64,
    base_url: &str,
    signal: Option<&AbortSignal>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    check_room(store, info, info.bytes.saturating_sub(part)).await?;
    let file = store.write(info).await?;
    let (verifier, meter) = (Verifier::new(info), Meter::new(info.bytes, on_progress));
    let mut job = Job { info, file, verifier, signal, meter, resumed: false, part_is_suspect: false };
    let outcome = job.run(base_url).await;
    let file = job.file;
    match outcome {
        Ok(()) => store.complete(&info.id, file, marker).await,
        Err(error) => {
            // A part is worth keeping; an empty file is not.
            let empty = file.size()? == 0;
            drop(file);
            if empty {
                store.delete(&info.id).await?;
            }
            Err(error)
        }
    }
}

/// One download under way. The verifier has always seen exactly what the file holds.
struct Job<'a> {
    info: &'a ModelInfo,
    file: StoreFile,
    verifier: Verifier,
    signal: Option<&'a AbortSignal>,
    meter: Meter<'a>,
    /// The file's beginning came with an earlier request.
    resumed: bool,
    /// The checksum was wrong and the earlier part may be to blame: all of it once more, from the same address.
    part_is_suspect: bool,
}

impl Job<'_> {
    async fn run(&mut self, base_url: &str) -> Result<()> {
        self.take_up().await?;
        let own = catalog::file_name(&self.info.id);
        let mut failures = Vec::new();
        for url in std::iter::once(own.as_str()).chain(self.info.urls.iter().map(String::as_str)) {
            let url = fetch::resolve(url, base_url)?;
            match self.from(&url).await {
                Err(Error::ModelDownloadFailed(why)) => failures.push(format!("{url}: {why}")),
                ended => return ended,
            }
        }
        let id = &self.info.id;
        let text = format!("{id} could not be downloaded. Check the connection and try again. {}", failures.join("; "));
        Err(Error::ModelDownloadFailed(text.into()))
    }

    /// Hashes what an earlier download left; what cannot be the model's beginning is thrown away.
    async fn take_up(&mut self) -> Result<()> {
        let mut left = self.file.size()?;
        if left > self.info.bytes {
            return self.start_over();
        }
        let mut piece = vec![0; PIECE_BYTES];
        self.file.seek(SeekFrom::Start(0)).map_err(|error| Error::internal(error.to_string()))?;
        while left > 0 {
            self.check_signal()?;
            let read = self.file.read(&mut piece).map_err(|error| Error::internal(error.to_string()))?;
            if read == 0 || self.verifier.update(&piece[..read]).is_err() {
                return self.start_over();
            }
            left = left.saturating_sub(read as u64);
            self.meter.tell(self.verifier.bytes());
            clock::sleep_ms(0.0).await;
        }
        Ok(())
    }

    /// Fetches from one address for as long as each try brings the file further.
    async fn from(&mut self, url: &str) -> Result<()> {
        loop {
            let before = self.verifier.bytes();
            let error = match self.fetch(url).await.and_then(|()| self.finish()) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            let again = std::mem::take(&mut self.part_is_suspect) || self.verifier.bytes() > before;
            if !again || !matches!(error, Error::ModelDownloadFailed(_)) {
                return Err(error);
            }
        }
    }

    /// One request: appends what comes until the body ends.
    async fn fetch(&mut self, url: &str) -> Result<()> {
        let offset = self.verifier.bytes();
        self.resumed = offset > 0;
        if offset == self.info.bytes {
            return Ok(());
        }
        self.check_signal()?;
        let Some(mut body) = fetch::get(url, offset, self.signal).await? else {
            return Err(Error::ModelDownloadFailed("the file there is shorter than the catalog says".into()));
        };
        if offset > 0 && !body.partial {
            self.start_over()?;
        }
        self.meter.start(self.verifier.bytes());
        while let Some(chunk) = body.chunk().await? {
            if let Err(error) = self.verifier.update(&chunk) {
                self.start_over()?;
                return Err(error);
            }
            self.file.append(&chunk)?;
            self.meter.tell(self.verifier.bytes());
        }
        Ok(())
    }

    /// Size and checksum. A file that ended early stays, to be resumed; one with the wrong checksum goes.
    fn finish(&mut self) -> Result<()> {
        let ended_early = self.verifier.bytes() < self.info.bytes;
        if ended_early {
            let text = format!("the download ended at {} of {} bytes", self.verifier.bytes(), self.info.bytes);
            return Err(Error::ModelDownloadFailed(text.into()));
        }
        let verified = std::mem::replace(&mut self.verifier, Verifier::new(self.info)).finish();
        if verified.is_err() {
            self.part_is_suspect = self.resumed;
            self.start_over()?;
        }
        verified
    }

    fn start_over(&mut self) -> Result<()> {
        self.resumed = false;
        self.verifier = Verifier::new(self.info);
        self.file.truncate(0)
    }

    fn check_signal(&self) -> Result<()> {
        if self.signal.is_some_and(AbortSignal::aborted) { Err(Error::Cancelled) } else { Ok(()) }
    }
}

/// Tells progress, not too often. The rate counts what came since [`Meter::start`], not what was there before.
pub struct Meter<'a> {
    phase: Phase,
    total: u64,
    start_bytes: u64,
    start_ms: f64,
    told_ms: f64,
    on_progress: &'a mut dyn FnMut(Progress),
}

impl<'a> Meter<'a> {
    /// Of a download of so many bytes.
    pub fn new(total: u64, on_progress: &'a mut dyn FnMut(Progress)) -> Self {
        Self {
            phase: Phase::Download,
            total,
            start_bytes: 0,
            start_ms: clock::now_ms(),
            told_ms: f64::NEG_INFINITY,
            on_progress,
        }
    }

    /// From now on it is about this, and so many bytes.
    pub fn enter(&mut self, phase: Phase, total: u64) {
        (self.phase, self.total) = (phase, total);
        self.start(0);
    }

    /// Bytes in all.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// So many bytes were there before.
    pub fn start(&mut self, bytes: u64) {
        self.start_bytes = bytes;
        self.start_ms = clock::now_ms();
        self.told_ms = f64::NEG_INFINITY;
        self.tell(bytes);
    }

    /// So many bytes are done.
    pub fn tell(&mut self, bytes: u64) {
        let now = clock::now_ms();
        if now - self.told_ms < PROGRESS_MS && bytes < self.total {
            return;
        }
        self.told_ms = now;
        let seconds = (now - self.start_ms) / 1000.0;
        let came = bytes.saturating_sub(self.start_bytes) as f64;
        let bytes_per_second = if seconds > 0.0 { came / seconds } else { 0.0 };
        (self.on_progress)(Progress { phase: self.phase, bytes, total_bytes: self.total, bytes_per_second });
    }
}
