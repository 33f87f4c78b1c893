//! Names that are declared, used or changed in a way that was hardly meant.

use std::collections::HashSet;

use tree_sitter::Node;

use super::names::{Access, Binding, Kind, Names};
use super::syntax::{any, bare, field};
use crate::api::FindingKind::{Actionable, Essential, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const VAR: Rule = Rule {
    name: "var",
    kind: Actionable,
    on: &["program"],
    check: var,
    why: "A `var` belongs to the whole function and is there, as `undefined`, before its line. `let` and `const` belong to their block, and a use before their line is an error.",
    bad: "var name = \"Ada\";\nconsole.log(name);\n",
    good: "const name = \"Ada\";\nconsole.log(name);\n",
};

fn var(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    let mut vars = names.bindings.iter().filter(|binding| binding.kind == Kind::Var);
    // Said once: all of a file are the same habit.
    if let Some(first) = vars.next() {
        let others = match vars.count() {
            0 => String::new(),
            count => format!(" So do {count} others."),
        };
        let better = if names.is_written(first) { "let" } else { "const" };
        report.say(first.node, format!("`var {}` reaches beyond its block.{others} Try `{better}`.", first.name));
    }
}

pub(super) const PREFER_CONST: Rule = Rule {
    name: "prefer-const",
    kind: Informative,
    on: &["program"],
    check: prefer_const,
    why: "`const` tells the reader that a name keeps its value, and stops whoever changes it by mistake.",
    bad: "function area(r) {\n  let pi = 3.14;\n  return pi * r * r;\n}\n",
    good: "function area(r) {\n  const pi = 3.14;\n  return pi * r * r;\n}\n",
};

fn prefer_const(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in names.bindings.iter().filter(|binding| could_be_const(&names, binding)) {
        // A declaration of this name only. (Asking a node for its siblings costs its depth.)
        let alone = binding.list.filter(|list| list.kind() == "lexical_declaration" && list.named_child_count() == 1);
        let keyword = alone.and_then(|list| list.child(0));
        let text = format!("`{}` never changes. Try `const`.", binding.name);
        if let Some(keyword) = keyword {
            report.fix(binding.node, text, "Make it `const`", keyword, "const");
        }
    }
}

/// A `let` of its own with a value that stays.
pub(super) fn could_be_const(names: &Names, binding: &Binding) -> bool {
    // At the top of a script others may change it.
    let here = !binding.top || names.module && !binding.exported;
    binding.kind == Kind::Let && binding.value.is_some() && here && !names.dynamic && !names.is_written(binding)
}

pub(super) const CONST_REASSIGNED: Rule = Rule {
    name: "const-reassigned",
    kind: Essential,
    on: &["program"],
    check: const_reassigned,
    why: "A `const` keeps its first value; giving it another one stops the program with a `TypeError`.",
    bad: "const count = 0;\nfunction next() {\n  count = count + 1;\n  return count;\n}\n",
    good: "let count = 0;\nfunction next() {\n  count = count + 1;\n  return count;\n}\n",
};

fn const_reassigned(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in names.bindings.iter().filter(|binding| matches!(binding.kind, Kind::Const | Kind::Import)) {
        for used in names.uses_of(binding) {
            // Declared again is another mistake, which the parser of JavaScript reports.
            if !matches!(used.access, Access::Write | Access::Update)
                || used.parent == binding.parent
                || declares(used.parent)
            {
                continue;
            }
            let name = binding.name;
            let keyword = binding.list.and_then(|list| list.child(0)).filter(|before| before.kind() == "const");
            match keyword {
                Some(keyword) => {
                    let text = format!("`{name}` is a `const` and cannot get another value. Declare it with `let`.");
                    report.fix(used.node, text, "Make it `let`", keyword, "let");
                }
                None => report
                    .say(used.node, format!("`{name}` cannot get another value here. Use a name of your own for it.")),
            }
        }
    }
}

fn declares(node: Node) -> bool {
    node.kind().ends_with("declaration") || node.kind() == "variable_declarator" || node.kind() == "import_specifier"
}

pub(super) const USE_BEFORE_DEFINITION: Rule = Rule {
    name: "use-before-definition",
    kind: Essential,
    on: &["program"],
    check: use_before_definition,
    why: "A `let`, `const` or `class` is not there before its line has run; reading it earlier stops the program with a `ReferenceError`.",
    bad: "function total(list) {\n  console.log(sum);\n  let sum = list.length;\n  return sum;\n}\n",
    good: "function total(list) {\n  let sum = list.length;\n  console.log(sum);\n  return sum;\n}\n",
};

fn use_before_definition(tree: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in names.bindings.iter().filter(|binding| matches!(binding.kind, Kind::Let | Kind::Const | Kind::Class))
    {
        for used in names.uses_of(binding).filter(|used| used.function == binding.function) {
            let within = binding.value.filter(|_| binding.kind != Kind::Class).is_some_and(|value| {
                value.start_byte() <= used.node.start_byte() && used.node.end_byte() <= value.end_byte()
            });
            let runs = !matches!(used.access, Access::Export | Access::Type) && !declares(used.parent);
            let early = used.node.end_byte() <= binding.node.start_byte();
            // What TypeScript's `declare` names is there already.
            let is_there = binding.exported && is_typescript(tree);
            if runs && (early || within) && !is_there {
                let line = binding.node.start_position().row + 1;
                let text =
                    format!("`{}` is used before line {line} has given it a value. Move that line up.", binding.name);
                report.say(used.node, text);
            }
        }
    }
}

fn is_typescript(tree: &Tree) -> bool {
    tree.language.name == "typescript"
}

pub(super) const UNUSED_VARIABLE: Rule = Rule {
    name: "unused-variable",
    kind: Actionable,
    on: &["program"],
    check: unused_variable,
    why: "What nobody reads makes readers look for its use, and is often a sign of a name that was mistyped further down.",
    bad: "function area(w, h) {\n  const size = w * h;\n  return w * w;\n}\n",
    good: "function area(w, h) {\n  const size = w * h;\n  return size;\n}\n",
};

fn unused_variable(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    if names.dynamic {
        return;
    }
    for binding in &names.bindings {
        let what = match binding.kind {
            Kind::Var | Kind::Let | Kind::Const => "value",
            Kind::Function | Kind::Class => "code",
            _ => continue,
        };
        // At the top of a script others may use it; in a pattern it may stand for its place, or for what is left out.
        let is_own = !binding.top || names.module;
        let is_plain = matches!(binding.parent.kind(), "variable_declarator") || what == "code";
        if is_own && is_plain && !binding.exported && !binding.name.starts_with('_') && !names.is_read(binding) {
            report
                .say(binding.node, format!("Nothing uses the {what} of `{}`. Leave it out, or use it.", binding.name));
        }
    }
}

pub(super) const UNUSED_IMPORT: Rule = Rule {
    name: "unused-import",
    kind: Actionable,
    on: &["program"],
    check: unused_import,
    why: "An import that nobody uses makes the program load more and tells readers of a need that is not there.",
    bad: "import { readFile, writeFile } from \"node:fs/promises\";\nexport const read = (path) => readFile(path);\n",
    good: "import { readFile } from \"node:fs/promises\";\nexport const read = (path) => readFile(path);\n",
};

fn unused_import(tree: &Tree, at: At, report: &mut Report) {
    let names = report.names();
    let unused = names.bindings.iter().filter(|binding| binding.kind == Kind::Import && !names.is_read(binding));
    let unused: Vec<_> = unused.filter(|binding| !names.dynamic && !matches!(binding.name, "React" | "h")).collect();
    if unused.is_empty() {
        return;
    }
    // Types in comments use names, too.
    let mut said = HashSet::new();
    any(at.node, |node| {
        if node.kind() == "comment" {
            said.extend(tree.text(node).split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$'));
        }
        false
    });
    for binding in unused.into_iter().filter(|binding| !said.contains(binding.name)) {
        report.say(binding.node, format!("Nothing uses the import `{}`. Leave it out.", binding.name));
    }
}

pub(super) const SHADOWED_NAME: Rule = Rule {
    name: "shadowed-name",
    kind: Informative,
    on: &["program"],
    check: shadowed_name,
    why: "Within its block the inner name hides the outer one, so a change to it leaves the outer one as it was. Two names keep them apart.",
    bad: "function best(list) {\n  let max = 0;\n  for (const n of list) {\n    let max = n;\n    console.log(max);\n  }\n  return max;\n}\n",
    good: "function best(list) {\n  let max = 0;\n  for (const n of list) {\n    max = Math.max(max, n);\n  }\n  return max;\n}\n",
};

fn shadowed_name(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    let is_variable = |binding: &Binding| matches!(binding.kind, Kind::Let | Kind::Const | Kind::Var);
    for binding in names.bindings.iter().filter(|binding| is_variable(binding)) {
        let Some(outer) = binding.hides.and_then(|index| names.bindings.get(index)) else { continue };
        // In another function it is mostly another thing of the same name.
        if (is_variable(outer) || outer.kind == Kind::Parameter) && outer.function == binding.function {
            let line = outer.node.start_position().row + 1;
            let text = format!(
                "This `{0}` hides the `{0}` of line {line}. If it is the same, leave out the keyword; else rename it.",
                binding.name
            );
            report.say(binding.node, text);
        }
    }
}

pub(super) const IMPLICIT_GLOBAL: Rule = Rule {
    name: "implicit-global",
    kind: Essential,
    on: &["program"],
    check: implicit_global,
    why: "Without `let` or `const` the name belongs to the whole program, where other code can change it; in a module it is an error.",
    bad: "function sum(list) {\n  total = 0;\n  for (const n of list) {\n    total += n;\n  }\n  return total;\n}\n",
    good: "function sum(list) {\n  let total = 0;\n  for (const n of list) {\n    total += n;\n  }\n  return total;\n}\n",
};

/// What browsers and Node.js have, and programs set.
const GLOBALS: [&str; 12] = [
    "window",
    "self",
    "global",
    "globalThis",
    "module",
    "exports",
    "location",
    "name",
    "status",
    "process",
    "require",
    "event",
];

fn implicit_global(tree: &Tree, at: At, report: &mut Report) {
    let names = report.names();
    let declared = any(at.node, |node| node.kind() == "comment" && tree.text(node).contains("global"));
    if names.dynamic || declared {
        return;
    }
    let mut seen = HashSet::new();
    for used in names.uses.iter().filter(|used| used.binding.is_none()) {
        let name = tree.text(used.node);
        let known = GLOBALS.contains(&name) || name.starts_with("on");
        if !seen.insert(name) || known {
            continue;
        }
        if used.access == Access::Write && used.parent.kind() != "variable_declarator" {
            report.say(used.node, format!("`{name}` is declared nowhere. Try `let {name}`, or check the spelling."));
        }
    }
}

pub(super) const SELF_ASSIGNMENT: Rule = Rule {
    name: "self-assignment",
    kind: Essential,
    on: &["assignment_expression"],
    check: self_assignment,
    why: "It gives a name the value that it has already. In a constructor `this.` is missing on the left.",
    bad: "class Dog {\n  constructor(name) {\n    name = name;\n  }\n}\n",
    good: "class Dog {\n  constructor(name) {\n    this.name = name;\n  }\n}\n",
};

fn self_assignment(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(right)) = (field(at.node, "left"), field(at.node, "right").map(bare)) else { return };
    if left.kind() == "identifier" && tree.text(left) == tree.text(right) {
        let name = tree.text(left);
        report.say(
            at.node,
            format!("`{name}` gets the value that it has. Was another name meant, such as `this.{name}`?"),
        );
    }
}

pub(super) const MISLEADING_NAME: Rule = Rule {
    name: "misleading-name",
    kind: Informative,
    on: &["variable_declarator"],
    check: misleading_name,
    why: "Readers take a name at its word: `isReady` is a yes or a no, `userList` has an order and a length.",
    bad: "function count(items) {\n  const isLong = 5;\n  return items.length > isLong;\n}\n",
    good: "function count(items) {\n  const longest = 5;\n  return items.length > longest;\n}\n",
};

fn misleading_name(tree: &Tree, at: At, report: &mut Report) {
    let (Some(name), Some(value)) = (field(at.node, "name"), field(at.node, "value").map(bare)) else { return };
    if name.kind() != "identifier" {
        return;
    }
    let word = tree.text(name);
    let asks = ["is", "has", "can", "should"]
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
    let promised = match value.kind() {
        "number" | "string" | "array" | "object" if asks => "a yes or a no",
        "object" | "number" | "string" if word.ends_with("List") || word.ends_with("Array") => "an array",
        "array" | "object" | "string" if word.ends_with("Count") => "a number",
        _ => return,
    };
    let kind = if value.kind() == "string" { "text" } else { value.kind() };
    report.say(
        name,
        format!("`{word}` sounds like {promised}, and holds another thing ({kind}). Consider another name."),
    );
}
