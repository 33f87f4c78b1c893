//! Rules for Java.

use std::collections::HashMap;

use tree_sitter::Node;

use super::shared::{self, Inside, Local, bare, children, inside, locals, names, only_child, operator, sides};
use super::{Report, Rule};
use crate::api::FindingKind::{Actionable, Celebratory, Essential, Informative};
use crate::tutor::analyze::tree::{At, Tree};

const FUNCTIONS: &[&str] = &["constructor_declaration", "method_declaration"];

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "string-equality",
        kind: Essential,
        on: &["constructor_declaration", "method_declaration"],
        check: string_equality,
        why: "`==` asks whether two variables hold the same object. Two strings with the same letters can be two objects, so it is true at times and false at others; `equals` compares the letters.",
        bad: "boolean isQuit(String input) {\n    return input == \"quit\";\n}\n",
        good: "boolean isQuit(String input) {\n    return \"quit\".equals(input);\n}\n",
    },
    Rule {
        name: "boxed-equality",
        kind: Essential,
        on: FUNCTIONS,
        check: boxed_equality,
        why: "An `Integer` or `Long` is an object, and `==` asks whether both are the same one. Java shares small ones (-128 to 127), so a test with small numbers passes and larger numbers fail.",
        bad: "boolean same(Integer a, Integer b) {\n    return a == b;\n}\n",
        good: "boolean same(Integer a, Integer b) {\n    return a.equals(b);\n}\n",
    },
    Rule {
        name: "integer-division",
        kind: Essential,
        on: FUNCTIONS,
        check: integer_division,
        why: "Java divides two whole numbers as whole numbers and drops the rest, before the result becomes a `double`: `1 / 2` is `0`.",
        bad: "double average(int sum, int count) {\n    double result = sum / count;\n    return result;\n}\n",
        good: "double average(int sum, int count) {\n    double result = (double) sum / count;\n    return result;\n}\n",
    },
    Rule {
        name: "ignored-result",
        kind: Essential,
        on: FUNCTIONS,
        check: ignored_result,
        why: "A `String` never changes: its methods give a new one. Where the result is not used, the call does nothing.",
        bad: "String clean(String name) {\n    name.trim();\n    return name;\n}\n",
        good: "String clean(String name) {\n    name = name.trim();\n    return name;\n}\n",
    },
    Rule {
        name: "modified-while-iterating",
        kind: Essential,
        on: FUNCTIONS,
        check: modified_while_iterating,
        why: "A `for` over a collection stops with a `ConcurrentModificationException` at the next step when the collection was changed meanwhile.",
        bad: "void clean(List<String> names) {\n    for (String name : names) {\n        if (name.isEmpty()) {\n            names.remove(name);\n        }\n    }\n}\n",
        good: "void clean(List<String> names) {\n    names.removeIf(name -> name.isEmpty());\n}\n",
    },
    Rule {
        name: "off-by-one",
        kind: Essential,
        on: &["for_statement"],
        check: shared::off_by_one,
        why: shared::OFF_BY_ONE,
        bad: "int sum(int[] values) {\n    int sum = 0;\n    for (int i = 0; i <= values.length; i++) {\n        sum += values[i];\n    }\n    return sum;\n}\n",
        good: "int sum(int[] values) {\n    int sum = 0;\n    for (int i = 0; i < values.length; i++) {\n        sum += values[i];\n    }\n    return sum;\n}\n",
    },
    Rule {
        name: "null-dereference",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::null_dereference,
        why: shared::NULL_DEREFERENCE,
        bad: "boolean isEmpty(String text) {\n    return text == null && text.length() == 0;\n}\n",
        good: "boolean isEmpty(String text) {\n    return text == null || text.length() == 0;\n}\n",
    },
    Rule {
        name: "equals-without-hash-code",
        kind: Essential,
        on: &["class_body"],
        check: equals_without_hash_code,
        why: "A `HashMap` or `HashSet` looks for equal objects only among those with the same `hashCode`. When two are equal and their hash codes are not, the set holds both and the map finds neither.",
        bad: "class Point {\n    int x;\n\n    public boolean equals(Object other) {\n        return other instanceof Point && ((Point) other).x == x;\n    }\n}\n",
        good: "class Point {\n    int x;\n\n    public boolean equals(Object other) {\n        return other instanceof Point && ((Point) other).x == x;\n    }\n\n    public int hashCode() {\n        return Integer.hashCode(x);\n    }\n}\n",
    },
    Rule {
        name: "stray-semicolon",
        kind: Essential,
        on: &["if_statement", "for_statement", "while_statement"],
        check: shared::stray_semicolon,
        why: shared::STRAY_SEMICOLON,
        bad: "void greet(boolean known) {\n    if (known); {\n        System.out.println(\"Hello again\");\n    }\n}\n",
        good: "void greet(boolean known) {\n    if (known) {\n        System.out.println(\"Hello again\");\n    }\n}\n",
    },
    Rule {
        name: "self-assignment",
        kind: Essential,
        on: &["assignment_expression"],
        check: shared::self_assignment,
        why: shared::SELF_ASSIGNMENT,
        bad: "class User {\n    String name;\n\n    User(String name) {\n        name = name;\n    }\n}\n",
        good: "class User {\n    String name;\n\n    User(String name) {\n        this.name = name;\n    }\n}\n",
    },
    Rule {
        name: "same-operands",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::same_operands,
        why: shared::SAME_OPERANDS,
        bad: "boolean both(boolean a, boolean b) {\n    return a && a;\n}\n",
        good: "boolean both(boolean a, boolean b) {\n    return a && b;\n}\n",
    },
    Rule {
        name: "repeated-condition",
        kind: Essential,
        on: &["if_statement"],
        check: shared::repeated_condition,
        why: shared::REPEATED_CONDITION,
        bad: "String sign(int n) {\n    if (n > 0) {\n        return \"plus\";\n    } else if (n > 0) {\n        return \"minus\";\n    }\n    return \"zero\";\n}\n",
        good: "String sign(int n) {\n    if (n > 0) {\n        return \"plus\";\n    } else if (n < 0) {\n        return \"minus\";\n    }\n    return \"zero\";\n}\n",
    },
    Rule {
        name: "unreachable",
        kind: Essential,
        on: &["block"],
        check: shared::unreachable,
        why: shared::UNREACHABLE,
        bad: "int twice(int n) {\n    return 2 * n;\n    System.out.println(n);\n}\n",
        good: "int twice(int n) {\n    System.out.println(n);\n    return 2 * n;\n}\n",
    },
    Rule {
        name: "missing-break",
        kind: Actionable,
        on: &["switch_block_statement_group"],
        check: shared::fall_through,
        why: shared::FALL_THROUGH,
        bad: "int price(int size) {\n    int price = 0;\n    switch (size) {\n        case 1:\n            price = 3;\n        case 2:\n            price = 5;\n            break;\n        default:\n            price = 9;\n    }\n    return price;\n}\n",
        good: "int price(int size) {\n    int price = 0;\n    switch (size) {\n        case 1:\n            price = 3;\n            break;\n        case 2:\n            price = 5;\n            break;\n        default:\n            price = 9;\n    }\n    return price;\n}\n",
    },
    Rule {
        name: "unclosed-resource",
        kind: Actionable,
        on: FUNCTIONS,
        check: unclosed_resource,
        why: "An open file is a resource of the system, and there are only so many. `try (…)` closes it at the end of its block, also when an exception comes between.",
        bad: "String first(String path) throws IOException {\n    BufferedReader reader = new BufferedReader(new FileReader(path));\n    String line = reader.readLine();\n    return line;\n}\n",
        good: "String first(String path) throws IOException {\n    try (BufferedReader reader = new BufferedReader(new FileReader(path))) {\n        return reader.readLine();\n    }\n}\n",
    },
    Rule {
        name: "empty-catch",
        kind: Actionable,
        on: &["catch_clause"],
        check: shared::empty_catch,
        why: shared::EMPTY_CATCH,
        bad: "void load() {\n    try {\n        read();\n    } catch (IOException e) {\n    }\n}\n",
        good: "void load() {\n    try {\n        read();\n    } catch (IOException e) {\n        System.err.println(\"Cannot read: \" + e.getMessage());\n    }\n}\n",
    },
    Rule {
        name: "broad-catch",
        kind: Informative,
        on: &["catch_clause"],
        check: broad_catch,
        why: "`Exception` is also what a mistake in the program throws, such as a null or an index past the end. Caught with the rest, it stays hidden.",
        bad: "int parse(String text) {\n    try {\n        return Integer.parseInt(text);\n    } catch (Exception e) {\n        return 0;\n    }\n}\n",
        good: "int parse(String text) {\n    try {\n        return Integer.parseInt(text);\n    } catch (NumberFormatException e) {\n        return 0;\n    }\n}\n",
    },
    Rule {
        name: "raw-type",
        kind: Actionable,
        on: &["local_variable_declaration", "field_declaration", "formal_parameter"],
        check: raw_type,
        why: "Without `<…>` the compiler does not know what is in the collection: it takes anything, and every element must be cast when it comes out, which fails only when the program runs.",
        bad: "void run() {\n    List names = new ArrayList();\n    names.add(\"Ada\");\n}\n",
        good: "void run() {\n    List<String> names = new ArrayList<>();\n    names.add(\"Ada\");\n}\n",
    },
    Rule {
        name: "string-building-in-loop",
        kind: Actionable,
        on: FUNCTIONS,
        check: string_building_in_loop,
        why: "Each `+=` makes a new string and copies all letters so far: with twice the steps it takes four times as long. A `StringBuilder` adds at its end.",
        bad: "String join(List<String> words) {\n    String all = \"\";\n    for (String word : words) {\n        all += word;\n    }\n    return all;\n}\n",
        good: "String join(List<String> words) {\n    StringBuilder all = new StringBuilder();\n    for (String word : words) {\n        all.append(word);\n    }\n    return all.toString();\n}\n",
    },
    Rule {
        name: "float-equality",
        kind: Actionable,
        on: &["binary_expression"],
        check: float_equality,
        why: "Most decimal fractions have no exact `double`: `0.1 + 0.2` is not `0.3`. Compare the distance of both with a small bound.",
        bad: "boolean isThird(double x) {\n    return x == 0.3;\n}\n",
        good: "boolean isThird(double x) {\n    return Math.abs(x - 0.3) < 1e-9;\n}\n",
    },
    Rule {
        name: "boolean-comparison",
        kind: Actionable,
        on: &["binary_expression"],
        check: boolean_comparison,
        why: "A condition already is true or false, so comparing it with `true` adds words and no meaning; and `=` for `==` there would be an assignment that compiles.",
        bad: "void run(boolean done) {\n    if (done == true) {\n        stop();\n    }\n}\n",
        good: "void run(boolean done) {\n    if (done) {\n        stop();\n    }\n}\n",
    },
    Rule {
        name: "boolean-return",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::boolean_return,
        why: shared::BOOLEAN_RETURN,
        bad: "boolean isAdult(int age) {\n    if (age >= 18) {\n        return true;\n    } else {\n        return false;\n    }\n}\n",
        good: "boolean isAdult(int age) {\n    return age >= 18;\n}\n",
    },
    Rule {
        name: "same-branches",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::same_branches,
        why: shared::SAME_BRANCHES,
        bad: "int step(boolean up) {\n    if (up) {\n        return 1;\n    } else {\n        return 1;\n    }\n}\n",
        good: "int step(boolean up) {\n    if (up) {\n        return 1;\n    } else {\n        return -1;\n    }\n}\n",
    },
    Rule {
        name: "unused-variable",
        kind: Actionable,
        on: FUNCTIONS,
        check: shared::unused_variable,
        why: shared::UNUSED_VARIABLE,
        bad: "int twice(int n) {\n    int result = 2 * n;\n    return n;\n}\n",
        good: "int twice(int n) {\n    int result = 2 * n;\n    return result;\n}\n",
    },
    Rule {
        name: "deep-nesting",
        kind: Actionable,
        on: FUNCTIONS,
        check: shared::deep_nesting,
        why: shared::DEEP_NESTING,
        bad: "void run(int n) {\n    for (int i = 0; i < n; i++) {\n        for (int j = 0; j < n; j++) {\n            if (i != j) {\n                while (ready()) {\n                    if (i > j) {\n                        step();\n                    }\n                }\n            }\n        }\n    }\n}\n",
        good: "void run(int n) {\n    for (int i = 0; i < n; i++) {\n        for (int j = 0; j < n; j++) {\n            if (i != j) {\n                steps(i, j);\n            }\n        }\n    }\n}\n",
    },
    Rule {
        name: "many-parameters",
        kind: Informative,
        on: FUNCTIONS,
        check: shared::many_parameters,
        why: shared::MANY_PARAMETERS,
        bad: "void book(String name, String street, String city, String zip, int day, int month, int year) {\n}\n",
        good: "void book(Person person, Address address, Date date) {\n}\n",
    },
    Rule {
        name: "magic-number",
        kind: Informative,
        on: &["binary_expression"],
        check: shared::magic_number,
        why: shared::MAGIC_NUMBER,
        bad: "boolean isFull(int seats) {\n    return seats == 42;\n}\n",
        good: "static final int SEATS = 42;\n\nboolean isFull(int seats) {\n    return seats == SEATS;\n}\n",
    },
    Rule {
        name: "no-default",
        kind: Informative,
        on: &["switch_expression"],
        check: shared::no_default,
        why: shared::NO_DEFAULT,
        bad: "void run(int key) {\n    switch (key) {\n        case 1:\n            start();\n            break;\n    }\n}\n",
        good: "void run(int key) {\n    switch (key) {\n        case 1:\n            start();\n            break;\n        default:\n            help();\n    }\n}\n",
    },
    Rule {
        name: "closes-resources",
        kind: Celebratory,
        on: &["resource"],
        check: closes_resources,
        why: "What `try (…)` opens is closed at the end of its block, whatever happens in it: one thing less that can be forgotten.",
        bad: "void run() throws IOException {\n    try (Scanner input = new Scanner(file)) {\n        read(input);\n    }\n}\n",
        good: "void run() throws IOException {\n    Scanner input = new Scanner(file);\n    read(input);\n    input.close();\n}\n",
    },
    Rule {
        name: "builds-strings",
        kind: Celebratory,
        on: FUNCTIONS,
        check: builds_strings,
        why: "A `StringBuilder` adds at its end in constant time, so a loop with it takes time in proportion to the letters, not to their square.",
        bad: "String join(List<String> words) {\n    StringBuilder all = new StringBuilder();\n    for (String word : words) {\n        all.append(word);\n    }\n    return all.toString();\n}\n",
        good: "String pair(String a, String b) {\n    StringBuilder all = new StringBuilder();\n    all.append(a);\n    all.append(b);\n    return all.toString();\n}\n",
    },
];

