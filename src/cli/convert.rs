//! `codementor convert`: a Hugging Face checkpoint of T5 or CodeT5 into a GGUF file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::HumanBytes;

use super::{BOLD, DIM, Stop, byte_bar, interrupt};
use crate::api::CodeTask;
use crate::error::Error;
use crate::model::convert::{Converted, Format, Sources, Vocabulary, convert};

/// What `codementor convert` takes.
#[derive(Args)]
pub struct ConvertArgs {
    /// The checkpoint's folder: config.json, tokenizer.json (or vocab.json and merges.txt), and model.safetensors or pytorch_model.bin
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// How weights are stored
    #[arg(long, value_enum, default_value_t = Dtype::Q8_0)]
    dtype: Dtype,
    /// What the model was trained for: to fill in what is masked, or to say what code does
    #[arg(long, value_enum, default_value_t = Task::Fill)]
    task: Task,
    /// What its inputs start with, for example "summarize: "
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Task {
    Fill,
    Summarize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Dtype {
    #[value(name = "q8_0")]
    Q8_0,
    #[value(name = "q4_0")]
    Q4_0,
    #[value(name = "q4_k")]
    Q4K,
    F16,
    F32,
}

impl From<Dtype> for Format {
    fn from(dtype: Dtype) -> Self {
        match dtype {
            Dtype::Q8_0 => Self::Q8_0,
            Dtype::Q4_0 => Self::Q4_0,
            Dtype::Q4K => Self::Q4_K,
            Dtype::F16 => Self::F16,
            Dtype::F32 => Self::F32,
        }
    }
}

pub fn run(args: &ConvertArgs) -> Result<(), Stop> {
    let read = |name: &str| {
        let path = args.folder.join(name);
        std::fs::read(&path).map_err(|error| {
            Error::bad_request(format!("{} cannot be read: {error}. Name a checkpoint's folder.", path.display()))
        })
    };
    let config = read("config.json")?;
    let is_there = |name: &str| args.folder.join(name).exists();
    let files: &[&str] = match is_there("vocab.json") && !is_there("tokenizer.json") {
        true => &["vocab.json", "merges.txt"],
        false => &["tokenizer.json"],
    };
    let vocabulary = files.iter().map(|name| read(name)).collect::<Result<Vec<_>, _>>()?;
    let vocabulary = Vocabulary::of(&vocabulary)?;
    let candidates = ["model.safetensors", "pytorch_model.bin"].map(|name| args.folder.join(name));
    let Some(path) = candidates.iter().find(|path| path.exists()) else {
        let folder = args.folder.display();
        return Err(Error::bad_request(format!("{folder} has neither model.safetensors nor pytorch_model.bin.")).into());
    };
    let mut weights =
        File::open(path).map_err(|error| Error::bad_request(format!("{} cannot be read: {error}.", path.display())))?;
    interrupt::install()?;
    let bar = byte_bar(0);
    // Nothing half-written is ever taken for whole.
    let part = args.out.with_added_extension("part");
    let written = write(&part, |out| {
        let task = match args.task {
            Task::Fill => CodeTask::Fill,
            Task::Summarize => CodeTask::Summarize,
        };
        let sources = Sources { config: &config, vocabulary, weights: &mut weights, task, prefix: &args.prefix };
        convert(sources, out, args.dtype.into(), &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(format!("{}/s", HumanBytes(bar.per_sec() as u64)));
            !interrupt::take()
        })
    });
    bar.finish_and_clear();
    let report = written.inspect_err(|_| drop(std::fs::remove_file(&part)))?;
    std::fs::rename(&part, &args.out).map_err(|error| full(&args.out, &error))?;
    print(args, &report)
}

fn write(
    path: &Path,
    convert: impl FnOnce(&mut BufWriter<File>) -> crate::error::Result<Vec<Converted>>,
) -> Result<Vec<Converted>, Error> {
    let mut out = BufWriter::new(File::create(path).map_err(|error| full(path, &error))?);
    let report = convert(&mut out)?;
    let file = out.into_inner().map_err(|error| full(path, error.error()))?;
    file.sync_all().map_err(|error| full(path, &error))?;
    Ok(report)
}

fn full(path: &Path, error: &std::io::Error) -> Error {
    Error::StorageFull(format!("{} cannot be written: {error}.", path.display()).into())
}

fn print(args: &ConvertArgs, report: &[Converted]) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    if args.json {
        let tensors = report.iter().map(|tensor| {
            serde_json::json!({
                "name": tensor.name, "rows": tensor.shape.0, "cols": tensor.shape.1, "dtype": tensor.dtype,
                "bytes": tensor.bytes, "error": tensor.error,
            })
        });
        writeln!(out, "{}", serde_json::Value::from_iter(tensors))?;
        return Ok(());
    }
    writeln!(out, "{BOLD}{:<32} {:>14} {:<6} {:>10} {:>8}{BOLD:#}", "tensor", "shape", "type", "size", "lost")?;
    for Converted { name, shape: (rows, cols), dtype, bytes, error } in report {
        let shape = format!("{rows} x {cols}");
        let size = HumanBytes(*bytes).to_string();
        writeln!(out, "{name:<32} {shape:>14} {dtype:<6} {size:>10} {:>7.3}%", error * 100.0)?;
    }
    let total = HumanBytes(report.iter().map(|tensor| tensor.bytes).sum());
    writeln!(out, "{DIM}`lost` is the root of the mean square of what numbers lost, over that of the numbers.{DIM:#}")?;
    writeln!(out, "{} tensors, {total}, in {}", report.len(), args.out.display())?;
    Ok(())
}
