//! A code model at work: a job after the other, each some tenths of a second, so that "cancel" is heard between two.

use std::collections::{HashMap, VecDeque};
use std::io::{Read, Seek};
use std::ops::Range;

use super::windows::{around, windows};
use super::{Answers, Bytes, NameAnswer, Questions, StatementAnswer, TextAnswer};
use crate::api::CodeTask;
use crate::engine::Seq2Seq;
use crate::engine::arch::t5::Decoding;
use crate::engine::seq2seq::{BeamParams, likeliest, log_sum_exp};
use crate::error::{Error, Result};

/// Names that are asked about in one window, each with a sentinel of its own.
const MAX_NAMES: usize = 16;
/// Statements of a window are masked in turns, so that each stands among some that are not.
const TURNS: usize = 2;
/// T5 has a hundred sentinels.
const MAX_SPANS: usize = 99;
/// Alternatives that are followed for a name, tokens of a name, names that are reported.
const NAME_BEAMS: usize = 4;
const NAME_TOKENS: usize = 7;
const MAX_PROPOSALS: usize = 5;
/// Names and fills that are less likely than this are not followed: nobody would be told of them.
const LEAST_PROBABILITY: f64 = 0.02;
/// Tokens of what is written into a gap, and of a summary.
const FILL_TOKENS: usize = 48;
const SUMMARY_TOKENS: usize = 48;
const SUMMARY_BEAMS: BeamParams = BeamParams { beams: 4, max_tokens: SUMMARY_TOKENS, length_penalty: 1.0 };
/// Of what a model can read at once: what an input starts and ends with, and what counting piece by piece misses.
const SPARE_TOKENS: usize = 8;

/// A loaded code model.
pub struct CodeModel {
    id: String,
    model: Seq2Seq,
    /// `<extra_id_0>` and so on.
    sentinels: Vec<u32>,
}

/// Answers under way.
pub struct Answering {
    questions: Questions,
    windows: Vec<Range<usize>>,
    jobs: VecDeque<Job>,
    total: usize,
    answers: Answers,
}

/// Questions by their index.
enum Job {
    Names { window: usize, names: Vec<usize> },
    Statements { window: usize, statements: Vec<usize> },
    Gap { window: usize, gap: usize },
    Function(usize),
}

