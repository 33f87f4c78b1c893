//! How functions are made.

use std::collections::HashSet;

use tree_sitter::Node;

use super::nodes::{body, called, children, falls_through, field, has, is_scope, method, within};
use crate::api::FindingKind::{Actionable, Celebratory, Essential, Informative};
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

const MANY_PARAMETERS: usize = 6;
pub(super) const MANY_STATEMENTS: usize = 50;
const DEEP: usize = 4;

pub(super) const MUTABLE_DEFAULT: Rule = Rule {
    name: "mutable-default",
    kind: Essential,
    on: &["function_definition"],
    check: mutable_default,
    why: "A default value is made once, when the function is defined, and every call without that argument shares it: what one call adds, the next one finds.",
    bad: "def add(item, items=[]):\n    items.append(item)\n    return items\n",
    good: "def add(item, items=None):\n    if items is None:\n        items = []\n    items.append(item)\n    return items\n",
};

const CHANGES: [&str; 14] = [
    "append",
    "extend",
    "insert",
    "add",
    "update",
    "pop",
    "remove",
    "clear",
    "sort",
    "reverse",
    "discard",
    "setdefault",
    "popitem",
    "appendleft",
];

fn mutable_default(tree: &Tree, at: At, report: &mut Report) {
    for (parameter, name, value) in mutable_defaults(tree, at.node) {
        if gives_changed(tree, at.node, name) {
            let message = format!(
                "All calls without `{name}` share one `{value}`, and this function changes and returns it. Try `{name}=None`, and make a new one inside."
            );
            report.say(parameter, message);
        }
    }
}

pub(super) const SHARED_DEFAULT: Rule = Rule {
    name: "shared-default",
    kind: Informative,
    on: &["function_definition"],
    check: shared_default,
    why: "A default value is made once and shared by all calls. As long as nobody changes it nothing happens; the first line that does makes a mistake that is hard to find.",
    bad: "def show(names=[]):\n    for name in names:\n        print(name)\n",
    good: "def show(names=()):\n    for name in names:\n        print(name)\n",
};

fn shared_default(tree: &Tree, at: At, report: &mut Report) {
    for (parameter, name, value) in mutable_defaults(tree, at.node) {
        if !gives_changed(tree, at.node, name) {
            report.say(parameter, format!("All calls without `{name}` share one `{value}`. A tuple or `None` as the default can't be changed by accident."));
        }
    }
}

fn mutable_defaults<'a, 't>(tree: &Tree<'a>, function: Node<'t>) -> Vec<(Node<'t>, &'a str, &'a str)> {
    let Some(list) = function.child_by_field_name("parameters") else { return Vec::new() };
    let mutable = |parameter: Node<'t>| {
        let (name, value) = (parameter.child_by_field_name("name")?, parameter.child_by_field_name("value")?);
        let made = matches!(called(tree, value), Some("list" | "dict" | "set"));
        let kinds =
            ["list", "dictionary", "set", "list_comprehension", "dictionary_comprehension", "set_comprehension"];
        (made || kinds.contains(&value.kind())).then(|| (parameter, tree.text(name), tree.text(value)))
    };
    children(list).into_iter().filter_map(mutable).collect()
}

/// Whether a function changes one of its parameters, before the name gets another value, and returns it. One that is changed and
/// kept is mostly a memory on purpose.
fn gives_changed(tree: &Tree, function: Node, name: &str) -> bool {
    let Some(body) = function.child_by_field_name("body") else { return false };
    let is_it = |node: Node| node.kind() == "identifier" && tree.text(node) == name;
    let (mut changed, mut replaced, mut returned) = (false, false, false);
    within(body, |node| {
        returned |= node.kind() == "return_statement" && node.named_child(0).is_some_and(is_it);
        if changed || replaced {
            return true;
        }
        let left = node.child_by_field_name("left");
        let item = |node: Node| node.kind() == "subscript" && node.child_by_field_name("value").is_some_and(is_it);
        match node.kind() {
            "call" => {
                changed = method(tree, node).is_some_and(|(object, method)| is_it(object) && CHANGES.contains(&method))
            }
            "assignment" => {
                replaced = left.is_some_and(is_it);
                changed = left.is_some_and(item);
            }
            "augmented_assignment" => changed = left.is_some_and(|left| is_it(left) || item(left)),
            "delete_statement" => changed = node.named_child(0).is_some_and(item),
            _ => {}
        }
        true
    });
    changed && returned
}

pub(super) const MISSING_RETURN: Rule = Rule {
    name: "missing-return",
    kind: Actionable,
    on: &["function_definition"],
    check: missing_return,
    why: "A function that ends without `return` gives `None`. Where other paths give a value, the caller has to expect both, and mostly does not.",
    bad: "def grade(points):\n    if points > 90:\n        return 'A'\n    elif points > 80:\n        return 'B'\n",
    good: "def grade(points):\n    if points > 90:\n        return 'A'\n    elif points > 80:\n        return 'B'\n    return 'C'\n",
};

