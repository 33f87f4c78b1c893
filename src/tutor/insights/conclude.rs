//! What of a model's answers is worth saying.

use std::collections::HashSet;

use super::calibration::{self, Calibration};
use super::questions::of_tree;
use super::rename::fits;
use super::{Answers, Questions, TextAnswer};
use crate::api::{AnalyzeRequest, Fill, Finding, FindingKind, Insights, NameInsight, Summary, Surprise};
use crate::error::{Error, Result};
use crate::tutor::analyze::tree::Tree;
use crate::tutor::analyze::{self, is_valid, rules};

/// A name is offered where the model holds it to be so many times as likely as the learner's own.
const NAME_MARGIN: f64 = 4.0;
/// Below this confidence nothing is suggested.
const LEAST_CONFIDENCE: f64 = 0.2;
/// Lines stand out whose bits a token are further from the median than so many deviations (the median one, scaled as for a normal
/// distribution), ...
const DEVIATIONS: f64 = 3.0;
/// ... that have at least so many bits, ...
const LEAST_BITS: f64 = 6.0;
/// ... in programs of at least so many statements. At most so many are shown.
const LEAST_STATEMENTS: usize = 6;
const MOST_SURPRISING: usize = 3;
/// Longer texts are not what was asked for.
const MOST_FILL_BYTES: usize = 400;

/// What to say. `answers` belong to what [`super::ask`] asked about the same request.
///
/// # Errors
/// As [`super::ask`], and `bad_request` where the answers are those to another program.
pub fn conclude(request: &AnalyzeRequest, answers: &Answers) -> Result<Insights> {
    analyze::with_tree(request, |tree| {
        let questions = of_tree(tree);
        check(&questions, answers)?;
        let calibration = calibration::of(&answers.model);
        let names = names(tree, &questions, answers, calibration);
        let fills = fills(tree, request, &questions, answers, calibration);
        let surprising = surprising(&questions, answers);
        let summaries = summaries(&questions, answers, calibration);
        let confidences = names.iter().map(|name| name.confidence).chain(fills.iter().map(|fill| fill.confidence));
        let confidences: Vec<f64> = confidences.chain(summaries.iter().map(|summary| summary.confidence)).collect();
        #[allow(clippy::cast_precision_loss)]
        let confidence = match confidences.len() {
            0 => foreseen(answers),
            count => confidences.iter().sum::<f64>() / count as f64,
        };
        let mut insights = Insights {
            ai_analysis: String::new(),
            confidence,
            model_used: answers.model.clone(),
            names,
            surprising,
            fills,
            summaries,
        };
        insights.ai_analysis = in_words(tree, &insights, &rules::check(tree), answers);
        Ok(insights)
    })?
}

fn check(questions: &Questions, answers: &Answers) -> Result<()> {
    let Questions { names, statements, gaps, functions, .. } = questions;
    let fits = answers.names.iter().all(|answer| answer.index < names.len())
        && answers.statements.iter().all(|answer| answer.index < statements.len())
        && answers.gaps.iter().all(|answer| answer.index < gaps.len())
        && answers.functions.iter().all(|answer| answer.index < functions.len());
    if fits { Ok(()) } else { Err(Error::bad_request("The answers are about another program.")) }
}

fn names(tree: &Tree, questions: &Questions, answers: &Answers, calibration: Calibration) -> Vec<NameInsight> {
    let mut taken = HashSet::new();
    let mut names = Vec::new();
    for answer in &answers.names {
        let name = &questions.names[answer.index];
        let good = answer.proposals.iter().find(|(to, log_probability)| {
            *to != name.text
                && log_probability - answer.own >= NAME_MARGIN.ln()
                && !taken.contains(to)
                && fits(tree, to)
        });
        let Some((to, log_probability)) = good else { continue };
        let confidence = calibration.confidence(log_probability.exp());
        if confidence < LEAST_CONFIDENCE {
            continue;
        }
        taken.insert(to.clone());
        let title = || format!("Rename `{}` to `{to}`", name.text);
        let edits = name.places.iter().map(|(start, end)| tree.source.fix(*start..*end, title(), to.clone())).collect();
        let line = tree.source.line_at(name.places[0].0);
        names.push(NameInsight { line, from: name.text.clone(), to: to.clone(), confidence, edits });
    }
    names.sort_by_key(|name| name.line);
    names
}

fn fills(
    tree: &Tree,
    request: &AnalyzeRequest,
    questions: &Questions,
    answers: &Answers,
    calibration: Calibration,
) -> Vec<Fill> {
    let mut fills = Vec::new();
    for TextAnswer { index, text, mean_log_probability, .. } in &answers.gaps {
        let gap = &questions.gaps[*index];
        let text = plain(text, true);
        let confidence = calibration.confidence(mean_log_probability.exp());
        let (start, end) = gap.bytes;
        let now = questions.code[start..end].trim();
        if text.is_empty() || text.len() > MOST_FILL_BYTES || text == now || confidence < LEAST_CONFIDENCE {
            continue;
        }
        // A body in braces keeps its distance from them.
        let text = if now.is_empty() { format!(" {text} ") } else { text };
        let code = [&questions.code[..start], &text, &questions.code[end..]].concat();
        let filled = AnalyzeRequest { code, ..request.clone() };
        if !analyze::with_tree(&filled, is_valid).is_ok_and(|parses| parses) {
            continue;
        }
        let brief = text.trim().lines().next().unwrap_or_default();
        let title = format!("Write `{}`", brief.replace('`', "'"));
        let fix = tree.source.fix(start..end, title, text.clone());
        fills.push(Fill { line: gap.line, confidence, fix });
    }
    fills
}

