//! Whether families keep what they promise, seed by seed.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::challenge::{CaseKind, Family, Instance, Language, Type};
use crate::native::{self, Call, Outcome, Program, Runner};
use codementor_tutor::api::Difficulty;

/// What a good solution may take. It is much: machines are busy.
const LIMIT: Duration = Duration::from_secs(20);
/// What is slow: a wrong solution that has not ended by this time, and not by this many times what the good one took in the
/// same language for the same test, is too slow.
const SLOW: (Duration, u32) = (Duration::from_millis(150), 10);
/// The same, where the test is about as large as some on which [`SLOW`] was asked for: that is quicker.
const SLOW_AGAIN: (Duration, u32) = (Duration::from_millis(20), 2);

/// The programs of a family, running.
pub struct Verification {
    family: &'static Family,
    programs: Vec<Running>,
    /// How large the large tests were, in characters, on which slowness was judged by [`SLOW`].
    judged: BTreeMap<Difficulty, Vec<usize>>,
}

struct Running {
    program: Program,
    runner: Runner,
    /// Whether a wrong one has passed any test.
    passed: bool,
}

impl Verification {
    /// Of a family that [`native::compile`] has seen, with the languages that are here. References come first.
    pub fn new(root: &Path, family: &'static Family, languages: &[Language]) -> Self {
        let programs =
            native::programs(root, family).into_iter().filter(|program| languages.contains(&program.language));
        let programs = programs.map(|program| {
            let runner = Runner::new(root, family, &program);
            Running { program, runner, passed: false }
        });
        Self { family, programs: programs.collect(), judged: BTreeMap::new() }
    }

    /// What is slow on this instance.
    fn slow(&mut self, level: Difficulty, size: usize) -> (Duration, u32) {
        let judged = self.judged.entry(level).or_default();
        if judged.len() < 3 || judged.iter().all(|judged| 4 * size < 3 * judged) {
            judged.push(size);
            return SLOW;
        }
        SLOW_AGAIN
    }

    /// Runs every program on an instance: gives what is not as it should be.
    pub fn run(&mut self, instance: &Instance) -> Vec<String> {
        let calls: Vec<_> = instance.cases.iter().map(|case| Call::new(self.family, &case.args)).collect();
        let (slow, times) = self.slow(instance.level, calls.last().map_or(0, Call::size));
        let mut good: Vec<(Language, Vec<Duration>)> = Vec::new();
        let mut problems = Vec::new();
        for Running { program: Program { language, path, wrong }, runner, passed } in &mut self.programs {
            let path = path.display();
            if let Some(idea) = wrong {
                let took = good.iter().find(|(good, _)| good == language).map(|(_, took)| took.as_slice());
                let limit =
                    |case: usize| slow.max(times * took.and_then(|took| took.get(case).copied()).unwrap_or_default());
                let mut broken = None;
                let mut right = |case: usize| {
                    let outcome = runner.call(&calls[case], limit(case));
                    if let Outcome::Broken(why) = &outcome {
                        broken = Some(short(why));
                    }
                    right(instance, case, &outcome)
                };
                let count = (0..calls.len()).take_while(|case| right(*case)).count();
                *passed = *passed || count > 0 || (1..calls.len() - 1).any(&mut right);
                if let Some(why) = broken {
                    problems.push(format!("{path} cannot be loaded: {why}"));
                }
                if count == calls.len() {
                    let level = instance.level.name();
                    problems.push(format!("{path} passes, though `{idea}` is wrong: {level} seed {}", instance.seed));
                }
            } else {
                let mut took = Vec::new();
                for (case, call) in calls.iter().enumerate() {
                    let outcome = runner.call(call, LIMIT);
                    took.push(runner.took);
                    if !right(instance, case, &outcome) {
                        let outcome = short(&format!("{outcome:?}"));
                        problems.push(format!("{path} is wrong on {}: {outcome}", told(instance, case)));
                        break;
                    }
                }
                good.push((*language, took));
            }
        }
        problems
    }

    /// What is wrong with wrong solutions, when all is run.
    pub fn end(self) -> Vec<String> {
        let obvious = self.programs.into_iter().filter(|running| running.program.wrong.is_some() && !running.passed);
        let told = |path: &Path| {
            format!("{} fails all tests of every instance: no learner would hand that in", path.display())
        };
        obvious.map(|running| told(&running.program.path)).collect()
    }
}

/// Whether an answer is right.
fn right(instance: &Instance, case: usize, outcome: &Outcome) -> bool {
    let case = &instance.cases[case];
    let Outcome::Output(output) = outcome else { return false };
    let output = instance.family.description.returns.kind.read(output);
    output.is_some_and(|output| instance.family.maker.check.accepts(&case.args, &case.expected, &output))
}