fn missing_return(tree: &Tree, at: At, report: &mut Report) {
    let Some(block) = at.node.child_by_field_name("body") else { return };
    let (mut value, mut generator) = (None, false);
    within(block, |node| {
        generator |= node.kind() == "yield";
        let returned = node.named_child(0).filter(|_| node.kind() == "return_statement");
        value = value.or(returned.filter(|returned| returned.kind() != "none"));
        !is_scope(node)
    });
    if let (Some(_), false, true, Some(name)) =
        (value, generator, falls_through(tree, block), at.node.child_by_field_name("name"))
    {
        let message = format!(
            "`{}` returns a value on some paths, and on another one it ends without `return`, which gives `None`.",
            tree.text(name)
        );
        report.say(name, message);
    }
}

pub(super) const MISSING_SELF: Rule = Rule {
    name: "missing-self",
    kind: Essential,
    on: &["class_definition"],
    check: missing_self,
    why: "Python passes the object as the first argument of a method. Without a parameter for it, the call fails, and `self` has no value inside.",
    bad: "class Dog:\n    def bark():\n        print('Woof')\n",
    good: "class Dog:\n    def bark(self):\n        print('Woof')\n",
};

fn missing_self(tree: &Tree, at: At, report: &mut Report) {
    let statements = body(at.node);
    // A class method may call the others on the class.
    if statements.iter().any(|statement| tree.text(*statement).starts_with("@classmethod")) {
        return;
    }
    // A function that the class itself calls or hands on is no method.
    let mut used = HashSet::new();
    for statement in statements.iter().filter(|statement| !is_scope(**statement)) {
        within(*statement, |node| {
            if node.kind() == "identifier" {
                used.insert(tree.text(node));
            }
            !is_scope(node)
        });
    }
    for function in statements.into_iter().filter(|statement| statement.kind() == "function_definition") {
        let (Some(name), Some(list)) =
            (function.child_by_field_name("name"), function.child_by_field_name("parameters"))
        else {
            continue;
        };
        let text = tree.text(name);
        let empty = children(list).is_empty() && !used.contains(text) && !text.starts_with("__");
        // Interfaces of some libraries are classes whose methods have no `self` and no code.
        let documents = at.node.child_by_field_name("superclasses").is_some() && body(function).len() == 1;
        if empty && !documents {
            report.say(
                name,
                format!("`{text}` has no parameter for the object that it is called on. Try `def {text}(self):`."),
            );
        }
    }
}

pub(super) const ENDLESS_RECURSION: Rule = Rule {
    name: "endless-recursion",
    kind: Essential,
    on: &["function_definition"],
    check: endless_recursion,
    why: "A recursive function needs a case that it answers without calling itself. Without one it calls itself until Python stops it with a RecursionError.",
    bad: "def countdown(n):\n    print(n)\n    countdown(n - 1)\n",
    good: "def countdown(n):\n    if n == 0:\n        return\n    print(n)\n    countdown(n - 1)\n",
};

fn endless_recursion<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let (Some(name), Some(block)) = (at.node.child_by_field_name("name"), at.node.child_by_field_name("body")) else {
        return;
    };
    let decorated = at.parent.is_some_and(|parent| parent.kind() == "decorated_definition");
    let mut around = std::iter::successors(at.node.parent(), Node::parent).filter(|node| is_scope(*node));
    let in_class = around.next().is_some_and(|around| around.kind() == "class_definition");
    if decorated {
        return;
    }
    let text = tree.text(name);
    // A method that puts another one in its place, for the next call.
    let replaces = has(block, |node| {
        node.kind() == "assignment" && field(node, "left").is_some_and(|left| tree.text(left) == format!("self.{text}"))
    });
    if replaces {
        return;
    }
    let me = |node| {
        let by_self = method(tree, node).is_some_and(|(object, name)| name == text && tree.text(object) == "self");
        if in_class { by_self } else { called(tree, node) == Some(text) }
    };
    // Anything that decides, waits or may leave before.
    let decides = |node: Node| {
        let kinds = [
            "if_statement",
            "while_statement",
            "for_statement",
            "try_statement",
            "match_statement",
            "conditional_expression",
            "boolean_operator",
            "list_comprehension",
            "set_comprehension",
            "dictionary_comprehension",
            "generator_expression",
            "yield",
            "return_statement",
            "raise_statement",
            "with_statement",
            "await",
        ];
        kinds.contains(&node.kind())
    };
    let mut call = None;
    let mut decided = false;
    within(block, |node| {
        // The call that a `return` returns comes before the function returns.
        let leaves = decides(node) && !(node.kind() == "return_statement" && has(node, me));
        if call.is_none() && !decided {
            decided = leaves;
            call = Some(node).filter(|node| !decided && me(*node));
        }
        decided |= node.kind() == "yield";
        !is_scope(node)
    });
    let rebound = || report.scope(at.node).of_name(text).next().is_some();
    if let Some(call) = call.filter(|_| !decided && !rebound()) {
        report.say(
            call,
            format!("`{text}` calls itself each time, and nothing ends it. Which case has an answer without the call?"),
        );
    }
}

