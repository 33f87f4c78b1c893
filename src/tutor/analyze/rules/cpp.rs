//! Rules for C++, besides those that it shares with C.

use tree_sitter::Node;

use super::c::{SHARED, join};
use super::shared::{self, Inside, callee, children, inside, locals, mentions, names, operator, sides};
use super::{Report, Rule};
use crate::api::FindingKind::{Actionable, Celebratory, Essential, Informative};
use crate::tutor::analyze::tree::{At, Tree};

const FUNCTIONS: &[&str] = &["function_definition"];

pub(super) static RULES: &[Rule] = &join::<{ SHARED.len() + OWN.len() }>(SHARED, OWN);

const OWN: &[Rule] = &[
    Rule {
        name: "wrong-delete",
        kind: Essential,
        on: FUNCTIONS,
        check: wrong_delete,
        why: "What `new T[n]` makes must go with `delete[]`, and what `new T` makes with `delete`. The other one ends the wrong number of objects, and may damage the memory.",
        bad: "void run(int n) {\n    int* values = new int[n];\n    delete values;\n}\n",
        good: "void run(int n) {\n    int* values = new int[n];\n    delete[] values;\n}\n",
    },
    Rule {
        name: "modified-while-iterating",
        kind: Essential,
        on: FUNCTIONS,
        check: modified_while_iterating,
        why: "A `for` over a vector holds places in it. Adding may move all elements elsewhere and erasing moves those behind, and the loop goes on at places that are no longer valid.",
        bad: "void twice(std::vector<int>& values) {\n    for (int value : values) {\n        values.push_back(value);\n    }\n}\n",
        good: "void twice(std::vector<int>& values) {\n    std::vector<int> copy = values;\n    for (int value : copy) {\n        values.push_back(value);\n    }\n}\n",
    },
    Rule {
        name: "raw-new",
        kind: Actionable,
        on: FUNCTIONS,
        check: raw_new,
        why: "What `new` makes stays until `delete`, and each early `return` or exception on the way skips it. A `std::unique_ptr` or a `std::vector` deletes by itself.",
        bad: "void run() {\n    Game* game = new Game();\n    game->play();\n}\n",
        good: "void run() {\n    auto game = std::make_unique<Game>();\n    game->play();\n}\n",
    },
    Rule {
        name: "range-copy",
        kind: Actionable,
        on: &["for_range_loop"],
        check: range_copy,
        why: "Without `&` each step of the loop makes a copy of the element, with all that is in it. A reference looks at the element itself.",
        bad: "void show(const std::vector<std::string>& names) {\n    for (std::string name : names) {\n        std::cout << name;\n    }\n}\n",
        good: "void show(const std::vector<std::string>& names) {\n    for (const std::string& name : names) {\n        std::cout << name;\n    }\n}\n",
    },
    Rule {
        name: "virtual-destructor",
        kind: Actionable,
        on: &["class_specifier", "struct_specifier"],
        check: virtual_destructor,
        why: "When an object is deleted through a pointer to its base class, only a virtual destructor ends the whole of it. Otherwise what the derived class holds is lost.",
        bad: "class Shape {\npublic:\n    virtual double area() const = 0;\n};\n",
        good: "class Shape {\npublic:\n    virtual ~Shape() = default;\n    virtual double area() const = 0;\n};\n",
    },
    Rule {
        name: "using-namespace-in-header",
        kind: Actionable,
        on: &["using_declaration"],
        check: using_namespace_in_header,
        why: "A header puts `using namespace` into every file that includes it: their own names can suddenly mean two things, and they cannot undo it.",
        bad: "#pragma once\n#include <string>\nusing namespace std;\nstring name();\n",
        good: "#pragma once\n#include <string>\nstd::string name();\n",
    },
    Rule {
        name: "signed-index",
        kind: Informative,
        on: &["for_statement"],
        check: signed_index,
        why: "`size()` is unsigned. Compared with it an `int` becomes unsigned as well, so -1 is more than any size, and `size() - 1` of an empty vector is huge.",
        bad: "int sum(const std::vector<int>& v) {\n    int sum = 0;\n    for (int i = 0; i < v.size(); i++) sum += v[i];\n    return sum;\n}\n",
        good: "int sum(const std::vector<int>& v) {\n    int sum = 0;\n    for (int value : v) sum += value;\n    return sum;\n}\n",
    },
    Rule {
        name: "empty-size-minus-one",
        kind: Actionable,
        on: &["for_statement"],
        check: empty_size_minus_one,
        why: "`size()` is unsigned, so for an empty vector `size() - 1` is not -1 but the largest number there is, and the loop runs far past the end.",
        bad: "void show(const std::vector<int>& v) {\n    for (size_t i = 0; i < v.size() - 1; i++) std::cout << v[i] << v[i + 1];\n}\n",
        good: "void show(const std::vector<int>& v) {\n    for (size_t i = 0; i + 1 < v.size(); i++) std::cout << v[i] << v[i + 1];\n}\n",
    },
    Rule {
        name: "endl-in-loop",
        kind: Actionable,
        on: FUNCTIONS,
        check: endl_in_loop,
        why: "`std::endl` ends the line and also writes all that waits to the screen or file at once, which is slow when each line does it. `'\\n'` ends the line.",
        bad: "void count(int n) {\n    for (int i = 0; i < n; i++) {\n        std::cout << i << std::endl;\n    }\n}\n",
        good: "void count(int n) {\n    for (int i = 0; i < n; i++) {\n        std::cout << i << '\\n';\n    }\n}\n",
    },
    Rule {
        name: "catch-by-value",
        kind: Actionable,
        on: &["catch_clause"],
        check: catch_by_value,
        why: "A `catch` without `&` copies the exception into the type that it names: what a derived one knows besides, such as its own message, is cut off.",
        bad: "void run() {\n    try {\n        load();\n    } catch (std::exception e) {\n        std::cerr << e.what();\n    }\n}\n",
        good: "void run() {\n    try {\n        load();\n    } catch (const std::exception& e) {\n        std::cerr << e.what();\n    }\n}\n",
    },
    Rule {
        name: "empty-catch",
        kind: Actionable,
        on: &["catch_clause"],
        check: shared::empty_catch,
        why: shared::EMPTY_CATCH,
        bad: "void run() {\n    try {\n        load();\n    } catch (const std::exception& e) {\n    }\n}\n",
        good: "void run() {\n    try {\n        load();\n    } catch (const std::exception& e) {\n        std::cerr << e.what();\n    }\n}\n",
    },
    Rule {
        name: "copied-parameter",
        kind: Actionable,
        on: FUNCTIONS,
        check: copied_parameter,
        why: "A parameter without `&` is a copy of the argument, with all that is in it, at each call. A `const` reference reads the argument itself.",
        bad: "int longest(std::vector<int> values) {\n    return values.size();\n}\n",
        good: "int longest(const std::vector<int>& values) {\n    return values.size();\n}\n",
    },
    Rule {
        name: "null-macro",
        kind: Informative,
        on: &["null"],
        check: null_macro,
        why: "`NULL` is a number in C++, so of two functions `f(int)` and `f(char*)`, `f(NULL)` calls the first one. `nullptr` is a pointer.",
        bad: "Node* first() {\n    return NULL;\n}\n",
        good: "Node* first() {\n    return nullptr;\n}\n",
    },
    Rule {
        name: "c-style-cast",
        kind: Informative,
        on: &["cast_expression"],
        check: c_style_cast,
        why: "A cast in parentheses does whatever is needed to get the type, even taking `const` away. `static_cast` does only what is safe to ask for, and can be searched for.",
        bad: "double half(int n) {\n    return (double)n / 2;\n}\n",
        good: "double half(int n) {\n    return static_cast<double>(n) / 2;\n}\n",
    },
    Rule {
        name: "owns-by-pointer-type",
        kind: Celebratory,
        on: &["call_expression"],
        check: owns_by_pointer_type,
        why: "A smart pointer deletes what it owns when it goes out of scope, on every way out of the function, so nothing is lost.",
        bad: "void run() {\n    auto game = std::make_unique<Game>();\n    game->play();\n}\n",
        good: "void run() {\n    Game game;\n    game.play();\n}\n",
    },
    Rule {
        name: "range-by-reference",
        kind: Celebratory,
        on: &["for_range_loop"],
        check: range_by_reference,
        why: "A loop over `const` references reads the elements where they are: no copies, no index to get wrong, and the compiler sees that nothing changes.",
        bad: "void show(const std::vector<std::string>& names) {\n    for (const auto& name : names) std::cout << name;\n}\n",
        good: "void show(const std::vector<std::string>& names) {\n    for (auto name : names) std::cout << name;\n}\n",
    },
];

