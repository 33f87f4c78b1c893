//! What is wrong in several languages alike.

mod look;

use std::collections::HashSet;

pub(super) use look::*;
use tree_sitter::Node;

use super::Report;
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const SELF_ASSIGNMENT: &str = "Assigning a variable to itself changes nothing. Mostly one side was meant to be another name, such as a field and a parameter that share theirs.";

pub(super) fn self_assignment(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let operator = operator(at.node);
    let text = tree.text(left);
    // In a macro's arguments it may be anything.
    let is_statement = at.parent.is_some_and(|parent| parent.kind().contains("statement"));
    if text != tree.text(right) || !is_statement {
        return;
    }
    // An index or a call could do more than it seems.
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "_.->".contains(c));
    if (operator == "=" || operator.is_empty()) && is_plain {
        let hint = if tree.language.name == "java" && !text.contains('.') {
            format!(" If the field is meant, write `this.{text} = {text}`.")
        } else {
            " One of the two may be meant to be another name.".to_owned()
        };
        report.say(at.node, format!("`{text}` is assigned to itself, so nothing changes.{hint}"));
    }
}

pub(super) const SAME_OPERANDS: &str = "With the same expression on both sides the result is always the same, so the check decides nothing. Mostly one side was meant to be another name.";

pub(super) fn same_operands(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let operator = operator(at.node);
    let text = tree.text(left);
    if text != tree.text(right) {
        return;
    }
    // `x != x` is a way to ask for NaN.
    if matches!(operator, "&&" | "||" | "<" | ">" | "<=" | ">=")
        && left.kind() != "type_descriptor"
        && text.contains(char::is_alphabetic)
        && !text.contains(['(', '\'', '"'])
        && !text.contains("++")
    {
        let says =
            format!("Both sides of `{operator}` are `{}`. Look which of them should be something else.", brief(text));
        report.say(at.node, says);
    }
}

pub(super) const REPEATED_CONDITION: &str = "Of a chain of `else if`, the first branch whose condition holds runs. A condition that was asked before never gets its turn.";

/// On the first `if` of a chain.
pub(super) fn repeated_condition(tree: &Tree, at: At, report: &mut Report) {
    if at.field == Some("alternative") || at.parent.is_some_and(|parent| parent.kind() == "else_clause") {
        return;
    }
    let mut asked = HashSet::new();
    let mut next = Some(at.node);
    while let Some(node) = next {
        let Some(condition) = node.child_by_field_name("condition").map(bare) else { return };
        let text = tree.text(condition);
        // What calls or assigns may have another answer the second time.
        if text.contains(['(', '+']) || node.child_by_field_name("initializer").is_some() {
            return;
        }
        if !asked.insert(text) {
            let says = format!("`{}` was already asked above in this chain, so this branch never runs.", brief(text));
            report.say(condition, says);
        }
        next = otherwise(node).filter(|other| tree.kinds(*other).is(Kinds::IF));
    }
}

/// What an `if` does otherwise, without the `else` around it.
fn otherwise<'t>(node: Node<'t>) -> Option<Node<'t>> {
    let alternative = node.child_by_field_name("alternative")?;
    if alternative.kind() == "else_clause" { only_child(alternative) } else { Some(alternative) }
}

pub(super) const SAME_BRANCHES: &str = "When both branches do the same, the condition decides nothing: either it can go, or one of the branches was meant to differ.";

pub(super) fn same_branches(tree: &Tree, at: At, report: &mut Report) {
    let branches = (at.node.child_by_field_name("consequence"), otherwise(at.node));
    let (Some(then), Some(other)) = branches else { return };
    if children(then).is_empty() || tree.text(then) != tree.text(other) {
        return;
    }
    report.say(
        at.node,
        "Both branches of this `if` do the same. Look which of them should differ, or leave the `if` out.",
    );
}

pub(super) const EMPTY_CATCH: &str = "An exception that is caught and dropped leaves no trace: the program goes on with what failed, and nobody learns why.";

pub(super) fn empty_catch(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("body") else { return };
    let is_named_so = tree.text(at.node).contains("ignore") || tree.text(at.node).contains("expected");
    if body.named_child_count() == 0 && !is_named_so {
        report.say(
            at.node,
            "This `catch` drops the exception. Handle it, log it, or say in a comment why it does not matter.",
        );
    }
}

pub(super) const UNREACHABLE: &str =
    "A jump such as `return` ends the block at once. What follows it in the same block never runs, whatever it does.";

