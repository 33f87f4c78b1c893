//! What `challenge` and `grade` take and give.

use serde::{Deserialize, Serialize};

api_type! {
    /// Which challenge is wanted. All of it is optional: what is left out, the learner's history chooses.
    #[derive(Default)]
    #[cfg_attr(feature = "native", ts(optional_fields))]
    pub struct ChallengeRequest {
        /// easy, medium, hard or expert; beginner, intermediate and advanced do as well.
        #[serde(default, alias = "user_level", alias = "userLevel", skip_serializing_if = "Option::is_none")]
        pub level: Option<String>,
        /// The language of the starter code (`python`); Python where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        /// A topic, or a word that a challenge is tagged with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topic: Option<String>,
        /// What the learner wants to learn, in words.
        #[serde(default, alias = "learning_goals", skip_serializing_if = "Option::is_none")]
        pub learning_goals: Option<Vec<String>>,
        /// 0 to 4,294,967,295: the same seed and the same request give the same challenge.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub seed: Option<u64>,
        /// Ids of challenges, or of families of them, that are not wanted again; at most 1,024.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exclude: Option<Vec<String>>,
        /// What the learner did before, oldest first; at most 4,096.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub history: Option<Vec<Attempt>>,
        /// The challenge of this id, and nothing is chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
    }
}

api_type! {
    /// What came of a challenge.
    pub struct Attempt {
        /// The challenge.
        pub id: String,
        /// Whether it was solved.
        pub passed: bool,
        /// How many answers were handed in.
        #[serde(default)]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<u32>"))]
        pub attempts: u32,
        /// Minutes that it took.
        #[serde(default)]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<f64>"))]
        pub minutes: f64,
        /// Hints that were opened.
        #[serde(default, alias = "hints_used")]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<u32>"))]
        pub hints_used: u32,
    }
}

api_type! {
    /// How hard a challenge is.
    #[derive(Copy, Eq, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "lowercase")]
    pub enum Difficulty {
        /// One idea, and a few lines.
        Easy,
        /// Two ideas, or one that has to be found.
        Medium,
        /// A known technique, applied with care.
        Hard,
        /// Several techniques at once.
        Expert,
    }
}

impl Difficulty {
    /// All of them, the easiest first.
    pub const ALL: [Self; 4] = [Self::Easy, Self::Medium, Self::Hard, Self::Expert];

    /// As in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
            Self::Expert => "expert",
        }
    }
}

api_type! {
    /// Something to program, with tests. Its id alone rebuilds it.
    pub struct Challenge {
        /// `pair-sum.1.easy.python.42`: family, its version, level, language, seed.
        pub id: String,
        /// A few words.
        pub title: String,
        /// What is to be done, with examples and bounds: Markdown.
        pub description: String,
        /// How hard it is.
        pub difficulty: Difficulty,
        /// The language of the starter code.
        pub language: String,
        /// What it is about.
        pub topic: String,
        /// Words to find it by.
        pub tags: Vec<String>,
        /// The function to be written, as the language spells it.
        pub function_name: String,
        /// What the learner starts from; it compiles as it stands.
        pub starter_code: String,
        /// Calls of the function. Inputs of many entries are abbreviated here; `grade` has them whole.
        pub test_cases: Vec<TestCase>,
        /// A ladder: each says more than the one before.
        pub hints: Vec<Hint>,
        /// Minutes.
        pub estimated_time: u32,
        /// Points for solving it.
        pub xp_reward: u32,
        /// The time that a good solution takes (`O(n)`).
        pub time_complexity: String,
        /// The memory that a good solution takes besides its input.
        pub space_complexity: String,
        /// What it is about, in the field's terms.
        pub concepts: Vec<String>,
        /// What one can do afterwards.
        pub learning_objectives: Vec<String>,
        /// Whether `grade` runs the learner's code in this language; elsewhere it is read only.
        pub runs: bool,
        /// Why this one was chosen, in a sentence, and what of the request could not be had.
        pub why: String,
    }
}

api_type! {
    /// One call of the learner's function.
    pub struct TestCase {
        /// `1`, `2`, …
        pub id: String,
        /// The arguments: `prices = [3, 5]`, one a line.
        pub input: String,
        /// The answer, or one that is right.
        pub expected_output: String,
        /// Whether a learner sees it only after handing in.
        pub is_hidden: bool,
        /// Why the answer is that, or what is special about the input.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        #[cfg_attr(feature = "native", ts(optional))]
        pub explanation: Option<String>,
    }
}

