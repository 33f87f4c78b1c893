//! What is to be said about an answer: which tests passed, joined with what the analyzer sees in the code.

use serde_json::Value;

use super::family::{Case, Instance};
use super::generator::CaseKind;
use super::id::Id;
use super::show;
use crate::api::{
    Analysis, AnalyzeRequest, Challenge, ChatContext, ChatRequest, Finding, FindingKind, Grade, GradeRequest, RunError,
    RunErrorKind, TestResult, TestRun,
};
use crate::error::{Error, Result};
use crate::tutor::analyze::{analyze, same_growth};

/// Findings that are told with a grade.
const MOST_FINDINGS: usize = 2;
/// Characters of what a call printed.
const MOST_STDOUT: usize = 10_000;
/// Characters of a question to the chat model, so that it fits a small model's context with room for an answer.
const STATEMENT_CHARACTERS: usize = 1_400;
const CODE_CHARACTERS: usize = 2_400;

/// Everything about an answer.
struct Answer {
    id: Id,
    challenge: Challenge,
    instance: Instance,
    analysis: Analysis,
    code: String,
    results: Vec<TestResult>,
}

/// Grades an answer.
///
/// # Errors
/// `bad_request` on a forged or stale id, code beyond its bound, or runs that are missing.
pub fn grade(request: &GradeRequest) -> Result<Grade> {
    let answer = Answer::new(request)?;
    let runs = answer.id.language.runs();
    if runs && request.runs.is_empty() {
        return Err(Error::bad_request(
            "The runs are missing: run the code in the page's sandbox first, which `tutor.grade` does.",
        ));
    }
    let passed_tests = answer.results.iter().filter(|result| result.passed).count();
    let passed = runs && passed_tests == answer.results.len();
    let hints = &answer.challenge.hints;
    let spent: u32 = hints.iter().take(request.hints_used as usize).map(|hint| hint.xp_cost).sum();
    let next_hint = (!passed).then(|| hints.get(request.hints_used as usize)).flatten().map(|hint| hint.id.clone());
    Ok(Grade {
        passed,
        score: u32::try_from(100 * passed_tests / answer.results.len().max(1)).unwrap_or_default(),
        feedback: answer.feedback(passed),
        xp: if passed { answer.challenge.xp_reward.saturating_sub(spent).max(1) } else { 0 },
        next_hint,
        results: answer.results,
    })
}

/// A question to the chat model from a learner who is stuck: for a hint, and not for the answer.
///
/// # Errors
/// As [`grade`]; runs may be missing.
pub fn stuck(request: &GradeRequest) -> Result<ChatRequest> {
    let answer = Answer::new(request)?;
    let first = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let statement = answer.instance.story()?;
    let mut message = format!(
        "I am working on this exercise and I am stuck. Give me one hint for my next step. Do not give me the solution.\n\n{}\n",
        first(&statement, STATEMENT_CHARACTERS)
    );
    if let Some((result, case)) = answer.failing().next() {
        message.push_str(&format!(
            "\nThis test fails:\n{}\nexpected: {}\n",
            first(&result.input, 300),
            first(&result.expected_output, 120)
        ));
        match &result.error {
            Some(error) => message.push_str(&format!("what happens: {}\n", first(&error.message, 200))),
            None => message.push_str(&format!("my code gives: {}\n", first(&result.actual_output, 120))),
        }
        if let CaseKind::Edge(what) = case.kind {
            message.push_str(&format!("It is special: {what}.\n"));
        }
    }
    for error in answer.analysis.syntax_errors.iter().take(1) {
        message.push_str(&format!("\nLine {}: {}\n", error.line, first(&error.message, 200)));
    }
    for finding in answer.findings() {
        message.push_str(&format!("\nLine {}: {}\n", finding.line, first(&finding.message, 200)));
    }
    let context = ChatContext {
        skill_level: None,
        current_topic: Some(answer.challenge.topic.clone()),
        language: Some(answer.challenge.language.clone()),
        code: Some(first(&request.code, CODE_CHARACTERS)),
    };
    Ok(ChatRequest { message, context, ..ChatRequest::default() })
}

