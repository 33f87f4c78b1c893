//! What to ask and what to read next: from a table, by topic and language, never invented by a model.

use crate::api::{ChatRequest, Resource};

struct Topic {
    /// Lower-case words that name it.
    words: &'static [&'static str],
    suggestions: [&'static str; 3],
}

const TOPICS: &[Topic] = &[
    Topic {
        words: &["loop", "for", "while", "loops", "iterate", "iteration"],
        suggestions: [
            "When is a while loop the better choice?",
            "How do I leave a loop early?",
            "Give me a small loop exercise.",
        ],
    },
    Topic {
        words: &["function", "functions", "parameter", "argument", "return", "def"],
        suggestions: [
            "What is the difference between a parameter and an argument?",
            "When should code become a function?",
            "Give me a small function exercise.",
        ],
    },
    Topic {
        words: &["list", "lists", "array", "arrays", "slice", "index"],
        suggestions: [
            "How do I go through a list with its indexes?",
            "What does it cost to insert at the front?",
            "Give me a small list exercise.",
        ],
    },
    Topic {
        words: &["dict", "dictionary", "map", "hash", "set", "object"],
        suggestions: ["Why are look-ups in it fast?", "How do I count words with it?", "Give me a small exercise."],
    },
    Topic {
        words: &["recursion", "recursive", "recurse"],
        suggestions: [
            "What is a base case?",
            "How would the same look as a loop?",
            "Give me a small recursion exercise.",
        ],
    },
    Topic {
        words: &["class", "classes", "inheritance", "method", "constructor"],
        suggestions: [
            "When do I need a class at all?",
            "What is the difference between a class and an object?",
            "Give me a small class exercise.",
        ],
    },
    Topic {
        words: &["error", "exception", "bug", "debug", "crash", "traceback", "wrong", "fails"],
        suggestions: [
            "How do I read an error message?",
            "How do I find the line that is wrong?",
            "How would I test this?",
        ],
    },
    Topic {
        words: &["complexity", "big", "slow", "fast", "performance", "efficient"],
        suggestions: ["What is its time complexity?", "Which data structure would be faster?", "How do I measure it?"],
    },
    Topic {
        words: &["string", "strings", "text", "character"],
        suggestions: [
            "How do I join many strings well?",
            "Why can a string not be changed?",
            "Give me a small string exercise.",
        ],
    },
];

const GENERAL: [&str; 3] =
    ["Can you show a small example?", "What is a common mistake here?", "Give me a small exercise."];

/// Language, its title, its address, and what kind of page that is.
const PAGES: &[(&[&str], &str, &str, &str)] = &[
    (&["python"], "The Python Tutorial", "https://docs.python.org/3/tutorial/", "tutorial"),
    (
        &["javascript", "js"],
        "JavaScript Guide (MDN)",
        "https://developer.mozilla.org/docs/Web/JavaScript/Guide",
        "tutorial",
    ),
    (
        &["typescript", "ts"],
        "The TypeScript Handbook",
        "https://www.typescriptlang.org/docs/handbook/intro.html",
        "documentation",
    ),
    (&["java"], "Learn Java", "https://dev.java/learn/", "tutorial"),
    (&["c"], "C reference", "https://en.cppreference.com/w/c", "reference"),
    (&["c++", "cpp"], "C++ reference", "https://en.cppreference.com/w/cpp", "reference"),
    (&["go", "golang"], "A Tour of Go", "https://go.dev/tour/", "tutorial"),
    (&["rust"], "The Rust Programming Language", "https://doc.rust-lang.org/book/", "tutorial"),
];

/// Three questions the learner could ask next.
pub fn suggestions(request: &ChatRequest) -> Vec<String> {
    let words = words(request);
    let topic = TOPICS.iter().find(|topic| topic.words.iter().any(|word| words.iter().any(|w| w == word)));
    topic.map_or(GENERAL, |topic| topic.suggestions).map(str::to_owned).into()
}

/// Pages on the language in use, where one is named.
pub fn resources(request: &ChatRequest) -> Vec<Resource> {
    let words = words(request);
    let named = |names: &[&str]| match request.context.language.as_deref() {
        Some(language) => names.contains(&language.trim().to_lowercase().as_str()),
        // A single letter or a common word in a message does not name a language.
        None => names.iter().any(|name| name.len() > 2 && words.iter().any(|word| word == name)),
    };
    PAGES
        .iter()
        .filter(|(names, ..)| named(names))
        .map(|(_, title, url, kind)| Resource { title: (*title).into(), url: (*url).into(), kind: (*kind).into() })
        .collect()
}

fn words(request: &ChatRequest) -> Vec<String> {
    let topic = request.context.current_topic.as_deref().unwrap_or_default();
    format!("{topic} {}", request.message)
        .to_lowercase()
        .split(|char: char| !char.is_alphanumeric() && char != '+')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ChatContext;

    #[test]
    fn topic_and_language_choose() {
        let request = ChatRequest { message: "What is a for loop in Python?".into(), ..ChatRequest::default() };
        assert!(suggestions(&request)[0].contains("while loop"));
        assert_eq!(resources(&request)[0].title, "The Python Tutorial");
        let request = ChatRequest {
            message: "Hello!".into(),
            context: ChatContext { language: Some("C++".into()), ..ChatContext::default() },
            ..ChatRequest::default()
        };
        assert_eq!(suggestions(&request).len(), 3);
        assert_eq!(resources(&request)[0].title, "C++ reference");
    }
}
