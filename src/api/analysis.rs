//! What `analyze` takes and gives. Lines and columns count from 1; columns in UTF-16 code units, as editors and JavaScript
//! do, and an end is the column after the last one.

use serde::{Deserialize, Serialize};

api_type! {
    /// Code to be analysed.
    #[derive(Default)]
    pub struct AnalyzeRequest {
        /// The code, at most 256 KiB.
        pub code: String,
        /// Its language: a name or a file name's ending (`python`, `py`, `C++`), at most 200 bytes.
        pub language: String,
        /// The exercise that the code is for.
        #[serde(default, alias = "challenge_context", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub challenge_context: Option<ChallengeContext>,
        /// Over HTTP: whether the answer waits for what a code model has to say.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<bool>"))]
        pub insights: bool,
    }
}

api_type! {
    /// The exercise that code is for. All of it is optional.
    #[derive(Default)]
    #[cfg_attr(feature = "native", ts(optional_fields))]
    pub struct ChallengeContext {
        /// Its title.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// What is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        /// easy, medium, hard or expert.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub difficulty: Option<String>,
        /// The time complexity that a good solution has (`O(n)`).
        #[serde(default, alias = "expected_complexity", skip_serializing_if = "Option::is_none")]
        pub expected_complexity: Option<String>,
    }
}

api_type! {
    /// What there is to say about code.
    pub struct Analysis {
        /// The language that it was read as, by its plain name (`python`).
        pub language: String,
        /// What keeps it from being a program: one for each mistake.
        pub syntax_errors: Vec<SyntaxError>,
        /// What was counted.
        pub metrics: Metrics,
        /// How time and memory grow with the input.
        pub performance: Performance,
        /// What could be better, the most important first, and what is good.
        pub findings: Vec<Finding>,
        /// What is good about it, in words.
        pub strengths: Vec<String>,
        /// What to do next, in words.
        pub suggestions: Vec<String>,
        /// What a code model has to say; null where none was asked.
        pub insights: Option<Insights>,
    }
}

api_type! {
    /// A mistake that keeps code from being a program.
    #[derive(Eq)]
    pub struct SyntaxError {
        /// Where it starts.
        pub line: usize,
        /// Where it starts.
        pub column: usize,
        /// Where it ends.
        pub end_line: usize,
        /// Where it ends.
        pub end_column: usize,
        /// What is wrong, and why.
        pub message: String,
        /// What to try.
        pub hint: String,
        /// What mends it, where that is known: after it nothing is wrong up to here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub fix: Option<Fix>,
    }
}

api_type! {
    /// Counts, by their published definitions; `src/tutor/analyze/metrics` says which.
    pub struct Metrics {
        /// Lines by kind.
        pub lines: Lines,
        /// Decisions and one (McCabe), of the whole file.
        pub cyclomatic: usize,
        /// How hard the control flow is to follow (SonarSource), of the whole file.
        pub cognitive: usize,
        /// Control structures within one another.
        pub max_nesting: usize,
        /// Operators and operands.
        pub halstead: Halstead,
        /// From 0 to 100: how easy the file is to change (Coleman and others 1994).
        pub maintainability: f64,
        /// From 0 to 100: how easy it is to read.
        pub readability: f64,
        /// Each function, in the order of the file.
        pub functions: Vec<FunctionMetrics>,
    }
}

api_type! {
    /// Lines of a file.
    #[derive(Copy, Eq, Default)]
    pub struct Lines {
        /// All of them.
        pub physical: usize,
        /// Statements.
        pub logical: usize,
        /// Those that have a comment.
        pub comment: usize,
        /// Those that have nothing.
        pub blank: usize,
    }
}

api_type! {
    /// Operators and operands (Halstead 1977).
    #[derive(Copy, Default)]
    pub struct Halstead {
        /// Different operators.
        pub distinct_operators: usize,
        /// Different operands.
        pub distinct_operands: usize,
        /// Operators.
        pub operators: usize,
        /// Operands.
        pub operands: usize,
        /// Bits: length times the logarithm of the vocabulary.
        pub volume: f64,
        /// How hard it is to write: half the different operators, times how often an operand comes.
        pub difficulty: f64,
        /// Volume times difficulty.
        pub effort: f64,
    }
}

api_type! {
    /// Counts of one function.
    #[derive(Eq)]
    pub struct FunctionMetrics {
        /// Its name, with its class before it (`Stack.push`).
        pub name: String,
        /// Where it starts.
        pub line: usize,
        /// Its last line.
        pub end_line: usize,
        /// Parameters.
        pub parameters: usize,
        /// Statements.
        pub logical_lines: usize,
        /// Decisions and one, without those of functions within it.
        pub cyclomatic: usize,
        /// How hard it is to follow, with functions within it.
        pub cognitive: usize,
        /// Control structures within one another.
        pub max_nesting: usize,
    }
}

