//! Names: what they hide, what nobody reads, what they say.

use std::collections::HashMap;

use tree_sitter::Node;

use super::nodes::{called, children, is_number, is_scope, within};
use super::scope::How;
use crate::api::FindingKind::{Actionable, Essential, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

const BUILTINS: [&str; 30] = [
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "dict",
    "enumerate",
    "filter",
    "float",
    "input",
    "int",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "object",
    "open",
    "print",
    "range",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
    "zip",
];

pub(super) const SHADOWED_BUILTIN: Rule = Rule {
    name: "shadowed-builtin",
    kind: Actionable,
    on: &["function_definition", "module"],
    check: shadowed_builtin,
    why: "Python's own functions are names like any other. After `list = [1, 2]`, `list(...)` is no longer the function but that value, and calls fail far from the cause.",
    bad: "def mean(list):\n    return sum(list) / len(list)\n",
    good: "def mean(numbers):\n    return sum(numbers) / len(numbers)\n",
};

fn shadowed_builtin<'t>(_: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let mut said = Vec::new();
    for binding in &report.scope(at.node).bindings {
        let hides =
            BUILTINS.contains(&binding.name) && !matches!(binding.how, How::Imported | How::Defined | How::Declared);
        if hides && !said.contains(&binding.name) {
            said.push(binding.name);
            report.say(
                binding.node,
                format!(
                    "`{0}` is a function of Python, and this name hides it. Try a name that says what is in it.",
                    binding.name
                ),
            );
        }
    }
}

pub(super) const HIDDEN_BUILTIN_CALLED: Rule = Rule {
    name: "hidden-builtin-called",
    kind: Essential,
    on: &["function_definition", "module"],
    check: hidden_builtin_called,
    why: "A name means one thing at a time. Once it holds a list, a number or a text, it can't be called, and the program stops with a TypeError.",
    bad: "sum = 0\nfor price in [1, 2]:\n    sum = sum + price\nprint(sum([3, 4]))\n",
    good: "total = 0\nfor price in [1, 2]:\n    total = total + price\nprint(sum([3, 4]))\n",
};

fn hidden_builtin_called<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    let names = scope.by_name();
    let is_value = |node: Node| {
        is_number(node)
            || matches!(
                node.kind(),
                "string" | "list" | "dictionary" | "tuple" | "set" | "binary_operator" | "list_comprehension"
            )
    };
    within(at.node, |node| {
        if let Some(name) = called(tree, node).filter(|name| BUILTINS.contains(name) && !scope.outer.contains(name)) {
            let bindings = names.get(name).map(Vec::as_slice).unwrap_or_default();
            let values = bindings.iter().all(|binding| {
                binding.how == How::Augmented || (binding.how == How::Assigned && binding.value.is_some_and(is_value))
            });
            let before = bindings.first().filter(|first| values && first.node.start_byte() < node.start_byte());
            if let Some(first) = before {
                let line = tree.source.line_at(first.node.start_byte());
                report.say(
                    node,
                    format!(
                        "Since line {line} `{name}` is a value and no longer Python's function, so it can't be called."
                    ),
                );
            }
        }
        !is_scope(node)
    });
}

pub(super) const UNUSED_VARIABLE: Rule = Rule {
    name: "unused-variable",
    kind: Actionable,
    on: &["function_definition"],
    check: unused_variable,
    why: "A value that nobody reads is work for nothing, and often a sign that another name was meant further down.",
    bad: "def area(width, height):\n    result = width * height\n    return width\n",
    good: "def area(width, height):\n    result = width * height\n    return result\n",
};

fn unused_variable<'t>(_: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    for (name, bindings) in scope.by_name() {
        let local = bindings.iter().all(|binding| matches!(binding.how, How::Assigned | How::Except | How::With));
        if local && !name.starts_with('_') && !scope.uses(name) && !scope.outer.contains(name) {
            report.say(bindings[0].node, format!("`{name}` gets a value here, and nothing in this function reads it."));
        }
    }
}

pub(super) const UNBOUND_COUNT: Rule = Rule {
    name: "unbound-count",
    kind: Essential,
    on: &["function_definition"],
    check: unbound_count,
    why: "A name that gets a value in a function is the function's own, also where a name outside is spelled the same. `+=` reads it first, and stops with an UnboundLocalError.",
    bad: "count = 0\n\ndef step():\n    count += 1\n",
    good: "def step(count):\n    count += 1\n    return count\n",
};

fn unbound_count<'t>(_: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    for (name, bindings) in scope.by_name() {
        if bindings.iter().all(|binding| binding.how == How::Augmented) && !scope.outer.contains(name) && !scope.dynamic
        {
            let message = format!(
                "`{name}` has no value yet in this function. Give it one before, or take it as a parameter and return it."
            );
            report.say(bindings[0].node, message);
        }
    }
}

pub(super) const UNUSED_IMPORT: Rule = Rule {
    name: "unused-import",
    kind: Actionable,
    on: &["module", "function_definition"],
    check: unused_import,
    why: "An import that nobody uses costs time at each start, and lets a reader look for what it is needed for.",
    bad: "import os\nimport sys\n\nprint(sys.argv)\n",
    good: "import sys\n\nprint(sys.argv)\n",
};

