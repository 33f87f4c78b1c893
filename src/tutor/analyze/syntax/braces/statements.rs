//! Mistakes in how statements are made: control flow, declarations and functions. Each function looks at one token, and at a few
//! around it, for what is never right in the language.

use super::Found;
use super::tokens::{Kind, Scan};
use super::words::{self, CONTROL, FUNCTION, TYPES, is_name};

/// `elseif` and `elif`.
pub(super) fn else_if(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    let is_it = word.is_any(&["elseif", "elif", "elsif", "elsEif", "elseIf"]) && word.kind == Kind::Word;
    let starts = scan.before(at).is_none_or(|before| before.is_any(&["}", ";"]) || word.first);
    (is_it && starts && !scan.is(at + 1, "=")).then(|| {
        let text = format!("`{}` is not a word of {}: it is written `else if`, as two words.", word.text, scan.title);
        scan.found(at, at, text, "Write `else if` here.")
    })
}

/// `if x > 1 {` where the condition is in parentheses.
pub(super) fn parentheses(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    if !scan.is_one_of(&["javascript", "typescript", "java", "c", "cpp"])
        || !word.is_any(&["if", "while", "for", "switch"])
    {
        return None;
    }
    let next = scan.get(at + 1)?;
    let is_property = scan.before(at).is_some_and(|before| before.is_any(&[".", "?.", "function"]));
    let special = next.is_any(&["(", "await", "constexpr", "consteval", ":", ",", "=", ")", "}", ";", "?"]);
    if is_property || special || (next.is("!") && !scan.is_javascript() && scan.is(at + 2, "consteval")) {
        return None;
    }
    let what = if word.is("for") { "the parts of a `for`" } else { "the condition" };
    let text = format!("After `{}`, {what} must be in parentheses, so that it is clear where it ends.", word.text);
    let hint = format!("Write `(` after `{}` and `)` before the body.", word.text);
    Some(scan.found(at, at + 1, text, hint))
}

/// `for (let i = 0, i < n, i++)`, `for (x in list)`, and Go's `for` in parentheses.
pub(super) fn for_parts(scan: &Scan, at: usize) -> Option<Found> {
    if !scan.is(at, "for") {
        return None;
    }
    let open = at + 1;
    if matches!(scan.language, "go" | "rust") {
        let semicolons = scan.is(open, "(") && scan.inside(open).any(|inner| scan.is(inner, ";"));
        if semicolons {
            let text = format!("{} has no `for` with three parts in parentheses.", scan.title);
            return Some(match scan.language {
                "go" => scan.found(
                    open,
                    open,
                    "The parts of a `for` are not in parentheses in Go.",
                    "Remove the `(` and the `)` around them.",
                ),
                _ => scan.found(at, open, text, "Go through a range: `for i in 0..n { … }`."),
            });
        }
        let name_in = scan.get(open).is_some_and(|name| is_name(scan, name)) && scan.is(open + 1, "in");
        if scan.language == "go" && name_in {
            let hint = "Write `for _, value := range list { … }`.";
            return Some(scan.found(
                open + 1,
                open + 1,
                "Go has no `in`: a loop over a collection is made with `range`.",
                hint,
            ));
        }
        let name_of = scan.language == "rust" && scan.get(open + 1).is_some_and(|word| word.is_any(&["of", ":", "="]));
        return name_of.then(|| {
            let text =
                format!("A `for` of Rust takes its values with `in`, not with `{}`.", scan.tokens[open + 1].text);
            scan.found(open + 1, open + 1, text, "Write `for name in values { … }`, such as `for i in 0..10 { … }`.")
        });
    }
    if !scan.is(open, "(") {
        return None;
    }
    let parts: Vec<usize> = scan.inside(open).take(60).collect();
    let count = |sign: &str| parts.iter().filter(|inner| scan.is(**inner, sign)).count();
    let word = |text: &str| parts.iter().copied().find(|inner| scan.is(*inner, text));
    let (commas, semicolons) = (count(","), count(";"));
    let over = word("of").or(word("in")).or(word(":"));
    if semicolons < 2 && commas + semicolons >= 2 && over.is_none() {
        let comma = word(",")?;
        let text = "The three parts of a `for` are separated by `;`, not by `,`.";
        return Some(scan.found(comma, comma, text, "Write `for (start; condition; step)`."));
    }
    if matches!(scan.language, "java" | "c" | "cpp") && semicolons == 0 {
        let inner = word("in").or(word("of"))?;
        let text = format!("`{}` is not part of a `for` in {}.", scan.tokens[inner].text, scan.title);
        let hint = if scan.language == "c" {
            "Count with an index: `for (int i = 0; i < n; i++)`."
        } else {
            "Write `for (Type name : list)`."
        };
        return Some(scan.found(inner, inner, text, hint));
    }
    let colon = word(":").filter(|_| scan.language == "javascript" && semicolons == 0 && word("?").is_none())?;
    Some(scan.found(
        colon,
        colon,
        "A loop over the elements of a list is made with `of` in JavaScript, not with `:`.",
        "Write `for (const name of list)`.",
    ))
}