/// The type that `new` makes an array of, or one.
fn is_array(new: Node) -> bool {
    new.child_by_field_name("declarator").is_some_and(|declarator| declarator.kind() == "new_declarator")
}

fn wrong_delete(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "delete_expression") {
        let Some(name) =
            shared::only_child(*node).filter(|name| name.kind() == "identifier").map(|name| tree.text(name))
        else {
            continue;
        };
        let new = locals.get(name).and_then(|local| local.value).filter(|value| value.kind() == "new_expression");
        // It may be made anew meanwhile.
        let is_set = inside.iter().any(|inside| {
            inside.node.kind() == "assignment_expression"
                && sides(inside.node).is_some_and(|(left, _)| tree.text(left) == name)
        });
        let is_of_array = tree.text(*node).replace(' ', "").starts_with("delete[]");
        if let Some(made) = new.map(is_array).filter(|made| *made != is_of_array && !is_set) {
            let (new, right) = if made { ("new …[]", "delete[]") } else { ("new", "delete") };
            report.fix(
                *node,
                format!("`{name}` was made with `{new}`, so it goes with `{right} {name}`."),
                "Use the one that fits",
                *node,
                format!("{right} {name}"),
            );
        }
    }
}

fn modified_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, parent, .. } in &inside {
        let Some(over) = in_loop
            .filter(|outer| outer.kind() == "for_range_loop")
            .and_then(|outer| outer.child_by_field_name("right"))
        else {
            continue;
        };
        let of = tree.text(over);
        let calls = callee(tree, *node);
        let changes =
            ["push_back", "emplace_back", "erase", "insert", "clear", "pop_back"].into_iter().find(|change| {
                calls.strip_prefix(of).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| rest == *change)
            });
        if changes.is_none() {
            continue;
        }
        let is_vector = locals
            .get(of)
            .and_then(|local| local.of)
            .is_some_and(|of| tree.text(of).contains("vector") || tree.text(of).ends_with("string"));
        let ends = parent
            .and_then(|statement| statement.next_named_sibling())
            .is_some_and(|next| ["return", "break", "throw", "goto"].iter().any(|word| next.kind().starts_with(word)));
        if let Some(change) = changes.filter(|_| is_vector && !ends) {
            report.say(*node, format!("`{of}.{change}` changes `{of}` while the loop goes over it. Collect the changes, and make them after the loop."));
        }
    }
}

