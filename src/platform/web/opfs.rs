//! Models in OPFS, the origin private file system.
//!
//! `<id>.gguf` holds the bytes and `<id>.json`, the marker, says that they are whole: it is written last, removed first,
//! and holds the size and checksum that were verified. Bytes without a fitting marker are a download to resume.

use std::io::{self, Read, Seek, SeekFrom, Write};

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle, StorageEstimate, WorkerGlobalScope,
};

use super::{clock, js_error};
use crate::api::ModelInfo;
use crate::error::{Error, Result};
use crate::model::catalog;
use crate::model::marker::Marker;

/// What is read or written at a time.
const PIECE_BYTES: usize = 1 << 20;
const FOLDER: &str = "codementor-models";
/// Another tab holds a file for as long as it loads or downloads: wait this long for a load to end, then say so.
const LOCK_TRIES: u32 = 20;
const LOCK_WAIT_MS: f64 = 250.0;

#[wasm_bindgen]
extern "C" {
    /// web-sys knows `mode` only behind its unstable flag; browsers that do not know it ignore it.
    #[wasm_bindgen(extends = FileSystemFileHandle)]
    type LockableFile;
    #[wasm_bindgen(method, js_name = createSyncAccessHandle)]
    fn lock(this: &LockableFile, options: &JsValue) -> Promise;
}

/// What a store holds of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// All of it, verified: so many bytes.
    Whole(u64),
    /// This many bytes of a download that has not ended, of the file or of the checkpoint that it is made of; 0 if there is nothing.
    Part(u64),
}

/// The folder of models of this origin.
pub struct Store {
    folder: FileSystemDirectoryHandle,
}

impl Store {
    /// Opens the folder, creating it if need be.
    ///
    /// # Errors
    /// `internal` where the browser gives the page no storage.
    pub async fn open() -> Result<Self> {
        let opening = "opening its private storage";
        let options = web_sys::FileSystemGetDirectoryOptions::new();
        options.set_create(true);
        let root: FileSystemDirectoryHandle = wait(storage().get_directory(), opening).await?.unchecked_into();
        let folder = wait(root.get_directory_handle_with_options(FOLDER, &options), opening).await?;
        Ok(Self { folder: folder.unchecked_into() })
    }

    /// What is stored of this model.
    ///
    /// # Errors
    /// `internal` when the browser fails.
    pub async fn stored(&self, info: &ModelInfo) -> Result<Stored> {
        if let Some(data) = self.blob(&catalog::file_name(&info.id)).await? {
            let bytes = whole(data.size());
            let marker = self.marker(&info.id).await?;
            if marker.is_some_and(|marker| marker.fits(info) && marker.bytes == bytes) {
                return Ok(Stored::Whole(bytes));
            }
            if !info.sha256.is_empty() {
                return Ok(Stored::Part(bytes));
            }
        }
        let weights = self.blob(&weights_name(&info.id)).await?;
        Ok(Stored::Part(weights.map_or(0, |weights| whole(weights.size()))))
    }

    /// Opens a whole model for reading.
    ///
    /// # Errors
    /// `model_not_found` when it is not stored whole, `busy` while another tab is writing it.
    pub async fn read(&self, info: &ModelInfo) -> Result<StoreFile> {
        if matches!(self.stored(info).await?, Stored::Part(_)) {
            return Err(Error::ModelNotFound(
                format!("{} is not stored in this browser. Download it first.", info.id).into(),
            ));
        }
        StoreFile::open(&self.file(&catalog::file_name(&info.id), false).await?, "read-only").await
    }

    /// Opens a model's file for writing, with whatever an earlier download left in it. It is no longer whole.
    ///
    /// # Errors
    /// `busy` while another tab is using it.
    pub async fn write(&self, info: &ModelInfo) -> Result<StoreFile> {
        let file = StoreFile::open(&self.file(&catalog::file_name(&info.id), true).await?, "readwrite").await?;
        self.remove(&catalog::marker_name(&info.id)).await?;
        Ok(file)
    }