fn told(instance: &Instance, case: usize) -> String {
    let Instance { level, seed, cases, .. } = instance;
    let case = &cases[case];
    format!(
        "{} seed {seed} {:?} {} (expected {})",
        level.name(),
        case.kind,
        short(&serde_json::Value::from(case.args.clone()).to_string()),
        short(&case.expected.to_string())
    )
}

fn short(text: &str) -> String {
    text.chars().take(300).collect()
}

/// What is not as it should be about an instance itself.
pub fn problems_of(instance: &Instance) -> Vec<String> {
    let description = &instance.family.description;
    let mut problems = Vec::new();
    let count = |kind: fn(&CaseKind) -> bool| instance.cases.iter().filter(|case| kind(&case.kind)).count();
    let examples = count(|kind| *kind == CaseKind::Example);
    let edges = count(|kind| matches!(kind, CaseKind::Edge(_)));
    if !(1..=4).contains(&examples)
        || edges < 2
        || count(|kind| *kind == CaseKind::Plain) < 3
        || count(|kind| *kind == CaseKind::Large) != 1
    {
        problems.push("1 to 4 examples, 2 edges, 3 plain tests and one large one are wanted".to_owned());
    }
    for case in &instance.cases {
        let fits = case.args.len() == description.parameters.len()
            && description.parameters.iter().zip(&case.args).all(|(parameter, value)| {
                parameter.kind.read(value).as_ref().is_some_and(|read| read == value || parameter.kind == Type::Float)
            });
        if !fits {
            problems.push(format!(
                "arguments are not of their types: {}",
                short(&serde_json::Value::from(case.args.clone()).to_string())
            ));
        }
        let read = description.returns.kind.read(&case.expected);
        let same = |read: &serde_json::Value| read == &case.expected || description.returns.kind == Type::Float;
        if !read.as_ref().is_some_and(same) {
            problems.push(format!("the answer is not of its type: {}", short(&case.expected.to_string())));
        }
        if !read.is_some_and(|answer| instance.family.maker.check.accepts(&case.args, &case.expected, &answer)) {
            problems.push(format!("the solver's own answer is not accepted: {}", short(&case.expected.to_string())));
        }
        if case.kind != CaseKind::Large && serde_json::Value::from(case.args.clone()).to_string().len() > 4000 {
            problems.push("a test other than the large one has more than 4,000 characters".into());
        }
    }
    problems
        .into_iter()
        .map(|problem| format!("{} {} seed {}: {problem}", instance.family.id, instance.level.name(), instance.seed))
        .collect()
}

/// What reads badly in a text that is filled in.
pub fn reads_badly(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains('{') && text.contains('}') {
        found.push("a placeholder".to_owned());
    }
    // Code is no prose.
    let prose = text.split('`').step_by(2).collect::<Vec<_>>().join(" x ");
    let words: Vec<_> =
        prose.split_whitespace().map(|word| word.trim_matches(|c: char| "*`(,.;:)“”\"".contains(c))).collect();
    for pair in words.windows(2) {
        let plural = pair[1].ends_with('s')
            && ![
                "is", "has", "was", "as", "less", "plus", "minus", "times", "this", "its", "us", "units", "does",
                "stands", "makes", "gives", "costs", "ends", "fits", "holds", "leaves", "comes", "takes", "matches",
                "always",
            ]
            .contains(&pair[1])
            && !pair[1].ends_with("ss");
        if pair[0] == "1" && plural {
            found.push(format!("“{} {}”", pair[0], pair[1]));
        }
        if pair[0] == pair[1] && pair[0].chars().all(char::is_alphabetic) && pair[0].len() > 1 {
            found.push(format!("“{} {}”", pair[0], pair[1]));
        }
        let vowel = pair[1].starts_with(['a', 'e', 'i', 'o']);
        if (pair[0] == "a" || pair[0] == "A")
            && vowel
            && !pair[1].starts_with("one")
            && pair[1].len() > 1
            && !pair[1].starts_with("eu")
        {
            found.push(format!("“a {}”", pair[1]));
        }
        if pair[0] == "an" && pair[1].starts_with(['b', 'c', 'd', 'g', 'j', 'k', 'p', 'q', 't', 'v', 'w', 'z']) {
            found.push(format!("“an {}”", pair[1]));
        }
    }
    if text.contains("  ") && !text.contains("\n  ") {
        found.push("two spaces".into());
    }
    found
}
