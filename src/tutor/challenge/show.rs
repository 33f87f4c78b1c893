//! Writes an instance out as a challenge.

use serde_json::Value;

use super::adaptive;
use super::family::{Case, Instance};
use super::generator::CaseKind;
use super::id::Id;
use super::starter::{Language, starter};
use super::value::Args;
use super::words::grouped;
use crate::api::{Challenge, Hint, TestCase};
use crate::error::Result;

/// Entries of a list that are shown; a longer one has its first ones shown, and their number.
const ENTRIES: usize = 24;
/// Characters of a text that are shown.
const CHARACTERS: usize = 160;

/// The challenge of an id.
pub(super) fn challenge(id: Id, why: String) -> Result<Challenge> {
    let instance = id.family.instance(id.level, id.seed)?;
    let description = &id.family.description;
    let story = &description.stories[instance.story];
    let each = |texts: &[String]| texts.iter().map(|text| instance.text(text)).collect::<Result<Vec<_>>>();
    let parameters = description.parameters.iter().map(|parameter| instance.text(&parameter.about));
    let parameters = parameters.collect::<Result<Vec<_>>>()?;
    let returned = instance.text(&description.returns.about)?;
    let title = instance.text(&story.title)?;
    let xp_reward = adaptive::xp(id.family, id.level);
    let hints = each(&description.hints)?;
    let hint = |(text, order): (String, u32)| {
        // The last rungs say the most, and cost the most; all of them together leave something to be earned.
        let xp_cost = (xp_reward * order / 20).max(1);
        Hint { id: order.to_string(), text, order, xp_cost }
    };
    let test_cases = instance.cases.iter().enumerate().map(|(index, case)| test_case(&instance, index, case));
    Ok(Challenge {
        id: id.to_string(),
        description: statement(&instance, id.language, &instance.story()?)?,
        difficulty: id.level,
        language: id.language.name().into(),
        topic: description.topic.clone(),
        tags: description.tags.clone(),
        function_name: id.language.spelled(&description.function),
        starter_code: starter(id.language, description, &sentence(&title), &parameters, &returned),
        test_cases: test_cases.collect(),
        hints: hints.into_iter().zip(1..).map(hint).collect(),
        estimated_time: description.levels.get(&id.level).copied().unwrap_or_default(),
        xp_reward,
        time_complexity: description.time.clone(),
        space_complexity: description.space.clone(),
        concepts: each(&description.concepts)?,
        learning_objectives: each(&description.objectives)?,
        runs: id.language.runs(),
        title,
        why,
    })
}

fn sentence(title: &str) -> String {
    if title.ends_with(['.', '!', '?']) { title.to_owned() } else { format!("{title}.") }
}

/// The whole statement, Markdown: a story, and what is computed.
pub(super) fn statement(instance: &Instance, language: Language, story: &str) -> Result<String> {
    let description = &instance.family.description;
    let function = language.spelled(&description.function);
    let names: Vec<_> = description.parameters.iter().map(|parameter| language.spelled(&parameter.name)).collect();
    let mut markdown = format!(
        "{story}\n\nWrite the function `{function}({})`. Leave what it is given unchanged.\n",
        names.join(", ")
    );
    let examples = instance.cases.iter().filter(|case| case.kind == CaseKind::Example);
    for (number, case) in (1..).zip(examples) {
        let input = input(&names, &case.args);
        markdown.push_str(&format!("\n**Example {number}**\n\n```text\n{input}\n→ {}\n```\n", shown(&case.expected)));
        if let Some(explain) = instance.family.maker.explain {
            markdown.push_str(&format!("\n{}\n", explain(&Args(&case.args), &case.expected)));
        }
    }
    markdown.push_str("\n**Bounds**\n\n");
    for constraint in &description.constraints {
        markdown.push_str(&format!("- {}\n", instance.text(constraint)?));
    }
    markdown.push_str(&format!("- The time of a good solution is {}.\n", description.time));
    Ok(markdown)
}

fn test_case(instance: &Instance, index: usize, case: &Case) -> TestCase {
    let names: Vec<_> = instance.family.description.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let explanation = match &case.kind {
        CaseKind::Example => instance.family.maker.explain.map(|explain| explain(&Args(&case.args), &case.expected)),
        CaseKind::Plain => None,
        CaseKind::Edge(what) => Some(format!("An edge: {what}.")),
        CaseKind::Large => Some("A large one: a solution of the wrong complexity does not end in time.".into()),
    };
    TestCase {
        id: (index + 1).to_string(),
        input: input(&names, &case.args),
        expected_output: shown(&case.expected),
        is_hidden: case.kind != CaseKind::Example,
        explanation,
    }
}

/// `prices = [3, 5]`, an argument a line.
pub(super) fn input(names: &[String], args: &[Value]) -> String {
    names.iter().zip(args).map(|(name, value)| format!("{name} = {}", shown(value))).collect::<Vec<_>>().join("\n")
}

/// A value for people; what is long, abbreviated.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Array(entries) => {
            let mut texts: Vec<_> = entries.iter().take(ENTRIES).map(shown).collect();
            if entries.len() > ENTRIES {
                texts.push(format!("… {} more", grouped(&(entries.len() - ENTRIES).to_string())));
            }
            format!("[{}]", texts.join(", "))
        }
        Value::String(text) => match text.char_indices().nth(CHARACTERS) {
            Some((end, _)) => {
                let more = text[end..].chars().count();
                format!("{} … {} more", Value::from(&text[..end]), grouped(&more.to_string()))
            }
            None => value.to_string(),
        },
        _ => value.to_string(),
    }
}
