//! A family of challenges: one description (`family.toml`), one solver and one generator; and its instances.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::checker::Check;
use super::families::ALL;
use super::generator::{CaseKind, Generator};
use super::random::Random;
use super::value::{Args, Type};
use super::words::{Words, fill};
use crate::api::Difficulty;
use crate::error::{Error, Result};

/// What a family does: each module in `families` has one of these as `MAKER`.
pub struct Maker {
    /// Makes the tests of an instance.
    pub generate: fn(&mut Generator),
    /// The right answer.
    pub solve: fn(&Args) -> Value,
    /// When an answer is right.
    pub check: Check,
    /// Why an example's answer is what it is, in a sentence.
    pub explain: Option<fn(&Args, &Value) -> String>,
}

/// A family as it is built in.
pub struct Source {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) maker: Maker,
    /// The reference solutions: language and text.
    pub(super) solutions: &'static [(&'static str, &'static str)],
}

/// A family.
pub struct Family {
    /// `pair-sum`
    pub id: String,
    /// What its file says.
    pub description: Description,
    /// What it does.
    pub maker: &'static Maker,
    /// The reference solutions: language and text. None in the browser.
    pub solutions: &'static [(&'static str, &'static str)],
}

/// What `family.toml` says. Texts may have `{words}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Counts up when instances change: the ids of before are stale then.
    pub version: u32,
    /// One of [`TOPICS`].
    pub topic: String,
    /// The levels that it has, and the minutes that each takes.
    pub levels: BTreeMap<Difficulty, u32>,
    /// Other words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The function to be written, `in_snake_case`.
    pub function: String,
    /// What the function takes.
    pub parameters: Vec<Parameter>,
    /// What it gives.
    pub returns: Returned,
    /// The time that a good solution takes: `O(n log n)`.
    pub time: String,
    /// The memory that a good solution takes besides its input.
    pub space: String,
    /// What it is about: `hash map`, `complement`.
    pub concepts: Vec<String>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// Bounds of the input.
    pub constraints: Vec<String>,
    /// From a nudge to nearly all of it.
    pub hints: Vec<String>,
    /// What it is told with: one is chosen.
    pub stories: Vec<Story>,
    /// Words of which one each is chosen; `apple/apples` are the two forms of one.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// Mistakes that learners make; a file `wrong_<name>` of each language makes it.
    pub wrong: Vec<WrongIdea>,
}

/// A parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name, `in_snake_case`.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What it is.
    pub about: String,
}

/// What a function gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What it is.
    pub about: String,
}

/// A way to tell the task.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// A few words.
    pub title: String,
    /// What is to be done, Markdown.
    pub text: String,
}

/// A mistake that learners make.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongIdea {
    /// As in the name of its file.
    pub name: String,
    /// What is wrong with it.
    pub because: String,
}

/// The topics, in the order in which they are taught.
pub const TOPICS: [&str; 19] = [
    "arrays",
    "strings",
    "math",
    "hash maps",
    "searching",
    "sorting",
    "two pointers",
    "sliding window",
    "stacks and queues",
    "simulation",
    "matrices",
    "recursion",
    "linked lists",
    "bits",
    "parsing",
    "greedy",
    "trees",
    "graphs",
    "dynamic programming",
];

/// First names, for stories.
const NAMES: [&str; 24] = [
    "Aisha", "Bruno", "Chen", "Dalia", "Emeka", "Farah", "Goran", "Hana", "Ines", "Jonas", "Kavya", "Liam", "Mina",
    "Noor", "Olga", "Pablo", "Quinn", "Rosa", "Samir", "Tala", "Uma", "Viktor", "Wanda", "Yuki",
];

/// One call of a learner's function.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Why it is there.
    pub kind: CaseKind,
    /// What it is called with.
    pub args: Vec<Value>,
    /// The right answer, or one of them.
    pub expected: Value,
}

