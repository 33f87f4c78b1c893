//! Exceptions, checks and files.

use super::nodes::{body, called, children, field, method, within};
use crate::api::FindingKind::{Actionable, Celebratory, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const BARE_EXCEPT: Rule = Rule {
    name: "bare-except",
    kind: Actionable,
    on: &["except_clause"],
    check: bare_except,
    why: "Without a type, `except` catches everything: a mistyped name, Ctrl-C, even `sys.exit()`. Real mistakes look like the expected one.",
    bad: "try:\n    age = int(input())\nexcept:\n    age = 0\n",
    good: "try:\n    age = int(input())\nexcept ValueError:\n    age = 0\n",
};

fn bare_except(_tree: &Tree, at: At, report: &mut Report) {
    let parts = children(at.node);
    let bare = parts.first().is_some_and(|first| first.kind() == "block");
    let mut raises = false;
    within(at.node, |node| {
        raises |= node.kind() == "raise_statement";
        !raises
    });
    if let Some(keyword) = at.node.child(0).filter(|_| bare && !raises) {
        report.say(
            keyword,
            "This `except` catches every error. Try the one that is expected, such as `except ValueError:`.",
        );
    }
}

pub(super) const SILENT_EXCEPT: Rule = Rule {
    name: "silent-except",
    kind: Actionable,
    on: &["except_clause"],
    check: silent_except,
    why: "An error that is caught and ignored leaves no trace: the program goes on with wrong values, and nobody learns why.",
    bad: "def save(text, file):\n    try:\n        file.write(text)\n    except Exception:\n        pass\n",
    good: "def save(text, file):\n    try:\n        file.write(text)\n    except OSError as error:\n        print('Not saved:', error)\n",
};

fn silent_except(tree: &Tree, at: At, report: &mut Report) {
    let parts = children(at.node);
    let broad = match parts.first() {
        Some(first) if first.kind() == "identifier" => matches!(tree.text(*first), "Exception" | "BaseException"),
        _ => false,
    };
    let silent =
        parts.last().is_some_and(|block| children(*block).iter().all(|statement| statement.kind() == "pass_statement"));
    if let Some(keyword) = at.node.child(0).filter(|_| broad && silent) {
        report.say(keyword, "Every error ends here, and nothing is said about it. Try the one that is expected, and print or log the rest.");
    }
}

pub(super) const RAISE_NOT_IMPLEMENTED: Rule = Rule {
    name: "raise-not-implemented",
    kind: Essential,
    on: &["raise_statement"],
    check: raise_not_implemented,
    why: "`NotImplemented` is a value that operators return, not an exception. Raising it stops with `TypeError: exceptions must derive from BaseException`.",
    bad: "class Shape:\n    def area(self):\n        raise NotImplemented\n",
    good: "class Shape:\n    def area(self):\n        raise NotImplementedError\n",
};

fn raise_not_implemented(tree: &Tree, at: At, report: &mut Report) {
    let Some(raised) = at.node.named_child(0) else { return };
    let name = raised.child_by_field_name("function").unwrap_or(raised);
    if tree.text(name) == "NotImplemented" {
        let message = "`NotImplemented` can't be raised. Try `NotImplementedError`.";
        report.fix(raised, message, "Write `NotImplementedError`", name, "NotImplementedError");
    }
}

pub(super) const RAISE_TEXT: Rule = Rule {
    name: "raise-text",
    kind: Essential,
    on: &["raise_statement"],
    check: raise_text,
    why: "Only exceptions can be raised. A text stops the program too, but with a TypeError that says nothing of it.",
    bad: "def pay(amount):\n    if amount < 0:\n        raise 'The amount is negative'\n",
    good: "def pay(amount):\n    if amount < 0:\n        raise ValueError('The amount is negative')\n",
};

fn raise_text(tree: &Tree, at: At, report: &mut Report) {
    let text =
        at.node.named_child(0).filter(|raised| matches!(raised.kind(), "string" | "concatenated_string" | "integer"));
    if let Some(text) = text {
        report.say(text, format!("A text can't be raised. Try `raise ValueError({})`.", tree.text(text)));
    }
}

pub(super) const JUMP_IN_FINALLY: Rule = Rule {
    name: "return-in-finally",
    kind: Actionable,
    on: &["finally_clause"],
    check: return_in_finally,
    why: "`finally` runs also while an error is on its way. A `return` there throws the error away, and the value that the function was about to return.",
    bad: "def read(path):\n    try:\n        return open(path).read()\n    finally:\n        return ''\n",
    good: "def read(path):\n    try:\n        return open(path).read()\n    except OSError:\n        return ''\n",
};

fn return_in_finally(_tree: &Tree, at: At, report: &mut Report) {
    within(at.node, |node| {
        if node.kind() == "return_statement" {
            report.say(node, "This `return` throws away an error that is on its way. Try to return after the `try`.");
        }
        // One that is caught in here is another error.
        !matches!(node.kind(), "function_definition" | "class_definition" | "lambda")
    });
}

pub(super) const ASSERT_TUPLE: Rule = Rule {
    name: "assert-tuple",
    kind: Essential,
    on: &["assert_statement"],
    check: assert_tuple,
    why: "With parentheses around both, `assert` sees one tuple, and a tuple with something in it counts as true: the check never fails.",
    bad: "def half(n):\n    assert (n % 2 == 0, 'n is odd')\n    return n // 2\n",
    good: "def half(n):\n    assert n % 2 == 0, 'n is odd'\n    return n // 2\n",
};

fn assert_tuple(_tree: &Tree, at: At, report: &mut Report) {
    if let Some(tuple) = at.node.named_child(0).filter(|first| first.kind() == "tuple" && first.named_child_count() > 0)
    {
        report.say(tuple, "This checks a tuple, which always counts as true. Try it without the parentheses.");
    }
}

pub(super) const OPEN_WITHOUT_WITH: Rule = Rule {
    name: "open-without-with",
    kind: Actionable,
    on: &["call"],
    check: open_without_with,
    why: "What was written may stay in memory until a file is closed, and an error on the way leaves it open. `with` closes it whatever happens.",
    bad: "def read(path):\n    file = open(path)\n    text = file.read()\n    return text\n",
    good: "def read(path):\n    with open(path) as file:\n        return file.read()\n",
};

fn open_without_with(tree: &Tree, at: At, report: &mut Report) {
    let Some(parent) = at.parent.filter(|_| called(tree, at.node) == Some("open")) else { return };
    let left_open = match parent.kind() {
        // `open(path).read()`, and `for line in open(path)`.
        "attribute" | "for_statement" => true,
        "assignment" => {
            let name = parent
                .child_by_field_name("left")
                .filter(|left| left.kind() == "identifier")
                .map(|left| tree.text(left));
            let next = parent.parent().and_then(|statement| statement.next_named_sibling());
            // Closed in `finally`, used by `with`, or given to the caller.
            let cared_for =
                next.is_some_and(|next| matches!(next.kind(), "try_statement" | "with_statement" | "return_statement"));
            name.is_some_and(|name| !name.starts_with('_')) && !cared_for
        }
        _ => false,
    };
    if left_open {
        report.say(
            at.node,
            format!("Nothing here makes sure that the file is closed. Try `with {} as file:`.", tree.text(at.node)),
        );
    }
}

pub(super) const WITH_OPEN: Rule = Rule {
    name: "file-is-closed",
    kind: Celebratory,
    on: &["with_statement"],
    check: with_open,
    why: "`with` closes the file at the end of the block, also when an error leaves it early, so nothing that was written is lost.",
    bad: "with open('notes.txt') as file:\n    print(file.read())\n",
    good: "file = open('notes.txt')\nprint(file.read())\n",
};

fn with_open(tree: &Tree, at: At, report: &mut Report) {
    let Some(clause) = at.node.named_child(0).filter(|_| !body(at.node).is_empty()) else { return };
    for item in children(clause) {
        let Some(value) = field(item, "value") else { continue };
        let call = if value.kind() == "as_pattern" { value.named_child(0) } else { Some(value) };
        let opens =
            |call| called(tree, call) == Some("open") || method(tree, call).is_some_and(|(_, name)| name == "open");
        if let Some(call) = call.filter(|call| opens(*call)) {
            report.say(call, "`with` closes this file whatever happens inside.");
        }
    }
}
