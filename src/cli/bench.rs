//! `codementor bench`: how fast a model is on this machine.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::{BOLD, DIM, Stop, answer, interrupt};
use crate::api::AnalyzeRequest;
use crate::engine::bench::{Bench, seq2seq_ms};
use crate::error::Error;
use crate::model::gguf::Gguf;
use crate::platform::native::{ModelFile, ModelFolder, now_ms};
use crate::tutor::analyze::analyze;
use crate::tutor::insights::{CodeModel, ask, conclude};

/// What `codementor bench` takes.
#[derive(Args)]
pub struct BenchArgs {
    /// An id, or the path of a .gguf [default: the default tutor if stored, else the starter]
    #[arg(value_name = "ID|PATH")]
    model: Option<String>,
    /// Lengths of the prompts
    #[arg(long, value_name = "TOKENS", value_delimiter = ',', default_values_t = [32, 128, 512])]
    prefill: Vec<usize>,
    /// Tokens in the context before the ones that are timed
    #[arg(long, value_name = "TOKENS", value_delimiter = ',', default_values_t = [16, 512, 1500])]
    decode: Vec<usize>,
    /// How often each is measured; the median is printed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: u16,
    /// Also time an answer that quotes code, with and without prompt lookup
    #[arg(long)]
    quoting: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Tokens that are generated to measure decoding.
const DECODED: usize = 32;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    what: &'static str,
    /// Length of the prompt, or tokens before those that are timed.
    tokens: usize,
    /// Of every round.
    tokens_per_second: Vec<f64>,
}

/// An answer that quotes a learner's code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Quoting {
    tokens: usize,
    tokens_per_second: Vec<f64>,
    token_by_token: Vec<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    model: &'a str,
    load_ms: f64,
    measured: Vec<Measured>,
    quoting: Option<Quoting>,
    /// Of a program of 60 lines, with a code model's insights.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    analysis_ms: Vec<f64>,
}

pub fn run(args: &BenchArgs, folder: &ModelFolder) -> Result<(), Stop> {
    let model = folder.find(args.model.as_deref())?;
    interrupt::install()?;
    if Gguf::read(&mut model.open()?)?.str("general.architecture")? == "t5" {
        return code_model(args, &model);
    }
    let begun = now_ms();
    let tutor = answer::load(&model)?;
    let load_ms = now_ms() - begun;
    let loaded = tutor.model().ok_or_else(|| Error::internal("The model is gone."))?;
    let mut bench = Bench::new(loaded, now_ms);
    let rate = |tokens: usize, ms: f64| tokens as f64 * 1000.0 / ms.max(1e-6);
    let mut measured = Vec::new();
    for &tokens in &args.prefill {
        let round = |_| pause().and_then(|()| Ok(rate(tokens, bench.prefill(loaded, tokens)?)));
        let tokens_per_second = (0..args.rounds).map(round).collect::<Result<_, Stop>>()?;
        measured.push(Measured { what: "prefill", tokens, tokens_per_second });
    }
    for &tokens in &args.decode {
        let round = |_| pause().and_then(|()| Ok(rate(DECODED, bench.decode(loaded, tokens, DECODED)?)));
        let tokens_per_second = (0..args.rounds).map(round).collect::<Result<_, Stop>>()?;
        measured.push(Measured { what: "decode", tokens, tokens_per_second });
    }
    let mut quoting = None;
    if args.quoting {
        let mut of = Quoting { tokens: 0, tokens_per_second: Vec::new(), token_by_token: Vec::new() };
        for _ in 0..args.rounds {
            for (looks_up, rates) in [(true, &mut of.tokens_per_second), (false, &mut of.token_by_token)] {
                pause()?;
                let (tokens, ms) = bench.quote(loaded, looks_up)?;
                of.tokens = tokens;
                rates.push(rate(tokens, ms));
            }
        }
        quoting = Some(of);
    }
    print(args, &Report { model: &model.id, load_ms, measured, quoting, analysis_ms: Vec::new() })
}

/// Tokens that a code model reads, and then writes.
const READ: usize = 256;
const WRITTEN: usize = 48;

/// A model that reads a whole input at once.
fn code_model(args: &BenchArgs, model: &ModelFile) -> Result<(), Stop> {
    let begun = now_ms();
    let loaded = CodeModel::load(&model.id, &mut model.open()?, &mut |_, _| !interrupt::take())?;
    let load_ms = now_ms() - begun;
    let rate = |tokens: usize, ms: f64| tokens as f64 * 1000.0 / ms.max(1e-6);
    let (mut encode, mut write) = (Vec::new(), Vec::new());
    for _ in 0..args.rounds {
        pause()?;
        let (encode_ms, decode_ms) = seq2seq_ms(loaded.model(), READ, WRITTEN, now_ms)?;
        encode.push(rate(READ, encode_ms));
        write.push(rate(WRITTEN, decode_ms));
    }
    let measured = vec![
        Measured { what: "encode", tokens: READ, tokens_per_second: encode },
        Measured { what: "write", tokens: WRITTEN, tokens_per_second: write },
    ];
    let mut analysis_ms = Vec::new();
    for _ in 0..args.rounds {
        pause()?;
        let begun = now_ms();
        analysed_with(&loaded)?;
        analysis_ms.push(now_ms() - begun);
    }
    print(args, &Report { model: &model.id, load_ms, measured, quoting: None, analysis_ms })
}

/// A program of 60 lines, analysed with all that the code model has to say.
fn analysed_with(model: &CodeModel) -> Result<(), Error> {
    let code = include_str!("../../tests/fixtures/learner/scores.py").to_owned();
    let request = AnalyzeRequest { code, language: "python".into(), challenge_context: None, insights: true };
    analyze(&request)?;
    let mut answering = model.begin(ask(&request)?)?;
    let answers = loop {
        if let Some(answers) = answering.step(model)? {
            break answers;
        }
    };
    conclude(&request, &answers).map(drop)
}

fn print(args: &BenchArgs, report: &Report) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(report).map_err(std::io::Error::from)?)?);
    }
    writeln!(out, "{BOLD}{:<24}{:>12}{:>20}{BOLD:#}", report.model, "TOKENS/S", "FROM … TO")?;
    let mut row = |what: &str, rates: &[f64]| {
        let mut sorted = rates.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
        writeln!(out, "{what:<24}{:>12.1}{:>20}", sorted[sorted.len() / 2], format!("{least:.1} … {most:.1}"))
    };
    for Measured { what, tokens, tokens_per_second } in &report.measured {
        let what = match *what {
            "prefill" => format!("prefill of {tokens}"),
            "encode" | "write" => format!("{what} {tokens}"),
            _ => format!("decode after {tokens}"),
        };
        row(&what, tokens_per_second)?;
    }
    if let Some(Quoting { tokens, tokens_per_second, token_by_token }) = &report.quoting {
        row(&format!("{tokens} that quote code"), tokens_per_second)?;
        row("… token by token", token_by_token)?;
    }
    if !report.analysis_ms.is_empty() {
        let mut sorted = report.analysis_ms.clone();
        sorted.sort_by(f64::total_cmp);
        writeln!(out, "An analysis of 60 lines with insights takes {:.0} ms.", sorted[sorted.len() / 2])?;
    }
    writeln!(out, "{DIM}Loaded in {:.2} s.{DIM:#}", report.load_ms / 1000.0)?;
    Ok(())
}

/// Ctrl-C is heard between two measurements.
fn pause() -> Result<(), Stop> {
    if interrupt::take() { Err(Stop::Interrupted) } else { Ok(()) }
}