/// On blocks and lists of statements.
pub(super) fn unreachable(tree: &Tree, at: At, report: &mut Report) {
    let within = children(at.node);
    for pair in within.windows(2) {
        let jump =
            if pair[0].kind() == "expression_statement" { only_child(pair[0]).unwrap_or(pair[0]) } else { pair[0] };
        let word = match jump.kind() {
            "return_statement" | "return_expression" => "return",
            "break_statement" | "break_expression" => "break",
            "continue_statement" | "continue_expression" => "continue",
            "throw_statement" => "throw",
            _ => continue,
        };
        let next = pair[1].kind();
        // Rust: `#[cfg(...)] return x;` may not be there.
        if pair[0].prev_named_sibling().is_some_and(|before| before.kind() == "attribute_item") {
            continue;
        }
        let may_run = ["label", "case", "default", "preproc", "declaration", "definition", "item", "empty", "break"];
        if !may_run.iter().any(|kind| next.contains(kind)) && !tree.text(pair[1]).starts_with([';', '(']) {
            let says =
                format!("Nothing after this `{word}` runs in this block. Move it before the `{word}`, or take it out.");
            report.say(pair[1], says);
            return;
        }
    }
}

pub(super) const BOOLEAN_RETURN: &str = "A condition already is true or false: it can be returned as it is, and the reader has one line to understand instead of four.";

pub(super) fn boolean_return(tree: &Tree, at: At, report: &mut Report) {
    let parts = (
        at.node.child_by_field_name("condition"),
        at.node.child_by_field_name("consequence").and_then(boolean),
        at.node.child_by_field_name("alternative").and_then(boolean),
    );
    let (Some(condition), Some(then), Some(other)) = parts else { return };
    let value = |node: Node| tree.text(node) == "true";
    let is_chained = at.field == Some("alternative") || at.parent.is_some_and(|parent| parent.kind() == "else_clause");
    let has_more = at.node.child_by_field_name("initializer").is_some() || tree.text(condition).contains("let ");
    if value(then) == value(other) || is_chained || has_more {
        return;
    }
    let condition = tree.text(bare(condition));
    let result = if value(then) { condition.to_owned() } else { format!("!({condition})") };
    let returns = tree.text(at.node).contains("return");
    let result = match (returns, tree.language.name) {
        (true, "go") => format!("return {result}"),
        (true, _) => format!("return {result};"),
        (false, _) => result,
    };
    let says = format!("This `if` only turns a condition into true or false; `{result}` says the same.");
    // In C a condition may be a number, which `bool` makes 1.
    if matches!(tree.language.name, "c" | "cpp") {
        report.say(at.node, says);
    } else {
        report.fix(at.node, says, "Return the condition", at.node, result);
    }
}

/// `true` or `false`, where that is all that a branch gives or returns.
fn boolean(branch: Node) -> Option<Node> {
    let [mut only] = statements(branch)[..] else { return None };
    while matches!(only.kind(), "expression_statement" | "return_statement" | "return_expression" | "expression_list") {
        only = only_child(only)?;
    }
    matches!(only.kind(), "true" | "false" | "boolean_literal").then_some(only)
}

pub(super) const MANY_PARAMETERS: &str = "A call with many arguments is hard to read and easy to get wrong, as two of the same type can change places unseen.";

pub(super) fn many_parameters(tree: &Tree, at: At, report: &mut Report) {
    const MANY: usize = 6;
    let names = |parameter: &Node| {
        let mut cursor = parameter.walk();
        let names = parameter.children_by_field_name("name", &mut cursor).count();
        names.max(1)
    };
    let count: usize = tree.parameters(at.node).iter().map(names).sum();
    if let Some(name) = tree.function_name(at.node, at.parent).filter(|_| count > MANY) {
        report.say(
            header(at.node),
            format!("`{name}` takes {count} parameters. Those that belong together could become one type."),
        );
    }
}

/// What is before the body, as the place of a finding that is about a whole function.
pub(super) fn header(function: Node) -> Node {
    ["name", "declarator"].into_iter().find_map(|name| function.child_by_field_name(name)).unwrap_or(function)
}

pub(super) const DEEP_NESTING: &str = "Each level is one more condition to keep in mind. An early `return` or `continue`, or a function for the inner part, makes it flat.";

