//! The folder that model files live in, and the catalog that says which files they can be.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::io_error;
use crate::api::{ModelInfo, ModelRole};
use crate::error::{Error, Result};
use crate::model::catalog;
use crate::model::marker::Marker;

/// A folder of `<id>.gguf` files and the catalog that goes with it.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    path: PathBuf,
    catalog: Vec<ModelInfo>,
}

/// A model file on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// The catalog id, or the file's name without `.gguf`.
    pub id: String,
    /// Where the file is.
    pub path: PathBuf,
}

/// Bytes of a tokenizer.json at most.
const TOKENIZER_LIMIT: u64 = 64 << 20;

impl ModelFolder {
    /// The folder at `path`, or the cache folder's `codementor/models`. It need not exist yet. `site_catalog` is a JSON
    /// array of [`ModelInfo`] that takes the place of the built-in catalog.
    ///
    /// # Errors
    /// `bad_request` when the site catalog cannot be read, `internal` when there is no home directory.
    pub fn open(path: Option<PathBuf>, site_catalog: Option<&Path>) -> Result<Self> {
        let path = match path {
            Some(path) => path,
            None => etcetera::choose_base_strategy()
                .map_err(|_| Error::internal("No home directory. Set CODEMENTOR_MODELS to a folder for models."))?
                .cache_dir()
                .join("codementor/models"),
        };
        let catalog = match site_catalog {
            Some(file) => read_catalog(file)?,
            None => catalog::builtin(),
        };
        Ok(Self { path, catalog })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Every model that can be had, stored or not.
    #[must_use]
    pub fn catalog(&self) -> &[ModelInfo] {
        &self.catalog
    }

    /// The catalog row of `id`.
    ///
    /// # Errors
    /// `model_not_found`, naming the ids there are.
    pub fn info(&self, id: &str) -> Result<&ModelInfo> {
        catalog::find(&self.catalog, id)
    }

    /// Where this model's file is or will be.
    #[must_use]
    pub fn file(&self, info: &ModelInfo) -> PathBuf {
        self.path.join(catalog::file_name(&info.id))
    }

    /// Whether the whole file is here. Only verified files are ever given this name, so the size is enough; what was converted here has
    /// a marker.
    #[must_use]
    pub fn is_stored(&self, info: &ModelInfo) -> bool {
        let bytes = match info.sha256.is_empty() {
            false => Some(info.bytes),
            true => self.marker(info).filter(|marker| marker.fits(info)).map(|marker| marker.bytes),
        };
        fs::metadata(self.file(info)).is_ok_and(|file| file.is_file() && Some(file.len()) == bytes)
    }

    fn marker(&self, info: &ModelInfo) -> Option<Marker> {
        serde_json::from_slice(&fs::read(self.path.join(catalog::marker_name(&info.id))).ok()?).ok()
    }

    /// The code model that `name` means, as in [`ModelFolder::find`]; without a name the first that is stored.
    ///
    /// # Errors
    /// As there.
    pub fn find_code(&self, name: Option<&str>) -> Result<ModelFile> {
        if name.is_some() {
            return self.find(name);
        }
        let mut rows = self.catalog.iter().filter(|info| info.role == ModelRole::Code);
        match rows.clone().find(|info| self.is_stored(info)).or_else(|| rows.next()) {
            Some(info) => self.find_id(&info.id),
            None => Err(Error::ModelNotFound("The catalog has no code model. Name one.".into())),
        }
    }

    /// The file that `name` means: a catalog id, the name of another file in the folder, or a path (it contains a
    /// separator or ends in `.gguf`). Without a name: the default tutor if it is stored, else the starter.
    ///
    /// # Errors
    /// `model_not_found`, saying what to pull; `model_corrupt` when a stored file has the wrong size.
    pub fn find(&self, name: Option<&str>) -> Result<ModelFile> {
        match name {
            None => self.find_default(),
            Some(name) if name.contains(std::path::is_separator) || name.ends_with(".gguf") => find_path(name),
            Some(name) => self.find_id(name),
        }
    }

    fn find_default(&self) -> Result<ModelFile> {
        let row = |id: &str| self.catalog.iter().find(|info| info.id == id);
        let (tutor, starter) = (row(catalog::DEFAULT), row(catalog::STARTER));
        // A site's own catalog need not hold our two: then its first stored model is the default.
        let others = || self.catalog.iter().filter(|info| info.role == ModelRole::Chat);
        let stored = tutor.into_iter().chain(starter).chain(others()).find(|info| self.is_stored(info));
        match stored.or(starter).or_else(|| others().next()) {
            Some(info) => self.find_id(&info.id),
            None => Err(Error::ModelNotFound("The catalog is empty.".into())),
        }
    }

    fn find_id(&self, id: &str) -> Result<ModelFile> {
        let path = self.path.join(catalog::file_name(id));
        let found = ModelFile { id: id.to_owned(), path };
        match self.info(id) {
            Ok(info) if self.is_stored(info) => Ok(found),
            Ok(info) => match fs::metadata(&found.path) {
                Ok(file) if file.is_file() && info.sha256.is_empty() => Err(Error::corrupt(format!(
                    "The stored file of {id} is not the one that was made here. Fetch it again with `codementor pull {id}`."
                ))),
                Ok(file) if file.is_file() => Err(Error::corrupt(format!(
                    "The stored file of {id} has {} bytes instead of {}. Fetch it again with `codementor pull {id}`.",
                    file.len(),
                    info.bytes
                ))),
                _ => Err(Error::ModelNotFound(
                    format!("The model {id} is not stored yet. Get it with `codementor pull {id}`.").into(),
                )),
            },
            Err(_) if is_plain_name(id) && found.path.is_file() => Ok(found),
            Err(error) => Err(error),
        }
    }
}

impl ModelFile {
    /// Opens the file for reading.
    ///
    /// # Errors
    /// `model_not_found` when it is gone, `internal` when it cannot be read.
    pub fn open(&self) -> Result<BufReader<File>> {
        match File::open(&self.path) {
            Ok(file) => Ok(BufReader::with_capacity(1 << 20, file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Error::ModelNotFound(format!("There is no file {}.", self.path.display()).into()))
            }
            Err(error) => Err(io_error(&format!("opening {}", self.path.display()), &error)),
        }
    }

