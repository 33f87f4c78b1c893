//! A story told otherwise by the chat model. What is computed never passes through it: the function, the examples and the bounds
//! stay, and a retelling that drops a number, a name or a condition is thrown away.

use super::family::Instance;
use super::id::Id;
use super::show;
use crate::api::{ChatRequest, Sampling};
use crate::error::Result;

/// Tokens of a retelling.
const MOST_TOKENS: u32 = 400;
/// Words that make a condition: a retelling keeps those that it finds.
const CONDITIONS: [&str; 24] = [
    "at least",
    "at most",
    "exactly",
    "only",
    "empty",
    "none",
    "never",
    "always",
    "unless",
    "except",
    "first",
    "last",
    "smallest",
    "largest",
    "fewest",
    "most",
    "different",
    "same",
    "sorted",
    "order",
    "negative",
    "twice",
    "both",
    "either",
];

/// What to ask the chat model.
///
/// # Errors
/// As [`super::by_id`].
pub fn retelling(id: &str) -> Result<ChatRequest> {
    let story = instance(id)?.1.story()?;
    let message = format!(
        "Tell this programming exercise again with another story, in the same length. Keep every number, every condition and every \
         name in backquotes exactly as it is. Write the exercise alone, without a solution.\n\n{story}"
    );
    let sampling = Sampling { max_tokens: Some(MOST_TOKENS), ..Sampling::default() };
    Ok(ChatRequest { message, sampling, ..ChatRequest::default() })
}

/// The challenge's description with the retelling in it, if that says all that the story says.
///
/// # Errors
/// As [`super::by_id`].
pub fn retold(id: &str, text: &str) -> Result<Option<String>> {
    let (id, instance) = instance(id)?;
    let text = text.trim();
    says_all(&instance.story()?, text).then(|| show::statement(&instance, id.language, text)).transpose()
}

fn instance(id: &str) -> Result<(Id, Instance)> {
    let id: Id = id.parse()?;
    Ok((id, id.family.instance(id.level, id.seed)?))
}

/// Whether a retelling has every number, every `name` and every condition of a story, and is no longer than twice it.
fn says_all(story: &str, retold: &str) -> bool {
    let numbers = |text: &str| {
        let digits = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
        let numbers = text.split(|c| !digits(c)).map(|number| number.replace(',', "").trim_matches('.').to_owned());
        numbers.filter(|number| !number.is_empty()).collect::<Vec<_>>()
    };
    let names = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let plain = |text: &str| {
        format!(" {} ", text.to_lowercase().split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" "))
    };
    let has_all = |wanted: Vec<String>, found: &[String]| wanted.iter().all(|each| found.contains(each));
    let (before, after) = (plain(story), plain(retold));
    has_all(numbers(story), &numbers(retold))
        && has_all(names(story), &names(retold))
        && CONDITIONS
            .iter()
            .map(|word| format!(" {word} "))
            .all(|word| !before.contains(&word) || after.contains(&word))
        && retold.len() <= 2 * story.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retelling_that_drops_something_is_thrown_away() {
        let story =
            "Ines has 12,000 `stamps`. Give the first two that cost exactly `target`; an empty list where none do.";
        assert!(says_all(
            story,
            "A fox owns 12000 `stamps`: find the first two of exactly `target`. If there are none: an empty list."
        ));
        for worse in [
            "A fox owns many `stamps`: find the first two of exactly `target`. If there are none: an empty list.",
            "A fox owns 12000 stamps: find the first two of exactly `target`. If there are none: an empty list.",
            "A fox owns 12000 `stamps`: find two of exactly `target`. If there are none: an empty list.",
            "A fox owns 12000 `stamps`: find the first two of about `target`. If there are none: an empty list.",
            "",
        ] {
            assert!(!says_all(story, worse), "{worse}");
        }
        assert!(!says_all(story, &story.repeat(3)));
    }

    #[test]
    fn every_story_says_all_of_itself() {
        for family in crate::tutor::challenge::families().unwrap() {
            let (level, version) = (family.description.levels.keys().next().unwrap(), family.description.version);
            let id = format!("{}.{version}.{}.python.3", family.id, level.name());
            assert!(retelling(&id).unwrap().message.contains("exercise"));
            let story = instance(&id).unwrap().1.story().unwrap();
            let description = crate::tutor::challenge::by_id(&id).unwrap().description;
            assert_eq!(retold(&id, &story).unwrap(), Some(description), "{id}");
        }
    }
}
