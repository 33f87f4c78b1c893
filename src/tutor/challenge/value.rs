//! Values that tests pass to a learner's function and get back: JSON, with a type that every language can spell.

use serde::Deserialize;
use serde_json::Value;

/// The type of a parameter or of a result. In a family's description: `int`, `long`, `float`, `bool`, `string`, `[…]`,
/// `linked list` and `tree` (both of `int`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Type {
    /// 32 bits.
    Int,
    /// Up to 2^53, as far as JavaScript counts exactly.
    Long,
    /// 64 bits.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Text,
    /// A list.
    List(Box<Type>),
    /// A singly linked list of `int`; `[1, 2, 3]` in JSON.
    Linked,
    /// A binary tree of `int`; in JSON level by level, `null` where a child is missing: `[1, 2, 3, null, 4]`.
    Tree,
}

/// The largest integer that every language here counts exactly.
pub const LARGEST: i64 = 1 << 53;

impl TryFrom<String> for Type {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        Ok(match (name.as_str(), inner) {
            (_, Some(inner)) => Self::List(Box::new(Self::try_from(inner.to_owned())?)),
            ("int", _) => Self::Int,
            ("long", _) => Self::Long,
            ("float", _) => Self::Float,
            ("bool", _) => Self::Bool,
            ("string", _) => Self::Text,
            ("linked list", _) => Self::Linked,
            ("tree", _) => Self::Tree,
            _ => return Err(format!("there is no type {name}")),
        })
    }
}

impl Type {
    /// The value as this type has it (JavaScript's `3.0` is an `int`); `None` where it is of another type.
    #[must_use]
    pub fn read(&self, value: &Value) -> Option<Value> {
        let whole = |limit: i64| {
            #[allow(clippy::cast_possible_truncation)] // Checked: it has no fraction and is small.
            let number = value.as_i64().or_else(|| {
                value.as_f64().filter(|x| x.fract() == 0.0 && x.abs() <= LARGEST as f64).map(|x| x as i64)
            })?;
            (-limit..=limit).contains(&number).then(|| Value::from(number))
        };
        match self {
            Self::Int => whole(i64::from(i32::MAX)),
            Self::Long => whole(LARGEST),
            Self::Float => value.as_f64().map(Value::from),
            Self::Bool => value.as_bool().map(Value::from),
            Self::Text => value.as_str().map(Value::from),
            Self::List(inner) => value.as_array()?.iter().map(|value| inner.read(value)).collect(),
            Self::Linked => value.as_array()?.iter().map(|value| Self::Int.read(value)).collect(),
            Self::Tree => {
                let read = |value: &Value| if value.is_null() { Some(Value::Null) } else { Self::Int.read(value) };
                value.as_array()?.iter().map(read).collect()
            }
        }
    }

    /// For people: `a list of whole numbers`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Int | Self::Long => "a whole number".into(),
            Self::Float => "a number".into(),
            Self::Bool => "true or false".into(),
            Self::Text => "text".into(),
            Self::Linked => "a linked list".into(),
            Self::Tree => "a tree".into(),
            Self::List(inner) => match inner.as_ref() {
                Self::Int | Self::Long => "a list of whole numbers".into(),
                Self::Float => "a list of numbers".into(),
                Self::Bool => "a list of true and false".into(),
                Self::Text => "a list of texts".into(),
                _ => "a list of lists".into(),
            },
        }
    }

    /// Whether a list of nodes or a tree is in it.
    #[must_use]
    pub fn node(&self) -> Option<&Self> {
        match self {
            Self::Linked | Self::Tree => Some(self),
            Self::List(inner) => inner.node(),
            _ => None,
        }
    }
}

/// The arguments of a call, for solvers. They are of the family's types: a test sees to that. Asking for another type
/// gives an empty value.
#[derive(Debug, Clone, Copy)]
pub struct Args<'a>(pub &'a [Value]);

