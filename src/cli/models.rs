//! `codementor models`: what there is and what is stored.

use std::io::Write;

use clap::Args;
use indicatif::HumanBytes;
use serde::Serialize;

use super::{BOLD, DIM, Stop};
use crate::api::ModelInfo;
use crate::platform::native::ModelFolder;

/// What `codementor models` takes.
#[derive(Args)]
pub struct ModelsArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A catalog row and whether this machine has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'a> {
    #[serde(flatten)]
    info: &'a ModelInfo,
    stored: bool,
    path: String,
}

pub fn run(args: &ModelsArgs, folder: &ModelFolder) -> Result<(), Stop> {
    let listed: Vec<_> = folder
        .catalog()
        .iter()
        .map(|info| Listed { info, stored: folder.is_stored(info), path: folder.file(info).display().to_string() })
        .collect();
    let mut out = anstream::stdout().lock();
    if args.json {
        let json = serde_json::to_string_pretty(&listed).map_err(std::io::Error::from)?;
        return Ok(writeln!(out, "{json}")?);
    }
    let rows: Vec<[String; 5]> = listed.iter().map(row).collect();
    let head = ["ID", "SIZE", "LICENCE", "STORED", "WHAT"].map(String::from);
    let width = |column: usize| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (id, size, licence, stored) = (width(0), width(1), width(2), width(3));
    let line = |row: &[String; 5]| {
        let [a, b, c, d, what] = row;
        format!("{a:id$}  {b:>size$}  {c:licence$}  {d:stored$}  {what}")
    };
    writeln!(out, "{BOLD}{}{BOLD:#}", line(&head))?;
    for row in &rows {
        writeln!(out, "{}", line(row))?;
    }
    writeln!(out, "{DIM}Stored in {}{DIM:#}", folder.path().display())?;
    Ok(())
}

fn row(model: &Listed) -> [String; 5] {
    let info = model.info;
    let stored = if model.stored { "yes" } else { "no" };
    [info.id.clone(), HumanBytes(info.bytes).to_string(), info.license.clone(), stored.into(), info.title.clone()]
}
