//! Rules for Python, by theme.

mod comparisons;
mod errors;
mod flow;
mod functions;
mod indices;
mod loops;
mod names;
mod nodes;
mod scope;
#[cfg(test)]
mod tests;
mod values;

use super::Rule;
pub(super) use scope::Scope;

pub(super) static RULES: &[Rule] = &[
    comparisons::NONE_EQUALITY,
    comparisons::BOOL_EQUALITY,
    comparisons::LITERAL_IDENTITY,
    comparisons::SELF_COMPARISON,
    comparisons::FLOAT_EQUALITY,
    comparisons::NOT_IN,
    comparisons::TYPE_EQUALITY,
    comparisons::OR_LITERAL,
    comparisons::INPUT_NUMBER,
    errors::BARE_EXCEPT,
    errors::SILENT_EXCEPT,
    errors::RAISE_NOT_IMPLEMENTED,
    errors::RAISE_TEXT,
    errors::JUMP_IN_FINALLY,
    errors::ASSERT_TUPLE,
    errors::OPEN_WITHOUT_WITH,
    errors::WITH_OPEN,
    flow::UNREACHABLE,
    flow::DUPLICATE_BRANCHES,
    flow::DUPLICATE_CONDITION,
    flow::RETURNS_CONDITION,
    flow::SELF_ASSIGNMENT,
    flow::NO_EFFECT,
    flow::NOT_CALLED,
    flow::NONE_RESULT,
    functions::MUTABLE_DEFAULT,
    functions::SHARED_DEFAULT,
    functions::MISSING_RETURN,
    functions::MISSING_SELF,
    functions::ENDLESS_RECURSION,
    functions::PARAMETERS,
    functions::LONG_FUNCTION,
    functions::DEEP_NESTING,
    functions::DOCUMENTED,
    indices::INDEX_PAST_END,
    indices::INDEX_AT_LENGTH,
    indices::RANGE_LEN,
    loops::CHANGED_WHILE_ITERATING,
    loops::LATE_BINDING,
    loops::TEXT_IN_LOOP,
    loops::LOOP_VARIABLE_CHANGED,
    loops::PAIRS,
    loops::SET_LOOK_UP,
    names::SHADOWED_BUILTIN,
    names::HIDDEN_BUILTIN_CALLED,
    names::UNUSED_VARIABLE,
    names::UNBOUND_COUNT,
    names::UNUSED_IMPORT,
    names::UNUSED_LOOP_VARIABLE,
    names::MISLEADING_NAME,
    names::IDLE_GLOBAL,
    names::MAGIC_NUMBER,
    values::DUPLICATE_KEY,
    values::EMPTY_F_STRING,
    values::FLOAT_INDEX,
    values::XOR_POWER,
];