api_type! {
    /// How time and memory grow with the input: `O(n)`, or `unknown`.
    pub struct Performance {
        /// The worst case of the slowest part.
        pub time_complexity: String,
        /// Memory besides the input.
        pub space_complexity: String,
        /// What says so.
        pub evidence: Vec<Evidence>,
        /// Where another structure would be faster.
        pub opportunities: Vec<String>,
        /// Each function, in the order of the file.
        pub functions: Vec<FunctionPerformance>,
    }
}

api_type! {
    /// How one function grows.
    #[derive(Eq)]
    pub struct FunctionPerformance {
        /// Its name, as in the metrics.
        pub name: String,
        /// Where it starts.
        pub line: usize,
        /// The worst case.
        pub time_complexity: String,
        /// Memory besides the input.
        pub space_complexity: String,
        /// What says so.
        pub evidence: Vec<Evidence>,
    }
}

api_type! {
    /// A line, and what it says about complexity.
    #[derive(Eq)]
    pub struct Evidence {
        /// The line.
        pub line: usize,
        /// What it costs, and why.
        pub reason: String,
    }
}

api_type! {
    /// Something that a mentor would point at.
    #[derive(Eq)]
    pub struct Finding {
        /// The name of the rule.
        pub rule: String,
        /// How much it matters.
        pub kind: FindingKind,
        /// What was seen.
        pub message: String,
        /// Why it matters.
        pub why: String,
        /// A small program that has it.
        pub bad: String,
        /// The same, better; of what is well done, one that does without.
        pub good: String,
        /// Where it starts.
        pub line: usize,
        /// Where it starts.
        pub column: usize,
        /// Where it ends.
        pub end_line: usize,
        /// Where it ends.
        pub end_column: usize,
        /// What makes it good, where that is safe.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub fix: Option<Fix>,
    }
}

api_type! {
    /// How much a finding matters.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "lowercase")]
    pub enum FindingKind {
        /// The program is wrong, or will be.
        Essential,
        /// It works, and there is a better way.
        Actionable,
        /// Worth knowing.
        Informative,
        /// Well done.
        Celebratory,
    }
}

api_type! {
    /// An edit: the text between the two places is replaced.
    #[derive(Eq)]
    pub struct Fix {
        /// What it does, in a few words.
        pub title: String,
        /// The text that takes the place.
        pub text: String,
        /// Where it starts.
        pub line: usize,
        /// Where it starts.
        pub column: usize,
        /// Where it ends.
        pub end_line: usize,
        /// Where it ends.
        pub end_column: usize,
    }
}

api_type! {
    /// What a code model says. Its own probabilities speak: `src/tutor/insights` says how.
    pub struct Insights {
        /// In words.
        pub ai_analysis: String,
        /// From 0 to 1: how likely the suggestions are right, on average; without any, how well the model foresees this code.
        pub confidence: f64,
        /// The id of the model.
        pub model_used: String,
        /// Names that say more.
        pub names: Vec<NameInsight>,
        /// Lines that the model did not expect: worth a second look, and no errors.
        pub surprising: Vec<Surprise>,
        /// What could stand where something is missing.
        pub fills: Vec<Fill>,
        /// What functions do.
        pub summaries: Vec<Summary>,
    }
}

api_type! {
    /// A name, and one that says more.
    pub struct NameInsight {
        /// Where it is first.
        pub line: usize,
        /// The name.
        pub from: String,
        /// The other one.
        pub to: String,
        /// How likely it is right, from 0 to 1.
        pub confidence: f64,
        /// The renaming: an edit for each of its places, in the order of the text.
        pub edits: Vec<Fix>,
    }
}

api_type! {
    /// A line that a model did not expect.
    pub struct Surprise {
        /// The line.
        pub line: usize,
        /// Bits a token, by the model.
        pub score: f64,
    }
}

api_type! {
    /// What could stand where something is missing (`pass`, `TODO`, an empty body).
    pub struct Fill {
        /// Where.
        pub line: usize,
        /// How likely it is right, from 0 to 1.
        pub confidence: f64,
        /// The edit. The program parses after it.
        pub fix: Fix,
    }
}

api_type! {
    /// What a function does, in a sentence.
    pub struct Summary {
        /// The function's name.
        pub name: String,
        /// Where it starts.
        pub line: usize,
        /// The sentence. Untrusted text.
        pub text: String,
        /// What its documentation says, where it has some.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub documented: Option<String>,
        /// How likely it is right, from 0 to 1.
        pub confidence: f64,
    }
}