impl CodeModel {
    /// Loads a GGUF file that was converted from T5 or `CodeT5`. `on_progress` hears bytes and bytes in all, and cancels by returning false.
    ///
    /// # Errors
    /// As [`Seq2Seq::load`].
    pub fn load(
        id: &str,
        file: &mut (impl Read + Seek),
        on_progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Self> {
        let model = Seq2Seq::load(file, on_progress)?;
        let sentinels = (0..=MAX_SPANS).map_while(|at| model.tokenizer().id(&format!("<extra_id_{at}>"))).collect();
        Ok(Self { id: id.to_owned(), model, sentinels })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The model itself.
    #[must_use]
    pub fn model(&self) -> &Seq2Seq {
        &self.model
    }

    /// Starts to answer.
    ///
    /// # Errors
    /// `bad_request` where a question is about something that is not in the code, `internal`.
    pub fn begin(&self, questions: Questions) -> Result<Answering> {
        check(&questions)?;
        let most = self.model.t5().context_length().saturating_sub(SPARE_TOKENS).max(1);
        let mut failed = None;
        let windows = windows(&questions.code, most, &mut |piece| match self.model.tokenizer().encode(piece) {
            Ok(ids) => ids.len(),
            Err(error) => {
                failed = Some(error);
                0
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let jobs = match self.model.task() {
            CodeTask::Summarize => (0..questions.functions.len()).map(Job::Function).collect(),
            CodeTask::Fill if self.sentinels.len() <= MAX_NAMES => {
                return Err(Error::unsupported("The code model has no `<extra_id_0>`, so it cannot fill anything in."));
            }
            CodeTask::Fill => self.jobs(&questions, &windows),
        };
        let answers = Answers { model: self.id.clone(), ..Answers::default() };
        Ok(Answering { total: jobs.len(), questions, windows, jobs, answers })
    }

    fn jobs(&self, questions: &Questions, windows: &[Range<usize>]) -> VecDeque<Job> {
        let Questions { code, names, statements, gaps, .. } = questions;
        let window_of = |(start, end): Bytes| around(windows, &(start..end), code.len());
        let mut names_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            // Where it is most often.
            let seen = |window: &Range<usize>| name.places.iter().filter(|place| is_in(**place, window)).count();
            let most = windows.iter().enumerate().max_by_key(|(at, window)| (seen(window), usize::MAX - at));
            names_of.entry(most.map_or(0, |(at, _)| at)).or_default().push(index);
        }
        let mut statements_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, statement) in statements.iter().enumerate() {
            statements_of.entry(window_of(statement.core)).or_default().push(index);
        }
        let mut jobs = VecDeque::new();
        for window in 0..windows.len() {
            let names = names_of.remove(&window).unwrap_or_default();
            jobs.extend(names.chunks(MAX_NAMES).map(|names| Job::Names { window, names: names.to_vec() }));
        }
        jobs.extend(gaps.iter().enumerate().map(|(gap, of)| Job::Gap { window: window_of(of.bytes), gap }));
        for window in 0..windows.len() {
            let statements = statements_of.remove(&window).unwrap_or_default();
            for turn in 0..TURNS {
                let turn: Vec<_> = statements.iter().copied().skip(turn).step_by(TURNS).collect();
                let spans = self.sentinels.len().min(MAX_SPANS);
                jobs.extend(
                    turn.chunks(spans).map(|statements| Job::Statements { window, statements: statements.to_vec() }),
                );
            }
        }
        jobs
    }
}

impl Answering {
    /// Jobs that are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.total - self.jobs.len(), self.total)
    }

    /// Does the next job; the answers, once all are done.
    ///
    /// # Errors
    /// `internal`.
    pub fn step(&mut self, model: &CodeModel) -> Result<Option<Answers>> {
        match self.jobs.pop_front() {
            Some(Job::Names { window, names }) => self.names(model, window, &names)?,
            Some(Job::Statements { window, statements }) => self.statements(model, window, &statements)?,
            Some(Job::Gap { window, gap }) => self.gap(model, window, gap)?,
            Some(Job::Function(function)) => self.function(model, function)?,
            None => return Ok(Some(std::mem::take(&mut self.answers))),
        }
        Ok(None)
    }

    /// All names of a window are masked at all of their places; the model says what each is, in the order of their first places.
    fn names(&mut self, code: &CodeModel, window: usize, names: &[usize]) -> Result<()> {
        let model = &code.model;
        let window = self.windows[window].clone();
        let places = |index: &usize| self.questions.names[*index].places.iter().filter(|place| is_in(**place, &window));
        let mut masks: Vec<_> =
            names.iter().enumerate().flat_map(|(at, index)| places(index).map(move |place| (*place, at))).collect();
        masks.sort_unstable();
        let encoded = model.encode(&self.masked(code, &window, &masks)?)?;
        let mut state = Decoding::new(encoded);
        let mut unread = vec![model.t5().start_token()];
        for (at, index) in names.iter().enumerate() {
            unread.push(code.sentinels[at]);
            let mut logits = model.t5().decode(std::slice::from_mut(&mut state), &unread)?;
            let first = logits.split_off(logits.len() - model.t5().vocab_size());
            let own = self.questions.names[*index].text.as_str();
            let found = code.proposals(&state, first.clone())?;
            unread = found.first().map(|name| name.tokens.clone()).unwrap_or_default();
            let proposals = by_text(found);
            // Only what is likely and another name is compared with the learner's own.
            let least = LEAST_PROBABILITY.ln();
            if !proposals.iter().any(|(name, log_probability)| name != own && *log_probability >= least) {
                continue;
            }
            let own = code.log_probability_of_name(&state, &first, own)?;
            self.answers.names.push(NameAnswer { index: *index, own, proposals });
        }
        Ok(())
    }

    /// How likely some statements are, given the others: the pseudo-log-likelihood (Salazar et al. 2020, <https://arxiv.org/abs/1910.14659>),
    /// with spans for tokens.
    fn statements(&mut self, code: &CodeModel, window: usize, statements: &[usize]) -> Result<()> {
        let model = &code.model;
        let window = self.windows[window].clone();
        let core = |index: &usize| self.questions.statements[*index].core;
        // One that no window holds whole cannot be asked about.
        let statements: Vec<usize> = statements.iter().copied().filter(|index| is_in(core(index), &window)).collect();
        let masks: Vec<_> = statements.iter().enumerate().map(|(at, index)| (core(index), at)).collect();
        let encoded = model.encode(&self.masked(code, &window, &masks)?)?;
        let mut target = Vec::new();
        let mut spans = Vec::new();
        for (at, index) in statements.iter().enumerate() {
            target.push(code.sentinels[at]);
            let (start, end) = core(index);
            let first = target.len();
            target.extend(model.tokenizer().encode(&self.questions.code[start..end])?);
            spans.push((*index, first..target.len()));
        }
        let scores = model.score(encoded, &target)?;
        for (index, span) in spans {
            let log_probability = scores[span.clone()].iter().map(|score| f64::from(*score)).sum();
            self.answers.statements.push(StatementAnswer { index, log_probability, tokens: span.len() });
        }
        Ok(())
    }

    fn gap(&mut self, code: &CodeModel, window: usize, index: usize) -> Result<()> {
        let model = &code.model;
        let gap = self.questions.gaps[index].bytes;
        let Some(window) = near(&self.questions.code, gap, &self.windows[window]) else { return Ok(()) };
        let encoded = model.encode(&self.masked(code, &window, &[(gap, 0)])?)?;
        let mut state = [Decoding::new(encoded)];
        let mut logits = model.t5().decode(&mut state, &[model.t5().start_token(), code.sentinels[0]])?;
        let mut tokens = Vec::new();
        let mut sum = 0.0;
        while tokens.len() < FILL_TOKENS {
            let last = logits.split_off(logits.len() - model.t5().vocab_size());
            let Some((token, logit)) = likeliest(&last, 1).first().copied() else { break };
            sum += f64::from(logit - log_sum_exp(&last));
            tokens.push(token);
            #[allow(clippy::cast_precision_loss)]
            let hopeless = tokens.len() >= 4 && sum < LEAST_PROBABILITY.ln() * tokens.len() as f64;
            if hopeless || code.ends_span(token) {
                break;
            }
            logits = model.t5().decode(&mut state, &[token])?;
        }
        #[allow(clippy::cast_precision_loss)]
        let mean_log_probability = sum / tokens.len().max(1) as f64;
        let whole = tokens.last().is_some_and(|last| code.ends_span(*last));
        if whole {
            tokens.pop();
            let text = model.text(&tokens);
            self.answers.gaps.push(TextAnswer { index, text, mean_log_probability, whole });
        }
        Ok(())
    }

    fn function(&mut self, code: &CodeModel, index: usize) -> Result<()> {
        let model = &code.model;
        let (start, end) = self.questions.functions[index].bytes;
        let text = &self.questions.code[start..end];
        let (input, whole) = code.input_from_start(text)?;
        let outputs = model.beam_search(&model.encode(&input)?, SUMMARY_BEAMS, &mut || true)?;
        if let Some(best) = outputs.first() {
            let text = model.text(&best.tokens);
            let mean_log_probability = f64::from(best.score);
            self.answers.functions.push(TextAnswer { index, text, mean_log_probability, whole });
        }
        Ok(())
    }

    /// A window of the code with sentinels in it: each mask is a place and the number of its sentinel, in the order of the text.
    fn masked(&self, code: &CodeModel, window: &Range<usize>, masks: &[(Bytes, usize)]) -> Result<Vec<u32>> {
        let mut text = code.model.prefix().to_owned();
        let mut at = window.start;
        for ((start, end), sentinel) in masks {
            text.push_str(&code.harmless(&self.questions.code[at..*start]));
            text.push_str("<extra_id_");
            text.push_str(&sentinel.to_string());
            text.push('>');
            at = *end;
        }
        text.push_str(&code.harmless(&self.questions.code[at..window.end]));
        let mut ids = code.model.input_tokenizer().encode(&text)?;
        // Counting by pieces may be off by more than is spared: then the last few go, which the next window has, and what ends it stays.
        let excess = ids.len().saturating_sub(code.model.t5().context_length());
        let last = ids.len().saturating_sub(1);
        ids.drain(last.saturating_sub(excess)..last);
        Ok(ids)
    }
}

/// A name that the model proposes.
struct Proposal {
    tokens: Vec<u32>,
    text: String,
    log_probability: f64,
}

impl CodeModel {
    /// Whether what fills a span ends before this token.
    fn ends_span(&self, token: u32) -> bool {
        self.sentinels.contains(&token) || self.model.tokenizer().ends_generation(token)
    }

    /// The logarithm of the probability that a span ends here.
    fn log_end(&self, logits: &[f32], log_total: f32) -> f64 {
        let of = |token: &u32| logits.get(*token as usize).map_or(0.0, |logit| f64::from(logit - log_total).exp());
        let ends: f64 = self.sentinels.iter().chain(self.model.tokenizer().end_of_generation()).map(of).sum();
        ends.max(f64::MIN_POSITIVE).ln()
    }

    /// The logarithm of the probability of a given name, by the likelier of its spellings (with a space before it, and without).
    fn log_probability_of_name(&self, state: &Decoding, first: &[f32], name: &str) -> Result<f64> {
        let vocab = self.model.t5().vocab_size();
        let mut best = f64::NEG_INFINITY;
        for spelling in [name.to_owned(), format!(" {name}")] {
            let tokens = self.model.tokenizer().encode(&spelling)?;
            let mut state = [state.clone()];
            let rows = self.model.t5().decode(&mut state, &tokens)?;
            let mut sum = 0.0;
            for (row, token) in std::iter::once(first).chain(rows.chunks_exact(vocab)).zip(&tokens) {
                let logit = row.get(*token as usize).copied().unwrap_or(f32::NEG_INFINITY);
                sum += f64::from(logit - log_sum_exp(row));
            }
            if let Some(last) = rows.chunks_exact(vocab).last() {
                sum += self.log_end(last, log_sum_exp(last));
            }
            best = best.max(sum);
        }
        Ok(best)
    }

    /// Names that could stand at a sentinel, the likeliest first: beam search in which a name ends where the span does.
    fn proposals(&self, state: &Decoding, first: Vec<f32>) -> Result<Vec<Proposal>> {
        struct Open {
            tokens: Vec<u32>,
            log_probability: f64,
            state: Decoding,
            logits: Vec<f32>,
        }
        let t5 = self.model.t5();
        let mut open = vec![Open { tokens: Vec::new(), log_probability: 0.0, state: state.clone(), logits: first }];
        let mut found: Vec<Proposal> = Vec::new();
        for length in 0..=NAME_TOKENS {
            let mut next: Vec<(f64, usize, u32)> = Vec::new();
            for (at, beam) in open.iter().enumerate() {
                let log_total = log_sum_exp(&beam.logits);
                if length > 0 {
                    let log_probability = beam.log_probability + self.log_end(&beam.logits, log_total);
                    let text = self.model.text(&beam.tokens).trim().to_owned();
                    found.push(Proposal { tokens: beam.tokens.clone(), text, log_probability });
                }
                let go_on =
                    likeliest(&beam.logits, NAME_BEAMS + 2).into_iter().filter(|(token, _)| !self.ends_span(*token));
                next.extend(
                    go_on.map(|(token, logit)| (beam.log_probability + f64::from(logit - log_total), at, token)),
                );
            }
            found.sort_by(|one, other| other.log_probability.total_cmp(&one.log_probability));
            next.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
            next.truncate(NAME_BEAMS);
            // What is longer is only less likely.
            let least = LEAST_PROBABILITY.ln();
            let enough = found.get(NAME_BEAMS - 1).map_or(least, |worst| worst.log_probability.max(least));
            next.retain(|(log_probability, ..)| *log_probability > enough);
            if next.is_empty() || length == NAME_TOKENS {
                break;
            }
            let mut states: Vec<_> = next.iter().map(|(_, at, _)| open[*at].state.clone()).collect();
            let last: Vec<u32> = next.iter().map(|(.., token)| *token).collect();
            let logits = t5.decode(&mut states, &last)?;
            open = states
                .into_iter()
                .zip(&next)
                .zip(logits.chunks_exact(t5.vocab_size()))
                .map(|((state, (log_probability, at, token)), logits)| {
                    let mut tokens = open[*at].tokens.clone();
                    tokens.push(*token);
                    Open { tokens, log_probability: *log_probability, state, logits: logits.to_vec() }
                })
                .collect();
        }
        Ok(found)
    }

    /// A text in which nothing is one of the model's special tokens: what looks like one is broken up.
    fn harmless(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for special in self.model.tokenizer().control_texts() {
            if text.contains(special) {
                let mut broken = special.to_owned();
                let second = special.chars().next().map_or(0, char::len_utf8);
                broken.insert(second, ' ');
                text = text.replace(special, &broken);
            }
        }
        text
    }

    /// As many lines as the model reads at once, and whether those are all.
    fn input_from_start(&self, text: &str) -> Result<(Vec<u32>, bool)> {
        let most = self.model.t5().context_length();
        let input = |text: &str| {
            self.model.input_tokenizer().encode(&format!("{}{}", self.model.prefix(), self.harmless(text)))
        };
        let ids = input(text)?;
        if ids.len() <= most {
            return Ok((ids, true));
        }
        let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let mut fits = |end: &usize| input(&text[..*end]).is_ok_and(|ids| ids.len() <= most);
        let count = ends.partition_point(&mut fits);
        let mut ids = input(&text[..count.checked_sub(1).map_or(text.len(), |last| ends[last])])?;
        ids.truncate(most);
        Ok((ids, false))
    }
}

/// The names by their texts, each with all of its spellings' probability.
fn by_text(found: Vec<Proposal>) -> Vec<(String, f64)> {
    let mut names: Vec<(String, f64)> = Vec::new();
    for Proposal { text, log_probability, .. } in found {
        match names.iter_mut().find(|(name, _)| *name == text) {
            Some((_, sum)) => *sum = (sum.exp() + log_probability.exp()).ln(),
            None => names.push((text, log_probability)),
        }
    }
    names.sort_by(|one, other| other.1.total_cmp(&one.1));
    names.truncate(MAX_PROPOSALS);
    names
}

/// The lines around a gap, as far as they say what belongs there.
fn near(code: &str, gap: Bytes, window: &Range<usize>) -> Option<Range<usize>> {
    const LINES: usize = 12;
    if !is_in(gap, window) {
        return None;
    }
    let before =
        code[window.start..gap.0].rmatch_indices('\n').nth(LINES).map_or(window.start, |(at, _)| window.start + at + 1);
    let after = code[gap.1..window.end].match_indices('\n').nth(LINES).map_or(window.end, |(at, _)| gap.1 + at + 1);
    Some(before..after)
}

fn is_in((start, end): Bytes, window: &Range<usize>) -> bool {
    window.start <= start && end <= window.end
}

/// Questions come from another worker: whatever they say, nothing may panic.
fn check(questions: &Questions) -> Result<()> {
    let Questions { code, names, statements, gaps, functions, .. } = questions;
    let mut all = names.iter().flat_map(|name| &name.places).chain(statements.iter().map(|statement| &statement.core));
    let whole = |(start, end): &Bytes| start <= end && code.is_char_boundary(*start) && code.is_char_boundary(*end);
    let ascending = |places: Vec<Bytes>| places.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    let fine = all.all(whole)
        && gaps.iter().map(|gap| &gap.bytes).chain(functions.iter().map(|function| &function.bytes)).all(whole)
        && ascending(statements.iter().map(|statement| statement.core).collect())
        && ascending({
            let mut places: Vec<_> = names.iter().flat_map(|name| name.places.clone()).collect();
            places.sort_unstable();
            places
        });
    if fine { Ok(()) } else { Err(Error::bad_request("The questions are not about this code.")) }
}
