//! Files that only save time: what is lost of them is made again.

use std::fs;
use std::path::PathBuf;

use super::{ModelFolder, io_error};
use crate::error::Result;

/// The folder `snapshots` beside the models.
#[derive(Debug, Clone)]
pub struct Snapshots {
    folder: PathBuf,
}

impl Snapshots {
    /// Those of the models in this folder.
    #[must_use]
    pub fn of(models: &ModelFolder) -> Self {
        Self { folder: models.path().join("snapshots") }
    }

    /// The file of this name, if it is there and can be read.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// Keeps a file, in place of one of the same name. Whoever reads it meanwhile has the old one or the new one.
    ///
    /// # Errors
    /// `storage_full`, and `internal` where the folder cannot be written, as in a container's read-only image.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let (path, part) = (self.folder.join(name), self.folder.join(format!("{name}.{}.part", std::process::id())));
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&part, bytes))
            .and_then(|()| fs::rename(&part, &path));
        written.map_err(|error| {
            let _ = fs::remove_file(&part);
            io_error(&format!("writing {}", path.display()), &error)
        })
    }
}