fn raw_new(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let is_new = local.value.is_some_and(|value| value.kind() == "new_expression")
            && local.declarator.kind() == "pointer_declarator";
        let is_kept = |inside: &Inside| {
            let is_name = inside.node != local.name;
            let into = inside.parent.map(|parent| parent.kind()).unwrap_or_default();
            is_name && !matches!(into, "field_expression" | "subscript_expression") && into != "pointer_expression"
        };
        if is_new && !names.get(name).into_iter().flatten().any(is_kept) {
            report.say(local.name, format!("Nobody deletes what `{name}` points to. A `std::unique_ptr`, or a plain variable, ends it by itself."));
        }
    }
}

/// Whether values of a type are much to copy.
fn is_big(text: &str) -> bool {
    let text = text.trim_start_matches("std::");
    text == "string"
        || ["vector<", "map<", "unordered_map<", "set<", "unordered_set<", "deque<"]
            .iter()
            .any(|start| text.starts_with(start))
}

fn range_copy(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("type"), at.node.child_by_field_name("declarator"));
    let (Some(of), Some(name)) = parts else { return };
    if is_big(tree.text(of)) && name.kind() == "identifier" {
        let (of, name) = (tree.text(of), tree.text(name));
        report.say(
            at.node.child_by_field_name("declarator").unwrap_or(at.node),
            format!("Each step copies a `{of}` into `{name}`. If it is only read, try `const {of}& {name}`."),
        );
    }
}

