//! A Hugging Face checkpoint of T5 or CodeT5 into one GGUF file: configuration, tokenizer and quantized weights.
//!
//! Names are llama.cpp's (<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>). Weights are read, quantized and written a few rows at
//! a time, so that a checkpoint of any size needs little memory, in the browser too.

mod checkpoint;
mod config;
pub mod pickle;
mod writer;

use std::io::{Read, Seek, SeekFrom, Write};

use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

pub use checkpoint::Floats;
use checkpoint::Place;
use config::Config;
use writer::write_header;

use super::gguf::TENSOR_TYPES;
use crate::error::{Error, Result};

/// Numbers that are quantized at a time.
const CHUNK_NUMBERS: usize = 1 << 18;

/// The files of a checkpoint.
pub struct Sources<'a, R> {
    /// `config.json`.
    pub config: &'a [u8],
    /// `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// `model.safetensors` or `pytorch_model.bin`.
    pub weights: &'a mut R,
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
    dtype: GgmlDType,
    rows: usize,
    cols: usize,
}

/// Converts a checkpoint. `on_progress` hears bytes read and bytes in all, and cancels by returning false.
///
/// # Errors
/// `model_corrupt` where a file contradicts itself or the others, `model_unsupported` for another architecture, `storage_full`, `cancelled`.
pub fn convert<R: Read + Seek>(
    sources: Sources<R>,
    out: &mut impl Write,
    dtype: GgmlDType,
    on_progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Vec<Converted>> {
    let config = Config::read(sources.config)?;
    let found = checkpoint::tensors(sources.weights)?;
    let planned = plan(&config, found, dtype)?;
    let metadata = config.metadata(sources.tokenizer)?;
    let mut out = Counted { out, written: 0 };
    let sizes: Vec<_> =
        planned.iter().map(|planned| (&*planned.name, planned.dtype, planned.rows, planned.cols)).collect();
    write_header(&mut out, &metadata, &sizes)?;
    let total = planned.iter().map(|planned| planned.source_bytes()).sum();
    let mut done = 0;
    let mut report = Vec::new();
    for planned in &planned {
        let converted = convert_one(planned, sources.weights, &mut out, &mut |bytes| {
            done += bytes;
            on_progress(done, total)
        })?;
        report.push(converted);
    }
    out.flush()?;
    Ok(report)
}

impl Planned {
    fn source_bytes(&self) -> u64 {
        (self.rows * self.cols) as u64 * self.place.floats.size()
    }

    fn bytes(&self) -> u64 {
        (self.rows * (self.cols / self.dtype.block_size()) * self.dtype.type_size()) as u64
    }
}

/// Which tensors the file gets, all of them checked against the configuration's shapes.
fn plan(
    config: &Config,
    mut found: std::collections::HashMap<String, Place>,
    dtype: GgmlDType,
) -> Result<Vec<Planned>> {
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
        // What is looked up by row is worth more bits; and a row has to be whole blocks.
        let dtype = match (wanted.is_vector || wanted.is_bias, dtype) {
            (true, _) => GgmlDType::F32,
            (false, dtype) if wanted.is_vocabulary && dtype.block_size() > 1 => GgmlDType::Q8_0,
            (false, dtype) => dtype,
        };
        let dtype = [dtype, GgmlDType::Q8_0, GgmlDType::F16]
            .into_iter()
            .find(|dtype| wanted.cols.is_multiple_of(dtype.block_size()))
            .unwrap_or(GgmlDType::F16);
        planned.push(Planned { name: wanted.name, place, dtype, rows: wanted.rows, cols: wanted.cols });
    }
    Ok(planned)
}

fn convert_one(
    planned: &Planned,
    file: &mut (impl Read + Seek),
    out: &mut Counted<impl Write>,
    on_bytes: &mut dyn FnMut(u64) -> bool,
) -> Result<Converted> {
    let Planned { name, place, dtype, rows, cols } = planned;
    out.pad()?;
    let unreadable = |error: std::io::Error| {
        Error::corrupt(format!("The tensor `{name}` of the checkpoint cannot be read: {error}. Fetch it again."))
    };
    file.seek(SeekFrom::Start(place.offset)).map_err(unreadable)?;
    let at_once = (CHUNK_NUMBERS / cols).max(1);
    let (mut lost, mut size) = (0.0, 0.0);
    let mut bytes = Vec::new();
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
        let (stored, kept) = store(&numbers, count, *cols, *dtype)?;
        for (x, kept) in numbers.iter().zip(&kept) {
            let (x, kept) = (f64::from(*x), f64::from(*kept));
            lost += (x - kept) * (x - kept);
            size += x * x;
        }
        out.put(&stored)?;
        if !on_bytes(bytes.len() as u64) {
            return Err(Error::Cancelled);
        }
    }
    let error = if size > 0.0 { (lost / size).sqrt() } else { 0.0 };
    let dtype_name = TENSOR_TYPES.iter().find(|(_, of, _)| of == dtype).map_or("?", |(.., name)| name);
    Ok(Converted { name: name.clone(), shape: (*rows, *cols), dtype: dtype_name, bytes: planned.bytes(), error })
}

/// A few rows as they are stored, and what is read back from that.
fn store(numbers: &[f32], rows: usize, cols: usize, dtype: GgmlDType) -> Result<(Vec<u8>, Vec<f32>)> {
    match dtype {
        GgmlDType::F32 => Ok((numbers.iter().flat_map(|x| x.to_le_bytes()).collect(), numbers.to_vec())),
        GgmlDType::F16 => {
            let halves: Vec<_> = numbers.iter().map(|x| half::f16::from_f32(*x)).collect();
            if halves.iter().any(|x| !x.is_finite()) {
                return Err(Error::unsupported("The checkpoint has numbers that F16 cannot hold. Convert it to Q8_0."));
            }
            let bytes = halves.iter().flat_map(|x| x.to_le_bytes()).collect();
            Ok((bytes, halves.into_iter().map(half::f16::to_f32).collect()))
        }
        _ => {
            let failed = |error| Error::internal(format!("The weights cannot be quantized: {error}."));
            let tensor = Tensor::from_slice(numbers, (rows, cols), &Device::Cpu).map_err(failed)?;
            let quantized = QTensor::quantize(&tensor, dtype).map_err(failed)?;
            let kept =
                quantized.dequantize(&Device::Cpu).and_then(|kept| kept.flatten_all()?.to_vec1()).map_err(failed)?;
            Ok((quantized.data().map_err(failed)?.into_owned(), kept))
        }
    }
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
