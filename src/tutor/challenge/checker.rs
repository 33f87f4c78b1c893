//! When an answer is right.

use serde_json::Value;

use super::value::Args;

/// When an answer is right. The answer is of the right type already.
#[derive(Clone, Copy)]
pub enum Check {
    /// The same.
    Exact,
    /// The same entries, in any order.
    AnyOrder,
    /// The same up to 10^-6, relatively or absolutely.
    Close,
    /// Any answer of which this says so: given the arguments, the solver's answer and the answer.
    Valid(fn(&Args, &Value, &Value) -> bool),
}

impl Check {
    /// Whether the answer is right.
    #[must_use]
    pub fn accepts(self, args: &[Value], expected: &Value, actual: &Value) -> bool {
        match self {
            Self::Exact => expected == actual,
            Self::AnyOrder => sorted(expected) == sorted(actual),
            Self::Close => close(expected, actual),
            Self::Valid(valid) => valid(&Args(args), expected, actual),
        }
    }
}

fn sorted(value: &Value) -> Vec<String> {
    let mut entries: Vec<_> = value.as_array().into_iter().flatten().map(Value::to_string).collect();
    entries.sort_unstable();
    entries
}

fn close(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(expected, actual)| close(expected, actual))
        }
        _ => match (expected.as_f64(), actual.as_f64()) {
            (Some(expected), Some(actual)) => (expected - actual).abs() <= 1e-6 * expected.abs().max(1.0),
            _ => expected == actual,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_check_on_both_sides_of_its_bound() {
        let accepts = |check: Check, expected: Value, actual: Value| check.accepts(&[], &expected, &actual);
        assert!(
            accepts(Check::Exact, json!([1, 2]), json!([1, 2])) && !accepts(Check::Exact, json!([1, 2]), json!([2, 1]))
        );
        assert!(accepts(Check::AnyOrder, json!([1, 2, 2]), json!([2, 1, 2])));
        assert!(!accepts(Check::AnyOrder, json!([1, 2, 2]), json!([2, 1, 1])));
        assert!(accepts(Check::Close, json!([1.0, 1e9]), json!([1.000_000_9, 1e9 + 900.0])));
        assert!(
            !accepts(Check::Close, json!(1.0), json!(1.000_002)) && !accepts(Check::Close, json!([1.0]), json!([]))
        );
        assert!(accepts(Check::Valid(|_, _, actual| actual == &json!(2)), json!(1), json!(2)));
    }
}
