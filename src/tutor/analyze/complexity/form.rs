//! What the nodes of all grammars have in common: one place that knows how each language writes a loop, a call or an assignment.

use tree_sitter::Node;

use crate::tutor::analyze::tree::{Tree, children};

/// What a node says.
#[derive(Clone)]
pub(super) enum Form<'t> {
    /// A variable.
    Name(&'t str),
    /// A number, as it is written.
    Number(&'t str),
    /// A text.
    Text,
    /// `of.name`.
    Attribute { of: Node<'t>, name: &'t str },
    /// A call of a function, or of a method of a receiver.
    Call { name: &'t str, receiver: Option<Node<'t>>, arguments: Vec<Node<'t>> },
    /// A new object, or an array with its lengths.
    New { class: &'t str, arguments: Vec<Node<'t>> },
    /// `of[at]`.
    Index { of: Node<'t>, at: Node<'t> },
    /// `of[from:to]`.
    Slice { of: Node<'t>, from: Option<Node<'t>>, to: Option<Node<'t>> },
    /// An operator between two.
    Binary { left: Node<'t>, operator: &'t str, right: Node<'t> },
    /// `condition ? yes : no`.
    Choice { yes: Node<'t>, no: Node<'t> },
    /// What is the same as another expression: brackets, a cast, a sign.
    Same(Node<'t>),
    /// A list of expressions: a literal with its kind, or several values.
    Several(&'static str, Vec<Node<'t>>),
    /// Variables and their new values, where there are such; the operator is empty but for `+=` and its like.
    Assign { pairs: Vec<(Node<'t>, Option<Node<'t>>)>, operator: &'t str },
    /// Loops within an expression.
    Comprehension { kind: &'static str, body: Node<'t>, clauses: Vec<(Node<'t>, Node<'t>)> },
    /// A loop over all there is.
    ForEach { target: Node<'t>, iterable: Node<'t> },
    /// A loop with a condition, which is absent where there is none.
    While { condition: Option<Node<'t>> },
    /// A function without a name.
    Lambda,
    /// Anything else.
    Other,
}

/// The name of what is read or written: `x`, `self.x`, `x[]`, `x.next`.
pub(super) fn place<'t>(tree: &'t Tree, node: Node<'t>) -> Option<String> {
    place_by(|node| read(tree, node), node)
}

/// As [`place`], where nodes have been read before.
pub(super) fn place_by<'t>(read: impl Fn(Node<'t>) -> Form<'t>, node: Node<'t>) -> Option<String> {
    let mut node = node;
    let mut ends = Vec::new();
    loop {
        match read(node) {
            Form::Name(name) => {
                ends.push(name.to_owned());
                ends.reverse();
                return Some(ends.concat());
            }
            Form::Attribute { of, name } => {
                ends.push(format!(".{name}"));
                node = of;
            }
            Form::Index { of, .. } => {
                ends.push("[]".to_owned());
                node = of;
            }
            Form::Same(within) => node = within,
            _ => return None,
        }
        if ends.len() > 6 {
            return None;
        }
    }
}

fn field<'t>(node: Node<'t>, names: &[&str]) -> Option<Node<'t>> {
    names.iter().find_map(|name| node.child_by_field_name(name))
}

/// Reads a node.
pub(super) fn read<'t>(tree: &'t Tree, node: Node<'t>) -> Form<'t> {
    form(tree, node).unwrap_or(Form::Other)
}

#[allow(clippy::too_many_lines)] // A table.
fn form<'t>(tree: &'t Tree, node: Node<'t>) -> Option<Form<'t>> {
    let text = |node: Node<'t>| tree.text(node);
    let several = |kind| Some(Form::Several(kind, children(node)));
    match node.kind() {
        "identifier" | "field_identifier" | "shorthand_property_identifier_pattern" | "this" | "self" => {
            Some(Form::Name(text(node)))
        }
        "integer"
        | "float"
        | "number"
        | "decimal_integer_literal"
        | "decimal_floating_point_literal"
        | "number_literal"
        | "int_literal"
        | "float_literal"
        | "integer_literal"
        | "hex_integer_literal" => Some(Form::Number(text(node))),
        "true" | "false" | "none" | "null" | "nullptr" | "null_literal" | "character_literal" | "char_literal"
        | "undefined" | "nil" | "boolean_literal" | "rune_literal" => Some(Form::Number("1")),
        "string"
        | "string_literal"
        | "template_string"
        | "concatenated_string"
        | "interpreted_string_literal"
        | "regex"
        | "raw_string_literal" => Some(Form::Text),

        "attribute" | "member_expression" | "field_access" | "field_expression" | "selector_expression" => {
            let of = field(node, &["object", "argument", "operand", "value"])?;
            Some(Form::Attribute { of, name: text(field(node, &["attribute", "property", "field"])?) })
        }
        "scoped_identifier" | "qualified_identifier" => Some(Form::Name(text(field(node, &["name"])?))),
        "call" | "call_expression" | "method_invocation" => call(tree, node),
        "new_expression" | "object_creation_expression" | "array_creation_expression" => {
            let class = field(node, &["constructor", "type"]).map(text).unwrap_or_default();
            let class = class.split('<').next().unwrap_or_default();
            let arguments = field(node, &["arguments"]).map(|list| children(list)).unwrap_or_default();
            let length = field(node, &["declarator"]).and_then(|declarator| field(declarator, &["length"]));
            let lengths = children(node).into_iter().filter(|child| child.kind() == "dimensions_expr");
            let lengths: Vec<_> = lengths.filter_map(|child| child.named_child(0)).chain(length).collect();
            if let Some(value) = field(node, &["value"]) {
                return Some(Form::Same(value));
            }
            let is_array = !lengths.is_empty();
            Some(Form::New {
                class: if is_array { "[]" } else { class },
                arguments: if is_array { lengths } else { arguments },
            })
        }
        "subscript" | "subscript_expression" | "array_access" | "index_expression" => {
            let of =
                field(node, &["value", "object", "array", "argument", "operand"]).or_else(|| node.named_child(0))?;
            let at = field(node, &["subscript", "index", "indices"]).or_else(|| node.named_child(1))?;
            if at.kind() == "slice" {
                let mut cursor = at.walk();
                let parts: Vec<_> = at.children(&mut cursor).collect();
                let colon = parts.iter().position(|part| part.kind() == ":").unwrap_or(0);
                let from = colon.checked_sub(1).map(|before| parts[before]);
                let to = parts.get(colon + 1).copied().filter(|part| part.kind() != ":");
                return Some(Form::Slice { of, from, to });
            }
            let at = if at.kind() == "subscript_argument_list" { at.named_child(0)? } else { at };
            Some(Form::Index { of, at })
        }
        "slice_expression" => Some(Form::Slice {
            of: field(node, &["operand"])?,
            from: field(node, &["start"]),
            to: field(node, &["end"]),
        }),
        "binary_operator" | "boolean_operator" | "binary_expression" | "range_expression" => {
            let left = field(node, &["left"]).or_else(|| node.named_child(0))?;
            let right = field(node, &["right"]).or_else(|| node.named_child(1))?;
            let operator = field(node, &["operator"]).or_else(|| node.child(1)).map(text)?;
            Some(Form::Binary { left, operator, right })
        }
        "comparison_operator" => {
            let operator =
                tree.source.text.get(node.named_child(0)?.end_byte()..node.named_child(1)?.start_byte())?.trim();
            let last = node.named_child(u32::try_from(node.named_child_count()).ok()?.checked_sub(1)?)?;
            Some(Form::Binary { left: node.named_child(0)?, operator, right: last })
        }
        "conditional_expression" if tree.language.name == "python" => {
            Some(Form::Choice { yes: node.named_child(0)?, no: node.named_child(2)? })
        }
        "ternary_expression" | "conditional_expression" => {
            Some(Form::Choice { yes: field(node, &["consequence"])?, no: field(node, &["alternative"])? })
        }
        "list" => several("list"),
        "array" | "initializer_list" | "array_initializer" | "array_expression" => several("list"),
        "composite_literal" => {
            let kind = match text(field(node, &["type"])?) {
                of if of.starts_with("map[") => "map",
                of if of.starts_with('[') => "list",
                _ => "",
            };
            Some(Form::Several(kind, children(field(node, &["body"])?)))
        }
        "macro_invocation" if text(field(node, &["macro"])?) == "vec" => {
            let tokens = children(node).into_iter().find(|child| child.kind() == "token_tree")?;
            match vector_lengths(tree, tokens) {
                lengths if lengths.is_empty() => Some(Form::Several("list", children(tokens))),
                lengths => Some(Form::New { class: "[]", arguments: lengths }),
            }
        }
        "type_conversion_expression" if text(node).starts_with('[') => {
            Some(Form::Call { name: "list", receiver: None, arguments: vec![field(node, &["operand"])?] })
        }
        "tuple"
        | "expression_list"
        | "pattern_list"
        | "tuple_pattern"
        | "list_pattern"
        | "array_pattern"
        | "structured_binding_declarator"
        | "tuple_expression" => several(""),
        "dictionary" | "object" => several("map"),
        "set" => several("set"),
        "parenthesized_expression"
        | "condition_clause"
        | "await_expression"
        | "await"
        | "cast_expression"
        | "unary_operator"
        | "unary_expression"
        | "pointer_expression"
        | "reference_expression"
        | "not_operator"
        | "spread_element"
        | "list_splat"
        | "keyword_argument"
        | "type_conversion_expression"
        | "non_null_expression"
        | "as_expression"
        | "argument"
        | "mut_pattern"
        | "pointer_declarator"
        | "reference_declarator"
        | "parenthesized_declarator" => {
            let within = field(node, &["value", "argument", "operand", "declarator"]);
            within
                .or_else(|| node.named_child(u32::try_from(node.named_child_count()).ok()?.checked_sub(1)?))
                .map(Form::Same)
        }
        "expression_statement" if node.named_child_count() == 1 => node.named_child(0).map(Form::Same),

        "assignment"
        | "assignment_expression"
        | "augmented_assignment"
        | "augmented_assignment_expression"
        | "named_expression"
        | "assignment_statement"
        | "short_var_declaration"
        | "variable_declarator"
        | "var_spec"
        | "init_declarator"
        | "let_declaration"
        | "compound_assignment_expr" => {
            let target = field(node, &["left", "name", "declarator", "pattern"])?;
            let value = field(node, &["right", "value"]);
            let operator = field(node, &["operator"]).or_else(|| node.child(1)).map(text).unwrap_or("=");
            let operator = operator.strip_suffix('=').filter(|_| !operator.starts_with('=')).unwrap_or_default();
            Some(Form::Assign { pairs: pairs(tree, target, value), operator: operator.trim_matches(':') })
        }
        "update_expression" | "inc_statement" | "dec_statement" => {
            let target = field(node, &["argument"]).or_else(|| node.named_child(0))?;
            let operator = if text(node).contains("++") { "+" } else { "-" };
            Some(Form::Assign { pairs: vec![(target, None)], operator })
        }
        "list_comprehension" => comprehension(node, "list"),
        "set_comprehension" => comprehension(node, "set"),
        "dictionary_comprehension" => comprehension(node, "map"),
        "generator_expression" => comprehension(node, ""),

        "for_statement" if tree.language.name == "python" => for_each(node, &["left"], &["right"]),
        "for_in_statement" => for_each(node, &["left"], &["right"]),
        "enhanced_for_statement" => for_each(node, &["name"], &["value"]),
        "for_range_loop" => for_each(node, &["declarator"], &["right"]),
        "for_expression" => for_each(node, &["pattern"], &["value"]),
        "for_statement" if tree.language.name == "go" => {
            let body = field(node, &["body"])?;
            let head = children(node).into_iter().find(|child| *child != body);
            match head {
                Some(range) if range.kind() == "range_clause" => {
                    let iterable = field(range, &["right"])?;
                    Some(Form::ForEach { target: field(range, &["left"]).unwrap_or(iterable), iterable })
                }
                Some(clause) if clause.kind() == "for_clause" => {
                    Some(Form::While { condition: field(clause, &["condition"]) })
                }
                condition => Some(Form::While { condition }),
            }
        }
        "for_statement" | "while_statement" | "do_statement" | "while_expression" | "loop_expression" => {
            let condition = field(node, &["condition"]).filter(|condition| condition.kind() != "empty_statement");
            field(node, &["body"]).map(|_| Form::While { condition })
        }
        "lambda"
        | "lambda_expression"
        | "arrow_function"
        | "function_expression"
        | "func_literal"
        | "closure_expression" => Some(Form::Lambda),
        _ => None,
    }
}

fn for_each<'t>(node: Node<'t>, target: &[&str], iterable: &[&str]) -> Option<Form<'t>> {
    field(node, &["body"])?;
    Some(Form::ForEach { target: field(node, target)?, iterable: field(node, iterable)? })
}

