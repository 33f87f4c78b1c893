//! What the rules for Go look at.

use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::rules::shared::{
    Inside, arguments, callee, children, format_verbs, inside, locals, mentions, names, only_child, operator,
    short_text, sides, statements,
};
use crate::tutor::analyze::tree::{At, Tree};
use tree_sitter::Node;

pub(super) fn defer_before_check(tree: &Tree, at: At, report: &mut Report) {
    for step in children(at.node).windows(3) {
        let [open, deferred, check] = step else { continue };
        let Some((left, _)) = sides(*open).filter(|_| open.kind() == "short_var_declaration") else { continue };
        let [value, error] = children(left)[..] else { continue };
        let (value, error) = (tree.text(value), tree.text(error));
        let condition =
            check.child_by_field_name("condition").map(|condition| tree.text(condition)).unwrap_or_default();
        let uses_value =
            tree.text(*deferred).strip_prefix("defer ").is_some_and(|call| call.starts_with(&format!("{value}.")));
        if deferred.kind() == "defer_statement" && uses_value && condition == format!("{error} != nil") {
            report
                .say(*deferred, format!("`{value}` may be `nil` here. Move the `defer` below the check of `{error}`."));
        }
    }
}

pub(super) fn nil_map_write(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let is_nil = local.declaration.kind() == "var_spec" && local.value.is_none();
        if !is_nil || local.of.is_none_or(|of| of.kind() != "map_type") {
            continue;
        }
        let mut write = None;
        let mut is_set = false;
        for use_of in names.get(name).into_iter().flatten().filter(|inside| inside.node != local.name) {
            let Some(parent) = use_of.parent else { continue };
            match parent.kind() {
                "index_expression" => {
                    let target = parent.parent().map(|outer| {
                        if outer.kind() == "expression_list" { outer.parent().unwrap_or(outer) } else { outer }
                    });
                    let writes = target.is_some_and(|outer| {
                        matches!(outer.kind(), "inc_statement" | "dec_statement")
                            || outer.kind() == "assignment_statement" && outer.start_byte() == parent.start_byte()
                    });
                    write = write.or(Some(parent).filter(|_| writes && use_of.field == Some("operand")));
                }
                // It may be made there: assigned, or its address taken.
                "expression_list" | "unary_expression" | "assignment_statement" => is_set = true,
                _ => {}
            }
        }
        if let Some(write) = write.filter(|_| !is_set) {
            report.say(
                write,
                format!(
                    "`{name}` is `nil` until it is made, so this write ends the program. Try `{name} := make({})`.",
                    local.of.map(|of| tree.text(of)).unwrap_or_default()
                ),
            );
        }
    }
}

pub(super) fn lost_append(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = only_child(at.node).filter(|call| callee(tree, *call) == "append") else { return };
    let Some(slice) = arguments(call).first().map(|slice| tree.text(*slice)) else { return };
    let text = tree.text(call);
    report.fix(
        call,
        format!("The new slice is lost. Try `{slice} = {text}`."),
        "Keep the result",
        call,
        format!("{slice} = {text}"),
    );
}

pub(super) fn format_arguments(tree: &Tree, at: At, report: &mut Report) {
    let name = callee(tree, at.node);
    let before = match name {
        "fmt.Printf" | "fmt.Sprintf" | "fmt.Errorf" | "log.Printf" | "log.Fatalf" | "log.Panicf" => 0,
        "fmt.Fprintf" => 1,
        _ => return,
    };
    let arguments = arguments(at.node);
    let Some(format) = arguments.get(before).filter(|format| format.kind().ends_with("string_literal")) else { return };
    let values = arguments.len() - before - 1;
    let is_spread = tree.text(at.node).trim_end_matches([')', ' ', ',', '\n', '\t']).ends_with("...");
    // One call may give several values.
    let may_be_more = values == 1 && arguments.last().is_some_and(|last| last.kind() == "call_expression");
    let Some(wants) = format_verbs(tree.text(*format), "").map(|verbs| verbs.len()) else { return };
    if wants != values && !is_spread && !may_be_more {
        let (s, follows) = (if wants == 1 { "" } else { "s" }, if values == 1 { "follows" } else { "follow" });
        report.say(at.node, format!("The format of `{name}` takes {wants} value{s}, and {values} {follows}."));
    }
}

/// The variables of a `range`, without `_`.
pub(super) fn range_names<'a>(tree: &Tree<'a>, node: Node) -> Vec<&'a str> {
    let range = children(node).into_iter().find(|child| child.kind() == "range_clause");
    let names = range.and_then(|range| range.child_by_field_name("left")).map(children).unwrap_or_default();
    names.into_iter().map(|name| tree.text(name)).collect()
}

