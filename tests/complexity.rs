//! How often the estimates of time and space are right, over labelled functions (`tests/fixtures/complexity`).
//!
//! Before each function stands a comment `time: O(..), space: O(..), source: ..`. What is in the functions up to the next such comment is
//! one program. `cargo test --test complexity -- --nocapture` prints the table.
#![cfg(feature = "native")]

use std::path::Path;

use codementor_tutor::api::AnalyzeRequest;
use codementor_tutor::tutor::analyze::analyze;

struct Labelled {
    file: String,
    line: usize,
    time: String,
    space: String,
    code: String,
}

fn labelled() -> Vec<Labelled> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/complexity");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all: Vec<Labelled> = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let first = all.len();
        for (line, text) in (1..).zip(std::fs::read_to_string(&file).unwrap().lines()) {
            let label = text.trim_start_matches(['#', '/', ' ']).strip_prefix("time: ");
            if let Some(label) = label {
                let (time, rest) = label.split_once(", space: ").unwrap();
                let (space, source) = rest.split_once(", source: ").unwrap();
                assert!(!source.is_empty(), "{name}:{line}: no source");
                let [time, space] = [time, space].map(str::to_owned);
                all.push(Labelled { file: name.clone(), line, time, space, code: String::new() });
            } else if all.len() > first {
                let code = &mut all.last_mut().unwrap().code;
                code.push_str(text);
                code.push('\n');
            }
        }
    }
    all
}

#[derive(Default)]
struct Tally {
    exact: usize,
    unknown: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, label: &str, answer: &str) {
        match answer {
            _ if answer == label => self.exact += 1,
            "unknown" => self.unknown += 1,
            _ => self.wrong += 1,
        }
    }
}

#[test]
fn estimates_of_the_labelled_functions() {
    let mut by_file = std::collections::BTreeMap::<String, [Tally; 3]>::new();
    let all = labelled();
    for Labelled { file, line, time, space, code } in &all {
        let language = file.rsplit('.').next().unwrap().to_owned();
        let request =
            AnalyzeRequest { code: code.clone(), language: language.clone(), challenge_context: None, insights: false };
        let answer = analyze(&request).unwrap().performance;
        let [times, spaces, both] = by_file.entry(file.clone()).or_default();
        times.add(time, &answer.time_complexity);
        spaces.add(space, &answer.space_complexity);
        // Wrong is what one of both is, and unknown what is not wrong and not all known.
        let answers = [(time, &answer.time_complexity), (space, &answer.space_complexity)];
        let is_wrong = answers.iter().any(|(label, answer)| label != answer && *answer != "unknown");
        let is_exact = answers.iter().all(|(label, answer)| label == answer);
        both.exact += usize::from(is_exact);
        both.wrong += usize::from(is_wrong);
        both.unknown += usize::from(!is_exact && !is_wrong);
        if !is_exact {
            println!("{file}:{line}: {time}, {space}: {}, {}", answer.time_complexity, answer.space_complexity);
        }
    }
    println!("{:<28}{:>20}{:>20}{:>20}", "exact, unknown, wrong", "time", "space", "both");
    let mut sum = Tally::default();
    for (file, tallies) in &by_file {
        print!("{file:<28}");
        for Tally { exact, unknown, wrong } in tallies {
            print!("{:>20}", format!("{exact} {unknown} {wrong}"));
        }
        println!();
        sum.exact += tallies[2].exact;
        sum.unknown += tallies[2].unknown;
        sum.wrong += tallies[2].wrong;
    }
    println!("{} functions: {} exact, {} unknown, {} wrong", all.len(), sum.exact, sum.unknown, sum.wrong);
    assert!(all.len() >= 420, "there are only {} functions", all.len());
    assert!(sum.exact * 100 >= all.len() * 90, "{} of {} are exact", sum.exact, all.len());
    assert!(sum.wrong * 100 <= all.len() * 4, "{} of {} are wrong", sum.wrong, all.len());
}
