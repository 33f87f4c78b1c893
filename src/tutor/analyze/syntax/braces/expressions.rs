//! Mistakes in and between expressions: separators, operands, operators, and characters that are no code.

use super::Found;
use super::tokens::{Kind, Scan, Token};
use super::words::{self, BETWEEN, ends_value, is_name};

/// Smart quotes and other characters that look like code.
pub(super) fn foreign(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at).filter(|token| token.kind == Kind::Foreign)?;
    let first = token.text.chars().next()?;
    let meant = match first {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => "\"",
        '\u{2018}' | '\u{2019}' | '\u{b4}' => "'",
        '\u{2013}' | '\u{2014}' | '\u{2212}' => "-",
        '\u{d7}' => "*",
        '\u{f7}' => "/",
        '\u{2264}' => "<=",
        '\u{2265}' => ">=",
        '\u{2260}' => "!=",
        '\u{2026}' => "...",
        '\u{ff08}' => "(",
        '\u{ff09}' => ")",
        '\u{ff0c}' => ",",
        '\u{ff1b}' => ";",
        '\u{ff1a}' => ":",
        _ => "",
    };
    let text = match (first.is_control() || ('\u{200b}'..='\u{200f}').contains(&first), matches!(meant, "\"" | "'")) {
        (true, _) => format!("There is an invisible character here (U+{:04X}), which is no code.", u32::from(first)),
        (_, true) => {
            format!("`{first}` is a typographic quote, as word processors write them; code needs straight ones.")
        }
        _ => format!("`{first}` is no character of {} code.", scan.title),
    };
    let hint = match meant {
        "" => "Remove it, or put it in quotes if it is part of a text.".to_owned(),
        meant => format!("Type `{meant}` on your keyboard in its place."),
    };
    Some(scan.found(at, at, text, hint))
}

/// `'hello'` where single quotes hold one character.
pub(super) fn character(scan: &Scan, at: usize) -> Option<Found> {
    let token =
        scan.get(at).filter(|token| token.kind == Kind::Text && matches!(scan.language, "java" | "go" | "rust"))?;
    let within = token.text.strip_prefix('\'')?.strip_suffix('\'')?;
    (!within.contains('\\') && within.chars().count() > 1).then(|| {
        let text = format!("Single quotes hold one character in {}, and `{within}` has more.", scan.title);
        scan.found(at, at, text, format!("Use double quotes for a text: `\"{within}\"`."))
    })
}