pub(super) fn changed_copy(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (start, outer) in inside.iter().enumerate().filter(|(_, inside)| inside.node.kind() == "for_statement") {
        let [_, name] = range_names(tree, outer.node)[..] else { continue };
        let Some(body) = outer.node.child_by_field_name("body").filter(|body| short_text(tree, *body).is_some()) else {
            continue;
        };
        let mut change = None;
        let mut only_changes = name != "_";
        let within = inside[start..].iter().take_while(|inside| inside.node.start_byte() < body.end_byte());
        for use_of in within.filter(|inside| {
            inside.node.start_byte() >= body.start_byte()
                && inside.node.kind() == "identifier"
                && tree.text(inside.node) == name
        }) {
            // One of a loop within is not this loop's alone.
            if !only_changes || use_of.in_loop != Some(outer.node) {
                only_changes = false;
                break;
            }
            let field = use_of.parent.filter(|parent| parent.kind() == "selector_expression");
            let list = field.and_then(|field| field.parent()).filter(|list| list.kind() == "expression_list");
            let assignment = list
                .and_then(|list| list.parent())
                .filter(|outer| outer.kind() == "assignment_statement" && operator(*outer) == "=");
            let is_change = assignment.is_some_and(|outer| outer.child_by_field_name("left") == list);
            only_changes &= is_change;
            change = change.or(assignment);
        }
        // A pointer is copied too, but what it points to is not.
        let over = children(outer.node)
            .into_iter()
            .find_map(|child| child.child_by_field_name("right"))
            .map(|over| tree.text(over))
            .unwrap_or_default();
        let of = locals.get(over).and_then(|local| local.of).map(|of| tree.text(of)).unwrap_or_default();
        if let Some(change) = change.filter(|_| only_changes && of.starts_with("[]") && !of.contains('*')) {
            report.say(
                change,
                format!("`{name}` is a copy, so `{over}` stays as it was. Set the element itself, as in `{over}[i]`."),
            );
        }
    }
}

pub(super) fn late_add(tree: &Tree, at: At, report: &mut Report) {
    let function = only_child(at.node)
        .and_then(|call| call.child_by_field_name("function"))
        .filter(|function| function.kind() == "func_literal");
    let Some(body) = function.and_then(|function| function.child_by_field_name("body")) else { return };
    for statement in statements(body) {
        let Some(call) = only_child(statement).filter(|_| statement.kind() == "expression_statement") else { continue };
        if let Some(group) =
            callee(tree, call).strip_suffix(".Add").filter(|group| tree.text(body).contains(&format!("{group}.Done()")))
        {
            report.say(call, format!("`{group}.Wait()` may run before this does. Call `{group}.Add` before `go`."));
        }
    }
}

pub(super) fn copied_lock(tree: &Tree, at: At, report: &mut Report) {
    let Some(of) = at.node.child_by_field_name("type").map(|of| tree.text(of)) else { return };
    if ["sync.Mutex", "sync.RWMutex", "sync.WaitGroup", "sync.Once"].contains(&of) {
        report.say(at.node, format!("This copies the `{of}`. Take a pointer: `*{of}`."));
    }
}

pub(super) fn ignored_error(tree: &Tree, at: At, report: &mut Report) {
    const FAIL: [&str; 12] = [
        "strconv.Atoi",
        "strconv.ParseInt",
        "strconv.ParseFloat",
        "strconv.ParseBool",
        "os.Open",
        "os.Create",
        "os.ReadFile",
        "ioutil.ReadFile",
        "io.ReadAll",
        "http.Get",
        "json.Marshal",
        "time.Parse",
    ];
    let Some((left, right)) = sides(at.node) else { return };
    let name = only_child(right).map(|call| callee(tree, call)).unwrap_or_default();
    if let Some(last) = children(left).last().filter(|last| tree.text(**last) == "_" && FAIL.contains(&name)) {
        report.say(
            *last,
            format!("`{name}` can fail, and this drops the error. Name it `err`, and look at it before you go on."),
        );
    }
}

/// The error that an `if` checks for.
pub(super) fn checked_error<'a>(tree: &Tree<'a>, node: Node) -> Option<&'a str> {
    let condition = node.child_by_field_name("condition")?;
    let (name, nil) = sides(condition).filter(|_| operator(condition) == "!=")?;
    let name = tree.text(name);
    (tree.text(nil) == "nil" && (name == "err" || name.ends_with("Err"))).then_some(name)
}

pub(super) fn empty_error_check(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("consequence").filter(|body| body.named_child_count() == 0) else {
        return;
    };
    if let Some(name) = checked_error(tree, at.node) {
        report.say(
            body,
            format!(
                "Nothing happens when there is an error. Return `{name}`, or say in a comment why it does not matter."
            ),
        );
    }
}