pub(super) fn deep_nesting(tree: &Tree, at: At, report: &mut Report) {
    const DEEP: usize = 4;
    let mut around: Vec<usize> = Vec::new();
    for Inside { node, kinds, field, parent, .. } in inside(tree, at.node) {
        while around.last().is_some_and(|end| *end <= node.start_byte()) {
            around.pop();
        }
        let is_else_if = field == Some("alternative") || parent.is_some_and(|parent| parent.kind() == "else_clause");
        if kinds.is(Kinds::IF.or(Kinds::LOOP).or(Kinds::SWITCH)) && !is_else_if {
            around.push(node.end_byte());
            if around.len() > DEEP {
                let says = format!(
                    "This is {} levels deep. Try an early exit, or move the inner part to a function.",
                    around.len()
                );
                report.say(node, says);
                return;
            }
        }
    }
}

pub(super) const MAGIC_NUMBER: &str = "A number in the middle of the code does not say what it stands for, and when it changes, all its places must be found. A constant has a name.";

/// On comparisons.
pub(super) fn magic_number(tree: &Tree, at: At, report: &mut Report) {
    if !matches!(operator(at.node), "==" | "!=" | "<" | ">" | "<=" | ">=") {
        return;
    }
    let Some((left, right)) = sides(at.node) else { return };
    for (number, other) in [(left, right), (right, left)] {
        let text = tree.text(number);
        let is_magic = text.len() > 1
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && !["10", "16", "32", "64", "100", "127", "128", "255", "256", "400", "1000"].contains(&text);
        let is_plain = |other: &str| !other.contains(['%', '(', '\'']) && other.contains(char::is_alphabetic);
        if is_magic && short_text(tree, other).is_some_and(is_plain) {
            report.say(number, format!("What does `{text}` stand for? A constant could say it."));
        }
    }
}

pub(super) const UNUSED_VARIABLE: &str =
    "A variable that nobody reads is either left over, or the place where it should be used has another name in it.";

/// On functions: a variable whose name comes nowhere else in the function, comments and texts included.
pub(super) fn unused_variable(tree: &Tree, at: At, report: &mut Report) {
    let Some(text) = short_text(tree, at.node) else { return };
    let inside = inside(tree, at.node);
    let counts = count_words(text);
    for (name, local) in locals(tree, &inside) {
        // In C++ making and dropping a value may be its use.
        let is_value = local.of.is_none_or(|of| tree.language.name != "cpp" || of.kind() == "primitive_type");
        let is_resource = matches!(local.declaration.kind(), "resource" | "enhanced_for_statement" | "for_range_loop");
        let is_extern = tree.text(local.declaration).starts_with("extern");
        if counts.get(name) == Some(&1)
            && !(name.starts_with('_') || local.is_parameter() || is_resource || is_extern)
            && is_value
        {
            report.say(
                local.name,
                format!("`{name}` is not used in this function. Take it out, or look where it was meant."),
            );
        }
    }
}

pub(super) const STRAY_SEMICOLON: &str = "A `;` alone is a statement that does nothing, and it is all that the condition decides about. The block below it runs in any case.";

/// On `if`, `for` and `while` of Java, C and C++.
pub(super) fn stray_semicolon(tree: &Tree, at: At, report: &mut Report) {
    let body = ["consequence", "body"].into_iter().find_map(|name| at.node.child_by_field_name(name));
    // Java's empty statement is no named node.
    let body = body.or_else(|| at.node.child(at.node.child_count().checked_sub(1)?).filter(|last| last.kind() == ";"));
    let Some(body) = body.filter(|body| tree.text(*body) == ";") else { return };
    let after = at.node.next_named_sibling();
    let is_before_block = after.is_some_and(|next| {
        matches!(next.kind(), "block" | "compound_statement")
            && next.start_position().row <= body.end_position().row + 1
    });
    let is_if = tree.kinds(at.node).is(Kinds::IF);
    if at.node.child_by_field_name("alternative").is_none()
        && (is_before_block || is_if)
        && at.node.kind() != "do_statement"
    {
        let word = if is_if { "if" } else { "loop" };
        let says = format!("The `;` ends this `{word}`, so it decides about nothing. Take the `;` out.");
        if is_before_block {
            report.fix(body, says, "Take the `;` out", body, "");
        } else {
            report.say(body, says);
        }
    }
}

pub(super) const FALL_THROUGH: &str = "Without a `break` the program goes on into the next case, whatever its label says. When that is wanted, a comment tells the reader.";