impl Answer {
    fn new(request: &GradeRequest) -> Result<Self> {
        let id: Id = request.id.parse()?;
        let challenge = show::challenge(id, String::new())?;
        let analysis = analyze(&AnalyzeRequest {
            code: request.code.clone(),
            language: challenge.language.clone(),
            // What it takes beside what it might take is said here.
            challenge_context: None,
            insights: false,
        })?;
        let instance = id.family.instance(id.level, id.seed)?;
        let results =
            if id.language.runs() && !request.runs.is_empty() { judge(&instance, &request.runs) } else { Vec::new() };
        Ok(Self { id, challenge, instance, analysis, code: request.code.clone(), results })
    }

    /// The tests that failed.
    fn failing(&self) -> impl Iterator<Item = (&TestResult, &Case)> {
        self.results.iter().zip(&self.instance.cases).filter(|(result, _)| !result.passed)
    }

    /// What the analyzer would point at, in what the learner wrote: the starter's own lines are not theirs.
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let tells = |finding: &&Finding| {
            let line = self.code.lines().nth(finding.line.saturating_sub(1)).unwrap_or_default();
            let given = self.challenge.starter_code.lines().any(|given| given == line);
            !given && matches!(finding.kind, FindingKind::Essential | FindingKind::Actionable)
        };
        self.analysis.findings.iter().filter(tells).take(MOST_FINDINGS)
    }

    fn feedback(&self, passed: bool) -> String {
        let mut paragraphs = Vec::new();
        if !self.id.language.runs() {
            paragraphs.push(format!(
                "{} is not run here: this is what can be said from reading your code. To have it tested, take the exercise in Python, JavaScript or TypeScript.",
                self.challenge.language
            ));
        } else if passed {
            let tests = self.results.len();
            paragraphs.push(format!("All {tests} tests pass, the hidden ones and the large one too. Well done!"));
        } else {
            paragraphs.push(self.what_failed());
        }
        if let Some(error) = self.analysis.syntax_errors.first() {
            paragraphs.push(format!("Line {}: {} {}", error.line, error.message, error.hint));
        }
        let only_slow = self.failing().all(|(_, case)| case.kind == CaseKind::Large);
        if passed || only_slow {
            paragraphs.extend(self.complexity(passed));
        }
        for finding in self.findings() {
            paragraphs.push(format!("Line {}: {} {}", finding.line, finding.message, finding.why));
        }
        if passed {
            paragraphs.extend(self.analysis.strengths.first().cloned());
        }
        paragraphs.join("\n\n")
    }

    /// Which tests failed, and what they have in common.
    fn what_failed(&self) -> String {
        let failing: Vec<_> = self.failing().collect();
        let Some((first, case)) = failing.first() else { return String::new() };
        let total = self.results.len();
        let kind = |kind: RunErrorKind| first.error.as_ref().is_some_and(|error| error.kind == kind);
        let at_line = |error: &RunError| error.line.map_or_else(String::new, |line| format!(" (line {line})"));
        if let Some(error) = first.error.as_ref().filter(|error| error.kind == RunErrorKind::Load) {
            return format!("Your code does not run yet{}: {}", at_line(error), quoted(&error.message));
        }
        let passing = total - failing.len();
        let mut text = format!("{passing} of {total} tests pass. ");
        let edges: Vec<_> = failing
            .iter()
            .filter_map(|(_, case)| if let CaseKind::Edge(what) = case.kind { Some(what) } else { None })
            .collect();
        if case.kind == CaseKind::Large && kind(RunErrorKind::Time) {
            text.push_str("Only the large one does not end in time: your answer is right, and too slow.");
        } else if case.kind == CaseKind::Large {
            text.push_str("Only the large one fails: does a number become too large, or the recursion too deep?");
        } else if edges.len() == failing.len()
            || (edges.len() + 1 == failing.len()
                && failing.last().is_some_and(|(_, case)| case.kind == CaseKind::Large))
        {
            text.push_str(&format!("What fails is at an edge: {}.", edges.join("; ")));
        } else if kind(RunErrorKind::Time) {
            text.push_str("Your code does not end: is there a loop whose condition never becomes false, or a step that is never taken?");
        } else if kind(RunErrorKind::Memory) {
            text.push_str("Your code takes more memory than there is: does a list grow without end?");
        } else if kind(RunErrorKind::Input) {
            text.push_str("Your function changes what it is given. Whoever calls it still needs that: work on a copy.");
        } else if passing == 0 {
            text.push_str("Begin with the first example.");
        } else {
            text.push_str(&format!("Look at test {}.", first.test_case_id));
        }
        match &first.error {
            Some(error) if matches!(error.kind, RunErrorKind::Thrown | RunErrorKind::Type) => {
                text.push_str(&format!(
                    "\n\nTest {}{}: {}",
                    first.test_case_id,
                    at_line(error),
                    quoted(&error.message)
                ));
            }
            None => {
                text.push_str(&format!(
                    "\n\nTest {}:\n\n```text\n{}\n→ {}\nexpected: {}\n```",
                    first.test_case_id, first.input, first.actual_output, first.expected_output
                ));
            }
            Some(_) => {}
        }
        text
    }

    /// What the analyzer says of the time that the code takes, beside the time that a good solution takes.
    fn complexity(&self, passed: bool) -> Option<String> {
        let spelled = &self.challenge.function_name;
        let function =
            self.analysis.performance.functions.iter().find(|function| function.name.ends_with(spelled.as_str()))?;
        let (found, wanted) = (&function.time_complexity, &self.challenge.time_complexity);
        let faster = matches!((rank(found), rank(wanted)), (Some(found), Some(wanted)) if found < wanted);
        match (passed, same_growth(found, wanted)) {
            (true, true) => Some(format!("It takes {wanted} time, as a good solution does.")),
            // What is slow is not fast, whatever it looks like.
            (false, false) if found != "unknown" && !faster => {
                // The line at which that much comes about.
                let why = function.evidence.iter().rfind(|told| told.reason.contains(found.as_str()));
                let why = why.map_or_else(String::new, |told| format!(" Line {}: {}", told.line, told.reason));
                Some(format!("By the look of it your function takes {found} time; {wanted} can be had.{why}"))
            }
            _ => None,
        }
    }
}