/// `if (x > 1):` and the like, as in Python.
pub(super) fn colon_block(scan: &Scan, at: usize) -> Option<Found> {
    let colon = scan.get(at).filter(|token| token.is(":"))?;
    if scan.get(at + 1).is_some_and(|next| !next.first) {
        return None;
    }
    // The line's first word says whether it is one.
    let start = (at.saturating_sub(40)..at).rev().find(|index| scan.tokens[*index].first)?;
    let mut word = &scan.tokens[start];
    if word.is("}") {
        word = scan.get(start + 1)?;
    }
    let header = [
        "if", "else", "for", "while", "elif", "def", "class", "fn", "func", "function", "try", "finally", "except",
        "do", "catch",
    ];
    let question = (start..at).any(|index| scan.is(index, "?"));
    (word.is_any(&header) && !question && colon.around == word.around).then(|| {
        let text =
            format!("A block does not start with `:` in {}, as it does in Python: it is put in braces.", scan.title);
        let hint = "Write `{` in place of the `:`, and `}` on a line of its own after the block.";
        scan.found(at, at, text, hint)
    })
}

/// `else` without an `if`, `case` without a `switch`, `catch` without a `try`.
pub(super) fn stray(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    let before = at.checked_sub(1).map(|index| (index, scan.tokens[index]));
    if before.is_some_and(|(_, token)| token.is_any(&[".", "?.", "function", "::"]))
        || scan.get(at + 1)?.is_any(&["(", "=", ":", ","]) && !word.is_any(&["catch", "else"])
    {
        return None;
    }
    // What the block before is the body of.
    let header = before.filter(|(_, token)| token.is("}")).and_then(|(index, token)| Some((index, token.partner?)));
    let owner = header.map(|(_, open)| scan.header(open));
    match word.text {
        "else" => {
            let others = ["for", "while", "else", "switch", "try", "do", "function", "catch", "loop"];
            let double = owner == Some("else");
            let wrong = match (before, owner) {
                (None, _) => true,
                (Some(_), Some(owner)) => {
                    others.contains(&owner) && !(scan.language == "rust" && owner != "else" && owner != "for")
                }
                (Some((index, token)), None) => {
                    token.is("{") || (token.is(";") && scan.is(index.wrapping_sub(1), ")") && scan.ends_if(index - 1))
                }
            };
            if !wrong {
                return None;
            }
            let text = if double {
                "This `else` comes after another `else`: an `if` has at most one, at its end.".to_owned()
            } else if before.is_some_and(|(_, token)| token.is(";")) {
                "This `else` belongs to no `if`: the `;` after the condition ends the `if` already.".to_owned()
            } else {
                "This `else` belongs to no `if`: it must come right after the block of one.".to_owned()
            };
            let hint = match (double, before) {
                (true, _) => "Make the first one an `else if (condition)`, or put both blocks together.",
                (_, Some((_, token))) if token.is(";") => "Remove the `;` after the condition of the `if`.",
                _ => "Put the `if` before it, or remove the `else`.",
            };
            Some(scan.found(at, at, text, hint))
        }
        "catch" | "finally" | "except" => {
            let is_call = scan.is(at + 1, "(") && scan.language != "java" && !scan.is_javascript();
            let known = scan.is_javascript() || scan.language == "java" || scan.language == "cpp";
            if !known
                || (word.is("except") && !scan.is(at + 1, "("))
                || (is_call && scan.language != "cpp")
                || word.is("except")
            {
                return None;
            }
            let starts = word.first || before.is_some_and(|(_, token)| token.is_any(&["}", ";"]));
            let fits = matches!(owner, Some("try" | "catch" | ""));
            let is_method = scan.is(at + 1, "(") && scan.around_is_class(at);
            (starts && !fits && !is_method && scan.get(at + 1).is_some_and(|next| next.is_any(&["(", "{"]))).then(
                || {
                    let text =
                        format!("This `{}` belongs to no `try`: it must come right after the block of one.", word.text);
                    scan.found(at, at, text, "Put `try { … }` around what may fail, right before it.")
                },
            )
        }
        "case" | "default" if !scan.is_one_of(&["rust"]) => {
            let around = word.around.map(|open| scan.header(open));
            let starts = word.first || before.is_some_and(|(_, token)| token.is_any(&["}", ";", "{", ":"]));
            let is_label =
                word.is("case") && scan.get(at + 1).is_some_and(|next| next.is_value() || next.kind == Kind::Word);
            let inside = matches!(around, Some("switch" | "select" | "match" | ""));
            let nested = word.around.is_some_and(|open| scan.tokens[open].text != "{");
            (is_label && starts && !inside && !nested && (around.is_some() || word.around.is_none())).then(|| {
                let text = "This `case` is not within a `switch`, so there is no value to compare with.";
                scan.found(
                    at,
                    at,
                    text,
                    "Put it into `switch (value) { … }`; check that no `}` closes the `switch` too early.",
                )
            })
        }
        _ => None,
    }
}

