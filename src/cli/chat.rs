//! `codementor chat`: one answer, or a conversation.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use serde::de::DeserializeOwned;

use super::{Stop, answer, interrupt, repl};
use crate::Tutor;
use crate::api::{ChatContext, ChatRequest, FinishReason, Personality, Sampling, SkillLevel};
use crate::error::Error;
use crate::platform::native::{ModelFolder, Snapshots};

/// What `codementor chat` takes.
#[derive(Args)]
pub struct ChatArgs {
    /// An id, or the path of a .gguf [default: the default tutor if stored, else the starter]
    #[arg(long, value_name = "ID|PATH")]
    model: Option<String>,
    /// How the tutor speaks
    #[arg(long, value_parser = one_of::<Personality>(&["encouraging", "analytical", "creative", "practical"]))]
    personality: Option<Personality>,
    /// How much you know
    #[arg(long, value_parser = one_of::<SkillLevel>(&["beginner", "intermediate", "advanced"]))]
    level: Option<SkillLevel>,
    /// The programming language in use
    #[arg(long)]
    language: Option<String>,
    /// What you are learning
    #[arg(long)]
    topic: Option<String>,
    /// A file with the code that the question is about
    #[arg(long, value_name = "FILE")]
    code: Option<PathBuf>,
    /// 0 always takes the likeliest token; higher is more varied, to 2
    #[arg(long, value_name = "T")]
    temperature: Option<f32>,
    /// Only the N likeliest tokens
    #[arg(long, value_name = "N")]
    top_k: Option<u32>,
    /// Only the likeliest tokens that together reach this probability
    #[arg(long, value_name = "P")]
    top_p: Option<f32>,
    /// Only tokens at least this share as likely as the likeliest
    #[arg(long, value_name = "P")]
    min_p: Option<f32>,
    /// Above 1 makes recent tokens less likely
    #[arg(long, value_name = "R")]
    repeat_penalty: Option<f32>,
    /// The same seed gives the same answer
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The answer ends after this many tokens
    #[arg(long, value_name = "N")]
    max_tokens: Option<u32>,
    /// Print the whole reply as JSON when it is complete
    #[arg(long)]
    json: bool,
    /// Print the counts of the answer even where there is no terminal
    #[arg(long, short)]
    verbose: bool,
    /// The question; without one it is read from a pipe, and on a terminal a conversation starts
    #[arg(value_name = "MESSAGE")]
    message: Option<String>,
}

/// Bytes of a question and of code that are read at most: a little over the documented bounds, so that the tutor
/// itself can say what is too long.
const MESSAGE_LIMIT: u64 = 33 << 10;
const CODE_LIMIT: u64 = 257 << 10;

pub fn run(args: ChatArgs, folder: &ModelFolder) -> Result<(), Stop> {
    let is_conversation = args.message.is_none() && std::io::stdin().is_terminal();
    if is_conversation && args.json {
        return Err(Stop::Usage("--json gives one reply: it needs a MESSAGE.".into()));
    }
    let message = match &args.message {
        Some(message) => message.clone(),
        None if is_conversation => String::new(),
        None => read_text(std::io::stdin().lock(), MESSAGE_LIMIT, "The question on standard input")?,
    };
    let request = request(&args, message)?;
    let model = folder.find(args.model.as_deref())?;
    interrupt::install()?;
    let (mut tutor, snapshots) = (answer::load(&model)?, Snapshots::of(folder));
    match is_conversation {
        true => repl::run(&mut tutor, &snapshots, request, args.verbose),
        false => one_shot(&args, &mut tutor, &snapshots, &request),
    }
}

fn one_shot(args: &ChatArgs, tutor: &mut Tutor, snapshots: &Snapshots, request: &ChatRequest) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    let reply = answer::ask(tutor, snapshots, request, |text| match args.json {
        true => Ok(()),
        false => out.write_all(text.as_bytes()).and_then(|()| out.flush()),
    })?;
    match args.json {
        true => writeln!(out, "{}", serde_json::to_string_pretty(&reply).map_err(std::io::Error::from)?)?,
        false => writeln!(out)?,
    }
    answer::print_stats(&reply, args.verbose);
    match reply.finish_reason {
        FinishReason::Cancelled => Err(Stop::Interrupted),
        FinishReason::Stop | FinishReason::Length => Ok(()),
    }
}

fn request(args: &ChatArgs, message: String) -> Result<ChatRequest, Stop> {
    Ok(ChatRequest {
        message,
        history: Vec::new(),
        personality: args.personality.unwrap_or_default(),
        context: ChatContext {
            skill_level: args.level,
            current_topic: args.topic.clone(),
            language: args.language.clone(),
            code: args.code.as_deref().map(read_code).transpose()?,
        },
        sampling: Sampling {
            temperature: args.temperature,
            top_k: args.top_k,
            top_p: args.top_p,
            min_p: args.min_p,
            repeat_penalty: args.repeat_penalty,
            seed: args.seed,
            max_tokens: args.max_tokens,
        },
    })
}

fn read_code(path: &Path) -> Result<String, Stop> {
    let file = std::fs::File::open(path)
        .map_err(|error| Error::bad_request(format!("The file {} cannot be read: {error}.", path.display())))?;
    read_text(file, CODE_LIMIT, &format!("The file {}", path.display()))
}

fn read_text(from: impl Read, limit: u64, what: &str) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    from.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::bad_request(format!("{what} cannot be read: {error}.")))?;
    // The bound may have cut a character in two: that text is too long, not badly encoded.
    let over = bytes.len() as u64 == limit;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if over => Ok(String::from_utf8_lossy(error.as_bytes()).into_owned()),
        Err(_) => Err(Error::bad_request(format!("{what} is not UTF-8 text.")).into()),
    }
}

/// One of the spellings that an API type has.
fn one_of<T: DeserializeOwned + Clone + Send + Sync + 'static>(names: &'static [&'static str]) -> ValueParser {
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value::<T>(name.into())).into()
}
