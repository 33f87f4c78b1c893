//! The command line. A file per command; this one holds what they share: the arguments, errors and exit codes.
//!
//! Exit codes: 0 done, 1 an error (`error: sentence (code)` on stderr), 2 wrong usage, 130 interrupted.

/// A line on stderr. Where nobody listens there is nobody to tell, and no reason to stop.
macro_rules! say {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(&mut anstream::stderr(), format_args!("{}\n", format_args!($($text)*)));
    }};
}

mod analyze;
mod answer;
mod bench;
mod challenge;
mod chat;
mod convert;
mod interrupt;
mod models;
mod pull;
mod repl;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Effects, Style};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub use serve::ServeArgs;

use crate::engine::kernels;
use crate::error::{Error, Result};
use crate::platform::native::{ModelFolder, start_helpers};

const RED: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const BOLD: Style = Style::new().effects(Effects::BOLD);

/// A programming tutor that runs on your own machine.
#[derive(Parser)]
#[command(name = "codementor", version, max_term_width = 100)]
struct Cli {
    /// Folder of the model files [default: the cache folder's codementor/models]
    #[arg(long, value_name = "DIR", env = "CODEMENTOR_MODELS", global = true, hide_env_values = true)]
    models: Option<PathBuf>,
    /// A site's own catalog: a JSON file that takes the place of the built-in list of models
    #[arg(long, value_name = "FILE", env = "CODEMENTOR_CATALOG", global = true, hide_env_values = true)]
    catalog: Option<PathBuf>,
    /// Threads that a model runs on [default: one per processor]
    #[arg(long, value_name = "N", env = "CODEMENTOR_THREADS", global = true, hide_env_values = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Ask the tutor: one answer, or a conversation without a message
    Chat(chat::ChatArgs),
    /// See what a mentor sees in a file: mistakes, measures, complexity
    Analyze(analyze::AnalyzeArgs),
    /// Measure how fast a model is here
    Bench(bench::BenchArgs),
    /// Get something to program, with tests: another one each time
    Challenge(challenge::ChallengeArgs),
    /// Make a model file of a Hugging Face checkpoint of T5 or CodeT5
    Convert(convert::ConvertArgs),
    /// List the models
    Models(models::ModelsArgs),
    /// Download a model
    Pull(pull::PullArgs),
    /// Serve the page and the HTTP API
    Serve(ServeArgs),
}

/// Why a command ended early.
enum Stop {
    /// Something went wrong.
    Failed(Error),
    /// The command line asks for something that makes no sense.
    Usage(String),
    /// The learner pressed Ctrl-C.
    Interrupted,
    /// Nobody reads our output any more (`| head`): no reason to complain.
    Unheard,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            Error::Cancelled => Self::Interrupted,
            error => Self::Failed(error),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::Unheard,
            _ => Self::Failed(Error::internal(format!("Input or output failed: {error}."))),
        }
    }
}

/// Runs the command that the command line names. `serve` is handed in, since shells do not know each other.
pub fn main(serve: impl FnOnce(ServeArgs, ModelFolder) -> Result<()>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        print_error(&Error::internal(format!("A bug in codementor{place}. Please report it.")));
    }));
    let cli = Cli::parse();
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(cli, serve))) {
        Ok(Ok(()) | Err(Stop::Unheard)) => ExitCode::SUCCESS,
        Ok(Err(Stop::Interrupted)) => ExitCode::from(130),
        Ok(Err(Stop::Usage(text))) => {
            say!("{RED}error:{RED:#} {text}\n\nFor more information, try '--help'.");
            ExitCode::from(2)
        }
        Ok(Err(Stop::Failed(error))) => {
            print_error(&error);
            ExitCode::FAILURE
        }
        // The hook has said it.
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(cli: Cli, serve: impl FnOnce(ServeArgs, ModelFolder) -> Result<()>) -> Result<(), Stop> {
    let folder = ModelFolder::open(cli.models, cli.catalog.as_deref())?;
    if matches!(cli.command, Command::Chat(_) | Command::Analyze(_) | Command::Bench(_) | Command::Serve(_)) {
        start_helpers(cli.threads.map(usize::from), kernels::pool::help);
    }
    match cli.command {
        Command::Chat(args) => chat::run(args, &folder),
        Command::Analyze(args) => analyze::run(&args, &folder),
        Command::Bench(args) => bench::run(&args, &folder),
        Command::Challenge(args) => challenge::run(args),
        Command::Convert(args) => convert::run(&args),
        Command::Models(args) => models::run(&args, &folder),
        Command::Pull(args) => pull::run(&args, &folder),
        Command::Serve(args) => Ok(serve(args, folder)?),
    }
}

/// A bar for so many bytes; its message is the rate. Hidden by itself where stderr is no terminal.
fn byte_bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{spinner} {bar:32} {bytes} of {total_bytes}  {msg}  {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// A bar for so many steps.
fn count_bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{spinner} {bar:32} {pos} of {len}  {msg}  {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.with_message(what)
}

fn print_error(error: &Error) {
    say!("{RED}error:{RED:#} {error} ({})", error.code());
}
