//! Rules for JavaScript and TypeScript.

mod arrays;
mod comparisons;
mod flow;
mod functions;
mod loops;
mod names;
mod praise;
mod style;
mod syntax;
#[cfg(test)]
mod tests;
mod typescript;
mod variables;

use super::Rule;
pub(super) use names::Names;

/// The rules of both languages, and some more.
macro_rules! rules {
    ($($more:path),*) => {
        &[
            comparisons::LOOSE_EQUALITY,
            comparisons::COMPARE_NAN,
            comparisons::COMPARE_BOOLEAN,
            comparisons::TYPEOF_COMPARISON,
            comparisons::SELF_COMPARISON,
            comparisons::ASSIGNMENT_IN_CONDITION,
            comparisons::NEGATED_LEFT,
            comparisons::COMPARE_NEW_OBJECT,
            comparisons::CHAINED_COMPARISON,
            comparisons::OR_LITERAL,
            comparisons::INDEX_AS_CONDITION,
            arrays::IN_ARRAY,
            comparisons::FLOAT_EQUALITY,
            comparisons::BOOLEAN_RETURN,
            arrays::SHARED_FILL,
            flow::UNREACHABLE_CODE,
            flow::RETURN_ON_ITS_OWN_LINE,
            flow::FALLTHROUGH,
            flow::STRAY_SEMICOLON,
            flow::EMPTY_CATCH,
            flow::THROW_LITERAL,
            flow::DUPLICATE_CASE,
            flow::DUPLICATE_KEY,
            flow::DUPLICATE_CONDITION,
            flow::DUPLICATE_BRANCHES,
            loops::OFF_BY_ONE,
            loops::WRONG_DIRECTION,
            loops::MODIFIED_WHILE_ITERATING,
            loops::PUSH_WHILE_ITERATING,
            loops::LATE_BINDING,
            loops::CONCATENATION_IN_LOOP,
            functions::CALLBACK_WITHOUT_RETURN,
            functions::UNUSED_RESULT,
            functions::MAP_FOR_EFFECTS,
            functions::ASYNC_FOR_EACH,
            functions::MISSING_AWAIT,
            functions::FLOATING_FETCH,
            functions::ASYNC_WITHOUT_AWAIT,
            functions::PROMISE_EXECUTOR,
            functions::PARSE_INT_AS_CALLBACK,
            functions::PARSE_INT_WITHOUT_BASE,
            functions::MANY_PARAMETERS,
            functions::LONG_FUNCTION,
            functions::DEEP_NESTING,
            variables::VAR,
            variables::PREFER_CONST,
            variables::CONST_REASSIGNED,
            variables::USE_BEFORE_DEFINITION,
            variables::UNUSED_VARIABLE,
            variables::UNUSED_IMPORT,
            variables::SHADOWED_NAME,
            variables::SELF_ASSIGNMENT,
            variables::MISLEADING_NAME,
            arrays::ARRAY_MISUSE,
            arrays::FOR_IN_ARRAY,
            arrays::ARRAY_HOLES,
            style::MAGIC_NUMBER,
            style::NESTED_TERNARY,
            praise::CONST_BY_DEFAULT,
            praise::STRICT_EQUALITY,
            praise::HANDLED_AWAIT,
            praise::SET_LOOKUP,
            praise::PARALLEL_AWAIT,
            $($more),*
        ]
    };
}

/// For JavaScript. TypeScript's compiler knows every name, so there the one rule of undeclared names has nothing to say.
pub(super) static RULES: &[Rule] = rules![variables::IMPLICIT_GLOBAL];

pub(super) static TYPESCRIPT_RULES: &[Rule] =
    rules![typescript::ANY, typescript::NON_NULL_ASSERTION, typescript::WRAPPER_TYPE];
