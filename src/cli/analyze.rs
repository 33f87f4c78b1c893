//! `codementor analyze`: what a mentor sees in a file.

use std::io::{Read, Write};
use std::path::Path;

use anstream::stdout;
use clap::Args;
use clap::builder::styling::{AnsiColor, Effects, Style};

use super::{BOLD, DIM, RED, Stop, byte_bar, count_bar, interrupt};
use crate::api::{Analysis, AnalyzeRequest, Fill, Finding, FindingKind, Insights, NameInsight, Summary, Surprise};
use crate::error::Error;
use crate::platform::native::ModelFolder;
use crate::tutor::analyze::analyze;
use crate::tutor::bounds::MAX_CODE_BYTES;
use crate::tutor::insights::{CodeModel, ask, conclude};

const YELLOW: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const CYAN: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);
const GREEN: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
/// Columns of the text.
const WIDTH: usize = 100;

/// What `codementor analyze` takes.
#[derive(Args)]
pub struct AnalyzeArgs {
    /// The file, or - for stdin
    file: String,
    /// Its language, where the file's name does not say it
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Also ask a code model: names that say more, lines that are unexpected, what is missing
    #[arg(long)]
    insights: bool,
    /// The code model: an id, or the path of a .gguf [default: the first that is stored]
    #[arg(long, value_name = "ID|PATH", requires = "insights")]
    code_model: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &AnalyzeArgs, folder: &ModelFolder) -> Result<(), Stop> {
    let path = (args.file != "-").then(|| Path::new(&args.file));
    let ending = path.and_then(|path| path.extension()).map(|ending| ending.to_string_lossy().into_owned());
    let Some(language) = args.language.clone().or(ending) else {
        return Err(Stop::Usage("which language is it? Say it with --language, for example --language python.".into()));
    };
    let code = read(path)?;
    let request = AnalyzeRequest { code, language, challenge_context: None, insights: args.insights };
    let mut analysis = analyze(&request)?;
    if args.insights {
        analysis.insights = Some(insights(&request, args.code_model.as_deref(), folder)?);
    }
    if args.json {
        let json = serde_json::to_string_pretty(&analysis).map_err(std::io::Error::from)?;
        return Ok(writeln!(stdout().lock(), "{json}")?);
    }
    let name = path.map_or_else(|| "stdin".into(), |path| path.display().to_string());
    Report { analysis: &analysis, lines: request.code.lines().collect() }.print(&name, &mut stdout().lock())?;
    Ok(())
}

/// Loads the code model and asks it.
fn insights(request: &AnalyzeRequest, model: Option<&str>, folder: &ModelFolder) -> Result<Insights, Stop> {
    let file = folder.find_code(model)?;
    interrupt::install()?;
    let bar = byte_bar(0);
    bar.set_message("loading");
    let loaded = CodeModel::load(&file.id, &mut file.open()?, &mut |bytes, total| {
        bar.set_length(total);
        bar.set_position(bytes);
        !interrupt::take()
    });
    bar.finish_and_clear();
    let model = loaded?;
    let mut answering = model.begin(ask(request)?)?;
    let bar = count_bar("asking the code model");
    let answers = loop {
        if interrupt::take() {
            bar.finish_and_clear();
            return Err(Stop::Interrupted);
        }
        let (done, total) = answering.progress();
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        if let Some(answers) = answering.step(&model)? {
            break answers;
        }
    };
    bar.finish_and_clear();
    Ok(conclude(request, &answers)?)
}

fn read(path: Option<&Path>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let more = MAX_CODE_BYTES as u64 + 1;
    let read = match path {
        None => std::io::stdin().lock().take(more).read_to_end(&mut bytes),
        Some(path) => std::fs::File::open(path).and_then(|file| file.take(more).read_to_end(&mut bytes)),
    };
    let name = path.map_or_else(|| "stdin".into(), |path| path.display().to_string());
    read.map_err(|error| Error::bad_request(format!("{name} cannot be read: {error}.")))?;
    if bytes.len() > MAX_CODE_BYTES {
        return Err(Error::bad_request(format!("{name} has more than {MAX_CODE_BYTES} bytes. Analyse a part of it.")));
    }
    String::from_utf8(bytes).map_err(|_| Error::bad_request(format!("{name} is no text: it is not valid UTF-8.")))
}

