//! A Hugging Face checkpoint of T5 or CodeT5 into one GGUF file: configuration, tokenizer and quantized weights.
//!
//! Names are llama.cpp's (<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>). Weights are read, quantized and written a few rows at
//! a time, so that a checkpoint of any size needs little memory, in the browser too.

mod checkpoint;
mod config;
mod format;
pub mod pickle;
mod vocabulary;
mod writer;

use std::io::{Read, Seek, SeekFrom, Write};

pub use checkpoint::Floats;
use checkpoint::Place;
use config::Config;
pub use format::Format;
pub use vocabulary::Vocabulary;
use writer::write_header;

use super::gguf::TENSOR_TYPES;
use crate::api::CodeTask;
use crate::error::{Error, Result};

/// Numbers that are quantized at a time.
const CHUNK_NUMBERS: usize = 1 << 18;

/// The files of a checkpoint, and what they are for.
pub struct Sources<'a, R> {
    /// `config.json`.
    pub config: &'a [u8],
    /// The tokens.
    pub vocabulary: Vocabulary<'a>,
    /// `model.safetensors` or `pytorch_model.bin`.
    pub weights: R,
    /// What the model was trained for.
    pub task: CodeTask,
    /// What its inputs start with.
    pub prefix: &'a str,
}

/// What became of a tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// Its name in the GGUF file.
    pub name: String,
    /// Rows, and numbers in a row.
    pub shape: (usize, usize),
    /// How it is stored now, by ggml's name.
    pub dtype: &'static str,
    /// Bytes that it fills.
    pub bytes: u64,
    /// The root of the mean square of what each number lost, over that of the numbers.
    pub error: f64,
}

/// A tensor to be written.
struct Planned {
    name: String,
    place: Place,
    format: Format,
    rows: usize,
    cols: usize,
}

/// A conversion under way: each [`Conversion::step`] does one tensor.
pub struct Conversion<R, W> {
    weights: R,
    out: Counted<W>,
    planned: std::vec::IntoIter<Planned>,
    done: u64,
    total: u64,
}

impl<R: Read + Seek, W: Write> Conversion<R, W> {
    /// Checks the files against each other and writes the header.
    ///
    /// # Errors
    /// `model_corrupt` where a file contradicts itself or the others, `model_unsupported` for another architecture, `storage_full`.
    pub fn new(sources: Sources<R>, out: W, format: Format) -> Result<Self> {
        let Sources { config, vocabulary, mut weights, task, prefix } = sources;
        let config = Config::read(config)?;
        let planned = plan(&config, checkpoint::tensors(&mut weights)?, format)?;
        let metadata = config.metadata(vocabulary.tokenizer_json(config.vocab_size())?, task, prefix);
        let mut out = Counted { out, written: 0 };
        let sizes: Vec<_> =
            planned.iter().map(|planned| (&*planned.name, planned.format.dtype, planned.rows, planned.cols)).collect();
        write_header(&mut out, &metadata, &sizes)?;
        let total = planned.iter().map(Planned::source_bytes).sum();
        Ok(Self { weights, out, planned: planned.into_iter(), done: 0, total })
    }

    /// Converts the next tensor; none after the last.
    ///
    /// # Errors
    /// `model_corrupt`, `model_unsupported`, `storage_full`.
    pub fn step(&mut self) -> Result<Option<Converted>> {
        let Some(planned) = self.planned.next() else {
            self.out.flush()?;
            return Ok(None);
        };
        let converted = convert_one(&planned, &mut self.weights, &mut self.out)?;
        self.done += planned.source_bytes();
        Ok(Some(converted))
    }

    /// Bytes of weights that were read, and of all.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// What was read and written, after the last step.
    #[must_use]
    pub fn finish(self) -> (R, W) {
        (self.weights, self.out.out)
    }
}

