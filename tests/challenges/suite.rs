//! The tests themselves.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use crate::challenge::{self, Family, Instance, Language, TOPICS};
use crate::verify::Verification;
use crate::{native, starters, verify};
use codementor_tutor::api::Difficulty;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// All families, or those that CHALLENGE_FAMILIES names.
fn families() -> Vec<&'static Family> {
    let wanted = std::env::var("CHALLENGE_FAMILIES").unwrap_or_default();
    let wanted: Vec<_> = wanted.split(',').filter(|name| !name.is_empty()).collect();
    let all = challenge::families().unwrap().iter();
    all.filter(|family| wanted.is_empty() || wanted.contains(&family.id.as_str())).collect()
}

fn seeds(sample: u64) -> u64 {
    std::env::var("CHALLENGE_SEEDS").ok().map_or(sample, |seeds| seeds.parse().expect("CHALLENGE_SEEDS is a number"))
}

fn instances(family: &'static Family, seeds: u64) -> impl Iterator<Item = Instance> {
    family
        .description
        .levels
        .keys()
        .flat_map(move |level| (0..seeds).map(|seed| family.instance(*level, seed).unwrap()))
}

fn none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_instance_is_sound_and_reads_well() {
    let mut problems = Vec::new();
    for family in families() {
        for instance in instances(family, seeds(3)) {
            problems.extend(verify::problems_of(&instance));
            let Instance { level, seed, .. } = instance;
            let id = format!("{}.{}.{}.python.{seed}", family.id, family.description.version, level.name());
            let challenge = challenge::by_id(&id).unwrap();
            let mut texts = vec![&challenge.title, &challenge.description];
            texts.extend(challenge.hints.iter().map(|hint| &hint.text));
            texts.extend(challenge.test_cases.iter().filter_map(|case| case.explanation.as_ref()));
            for text in texts {
                let prose: String = text.split("```").step_by(2).collect();
                for prose in prose.split("\n\n") {
                    problems.extend(
                        verify::reads_badly(prose).into_iter().map(|found| format!("{id}: {found} in: {prose}")),
                    );
                }
            }
        }
    }
    none(&problems);
}

#[test]
fn seeds_make_different_tests() {
    for family in families() {
        for level in family.description.levels.keys() {
            let count = if seeds(0) >= 200 { 1000 } else { 100 };
            let tests = (0..count).map(|seed| {
                let instance = family.instance(*level, seed).unwrap();
                let small = instance.cases.iter().filter(|case| case.kind != challenge::CaseKind::Large);
                small.map(|case| serde_json::Value::from(case.args.clone()).to_string()).collect::<Vec<_>>()
            });
            let different = tests.collect::<HashSet<_>>().len() as u64;
            assert!(
                different * 100 >= count * 99,
                "{} {}: {different} of {count} are different",
                family.id,
                level.name()
            );
        }
    }
}

#[test]
fn descriptions_are_whole() {
    let mut problems = Vec::new();
    for family in families() {
        let description = &family.description;
        let mut wants = |holds: bool, what: &str| {
            if !holds {
                problems.push(format!("{}: {what}", family.id));
            }
        };
        wants(TOPICS.contains(&description.topic.as_str()), "its topic is none of the topics");
        wants(description.hints.len() >= 3, "three hints at least");
        wants(description.stories.len() >= 2, "two stories at least");
        wants(description.wrong.len() >= 3, "three wrong ideas at least");
        wants(
            !description.concepts.is_empty()
                && !description.objectives.is_empty()
                && !description.constraints.is_empty(),
            "concepts, objectives and constraints",
        );
        for program in native::programs(&root(), family) {
            wants(program.path.is_file(), &format!("{} is missing", program.path.display()));
        }
    }
    none(&problems);
}

#[test]
fn every_topic_has_every_level() {
    let all = challenge::families().unwrap();
    assert!(all.len() >= 64, "{} families", all.len());
    for topic in TOPICS {
        for level in Difficulty::ALL {
            let has =
                |family: &&Family| family.description.topic == topic && family.description.levels.contains_key(&level);
            assert!(all.iter().any(|family| has(&family)), "{topic} has nothing at level {}", level.name());
        }
    }
}

#[test]
fn starters_compile() {
    let families = families();
    for language in Language::ALL {
        match starters::problems(&root(), &families, language) {
            Some(problems) => none(&problems),
            None => eprintln!("SKIPPED, as its compiler is not installed: starters in {}", language.name()),
        }
    }
}

#[test]
fn references_pass_and_wrong_solutions_fail() {
    let (languages, missing): (Vec<_>, Vec<_>) =
        [Language::Python, Language::JavaScript, Language::Java, Language::Cpp]
            .into_iter()
            .partition(|x| native::has(*x));
    if !missing.is_empty() {
        eprintln!("SKIPPED, as they are not installed: the solutions in {missing:?}");
    }
    let mut families = families();
    if std::env::var_os("CHALLENGE_SEEDS").is_none() {
        // A sample: every fourth family, one seed a level.
        families = families.into_iter().step_by(4).collect();
    }
    // One part of them on each processor.
    let part = families.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let problems = std::thread::scope(|scope| {
        let parts: Vec<_> = families.chunks(part).map(|part| scope.spawn(|| native::compile(&root(), part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<_>>()
    });
    none(&problems);
    let seeds = seeds(1);
    let total: u64 = families.iter().map(|family| seeds * family.description.levels.len() as u64).sum();
    let bar = indicatif::ProgressBar::new(total).with_style(
        indicatif::ProgressStyle::with_template("{wide_bar} {pos} of {len} ({per_sec}, {eta} left) {msg}").unwrap(),
    );
    let (next, problems) = (Mutex::new(families.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let family = next.lock().unwrap().next();
                    let Some(family) = family else { break };
                    bar.set_message(family.id.clone());
                    let begun = Instant::now();
                    let mut verification = Verification::new(&root(), family, &languages);
                    let mut found = Vec::new();
                    for instance in instances(family, seeds) {
                        found.extend(verification.run(&instance));
                        bar.inc(1);
                        if found.len() > 4 {
                            break;
                        }
                    }
                    found.extend(verification.end());
                    bar.suspend(|| {
                        let verdict = if found.is_empty() { "right".to_owned() } else { found.join("\n    ") };
                        eprintln!("{:<28}{:>6.0} s  {verdict}", family.id, begun.elapsed().as_secs_f64());
                    });
                    problems.lock().unwrap().extend(found);
                }
            });
        }
    });
    bar.finish_and_clear();
    none(&problems.into_inner().unwrap());
}

/// How long an instance takes. `cargo test --release --test challenges quick -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn how_quick_instances_are() {
    let mut times = Vec::new();
    for family in families() {
        for level in family.description.levels.keys() {
            for seed in 0..10 {
                let begun = Instant::now();
                family.instance(*level, seed).unwrap();
                times.push((begun.elapsed(), family.id.as_str(), level.name(), seed));
            }
        }
    }
    times.sort_unstable();
    println!("the median instance takes {:.2?}; the slowest:", times[times.len() / 2].0);
    for (time, family, level, seed) in times.iter().rev().take(8) {
        println!("{time:>10.2?}  {family} {level} {seed}");
    }
}