/// On `case_statement` of C and C++, and on `switch_block_statement_group` of Java.
pub(super) fn fall_through(tree: &Tree, at: At, report: &mut Report) {
    let within = children(at.node);
    let Some(last) = within.last().filter(|last| last.kind() == "expression_statement") else { return };
    // A call may not come back.
    let is_assignment =
        only_child(*last).is_some_and(|only| matches!(only.kind(), "assignment_expression" | "update_expression"));
    let is_print = tree.text(*last).starts_with("printf(") || tree.text(*last).starts_with("System.out.print");
    if !is_assignment && !is_print {
        return;
    }
    if at.node.next_named_sibling().is_some_and(|next| next.kind() == at.node.kind()) {
        let says =
            "This case has no `break`, so the next one runs too. Add a `break`, or a comment that says it is meant.";
        report.say(*last, says);
    }
}

pub(super) const NO_DEFAULT: &str = "A value that no case expects passes through a `switch` unseen. A `default` is the place to handle it, or to say that it cannot be.";

/// On `switch` of Java, C and C++.
pub(super) fn no_default(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("body") else { return };
    let cases = children(body);
    let is_default =
        |case: &Node| tree.text(*case).starts_with("default") || tree.text(*case).starts_with("case null, default");
    // One with arrows must be complete if its value is used.
    let is_old = cases.iter().all(|case| matches!(case.kind(), "case_statement" | "switch_block_statement_group"));
    if is_old && !cases.is_empty() && !cases.iter().any(is_default) {
        report.say(
            at.node.child(0).unwrap_or(at.node),
            "This `switch` has no `default`. What should happen with any other value?",
        );
    }
}

pub(super) const NULL_DEREFERENCE: &str = "The check says that there is nothing, and then what is not there is used: exactly when the check holds, the program fails.";

const NULLS: [&str; 4] = ["null", "NULL", "nullptr", "nil"];

/// On binary expressions: `x == null && x.f()` and `x != null || x.f()`.
pub(super) fn null_dereference(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let check = bare(left);
    let Some((name, null)) = sides(check) else { return };
    let wrong = match operator(at.node) {
        "&&" => "==",
        "||" => "!=",
        _ => return,
    };
    if operator(check) != wrong || !NULLS.contains(&tree.text(null)) || name.kind() != "identifier" {
        return;
    }
    let name = tree.text(name);
    let uses = |text: &str| {
        ["", "!", "*", "!*"].iter().any(|before| {
            let rest = text.strip_prefix(before).and_then(|text| text.strip_prefix(name));
            rest.is_some_and(|rest| {
                rest.starts_with('.') || rest.starts_with("->") || rest.starts_with('[') && tree.language.name != "go"
            })
        })
    };
    if uses(tree.text(bare(right))) {
        let (this, other) = if wrong == "==" { ("&&", "||") } else { ("||", "&&") };
        let says = format!(
            "The right side uses `{name}` when it is `{}`. Perhaps `{other}` is meant for `{this}`.",
            tree.text(null)
        );
        report.say(at.node, says);
    }
}

pub(super) const OFF_BY_ONE: &str = "The first element has the index 0, so the last one has the length less one. With `<=` the loop takes one step too many, past the end.";

/// On `for` with a condition: `i <= length`, and `[i]` of the same in the body.
pub(super) fn off_by_one(tree: &Tree, at: At, report: &mut Report) {
    let clause = children(at.node).into_iter().find(|child| child.kind() == "for_clause").unwrap_or(at.node);
    let Some(condition) = clause.child_by_field_name("condition") else { return };
    let Some((index, bound)) = sides(condition).filter(|_| operator(condition) == "<=") else { return };
    let (index, length) = (tree.text(index), tree.text(bound));
    let of = ["length()", "length", "size()"].into_iter().find_map(|end| length.strip_suffix(end)?.strip_suffix('.'));
    let of = of.or_else(|| length.strip_prefix("len(")?.strip_suffix(')'));
    let (Some(of), Some(body)) = (of, at.node.child_by_field_name("body")) else { return };
    let uses = [
        format!("{of}[{index}]"),
        format!("{of}.get({index})"),
        format!("{of}.charAt({index})"),
        format!("{of}.at({index})"),
    ];
    let Some(body) = short_text(tree, body) else { return };
    // The body may end the loop before, or ask again.
    let is_checked = [length, "break", "return"].iter().any(|word| body.contains(word));
    if let Some(used) = uses.iter().find(|used| body.contains(used.as_str())).filter(|_| !is_checked) {
        let says = format!("When `{index}` is `{length}`, `{used}` is past the end. Try `{index} < {length}`.");
        if let Some(sign) = condition.child_by_field_name("operator") {
            report.fix(condition, says, "Use `<`", sign, "<");
        }
    }
}