type Locals<'a, 't> = HashMap<&'a str, Local<'t>>;

/// Whether a name is that of a local of one of these types.
fn has_type(tree: &Tree, locals: &Locals, node: Node, types: &[&str]) -> bool {
    let local = locals.get(tree.text(node)).filter(|_| node.kind() == "identifier");
    local.and_then(|local| local.of).is_some_and(|of| {
        let text = tree.text(of);
        types.contains(&text.split_once('<').map_or(text, |(name, _)| name))
    })
}

/// The comparisons by `==` and `!=` of a function.
fn equalities<'t>(inside: &[Inside<'t>]) -> impl Iterator<Item = (Node<'t>, Node<'t>, Node<'t>)> {
    inside.iter().filter(|inside| matches!(operator(inside.node), "==" | "!=")).filter_map(|inside| {
        let (left, right) = sides(inside.node)?;
        Some((inside.node, left, right))
    })
}

fn string_equality(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (node, left, right) in equalities(&inside) {
        let is_literal = |node: Node| node.kind() == "string_literal";
        let is_string = |node: Node| is_literal(node) || has_type(tree, &locals, node, &["String"]);
        let not = if operator(node) == "!=" { "!" } else { "" };
        let (first, second) = if is_literal(right) { (right, left) } else { (left, right) };
        let (text, other) = (tree.text(first), tree.text(second));
        if is_literal(first) && !matches!(second.kind(), "null_literal" | "binary_expression") {
            let says = format!(
                "`{}` asks for the same object, not the same letters. Try `{not}{text}.equals({other})`.",
                operator(node)
            );
            report.fix(node, says, "Compare the letters", node, format!("{not}{text}.equals({other})"));
        } else if is_string(left) && is_string(right) {
            let says = format!(
                "`{}` asks for the same object, not the same letters. Try `{not}{text}.equals({other})`.",
                operator(node)
            );
            report.say(node, says);
        }
    }
}