fn summaries(questions: &Questions, answers: &Answers, calibration: Calibration) -> Vec<Summary> {
    let say = |TextAnswer { index, text, mean_log_probability, whole }: &TextAnswer| {
        let function = &questions.functions[*index];
        let mut text = plain(text, false);
        if text.is_empty() {
            return None;
        }
        if !whole {
            text.push_str(" (of its beginning, as the model reads no more at once)");
        }
        let confidence = calibration.confidence(mean_log_probability.exp());
        let documented = function.documented.clone();
        Some(Summary { name: function.name.clone(), line: function.line, text, documented, confidence })
    };
    answers.functions.iter().filter_map(say).collect()
}

/// The few lines that stand out.
fn surprising(questions: &Questions, answers: &Answers) -> Vec<Surprise> {
    #[allow(clippy::cast_precision_loss)]
    let bits = |answer: &super::StatementAnswer| {
        -answer.log_probability / std::f64::consts::LN_2 / answer.tokens.max(1) as f64
    };
    let mut scored: Vec<_> = answers
        .statements
        .iter()
        .map(|answer| Surprise { line: questions.statements[answer.index].line, score: bits(answer) })
        .filter(|surprise| surprise.score.is_finite())
        .collect();
    if scored.len() < LEAST_STATEMENTS {
        return Vec::new();
    }
    let middle = median(scored.iter().map(|surprise| surprise.score));
    let deviation = 1.4826 * median(scored.iter().map(|surprise| (surprise.score - middle).abs()));
    let bar = (middle + DEVIATIONS * deviation).max(LEAST_BITS);
    scored.retain(|surprise| surprise.score > bar);
    scored.sort_by(|one, other| other.score.total_cmp(&one.score));
    scored.truncate(MOST_SURPRISING);
    scored.sort_by_key(|surprise| surprise.line);
    scored
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

/// How well the model foresaw what was masked: the probability of a token, by the geometric mean.
#[allow(clippy::cast_precision_loss)]
fn foreseen(answers: &Answers) -> f64 {
    let tokens: usize = answers.statements.iter().map(|answer| answer.tokens).sum();
    let sum: f64 = answers.statements.iter().map(|answer| answer.log_probability).sum();
    if tokens == 0 { 0.0 } else { (sum / tokens as f64).exp().clamp(0.0, 1.0) }
}

fn in_words(tree: &Tree, insights: &Insights, findings: &[Finding], answers: &Answers) -> String {
    let Insights { names, surprising, fills, summaries, confidence, .. } = insights;
    let mut said = Vec::new();
    for summary in summaries.iter().take(3) {
        said.push(format!("`{}` seems to do this: {}", summary.name, sentence(&summary.text)));
    }
    let renames: Vec<_> = names.iter().map(|name| format!("`{}` could be `{}`", name.from, name.to)).collect();
    match &renames[..] {
        [] => {}
        [one] => said.push(format!("One name could say more: {one}.")),
        _ => said.push(format!("Some names could say more: {}.", renames.join(", "))),
    }
    for surprise in surprising {
        // What the analyzer found there may be the reason.
        let why = findings.iter().find(|finding| {
            finding.kind != FindingKind::Celebratory && (finding.line..=finding.end_line).contains(&surprise.line)
        });
        said.push(match why {
            Some(why) => format!(
                "Line {} is not what one expects there, and the analysis may say why: {}",
                surprise.line,
                sentence(&why.message)
            ),
            None => format!(
                "Line {} is not what one expects there: worth a second look, though it may well be right.",
                surprise.line
            ),
        });
    }
    for fill in fills {
        said.push(format!(
            "In line {} something is missing; {} is what often stands in such a place.",
            fill.line,
            fill.fix.title.trim_start_matches("Write ")
        ));
    }
    if said.is_empty() {
        said.push(if !is_valid(tree) {
            "The code does not parse yet, so names were not looked at.".to_owned()
        } else if answers.statements.is_empty() {
            "There is too little code to say anything about.".to_owned()
        } else {
            let percent = (confidence * 100.0).round();
            format!("Nothing stands out. The model foresees {percent:.0}% of what is written here, token by token.")
        });
    }
    said.join(" ")
}

/// A text that ends as sentences do.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ')']) { text.to_owned() } else { format!("{text}.") }
}

/// A model's text without what no text should have in it.
fn plain(text: &str, lines: bool) -> String {
    let kept = |c: char| match c {
        '\n' | '\t' if lines => Some(c),
        c if c.is_control() || c == '\u{FFFD}' => None,
        c => Some(c),
    };
    text.chars().filter_map(kept).collect::<String>().trim().to_owned()
}
