//! Local names, all of their places, and whether another name could take theirs.
//!
//! A name is offered for renaming only where that is safe by the text alone: it is bound in a function (or, in a script, at the top), every
//! place of it is a variable's, and nothing refers to it by its text (keyword arguments, shorthand properties, `locals()`).

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use crate::tutor::analyze::languages::{Kinds, Language};
use crate::tutor::analyze::source::{mentions, words};
use crate::tutor::analyze::tree::{At, Tree, Visitor};

/// A node's kind and its name in its parent; an empty one stands for any.
type Role = (&'static str, &'static str);

/// How a language binds names.
struct Grammar {
    languages: &'static [&'static str],
    /// What may be between a name and what binds it: the kind, and the name of the part that is bound.
    patterns: &'static [Role],
    /// What binds it.
    binders: &'static [Role],
    /// Where an identifier is no variable: a member, a label.
    members: &'static [Role],
    /// Where a name is one that must not change: a function, an import, a keyword argument.
    fixed: &'static [Role],
    /// Kinds of nodes that are a variable's name and something else at once.
    shorthands: &'static [&'static str],
    /// Whether a file is a script, whose names at the top are its own.
    scripts: bool,
    /// Texts of functions that look names up by their text.
    dynamic: &'static [&'static str],
}

const GRAMMARS: [Grammar; 6] = [
    Grammar {
        languages: &["python"],
        patterns: &[
            ("pattern_list", ""),
            ("tuple_pattern", ""),
            ("list_pattern", ""),
            ("list_splat_pattern", ""),
            ("as_pattern_target", ""),
        ],
        binders: &[
            ("assignment", "left"),
            ("for_statement", "left"),
            ("for_in_clause", "left"),
            ("named_expression", "name"),
            ("as_pattern", "alias"),
            ("parameters", ""),
            ("lambda_parameters", ""),
            ("default_parameter", "name"),
            ("typed_parameter", ""),
            ("typed_default_parameter", "name"),
        ],
        members: &[("attribute", "attribute")],
        fixed: &[
            ("keyword_argument", "name"),
            ("global_statement", ""),
            ("nonlocal_statement", ""),
            ("dotted_name", ""),
            ("aliased_import", ""),
            ("function_definition", "name"),
            ("class_definition", "name"),
            ("dictionary_splat_pattern", ""),
        ],
        shorthands: &[],
        scripts: true,
        dynamic: &["locals", "globals", "vars", "eval", "exec"],
    },
    Grammar {
        languages: &["javascript", "typescript"],
        patterns: &[
            ("array_pattern", ""),
            ("rest_pattern", ""),
            ("assignment_pattern", "left"),
            ("object_assignment_pattern", "left"),
            ("pair_pattern", "value"),
            ("object_pattern", ""),
        ],
        binders: &[
            ("variable_declarator", "name"),
            ("formal_parameters", ""),
            ("arrow_function", "parameter"),
            ("for_in_statement", "left"),
            ("catch_clause", "parameter"),
            ("required_parameter", "pattern"),
            ("optional_parameter", "pattern"),
        ],
        members: &[],
        fixed: &[
            ("function_declaration", "name"),
            ("function_expression", "name"),
            ("generator_function_declaration", "name"),
            ("class_declaration", "name"),
            ("import_specifier", ""),
            ("import_clause", ""),
            ("namespace_import", ""),
            ("export_specifier", ""),
            ("export_statement", ""),
            ("enum_declaration", "name"),
            ("type_query", ""),
        ],
        shorthands: &["shorthand_property_identifier", "shorthand_property_identifier_pattern"],
        scripts: true,
        dynamic: &["eval"],
    },
    Grammar {
        languages: &["java"],
        patterns: &[],
        binders: &[
            ("variable_declarator", "name"),
            ("formal_parameter", "name"),
            ("enhanced_for_statement", "name"),
            ("catch_formal_parameter", "name"),
            ("inferred_parameters", ""),
            ("lambda_expression", "parameters"),
            ("resource", "name"),
        ],
        members: &[("field_access", "field"), ("method_invocation", "name"), ("method_declaration", "name")],
        fixed: &[
            ("class_declaration", "name"),
            ("enum_constant", "name"),
            ("record_pattern_component", ""),
            ("type_pattern", ""),
            ("switch_label", ""),
            ("method_reference", ""),
            ("element_value_pair", ""),
        ],
        shorthands: &[],
        scripts: false,
        dynamic: &[],
    },
    Grammar {
        languages: &["c", "cpp"],
        patterns: &[
            ("pointer_declarator", "declarator"),
            ("array_declarator", "declarator"),
            ("init_declarator", "declarator"),
            ("reference_declarator", ""),
            ("parenthesized_declarator", ""),
        ],
        binders: &[
            ("declaration", "declarator"),
            ("parameter_declaration", "declarator"),
            ("optional_parameter_declaration", "declarator"),
            ("for_range_loop", "declarator"),
        ],
        members: &[],
        fixed: &[
            ("function_declarator", "declarator"),
            ("preproc_def", ""),
            ("preproc_function_def", ""),
            ("preproc_params", ""),
            ("enumerator", ""),
            ("structured_binding_declarator", ""),
            ("template_argument_list", ""),
            ("qualified_identifier", ""),
        ],
        shorthands: &[],
        scripts: false,
        dynamic: &[],
    },
    Grammar {
        languages: &["go"],
        patterns: &[("expression_list", "")],
        binders: &[
            ("short_var_declaration", "left"),
            ("range_clause", "left"),
            ("var_spec", "name"),
            ("parameter_declaration", "name"),
            ("variadic_parameter_declaration", "name"),
            ("type_switch_statement", "alias"),
        ],
        members: &[],
        fixed: &[
            ("function_declaration", "name"),
            ("literal_element", ""),
            ("const_spec", ""),
            ("labeled_statement", ""),
        ],
        shorthands: &[],
        scripts: false,
        dynamic: &[],
    },
    Grammar {
        languages: &["rust"],
        patterns: &[
            ("mut_pattern", ""),
            ("ref_pattern", ""),
            ("reference_pattern", ""),
            ("tuple_pattern", ""),
            ("slice_pattern", ""),
        ],
        binders: &[
            ("let_declaration", "pattern"),
            ("parameter", "pattern"),
            ("for_expression", "pattern"),
            ("closure_parameters", ""),
        ],
        members: &[("scoped_identifier", ""), ("macro_invocation", "macro"), ("attribute", "")],
        fixed: &[
            ("function_item", "name"),
            ("const_item", "name"),
            ("static_item", "name"),
            ("match_pattern", ""),
            ("tuple_struct_pattern", ""),
            ("let_condition", "pattern"),
            ("captured_pattern", ""),
            ("or_pattern", ""),
            ("shorthand_field_initializer", ""),
        ],
        shorthands: &["shorthand_field_identifier"],
        scripts: false,
        dynamic: &[],
    },
];

