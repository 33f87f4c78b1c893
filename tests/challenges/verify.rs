//! Whether families keep what they promise, seed by seed.

use std::path::Path;
use std::time::Duration;

use crate::challenge::{CaseKind, Family, Instance, Type};
use crate::native::{Outcome, Program, Runner};

/// What a good solution may take. It is much: machines are busy.
const LIMIT: Duration = Duration::from_secs(20);
/// What is slow: a wrong solution that has not ended by then, and not by ten times what a good one took, is too slow.
const SLOW: Duration = Duration::from_millis(150);

/// Whether an answer is right.
pub fn right(instance: &Instance, case: usize, outcome: &Outcome) -> bool {
    let case = &instance.cases[case];
    let Outcome::Output(output) = outcome else { return false };
    let output = instance.family.description.returns.kind.read(output);
    output.is_some_and(|output| instance.family.maker.check.accepts(&case.args, &case.expected, &output))
}

/// Runs a program on instances; gives what is not as it should be. `tick` is called after each instance.
pub fn verify(
    root: &Path,
    family: &Family,
    program: &Program,
    instances: &[Instance],
    mut tick: impl FnMut(),
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut runner = Runner::new(root, family, program);
    // How long a good one takes on the large test of the first instance: the others are alike.
    let limit = match &program.wrong {
        None => LIMIT,
        Some(_) => {
            let good = crate::native::programs(root, family)
                .into_iter()
                .find(|good| good.wrong.is_none() && good.language == program.language);
            let mut good = Runner::new(root, family, &good.unwrap());
            let slowest = instances.iter().take(2).filter_map(|instance| {
                let large = instance.cases.last()?;
                good.call(&large.args, LIMIT);
                good.call(&large.args, LIMIT);
                Some(good.took)
            });
            SLOW.max(10 * slowest.max().unwrap_or_default())
        }
    };
    let mut passed = program.wrong.is_none();
    for instance in instances {
        let order = 0..instance.cases.len();
        match &program.wrong {
            None => {
                for case in order {
                    let outcome = runner.call(&instance.cases[case].args, limit);
                    if !right(instance, case, &outcome) {
                        problems.push(format!(
                            "{} is wrong on {}: {}",
                            program.path.display(),
                            told(instance, case),
                            short(&format!("{outcome:?}"))
                        ));
                        break;
                    }
                }
            }
            Some(idea) => {
                let mut fails = false;
                for case in order {
                    fails = !right(instance, case, &runner.call(&instance.cases[case].args, limit));
                    if fails {
                        break;
                    }
                    passed = true;
                }
                if !fails {
                    problems.push(format!(
                        "{} passes, though `{idea}` is wrong: {} seed {}",
                        program.path.display(),
                        instance.level.name(),
                        instance.seed
                    ));
                }
            }
        }
        tick();
        if problems.len() > 4 {
            break;
        }
    }
    // Of few instances, all may begin with a test that catches it.
    if !passed && instances.len() >= 10 {
        problems.push(format!(
            "{} fails the first test of every instance: no learner would hand that in",
            program.path.display()
        ));
    }
    problems
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