/// The report for people.
struct Report<'a> {
    analysis: &'a Analysis,
    lines: Vec<&'a str>,
}

impl Report<'_> {
    fn print(&self, name: &str, out: &mut impl Write) -> std::io::Result<()> {
        let Analysis { metrics, performance, findings, syntax_errors, .. } = self.analysis;
        let lines = metrics.lines;
        writeln!(out, "{BOLD}{name}{BOLD:#} {DIM}{}, {} lines{DIM:#}", self.analysis.language, lines.physical)?;
        for error in syntax_errors {
            writeln!(out, "\n{RED}syntax error{RED:#} {}", error.message)?;
            self.show(out, (error.line, error.column), (error.end_line, error.end_column), RED)?;
            Self::text(out, &error.hint)?;
            if let Some(fix) = &error.fix {
                writeln!(out, "         {GREEN}fix:{GREEN:#} {}", fix.title)?;
            }
        }
        for finding in findings.iter().filter(|finding| finding.kind != FindingKind::Celebratory) {
            self.finding(out, finding)?;
        }
        let strengths = findings.iter().filter(|finding| finding.kind == FindingKind::Celebratory);
        for finding in strengths {
            writeln!(out, "\n{GREEN}well done{GREEN:#} {} {DIM}line {}{DIM:#}", finding.message, finding.line)?;
        }
        if syntax_errors.is_empty() && findings.iter().all(|finding| finding.kind == FindingKind::Celebratory) {
            writeln!(out, "\n{GREEN}Nothing to improve was found.{GREEN:#}")?;
        }

        writeln!(
            out,
            "\n{BOLD}Complexity{BOLD:#} time {}, space {}",
            performance.time_complexity, performance.space_complexity
        )?;
        for evidence in &performance.evidence {
            writeln!(out, "  {DIM}line {:>4}{DIM:#}  {}", evidence.line, evidence.reason)?;
        }
        for opportunity in &performance.opportunities {
            Self::text(out, &format!("{CYAN}faster:{CYAN:#} {opportunity}"))?;
        }

        writeln!(
            out,
            "\n{BOLD}Measures{BOLD:#} maintainability {:.0} of 100, readability {:.0} of 100; {} statements, {} comment lines",
            metrics.maintainability, metrics.readability, lines.logical, lines.comment
        )?;
        let name_width =
            metrics.functions.iter().map(|function| function.name.chars().count()).max().unwrap_or(0).max(8);
        if !metrics.functions.is_empty() {
            let head = format!("{:name_width$}  lines  params  nesting  cyclomatic  cognitive  time", "function");
            writeln!(out, "  {DIM}{head}{DIM:#}")?;
        }
        for function in &metrics.functions {
            let same =
                |other: &&crate::api::FunctionPerformance| other.line == function.line && other.name == function.name;
            let time = performance.functions.iter().find(same).map_or("", |found| &found.time_complexity);
            writeln!(
                out,
                "  {:name_width$}  {:>5}  {:>6}  {:>7}  {:>10}  {:>9}  {time}",
                function.name,
                function.end_line + 1 - function.line,
                function.parameters,
                function.max_nesting,
                function.cyclomatic,
                function.cognitive,
            )?;
        }
        self.analysis.insights.as_ref().map_or(Ok(()), |insights| Self::insights(out, insights))
    }

    fn insights(out: &mut impl Write, insights: &Insights) -> std::io::Result<()> {
        let percent = |confidence: f64| format!("{DIM}{:.0}%{DIM:#}", confidence * 100.0);
        writeln!(out, "\n{BOLD}What {} says{BOLD:#} {}", insights.model_used, percent(insights.confidence))?;
        Self::text(out, &insights.ai_analysis)?;
        for NameInsight { line, from, to, confidence, edits } in &insights.names {
            let places = edits.len();
            writeln!(
                out,
                "  {DIM}line {line:>4}{DIM:#}  {from} -> {CYAN}{to}{CYAN:#}  {DIM}{places} places{DIM:#}  {}",
                percent(*confidence)
            )?;
        }
        for Surprise { line, score } in &insights.surprising {
            writeln!(out, "  {DIM}line {line:>4}{DIM:#}  unexpected: {score:.1} bits a token")?;
        }
        for Fill { line, confidence, fix } in &insights.fills {
            writeln!(
                out,
                "  {DIM}line {line:>4}{DIM:#}  {GREEN}fill:{GREEN:#} {}  {}",
                fix.title,
                percent(*confidence)
            )?;
        }
        for Summary { name, line, text, confidence, .. } in &insights.summaries {
            writeln!(out, "  {DIM}line {line:>4}{DIM:#}  {name}: {text}  {}", percent(*confidence))?;
        }
        Ok(())
    }

    fn finding(&self, out: &mut impl Write, finding: &Finding) -> std::io::Result<()> {
        let (style, kind) = match finding.kind {
            FindingKind::Essential => (RED, "essential"),
            FindingKind::Actionable => (YELLOW, "could be better"),
            _ => (CYAN, "worth knowing"),
        };
        writeln!(out, "\n{style}{kind}{style:#} {} {DIM}{}{DIM:#}", finding.message, finding.rule)?;
        self.show(out, (finding.line, finding.column), (finding.end_line, finding.end_column), style)?;
        Self::text(out, &finding.why)?;
        if let Some(fix) = &finding.fix {
            writeln!(out, "         {GREEN}fix:{GREEN:#} {}", fix.title)?;
        }
        Ok(())
    }

    /// The line, and marks below what is meant.
    fn show(
        &self,
        out: &mut impl Write,
        from: (usize, usize),
        to: (usize, usize),
        style: Style,
    ) -> std::io::Result<()> {
        let Some(line) = self.lines.get(from.0.saturating_sub(1)) else { return Ok(()) };
        // A long line is shown around the place.
        let before = line.encode_utf16().count().min(from.1.saturating_sub(1));
        let end = if to.0 == from.0 { to.1.saturating_sub(1) } else { usize::MAX };
        let characters: Vec<(usize, char)> = line
            .chars()
            .scan(0, |column, character| {
                let at = *column;
                *column += character.len_utf16();
                Some((at, character))
            })
            .collect();
        let first = characters.iter().position(|(column, _)| *column >= before).unwrap_or(characters.len());
        let skipped = first.saturating_sub(WIDTH / 2);
        let shown = &characters[skipped..characters.len().min(skipped + WIDTH)];
        let text: String = shown.iter().map(|(_, c)| if c.is_control() { ' ' } else { *c }).collect();
        let marked = shown.iter().filter(|(column, _)| (before..end).contains(column)).count().max(1);
        writeln!(out, "  {DIM}{:>4} |{DIM:#} {text}", from.0)?;
        let indent = " ".repeat(first - skipped);
        writeln!(out, "  {DIM}     |{DIM:#} {indent}{style}{}{style:#}", "^".repeat(marked))
    }

    /// Words, broken into lines.
    fn text(out: &mut impl Write, text: &str) -> std::io::Result<()> {
        let mut column = 0;
        write!(out, "        ")?;
        for word in text.split_whitespace() {
            if column > 0 && column + word.chars().count() > WIDTH - 9 {
                write!(out, "\n        ")?;
                column = 0;
            }
            write!(out, " {word}")?;
            column += word.chars().count() + 1;
        }
        writeln!(out)
    }
}