/// `else (x > 1) {`.
pub(super) fn else_condition(scan: &Scan, at: usize) -> Option<Found> {
    let next = at + 1;
    let close = scan.get(next).filter(|next| next.is("(") && scan.is(at, "else"))?.partner?;
    scan.is(close + 1, "{").then(|| {
        let text = "An `else` has no condition: it is for all that the `if` did not take.";
        scan.found(at, close, text, "Write `else if` to ask another question, or remove the condition.")
    })
}

/// A function that is declared as in another language.
pub(super) fn function_word(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    let (own, form) = words::function_form(scan.language);
    let named = scan.get(at + 1)?.kind == Kind::Word && scan.is(at + 2, "(");
    let starts = word.first
        || scan.before(at).is_some_and(|before| before.is_any(&["{", "}", ";", "pub", "public", "static", "async"]));
    (FUNCTION.contains(&word.text) && word.text != own && named && starts).then(|| {
        let text = format!("`{}` does not declare a function in {}.", word.text, scan.title);
        scan.found(at, at, text, format!("Write it as `{form}`."))
    })
}

/// `function {` or `fn main {`.
pub(super) fn function_parts(scan: &Scan, at: usize) -> Option<Found> {
    let (own, form) = words::function_form(scan.language);
    let word = scan.get(at)?;
    if own.is_empty() {
        // `int main {`.
        let typed = TYPES[..10].contains(&word.text) && word.kind == Kind::Word && !scan.is(at.wrapping_sub(1), "enum");
        let name = scan.get(at + 1).filter(|name| is_name(scan, name))?;
        let in_enum = scan.is_c() && scan.before(at).is_some_and(|before| before.is_any(&[":", "class", "struct"]));
        return (typed && !in_enum && scan.is(at + 2, "{") && (scan.language != "cpp" || name.text == "main")).then(
            || {
                let text = format!(
                    "The parentheses after `{}` are missing: a function has them even without parameters.",
                    name.text
                );
                scan.found(at + 1, at + 1, text, format!("Write `{}()`.", name.text))
            },
        );
    }
    if !word.is(own) || scan.before(at).is_some_and(|before| before.is_any(&[".", "?."])) {
        return None;
    }
    let name = scan.get(at + 1)?;
    if name.is("{") {
        let text = format!(
            "This function has no parentheses after `{own}`; its parameters belong there, even if there are none."
        );
        return Some(scan.found(at, at, text, format!("Write it as `{form}`.")));
    }
    if is_name(scan, name) && scan.is(at + 2, "{") {
        let text =
            format!("The parentheses after `{}` are missing: a function has them even without parameters.", name.text);
        return Some(scan.found(at + 1, at + 1, text, format!("Write `{own} {}() {{`.", name.text)));
    }
    let is_statement = word.first && scan.before(at).is_none_or(|before| before.is_any(&["}", ";", "{"]));
    (own != "func" && name.is("(") && is_statement).then(|| {
        let text = "This function has no name, so nothing can call it.";
        scan.found(at, at + 1, text, format!("Write a name between `{own}` and `(`."))
    })
}