    /// Opens the file for a checkpoint's weights, with whatever an earlier download left in it.
    ///
    /// # Errors
    /// `busy` while another tab is using it.
    pub async fn weights(&self, id: &str) -> Result<StoreFile> {
        StoreFile::open(&self.file(&weights_name(id), true).await?, "readwrite").await
    }

    /// Deletes a checkpoint's weights.
    ///
    /// # Errors
    /// `busy` while a tab is using it.
    pub async fn forget_weights(&self, id: &str) -> Result<()> {
        self.remove(&weights_name(id)).await
    }

    /// Marks a model as whole. Only for bytes that were verified.
    ///
    /// # Errors
    /// `storage_full`.
    pub async fn complete(&self, id: &str, mut file: StoreFile, marker: &Marker) -> Result<()> {
        file.sync()?;
        drop(file);
        let marker = serde_json::to_vec(marker).map_err(|error| Error::internal(error.to_string()))?;
        let mut file = StoreFile::open(&self.file(&catalog::marker_name(id), true).await?, "readwrite").await?;
        file.truncate(0)?;
        file.append(&marker)?;
        file.sync()
    }

    /// The snapshot of this name, if there is one.
    ///
    /// # Errors
    /// `internal` when the browser fails.
    pub async fn snapshot(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(blob) = self.blob(name).await? else { return Ok(None) };
        let buffer = wait(blob.array_buffer(), "reading a snapshot").await?;
        Ok(Some(Uint8Array::new(&buffer).to_vec()))
    }

    /// Keeps a snapshot. One that is cut off while it is written is found out by its checksum.
    ///
    /// # Errors
    /// `storage_full`, `busy`.
    pub async fn keep_snapshot(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = StoreFile::open(&self.file(name, true).await?, "readwrite").await?;
        file.truncate(0)?;
        file.append(bytes)?;
        file.sync()
    }

