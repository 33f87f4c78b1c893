//! The conversation of `codementor chat` without a message.

use std::io::Write;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::{DIM, Stop, answer, print_error};
use crate::Tutor;
use crate::api::{ChatRequest, FinishReason, Role, Turn};
use crate::error::Error;
use crate::platform::native::Snapshots;

/// Turns of history that a request may carry.
const MAX_TURNS: usize = 64;

const HELP: &str = "\
/reset  start a new conversation
/quit   leave (so does Ctrl-D)
/help   this text
Ctrl-C stops an answer. Everything else is a question to the tutor.";

/// Talks until the learner leaves. `request` holds what every question has in common.
pub fn run(tutor: &mut Tutor, snapshots: &Snapshots, mut request: ChatRequest, verbose: bool) -> Result<(), Stop> {
    let unusable = |error: ReadlineError| Error::internal(format!("The terminal cannot be read: {error}."));
    let mut editor = DefaultEditor::new().map_err(unusable)?;
    say!("{DIM}{} is listening. /help says what else there is.{DIM:#}", tutor.loaded().unwrap_or("The tutor"));
    loop {
        let line = match editor.readline("> ") {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => {
                say!("{DIM}/quit or Ctrl-D leaves.{DIM:#}");
                continue;
            }
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(unusable(error).into()),
        };
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        // Only a convenience: the arrow keys bring it back.
        let _ = editor.add_history_entry(line);
        match line {
            "/quit" | "/exit" => return Ok(()),
            "/help" => say!("{HELP}"),
            "/reset" => {
                request.history.clear();
                say!("{DIM}A new conversation.{DIM:#}");
            }
            _ if line.starts_with('/') && !line.contains(char::is_whitespace) => {
                say!("{DIM}There is no {line}. /help says what there is.{DIM:#}");
            }
            _ => ask(tutor, snapshots, &mut request, line, verbose)?,
        }
    }
}

/// One question; the history grows by it and its answer.
fn ask(
    tutor: &mut Tutor,
    snapshots: &Snapshots,
    request: &mut ChatRequest,
    line: &str,
    verbose: bool,
) -> Result<(), Stop> {
    request.message = line.to_owned();
    let mut out = std::io::stdout().lock();
    let reply = match answer::ask(tutor, snapshots, request, |text| {
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    }) {
        Ok(reply) => reply,
        // The conversation goes on: the learner may ask something shorter, or /reset.
        Err(Stop::Failed(error)) => {
            writeln!(out)?;
            print_error(&error);
            return Ok(());
        }
        Err(stop) => return Err(stop),
    };
    writeln!(out)?;
    if reply.finish_reason == FinishReason::Cancelled {
        say!("{DIM}(stopped){DIM:#}");
    }
    answer::print_stats(&reply, verbose);
    if !reply.message.is_empty() {
        request.history.push(Turn { role: Role::User, content: std::mem::take(&mut request.message) });
        request.history.push(Turn { role: Role::Assistant, content: reply.message });
        let surplus = request.history.len().saturating_sub(MAX_TURNS);
        request.history.drain(..surplus);
    }
    Ok(())
}