fn boxed_equality(tree: &Tree, at: At, report: &mut Report) {
    const BOXED: &[&str] = &["Integer", "Long", "Short", "Byte", "Double", "Float", "Character"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (node, left, right) in equalities(&inside) {
        if has_type(tree, &locals, left, BOXED) && has_type(tree, &locals, right, BOXED) {
            let (a, b) = (tree.text(left), tree.text(right));
            report.say(
                node,
                format!(
                    "`{a}` and `{b}` are objects, and `{}` asks whether they are the same one. Try `{a}.equals({b})`.",
                    operator(node)
                ),
            );
        }
    }
}

fn integer_division(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for local in locals.values() {
        let is_real = local.of.is_some_and(|of| of.kind() == "floating_point_type");
        let Some(value) = local.value.map(bare).filter(|value| is_real && operator(*value) == "/") else { continue };
        let Some((left, right)) = sides(value) else { continue };
        let is_whole = |node: Node| {
            node.kind() == "decimal_integer_literal" || has_type(tree, &locals, node, &["int", "long", "short", "byte"])
        };
        if is_whole(left) && is_whole(right) {
            let (a, b) = (tree.text(left), tree.text(right));
            let says = format!("`{a} / {b}` divides whole numbers and drops the rest. Try `(double) {a} / {b}`.");
            report.fix(value, says, "Divide as `double`", left, format!("(double) {a}"));
        }
    }
}

fn ignored_result(tree: &Tree, at: At, report: &mut Report) {
    const PURE: &[&str] =
        &["concat", "repeat", "replace", "replaceAll", "strip", "substring", "toLowerCase", "toUpperCase", "trim"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "expression_statement") {
        let Some(call) = only_child(*node).filter(|call| call.kind() == "method_invocation") else { continue };
        let parts = (call.child_by_field_name("object"), call.child_by_field_name("name"));
        let (Some(object), Some(name)) = parts else { continue };
        if PURE.contains(&tree.text(name)) && has_type(tree, &locals, object, &["String"]) {
            let (object, call_text) = (tree.text(object), tree.text(call));
            let says = format!(
                "`{call_text}` gives a new string and leaves `{object}` as it is. Try `{object} = {call_text};`."
            );
            report.say(*node, says);
        }
    }
}

fn modified_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    const COLLECTIONS: &[&str] = &["ArrayList", "Collection", "HashSet", "LinkedList", "List", "Set", "TreeSet"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, parent, .. } in &inside {
        let Some(within) = in_loop.filter(|outer| outer.kind() == "enhanced_for_statement") else { continue };
        let parts =
            (node.child_by_field_name("object"), node.child_by_field_name("name"), within.child_by_field_name("value"));
        let (Some(object), Some(name), Some(over)) = parts else { continue };
        let changes = ["add", "addAll", "clear", "remove", "removeAll"].contains(&tree.text(name));
        let of = tree.text(over);
        // After a change that ends the loop there is no next step.
        if !changes {
            continue;
        }
        let ends = parent
            .and_then(|statement| statement.next_named_sibling())
            .is_some_and(|next| ["return", "break", "throw"].iter().any(|word| next.kind().starts_with(word)));
        let is_fresh =
            locals.get(of).and_then(|local| local.value).is_some_and(|value| tree.text(value).contains("CopyOnWrite"));
        if tree.text(object) == of && has_type(tree, &locals, over, COLLECTIONS) && !ends && !is_fresh {
            let call = tree.text(name);
            report.say(*node, format!("`{of}.{call}` changes `{of}` while the loop goes over it. Try `{of}.removeIf(…)`, or collect the changes and make them afterwards."));
        }
    }
}