/// A challenge before it is written out.
pub struct Instance {
    /// Its family.
    pub family: &'static Family,
    /// Its level.
    pub level: Difficulty,
    /// Its seed.
    pub seed: u64,
    /// The words of its text.
    pub words: Words,
    /// Which of the stories.
    pub story: usize,
    /// Examples first, the large one last.
    pub cases: Vec<Case>,
}

static FAMILIES: LazyLock<Result<Vec<Family>>> = LazyLock::new(|| ALL.iter().map(Family::read).collect());

/// All families, by topic and level.
///
/// # Errors
/// `internal` when a description is broken, which a test rules out.
pub fn families() -> Result<&'static [Family]> {
    FAMILIES.as_deref().map_err(Clone::clone)
}

/// The family of this id.
///
/// # Errors
/// `bad_request` where there is none.
pub fn find(id: &str) -> Result<&'static Family> {
    let found = families()?.iter().find(|family| family.id == id);
    found.ok_or_else(|| {
        Error::bad_request(format!("There is no challenge `{id}`. `codementor challenge --list` prints them."))
    })
}

impl Family {
    fn read(source: &'static Source) -> Result<Self> {
        let description = toml::from_str(source.description)
            .map_err(|error| Error::internal(format!("The description of {} is broken: {error}", source.name)))?;
        Ok(Self { id: source.name.replace('_', "-"), description, maker: &source.maker, solutions: source.solutions })
    }

    /// Whether it has a level.
    #[must_use]
    pub fn has(&self, level: Difficulty) -> bool {
        self.description.levels.contains_key(&level)
    }

    /// The instance of a seed. The family has this level.
    ///
    /// # Errors
    /// `internal` when a text names what there is not, which a test rules out.
    pub fn instance(&'static self, level: Difficulty, seed: u64) -> Result<Instance> {
        let version = self.description.version.to_string();
        let mut random = Random::of(&[&self.id, &version, level.name(), &seed.to_string()]);
        let mut choose = |count: usize| usize::try_from(random.below(count as u64)).unwrap_or_default();
        let story = choose(self.description.stories.len());
        let mut words = Words::new();
        let name = choose(NAMES.len());
        words.insert("name".into(), NAMES[name].into());
        words.insert("other".into(), NAMES[(name + 1 + choose(NAMES.len() - 1)) % NAMES.len()].into());
        for (word, choices) in &self.description.words {
            let Some(choice) = choices.get(choose(choices.len())) else { continue };
            let (one, many) = choice.split_once('/').unwrap_or((choice, ""));
            words.insert(word.clone(), one.to_owned());
            if !many.is_empty() {
                words.insert(format!("{word}s"), many.to_owned());
            }
        }
        let mut generator = Generator::new(random, level, words);
        (self.maker.generate)(&mut generator);
        let (words, cases) = generator.into_parts();
        let mut cases: Vec<_> = cases
            .into_iter()
            .map(|(kind, args)| {
                let expected = (self.maker.solve)(&Args(&args));
                Case { kind, args, expected }
            })
            .collect();
        let place = |case: &Case| match case.kind {
            CaseKind::Example => 0,
            CaseKind::Plain | CaseKind::Edge(_) => 1,
            CaseKind::Large => 2,
        };
        cases.sort_by_key(place);
        Ok(Instance { family: self, level, seed, words, story, cases })
    }
}

impl Instance {
    /// What is to be done, Markdown: the story, without what is computed.
    ///
    /// # Errors
    /// As [`Instance::text`].
    pub fn story(&self) -> Result<String> {
        self.text(&self.family.description.stories[self.story].text)
    }

    /// A text of the description, with this instance's words.
    ///
    /// # Errors
    /// `internal` where it names what there is not.
    pub fn text(&self, text: &str) -> Result<String> {
        fill(text.trim(), &self.words)
            .map_err(|error| Error::internal(format!("In the text of {}, {error}.", self.family.id)))
    }
}