/// `int x = 5` where types do not go before names, and `let x` where there is no `let`.
pub(super) fn declaration(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    if word.kind != Kind::Word {
        return None;
    }
    let name = scan.get(at + 1).filter(|name| name.kind == Kind::Word && !name.first)?;
    let after = scan.get(at + 2)?;
    let starts = word.first
        || scan
            .before(at)
            .is_some_and(|before| before.is_any(&["{", "}", ";", "(", ",", "let", "const", "var", "mut"]));
    let typed_before = scan.is_javascript() || matches!(scan.language, "go" | "rust");
    let is_go_parameter = scan.language == "go" && word.around.is_some_and(|open| scan.tokens[open].is("("));
    if typed_before
        && TYPES.contains(&word.text)
        && starts
        && is_name(scan, name)
        && after.is_any(&["=", ";", ",", ")", "(", ":="])
        && !is_go_parameter
    {
        let text = format!("`{} {}`: in {}, a type does not go before the name.", word.text, name.text, scan.title);
        let in_parameters = word.around.is_some_and(|open| scan.tokens[open].is("("));
        let hint = match (scan.language, in_parameters, after.text) {
            (_, false, "(") => format!("Write it as `{}`.", words::function_form(scan.language).1),
            ("javascript", true, _) => format!("Write `{}` alone: JavaScript needs no types.", name.text),
            (_, true, _) => format!("Write `{}: type`.", name.text),
            (language, ..) => format!("Declare it as `{}`.", words::variable_form(language)),
        };
        return Some(scan.found(at, at + 1, text, hint));
    }
    let foreign = match scan.language {
        "java" | "c" | "cpp" => {
            word.is("let") || (word.is_any(&["var", "const"]) && scan.language == "c" && !word.is("const"))
        }
        "go" => word.is("let"),
        "rust" => word.is("var"),
        _ => false,
    };
    (foreign && word.first && after.is_any(&["=", ";", ":", ":="])).then(|| {
        let text = format!("`{}` does not declare a variable in {}.", word.text, scan.title);
        scan.found(at, at, text, format!("Write it as `{}`.", words::variable_form(scan.language)))
    })
}

/// `let x: number` in JavaScript, `x: int = 5` in Java and C.
pub(super) fn annotation(scan: &Scan, at: usize) -> Option<Found> {
    let colon = scan.get(at).filter(|token| token.is(":"))?;
    let name = scan.before(at).filter(|name| is_name(scan, name))?;
    let word = at.checked_sub(2).and_then(|index| scan.get(index))?;
    let kind = scan.get(at + 1).filter(|kind| kind.kind == Kind::Word)?;
    if scan.language == "javascript" && word.is_any(&["let", "const", "var"]) {
        let text = "A type after the name is TypeScript; JavaScript has no types for variables.";
        return Some(scan.found(at, at + 1, text, format!("Remove `: {}`.", kind.text)));
    }
    let in_block = colon.around.is_none_or(|open| scan.tokens[open].is("{"));
    let types = ["int", "float", "double", "char", "string", "String", "bool", "boolean", "i32", "number", "long"];
    (matches!(scan.language, "java" | "c" | "cpp")
        && in_block
        && name.first
        && types.contains(&kind.text)
        && scan.get(at + 2)?.is_any(&["=", ";"]))
    .then(|| {
        let text = format!("In {}, the type goes before the name, without `:`.", scan.title);
        scan.found(at - 1, at + 1, text, format!("Write `{} {}`.", kind.text, name.text))
    })
}

