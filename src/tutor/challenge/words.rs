//! Fills a family's text with the words and numbers of an instance.

use std::collections::BTreeMap;

/// What stands for what. A word with two forms, `apple/apples`, stands under its name and under its name with an `s`.
pub type Words = BTreeMap<String, String>;

/// Replaces `{name}` by its word, and `{count:day/days}` by the number with the form that it takes. `{{` is a brace.
///
/// # Errors
/// A sentence on a name that has no word, or on a brace that is not closed.
pub fn fill(text: &str, words: &Words) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            filled.push('{');
            rest = after;
            continue;
        }
        let (inside, after) = rest.split_once('}').ok_or_else(|| format!("a brace is not closed: {rest}"))?;
        rest = after;
        let (name, forms) = inside.split_once(':').unwrap_or((inside, ""));
        let word = words.get(name).ok_or_else(|| format!("there is no word for {{{name}}}"))?;
        let text = match forms.split_once('/') {
            None => word.clone(),
            Some((one, _)) if word == "1" => format!("{word} {one}"),
            Some((_, many)) => format!("{} {many}", grouped(word)),
        };
        // A sentence may begin with a word.
        let starts = filled.trim_end_matches([' ', '\n', '*', '"']);
        let capital = forms.is_empty()
            && (starts.is_empty() || starts.ends_with(['.', '!', '?', '\n']) || filled.ends_with("\n\n"));
        filled.push_str(&if capital { capitalized(&text) } else { grouped(&text) });
    }
    filled.push_str(rest);
    Ok(filled)
}

/// `1234567` as `1,234,567`; anything but a whole number as it is.
#[must_use]
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_filled_in() {
        let words = [("item", "apple"), ("items", "apples"), ("n", "1"), ("m", "20000")];
        let words: Words = words.map(|(name, word)| (name.into(), word.into())).into();
        let filled = |text: &str| fill(text, &words);
        assert_eq!(filled("{n:day/days} and {m:day/days}, {{x}").unwrap(), "1 day and 20,000 days, {x}");
        assert_eq!(
            filled("{items} fall. {items} rot; an {item} not.").unwrap(),
            "Apples fall. Apples rot; an apple not."
        );
        assert_eq!(filled("at most {m}").unwrap(), "at most 20,000");
        assert!(filled("{pear}").is_err());
        assert!(filled("{item").is_err());
        assert_eq!(grouped("-1234567"), "-1,234,567");
    }
}