fn virtual_destructor(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("body") else { return };
    let members = children(body);
    let is_virtual = |member: &Node| tree.text(*member).starts_with("virtual");
    let is_base =
        !children(at.node).iter().any(|part| part.kind() == "base_class_clause" || tree.text(*part) == "final");
    // A protected one keeps others from deleting.
    let has_destructor = members.iter().any(|member| {
        let head = tree.text(*member).split(['(', '{']).next().unwrap_or_default();
        head.contains('~')
    });
    if let Some(name) =
        at.node.child_by_field_name("name").filter(|_| is_base && !has_destructor && members.iter().any(is_virtual))
    {
        let text = tree.text(name);
        report.say(
            name,
            format!("`{text}` has virtual functions and no virtual destructor. Add `virtual ~{text}() = default;`."),
        );
    }
}

fn using_namespace_in_header(tree: &Tree, at: At, report: &mut Report) {
    let start = tree.source.text.trim_start();
    let is_header = start.starts_with("#pragma once") || start.starts_with("#ifndef");
    let is_global = at.parent.is_some_and(|parent| matches!(parent.kind(), "translation_unit" | "preproc_ifdef"));
    if is_header && is_global && tree.text(at.node).contains("namespace") {
        report.say(at.node, "Every file that includes this header gets all these names. Write the namespace before each name instead, as in `std::string`.");
    }
}

/// The condition of a loop that starts with a declaration, as its sides, and the declared type.
fn counted<'t>(node: Node<'t>) -> Option<(Node<'t>, Node<'t>, Node<'t>)> {
    let of = node.child_by_field_name("initializer")?.child_by_field_name("type")?;
    let condition =
        node.child_by_field_name("condition").filter(|condition| matches!(operator(*condition), "<" | "<="))?;
    let (left, right) = sides(condition)?;
    Some((of, left, right))
}

fn signed_index(tree: &Tree, at: At, report: &mut Report) {
    let Some((of, left, right)) = counted(at.node) else { return };
    if tree.text(of) == "int" && tree.text(right).ends_with(".size()") && left.kind() == "identifier" {
        let name = tree.text(left);
        report.say(
            of,
            format!(
                "`{name}` is signed and `{}` is not. Try `size_t {name}`, or a `for` over the elements.",
                tree.text(right)
            ),
        );
    }
}

fn empty_size_minus_one(tree: &Tree, at: At, report: &mut Report) {
    let Some((_, left, right)) = counted(at.node) else { return };
    let Some((size, one)) = sides(right).filter(|_| operator(right) == "-") else { return };
    if tree.text(size).ends_with(".size()") && tree.text(one) == "1" {
        let (name, size) = (tree.text(left), tree.text(size));
        report.say(right, format!("When `{size}` is 0 this is a huge number. Try `{name} + 1 < {size}`."));
    }
}

