//! The edit that mends a mistake: what the hint says to write, at the places where it may be meant. One is offered only where the parser
//! then has less to say, so that a button never makes it worse.

use std::ops::Range;

use crate::api::SyntaxError;
use crate::tutor::analyze::source::Source;
use crate::tutor::analyze::tree::Tree;

/// So many edits are tried, of so many bytes in all: of a long text few or none, as it is parsed for each.
const MAX_TRIES: usize = 12;
const MAX_WORK: usize = 64 << 10;
/// What is put in, and takes nothing's place.
const SEPARATORS: [&str; 10] = [":", ";", ",", ")", "]", "}", "{", "\"", "'", "`"];

/// The text between the two bytes is replaced.
struct Edit {
    bytes: Range<usize>,
    text: String,
    title: String,
}

/// Gives the first mistake its edit, if there is one.
pub fn mend(tree: &Tree, errors: &mut [SyntaxError]) {
    let source = tree.source;
    if errors.is_empty() {
        return;
    }
    let tries = MAX_TRIES.min(MAX_WORK / source.text.len().max(1));
    let edit = edits(source, &errors[0]).into_iter().take(tries).find(|edit| mends(tree, errors, edit));
    errors[0].fix = edit.map(|Edit { bytes, text, title }| source.fix(bytes, title, text));
}

/// Whether an edit leaves no mistake up to where this one was, and makes no more of them.
fn mends(tree: &Tree, errors: &[SyntaxError], edit: &Edit) -> bool {
    let text = [&tree.source.text[..edit.bytes.start], &edit.text, &tree.source.text[edit.bytes.end..]].concat();
    let source = Source::new(&text);
    let Some(mended) = tree.edited(&source, edit.bytes.clone()) else { return false };
    let left = super::errors(&mended);
    let line = tree.source.line_at(edit.bytes.end).max(errors[0].end_line);
    left.first().is_none_or(|next| next.line > line) && left.len() <= errors.len()
}

/// What may be meant, the likeliest first.
fn edits(source: &Source, error: &SyntaxError) -> Vec<Edit> {
    let place = source.byte(error.line, error.column)..source.byte(error.end_line, error.end_column);
    let Some(shown) = source.text.get(place.clone()) else { return Vec::new() };
    let hint = &error.hint;
    if hint.starts_with("Indent the next line") {
        return indented(source, error.line).into_iter().collect();
    }
    if hint.starts_with("Write `}` on a line of its own") {
        let end = source.text.trim_end().len();
        return vec![Edit { bytes: end..end, text: "\n}".into(), title: "Add `}` at the end".into() }];
    }
    let mut edits = Vec::new();
    for text in quoted(hint) {
        let replaces = hint.contains("in its place") || hint.contains("in place of") || !SEPARATORS.contains(&text);
        if replaces {
            edits.extend(replacement(source, place.clone(), shown, text));
        } else {
            edits.extend(insertions(source, place.clone(), text));
        }
    }
    if hint.starts_with("Take") || hint.starts_with("Remove") {
        let title = if shown.trim().is_empty() { "Unindent this line".into() } else { format!("Remove `{shown}`") };
        edits.push(Edit { bytes: place, text: String::new(), title });
    }
    edits
}

/// The pieces of code in a hint that are whole.
fn quoted(hint: &str) -> impl Iterator<Item = &str> {
    hint.split('`').skip(1).step_by(2).filter(|text| !text.is_empty() && !text.contains('…'))
}

/// Something in the place of what is wrong, all of whose own words stay: a word may be replaced, a line may not.
fn replacement(source: &Source, bytes: Range<usize>, shown: &str, text: &str) -> Option<Edit> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = shown.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    if shown.len() > "else  if".len() && !words.all(|word| text.contains(word)) {
        return None;
    }
    let title = format!("Write `{text}`");
    let (before, after) = (source.text[..bytes.start].chars().next_back(), source.text[bytes.end..].chars().next());
    let spaced = |c: Option<char>| c.is_some_and(is_word);
    let is_long = text.contains(is_word);
    let left = if is_long && spaced(before) { " " } else { "" };
    let right = if is_long && spaced(after) { " " } else { "" };
    Some(Edit { bytes, text: format!("{left}{text}{right}"), title })
}

/// Something more: after what is wrong, at the end of its line, or before what ends the line.
fn insertions(source: &Source, bytes: Range<usize>, text: &str) -> Vec<Edit> {
    let line = source.line_at(bytes.start);
    let start = source.start(line);
    let end = start + source.line(line).trim_end().len();
    // A text that stays open is marked up to its line's end, a bracket alone.
    let mut places = if ["\"", "'", "`"].contains(&text) { Vec::new() } else { vec![bytes.end] };
    let closes =
        |at: &usize| matches!(source.text.as_bytes()[*at], b')' | b']' | b'}' | b':' | b';' | b',' | b'{' | b' ');
    let first = (bytes.start + 1..end).rev().take_while(closes).last().unwrap_or(end);
    let is_closing = [")", "]", "\"", "'", "`"].contains(&text);
    let ends = (first..=end).filter(|at| source.text.is_char_boundary(*at));
    if is_closing {
        // `f("a)` and `if f(a:` are read with the last place that may be meant first.
        places = ends.rev().chain(places.into_iter().filter(|at| *at < first && *at > bytes.start + 1)).collect();
    } else if places.first() != Some(&end) && line == source.line_at(bytes.end) {
        places.push(end);
    }
    let edit = |at| Edit { bytes: at..at, text: text.to_owned(), title: format!("Add `{text}`") };
    places.into_iter().map(edit).collect()
}