api_type! {
    /// A rung of the ladder.
    pub struct Hint {
        /// `1`, `2`, …
        pub id: String,
        /// What it says.
        pub text: String,
        /// From 1 on.
        pub order: u32,
        /// Points that opening it costs.
        pub xp_cost: u32,
    }
}

api_type! {
    /// What the sandbox needs to run a learner's code: the calls, and not their answers.
    pub struct TestRig {
        /// The function's name.
        pub function_name: String,
        /// The language, by its plain name.
        pub language: String,
        /// `linked list`, `tree`, or nothing: for each parameter.
        pub parameter_nodes: Vec<NodeShape>,
        /// The same, for the result.
        pub return_node: NodeShape,
        /// The calls, in order; the large one last.
        pub calls: Vec<TestCall>,
        /// Milliseconds that a call may take.
        pub limit_ms: u32,
    }
}

api_type! {
    /// How a value reaches the learner's function.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum NodeShape {
        /// As it is.
        Plain,
        /// A list of values becomes linked nodes.
        Linked,
        /// A list of values, level by level, becomes a binary tree.
        Tree,
        /// A list of lists: each becomes linked nodes.
        Linkeds,
    }
}

api_type! {
    /// One call.
    pub struct TestCall {
        /// The test's id.
        pub id: String,
        /// The arguments, a JSON array.
        pub arguments: String,
    }
}

api_type! {
    /// What came of a call.
    pub struct TestRun {
        /// The test's id.
        pub id: String,
        /// What the function gave, JSON; nothing where it did not end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub output: Option<String>,
        /// What it printed, at most 10,000 characters.
        #[serde(default)]
        pub stdout: String,
        /// What went wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub error: Option<RunError>,
        /// Whether the arguments were changed.
        #[serde(default)]
        pub changed_input: bool,
        /// Milliseconds.
        pub ms: f64,
    }
}

api_type! {
    /// Why a call has no output.
    pub struct RunError {
        /// What kind it is.
        pub kind: RunErrorKind,
        /// What the language says (`IndexError: list index out of range`).
        pub message: String,
        /// The learner's line, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub line: Option<u32>,
    }
}

api_type! {
    /// Ways in which a call has no output.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum RunErrorKind {
        /// The code is no program, or has no such function.
        Load,
        /// It threw.
        Thrown,
        /// What it gave is no value of the right type.
        Type,
        /// It changed what it was given.
        Input,
        /// It took longer than it may.
        Time,
        /// It took more memory than it may.
        Memory,
        /// An earlier call took so long that this one was left out.
        Skipped,
    }
}

api_type! {
    /// What is to be graded: the runs come from a sandbox, never from a server.
    pub struct GradeRequest {
        /// The challenge.
        pub id: String,
        /// The learner's code, at most 256 KiB.
        pub code: String,
        /// What came of the calls; none where the language is not run.
        #[serde(default)]
        pub runs: Vec<TestRun>,
        /// Hints that the learner has opened.
        #[serde(default, alias = "hints_used")]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<u32>"))]
        pub hints_used: u32,
    }
}

api_type! {
    /// What is to be said about an answer.
    pub struct Grade {
        /// Whether every test passed. Where code is not run, false.
        pub passed: bool,
        /// From 0 to 100: the share of tests that passed.
        pub score: u32,
        /// Each test.
        pub results: Vec<TestResult>,
        /// What to do next, Markdown.
        pub feedback: String,
        /// Points earned: less what hints cost, and none where a test failed.
        pub xp: u32,
        /// The id of the hint to open next.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub next_hint: Option<String>,
    }
}

api_type! {
    /// What came of a test.
    pub struct TestResult {
        /// Which.
        pub test_case_id: String,
        /// Whether the answer is right.
        pub passed: bool,
        /// What the function was called with, abbreviated.
        pub input: String,
        /// What it gave, abbreviated; empty where there is nothing.
        pub actual_output: String,
        /// What is right, abbreviated.
        pub expected_output: String,
        /// What it printed.
        pub stdout: String,
        /// What went wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub error: Option<RunError>,
        /// Milliseconds.
        pub ms: f64,
    }
}