fn equals_without_hash_code(tree: &Tree, at: At, report: &mut Report) {
    let name = |node: &Node| node.child_by_field_name("name").map(|name| tree.text(name));
    let methods: Vec<_> =
        children(at.node).into_iter().filter(|member| member.kind() == "method_declaration").collect();
    let is_equals = |method: &&Node| {
        let parameters = method.child_by_field_name("parameters").map(|list| tree.text(list)).unwrap_or_default();
        name(method) == Some("equals")
            && parameters.trim_start_matches(['(', ' ']).trim_start_matches("final ").starts_with("Object ")
    };
    let Some(equals) = methods.iter().find(is_equals) else { return };
    if !methods.iter().any(|method| name(method) == Some("hashCode")) {
        report.say(
            shared::header(*equals),
            "This class says when two of it are equal, and has no `hashCode`. Add one that uses the same fields.",
        );
    }
}

fn unclosed_resource(tree: &Tree, at: At, report: &mut Report) {
    const OPENERS: [&str; 10] = [
        "BufferedReader",
        "BufferedWriter",
        "FileInputStream",
        "FileOutputStream",
        "FileReader",
        "FileWriter",
        "PrintWriter",
        "RandomAccessFile",
        "Scanner",
        "Socket",
    ];
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let Some(value) = local.value.filter(|value| value.kind() == "object_creation_expression") else { continue };
        let of = value.child_by_field_name("type").map(|of| tree.text(of)).unwrap_or_default();
        // The one of the keyboard stays open as long as the program, and one of a text needs no end.
        let opens = ["File", "Path", "Socket", "open"].iter().any(|word| tree.text(value).contains(word));
        // It may be closed, or handed on to who closes it.
        let is_handed_on = names.get(name).into_iter().flatten().any(|use_of| {
            let is_name = use_of.node != local.name;
            let parent = use_of.parent.map(|parent| parent.kind()).unwrap_or_default();
            is_name && (parent != "method_invocation" || use_of.field != Some("object"))
        });
        let closes = || tree.text(at.node).contains(&format!("{name}.close()"));
        if OPENERS.contains(&of) && opens && local.declaration.kind() != "resource" && !is_handed_on && !closes() {
            report.say(
                local.name,
                format!("`{name}` stays open. With `try ({of} {name} = …) {{ … }}` it closes at the end of the block."),
            );
        }
    }
}

