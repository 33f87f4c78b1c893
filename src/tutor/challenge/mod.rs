//! Practice without end: families of challenges, each with a description, a generator and a solver, so that every number in
//! a challenge is computed. An id alone rebuilds its challenge, natively and in the browser.
//!
//! A learner's code runs in a sandbox of the page and never here: [`rig`] gives the sandbox its calls, and `grade` judges
//! what came of them.

mod adaptive;
mod checker;
mod families;
mod family;
mod generator;
#[cfg(feature = "analyze")]
mod grade;
mod id;
mod random;
mod retell;
mod show;
mod starter;
mod value;
mod words;

pub use family::{Case, Description, Family, Instance, TOPICS, families, find};
pub use generator::CaseKind;
#[cfg(feature = "analyze")]
pub use grade::{grade, stuck};
pub use id::{Id, LARGEST_SEED};
pub use retell::{retelling, retold};
pub use starter::Language;
pub use value::Type;

use crate::api::{Challenge, ChallengeRequest, NodeShape, TestCall, TestRig};
use crate::error::{Error, Result};

/// Milliseconds that a call may take in the page. What takes a hundred times as long as a good solution is far beyond it.
const LIMIT_MS: u32 = 2_000;

/// The challenge that is asked for, or the one that suits the learner.
///
/// # Errors
/// `bad_request` on an unknown topic or level, a forged or stale id, a seed or a list beyond its bound;
/// `language_unsupported`.
pub fn challenge(request: &ChallengeRequest) -> Result<Challenge> {
    if let Some(id) = &request.id {
        return by_id(id);
    }
    let (id, why) = adaptive::choose(request)?;
    show::challenge(id, why)
}

/// The challenge of an id.
///
/// # Errors
/// `bad_request` on a forged or stale id.
pub fn by_id(id: &str) -> Result<Challenge> {
    show::challenge(id.parse()?, "You asked for this one.".into())
}

/// The calls of a challenge, for a sandbox.
///
/// # Errors
/// As [`by_id`].
pub fn rig(id: &str) -> Result<TestRig> {
    let id: Id = id.parse()?;
    let instance = id.family.instance(id.level, id.seed)?;
    let description = &id.family.description;
    let calls = instance.cases.iter().enumerate().map(|(index, case)| TestCall {
        id: (index + 1).to_string(),
        arguments: serde_json::Value::from(case.args.clone()).to_string(),
    });
    Ok(TestRig {
        function_name: id.language.spelled(&description.function),
        language: id.language.name().into(),
        parameter_nodes: description.parameters.iter().map(|parameter| shape(&parameter.kind)).collect(),
        return_node: shape(&description.returns.kind),
        calls: calls.collect(),
        limit_ms: LIMIT_MS,
    })
}

fn shape(kind: &Type) -> NodeShape {
    match kind {
        Type::Linked => NodeShape::Linked,
        Type::Tree => NodeShape::Tree,
        Type::List(inner) if **inner == Type::Linked => NodeShape::Linkeds,
        _ => NodeShape::Plain,
    }
}

/// The reference solution of a challenge, in its language or else in Python: the language, and the text. The browser's
/// builds have none.
///
/// # Errors
/// As [`by_id`]; `bad_request` where this build has none.
pub fn solution(id: &str) -> Result<(&'static str, &'static str)> {
    let id: Id = id.parse()?;
    let in_language = |name: &str| id.family.solutions.iter().find(|(language, _)| *language == name);
    let found = in_language(id.language.name()).or_else(|| in_language("python"));
    found
        .copied()
        .ok_or_else(|| Error::bad_request("The browser's build has no solutions, so that nobody stumbles upon one."))
}

/// What a stranger sent, fit to be quoted.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