/// Converts a checkpoint. `on_progress` hears bytes read and bytes in all, and cancels by returning false.
///
/// # Errors
/// As [`Conversion`], and `cancelled`.
pub fn convert(
    sources: Sources<impl Read + Seek>,
    out: impl Write,
    format: Format,
    on_progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Vec<Converted>> {
    let mut conversion = Conversion::new(sources, out, format)?;
    let mut report = Vec::new();
    while let Some(converted) = conversion.step()? {
        report.push(converted);
        let (done, total) = conversion.progress();
        if !on_progress(done, total) {
            return Err(Error::Cancelled);
        }
    }
    Ok(report)
}

impl Planned {
    fn source_bytes(&self) -> u64 {
        (self.rows * self.cols) as u64 * self.place.floats.size()
    }

    fn bytes(&self) -> u64 {
        {
            let dtype = self.format.dtype;
            (self.rows * (self.cols / dtype.block_size()) * dtype.type_size()) as u64
        }
    }
}

/// Which tensors the file gets, all of them checked against the configuration's shapes.
fn plan(config: &Config, mut found: std::collections::HashMap<String, Place>, format: Format) -> Result<Vec<Planned>> {
    let mut planned = Vec::new();
    for wanted in config.tensors() {
        let source = wanted.sources.iter().find(|name| found.contains_key(*name));
        let Some((source, place)) = source.and_then(|name| Some((name, found.remove(name)?))) else {
            return Err(Error::corrupt(format!(
                "The checkpoint has no tensor `{}`, which its configuration asks for. Fetch it again.",
                wanted.sources[0]
            )));
        };
        let shape = [wanted.rows as u64, wanted.cols as u64];
        let fits = if wanted.is_vector { place.shape == shape[1..] } else { place.shape == shape };
        if !fits {
            return Err(Error::corrupt(format!(
                "The tensor `{source}` of the checkpoint is {:?}; its configuration asks for {} x {}. Fetch it again.",
                place.shape, wanted.rows, wanted.cols
            )));
        }
        // What is looked up by row is worth more bits. A head of its own decides between tokens that are nearly as likely: with Q8_0, which
        // rounds its input too, 7% of a real T5's likeliest tokens were others. And a row has to be whole blocks.
        let format = match (wanted.is_vector || wanted.is_bias, format) {
            (true, _) => Format::F32,
            (false, format) if wanted.name == "output.weight" && format.dtype.block_size() > 1 => Format::F16,
            (false, format) if wanted.is_vocabulary && format.dtype.block_size() > 1 => Format::Q8_0,
            (false, format) => format,
        };
        let format = [format, Format::Q8_0, Format::F16]
            .into_iter()
            .find(|format| wanted.cols.is_multiple_of(format.dtype.block_size()))
            .unwrap_or(Format::F16);
        planned.push(Planned { name: wanted.name, place, format, rows: wanted.rows, cols: wanted.cols });
    }
    Ok(planned)
}

fn convert_one(planned: &Planned, file: &mut (impl Read + Seek), out: &mut Counted<impl Write>) -> Result<Converted> {
    let Planned { name, place, format, rows, cols } = planned;
    out.pad()?;
    let unreadable = |error: std::io::Error| {
        Error::corrupt(format!("The tensor `{name}` of the checkpoint cannot be read: {error}. Fetch it again."))
    };
    file.seek(SeekFrom::Start(place.offset)).map_err(unreadable)?;
    let at_once = (CHUNK_NUMBERS / cols).max(1);
    let (mut lost, mut size) = (0.0, 0.0);
    let (mut bytes, mut checksum) = (Vec::new(), crc32fast::Hasher::new());
    for first in (0..*rows).step_by(at_once) {
        let count = at_once.min(rows - first);
        bytes.resize(count * cols * usize::try_from(place.floats.size()).unwrap_or(4), 0);
        file.read_exact(&mut bytes).map_err(unreadable)?;
        let numbers = numbers(place.floats, &bytes);
        if numbers.iter().any(|x| !x.is_finite()) {
            return Err(Error::corrupt(format!(
                "The tensor `{name}` of the checkpoint holds numbers that are not finite. Fetch it again."
            )));
        }
        let (stored, kept) = (format.quantize)(&numbers, *cols, format.dtype)?;
        for (x, kept) in numbers.iter().zip(&kept) {
            let (x, kept) = (f64::from(*x), f64::from(*kept));
            lost += (x - kept) * (x - kept);
            size += x * x;
        }
        out.put(&stored)?;
        checksum.update(&bytes);
    }
    if place.crc32.is_some_and(|expected| expected != checksum.finalize()) {
        return Err(Error::corrupt(format!(
            "The checksum of the tensor `{name}` of the checkpoint is wrong. Fetch it again."
        )));
    }
    let error = if size > 0.0 { (lost / size).sqrt() } else { 0.0 };
    let dtype_name = TENSOR_TYPES.iter().find(|(_, of, _)| *of == format.dtype).map_or("?", |(.., name)| name);
    Ok(Converted { name: name.clone(), shape: (*rows, *cols), dtype: dtype_name, bytes: planned.bytes(), error })
}

fn numbers(floats: Floats, bytes: &[u8]) -> Vec<f32> {
    let halves = || bytes.as_chunks().0.iter();
    match floats {
        Floats::F32 => bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        Floats::F16 => halves().map(|bytes| half::f16::from_le_bytes(*bytes).to_f32()).collect(),
        Floats::BF16 => halves().map(|bytes| half::bf16::from_le_bytes(*bytes).to_f32()).collect(),
    }
}

/// Knows how much has been written, so that tensors can be aligned.
struct Counted<W> {
    out: W,
    written: u64,
}

impl<W: Write> Counted<W> {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|error| full(&error))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn pad(&mut self) -> Result<()> {
        let padding = self.written.next_multiple_of(writer::ALIGNMENT) - self.written;
        self.put(&vec![0; usize::try_from(padding).unwrap_or_default()])
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(|error| full(&error))
    }
}

fn full(error: &std::io::Error) -> Error {
    Error::StorageFull(format!("The converted model cannot be written: {error}.").into())
}