/// A keyword as a name, or a name that starts with a digit or has a hyphen.
pub(super) fn name(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at)?;
    let before = scan.before(at)?;
    let after = scan.get(at + 1)?;
    let declares: &[&str] = match scan.language {
        "rust" => &["let", "mut", "fn", "struct", "enum"],
        "go" => &["var", "func", "const"],
        "java" | "c" | "cpp" => &TYPES,
        _ => &["let", "const", "var", "function", "class"],
    };
    let declared = before.kind == Kind::Word && declares.contains(&before.text) && !word.first;
    let ends = after.is_any(&["=", ";", ",", ")", "(", ":="]) || (after.is(":") && !scan.is_c());
    let go_short = scan.language == "go" && word.first && after.is(":=");
    let keyword = words::keywords(scan.language).contains(&word.text) && word.kind == Kind::Word;
    let part_of_type = TYPES.contains(&word.text)
        || word.is_any(&["const", "operator", "mut", "fn", "enum", "this", "volatile", "true", "false", "null"])
            && before.kind == Kind::Word
            && !declared
        || (scan.is_c() && word.is_any(&["const", "operator", "volatile", "inline", "static"]))
        || (scan.language == "rust" && word.is_any(&["mut", "ref", "true", "false"]))
        || (word.is("function") && after.is("("));
    let parenthesis = after.is("(")
        && !before.is_any(&["fn", "func", "function"])
        && (scan.is_javascript() || scan.language == "go" || scan.language == "rust");
    if keyword && (declared && ends || go_short) && !part_of_type && !parenthesis {
        let text = format!("`{}` is a word of {} itself, so it cannot be a name.", word.text, scan.title);
        return Some(scan.found(
            at,
            at,
            text,
            format!("Choose another name, such as `{}_` or one that says more.", word.text),
        ));
    }
    let named = word
        .text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(|c: char| c.is_alphabetic() && !"xboeEuif".contains(c));
    if word.kind == Kind::Number && declared && named && !after.is_any(&["[", "]"]) {
        let text = format!("A name cannot start with a digit, as `{}` does.", word.text);
        return Some(scan.found(at, at, text, "Start the name with a letter."));
    }
    let hyphen = declared
        && after.is("-")
        && scan.get(at + 2).is_some_and(|part| part.kind == Kind::Word)
        && scan.get(at + 3)?.is_any(&["=", ";"]);
    hyphen.then(|| {
        let text = format!(
            "A name cannot have a hyphen: `{}-{}` is read as a subtraction.",
            word.text,
            scan.tokens[at + 2].text
        );
        scan.found(at, at + 2, text, "Join the words with `_`, or write the second one with a capital letter.")
    })
}

/// `const x;` and `let = 5`.
pub(super) fn initialiser(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at).filter(|word| word.kind == Kind::Word)?;
    let next = scan.get(at + 1);
    let declares = match scan.language {
        "rust" => word.is("let"),
        "go" => word.is("var"),
        "java" | "c" | "cpp" => TYPES[..10].contains(&word.text),
        _ => word.is_any(&["let", "const", "var"]),
    };
    if declares
        && next.is_some_and(|next| next.is("=") && !next.first)
        && !scan.before(at).is_some_and(|before| before.is("operator"))
    {
        let text = format!("There is no name between `{}` and `=`.", word.text);
        return Some(scan.found(at, at + 1, text, format!("Write a name: `{} name = …`.", word.text)));
    }
    let name = next.filter(|name| is_name(scan, name) && scan.language == "javascript" && word.is("const"))?;
    let after = scan.get(at + 2);
    after.is_none_or(|after| after.is_any(&[";", ","]) || (after.first && !after.is("="))).then(|| {
        let text = format!("`const {}` has no value; a constant cannot get one later.", name.text);
        scan.found(
            at,
            at + 1,
            text,
            format!("Write `const {0} = …`, or `let {0}` if it gets its value later.", name.text),
        )
    })
}