    /// The `<name>.tokenizer.json` that lies beside the file, if there is one: it stands in for the file's own vocabulary.
    ///
    /// # Errors
    /// `model_unsupported` when it is absurdly large, `internal` when it cannot be read.
    pub fn tokenizer_json(&self) -> Result<Option<Vec<u8>>> {
        let path = self.path.with_extension("tokenizer.json");
        let reading = |error: std::io::Error| io_error(&format!("reading {}", path.display()), &error);
        match fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(reading(error)),
            Ok(file) if file.len() > TOKENIZER_LIMIT => Err(Error::unsupported(format!(
                "{} has {} bytes; a tokenizer has at most {TOKENIZER_LIMIT}.",
                path.display(),
                file.len()
            ))),
            Ok(_) => fs::read(&path).map(Some).map_err(reading),
        }
    }
}

fn find_path(name: &str) -> Result<ModelFile> {
    let path = PathBuf::from(name);
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    match (id, path.is_file()) {
        (Some(id), true) => Ok(ModelFile { id, path }),
        _ => Err(Error::ModelNotFound(format!("There is no model file {name}. Check the path.").into())),
    }
}

fn read_catalog(file: &Path) -> Result<Vec<ModelInfo>> {
    let text = fs::read_to_string(file)
        .map_err(|error| Error::bad_request(format!("The catalog {} cannot be read: {error}.", file.display())))?;
    catalog::parse(&text)
}

/// Whether a name that is not in the catalog can be a file of the folder, and no other.
fn is_plain_name(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !id.is_empty() && id.len() <= 100 && !id.starts_with('.') && id.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(dir: &Path) -> ModelFolder {
        let row = |id: &str| {
            serde_json::json!({
                "id": id, "title": id, "role": "chat", "architecture": "llama", "urls": [], "bytes": 4, "sha256": "0".repeat(64),
                "license": "MIT", "contextLength": 64
            })
        };
        let catalog = dir.join("catalog.json");
        fs::write(&catalog, serde_json::json!([row("one"), row(catalog::STARTER)]).to_string()).unwrap();
        ModelFolder::open(Some(dir.to_owned()), Some(&catalog)).unwrap()
    }

    #[test]
    fn a_name_is_an_id_or_a_file_of_the_folder_or_a_path() {
        let dir = tempfile::tempdir().unwrap();
        let folder = folder(dir.path());
        assert!(folder.find(None).unwrap_err().to_string().contains(catalog::STARTER));
        assert_eq!(folder.find(Some("one")).unwrap_err().code(), "model_not_found");
        assert_eq!(folder.find(Some("two")).unwrap_err().code(), "model_not_found");

        fs::write(dir.path().join("one.gguf"), "GG").unwrap();
        assert_eq!(folder.find(Some("one")).unwrap_err().code(), "model_corrupt");
        fs::write(dir.path().join("one.gguf"), "GGUF").unwrap();
        assert_eq!(folder.find(Some("one")).unwrap().id, "one");
        assert_eq!(folder.find(None).unwrap().id, "one");
        fs::write(dir.path().join(catalog::file_name(catalog::STARTER)), "GGUF").unwrap();
        assert_eq!(folder.find(None).unwrap().id, catalog::STARTER);

        let own = dir.path().join("mine.gguf");
        fs::write(&own, "GGUF").unwrap();
        assert_eq!(folder.find(Some("mine")).unwrap().path, own);
        assert_eq!(folder.find(own.to_str()).unwrap().id, "mine");
        assert_eq!(folder.find(Some("../mine.gguf")).unwrap_err().code(), "model_not_found");
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        for id in ["", ".hidden", "../up", "a/b", "a\\b", "a\0b"] {
            assert!(!is_plain_name(id), "{id:?}");
        }
        assert!(is_plain_name("qwen2.5-coder_1.5b"));
    }
}
