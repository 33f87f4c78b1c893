//! Which challenge suits a learner: item response theory with one parameter (Rasch 1960).
//!
//! Ability and difficulty stand on one scale, in logits: a learner of ability a solves a challenge of difficulty d with
//! probability 1 / (1 + exp(d - a)). Difficulties come from priors: the level, and how late the topic is taught. Ability is the
//! mean of its posterior, given every attempt; that of a topic starts from the ability in all of them, and departs from it as
//! far as the attempts in that topic say. What is chosen is solved by this learner about [`TARGET`] of the time; what failed
//! comes back after some others, in another instance; what was solved long does not.

use std::collections::{HashMap, HashSet};

use super::family::{Family, TOPICS, families};
use super::id::{Id, LARGEST_SEED};
use super::random::Random;
use super::shortened;
use super::starter::Language;
use crate::api::{Attempt, ChallengeRequest, Difficulty};
use crate::error::{Error, Result};

/// How often a challenge that is chosen should be solved: the middle of 60% to 85%, where it is neither dull nor discouraging.
const TARGET: f64 = 0.72;
/// How far apart two levels are.
const STEP: f64 = 1.5;
/// How far the first and the last topic are apart.
const TOPIC_SPREAD: f64 = 0.6;
/// How sure the prior is: of a learner, and of a topic beside the others.
const LEARNER_SPREAD: f64 = 1.8;
const TOPIC_ABILITY_SPREAD: f64 = 0.6;
/// How much less an attempt counts for each one after it: learners learn.
const FADING: f64 = 0.97;
/// What counts less than this does not count.
const FADED: f64 = 0.01;
/// What failed comes back after so many others; what was solved, not before so many.
const AGAIN_AFTER_FAILING: usize = 3;
const AGAIN_AFTER_SOLVING: usize = 40;

/// The longest lists of a request.
const MOST_HISTORY: usize = 4096;
const MOST_EXCLUDED: usize = 1024;
const MOST_GOALS: usize = 64;

/// The difficulty of a family at a level, in logits.
#[must_use]
pub fn difficulty(family: &Family, level: Difficulty) -> f64 {
    let place = TOPICS.iter().position(|topic| *topic == family.description.topic).unwrap_or_default();
    #[allow(clippy::cast_precision_loss)] // Nineteen topics.
    let place = place as f64 / (TOPICS.len() - 1) as f64 - 0.5;
    of_level(level) + TOPIC_SPREAD * place
}

fn of_level(level: Difficulty) -> f64 {
    match level {
        Difficulty::Easy => -STEP,
        Difficulty::Medium => 0.0,
        Difficulty::Hard => STEP,
        Difficulty::Expert => 2.0 * STEP,
    }
}

/// Points for solving it: 50 for an easy one of a middle topic, twice as many a level.
pub(super) fn xp(family: &Family, level: Difficulty) -> u32 {
    let points = 50.0 * ((difficulty(family, level) + STEP) / STEP).exp2();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 40 to 500.
    let fives = (points / 5.0).round() as u32;
    5 * fives
}

/// How likely it is solved.
fn chance(ability: f64, difficulty: f64) -> f64 {
    1.0 / (1.0 + (difficulty - ability).exp())
}

/// How well an attempt went, from 0 to 1: solved at once without a hint is 1, given up is 0.
fn score(attempt: &Attempt) -> f64 {
    if !attempt.passed {
        return 0.0;
    }
    let help = f64::from(attempt.attempts.saturating_sub(1).min(5)) * 0.05 + f64::from(attempt.hints_used.min(4)) * 0.1;
    (1.0 - help).max(0.5)
}

/// An attempt that counts: at which difficulty, how well it went, and how much it counts.
struct Observed {
    difficulty: f64,
    score: f64,
    weight: f64,
}

/// The mean of the ability's posterior, its prior being normal.
fn ability(observed: &[&Observed], mean: f64, spread: f64) -> f64 {
    const POINTS: i32 = 60;
    let log_posterior = |ability: f64| {
        let prior = -0.5 * ((ability - mean) / spread).powi(2);
        let likelihood = observed.iter().map(|Observed { difficulty, score, weight }| {
            let chance = chance(ability, *difficulty).clamp(1e-9, 1.0 - 1e-9);
            weight * (score * chance.ln() + (1.0 - score) * (1.0 - chance).ln())
        });
        prior + likelihood.sum::<f64>()
    };
    let points = (-POINTS..=POINTS).map(|point| mean + 4.0 * spread * f64::from(point) / f64::from(POINTS));
    let points: Vec<_> = points.map(|ability| (ability, log_posterior(ability))).collect();
    let most = points.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
    let (sum, total) = points.iter().fold((0.0, 0.0), |(sum, total), (ability, log)| {
        let posterior = (log - most).exp();
        (sum + ability * posterior, total + posterior)
    });
    sum / total
}