/// Operators of another language, and those that are cut in two or have their characters swapped.
pub(super) fn operator(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at)?;
    let next = scan.get(at + 1)?;
    if token.kind != Kind::Sign && token.kind != Kind::Word {
        return None;
    }
    let before = scan.before(at);
    let after_value = before.is_some_and(|before| ends_value(scan, before));
    let say = |to: usize, text: String, right: &str| Some(scan.found(at, to, text, format!("Write `{right}`.")));
    if token.is_any(&["===", "!=="]) && !scan.is_javascript() {
        let right = &token.text[..2];
        return say(at, format!("`{}` is JavaScript; {} compares with `{right}`.", token.text, scan.title), right);
    }
    if token.is(":=") && scan.language != "go" {
        return say(at, format!("`:=` is Go or Python; {} puts a value in a variable with `=`.", scan.title), "=");
    }
    if token.is(":=") {
        let name = before?;
        let word = at.checked_sub(2).and_then(|index| scan.get(index)).filter(|_| !name.first)?;
        return word.is_any(&["var", "const"]).then(|| {
            let text = format!("`:=` declares a variable already, so it does not go with `{}`.", word.text);
            scan.found(at, at, text, format!("Write `{0} := …` or `{1} {0} = …`.", name.text, word.text))
        });
    }
    if token.is_any(&["and", "or"])
        && scan.language != "cpp"
        && after_value
        && !token.first
        && (next.is_value() || next.kind == Kind::Word || next.is_any(&["(", "!", "-"]))
    {
        let right = if token.is("and") { "&&" } else { "||" };
        return say(at, format!("`{}` is no operator in {}; `{right}` is.", token.text, scan.title), right);
    }
    if token.is("not")
        && scan.language != "cpp"
        && next.kind == Kind::Word
        && before.is_some_and(|before| before.is_any(&["(", "&&", "||", "if", "while", "return", "="]))
    {
        return say(at, format!("`not` is no operator in {}; `!` is.", scan.title), "!");
    }
    let touches = token.end() == next.start;
    if token.is("=") && next.is("<") && touches && after_value {
        return say(
            at + 1,
            "`=<` is no operator: \"less than or equal\" is written with the `<` first.".to_owned(),
            "<=",
        );
    }
    if matches!(scan.language, "rust" | "go") && token.is_any(&["++", "--"]) {
        let right = if token.is("++") { "+= 1" } else { "-= 1" };
        if scan.language == "rust" {
            return say(at, format!("Rust has no `{}`.", token.text), right);
        }
        let prefix = !after_value
            && next.kind == Kind::Word
            && (token.first || before.is_some_and(|before| before.is_any(&["{", ";", "="])));
        return prefix.then(|| {
            let text = format!("In Go, `{}` goes after the variable, on its own.", token.text);
            scan.found(at, at + 1, text, format!("Write `{}{}`.", next.text, token.text))
        });
    }
    let split = [("=", "="), ("!", "="), ("<", "="), (">", "="), ("&", "&"), ("|", "|"), ("+", "=")];
    let is_split =
        split.iter().any(|(one, two)| token.is(one) && next.is(two)) && !touches && !next.first && after_value;
    let is_type = scan.language != "java" && !scan.is_javascript() && token.is_any(&["&", ">"]);
    (is_split && !is_type && !(token.is(">") && scan.language != "c")).then(|| {
        let right = format!("{}{}", token.text, next.text);
        let text = format!("There is a space within the operator `{right}`, so it is read as two.");
        scan.found(at, at + 1, text, format!("Write `{right}`."))
    })
}

/// `a + ;`, `x = )`, `(* b)`, `a + / b`.
pub(super) fn operand(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at).filter(|token| token.kind == Kind::Sign)?;
    let between = BETWEEN.contains(&token.text);
    let sign =
        token.is_any(&["+", "-"]) || (token.is("*") && matches!(scan.language, "java" | "javascript" | "typescript"));
    let logical = token.is_any(&["&&", "||"]) && scan.language != "cpp" && scan.language != "rust";
    let shift = token.is("<<") && scan.language == "cpp";
    let before = scan.before(at)?;
    if !(between || sign || logical || shift) || before.is_any(&["operator", "import", "export", "yield", "function"]) {
        return None;
    }
    let next = scan.get(at + 1);
    let ends = next.is_none_or(|next| next.is_any(&[";", ")", "]", "}", ","]));
    let is_capture = scan.language == "cpp" && token.is("=") && before.is_any(&["[", ","]);
    let of_import = scan.is_javascript() && token.is("*") && !ends_value(scan, before);
    if ends && !is_capture && !of_import {
        let text = format!("There is nothing after `{}`, which needs a value on its right.", token.text);
        return Some(scan.found(
            at,
            at,
            text,
            format!("Write the value after `{0}`, or remove the `{0}`.", token.text),
        ));
    }
    let next = next?;
    let doubled = (between || logical)
        && next.kind == Kind::Sign
        && BETWEEN.contains(&next.text)
        && !(token.end() == next.start && token.is("="));
    if doubled && ends_value(scan, before) && !(scan.is_javascript() && next.is("/")) {
        let text = format!("There is no value between `{}` and `{}`.", token.text, next.text);
        return Some(scan.found(
            at,
            at + 1,
            text,
            "Write the value that is missing, or remove one of the two operators.",
        ));
    }
    let starts =
        before.is_any(&["(", ",", "=", "return"]) && !(before.is("(") && token.is("=")) && !scan.is_javascript()
            || before.is_any(&["(", "="]) && scan.is_javascript() && !token.is("/");
    (between && starts && !is_capture && !before.is("operator") && !(token.is("=") && before.is(","))).then(|| {
        let text = format!("There is nothing before `{}`, which needs a value on its left.", token.text);
        scan.found(at, at, text, format!("Write the value before `{0}`, or remove the `{0}`.", token.text))
    })
}