fn call<'t>(tree: &'t Tree, node: Node<'t>) -> Option<Form<'t>> {
    let list = field(node, &["arguments"])?;
    // Python: `sum(x for x in xs)` has no list of arguments.
    let arguments = if list.kind() == "generator_expression" { vec![list] } else { children(list) };
    if let Some(name) = field(node, &["name"]) {
        return Some(Form::Call { name: tree.text(name), receiver: field(node, &["object"]), arguments });
    }
    let function = field(node, &["function"])?;
    // Go: `make([]int, n)`.
    if tree.language.name == "go" && tree.text(function) == "make" {
        let class = arguments.first().map(|of| tree.text(*of)).unwrap_or_default();
        let class = if class.starts_with("map[") { "Map" } else { "[]" };
        return Some(Form::New { class, arguments: arguments.into_iter().skip(1).take(1).collect() });
    }
    match read(tree, function) {
        Form::Attribute { of, name } => Some(Form::Call { name, receiver: Some(of), arguments }),
        Form::Name(name) => {
            Some(Form::Call { name: name.split('<').next().unwrap_or(name), receiver: None, arguments })
        }
        _ => {
            let name = tree.text(function).split('<').next().unwrap_or_default();
            Some(Form::Call { name, receiver: None, arguments })
        }
    }
}