fn endl_in_loop(tree: &Tree, at: At, report: &mut Report) {
    for Inside { node, in_loop, .. } in inside(tree, at.node) {
        let is_endl = matches!(node.kind(), "identifier" | "qualified_identifier")
            && matches!(tree.text(node), "endl" | "std::endl");
        if is_endl && in_loop.is_some() {
            report.fix(
                node,
                "This writes the output at each step of the loop. `'\\n'` ends the line too.",
                "Use `'\\n'`",
                node,
                "'\\n'",
            );
            return;
        }
    }
}

fn catch_by_value(tree: &Tree, at: At, report: &mut Report) {
    let parameter = at.node.child_by_field_name("parameters").and_then(shared::only_child);
    let Some(parameter) = parameter.filter(|parameter| parameter.kind() == "parameter_declaration") else { return };
    let Some(of) = parameter.child_by_field_name("type").filter(|of| of.kind() != "primitive_type") else { return };
    let declarator = parameter.child_by_field_name("declarator");
    if declarator.is_none_or(|declarator| declarator.kind() == "identifier") {
        let name = declarator.map(|name| format!(" {}", tree.text(name))).unwrap_or_default();
        let better = format!("const {}&{name}", tree.text(of));
        report.say(parameter, format!("This copies the exception, and cuts a derived one off. Try `{better}`."));
    }
}

fn copied_parameter(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("body").map(|body| tree.text(body)) else { return };
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let Some(of) =
            local.of.map(|of| tree.text(of)).filter(|of| local.is_parameter() && local.is_plain() && is_big(of))
        else {
            continue;
        };
        // A copy that is changed or handed on is wanted. What only reads is known by its name.
        let only_reads =
            names.get(name).into_iter().flatten().filter(|inside| inside.node != local.name).all(|use_of| {
                let Some(parent) = use_of.parent else { return false };
                let reads = ["size", "empty", "length", "find", "count", "substr"];
                match parent.kind() {
                    "field_expression" => {
                        parent.child_by_field_name("field").is_some_and(|field| reads.contains(&tree.text(field)))
                    }
                    "for_range_loop" => {
                        !tree.text(parent).split(':').next().unwrap_or_default().contains('&')
                            || tree.text(parent).contains("const ")
                    }
                    _ => false,
                }
            });
        if only_reads && mentions(body, name) {
            report.say(
                local.name,
                format!("Each call copies the whole `{of}`, and `{name}` is only read. Try `const {of}& {name}`."),
            );
        }
    }
}

fn null_macro(tree: &Tree, at: At, report: &mut Report) {
    if tree.text(at.node) == "NULL" {
        report.fix(
            at.node,
            "`nullptr` is the null pointer of C++; `NULL` is a number.",
            "Use `nullptr`",
            at.node,
            "nullptr",
        );
    }
}

fn c_style_cast(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("type"), at.node.child_by_field_name("value"));
    let (Some(of), Some(value)) = parts else { return };
    // `(void)x` says that a result is not needed.
    if tree.text(of) != "void" && tree.text(value).len() < 60 && !tree.text(value).contains('\n') {
        let better = format!("static_cast<{}>({})", tree.text(of), tree.text(shared::bare(value)));
        report.say(at.node, format!("`{better}` says what is converted, and the compiler checks it."));
    }
}

fn owns_by_pointer_type(tree: &Tree, at: At, report: &mut Report) {
    let called = callee(tree, at.node);
    if called.starts_with("std::make_unique<") || called.starts_with("make_unique<") {
        report.say(at.node, "`make_unique` gives the object one owner, which deletes it on every way out.");
    }
}

fn range_by_reference(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("declarator"), at.node.child_by_field_name("right"));
    let (Some(declarator), Some(over)) = parts else { return };
    let is_const = children(at.node).iter().any(|part| part.kind() == "type_qualifier" && tree.text(*part) == "const");
    if declarator.kind() == "reference_declarator" && is_const {
        report.say(
            declarator,
            format!("The loop reads the elements of `{}` where they are, without a copy.", tree.text(over)),
        );
    }
}

#[cfg(test)]
mod tests;