/// `5 = x`, `if (a + 1 = b)`.
pub(super) fn assignment(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at).filter(|token| token.is("="))?;
    let before = scan.before(at)?;
    let in_condition =
        token.around.is_some_and(|open| scan.is(open.wrapping_sub(1), "if") || scan.is(open.wrapping_sub(1), "while"));
    let starts = at.checked_sub(2).and_then(|index| scan.get(index));
    if in_condition {
        let logical = scan
            .inside(token.around?)
            .take(60)
            .any(|inner| scan.tokens[inner].is_any(&["&&", "||", "+", "-", "*", "%"]));
        let declares = scan
            .inside(token.around?)
            .take(1)
            .any(|inner| words::keywords(scan.language).contains(&scan.tokens[inner].text) && !scan.is(inner, "this"));
        return (before.is_value() || before.is(")") || (logical && !declares)).then(|| {
            let text = "`=` puts a value in a variable, and here there is none to put it in: a comparison is meant.";
            scan.found(
                at,
                at,
                text,
                "Write `==` to compare.".replace("==", if scan.is_javascript() { "===" } else { "==" }),
            )
        });
    }
    let literal =
        before.kind == Kind::Number && (before.first || starts.is_some_and(|start| start.is_any(&[";", "{", "}"])));
    literal.then(|| {
        let text =
            format!("`{}` is a value, so nothing can be put in it: the variable goes on the left of `=`.", before.text);
        scan.found(at - 1, at, text, format!("Write the variable first: `name = {}`.", before.text))
    })
}

/// A value right after another one, in a list or a call.
pub(super) fn comma(scan: &Scan, at: usize) -> Option<Found> {
    let token = scan.get(at)?;
    let next = scan.get(at + 1)?;
    let open = token.around.filter(|_| next.around == token.around)?;
    let bracket = scan.get(open)?;
    let part_of_template = token.text.ends_with("${") || next.text.starts_with('}') || next.text.starts_with('`');
    let is_macro =
        |token: &Token| scan.is_c() && token.kind == Kind::Word && !token.text.contains(|c: char| c.is_lowercase());
    if part_of_template || is_macro(token) || is_macro(next) {
        return None;
    }
    let value = |token: &Token| token.is_value() || is_name(scan, token);
    let both_texts = token.kind == Kind::Text && next.kind == Kind::Text && scan.is_c();
    let adjacent = match bracket.text {
        "(" | "[" if scan.is_javascript() => {
            (token.is_value() || token.is_any(&["]", "true", "false", "null"])) && value(next)
                || is_js_name(scan, token) && next.is_value()
        }
        "(" | "[" => {
            (token.is_value() && value(next) || is_name(scan, token) && next.is_value())
                && !token.text.starts_with('\'')
        }
        // The elements of a list in braces, where there are others.
        "{" => token.is_value() && next.is_value() && (scan.is(open + 2, ",") || at == open + 1),
        _ => false,
    };
    let operator = |token: &Token| {
        token.is_any(&["of", "in", "as", "is", "instanceof", "and", "or", "not", "satisfies", "async", "await"])
    };
    let starts_property = next.first
        && bracket.is("{")
        && scan.is(at + 2, ":")
        && scan.is(open + 2, ":")
        && !scan.is_c()
        && scan.language != "java";
    let property = starts_property
        && (ends_value(scan, token) || token.is("}"))
        && (next.kind == Kind::Word || next.kind == Kind::Text)
        && !next.is_any(&["default", "case"]);
    let call_head = at.checked_sub(1) == Some(open) && scan.is(open.wrapping_sub(1), "for");
    if (adjacent && !both_texts && !operator(token) && !operator(next) && !call_head) || property {
        let text =
            format!("A comma is missing between `{}` and `{}`.", words::short(token.text), words::short(next.text));
        return Some(scan.found(at, at, text, format!("Write `,` after `{}`.", words::short(token.text))));
    }
    None
}

