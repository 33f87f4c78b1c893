//! Code that says one language and is another.

use super::languages::{LANGUAGES, Language};
use super::syntax;
use super::tree::Tree;
use crate::api::SyntaxError;

/// Longer code is not tried: it would cost seven times the parsing.
const MAX_BYTES: usize = 32 << 10;
/// A single line is too little to tell languages apart.
const MIN_LINES: usize = 2;

/// Where fewer than one line in so many is broken, the code is what it says to be.
const FEW: usize = 10;

/// What to say in place of the syntax errors where another language has none: what the code seems to be.
pub(super) fn notice(tree: &Tree) -> Option<SyntaxError> {
    let (source, said) = (tree.source, tree.language);
    let lines = (1..=source.lines()).filter(|line| !source.line(*line).trim().is_empty()).count();
    if source.text.len() > MAX_BYTES || lines < MIN_LINES || tree.broken_lines() * FEW < lines {
        return None;
    }
    let is_whole = |language: &&'static Language| {
        language.name != said.name
            && Tree::parse(source, language)
                .is_ok_and(|tree| !tree.root().has_error() && syntax::errors(&tree).is_empty())
    };
    let other = LANGUAGES.iter().find(is_whole)?;
    let end = source.span(0..source.line(1).len()).end;
    Some(SyntaxError {
        line: 1,
        column: 1,
        end_line: end.line,
        end_column: end.column,
        message: format!("This reads as {}, not as {}.", other.title, said.title),
        hint: format!("Choose {} as its language.", other.title),
        fix: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::analyze::languages::find;
    use crate::tutor::analyze::source::Source;

    #[test]
    fn the_other_language_is_named_and_a_mistake_is_none() {
        let notice = |said: &str, code: &str| {
            let source = Source::new(code);
            notice(&Tree::parse(&source, find(said).unwrap()).unwrap()).map(|error| error.message)
        };
        let java = "class A {\n    public static void main(String[] a) { System.out.println(1); }\n}\n";
        assert_eq!(notice("python", java).as_deref(), Some("This reads as Java, not as Python."));
        let python = "def f(x):\n    return x ** 2\n";
        assert_eq!(notice("javascript", python).as_deref(), Some("This reads as Python, not as JavaScript."));
        for broken in ["def f(x)\n    return x\n", "for i in range(3)\n    print(i)\n", "if x > 5 {\n    print x\n"] {
            assert_eq!(notice("python", broken), None);
        }
        assert_eq!(notice("python", "let x = 5;"), None);
        let long = |line: &str| line.repeat(60);
        assert_eq!(
            notice("python", &long("f((a) => a ?? 1, (b) => ({ c: `${b}` }));\n")).as_deref(),
            Some("This reads as JavaScript, not as Python.")
        );
        assert_eq!(
            notice("rust", &long("x = [a for a in b]\n")).as_deref(),
            Some("This reads as Python, not as Rust.")
        );
        assert_eq!(
            notice("cpp", &long("public class A { void f() { var x = 1; } }\n")).as_deref(),
            Some("This reads as Java, not as C++.")
        );
    }
}