/// A local name and its places.
pub(super) struct Local<'t, 'a> {
    pub text: &'a str,
    /// In the order of the text.
    pub places: Vec<Node<'t>>,
    /// Whether it counts the rounds of a loop.
    pub counts: bool,
}

/// The local names of a program that can be renamed.
pub(super) fn locals<'t, 'a>(tree: &'t Tree<'a>) -> Vec<Local<'t, 'a>> {
    let Some(grammar) = grammar(tree.language) else { return Vec::new() };
    let mut reader =
        Reader { tree, grammar, around: Vec::new(), found: Vec::new(), barred: HashSet::new(), dynamic: false };
    tree.walk(&mut reader);
    let Reader { found, mut barred, dynamic, .. } = reader;
    if dynamic {
        return Vec::new();
    }
    // Which functions bind a name.
    let mut bound: HashMap<(&str, Option<usize>), usize> = HashMap::new();
    for place in &found {
        if let Some(scope) = place.binds {
            let start = bound.entry((place.text, scope)).or_insert(usize::MAX);
            *start = place.node.start_byte().min(*start);
        }
        if place.binds == Some(None) && !grammar.scripts {
            barred.insert(place.text);
        }
    }
    let mut locals: HashMap<(&str, Option<usize>), Local> = HashMap::new();
    for place in found.iter().filter(|place| !barred.contains(place.text)) {
        let scopes = place.functions.iter().rev().copied().map(Some).chain([None]);
        let Some(scope) = scopes.into_iter().find(|scope| bound.contains_key(&(place.text, *scope))) else { continue };
        let empty = || Local { text: place.text, places: Vec::new(), counts: false };
        let local = locals.entry((place.text, scope)).or_insert_with(empty);
        local.places.push(place.node);
        local.counts |= place.counts;
    }
    let mut locals: Vec<_> = locals.into_values().collect();
    locals.sort_by_key(|local| local.places[0].start_byte());
    locals
}