fn is_js_name(scan: &Scan, token: &Token) -> bool {
    is_name(scan, token) && !token.is_any(&["await", "yield", "async", "of"])
}

/// Go: the last element of a list needs a comma at its line's end, too.
pub(super) fn last_comma(scan: &Scan, at: usize) -> Option<Found> {
    let close = scan.get(at).filter(|close| scan.language == "go" && close.first && close.is_any(&["}", ")"]))?;
    let before = scan.before(at).filter(|before| ends_value(scan, before) || before.is("}"))?;
    let open = close.partner?;
    let inside_before = (open + 1..at)
        .rev()
        .take(200)
        .find(|index| scan.tokens[*index].first && scan.tokens[*index].around == Some(open));
    let others = inside_before.is_some_and(|first| {
        scan.before(first).is_some_and(|end| end.is(","))
            || (first == open + 1 && (close.is(")") || open > 1 && scan.is(open - 2, "]")))
    });
    let group = scan.before(open).is_some_and(|word| word.is_any(&["import", "var", "const", "type"]));
    let list = close.is(")")
        || (scan.get(open + 1).is_some_and(|first| first.first)
            && scan.before(open).is_some_and(|kind| kind.kind == Kind::Word)
            && scan.header(open).is_empty());
    (others && list && !group).then(|| {
        let text = format!(
            "In Go, a list over several lines needs a comma after its last element, too: `{}`.",
            words::short(before.text)
        );
        scan.found(at - 1, at - 1, text, format!("Write `,` after `{}`.", words::short(before.text)))
    })
}

/// `print "hello"`.
pub(super) fn call(scan: &Scan, at: usize) -> Option<Found> {
    let word = scan.get(at).filter(|word| word.kind == Kind::Word)?;
    let text = scan.get(at + 1).filter(|next| {
        next.kind == Kind::Text && !next.first && !next.text.starts_with('`') && !next.text.starts_with('}')
    })?;
    let known = ["print", "println", "printf", "puts", "log", "echo", "Println", "Printf", "input", "require", "alert"];
    known.contains(&word.text).then(|| {
        let message = format!("A call needs parentheses around what it is given: `{}` has none.", word.text);
        scan.found(at, at + 1, message, format!("Write `{}({})`.", word.text, words::short(text.text)))
    })
}

/// A statement that another one follows on the next line, without a semicolon.
pub(super) fn semicolon(scan: &Scan, at: usize) -> Option<Found> {
    if !scan.is_one_of(&["java", "c", "cpp", "rust"]) {
        return None;
    }
    let token = scan.get(at)?;
    let next = scan.get(at + 1)?;
    let in_block = |token: &Token| token.around.is_none_or(|open| scan.tokens[open].is("{"));
    let ends = ends_value(scan, token) || token.is_any(&["++", "--", "break", "continue", "return"]);
    if !ends
        || !in_block(token)
        || !next.first
        || token.around != next.around.filter(|_| !next.is("}")).or(token.around)
    {
        return None;
    }
    let goes_on = [
        "else",
        "catch",
        "finally",
        "while",
        "extends",
        "implements",
        "throws",
        "where",
        "as",
        "const",
        "override",
        "noexcept",
        "and",
        "or",
        "instanceof",
        "in",
    ];
    let statement = next.kind == Kind::Word && (!goes_on.contains(&next.text) || (next.is("while") && !token.is(")")));
    let ends_block = next.is("}") && scan.language != "rust" && token.around.is_some();
    let increments =
        next.is_any(&["++", "--"]) && scan.get(at + 2).is_some_and(|name| name.kind == Kind::Word && !name.first);
    let ends_here = statement || ends_block || increments;
    if !ends_here || !is_statement(scan, at) {
        return None;
    }
    let message = format!("The `;` at the end of this statement is missing, after `{}`.", words::short(token.text));
    let hint = format!("Write `;` after `{}`: in {}, it ends a statement.", words::short(token.text), scan.title);
    Some(scan.found(at, at, message, hint))
}