fn broad_catch(tree: &Tree, at: At, report: &mut Report) {
    let parameter = children(at.node).into_iter().find(|child| child.kind() == "catch_formal_parameter");
    let of = parameter.and_then(|parameter| children(parameter).into_iter().find(|child| child.kind() == "catch_type"));
    if let Some(of) = of.filter(|of| ["Exception", "Throwable"].contains(&tree.text(*of))) {
        let says = format!(
            "`catch ({})` also catches what is a mistake of the program. Name the exceptions that you expect here.",
            tree.text(of)
        );
        report.say(of, says);
    }
}

fn raw_type(tree: &Tree, at: At, report: &mut Report) {
    const GENERIC: [&str; 14] = [
        "ArrayDeque",
        "ArrayList",
        "Collection",
        "Deque",
        "HashMap",
        "HashSet",
        "Iterator",
        "LinkedList",
        "List",
        "Map",
        "Queue",
        "Set",
        "TreeMap",
        "TreeSet",
    ];
    let Some(of) = at.node.child_by_field_name("type").filter(|of| of.kind() == "type_identifier") else { return };
    let name = tree.text(of);
    if GENERIC.contains(&name) {
        let of_what = if name.ends_with("Map") { "String, Integer" } else { "String" };
        report.say(of, format!("`{name}` does not say what is in it. Name the type, as in `{name}<{of_what}>`."));
    }
}