/// A statement where only declarations may be.
pub(super) fn outside(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at).filter(|word| word.kind == Kind::Word && word.first)?;
    let place = match (scan.language, word.around) {
        ("go" | "rust" | "c" | "cpp", None) => "outside of any function",
        ("java", Some(open)) if scan.tokens[open].is("{") && scan.header(open) == "class" => {
            "in the class, outside of any method"
        }
        _ => return None,
    };
    // In the middle of a statement it is none of its own.
    if scan.before(at).is_some_and(|before| {
        !before.is_any(&["}", ";", "{"]) && before.kind != Kind::Word && !before.is_any(&["]", ")"])
    }) {
        return None;
    }
    let next = scan.get(at + 1)?;
    let ends_before = scan.before(at).is_none_or(|before| before.is_any(&["}", ";", "{"]));
    if !ends_before && scan.language != "go" {
        return None;
    }
    let control = CONTROL.contains(&word.text) || (scan.language == "rust" && word.is_any(&["let", "loop", "match"]));
    let is_print = word.is_any(&["printf", "puts", "scanf", "fmt", "System"]) && next.is_any(&["(", "."])
        || (word.is_any(&["cout", "cin"]) && next.is_any(&["<<", ">>"]));
    let short = scan.language == "go" && next.is(":=");
    let assigns = matches!(scan.language, "go" | "rust" | "java") && is_name(scan, word) && next.is_any(&["=", "+="]);
    if word.is("const") || !(control || is_print || short || assigns) || (control && next.is_any(&["=", ":", ","])) {
        return None;
    }
    let text = if short {
        "`:=` declares a variable within a function only; this line is outside of any.".to_owned()
    } else {
        format!("This statement is {place}; only declarations may be there.")
    };
    let hint = match scan.language {
        "go" if short => format!("Write `var {} = …`, or move the line into `func main() {{ … }}`.", word.text),
        "go" => {
            "Move it into a function, such as `func main() { … }`; check that no `}` closes the function too early."
                .to_owned()
        }
        "rust" => {
            "Move it into a function, such as `fn main() { … }`; check that no `}` closes the function too early."
                .to_owned()
        }
        "java" => "Move it into a method, such as `main`; check that no `}` closes the method too early.".to_owned(),
        _ => "Move it into a function, such as `main`; check that no `}` closes the function too early.".to_owned(),
    };
    Some(scan.found(at, at, text, hint))
}

/// `{` on a line of its own, or `else` after a line break, in Go; `while`, which Go does not have.
pub(super) fn go_lines(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at).filter(|_| scan.language == "go")?;
    if token.first
        && token.is("{")
        && scan.before(at).is_some_and(|before| !before.is_any(&["{", "}", ";", ",", "(", ":"]))
    {
        let text = "In Go, the `{` must be on the line that it belongs to: at a line's end, a statement ends.";
        return Some(scan.found(at, at, text, "Move the `{` to the end of the line before."));
    }
    if token.first && token.is("else") && scan.before(at).is_some_and(|before| before.is("}")) {
        let text = "In Go, `else` must be on the line of the `}` before it: at a line's end, the `if` ends.";
        return Some(scan.found(at, at, text, "Write `} else {` on one line."));
    }
    (token.is("while") && token.first && scan.get(at + 1).is_some_and(|next| !next.is_any(&[":=", "=", ",", "."])))
        .then(|| scan.found(at, at, "Go has no `while`: its only loop is `for`.", "Write `for` in place of `while`."))
}
