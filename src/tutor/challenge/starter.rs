//! Starter code: the function's head with its types, a comment that says what it takes and gives, and a result that makes
//! it compile as it stands.

use std::fmt::Write as _;

use super::family::{Description, Parameter};
use super::value::Type;
use crate::error::{Error, Result};

/// A language that starter code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Python 3
    Python,
    /// JavaScript
    JavaScript,
    /// TypeScript
    TypeScript,
    /// Java 17
    Java,
    /// C++17
    Cpp,
    /// Go
    Go,
    /// Rust 2021
    Rust,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Python, Self::JavaScript, Self::TypeScript, Self::Java, Self::Cpp, Self::Go, Self::Rust];

    /// The plain name, as the analyzer has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::TypeScript => "typescript",
            Self::Java => "java",
            Self::Cpp => "cpp",
            Self::Go => "go",
            Self::Rust => "rust",
        }
    }

    /// Reads a name or a file's ending.
    ///
    /// # Errors
    /// `language_unsupported`
    pub fn of(name: &str) -> Result<Self> {
        Ok(match name.trim().to_ascii_lowercase().as_str() {
            "python" | "py" | "python3" => Self::Python,
            "javascript" | "js" | "node" | "nodejs" => Self::JavaScript,
            "typescript" | "ts" => Self::TypeScript,
            "java" => Self::Java,
            "cpp" | "c++" | "cc" | "cxx" => Self::Cpp,
            "go" | "golang" => Self::Go,
            "rust" | "rs" => Self::Rust,
            _ => {
                let known = Self::ALL.map(Self::name).join(", ");
                let name = super::shortened(name);
                return Err(Error::LanguageUnsupported(
                    format!("There are no challenges in `{name}`; there are in {known}.").into(),
                ));
            }
        })
    }

    /// Whether the page runs it.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Python | Self::JavaScript | Self::TypeScript)
    }

    /// A name `in_snake_case` as the language spells it.
    #[must_use]
    pub fn spelled(self, name: &str) -> String {
        if matches!(self, Self::Python | Self::Rust) {
            return name.to_owned();
        }
        let mut words = name.split('_');
        let mut spelled = words.next().unwrap_or_default().to_owned();
        for word in words {
            spelled.extend(word.chars().take(1).flat_map(char::to_uppercase));
            spelled.extend(word.chars().skip(1));
        }
        spelled
    }

    /// A type as the language spells it; with `&`, as it spells that of a parameter.
    fn typed(self, kind: &Type, parameter: bool) -> String {
        let inner = |inner: &Type| self.typed(inner, false);
        let name = match (self, kind) {
            (Self::Python, Type::List(kind)) => format!("list[{}]", inner(kind)),
            (Self::Python, Type::Linked) => "\"ListNode | None\"".into(),
            (Self::Python, Type::Tree) => "\"TreeNode | None\"".into(),
            (Self::Python, Type::Int | Type::Long) => "int".into(),
            (Self::Python, Type::Float) => "float".into(),
            (Self::Python, Type::Bool) => "bool".into(),
            (Self::Python, Type::Text) => "str".into(),

            (Self::JavaScript | Self::TypeScript, Type::List(kind)) => match kind.node() {
                Some(_) => format!("({})[]", inner(kind)),
                None => format!("{}[]", inner(kind)),
            },
            (Self::JavaScript | Self::TypeScript, Type::Linked) => "ListNode | null".into(),
            (Self::JavaScript | Self::TypeScript, Type::Tree) => "TreeNode | null".into(),
            (Self::JavaScript | Self::TypeScript, Type::Int | Type::Long | Type::Float) => "number".into(),
            (Self::JavaScript | Self::TypeScript, Type::Bool) => "boolean".into(),
            (Self::JavaScript | Self::TypeScript, Type::Text) => "string".into(),

            (Self::Java, Type::List(kind)) => format!("{}[]", inner(kind)),
            (Self::Java, Type::Linked) => "ListNode".into(),
            (Self::Java, Type::Tree) => "TreeNode".into(),
            (Self::Java, Type::Int) => "int".into(),
            (Self::Java, Type::Long) => "long".into(),
            (Self::Java, Type::Float) => "double".into(),
            (Self::Java, Type::Bool) => "boolean".into(),
            (Self::Java, Type::Text) => "String".into(),

            (Self::Cpp, Type::List(kind)) => format!("std::vector<{}>", inner(kind)),
            (Self::Cpp, Type::Linked) => "ListNode*".into(),
            (Self::Cpp, Type::Tree) => "TreeNode*".into(),
            (Self::Cpp, Type::Int) => "int".into(),
            (Self::Cpp, Type::Long) => "long long".into(),
            (Self::Cpp, Type::Float) => "double".into(),
            (Self::Cpp, Type::Bool) => "bool".into(),
            (Self::Cpp, Type::Text) => "std::string".into(),

            (Self::Go, Type::List(kind)) => format!("[]{}", inner(kind)),
            (Self::Go, Type::Linked) => "*ListNode".into(),
            (Self::Go, Type::Tree) => "*TreeNode".into(),
            (Self::Go, Type::Int) => "int".into(),
            (Self::Go, Type::Long) => "int64".into(),
            (Self::Go, Type::Float) => "float64".into(),
            (Self::Go, Type::Bool) => "bool".into(),
            (Self::Go, Type::Text) => "string".into(),

            (Self::Rust, Type::List(kind)) if parameter => return format!("&[{}]", inner(kind)),
            (Self::Rust, Type::Text) if parameter => return "&str".into(),
            (Self::Rust, Type::List(kind)) => format!("Vec<{}>", inner(kind)),
            (Self::Rust, Type::Linked) => "Option<Box<ListNode>>".into(),
            (Self::Rust, Type::Tree) => "Option<Box<TreeNode>>".into(),
            (Self::Rust, Type::Int) => "i32".into(),
            (Self::Rust, Type::Long) => "i64".into(),
            (Self::Rust, Type::Float) => "f64".into(),
            (Self::Rust, Type::Bool) => "bool".into(),
            (Self::Rust, Type::Text) => "String".into(),
        };
        let refers = self == Self::Cpp && parameter && matches!(kind, Type::List(_) | Type::Text);
        if refers { format!("const {name}&") } else { name }
    }

    /// A result that compiles.
    fn nothing(self, kind: &Type) -> &'static str {
        match (self, kind) {
            (Self::Python, Type::List(_)) | (Self::JavaScript | Self::TypeScript, Type::List(_)) => "[]",
            (Self::Python, Type::Linked | Type::Tree) => "None",
            (Self::Python, Type::Bool) => "False",
            (Self::Python, Type::Float) | (Self::Rust, Type::Float) => "0.0",
            (Self::JavaScript | Self::TypeScript | Self::Java, Type::Linked | Type::Tree) => "null",
            (Self::Java, Type::List(_)) => "null",
            (Self::Cpp, Type::List(_)) => "{}",
            (Self::Cpp, Type::Linked | Type::Tree) => "nullptr",
            (Self::Go, Type::List(_) | Type::Linked | Type::Tree) => "nil",
            (Self::Rust, Type::List(_)) => "Vec::new()",
            (Self::Rust, Type::Linked | Type::Tree) => "None",
            (Self::Rust, Type::Text) => "String::new()",
            (_, Type::Text) => "\"\"",
            (_, Type::Bool) => "false",
            (_, Type::Int | Type::Long | Type::Float) => "0",
        }
    }

    /// The type of a linked list or of a tree.
    #[must_use]
    pub fn node(self, kind: &Type) -> &'static str {
        match (self, kind) {
            (Self::Python, Type::Linked) => {
                "class ListNode:\n    def __init__(self, value=0, next=None):\n        self.value = value\n        self.next = next\n"
            }
            (Self::Python, _) => {
                "class TreeNode:\n    def __init__(self, value=0, left=None, right=None):\n        self.value = value\n        self.left = left\n        self.right = right\n"
            }
            (Self::JavaScript, Type::Linked) => {
                "class ListNode {\n  constructor(value = 0, next = null) {\n    this.value = value;\n    this.next = next;\n  }\n}\n"
            }
            (Self::JavaScript, _) => {
                "class TreeNode {\n  constructor(value = 0, left = null, right = null) {\n    this.value = value;\n    this.left = left;\n    this.right = right;\n  }\n}\n"
            }
            (Self::TypeScript, Type::Linked) => {
                "class ListNode {\n  value: number;\n  next: ListNode | null;\n  constructor(value = 0, next: ListNode | null = null) {\n    this.value = value;\n    this.next = next;\n  }\n}\n"
            }
            (Self::TypeScript, _) => {
                "class TreeNode {\n  value: number;\n  left: TreeNode | null;\n  right: TreeNode | null;\n  constructor(value = 0, left: TreeNode | null = null, right: TreeNode | null = null) {\n    this.value = value;\n    this.left = left;\n    this.right = right;\n  }\n}\n"
            }
            (Self::Java, Type::Linked) => {
                "class ListNode {\n    int value;\n    ListNode next;\n\n    ListNode(int value, ListNode next) {\n        this.value = value;\n        this.next = next;\n    }\n}\n"
            }
            (Self::Java, _) => {
                "class TreeNode {\n    int value;\n    TreeNode left, right;\n\n    TreeNode(int value, TreeNode left, TreeNode right) {\n        this.value = value;\n        this.left = left;\n        this.right = right;\n    }\n}\n"
            }
            (Self::Cpp, Type::Linked) => "struct ListNode {\n    int value;\n    ListNode* next;\n};\n",
            (Self::Cpp, _) => "struct TreeNode {\n    int value;\n    TreeNode* left;\n    TreeNode* right;\n};\n",
            (Self::Go, Type::Linked) => "type ListNode struct {\n\tValue int\n\tNext  *ListNode\n}\n",
            (Self::Go, _) => "type TreeNode struct {\n\tValue       int\n\tLeft, Right *TreeNode\n}\n",
            (Self::Rust, Type::Linked) => {
                "pub struct ListNode {\n    pub value: i32,\n    pub next: Option<Box<ListNode>>,\n}\n"
            }
            (Self::Rust, _) => {
                "pub struct TreeNode {\n    pub value: i32,\n    pub left: Option<Box<TreeNode>>,\n    pub right: Option<Box<TreeNode>>,\n}\n"
            }
        }
    }
}

