//! The languages: a file and a row of [`LANGUAGES`] each.

use std::sync::OnceLock;

mod c;
mod cpp;
mod go;
mod java;
mod javascript;
mod python;
mod rust;
mod typescript;

/// A language that is analysed.
pub struct Language {
    /// Its plain name (`cpp`).
    pub name: &'static str,
    /// Its name in text (`C++`).
    pub title: &'static str,
    /// Other names and endings of file names, in lower case.
    pub aliases: &'static [&'static str],
    /// Its tree-sitter grammar.
    pub grammar: fn() -> tree_sitter::Language,
    /// What the grammar's nodes are.
    pub nodes: Nodes,
    /// What no program of it has, and what its parser bears badly; empty where there is no such thing.
    pub foreign: &'static str,
}

/// The kinds of nodes that mean something, by what they mean. A kind may be in several lists.
#[derive(Default)]
pub struct Nodes {
    /// Functions and methods that have a body.
    pub functions: &'static [&'static str],
    /// Functions within an expression that are part of the function around them.
    pub lambdas: &'static [&'static str],
    /// Classes and whatever else has methods.
    pub types: &'static [&'static str],
    /// `if`.
    pub ifs: &'static [&'static str],
    /// `elif`, where it is not an `if` within an `else`.
    pub else_ifs: &'static [&'static str],
    /// `else`, where it has a node of its own.
    pub elses: &'static [&'static str],
    /// Loops.
    pub loops: &'static [&'static str],
    /// The `for` of a comprehension.
    pub comprehensions: &'static [&'static str],
    /// Decisions that are no structure: the `if` of a comprehension, `?`, a default value, `#if`.
    pub branches: &'static [&'static str],
    /// `switch` and `match`.
    pub switches: &'static [&'static str],
    /// A case, the default one not.
    pub cases: &'static [&'static str],
    /// `catch`.
    pub catches: &'static [&'static str],
    /// `a ? b : c`.
    pub conditionals: &'static [&'static str],
    /// Two expressions and an operator between them.
    pub binaries: &'static [&'static str],
    /// Operators that evaluate the second expression only at need.
    pub logical_operators: &'static [&'static str],
    /// Jumps elsewhere than to the next end or beginning of a loop, if they have a label.
    pub jumps: &'static [&'static str],
    /// Checks that end the program, which count as a decision.
    pub asserts: &'static [&'static str],
    /// Calls.
    pub calls: &'static [&'static str],
    /// Comments.
    pub comments: &'static [&'static str],
    /// Texts and other operands that have nodes within them.
    pub operands: &'static [&'static str],
    /// Statements: the logical lines.
    pub statements: &'static [&'static str],
}

impl Nodes {
    /// The lists of kinds, each the bit of the same index in [`Kinds`].
    fn lists(&self) -> [&'static [&'static str]; 19] {
        [
            self.functions,
            self.lambdas,
            self.types,
            self.ifs,
            self.else_ifs,
            self.elses,
            self.loops,
            self.comprehensions,
            self.branches,
            self.switches,
            self.cases,
            self.catches,
            self.conditionals,
            self.binaries,
            self.jumps,
            self.asserts,
            self.calls,
            self.comments,
            self.operands,
        ]
    }

    /// What each kind of the grammar means, by its number.
    fn table(&self, grammar: &tree_sitter::Language) -> Vec<Kinds> {
        let mut table = vec![Kinds::default(); grammar.node_kind_count()];
        let statements = std::iter::once((Kinds::STATEMENT, self.statements));
        let bits = (0..).map(|bit| Kinds(1 << bit));
        for (kinds, names) in bits.zip(self.lists()).chain(statements) {
            for name in names {
                // A kind may have several numbers.
                for (id, entry) in (0..).zip(&mut table) {
                    if grammar.node_kind_is_named(id) && grammar.node_kind_for_id(id) == Some(name) {
                        entry.0 |= kinds.0;
                    }
                }
            }
        }
        table
    }
}