impl<'a> Args<'a> {
    /// Argument `index`.
    #[must_use]
    pub fn value(&self, index: usize) -> &'a Value {
        self.0.get(index).unwrap_or(&Value::Null)
    }

    /// An `int` or a `long`.
    #[must_use]
    pub fn int(&self, index: usize) -> i64 {
        self.value(index).as_i64().unwrap_or_default()
    }

    /// A `float`.
    #[must_use]
    pub fn float(&self, index: usize) -> f64 {
        self.value(index).as_f64().unwrap_or_default()
    }

    /// A `bool`.
    #[must_use]
    pub fn bool(&self, index: usize) -> bool {
        self.value(index).as_bool().unwrap_or_default()
    }

    /// A `string`.
    #[must_use]
    pub fn text(&self, index: usize) -> &'a str {
        self.value(index).as_str().unwrap_or_default()
    }

    /// A `[int]`, a `[long]` or a `linked list`.
    #[must_use]
    pub fn ints(&self, index: usize) -> Vec<i64> {
        list(self.value(index)).iter().filter_map(Value::as_i64).collect()
    }

    /// A `[float]`.
    #[must_use]
    pub fn floats(&self, index: usize) -> Vec<f64> {
        list(self.value(index)).iter().filter_map(Value::as_f64).collect()
    }

    /// A `[bool]`.
    #[must_use]
    pub fn bools(&self, index: usize) -> Vec<bool> {
        list(self.value(index)).iter().filter_map(Value::as_bool).collect()
    }

    /// A `[string]`.
    #[must_use]
    pub fn texts(&self, index: usize) -> Vec<&'a str> {
        list(self.value(index)).iter().filter_map(Value::as_str).collect()
    }

    /// A `[[int]]`.
    #[must_use]
    pub fn grid(&self, index: usize) -> Vec<Vec<i64>> {
        list(self.value(index)).iter().map(|row| list(row).iter().filter_map(Value::as_i64).collect()).collect()
    }

    /// A `[[string]]`.
    #[must_use]
    pub fn text_grid(&self, index: usize) -> Vec<Vec<&'a str>> {
        list(self.value(index)).iter().map(|row| list(row).iter().filter_map(Value::as_str).collect()).collect()
    }

    /// A `tree`, its root first; empty where there is none.
    #[must_use]
    pub fn tree(&self, index: usize) -> Vec<Node> {
        Node::read(list(self.value(index)))
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A node of a binary tree; children are indices into the list of nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it holds.
    pub value: i64,
    /// Its left child.
    pub left: Option<usize>,
    /// Its right child.
    pub right: Option<usize>,
}

impl Node {
    /// Reads a tree, level by level.
    fn read(values: &[Value]) -> Vec<Self> {
        let mut nodes: Vec<Self> = Vec::new();
        if values.first().is_none_or(Value::is_null) {
            return nodes;
        }
        // Node `parent`'s children come next: the left one, then the right one.
        let (mut parent, mut is_right) = (0, false);
        for (index, value) in values.iter().enumerate() {
            let child = value.as_i64().map(|value| {
                nodes.push(Self { value, left: None, right: None });
                nodes.len() - 1
            });
            if index == 0 {
                continue;
            }
            let Some(node) = nodes.get_mut(parent) else { break };
            *(if is_right { &mut node.right } else { &mut node.left }) = child;
            parent += usize::from(is_right);
            is_right = !is_right;
        }
        nodes
    }

    /// As JSON, level by level, without `null` at the end. `nodes[0]` is the root.
    #[must_use]
    pub fn write(nodes: &[Self]) -> Value {
        let mut values = Vec::new();
        let mut queue = std::collections::VecDeque::from([(!nodes.is_empty()).then_some(0)]);
        while let Some(next) = queue.pop_front() {
            match next.and_then(|index: usize| nodes.get(index)) {
                Some(node) => {
                    values.push(Value::from(node.value));
                    queue.extend([node.left, node.right]);
                }
                None => values.push(Value::Null),
            }
        }
        while values.last().is_some_and(Value::is_null) {
            values.pop();
        }
        Value::Array(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_as_each_language_writes_them() {
        assert_eq!(Type::Int.read(&json!(3.0)), Some(json!(3)));
        assert_eq!(Type::Int.read(&json!(3.5)), None);
        assert_eq!(Type::Int.read(&json!(2_147_483_648_u64)), None);
        assert_eq!(Type::Long.read(&json!(1_u64 << 53)), Some(json!(1_u64 << 53)));
        assert_eq!(Type::Float.read(&json!(3)), Some(json!(3.0)));
        assert_eq!(Type::Bool.read(&json!(1)), None);
        assert_eq!(Type::Text.read(&json!(null)), None);
        let lists = Type::try_from("[[int]]".to_owned()).unwrap();
        assert_eq!(lists.read(&json!([[1], []])), Some(json!([[1], []])));
        assert_eq!(lists.read(&json!([1])), None);
        assert!(Type::try_from("[map]".to_owned()).is_err());
    }

    #[test]
    fn trees_go_both_ways() {
        for tree in [
            json!([]),
            json!([1]),
            json!([1, null, 2, 3]),
            json!([5, 4, 8, 11, null, 13, 4, 7, 2, null, null, null, 1]),
        ] {
            assert_eq!(Node::write(&Args(std::slice::from_ref(&tree)).tree(0)), tree);
        }
        // Nothing hangs from no root.
        assert_eq!(Args(&[json!([null, 1, 2])]).tree(0), []);
    }
}