/// The nodes that a signature has: those of lists, those of trees.
pub(super) fn nodes(description: &Description) -> Vec<&Type> {
    let mut nodes = Vec::new();
    let kinds = description.parameters.iter().map(|parameter| &parameter.kind).chain([&description.returns.kind]);
    for node in kinds.filter_map(Type::node) {
        if !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    nodes
}

/// The starter code. `about` says what the function does, in a sentence; the texts of parameters are filled in.
#[must_use]
pub fn starter(
    language: Language,
    description: &Description,
    about: &str,
    parameters: &[String],
    returned: &str,
) -> String {
    let name = language.spelled(&description.function);
    let result = &description.returns.kind;
    let names = || description.parameters.iter().map(|parameter| language.spelled(&parameter.name));
    let typed = |join: fn(&str, &str) -> String| {
        let one = |(name, parameter): (String, &Parameter)| join(&name, &language.typed(&parameter.kind, true));
        names().zip(&description.parameters).map(one).collect::<Vec<_>>().join(", ")
    };
    let result_type = language.typed(result, false);
    let nothing = language.nothing(result);
    let mut code = String::new();
    for node in nodes(description) {
        code.push_str(language.node(node));
        code.push('\n');
        if language == Language::Python {
            code.push('\n');
        }
    }
    let told = || names().zip(parameters);
    // Writing to a String does not fail.
    let _ = match language {
        Language::Python => {
            let told: String = told().map(|(name, about)| format!("        {name}: {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{name}: {kind}"));
            write!(
                code,
                "def {name}({parameters}) -> {result_type}:\n    \"\"\"{about}\n\n    Args:\n{told}\n    Returns:\n        {returned}\n    \"\"\"\n    # Your code here.\n    return {nothing}\n"
            )
        }
        Language::JavaScript => {
            let types = description.parameters.iter().map(|parameter| language.typed(&parameter.kind, true));
            let told: String = told()
                .zip(types)
                .map(|((name, about), kind)| format!(" * @param {{{kind}}} {name} {about}\n"))
                .collect();
            let parameters = names().collect::<Vec<_>>().join(", ");
            write!(
                code,
                "/**\n * {about}\n *\n{told} * @returns {{{result_type}}} {returned}\n */\nfunction {name}({parameters}) {{\n  // Your code here.\n  return {nothing};\n}}\n"
            )
        }
        Language::TypeScript => {
            let told: String = told().map(|(name, about)| format!(" * @param {name} {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{name}: {kind}"));
            write!(
                code,
                "/**\n * {about}\n *\n{told} * @returns {returned}\n */\nfunction {name}({parameters}): {result_type} {{\n  // Your code here.\n  return {nothing};\n}}\n"
            )
        }
        Language::Java => {
            let told: String = told().map(|(name, about)| format!("     * @param {name} {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{kind} {name}"));
            let nothing = match result {
                Type::List(_) => empty_array(result),
                _ => nothing.to_owned(),
            };
            let import = "import java.util.*;\n\n";
            code.insert_str(0, import);
            write!(
                code,
                "class Solution {{\n    /**\n     * {about}\n     *\n{told}     * @return {returned}\n     */\n    static {result_type} {name}({parameters}) {{\n        // Your code here.\n        return {nothing};\n    }}\n}}\n"
            )
        }
        Language::Cpp => {
            let told: String = told().map(|(name, about)| format!("/// @param {name} {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{kind} {name}"));
            code.insert_str(0, "#include <string>\n#include <vector>\n\n");
            write!(
                code,
                "/// {about}\n///\n{told}/// @return {returned}\n{result_type} {name}({parameters}) {{\n    // Your code here.\n    return {nothing};\n}}\n"
            )
        }
        Language::Go => {
            let told: String = told().map(|(name, about)| format!("//   - {name}: {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{name} {kind}"));
            code.insert_str(0, "package main\n\n");
            write!(
                code,
                "// {name}: {about}\n//\n{told}//\n// It returns {returned}\nfunc {name}({parameters}) {result_type} {{\n\t// Your code here.\n\treturn {nothing}\n}}\n"
            )
        }
        Language::Rust => {
            let told: String = told().map(|(name, about)| format!("/// - `{name}`: {about}\n")).collect();
            let parameters = typed(|name, kind| format!("{name}: {kind}"));
            write!(
                code,
                "/// {about}\n///\n{told}///\n/// Returns {returned}\npub fn {name}({parameters}) -> {result_type} {{\n    // Your code here.\n    {nothing}\n}}\n"
            )
        }
    };
    code
}

/// Java: `new int[0][]`.
fn empty_array(kind: &Type) -> String {
    let spelled = Language::Java.typed(kind, false);
    let (name, more) = spelled.split_once("[]").unwrap_or((&spelled, ""));
    format!("new {name}[0]{more}")
}
