//! What there is to say in words: strengths, and what to do next.

use crate::api::{Analysis, ChallengeContext, FindingKind};

/// As many suggestions as one can do something about.
const SUGGESTIONS: usize = 3;

/// Fills in strengths and suggestions from everything else.
pub(super) fn fill_in(analysis: &mut Analysis, challenge: Option<&ChallengeContext>) {
    let Analysis { syntax_errors, performance, findings, .. } = &*analysis;
    let found = |celebratory: bool| {
        findings.iter().filter(move |finding| (finding.kind == FindingKind::Celebratory) == celebratory)
    };
    let mut strengths: Vec<String> = found(true).map(|finding| finding.message.clone()).collect();
    let mut suggestions: Vec<String> =
        syntax_errors.iter().map(|error| format!("Line {}: {} {}", error.line, error.message, error.hint)).collect();

    let expected = challenge.and_then(|challenge| challenge.expected_complexity.as_deref());
    let time = &performance.time_complexity;
    if let Some(expected) = expected.filter(|_| syntax_errors.is_empty() && time != "unknown") {
        if same_growth(expected, time) {
            strengths.push(format!("The time grows as the exercise expects: {time}."));
        } else {
            suggestions.push(format!("The exercise expects {expected}; the time of this program is {time}."));
        }
    }
    suggestions.extend(found(false).map(|finding| format!("Line {}: {}", finding.line, finding.message)));
    suggestions.extend(performance.opportunities.iter().cloned());
    suggestions.truncate(SUGGESTIONS);
    if suggestions.is_empty() && strengths.is_empty() {
        strengths.push(praise(analysis));
    }
    analysis.strengths = strengths;
    analysis.suggestions = suggestions;
}

/// What can be said of any program in which nothing was found.
fn praise(analysis: &Analysis) -> String {
    let functions = &analysis.metrics.functions;
    match functions.iter().max_by_key(|function| function.cognitive) {
        Some(hardest) if functions.len() > 1 => format!(
            "The work is divided into {} functions, and the hardest one, `{}`, has a cognitive complexity of only {}.",
            functions.len(),
            hardest.name,
            hardest.cognitive
        ),
        _ => "The program is valid, and nothing in it asks for a change.".to_owned(),
    }
}

/// Whether two ways to write a growth (`O(n²)`, `o(n^2)`) say the same, but for spaces, case and how a power is written.
pub fn same_growth(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_lowercase().replace("**", "^").replace('²', "^2").replace('³', "^3").replace("log2", "log");
        text.chars().filter(|c| !c.is_whitespace() && !"*·×".contains(*c)).collect::<String>()
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_written_in_many_ways() {
        assert!(
            same_growth("O(n log n)", "o(n*log n)")
                && same_growth("O(n²)", "O(n^2)")
                && same_growth("O(n**2)", "O(n^2)")
        );
        assert!(!same_growth("O(n)", "O(n^2)"));
    }
}