    /// Deletes a model, whole or not. One that is not there is no error.
    ///
    /// # Errors
    /// `busy` while a tab is using it.
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.remove(&catalog::marker_name(id)).await?;
        self.remove(&weights_name(id)).await?;
        self.remove(&catalog::file_name(id)).await
    }

    /// Bytes that the browser would still let this origin store; `None` where it does not say.
    pub async fn free_bytes(&self) -> Option<u64> {
        let estimate: StorageEstimate = JsFuture::from(storage().estimate().ok()?).await.ok()?.unchecked_into();
        Some(whole((estimate.get_quota()? - estimate.get_usage()?).max(0.0)))
    }

    async fn marker(&self, id: &str) -> Result<Option<Marker>> {
        let Some(blob) = self.blob(&catalog::marker_name(id)).await? else { return Ok(None) };
        let text = wait(blob.text(), "reading a model's marker").await?.as_string().unwrap_or_default();
        // A marker that does not parse was cut off while it was written: the model counts as not whole.
        Ok(serde_json::from_str(&text).ok())
    }

    async fn file(&self, name: &str, create: bool) -> Result<FileSystemFileHandle> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(create);
        let file = wait(self.folder.get_file_handle_with_options(name, &options), "opening a model's file").await?;
        Ok(file.unchecked_into())
    }

    /// The file as a blob, which needs no lock; `None` if there is no such file.
    async fn blob(&self, name: &str) -> Result<Option<Blob>> {
        match self.file(name, false).await {
            Ok(file) => Ok(Some(wait(file.get_file(), "looking at a model's file").await?.unchecked_into())),
            Err(Error::ModelNotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes a file. One that is not there is no error.
    ///
    /// # Errors
    /// `busy` while a tab is using it.
    pub async fn remove(&self, name: &str) -> Result<()> {
        match unlocked(|| self.folder.remove_entry(name), "deleting a model's file").await {
            Ok(_) | Err(Error::ModelNotFound(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// An open file of the store, locked until it is dropped. Reads go straight into wasm memory.
pub struct StoreFile {
    handle: FileSystemSyncAccessHandle,
    position: u64,
}

impl StoreFile {
    async fn open(file: &FileSystemFileHandle, mode: &str) -> Result<Self> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"mode".into(), &mode.into()).map_err(|thrown| js_error(&thrown, "opening"))?;
        let file: &LockableFile = file.unchecked_ref();
        let handle = unlocked(|| file.lock(&options), "opening a model's file").await?;
        Ok(Self { handle: handle.unchecked_into(), position: 0 })
    }

    /// Its size in bytes.
    ///
    /// # Errors
    /// `internal` when the browser fails.
    pub fn size(&self) -> Result<u64> {
        self.handle.get_size().map(whole).map_err(|thrown| js_error(&thrown, "reading a model's size"))
    }

    /// Cuts it to this many bytes, and goes on from there.
    ///
    /// # Errors
    /// `internal` when the browser fails.
    pub fn truncate(&mut self, bytes: u64) -> Result<()> {
        self.position = bytes;
        self.handle.truncate_with_f64(bytes as f64).map_err(|thrown| js_error(&thrown, "shortening a model's file"))
    }

    /// Writes all of these bytes at the end.
    ///
    /// # Errors
    /// `storage_full`.
    pub fn append(&mut self, mut bytes: &[u8]) -> Result<()> {
        let doing = "storing the model";
        let mut end = self.size()?;
        while !bytes.is_empty() {
            // Through an array of its own: browsers refuse the memory that threads share.
            let piece = Uint8Array::from(&bytes[..bytes.len().min(PIECE_BYTES)]);
            let written = self.handle.write_with_buffer_source_and_options(&piece, &at(end));
            let written = written.map(whole).map_err(|thrown| js_error(&thrown, doing))?;
            if written == 0 {
                return Err(Error::StorageFull(
                    "The browser stored only part of the model. Free some space and try again.".into(),
                ));
            }
            end += written;
            bytes = &bytes[usize::try_from(written).unwrap_or(bytes.len()).min(bytes.len())..];
        }
        Ok(())
    }

    /// Makes sure that what was written is on the disk.
    ///
    /// # Errors
    /// `storage_full`.
    pub fn sync(&mut self) -> Result<()> {
        self.handle.flush().map_err(|thrown| js_error(&thrown, "storing the model"))
    }
}

impl Drop for StoreFile {
    fn drop(&mut self) {
        self.handle.close();
    }
}

impl Read for StoreFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(PIECE_BYTES);
        // As above.
        let piece = Uint8Array::new_with_length(u32::try_from(length).map_err(io::Error::other)?);
        let read = self.handle.read_with_buffer_source_and_options(&piece, &at(self.position));
        let read = read.map(whole).map_err(|thrown| io::Error::other(js_error(&thrown, "reading the model")))?;
        self.position += read;
        let read = usize::try_from(read).map_err(io::Error::other)?.min(length);
        piece.subarray(0, u32::try_from(read).map_err(io::Error::other)?).copy_to(&mut buffer[..read]);
        Ok(read)
    }
}

impl Write for StoreFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.append(bytes).map(|()| bytes.len()).map_err(io::Error::other)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for StoreFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.size().map_err(io::Error::other)?.checked_add_signed(offset),
        };
        self.position = position.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

fn weights_name(id: &str) -> String {
    format!("{id}.weights")
}

fn storage() -> web_sys::StorageManager {
    js_sys::global().unchecked_into::<WorkerGlobalScope>().navigator().storage()
}

fn at(position: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(position as f64);
    options
}

/// A count of bytes from JavaScript, where every number is a double. Files stay far below 2^53.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}

async fn wait(promise: Promise, doing: &str) -> Result<JsValue> {
    JsFuture::from(promise).await.map_err(|thrown| js_error(&thrown, doing))
}

/// Tries until no other tab holds the file, or gives up with `busy`.
async fn unlocked(mut action: impl FnMut() -> Promise, doing: &str) -> Result<JsValue> {
    let mut tries = 1;
    loop {
        match wait(action(), doing).await {
            Err(Error::Busy(_)) if tries < LOCK_TRIES => {
                tries += 1;
                clock::sleep_ms(LOCK_WAIT_MS).await;
            }
            done => return done,
        }
    }
}