/// What the history says of a learner.
struct Learner {
    observed: Vec<(&'static Family, Observed)>,
    overall: f64,
    /// When a family was last met (0 is the latest attempt), and how well that went.
    last: HashMap<&'static str, (usize, f64)>,
    unknown: usize,
}

impl Learner {
    fn new(history: &[Attempt], prior: f64) -> Self {
        let mut observed = Vec::new();
        let mut last = HashMap::new();
        let mut unknown = 0;
        let mut weight = 1.0;
        for (age, attempt) in history.iter().rev().enumerate() {
            // An id of an older version is still of its family.
            let mut parts = attempt.id.split('.');
            let (family, level) = (parts.next(), parts.nth(1));
            let family = families().ok().and_then(|all| all.iter().find(|known| Some(known.id.as_str()) == family));
            let level = Difficulty::ALL.into_iter().find(|known| Some(known.name()) == level);
            let (Some(family), Some(level)) = (family, level) else {
                unknown += 1;
                continue;
            };
            let score = score(attempt);
            last.entry(family.id.as_str()).or_insert((age, score));
            if weight > FADED {
                observed.push((family, Observed { difficulty: difficulty(family, level), score, weight }));
                weight *= FADING;
            }
        }
        let all: Vec<_> = observed.iter().map(|(_, observed)| observed).collect();
        let overall = ability(&all, prior, LEARNER_SPREAD);
        Self { observed, overall, last, unknown }
    }

    /// Their ability in a topic.
    fn in_topic(&self, topic: &str) -> f64 {
        let of_topic = self.observed.iter().filter(|(family, _)| family.description.topic == topic);
        let of_topic: Vec<_> = of_topic.map(|(_, observed)| observed).collect();
        if of_topic.is_empty() { self.overall } else { ability(&of_topic, self.overall, TOPIC_ABILITY_SPREAD) }
    }