fn unused_import<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    // A file of nothing but imports gives them to others.
    let is_import =
        |node: &Node| matches!(node.kind(), "import_statement" | "import_from_statement" | "future_import_statement");
    if at.node.kind() == "module"
        && children(at.node).iter().filter(|node| node.kind() != "expression_statement").all(is_import)
    {
        let has_code =
            children(at.node).iter().any(|node| node.named_child(0).is_some_and(|inner| inner.kind() == "call"));
        if !has_code {
            return;
        }
    }
    let scope = report.scope(at.node);
    for binding in scope.bindings.iter().filter(|binding| binding.how == How::Imported && !scope.uses(binding.name)) {
        let Some(statement) = binding.value else { continue };
        let relative =
            statement.child_by_field_name("module_name").is_some_and(|module| module.kind() == "relative_import");
        // `import x as x` hands on, and within `try` or `if` an import asks whether there is such a module.
        let item = binding.node.parent();
        let hands_on = item.is_some_and(|item| {
            item.child_by_field_name("name")
                .is_some_and(|name| item.kind() == "aliased_import" && tree.text(name) == binding.name)
        });
        let asks = statement.parent().is_some_and(|parent| parent.kind() != "module") && at.node.kind() == "module";
        if !relative && !hands_on && !asks && !scope.outer.contains(binding.name) && binding.name != "_" {
            report.say(
                item.unwrap_or(binding.node),
                format!("`{}` is imported, and nothing here uses it.", binding.name),
            );
        }
    }
}

pub(super) const UNUSED_LOOP_VARIABLE: Rule = Rule {
    name: "unused-loop-variable",
    kind: Informative,
    on: &["function_definition", "module"],
    check: unused_loop_variable,
    why: "A loop that only repeats does not need its value. The name `_` says so, and a reader does not look for where it is used.",
    bad: "def cheer(times):\n    for i in range(times):\n        print('Hurray')\n",
    good: "def cheer(times):\n    for _ in range(times):\n        print('Hurray')\n",
};

fn unused_loop_variable<'t>(_: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    for (name, bindings) in scope.by_name() {
        let alone = |node: Node| node.parent().is_some_and(|parent| parent.kind() == "for_statement");
        let only_loop = bindings.iter().all(|binding| binding.how == How::Loop && alone(binding.node));
        if only_loop && !name.starts_with('_') && !scope.uses(name) && !scope.outer.contains(name) {
            report.say(
                bindings[0].node,
                format!("The loop does not use `{name}`. As a name, `_` says that it only repeats."),
            );
        }
    }
}

pub(super) const MISLEADING_NAME: Rule = Rule {
    name: "misleading-name",
    kind: Informative,
    on: &["function_definition", "module"],
    check: misleading_name,
    why: "In many fonts `l`, `I` and `1` look the same, and so do `O` and `0`. A name that can be mistaken for a number hides mistakes.",
    bad: "def area(l, w):\n    return l * w\n",
    good: "def area(length, width):\n    return length * width\n",
};

fn misleading_name<'t>(_: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    for (name, bindings) in scope.by_name() {
        if matches!(name, "l" | "O" | "I") {
            report.say(
                bindings[0].node,
                format!("`{name}` looks like a digit in many fonts. Which word says what it is?"),
            );
        }
    }
}

pub(super) const IDLE_GLOBAL: Rule = Rule {
    name: "idle-global",
    kind: Informative,
    on: &["function_definition", "module"],
    check: idle_global,
    why: "`global` is for a function that gives an outer name a new value. Reading one works without it, and outside of functions it changes nothing.",
    bad: "limit = 3\n\ndef is_full(items):\n    global limit\n    return len(items) >= limit\n",
    good: "limit = 3\n\ndef is_full(items):\n    return len(items) >= limit\n",
};

fn idle_global<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    if scope.outer.is_empty() {
        return;
    }
    let names = scope.by_name();
    let (mut globals, mut deleted) = (Vec::new(), Vec::new());
    within(at.node, |node| {
        match node.kind() {
            "global_statement" => globals.extend(children(node)),
            "delete_statement" => deleted.extend(children(node).into_iter().map(|name| tree.text(name))),
            _ => {}
        }
        !is_scope(node)
    });
    for name in globals {
        let text = tree.text(name);
        if at.node.kind() == "module" {
            report.say(name, format!("Outside of functions `{text}` is global already, so this line changes nothing."));
        } else if !names.contains_key(text)
            && !deleted.iter().any(|deleted| deleted.split(", ").any(|name| name == text))
        {
            report.say(name, format!("This function only reads `{text}`, which works without `global`."));
        }
    }
}

pub(super) const MAGIC_NUMBER: Rule = Rule {
    name: "magic-number",
    kind: Informative,
    on: &["function_definition"],
    check: magic_number,
    why: "A number that comes several times has a meaning that its digits do not tell, and when it changes, each place has to be found. A name for it says what it is, once.",
    bad: "def split(seconds):\n    return seconds // 86400, seconds % 86400\n",
    good: "SECONDS_PER_DAY = 86400\n\ndef split(seconds):\n    return seconds // SECONDS_PER_DAY, seconds % SECONDS_PER_DAY\n",
};

fn magic_number(tree: &Tree, at: At, report: &mut Report) {
    let mut seen: HashMap<&str, Vec<Node>> = HashMap::new();
    within(at.node, |node| {
        let text = tree.text(node);
        let small = text.parse::<f64>().is_ok_and(|number| number <= 12.0) || text.trim_end_matches('0') == "1";
        let calculates =
            || node.parent().is_some_and(|parent| matches!(parent.kind(), "binary_operator" | "comparison_operator"));
        if is_number(node) && !small && calculates() {
            seen.entry(text).or_default().push(node);
        }
        !is_scope(node)
    });
    for (number, places) in seen {
        if let [first, _, ..] = places[..] {
            report.say(
                first,
                format!(
                    "`{number}` comes {} times in this function. A constant with a name would say what it means.",
                    places.len()
                ),
            );
        }
    }
}
