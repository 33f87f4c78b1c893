//! Any text as code of the language that `FUZZ_LANGUAGE` names: it is answered, and every place that the answer names is in the text.
#![no_main]

use std::sync::LazyLock;

use codementor_tutor::api::AnalyzeRequest;
use codementor_tutor::tutor::analyze::analyze;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

static LANGUAGE: LazyLock<String> = LazyLock::new(|| std::env::var("FUZZ_LANGUAGE").expect("FUZZ_LANGUAGE names a language"));

fuzz_target!(|code: &str| {
    let request = AnalyzeRequest { code: code.to_owned(), language: LANGUAGE.clone(), challenge_context: None, insights: false };
    let analysis = match analyze(&request) {
        Ok(analysis) => analysis,
        Err(error) => {
            assert_eq!(error.code(), "bad_request", "{error}");
            return;
        }
    };
    // A last line break starts an empty line, where something may be missing.
    let lines = 2 + code.matches(['\n', '\r']).count();
    let is_in = |start: (usize, usize), end: (usize, usize)| {
        assert!(start.0 >= 1 && start.1 >= 1 && start <= end && end.0 <= lines, "{start:?} to {end:?} of {lines}");
    };
    for error in &analysis.syntax_errors {
        is_in((error.line, error.column), (error.end_line, error.end_column));
        assert!(!error.message.is_empty() && !error.hint.is_empty());
    }
    for finding in &analysis.findings {
        is_in((finding.line, finding.column), (finding.end_line, finding.end_column));
    }
    let fixes = analysis.findings.iter().filter_map(|finding| finding.fix.as_ref());
    for fix in fixes.chain(analysis.syntax_errors.iter().filter_map(|error| error.fix.as_ref())) {
        is_in((fix.line, fix.column), (fix.end_line, fix.end_column));
    }
    for evidence in &analysis.performance.evidence {
        is_in((evidence.line, 1), (evidence.line, 1));
    }
    let within = |part: f64| assert!((0.0..=100.0).contains(&part));
    within(analysis.metrics.maintainability);
    within(analysis.metrics.readability);
});

// Half of the mutations are of words, as most bytes in the place of others are no program at all.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = Random(u64::from(seed) | 1 << 40);
    let Some(text) = std::str::from_utf8(&data[..size]).ok().filter(|_| random.below(2) == 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    let mut words = words(text);
    if words.is_empty() {
        return fuzzer_mutate(data, size, max_size);
    }
    for _ in 0..=random.below(3) {
        let (one, other) = (random.below(words.len()), random.below(words.len()));
        match random.below(4) {
            0 if words.len() > 1 => drop(words.remove(one)),
            1 => words.insert(one, words[other]),
            2 => words.swap(one, other),
            _ => {
                // A run of them, many times: what nests, nests deep.
                let run = words[one..words.len().min(one + 1 + random.below(4))].repeat(1 + random.below(40));
                words.splice(one..one, run);
            }
        }
    }
    let mutated = words.concat();
    let end = mutated.floor_char_boundary(max_size.min(mutated.len()));
    data[..end].copy_from_slice(&mutated.as_bytes()[..end]);
    end
});

/// Names, numbers, spaces and signs.
fn words(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 0,
        ' ' | '\t' => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        if last.is_some_and(|last| last != class(c) || last == 2) {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(class(c));
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}
