//! A download under way: a `.part` file that is hashed as it grows and becomes a model only once it is whole and right.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::io_error;
use super::pull::Growing;
use crate::api::ModelInfo;
use crate::error::{Error, Result};
use crate::model::verify::Verifier;

/// The growing file of one model. While it lives, no other process can have one for the same model.
pub struct Part<'a> {
    info: &'a ModelInfo,
    file: File,
    path: PathBuf,
    verifier: Verifier,
    _lock: File,
}

impl<'a> Part<'a> {
    /// Opens or creates `<target>.part` and hashes what an earlier download left in it.
    ///
    /// # Errors
    /// `busy` when another process downloads this model, `storage_full`, `internal`.
    pub fn open(target: &Path, info: &'a ModelInfo) -> Result<Self> {
        let lock = lock(&target.with_file_name(format!(".{}.lock", info.id)), &info.id)?;
        let path = target.with_extension("gguf.part");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| io_error(&format!("creating {}", path.display()), &error))?;
        let mut part = Self { info, file, path, verifier: Verifier::new(info), _lock: lock };
        part.rehash()?;
        Ok(part)
    }

    fn rehash(&mut self) -> Result<()> {
        let mut buffer = vec![0; 1 << 20];
        loop {
            let n = self.file.read(&mut buffer).map_err(|error| self.io_error("reading", &error))?;
            if n == 0 {
                return Ok(());
            }
            if self.verifier.update(&buffer[..n]).is_err() {
                return self.restart();
            }
        }
    }

    /// Whether as many bytes are here as the catalog says.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes() == self.info.bytes
    }

    /// Makes a checked file the model: on disk first, then under its name, so that a crash leaves the one or the other.
    ///
    /// # Errors
    /// `storage_full`, `internal`.
    pub fn publish(self, target: &Path) -> Result<()> {
        self.file.sync_all().map_err(|error| self.io_error("storing", &error))?;
        fs::rename(&self.path, target).map_err(|error| self.io_error("renaming", &error))?;
        // The rename itself is on disk once the folder is; systems that cannot open a folder need no such call.
        if let Some(folder) = target.parent().and_then(|folder| File::open(folder).ok()) {
            folder.sync_all().map_err(|error| self.io_error("storing", &error))?;
        }
        Ok(())
    }

    /// Removes an empty part file, which nobody could resume.
    pub fn remove_if_empty(self) {
        if self.bytes() == 0 {
            // An empty file left behind does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }

    fn io_error(&self, verb: &str, error: &std::io::Error) -> Error {
        io_error(&format!("{verb} {}", self.path.display()), error)
    }
}

impl Growing for Part<'_> {
    /// Bytes here so far.
    fn bytes(&self) -> u64 {
        self.verifier.bytes()
    }

    /// Throws away what is here.
    ///
    /// # Errors
    /// `internal`.
    fn restart(&mut self) -> Result<()> {
        self.verifier = Verifier::new(self.info);
        let emptied = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        emptied.map(|_| ()).map_err(|error| self.io_error("emptying", &error))
    }

    /// Appends bytes. If they cannot belong to the model, everything is thrown away.
    ///
    /// # Errors
    /// `model_download_failed` when they cannot belong to the model, `storage_full`, `internal`.
    fn write(&mut self, chunk: &[u8]) -> Result<()> {
        if let Err(error) = self.verifier.update(chunk) {
            self.restart()?;
            return Err(error);
        }
        self.file.write_all(chunk).map_err(|error| self.io_error("writing", &error))
    }

    /// Checks size and checksum. A file that is full but wrong is thrown away; a short one stays, to be resumed.
    ///
    /// # Errors
    /// `model_download_failed`.
    fn check(&mut self) -> Result<()> {
        if !self.is_full() {
            return Err(Error::ModelDownloadFailed(
                format!("the download ended at {} of {} bytes", self.bytes(), self.info.bytes).into(),
            ));
        }
        let verifier = std::mem::replace(&mut self.verifier, Verifier::new(self.info));
        verifier.finish().inspect_err(|_| {
            // Already on the way out with the better error.
            let _ = self.restart();
        })
    }
}

/// The system releases the lock when the process ends, however it ends. The lock file itself stays: removing it would
/// let two processes hold locks on two files of the same name.
pub(super) fn lock(path: &Path, id: &str) -> Result<File> {
    let opening = |error: std::io::Error| io_error(&format!("locking {}", path.display()), &error);
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(opening)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(
            format!("Another process is downloading {id} into this folder. Wait for it, then try again.").into(),
        )),
        Err(TryLockError::Error(error)) => Err(opening(error)),
    }
}