fn string_building_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, .. } in inside.iter().filter(|inside| inside.node.kind() == "assignment_expression") {
        let (Some(within), Some((left, right))) = (in_loop, sides(*node)) else { continue };
        let name = tree.text(left);
        let is_before = locals.get(name).is_some_and(|local| local.name.start_byte() < within.start_byte());
        let adds = operator(*node) == "+="
            || (operator(*node) == "="
                && operator(right) == "+"
                && tree.text(right).split('+').any(|part| part.trim() == name));
        if is_before && adds && has_type(tree, &locals, left, &["String"]) {
            report.say(*node, format!("Each step copies all of `{name}` into a new string. A `StringBuilder` with `append` adds at its end."));
        }
    }
}

fn float_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let is_fraction = |node: Node| {
        node.kind() == "decimal_floating_point_literal"
            && tree.text(node).trim_end_matches(['d', 'f']).parse().is_ok_and(|x: f64| x.fract() != 0.0)
    };
    if matches!(operator(at.node), "==" | "!=") && (is_fraction(left) || is_fraction(right)) {
        let (a, b) = (tree.text(left), tree.text(right));
        report
            .say(at.node, format!("`{a}` may differ from `{b}` in its last digit. Try `Math.abs({a} - {b}) < 1e-9`."));
    }
}