/// Whether a name can take the place of a local one: it is one in this language, written as names are there, says something, and nothing
/// else has it.
pub(super) fn fits(tree: &Tree, name: &str) -> bool {
    let language = tree.language;
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let is_name = starts && letters.all(|c| c.is_ascii_alphanumeric() || c == '_') && name.len() <= 40;
    let is_keyword = (language.grammar)().id_for_node_kind(name, false) != 0 || KNOWN.contains(&name);
    is_name
        && !is_keyword
        && !is_vague(name, false)
        && follows_convention(language, name)
        && !mentions(tree.source.text, name)
}

/// Words that mean something to readers or to a language, so that no variable should take them.
const KNOWN: [&str; 62] = [
    "abs",
    "all",
    "any",
    "arguments",
    "async",
    "await",
    "bool",
    "boolean",
    "bytes",
    "char",
    "console",
    "dict",
    "dir",
    "double",
    "enumerate",
    "eval",
    "false",
    "False",
    "filter",
    "float",
    "format",
    "hash",
    "id",
    "input",
    "int",
    "iter",
    "len",
    "let",
    "list",
    "long",
    "main",
    "map",
    "max",
    "min",
    "new",
    "next",
    "nil",
    "None",
    "null",
    "object",
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "require",
    "round",
    "self",
    "set",
    "short",
    "sorted",
    "static",
    "str",
    "string",
    "sum",
    "super",
    "this",
    "true",
    "True",
    "tuple",
    "type",
    "zip",
];

/// Whether a variable is written as the language's style guides have it.
fn follows_convention(language: &Language, name: &str) -> bool {
    let snake = !name.chars().any(|c| c.is_ascii_uppercase()) && !name.ends_with('_') && !name.contains("__");
    let camel = !name.contains('_') && name.starts_with(|c: char| c.is_ascii_lowercase());
    match language.name {
        "python" | "rust" | "c" => snake,
        "cpp" => snake || camel,
        _ => camel,
    }
}

/// Whether a name tells a reader little. Of those that count rounds, `i`, `j` and `k` are what readers expect.
pub(super) fn says_little(local: &Local) -> bool {
    is_vague(local.text, local.counts)
}

fn is_vague(name: &str, counts: bool) -> bool {
    let name = name.trim_matches('_');
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let is_numbered = base.len() < name.len();
    if base.is_empty() {
        return !name.is_empty();
    }
    if base.len() == 1 {
        let usual = counts && matches!(base, "i" | "j" | "k") || matches!(base, "n" | "e");
        return is_numbered || !usual;
    }
    let word = base.to_ascii_lowercase();
    let word = word.strip_prefix("my_").or(word.strip_prefix("my")).filter(|rest| !rest.is_empty()).unwrap_or(&word);
    let twice = base.len() <= 3 && base.chars().all(|c| base.starts_with(c));
    twice || VAGUE.contains(&word)
}

/// Words that could stand for anything.
const VAGUE: [&str; 40] = [
    "aux", "arr", "array", "bar", "baz", "data", "dct", "dict", "foo", "func", "info", "item", "list", "lst", "misc",
    "num", "number", "obj", "object", "out", "output", "param", "res", "result", "ret", "retval", "str", "string",
    "stuff", "temp", "test", "thing", "tmp", "val", "value", "values", "var", "variable", "vals", "whatever",
];