pub(super) fn dropped_error(tree: &Tree, at: At, report: &mut Report) {
    let Some(name) = checked_error(tree, at.node) else { return };
    let Some(body) = at.node.child_by_field_name("consequence") else { return };
    let [only] = statements(body)[..] else { return };
    let values = only_child(only).filter(|_| only.kind() == "return_statement").map(children).unwrap_or_default();
    // With a comment it is meant.
    let is_meant = body.named_child_count() > 1 || tree.text(body).contains("//");
    if values.last().is_some_and(|last| last.kind() == "nil") && !is_meant && !mentions(tree.text(only), name) {
        report.say(only, format!("There is an error, and the caller gets `nil`. Is `{name}` meant?"));
    }
}

pub(super) fn defer_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let deferred = inside(tree, at.node)
        .into_iter()
        .filter(|inside| inside.node.kind() == "defer_statement" && inside.in_loop.is_some());
    for Inside { node, .. } in deferred {
        report.say(
            node,
            "This runs when the function ends, not at each step. Move the body of the loop to a function of its own.",
        );
    }
}

pub(super) fn captured_loop_variable(tree: &Tree, at: At, report: &mut Report) {
    for Inside { node, in_loop, .. } in inside(tree, at.node) {
        let Some(outer) = in_loop.filter(|_| node.kind() == "go_statement") else { continue };
        let function = only_child(node)
            .and_then(|call| call.child_by_field_name("function"))
            .filter(|function| function.kind() == "func_literal");
        let parameters =
            function.and_then(|function| function.child_by_field_name("parameters")).map(|list| tree.text(list));
        let body =
            function.and_then(|function| function.child_by_field_name("body")).and_then(|body| short_text(tree, body));
        let (Some(parameters), Some(body)) = (parameters, body) else { continue };
        let captured = range_names(tree, outer)
            .into_iter()
            .find(|name| *name != "_" && mentions(body, name) && !mentions(parameters, name));
        if let Some(name) = captured {
            report.say(node, format!("This goroutine uses `{name}` of the loop. Before Go 1.22 that changes under it; as an argument it stays."));
        }
    }
}

pub(super) fn error_text(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|_| matches!(operator(at.node), "==" | "!=")) else { return };
    if callee(tree, left).ends_with(".Error") && right.kind() == "interpreted_string_literal" {
        report.say(at.node, "This compares the text of the error. `errors.Is` asks for the error itself.");
    }
}

pub(super) fn goroutine_without_wait(tree: &Tree, at: At, report: &mut Report) {
    if at.node.child_by_field_name("name").is_none_or(|name| tree.text(name) != "main") {
        return;
    }
    let text = tree.text(at.node);
    let waits = ["<-", "Wait", "select", "Sleep", "Listen", "Serve", "Run", "Scan", "Read", "range", "for {"]
        .iter()
        .any(|word| text.contains(word));
    let started = inside(tree, at.node).into_iter().find(|inside| inside.node.kind() == "go_statement");
    if let Some(started) = started.filter(|_| !waits) {
        report.say(started.node, "`main` does not wait for this goroutine, so the program may end before it does.");
    }
}

pub(super) fn string_building_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, .. } in inside.iter().filter(|inside| inside.node.kind() == "assignment_statement") {
        let (Some(outer), Some((left, right))) = (in_loop, sides(*node)) else { continue };
        let name = tree.text(left);
        let adds = operator(*node) == "+="
            || operator(*node) == "="
                && only_child(right).and_then(sides).is_some_and(|(first, _)| tree.text(first) == name)
                && tree.text(right).contains('+');
        let is_text = locals.get(name).is_some_and(|local| {
            let starts_as_text = local.value.is_some_and(|value| value.kind() == "interpreted_string_literal");
            let is_before = local.name.start_byte() < outer.start_byte();
            is_before && (starts_as_text || local.of.is_some_and(|of| tree.text(of) == "string"))
        });
        if adds && is_text {
            report.say(*node, format!("Each step copies all of `{name}` into a new string. A `strings.Builder` with `WriteString` adds at its end."));
        }
    }
}

pub(super) fn wraps_error(tree: &Tree, at: At, report: &mut Report) {
    let format = arguments(at.node).first().map(|format| tree.text(*format)).unwrap_or_default();
    if callee(tree, at.node) == "fmt.Errorf" && format.contains("%w") {
        report.say(at.node, "`%w` says what failed and keeps the error that was the cause.");
    }
}

pub(super) fn defers_unlock(tree: &Tree, at: At, report: &mut Report) {
    for pair in children(at.node).windows(2) {
        let Some(lock) = tree.text(pair[0]).strip_suffix(".Lock()") else { continue };
        if tree.text(pair[1]) == format!("defer {lock}.Unlock()") {
            report.say(pair[1], format!("`{lock}` is unlocked on every way out of the function."));
        }
    }
}