/// The lengths of Rust's `vec![vec![0; m]; n + 1]`, whose parts are words and no expressions: `n`, `m`.
fn vector_lengths<'t>(tree: &'t Tree, tokens: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = tokens.walk();
    let parts: Vec<_> = tokens.children(&mut cursor).collect();
    let Some(semicolon) = parts.iter().position(|part| part.kind() == ";") else { return Vec::new() };
    let (value, length) = parts.split_at(semicolon);
    let mut lengths: Vec<_> = length
        .split(|part| part.kind() == "*")
        .filter_map(|factor| {
            let name = factor.iter().find(|part| part.kind() == "identifier");
            name.or_else(|| factor.iter().find(|part| part.kind() == "integer_literal")).copied()
        })
        .collect();
    let within =
        value.iter().find(|part| part.kind() == "token_tree" && value.iter().any(|of| tree.text(*of) == "vec"));
    if let Some(within) = within {
        lengths.extend(vector_lengths(tree, *within));
    }
    lengths
}

fn comprehension<'t>(node: Node<'t>, kind: &'static str) -> Option<Form<'t>> {
    let clauses = children(node).into_iter().filter(|child| child.kind() == "for_in_clause");
    let clauses = clauses.filter_map(|clause| Some((field(clause, &["left"])?, field(clause, &["right"])?))).collect();
    Some(Form::Comprehension { kind, body: field(node, &["body"])?, clauses })
}

/// `a, b = c, d` is two assignments; where the values cannot be told apart, each variable has none of its own.
fn pairs<'t>(tree: &'t Tree, target: Node<'t>, value: Option<Node<'t>>) -> Vec<(Node<'t>, Option<Node<'t>>)> {
    let Form::Several(_, targets) = read(tree, target) else { return vec![(target, value)] };
    match value.map(|value| read(tree, value)) {
        Some(Form::Several(_, values)) if values.len() == targets.len() => {
            targets.into_iter().zip(values.into_iter().map(Some)).collect()
        }
        _ if targets.len() == 1 => vec![(targets[0], value)],
        _ => targets.into_iter().map(|target| (target, None)).collect(),
    }
}