fn grammar(language: &Language) -> Option<&'static Grammar> {
    GRAMMARS.iter().find(|grammar| grammar.languages.contains(&language.name))
}

/// A variable's name.
struct Place<'t, 'a> {
    text: &'a str,
    node: Node<'t>,
    /// The functions around it, the outermost first.
    functions: Vec<usize>,
    /// Where it is bound, the function that it is bound in; the top has none.
    binds: Option<Option<usize>>,
    counts: bool,
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    grammar: &'static Grammar,
    around: Vec<At<'t>>,
    found: Vec<Place<'t, 'a>>,
    /// Names that must not change.
    barred: HashSet<&'a str>,
    dynamic: bool,
}

impl<'t> Visitor<'t> for Reader<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        let is_name = at.node.child_count() == 0 && at.node.is_named() && at.node.kind().ends_with("identifier");
        if is_name || self.grammar.shorthands.contains(&at.node.kind()) {
            self.read(at);
        } else if at.node.kind() == "preproc_arg" {
            // The text of a macro: whatever it names stays.
            self.barred.extend(words(self.tree.text(at.node)));
        } else if self.tree.language.name == "rust" && at.node.kind() == "string_content" {
            // `"{name}"` names a variable.
            let text = self.tree.text(at.node);
            self.barred.extend(text.split('{').skip(1).flat_map(words));
        }
        self.around.push(at);
        true
    }

    fn leave(&mut self, _at: At<'t>) {
        self.around.pop();
    }
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self, at: At<'t>) {
        let text = self.tree.text(at.node);
        let is = |roles: &[Role], node: Option<Node>, field: Option<&str>| {
            let kind = node.map_or("", |node| node.kind());
            roles.iter().any(|(of, part)| *of == kind && (part.is_empty() || Some(*part) == field))
        };
        self.dynamic |= self.grammar.dynamic.contains(&text)
            && is(&[("call", "function"), ("call_expression", "function")], at.parent, at.field);
        if is(self.grammar.members, at.parent, at.field) {
            return;
        }
        if self.grammar.shorthands.contains(&at.node.kind()) || is(self.grammar.fixed, at.parent, at.field) {
            self.barred.insert(text);
            return;
        }
        if at.node.kind() != "identifier" {
            return;
        }
        // Up through patterns to what binds it.
        let mut inner = at;
        let mut above = self.around.iter().rev();
        let mut outer = above.next();
        while let Some(node) = outer.filter(|_| is(self.grammar.patterns, inner.parent, inner.field)) {
            inner = *node;
            outer = above.next();
        }
        let functions: Vec<_> =
            self.around.iter().filter(|at| at.kinds.is(Kinds::FUNCTION)).map(|at| at.node.id()).collect();
        let mut binds = None;
        if is(self.grammar.binders, inner.parent, inner.field) {
            // A class's own names are its fields'.
            let scope = self.around.iter().rev().find(|at| at.kinds.is(Kinds::FUNCTION.or(Kinds::TYPE)));
            let declared = |kind: &str| self.around.iter().rev().take(3).any(|at| at.node.kind() == kind);
            let value = inner
                .parent
                .and_then(|binder| ["value", "right"].iter().find_map(|part| binder.child_by_field_name(part)));
            // A function's name says what it does, and is not asked about.
            let is_function = value.is_some_and(|value| self.tree.kinds(value).is(Kinds::FUNCTION.or(Kinds::LAMBDA)));
            let is_fixed = is_function
                || declared("field_declaration")
                || declared("export_statement")
                || declared("const_declaration");
            if is_fixed || scope.is_some_and(|at| !at.kinds.is(Kinds::FUNCTION)) {
                self.barred.insert(text);
                return;
            }
            binds = Some(functions.last().copied());
        }
        let counts = binds.is_some()
            && self.around.iter().rev().take(4).any(|at| at.kinds.is(Kinds::LOOP.or(Kinds::COMPREHENSION)));
        self.found.push(Place { text, node: at.node, functions, binds, counts });
    }
}