    fn attempts_in(&self, topic: &str) -> usize {
        self.observed.iter().filter(|(family, _)| family.description.topic == topic).count()
    }
}

/// What `level` says: a difficulty that is wanted, or how far a learner is.
fn level(name: Option<&str>) -> Result<(Option<Difficulty>, f64)> {
    // A prior at which the first challenge is of the level that one expects.
    let prior = |level| of_level(level) + (TARGET / (1.0 - TARGET)).ln();
    let Some(name) = name else { return Ok((None, prior(Difficulty::Medium))) };
    let lower = name.to_ascii_lowercase();
    if let Some(level) = Difficulty::ALL.into_iter().find(|level| level.name() == lower) {
        return Ok((Some(level), prior(level)));
    }
    match lower.as_str() {
        "beginner" | "novice" => Ok((None, prior(Difficulty::Easy))),
        "intermediate" => Ok((None, prior(Difficulty::Medium))),
        "advanced" => Ok((None, prior(Difficulty::Hard))),
        _ => Err(Error::bad_request(format!(
            "There is no level `{}`. Levels are easy, medium, hard and expert; a learner's are beginner, intermediate and advanced.",
            shortened(name)
        ))),
    }
}

/// Chooses a challenge; why, in a sentence.
pub(super) fn choose(request: &ChallengeRequest) -> Result<(Id, String)> {
    check(request)?;
    let history = request.history.as_deref().unwrap_or_default();
    let excluded = request.exclude.as_deref().unwrap_or_default();
    let goals = request.learning_goals.as_deref().unwrap_or_default();
    let seed = request.seed.unwrap_or_default();
    let language = Language::of(said(request.language.as_ref()).unwrap_or("python"))?;
    let (wanted, prior) = level(said(request.level.as_ref()))?;
    let learner = Learner::new(history, prior);
    // What of the request could not be had.
    let mut notes = Vec::new();
    match learner.unknown {
        0 => {}
        1 => notes.push("1 entry of the history could not be read and was left out.".to_owned()),
        n => notes.push(format!("{n} entries of the history could not be read and were left out.")),
    }
    let unwanted: HashSet<&str> = excluded.iter().map(String::as_str).collect();
    let candidates = candidates(said(request.topic.as_ref()), &unwanted, &mut notes)?;
    let levels = levels(wanted, &candidates, &mut notes);

    // Whatever is equally good is chosen by the seed.
    let mut random = Random::of(&["choose", &seed.to_string(), &history.len().to_string()]);
    let mut best: Option<(f64, &'static Family, Difficulty)> = None;
    let abilities: HashMap<_, _> = TOPICS.iter().map(|topic| (*topic, learner.in_topic(topic))).collect();
    for family in candidates {
        let ability = abilities.get(family.description.topic.as_str()).copied().unwrap_or(learner.overall);
        for level in levels.iter().copied().filter(|level| family.has(*level)) {
            #[allow(clippy::cast_precision_loss)] // A random number.
            let jitter = random.below(1 << 20) as f64 / f64::from(1 << 20);
            let merit = merit(&learner, family, chance(ability, difficulty(family, level)), goals) + 0.6 * jitter;
            if best.is_none_or(|(most, ..)| merit > most) {
                best = Some((merit, family, level));
            }
        }
    }
    let (_, family, level) = best.ok_or_else(|| Error::internal("No challenge is built in."))?;

    // Never the same instance twice.
    let met: HashSet<&str> = history.iter().map(|attempt| attempt.id.as_str()).chain(unwanted).collect();
    let mut id = Id { family, level, language, seed };
    while met.contains(id.to_string().as_str()) {
        id.seed = random.below(LARGEST_SEED + 1);
    }
    notes.insert(0, because(&learner, id, wanted.is_some()));
    Ok((id, notes.join(" ")))
}

/// Whether a request keeps its bounds.
fn check(request: &ChallengeRequest) -> Result<()> {
    for (length, most, what) in [
        (request.history.as_ref().map_or(0, Vec::len), MOST_HISTORY, "attempts in the history"),
        (request.exclude.as_ref().map_or(0, Vec::len), MOST_EXCLUDED, "ids to exclude"),
        (request.learning_goals.as_ref().map_or(0, Vec::len), MOST_GOALS, "learning goals"),
    ] {
        if length > most {
            return Err(Error::bad_request(format!(
                "There are {length} {what}; at most {most} are taken. Leave out the oldest."
            )));
        }
    }
    match request.seed {
        Some(seed) if seed > LARGEST_SEED => {
            Err(Error::bad_request(format!("The seed {seed} is too large: seeds go from 0 to {LARGEST_SEED}.")))
        }
        _ => Ok(()),
    }
}

/// What a field says, if it says anything.
fn said(field: Option<&String>) -> Option<&str> {
    field.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The families of a topic, or about a word, that are not unwanted; where there are none, the nearest sensible ones.
fn candidates(topic: Option<&str>, unwanted: &HashSet<&str>, notes: &mut Vec<String>) -> Result<Vec<&'static Family>> {
    let all = families()?;
    let of = |keep: &dyn Fn(&Family) -> bool| all.iter().filter(|family| keep(family)).collect::<Vec<_>>();
    let mut found = match topic {
        None => of(&|_| true),
        Some(topic) => {
            // A topic's own name means that topic; any other word, whatever has it.
            let named = of(&|family| holds(&simple(&family.description.topic), &simple(topic)));
            if named.is_empty() { of(&|family| is_about(family, topic)) } else { named }
        }
    };
    if let Some(topic) = topic.filter(|_| found.is_empty()) {
        found = of(&|_| true);
        notes.push(format!("There is no topic `{}`, so this is of another one.", shortened(topic)));
    }
    let kept: Vec<_> = found.iter().copied().filter(|family| !unwanted.contains(family.id.as_str())).collect();
    if kept.is_empty() {
        notes.push("All that fits is excluded, so this is one of those again, with other data.".into());
        return Ok(found);
    }
    Ok(kept)
}

/// The level that is wanted, or the nearest that there is; all of them where none is wanted.
fn levels(wanted: Option<Difficulty>, candidates: &[&Family], notes: &mut Vec<String>) -> Vec<Difficulty> {
    let there_is = |level: &Difficulty| candidates.iter().any(|family| family.has(*level));
    match wanted {
        None => Difficulty::ALL.to_vec(),
        Some(wanted) if there_is(&wanted) => vec![wanted],
        Some(wanted) => {
            notes.push(format!("There is none of level {} here; this is the nearest.", wanted.name()));
            let distance = |level: &Difficulty| (*level as i32 - wanted as i32).abs();
            Difficulty::ALL.into_iter().filter(there_is).min_by_key(distance).into_iter().collect()
        }
    }
}

/// How much a challenge is to be preferred.
fn merit(learner: &Learner, family: &Family, chance: f64, goals: &[String]) -> f64 {
    let topic = &family.description.topic;
    let mut merit = -8.0 * (chance - TARGET).abs();
    match learner.last.get(family.id.as_str()) {
        // Failed: it comes back, and not at once.
        Some((age, score)) if *score < 0.5 => merit += if *age < AGAIN_AFTER_FAILING { -6.0 } else { 1.0 },
        Some((age, _)) if *age < AGAIN_AFTER_SOLVING => merit -= 3.0,
        _ => {}
    }
    // Something else for a change.
    if learner.observed.first().is_some_and(|(last, _)| last.description.topic == *topic) {
        merit -= 0.6;
    }
    #[allow(clippy::cast_precision_loss)] // Few.
    let often = learner.attempts_in(topic).min(20) as f64;
    merit -= 0.05 * often;
    if goals.iter().any(|goal| is_about(family, goal)) {
        merit += 2.5;
    }
    merit
}

/// Whether a family is about what somebody calls it: its topic, a tag, a concept. A goal is a sentence that names something.
fn is_about(family: &Family, what: &str) -> bool {
    let what = simple(what);
    let description = &family.description;
    let names = description.tags.iter().chain(&description.concepts).chain([&description.topic, &family.id]);
    names.map(|name| simple(name)).any(|name| holds(&name, &what) || holds(&what, &name))
}

/// In lower case, its words without hyphens and plurals: `hash-maps` is `hash map`.
fn simple(text: &str) -> String {
    let text = text.to_lowercase().replace(['-', '_'], " ");
    text.split_whitespace().map(|word| word.trim_end_matches('s')).collect::<Vec<_>>().join(" ")
}

/// Whether all of the words stand in a text: `stack` in `stack and queue`.
fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

fn because(learner: &Learner, id: Id, asked: bool) -> String {
    let description = &id.family.description;
    let ability = learner.in_topic(&description.topic);
    let percent = (100.0 * chance(ability, difficulty(id.family, id.level))).round();
    match learner.last.get(id.family.id.as_str()) {
        Some((_, score)) if *score < 0.5 => {
            "This kind did not work out before: here it is again, with other data.".into()
        }
        _ if asked => format!("An exercise of level {}, about {}.", id.level.name(), description.topic),
        _ if learner.observed.is_empty() => {
            format!("A start, at level {}: what you do with it says what comes next.", id.level.name())
        }
        _ => format!("Judging by what you did so far, you solve this in about {percent} of 100 cases."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(id: &str, passed: bool) -> Attempt {
        Attempt { id: id.into(), passed, attempts: 1, minutes: 5.0, hints_used: 0 }
    }

    /// What is believed of a learner who says nothing of their level.
    fn estimated_ability(history: &[Attempt]) -> f64 {
        Learner::new(history, level(None).unwrap().1).overall
    }

    /// What became of some simulated learners of an ability, each with so many challenges.
    struct Simulated {
        /// Challenges until the estimate was within half a level, on average.
        until_known: f64,
        /// How often they solved what came after that.
        rate: f64,
    }

    fn simulate(true_ability: f64, learners: u64, challenges: usize) -> Simulated {
        let (mut until, mut solved, mut tried) = (0, 0, 0);
        for learner in 0..learners {
            let mut luck = Random::of(&["luck", &learner.to_string(), &true_ability.to_string()]);
            let mut history: Vec<Attempt> = Vec::new();
            let mut known = None;
            for turn in 0..challenges {
                let seed = luck.below(LARGEST_SEED);
                let request = ChallengeRequest {
                    seed: Some(seed),
                    history: Some(history.clone()),
                    ..ChallengeRequest::default()
                };
                let (id, _) = choose(&request).unwrap();
                let chance = chance(true_ability, difficulty(id.family, id.level));
                #[allow(clippy::cast_precision_loss)]
                let passed = (luck.below(1 << 30) as f64) < chance * f64::from(1 << 30);
                history.push(attempt(&id.to_string(), passed));
                if known.is_some() {
                    tried += 1;
                    solved += u32::from(passed);
                }
                if known.is_none() && (estimated_ability(&history) - true_ability).abs() <= STEP / 2.0 {
                    known = Some(turn + 1);
                }
            }
            until += known.unwrap_or(challenges);
        }
        #[allow(clippy::cast_precision_loss)]
        Simulated { until_known: until as f64 / learners as f64, rate: f64::from(solved) / f64::from(tried) }
    }

    #[test]
    fn learners_are_known_within_a_dozen_challenges_and_solve_most() {
        for ability in [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0] {
            let Simulated { until_known, rate } = simulate(ability, 30, 60);
            println!("ability {ability:4.1}: known after {until_known:.1} challenges, solves {:.0}%", 100.0 * rate);
            assert!(until_known <= 12.0, "ability {ability}: {until_known}");
            assert!((0.60..=0.85).contains(&rate), "ability {ability}: {rate}");
        }
    }

    #[test]
    fn the_estimate_follows_what_happens() {
        let easy = "pair-sum.1.easy.python.1";
        let start = estimated_ability(&[]);
        let after = |passed| estimated_ability(&vec![attempt(easy, passed); 8]);
        assert!(after(false) < start - 1.0 && after(true) > start && after(true) - start < start - after(false));
        // Help counts.
        let helped = Attempt { hints_used: 3, attempts: 4, ..attempt(easy, true) };
        assert!(estimated_ability(&vec![helped; 8]) < after(true));
        // A topic stands by itself.
        let learner = Learner::new(&vec![attempt(easy, false); 8], start);
        assert!(learner.in_topic("hash maps") < learner.in_topic("arrays"));
    }

    #[test]
    fn requests_are_honoured_or_it_is_said() {
        let ask = |request: &ChallengeRequest| choose(request).map(|(id, why)| (id.to_string(), why));
        let request = |change: fn(&mut ChallengeRequest)| {
            let mut request = ChallengeRequest { seed: Some(5), ..ChallengeRequest::default() };
            change(&mut request);
            request
        };
        let (id, _) = ask(&request(|r| (r.level, r.topic) = (Some("Easy".into()), Some("hash-map".into())))).unwrap();
        assert!(id.contains(".easy.python."), "{id}");
        assert_eq!(id.parse::<Id>().unwrap().family.description.topic, "hash maps");
        let same = |r: &mut ChallengeRequest| r.language = Some("js".into());
        assert_eq!(ask(&request(same)), ask(&request(same)));
        let (_, why) = ask(&request(|r| r.topic = Some("underwater basket weaving".into()))).unwrap();
        assert!(why.contains("There is no topic `underwater basket weaving`"), "{why}");
        let (id, why) = ask(&request(|r| {
            r.history = Some(vec![Attempt { minutes: f64::NAN, attempts: u32::MAX, ..attempt("x.y", true) }])
        }))
        .unwrap();
        assert!(why.contains("1 entry of the history could not be read and was left out"), "{why} {id}");
        for broken in [
            request(|r| r.level = Some("godlike".into())),
            request(|r| r.seed = Some(LARGEST_SEED + 1)),
            request(|r| r.exclude = Some(vec![String::new(); MOST_EXCLUDED + 1])),
            request(|r| r.history = Some(vec![attempt("x", true); MOST_HISTORY + 1])),
            request(|r| r.language = Some("cobol".into())),
        ] {
            assert_eq!(ask(&broken).unwrap_err().http_status(), 400);
        }
        assert!(ask(&request(|r| r.history = Some(vec![attempt("x", true); MOST_HISTORY]))).is_ok());
    }

    #[test]
    fn nothing_comes_twice_and_what_failed_comes_back() {
        let mut history: Vec<Attempt> = Vec::new();
        let mut met = HashSet::new();
        for _ in 0..60 {
            // The same seed each time: it must not lead to the same instance.
            let request =
                ChallengeRequest { seed: Some(1), history: Some(history.clone()), ..ChallengeRequest::default() };
            let id = choose(&request).unwrap().0.to_string();
            assert!(met.insert(id.clone()), "{id} came twice");
            history.push(attempt(&id, history.len() != 5));
        }
        let family = |attempt: &Attempt| attempt.id.split('.').next().map(str::to_owned);
        let failed = family(&history[5]);
        let again = history.iter().skip(6).position(|attempt| family(attempt) == failed);
        assert!(again.is_some_and(|after| (AGAIN_AFTER_FAILING..20).contains(&after)), "{again:?}");
        // Excluded families do not come.
        let excluded = history.iter().filter_map(family).collect::<HashSet<_>>();
        let request = ChallengeRequest {
            seed: Some(1),
            exclude: Some(excluded.iter().cloned().collect()),
            ..ChallengeRequest::default()
        };
        let id = choose(&request).unwrap().0;
        assert!(!excluded.contains(&id.family.id) || excluded.len() == families().unwrap().len());
    }
}