/// What a node is: some of the lists of [`Nodes`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u32);

#[allow(missing_docs)] // As the lists.
impl Kinds {
    pub const FUNCTION: Self = Self(1 << 0);
    pub const LAMBDA: Self = Self(1 << 1);
    pub const TYPE: Self = Self(1 << 2);
    pub const IF: Self = Self(1 << 3);
    pub const ELSE_IF: Self = Self(1 << 4);
    pub const ELSE: Self = Self(1 << 5);
    pub const LOOP: Self = Self(1 << 6);
    pub const COMPREHENSION: Self = Self(1 << 7);
    pub const BRANCH: Self = Self(1 << 8);
    pub const SWITCH: Self = Self(1 << 9);
    pub const CASE: Self = Self(1 << 10);
    pub const CATCH: Self = Self(1 << 11);
    pub const CONDITIONAL: Self = Self(1 << 12);
    pub const BINARY: Self = Self(1 << 13);
    pub const JUMP: Self = Self(1 << 14);
    pub const ASSERT: Self = Self(1 << 15);
    pub const CALL: Self = Self(1 << 16);
    pub const COMMENT: Self = Self(1 << 17);
    pub const OPERAND: Self = Self(1 << 18);
    pub const STATEMENT: Self = Self(1 << 19);

    /// Whether it is one of these.
    #[must_use]
    pub fn is(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Either of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Something that is made once for each language.
pub struct PerLanguage<T>([OnceLock<T>; LANGUAGES.len()]);

impl<T> PerLanguage<T> {
    /// Nothing yet.
    pub const fn empty() -> Self {
        Self([const { OnceLock::new() }; LANGUAGES.len()])
    }

    /// That of a language, which is made now if it has not been.
    pub fn get(&self, language: &Language, make: impl FnOnce() -> T) -> &T {
        let index = LANGUAGES.iter().position(|known| known.name == language.name).unwrap_or(0);
        self.0[index].get_or_init(make)
    }
}

impl Language {
    /// What each kind of node means, by its number.
    pub fn kinds(&self) -> &'static [Kinds] {
        static KINDS: PerLanguage<Vec<Kinds>> = PerLanguage::empty();
        KINDS.get(self, || self.nodes.table(&(self.grammar)()))
    }
}

/// All of them, the most learned first.
pub static LANGUAGES: [Language; 8] = [
    python::LANGUAGE,
    javascript::LANGUAGE,
    typescript::LANGUAGE,
    java::LANGUAGE,
    c::LANGUAGE,
    cpp::LANGUAGE,
    go::LANGUAGE,
    rust::LANGUAGE,
];

/// The language of this name, alias or file ending, in any case.
pub fn find(name: &str) -> Option<&'static Language> {
    let name = name.trim().trim_start_matches('.').to_ascii_lowercase();
    LANGUAGES.iter().find(|language| language.name == name || language.aliases.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_language() {
        let mut names: Vec<_> = LANGUAGES.iter().flat_map(|l| l.aliases.iter().copied().chain([l.name])).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        for (name, found) in [("Python", "python"), (" C++ ", "cpp"), (".tsx", "typescript"), ("golang", "go")] {
            assert_eq!(find(name).map(|language| language.name), Some(found));
        }
        assert!(find("brainfuck").is_none() && find("").is_none());
    }

    #[test]
    fn every_kind_is_one_of_the_grammar() {
        for language in &LANGUAGES {
            let grammar = (language.grammar)();
            let known = |kind: &str, named| grammar.id_for_node_kind(kind, named) != 0;
            for kind in language.nodes.lists().into_iter().chain([language.nodes.statements]).flatten() {
                assert!(known(kind, true), "{} has no {kind}", language.name);
            }
            for operator in language.nodes.logical_operators {
                assert!(known(operator, false), "{} has no {operator}", language.name);
            }
        }
    }
}
