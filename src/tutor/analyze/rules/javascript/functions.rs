//! Functions, callbacks and promises.

use tree_sitter::Node;

use super::names::{Access, Binding, Kind};
use super::syntax::{
    FUNCTIONS, any, any_own, arguments_of, bare, children, field, is_async, is_function, method_call, short,
};
use crate::api::FindingKind::{Actionable, Essential, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

/// Methods of arrays that need an answer from their callback.
const ASKING: [&str; 9] = ["map", "filter", "reduce", "reduceRight", "find", "findIndex", "some", "every", "flatMap"];

pub(super) const CALLBACK_WITHOUT_RETURN: Rule = Rule {
    name: "callback-without-return",
    kind: Essential,
    on: &["call_expression"],
    check: callback_without_return,
    why: "An arrow function with braces returns only what follows `return`; without one each call gives `undefined`. Without braces the expression is the answer.",
    bad: "const doubled = [1, 2, 3].map((n) => {\n  n * 2;\n});\n",
    good: "const doubled = [1, 2, 3].map((n) => {\n  return n * 2;\n});\n",
};

fn callback_without_return(tree: &Tree, at: At, report: &mut Report) {
    // `ready && list.some(visit), done()` uses no answer: a loop, as some write it where bytes count.
    let passes_on = |node: &Node| matches!(node.kind(), "binary_expression" | "sequence_expression");
    let around = std::iter::successors(at.node.parent(), Node::parent).find(|node| !passes_on(node));
    let used = around
        .is_some_and(|parent| !matches!(parent.kind(), "expression_statement" | "arrow_function" | "unary_expression"));
    let Some(call) = method_call(tree, at.node).filter(|call| used && ASKING.contains(&call.method)) else { return };
    // The promise of an async one can be waited for, whatever it gives.
    let is_asked = |callback: &Node| is_function(*callback) && !is_async(*callback);
    let Some(callback) = call.arguments.first().copied().filter(is_asked) else { return };
    let Some(body) = field(callback, "body").filter(|body| body.kind() == "statement_block") else { return };
    let gives =
        |node: Node| matches!(node.kind(), "return_statement" | "throw_statement") && node.named_child_count() > 0;
    if !callback.kind().starts_with("generator") && body.named_child_count() > 0 && !any_own(body, gives) {
        let text = format!(
            "The function in `{}` returns nothing, so each call gives `undefined`. Add a `return`.",
            call.method
        );
        report.say(callback, text);
    }
}

pub(super) const UNUSED_RESULT: Rule = Rule {
    name: "unused-result",
    kind: Essential,
    on: &["expression_statement"],
    check: unused_result,
    why: "Texts never change: methods such as `trim` and `toUpperCase` give a new one, and so do `filter` and `concat` of arrays. Without a name for it, it is lost.",
    bad: "function clean(name) {\n  name.trim();\n  return name;\n}\n",
    good: "function clean(name) {\n  return name.trim();\n}\n",
};

fn unused_result(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = at.node.named_child(0).and_then(|call| method_call(tree, call)) else { return };
    let has_callback = call.arguments.first().is_some_and(|first| first.kind() == "arrow_function");
    let lost = match (call.method, call.arguments.len()) {
        ("trim" | "trimStart" | "trimEnd" | "toUpperCase" | "toLowerCase", 0) => true,
        // With a function, `replace` can be a loop.
        ("replace" | "replaceAll", 2) => call.arguments[0].kind() == "regex" && call.arguments[1].kind() == "string",
        ("padStart" | "padEnd", 1 | 2) => true,
        // A body without braces is there for its value.
        ("filter", 1) => {
            has_callback && field(call.arguments[0], "body").is_some_and(|body| body.kind() == "binary_expression")
        }
        _ => false,
    };
    if lost {
        let text = format!(
            "`{}` gives a new value and leaves `{}` as it is. Store or return it.",
            call.method,
            short(tree, call.object)
        );
        report.say(at.node, text);
    }
}

pub(super) const MAP_FOR_EFFECTS: Rule = Rule {
    name: "map-for-effects",
    kind: Actionable,
    on: &["expression_statement"],
    check: map_for_effects,
    why: "`map` builds a new array from the answers. Where nobody takes that array, `forEach` or `for … of` says what is meant.",
    bad: "function show(names) {\n  names.map((name) => console.log(name));\n}\n",
    good: "function show(names) {\n  names.forEach((name) => console.log(name));\n}\n",
};

fn map_for_effects(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = at.node.named_child(0).and_then(|call| method_call(tree, call)) else { return };
    if call.method == "map" && call.arguments.first().is_some_and(|first| is_function(*first)) {
        report.say(at.node, "Nobody takes the array that this `map` builds. Try `forEach`.");
    }
}

pub(super) const ASYNC_FOR_EACH: Rule = Rule {
    name: "async-for-each",
    kind: Essential,
    on: &["call_expression"],
    check: async_for_each,
    why: "`forEach` waits for no promise: the code after it runs before the work is done, and errors in it reach nobody. `for … of` with `await`, or `Promise.all` with `map`, wait.",
    bad: "async function save(items) {\n  items.forEach(async (item) => {\n    await store(item);\n  });\n  console.log(\"saved\");\n}\n",
    good: "async function save(items) {\n  for (const item of items) {\n    await store(item);\n  }\n  console.log(\"saved\");\n}\n",
};

fn async_for_each(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = method_call(tree, at.node) else { return };
    let callback = call.arguments.first().copied().filter(|callback| is_function(*callback) && is_async(*callback));
    match (call.method, callback) {
        ("forEach", Some(callback)) => {
            report.say(
                callback,
                "`forEach` does not wait for this async function. Try `for (const item of items)` with `await`.",
            );
        }
        ("filter" | "some" | "every" | "find" | "findIndex", Some(callback)) => {
            let text = format!(
                "An async function gives a promise, which counts as true: `{}` takes the first or all.",
                call.method
            );
            report.say(callback, text);
        }
        _ => {}
    }
}

pub(super) const MISSING_AWAIT: Rule = Rule {
    name: "missing-await",
    kind: Essential,
    on: &["program"],
    check: missing_await,
    why: "An async function gives a promise at once; its result is there only after `await`. A promise counts as true, has none of the result's properties, and without `await` its errors reach nobody.",
    bad: "async function load() {\n  const reply = fetch(\"/data\");\n  return reply.json();\n}\n",
    good: "async function load() {\n  const reply = await fetch(\"/data\");\n  return reply.json();\n}\n",
};

fn missing_await(tree: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    let own_fetch = names.bindings.iter().any(|known| known.name == "fetch");
    let gives_promise = |call: Node| {
        let callee =
            field(call, "function").filter(|callee| call.kind() == "call_expression" && callee.kind() == "identifier");
        !own_fetch && callee.is_some_and(|callee| tree.text(callee) == "fetch")
    };
    for binding in &names.bindings {
        // What comes of `fetch` is used as if it were there already.
        if binding.kind != Kind::Var && binding.value.is_some_and(gives_promise) && !names.is_written(binding) {
            for used in names.uses_of(binding) {
                let member = field(used.parent, "property").filter(|_| field(used.parent, "object") == Some(used.node));
                let member = member.map(|member| tree.text(member)).unwrap_or_default();
                if ["json", "text", "ok", "status", "blob", "body", "headers"].contains(&member) {
                    let text = format!(
                        "`{}` is a promise, which has no `{member}`. Put `await` before `fetch`.",
                        binding.name
                    );
                    report.say(used.parent, text);
                }
            }
        }
        if !is_async_function(binding) || names.is_written(binding) {
            continue;
        }
        let calls = names.uses_of(binding).filter(|used| field(used.parent, "function") == Some(used.node));
        for used in calls.filter(|used| used.access == Access::Read && used.parent.kind() == "call_expression") {
            let name = binding.name;
            match used.parent.parent().map(|around| (around.kind(), around)) {
                // Elsewhere nothing can wait, and whoever starts it may mean that.
                Some(("expression_statement", statement))
                    if used.function.is_some_and(is_async) && statement.next_named_sibling().is_some() =>
                {
                    let text = format!("`{name}` is async, and nothing waits for it here. Try `await {name}(...)`.");
                    report.fix(used.parent, text, "Wait for it", used.node, format!("await {name}"));
                }
                Some(("parenthesized_expression", around))
                    if around.parent().is_some_and(|of| field(of, "condition") == Some(around)) =>
                {
                    report.say(
                        used.parent,
                        format!("`{name}` gives a promise, which always counts as true. Try `await {name}(...)`."),
                    );
                }
                _ => {}
            }
        }
    }
}

fn is_async_function(binding: &Binding) -> bool {
    let value = binding
        .value
        .filter(|value| matches!(value.kind(), "function_declaration" | "arrow_function" | "function_expression"));
    value.is_some_and(is_async)
}

pub(super) const FLOATING_FETCH: Rule = Rule {
    name: "floating-fetch",
    kind: Actionable,
    on: &["expression_statement"],
    check: floating_fetch,
    why: "Nobody waits for this request, so nobody sees its answer or that it failed.",
    bad: "async function save(data) {\n  fetch(\"/save\", { method: \"POST\", body: data });\n}\n",
    good: "async function save(data) {\n  await fetch(\"/save\", { method: \"POST\", body: data });\n}\n",
};

fn floating_fetch(tree: &Tree, at: At, report: &mut Report) {
    if at
        .node
        .named_child(0)
        .is_some_and(|call| call.kind() == "call_expression" && arguments_of(tree, call, "fetch").is_some())
    {
        report
            .say(at.node, "The answer of this `fetch` is dropped, and so is its error. Try `await`, or `.catch(...)`.");
    }
}

pub(super) const ASYNC_WITHOUT_AWAIT: Rule = Rule {
    name: "async-without-await",
    kind: Informative,
    on: &["function_declaration", "arrow_function", "function_expression"],
    check: async_without_await,
    why: "Without `await` in it, `async` only wraps the result in a promise, which every caller then has to wait for.",
    bad: "async function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\n",
    good: "function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\n",
};

fn async_without_await(_: &Tree, at: At, report: &mut Report) {
    let Some(body) = field(at.node, "body").filter(|body| is_async(at.node) && body.named_child_count() > 0) else {
        return;
    };
    // What is called may give a promise, and what throws may want to reject.
    let needs = ["await_expression", "await", "call_expression", "throw_statement", "new_expression"];
    if body.kind() == "statement_block" && !any_own(body, |node| needs.contains(&node.kind())) {
        let name = field(at.node, "name").unwrap_or(at.node);
        report.say(
            if name == at.node { body } else { name },
            "This function is `async`, and nothing in it waits. It can do without.",
        );
    }
}

pub(super) const PARSE_INT_AS_CALLBACK: Rule = Rule {
    name: "parse-int-as-callback",
    kind: Essential,
    on: &["call_expression"],
    check: parse_int_as_callback,
    why: "`map` also passes the index, and `parseInt` takes its second argument as the base: `[\"1\", \"2\", \"3\"].map(parseInt)` is `[1, NaN, NaN]`.",
    bad: "const numbers = [\"1\", \"2\", \"3\"].map(parseInt);\n",
    good: "const numbers = [\"1\", \"2\", \"3\"].map(Number);\n",
};

fn parse_int_as_callback(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = method_call(tree, at.node).filter(|call| call.method == "map") else { return };
    if let [callback] = call.arguments[..]
        && matches!(tree.text(callback), "parseInt" | "Number.parseInt")
    {
        let text =
            "`parseInt` gets the index as its base here. Try `map(Number)`, or `map((text) => parseInt(text, 10))`.";
        report.fix(callback, text, "Give the base", callback, "(text) => parseInt(text, 10)");
    }
}

pub(super) const PARSE_INT_WITHOUT_BASE: Rule = Rule {
    name: "parse-int-without-base",
    kind: Informative,
    on: &["call_expression"],
    check: parse_int_without_base,
    why: "Without a base, a text that starts with `0x` is read as hexadecimal. Naming the base says what is expected.",
    bad: "function age(text) {\n  return parseInt(text);\n}\n",
    good: "function age(text) {\n  return parseInt(text, 10);\n}\n",
};

fn parse_int_without_base(tree: &Tree, at: At, report: &mut Report) {
    let arguments = arguments_of(tree, at.node, "parseInt").unwrap_or_default();
    if let [text] = arguments[..]
        && text.kind() != "spread_element"
    {
        report.say(at.node, format!("`parseInt` guesses the base. Try `parseInt({}, 10)`.", short(tree, text)));
    }
}

pub(super) const MANY_PARAMETERS: Rule = Rule {
    name: "many-parameters",
    kind: Informative,
    on: FUNCTIONS,
    check: many_parameters,
    why: "Callers must remember what stands where, and a swapped pair goes unnoticed. One object with names can be read at the call.",
    bad: "function draw(x, y, width, height, color, border) {\n  return [x, y, width, height, color, border];\n}\n",
    good: "function draw({ x, y, width, height, color, border }) {\n  return [x, y, width, height, color, border];\n}\n",
};

const MANY: usize = 5;

fn many_parameters(tree: &Tree, at: At, report: &mut Report) {
    let count = tree.parameters(at.node).len();
    if let (true, Some(list)) = (count > MANY, field(at.node, "parameters")) {
        report.say(
            list,
            format!("{count} parameters are hard to keep in order. Consider one object with named properties."),
        );
    }
}

pub(super) const LONG_FUNCTION: Rule = Rule {
    name: "long-function",
    kind: Informative,
    on: &["function_declaration", "method_definition"],
    check: long_function,
    why: "What does not fit on a screen is hard to keep in mind. Parts with a purpose of their own can be functions with a name of their own.",
    bad: LONG,
    good: "function short() {\n  return 1;\n}\n",
};

const LONG: &str = "function long() {\n  a();\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n  b();\n}\n";
const LONG_LINES: usize = 60;

fn long_function(tree: &Tree, at: At, report: &mut Report) {
    let lines = at.node.end_position().row - at.node.start_position().row + 1;
    if let (true, Some(name)) = (lines > LONG_LINES, field(at.node, "name")) {
        report.say(
            name,
            format!("`{}` has {lines} lines. Consider giving a part of it a name of its own.", tree.text(name)),
        );
    }
}

pub(super) const DEEP_NESTING: Rule = Rule {
    name: "deep-nesting",
    kind: Informative,
    on: FUNCTIONS,
    check: deep_nesting,
    why: "Each level is one more condition to keep in mind. Leaving early (`if (!ok) return;`) or a function for the inner part makes it flat.",
    bad: "function f(a) {\n  for (const b of a) {\n    if (b) {\n      for (const c of b) {\n        if (c) {\n          while (c.next()) {\n            use(c);\n          }\n        }\n      }\n    }\n  }\n}\n",
    good: "function f(a) {\n  for (const b of a) {\n    if (b) {\n      g(b);\n    }\n  }\n}\n",
};

const DEEP: usize = 4;

fn deep_nesting(_: &Tree, at: At, report: &mut Report) {
    let nests = [
        "if_statement",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "try_statement",
    ];
    let mut open: Vec<(Node, usize)> = field(at.node, "body").into_iter().map(|body| (body, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        let is_else_if = |child: Node| node.kind() == "else_clause" && child.kind() == "if_statement";
        for child in children(node) {
            let deeper = depth + usize::from(nests.contains(&child.kind()) && !is_else_if(child));
            if deeper > DEEP {
                let text =
                    format!("This is {deeper} levels deep. Consider leaving early, or a function for the inner part.");
                return report.say(child.child(0).unwrap_or(child), text);
            }
            if !is_function(child) && bare(child).kind().len() > 1 {
                open.push((child, deeper));
            }
        }
    }
}

pub(super) const PROMISE_EXECUTOR: Rule = Rule {
    name: "async-promise-executor",
    kind: Essential,
    on: &["new_expression"],
    check: promise_executor,
    why: "An error in an async function given to `new Promise` does not reject that promise: whoever waits for it waits forever. An async function already gives a promise.",
    bad: "function load(url) {\n  return new Promise(async (resolve) => {\n    const reply = await fetch(url);\n    resolve(await reply.json());\n  });\n}\n",
    good: "async function load(url) {\n  const reply = await fetch(url);\n  return reply.json();\n}\n",
};

fn promise_executor(tree: &Tree, at: At, report: &mut Report) {
    let Some(first) = arguments_of(tree, at.node, "Promise").and_then(|all| all.first().copied()) else { return };
    // Who catches everything inside is safe.
    if is_function(first) && is_async(first) && !any(first, |node| node.kind() == "catch_clause") {
        report.say(first, "Errors in this async function reach nobody. Make the function around it `async` and leave out `new Promise`.");
    }
}
