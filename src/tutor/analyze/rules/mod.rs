//! What learners get wrong, and what they do well: a table row for each rule, in a file for each language.
//!
//! A rule looks at nodes of some kinds. Where it finds something it says what, in a sentence that names what it saw and suggests;
//! its `why` is what the learner reads next, and `bad` and `good` are a program before and after.

mod c;
mod cpp;
mod go;
mod java;
mod javascript;
mod python;
mod rust;
mod shared;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use tree_sitter::Node;

use super::languages::{Language, PerLanguage};
use super::tree::{At, Tree, Visitor};
use crate::api::{Finding, FindingKind, Fix};

/// As often as a rule says the same: the first ones of a file are as good as all.
const MOST: usize = 20;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its name (`mutable-default`).
    pub name: &'static str,
    /// How much it matters.
    pub kind: FindingKind,
    /// The kinds of nodes that it looks at.
    pub on: &'static [&'static str],
    /// Looks at one of them.
    pub check: for<'t> fn(&'t Tree, At<'t>, &mut Report<'t>),
    /// Why it matters.
    pub why: &'static str,
    /// What it finds.
    pub bad: &'static str,
    /// What it likes better.
    pub good: &'static str,
}

/// What a rule says.
pub struct Report<'a> {
    tree: &'a Tree<'a>,
    rule: &'static Rule,
    findings: Vec<Finding>,
    memo: Rc<Memo<'a>>,
}

/// What several rules want to know of a program.
#[derive(Default)]
struct Memo<'t> {
    /// Python: of functions, by their nodes.
    scopes: RefCell<HashMap<usize, Rc<python::Scope<'t, 't>>>>,
    /// JavaScript.
    names: OnceCell<Rc<javascript::Names<'t>>>,
}

impl Report<'_> {
    /// Something at a node.
    pub fn say(&mut self, node: Node, message: impl Into<String>) {
        self.add(node, message.into(), None);
    }

    /// Something at a node, and the text that takes the place of another one: an edit that is always right.
    pub fn fix(
        &mut self,
        node: Node,
        message: impl Into<String>,
        title: &str,
        replaced: Node,
        text: impl Into<String>,
    ) {
        let fix = self.tree.source.fix(replaced.byte_range(), title, text);
        self.add(node, message.into(), Some(fix));
    }

    fn add(&mut self, node: Node, message: String, fix: Option<Fix>) {
        let span = self.tree.source.span(node.byte_range());
        self.findings.push(Finding {
            rule: self.rule.name.to_owned(),
            kind: self.rule.kind,
            message,
            why: self.rule.why.to_owned(),
            bad: self.rule.bad.to_owned(),
            good: self.rule.good.to_owned(),
            line: span.start.line,
            column: span.start.column,
            end_line: span.end.line,
            end_column: span.end.column,
            fix,
        });
    }
}

/// The rules of a language.
pub fn of(language: &Language) -> &'static [Rule] {
    match language.name {
        "python" => python::RULES,
        "java" => java::RULES,
        "javascript" => javascript::RULES,
        "typescript" => javascript::TYPESCRIPT_RULES,
        "c" => c::RULES,
        "cpp" => cpp::RULES,
        "go" => go::RULES,
        "rust" => rust::RULES,
        _ => &[],
    }
}

/// The rules that look at each kind of node, by its number.
fn by_kind(language: &'static Language) -> Vec<Vec<&'static Rule>> {
    let grammar = (language.grammar)();
    let mut by_kind: Vec<Vec<&'static Rule>> = vec![Vec::new(); grammar.node_kind_count()];
    for rule in of(language) {
        for (id, rules) in (0..).zip(&mut by_kind) {
            if grammar.node_kind_is_named(id)
                && grammar.node_kind_for_id(id).is_some_and(|kind| rule.on.contains(&kind))
            {
                rules.push(rule);
            }
        }
    }
    by_kind
}

/// What all rules find: the most important first, then in the order of the text.
pub fn check(tree: &Tree) -> Vec<Finding> {
    static BY_KIND: PerLanguage<Vec<Vec<&'static Rule>>> = PerLanguage::empty();
    let by_kind = BY_KIND.get(tree.language, || by_kind(tree.language));
    let mut checker = Checker { tree, by_kind, findings: Vec::new(), said: HashMap::new(), memo: Rc::default() };
    tree.walk(&mut checker);
    let mut findings = checker.findings;
    findings.sort_by_key(|finding| (finding.kind, finding.line, finding.column));
    findings
}

struct Checker<'t, 'a> {
    tree: &'t Tree<'a>,
    by_kind: &'static [Vec<&'static Rule>],
    findings: Vec<Finding>,
    /// How often each rule has found something.
    said: HashMap<&'static str, usize>,
    memo: Rc<Memo<'t>>,
}

impl<'t> Visitor<'t> for Checker<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        // What is broken says nothing.
        if at.node.is_error() {
            return false;
        }
        let rules = self.by_kind.get(usize::from(at.node.kind_id())).map(Vec::as_slice).unwrap_or_default();
        for rule in rules.iter().filter(|_| !at.node.has_error()) {
            let said = self.said.entry(rule.name).or_default();
            if *said >= MOST {
                continue;
            }
            let mut report = Report { tree: self.tree, rule, findings: Vec::new(), memo: Rc::clone(&self.memo) };
            (rule.check)(self.tree, at, &mut report);
            report.findings.truncate(MOST - *said);
            *said += report.findings.len();
            self.findings.append(&mut report.findings);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::analyze::languages::LANGUAGES;
    use crate::tutor::analyze::source::Source;

    /// The lines where a rule finds something.
    pub(super) fn lines(language: &str, rule: &str, code: &str) -> Vec<usize> {
        let source = Source::new(code);
        let language = crate::tutor::analyze::languages::find(language).unwrap();
        assert!(of(language).iter().any(|known| known.name == rule), "there is no rule {rule}");
        let tree = Tree::parse(&source, language).unwrap();
        check(&tree).into_iter().filter(|finding| finding.rule == rule).map(|finding| finding.line).collect()
    }

    /// Of each row, the rule finds something in the first program and nothing in the second one.
    pub(super) fn flags_only_the_first(language: &str, rows: &[(&str, &str, &str)]) {
        let found = |rule: &str, code: &str| !lines(language, rule, code).is_empty();
        let missed = rows.iter().filter(|(rule, flagged, _)| !found(rule, flagged)).map(|row| (row.0, row.1));
        let wrong = rows.iter().filter(|(rule, _, near_miss)| found(rule, near_miss)).map(|row| (row.0, row.2));
        assert_eq!((missed.collect::<Vec<_>>(), wrong.collect::<Vec<_>>()), (vec![], vec![]), "{language}");
    }

    #[test]
    fn every_rule_is_documented_and_finds_its_bad_program_and_not_its_good_one() {
        for language in &LANGUAGES {
            let mut names: Vec<_> = of(language).iter().map(|rule| rule.name).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{}: a name is there twice", language.name);
            let grammar = (language.grammar)();
            for rule in of(language) {
                assert!(rule.why.ends_with('.') && rule.why.len() > 40, "{}", rule.name);
                for kind in rule.on {
                    assert!(grammar.id_for_node_kind(kind, true) != 0, "{}: {kind}", rule.name);
                }
                let found = |code| lines(language.name, rule.name, code);
                assert!(!found(rule.bad).is_empty(), "{} {} misses:\n{}", language.name, rule.name, rule.bad);
                assert!(found(rule.good).is_empty(), "{} {} finds:\n{}", language.name, rule.name, rule.good);
            }
        }
    }
}