/// A body's first line, by as much as it lacks.
fn indented(source: &Source, line: usize) -> Option<Edit> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let header = (1..line).rev().map(|line| source.line(line)).find(|line| !line.trim().is_empty())?;
    let start = source.start(line);
    let text = format!("{}    ", &header[..indent(header)]);
    Some(Edit { bytes: start..start + indent(source.line(line)), text, title: "Indent this line".into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::analyze::languages::find;

    /// What the program becomes, and what the button says; the program itself where there is no button.
    fn mended(language: &str, code: &str) -> (String, String) {
        let source = Source::new(code);
        let tree = Tree::parse(&source, find(language).unwrap()).unwrap();
        let mut errors = super::super::errors(&tree);
        mend(&tree, &mut errors);
        assert!(!errors.is_empty(), "{code}");
        let Some(fix) = &errors[0].fix else { return (code.to_owned(), String::new()) };
        let bytes = source.byte(fix.line, fix.column)..source.byte(fix.end_line, fix.end_column);
        ([&code[..bytes.start], &fix.text, &code[bytes.end..]].concat(), fix.title.clone())
    }

    #[test]
    fn a_mistake_is_mended_as_its_hint_says() {
        let rows = [
            ("python", "def f()\n    pass\n", "def f():\n    pass\n", "Add `:`"),
            ("python", "if x = 1:\n    y = 2\n", "if x == 1:\n    y = 2\n", "Write `==`"),
            ("python", "if a&&b:\n    pass\n", "if a and b:\n    pass\n", "Write `and`"),
            ("python", "print(\"hello)\n", "print(\"hello\")\n", "Add `\"`"),
            ("python", "print(len(x)\ny = 1\n", "print(len(x))\ny = 1\n", "Add `)`"),
            ("python", "if f(x:\n    pass\n", "if f(x):\n    pass\n", "Add `)`"),
            ("python", "x = [1, 2)\n", "x = [1, 2]\n", "Write `]`"),
            ("python", "x = 1)\n", "x = 1\n", "Remove `)`"),
            ("python", "for x in y:\nprint(x)\n", "for x in y:\n    print(x)\n", "Indent this line"),
            ("python", "x = 1\n  y = 2\n", "x = 1\ny = 2\n", "Unindent this line"),
            (
                "python",
                "if a:\n    pass\nelse if b:\n    pass\n",
                "if a:\n    pass\nelif b:\n    pass\n",
                "Write `elif`",
            ),
            ("python", "print \"a\"\n", "print(\"a\")\n", "Write `print(\"a\")`"),
            ("python", "whlie x:\n    pass\n", "while x:\n    pass\n", "Write `while`"),
            (
                "java",
                "class A { int f() {\n  int x = 1\n  return x;\n} }\n",
                "class A { int f() {\n  int x = 1;\n  return x;\n} }\n",
                "Add `;`",
            ),
            ("c", "int main(void) {\n  return 0\n}\n", "int main(void) {\n  return 0;\n}\n", "Add `;`"),
            ("javascript", "f(1;\n", "f(1);\n", "Add `)`"),
            ("javascript", "const a = [1 2];\n", "const a = [1, 2];\n", "Add `,`"),
            ("c", "int main(void) {\n  return 0;\n", "int main(void) {\n  return 0;\n}\n", "Add `}` at the end"),
            (
                "javascript",
                "if (a) { b(); } elif (c) { d(); }\n",
                "if (a) { b(); } else if (c) { d(); }\n",
                "Write `else if`",
            ),
        ];
        let wrong: Vec<_> = rows
            .iter()
            .map(|(language, code, right, title)| (mended(language, code), ((*right).to_owned(), (*title).to_owned())))
            .filter(|(seen, wanted)| seen != wanted)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn nothing_is_offered_that_does_not_mend_or_takes_words_away() {
        for (language, code) in [
            ("python", "print \"a very long text, longer than what is shown of it\"\n"),
            ("python", "x = = 1\n"),
            ("java", "class {\n"),
            ("go", "func {\n"),
        ] {
            let (after, title) = mended(language, code);
            assert!(after == code || !title.is_empty(), "{code}");
            for word in code.split(|c: char| !c.is_alphanumeric()) {
                assert!(after.contains(word), "{code} became {after}");
            }
        }
    }
}
