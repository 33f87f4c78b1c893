//! `codementor challenge`: something to program.

use std::io::Write;

use anstream::stdout;
use clap::Args;
use clap::builder::styling::{AnsiColor, Style};

use super::{BOLD, DIM, Stop};
use crate::api::{Challenge, ChallengeRequest, Difficulty};
use crate::platform::native::random_seed;
use crate::tutor::challenge::{self, TOPICS};

const CYAN: Style = AnsiColor::Cyan.on_default();

/// What `codementor challenge` takes.
#[derive(Args)]
pub struct ChallengeArgs {
    /// A topic, or a word that it is tagged with (--list shows them)
    #[arg(long, value_name = "TOPIC", conflicts_with_all = ["id", "list"])]
    topic: Option<String>,
    /// easy, medium, hard or expert; or how far you are: beginner, intermediate, advanced
    #[arg(long, value_name = "LEVEL", conflicts_with_all = ["id", "list"])]
    level: Option<String>,
    /// The language of the starter code [default: python]
    #[arg(long, value_name = "LANGUAGE", conflicts_with_all = ["id", "list"])]
    language: Option<String>,
    /// The same number gives the same challenge, 0 to 4294967295
    #[arg(long, value_name = "N", conflicts_with_all = ["id", "list"])]
    seed: Option<u64>,
    /// The challenge of this id
    #[arg(long, value_name = "ID", conflicts_with = "list")]
    id: Option<String>,
    /// List the kinds of challenges, by topic and level
    #[arg(long)]
    list: bool,
    /// Also print the hints, one after the other
    #[arg(long, conflicts_with = "list")]
    hints: bool,
    /// Print a solution instead
    #[arg(long, conflicts_with_all = ["list", "hints"])]
    solution: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: ChallengeArgs) -> Result<(), Stop> {
    if args.list {
        return list(args.json);
    }
    let seed = args.seed.map_or_else(random_seed, Ok)?;
    let request = ChallengeRequest {
        level: args.level,
        language: args.language,
        topic: args.topic,
        seed: Some(seed),
        id: args.id,
        ..ChallengeRequest::default()
    };
    let challenge = challenge::challenge(&request)?;
    let mut out = stdout().lock();
    if args.solution {
        let (language, text) = challenge::solution(&challenge.id)?;
        if args.json {
            let json = serde_json::json!({ "id": challenge.id, "language": language, "solution": text });
            return Ok(writeln!(out, "{json:#}")?);
        }
        if language != challenge.language {
            say!("{DIM}There is no solution in {}; this one is in {language}.{DIM:#}", challenge.language);
        }
        return Ok(write!(out, "{text}")?);
    }
    if args.json {
        let json = serde_json::to_string_pretty(&challenge).map_err(std::io::Error::from)?;
        return Ok(writeln!(out, "{json}")?);
    }
    print(&challenge, args.hints, &mut out)
}

fn print(challenge: &Challenge, hints: bool, out: &mut impl Write) -> Result<(), Stop> {
    let Challenge { title, topic, difficulty, estimated_time, xp_reward, .. } = challenge;
    writeln!(out, "{BOLD}{title}{BOLD:#}")?;
    writeln!(out, "{DIM}{topic} · {} · about {estimated_time} minutes · {xp_reward} xp{DIM:#}\n", difficulty.name())?;
    let mut code = false;
    for line in challenge.description.lines() {
        // Markdown is legible as it is; its fences are not needed where colours tell code.
        if line.starts_with("```") {
            code = !code;
        } else if code {
            writeln!(out, "    {CYAN}{line}{CYAN:#}")?;
        } else if let Some(heading) = line.strip_prefix("**").and_then(|line| line.strip_suffix("**")) {
            writeln!(out, "{BOLD}{heading}{BOLD:#}")?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "\n{BOLD}Start from here{BOLD:#} {DIM}({}){DIM:#}\n", challenge.language)?;
    for line in challenge.starter_code.lines() {
        writeln!(out, "    {CYAN}{line}{CYAN:#}")?;
    }
    if hints {
        writeln!(out, "\n{BOLD}Hints{BOLD:#}")?;
        for hint in &challenge.hints {
            writeln!(out, "{}. {}", hint.order, hint.text)?;
        }
    }
    writeln!(
        out,
        "\n{DIM}{} hidden tests · {} hints (--hints) · id {}{DIM:#}",
        challenge.test_cases.iter().filter(|test| test.is_hidden).count(),
        challenge.hints.len(),
        challenge.id
    )?;
    Ok(())
}

fn list(json: bool) -> Result<(), Stop> {
    let families = challenge::families()?;
    let mut out = stdout().lock();
    if json {
        let row = |family: &challenge::Family| {
            let levels: Vec<_> = family.description.levels.keys().map(|level| level.name()).collect();
            let wrong: Vec<_> = family.description.wrong.iter().map(|wrong| &wrong.because).collect();
            serde_json::json!({
                "id": family.id, "topic": family.description.topic, "levels": levels, "time": family.description.time,
                "tags": family.description.tags, "commonMistakes": wrong,
            })
        };
        return Ok(writeln!(out, "{:#}", families.iter().map(row).collect::<serde_json::Value>())?);
    }
    let names = |topic: &str, level: Difficulty| {
        let of = families.iter().filter(|family| family.description.topic == topic && family.has(level));
        of.map(|family| family.id.as_str()).collect::<Vec<_>>()
    };
    for topic in TOPICS {
        writeln!(out, "{BOLD}{topic}{BOLD:#}")?;
        for level in Difficulty::ALL {
            writeln!(out, "  {:<8}{}", level.name(), names(topic, level).join(", "))?;
        }
    }
    writeln!(
        out,
        "\n{DIM}{} kinds over {} topics; each makes as many challenges as there are seeds.{DIM:#}",
        families.len(),
        TOPICS.len()
    )?;
    Ok(())
}