/// The rank of a growth among the usual ones, slowest first; None where it is none of them.
fn rank(growth: &str) -> Option<usize> {
    let usual = ["O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)", "O(n^3)", "O(2^n)"];
    usual.iter().position(|usual| same_growth(usual, growth))
}

fn quoted(message: &str) -> String {
    format!("`{}`", message.replace('`', "'").lines().next().unwrap_or_default())
}

/// Which calls are right.
fn judge(instance: &Instance, runs: &[TestRun]) -> Vec<TestResult> {
    let description = &instance.family.description;
    let kind = &description.returns.kind;
    let names: Vec<_> = description.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let mut results = Vec::new();
    for (case, number) in instance.cases.iter().zip(1..) {
        let test_case_id = number.to_string();
        let run = runs.iter().find(|run| run.id == test_case_id);
        let output =
            run.and_then(|run| run.output.as_deref()).and_then(|output| serde_json::from_str::<Value>(output).ok());
        let of_type = output.as_ref().and_then(|output| kind.read(output));
        let right =
            of_type.is_some_and(|output| instance.family.maker.check.accepts(&case.args, &case.expected, &output));
        let told = |kind, message: String| Some(RunError { kind, message, line: None });
        let error = match (run, &output) {
            (None, _) => told(RunErrorKind::Skipped, "This test was not run.".into()),
            (Some(run), _) if run.error.is_some() => run.error.clone(),
            (Some(_), None) => told(RunErrorKind::Thrown, "What your function gave could not be read.".into()),
            (Some(_), Some(Value::Null)) if kind.read(&Value::Null).is_none() => {
                let wanted = kind.in_words();
                told(
                    RunErrorKind::Type,
                    format!(
                        "Your function gives nothing, where {wanted} is wanted. Is there a `return` on every way through it?"
                    ),
                )
            }
            (Some(_), Some(output)) if kind.read(output).is_none() => told(
                RunErrorKind::Type,
                format!("Your function gives {}, where {} is wanted.", show::shown(output), kind.in_words()),
            ),
            (Some(run), Some(_)) if run.changed_input => {
                told(RunErrorKind::Input, "Your function changed what it was given.".into())
            }
            _ => None,
        };
        results.push(TestResult {
            test_case_id,
            passed: right && error.is_none(),
            input: show::input(&names, &case.args),
            actual_output: output.as_ref().map_or_else(String::new, show::shown),
            expected_output: show::shown(&case.expected),
            stdout: run.map_or_else(String::new, |run| run.stdout.chars().take(MOST_STDOUT).collect()),
            error,
            ms: run.map_or(0.0, |run| run.ms),
        });
    }
    results
}

#[cfg(test)]
mod tests;