fn boolean_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let sign = operator(at.node);
    if !matches!(sign, "==" | "!=") || !matches!(tree.text(right), "true" | "false") {
        return;
    }
    let text = tree.text(left);
    let is_simple =
        matches!(left.kind(), "identifier" | "method_invocation" | "field_access" | "parenthesized_expression");
    let better = match (sign == "==") == (tree.text(right) == "true") {
        true => text.to_owned(),
        false if is_simple => format!("!{text}"),
        false => format!("!({text})"),
    };
    report.fix(
        at.node,
        format!("`{text}` already is true or false; `{better}` says the same."),
        "Leave the comparison out",
        at.node,
        better,
    );
}

fn closes_resources(tree: &Tree, at: At, report: &mut Report) {
    if let Some(name) = at.node.child_by_field_name("name") {
        report.say(at.node, format!("`{}` is opened in `try (…)`, so it is closed whatever happens.", tree.text(name)));
    }
}

fn builds_strings(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    let appends = |inside: &&Inside| {
        let object = inside.node.child_by_field_name("object");
        let is_append = inside.node.child_by_field_name("name").is_some_and(|name| tree.text(name) == "append");
        is_append
            && inside.in_loop.is_some()
            && object.is_some_and(|object| has_type(tree, &locals, object, &["StringBuilder"]))
    };
    if let Some(object) = inside.iter().find(appends).and_then(|inside| inside.node.child_by_field_name("object")) {
        report.say(
            object,
            format!(
                "`{}` is a `StringBuilder`, so the loop adds to it without copying what is there.",
                tree.text(object)
            ),
        );
    }
}

#[cfg(test)]
mod tests;
