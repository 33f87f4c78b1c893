//! One answer on a terminal: load, ask, stream, count.

use std::borrow::Cow;
use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{DIM, Stop, interrupt};
use crate::Tutor;
use crate::api::{ChatEvent, ChatReply, ChatRequest};
use crate::error::Error;
use crate::platform::native::{ModelFile, Snapshots, now_ms};

/// Loads the model, with a bar on a terminal. Ctrl-C interrupts.
pub fn load(model: &ModelFile) -> Result<Tutor, Stop> {
    let (mut file, tokenizer) = (model.open()?, model.tokenizer_json()?);
    let mut tutor = Tutor::new(now_ms);
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:32} loading {msg}  {bytes} of {total_bytes}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(model.id.clone());
    let loaded = tutor.load_with_tokenizer(&model.id, &mut file, tokenizer.as_deref(), &mut |progress| {
        bar.set_length(progress.total_bytes);
        bar.set_position(progress.bytes);
        !interrupt::take()
    });
    bar.finish_and_clear();
    loaded?;
    Ok(tutor)
}

/// Asks and hands on the text as it comes. Ctrl-C ends the answer with what there is of it.
pub fn ask(
    tutor: &mut Tutor,
    snapshots: &Snapshots,
    request: &ChatRequest,
    mut on_text: impl FnMut(&str) -> std::io::Result<()>,
) -> Result<ChatReply, Stop> {
    // What was pressed while the learner was typing was not meant for this answer.
    interrupt::take();
    tutor.recall(request, |name| snapshots.read(name))?;
    tutor.begin(request)?;
    loop {
        if interrupt::take() {
            return tutor.cancel().ok_or(Stop::Failed(Error::Cancelled));
        }
        match tutor.step()? {
            ChatEvent::Prefill { .. } => {}
            ChatEvent::Token { text } => on_text(&printable(&text))?,
            ChatEvent::Done { reply } => {
                if let Some((name, bytes)) = tutor.snapshot() {
                    // It would only have made the next start quicker.
                    let _ = snapshots.write(&name, &bytes);
                }
                return Ok(reply);
            }
        }
    }
}

/// The text without control characters: a model must not steer the terminal.
fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    match text.contains(steers) {
        true => text.replace(steers, "").into(),
        false => text.into(),
    }
}

/// The counts of an answer, dim, on stderr: on a terminal, or when asked for.
pub fn print_stats(reply: &ChatReply, verbose: bool) {
    let is_terminal = std::io::stderr().is_terminal() && std::io::stdout().is_terminal();
    if !verbose && !is_terminal {
        return;
    }
    let (usage, timings) = (reply.usage, reply.timings);
    let rate = usage.completion_tokens as f64 * 1000.0 / timings.decode_ms.max(1e-3);
    say!(
        "{DIM}{} tokens, {rate:.1} tokens/s, first token after {:.0} ms, {} of {} prompt tokens cached, {}{DIM:#}",
        usage.completion_tokens,
        timings.first_token_ms,
        usage.cached_tokens,
        usage.prompt_tokens,
        reply.model_used
    );
    if reply.dropped_turns > 0 {
        say!("{DIM}The oldest {} turns no longer fit and were left out.{DIM:#}", reply.dropped_turns);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_model_cannot_steer_the_terminal() {
        assert_eq!(super::printable("a\u{1b}[2Jb\r\u{7}\u{9b}c\n\té"), "a[2Jbc\n\té");
    }
}