pub(super) const PARAMETERS: Rule = Rule {
    name: "many-parameters",
    kind: Informative,
    on: &["function_definition"],
    check: parameters,
    why: "With many parameters a call is hard to read and easy to get wrong, as the order has to be remembered. Values that belong together can be one object.",
    bad: "def draw(x, y, width, height, colour, border, shadow):\n    print(x, y, width, height, colour, border, shadow)\n",
    good: "def draw(box, colour, border, shadow):\n    print(box, colour, border, shadow)\n",
};

fn parameters(tree: &Tree, at: At, report: &mut Report) {
    let separator = |node: &Node| matches!(node.kind(), "keyword_separator" | "positional_separator");
    let count = tree.parameters(at.node).iter().filter(|node| !separator(node)).count();
    if let Some(name) = at.node.child_by_field_name("name").filter(|_| count > MANY_PARAMETERS) {
        report.say(
            name,
            format!("`{}` takes {count} parameters. Do some of them belong together, as one object?", tree.text(name)),
        );
    }
}

pub(super) const LONG_FUNCTION: Rule = Rule {
    name: "long-function",
    kind: Informative,
    on: &["function_definition"],
    check: long_function,
    why: "A function that does one thing fits on a screen, has a name that says what, and can be tested alone. A long one mostly does several.",
    bad: "def f(n):\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    n += 7\n    n += 8\n    n += 9\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    n += 7\n    n += 8\n    n += 9\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    n += 7\n    n += 8\n    n += 9\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    n += 7\n    n += 8\n    n += 9\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    n += 7\n    n += 8\n    n += 9\n    n += 1\n    n += 2\n    n += 3\n    n += 4\n    n += 5\n    n += 6\n    return n\n",
    good: "def add_all(numbers):\n    return sum(numbers)\n",
};

fn long_function(tree: &Tree, at: At, report: &mut Report) {
    let Some(name) = at.node.child_by_field_name("name") else { return };
    let mut count = 0;
    within(at.node, |node| {
        count += usize::from(tree.kinds(node).is(Kinds::STATEMENT));
        !is_scope(node)
    });
    if count > MANY_STATEMENTS {
        report.say(
            name,
            format!(
                "`{}` has {count} statements. Is there a part with a name of its own that could be a function?",
                tree.text(name)
            ),
        );
    }
}

pub(super) const DEEP_NESTING: Rule = Rule {
    name: "deep-nesting",
    kind: Informative,
    on: &["function_definition", "module"],
    check: deep_nesting,
    why: "To follow a line, a reader keeps every condition around it in mind. A `return` or `continue` for the special cases first, or a function for the inner part, makes it flat.",
    bad: "def find(grid):\n    for row in grid:\n        for cell in row:\n            if cell:\n                for item in cell:\n                    if item > 3:\n                        return item\n    return None\n",
    good: "def find(grid):\n    for row in grid:\n        for cell in row:\n            for item in cell:\n                if item > 3:\n                    return item\n    return None\n",
};

fn deep_nesting(_tree: &Tree, at: At, report: &mut Report) {
    let mut ends: Vec<usize> = Vec::new();
    let mut first = None;
    within(at.node, |node| {
        if first.is_some() {
            return false;
        }
        if matches!(
            node.kind(),
            "if_statement" | "for_statement" | "while_statement" | "try_statement" | "match_statement"
        ) {
            while ends.last().is_some_and(|end| *end <= node.start_byte()) {
                ends.pop();
            }
            ends.push(node.end_byte());
            first = (ends.len() > DEEP).then_some(node);
        }
        !is_scope(node)
    });
    if let Some(keyword) = first.and_then(|node| node.child(0)) {
        report.say(keyword, format!("This `{0}` is within {DEEP} other structures. Can a special case leave early, or the inner part be a function?", keyword.kind()));
    }
}

pub(super) const DOCUMENTED: Rule = Rule {
    name: "documented",
    kind: Celebratory,
    on: &["function_definition"],
    check: documented,
    why: "A docstring says what a function is for, and type hints say what goes in and out: `help()`, editors and the next reader all use them.",
    bad: "def area(width: float, height: float) -> float:\n    \"\"\"The area of a rectangle.\"\"\"\n    return width * height\n",
    good: "def area(width, height):\n    return width * height\n",
};

fn documented(tree: &Tree, at: At, report: &mut Report) {
    let parameters = tree.parameters(at.node);
    let typed =
        parameters.iter().all(|parameter| matches!(parameter.kind(), "typed_parameter" | "typed_default_parameter"));
    let typed = typed && !parameters.is_empty() && at.node.child_by_field_name("return_type").is_some();
    let docstring = body(at.node).first().and_then(|first| field(*first, "body").or(first.named_child(0)));
    if let (true, Some("string"), Some(name)) =
        (typed, docstring.map(|first| first.kind()), at.node.child_by_field_name("name"))
    {
        report.say(name, format!("`{}` says what it does, what it takes and what it gives: a reader can use it without reading its code.", tree.text(name)));
    }
}