/// Whether a statement that needs a semicolon ends with this token: not a condition, the head of a function or a list's element.
fn is_statement(scan: &Scan, at: usize) -> bool {
    let token = &scan.tokens[at];
    if let Some(open) = token.partner.filter(|_| token.is(")")) {
        let Some(word) = scan.before(open) else { return false };
        if word.is_any(&[
            "if",
            "while",
            "for",
            "switch",
            "catch",
            "synchronized",
            "constexpr",
            "__attribute__",
            "defined",
        ]) {
            return false;
        }
    }
    let mut evidence = token.is_any(&["++", "--", "break", "continue", "return"]);
    let mut start = at;
    for _ in 0..80 {
        let before = &scan.tokens[start];
        if let Some(open) = before.partner.filter(|open| *open < start) {
            evidence |= before.is(")") && token.around.is_some();
            start = open;
        }
        evidence |= scan.tokens[start]
            .is_any(&["=", "+=", "-=", "return", "<<", "let", "import", "package", "throw", "use", "using", "break"]);
        let Some(previous) = scan.before(start) else { break };
        if previous.is_any(&[";", "{", "}", ":", ","]) && previous.around.is_none_or(|open| scan.tokens[open].is("{"))
            || scan.tokens[start].around != token.around
        {
            break;
        }
        start -= 1;
    }
    let first = &scan.tokens[start];
    let typed = start + 1 == at && words::TYPES.contains(&first.text);
    let heads = first.is_any(&[
        "@",
        "template",
        "#",
        "case",
        "default",
        "struct",
        "enum",
        "class",
        "interface",
        "fn",
        "impl",
        "pub",
        "macro_rules",
        "mod",
        "trait",
        "match",
        "extern",
        "typedef",
    ]);
    // The elements of an `enum` or of a list have commas between them.
    let list = scan.before(start).is_some_and(|before| before.is(","));
    let in_type = token.around.is_some_and(|open| scan.header(open) == "class");
    let header = in_type && token.is(")");
    (evidence || typed) && !list && !heads && !header
}

/// `;` after a `struct` or a `class`.
pub(super) fn type_semicolon(scan: &Scan, at: usize) -> Option<Found> {
    let close = scan
        .get(at)
        .filter(|close| scan.is_c() && close.is("}") && close.around.is_none_or(|open| scan.header(open) == "class"))?;
    let next = scan.get(at + 1).filter(|next| next.first && next.kind == Kind::Word)?;
    let open = close.partner?;
    let head =
        (open.saturating_sub(8)..open).rev().take_while(|index| !scan.tokens[*index].is_any(&[";", "}", ")", "{"]));
    let words: Vec<&str> = head.map(|index| scan.tokens[index].text).collect();
    let kind = words.iter().find(|word| ["struct", "class", "union", "enum"].contains(word))?;
    (!words.contains(&"typedef") && !next.text.starts_with("__")).then(|| {
        let text = format!("The `;` after the `}}` of this `{kind}` is missing.");
        scan.found(at, at, text, format!("Write `}};`: in {}, a `{kind}` ends with a semicolon.", scan.title))
    })
}

/// A list in the brackets of another language: `int[] a = [1, 2]`.
pub(super) fn list(scan: &Scan, at: usize) -> Option<Found> {
    let open = scan.get(at).filter(|open| open.is("[") && scan.is_one_of(&["java", "c", "go"]))?;
    let after = scan.before(at).is_some_and(|before| before.is_any(&["=", ":=", "return"]));
    let close = open.partner?;
    (after && close > at + 1 && (scan.language != "go" || scan.is(at + 2, ","))).then(|| {
        let text = format!("A list of values is not written in `[` and `]` in {}.", scan.title);
        let hint = if scan.language == "go" {
            "Write `[]int{1, 2, 3}`, with the type of the elements."
        } else {
            "Write the values in braces: `{1, 2, 3}`."
        };
        scan.found(at, close, text, hint)
    })
}
