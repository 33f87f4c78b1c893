//! What a code model has to say of a learner's code, beside the static analysis, which never waits for it.
//!
//! Three stages, as the analyzer and the engine are builds of their own in the browser:
//!
//! 1. [`ask`] reads the syntax tree and says what to ask: names that say little, statements, gaps, functions;
//! 2. [`CodeModel`] answers with probabilities, a window of the code after the other;
//! 3. [`conclude`] keeps what is worth saying: a name only where it beats the learner's own, follows the language's convention and
//!    collides with nothing; a fill only where the program parses with it.
//!
//! What is asked is what T5 and `CodeT5` were trained on: masked spans (Raffel et al. 2020, <https://arxiv.org/abs/1910.10683>) and masked
//! identifiers (Wang et al. 2021, <https://arxiv.org/abs/2109.00859>), and, of a model that was fine-tuned for it, a summary.

pub mod calibration;
#[cfg(feature = "analyze")]
mod conclude;
#[cfg(feature = "engine")]
mod model;
#[cfg(feature = "analyze")]
mod questions;
#[cfg(feature = "analyze")]
mod rename;
#[cfg(feature = "engine")]
mod windows;

use serde::{Deserialize, Serialize};

#[cfg(feature = "analyze")]
pub use conclude::conclude;
#[cfg(feature = "engine")]
pub use model::{Answering, CodeModel};
#[cfg(feature = "analyze")]
pub use questions::ask;

/// A part of the code, in bytes: where it starts, and where it ends.
pub type Bytes = (usize, usize);

/// What to ask a code model. Plain data: it goes from one worker to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Questions {
    /// The code.
    pub code: String,
    /// Its language, by its plain name.
    pub language: String,
    /// Names that say little.
    pub names: Vec<Name>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// Where something is missing.
    pub gaps: Vec<Gap>,
    /// Functions.
    pub functions: Vec<Function>,
}

/// A local name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// All of its places, in the order of the text.
    pub places: Vec<Bytes>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The line that it starts in.
    pub line: usize,
    /// Its last few words: what is masked.
    pub core: Bytes,
}

/// A place where something is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The line.
    pub line: usize,
    /// What stands there now; it is replaced.
    pub bytes: Bytes,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line that it starts in.
    pub line: usize,
    /// All of it.
    pub bytes: Bytes,
    /// What its documentation says.
    pub documented: Option<String>,
}

/// What a code model answered. Probabilities are as they come out of the model, and logarithms are natural.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// The id of the model.
    pub model: String,
    /// Of names: which one, and what the model would call it.
    pub names: Vec<NameAnswer>,
    /// Of statements: which one, and how likely it is.
    pub statements: Vec<StatementAnswer>,
    /// Of gaps: which one, and what could stand there.
    pub gaps: Vec<TextAnswer>,
    /// Of functions: which one, and what it does.
    pub functions: Vec<TextAnswer>,
}

/// What a model would call something; there is none where no other name than the learner's is likely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameAnswer {
    /// Which of the questions.
    pub index: usize,
    /// The logarithm of the probability of the learner's own name.
    pub own: f64,
    /// Other names and the logarithms of their probabilities, the likeliest first.
    pub proposals: Vec<(String, f64)>,
}

/// How likely a statement is, given the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StatementAnswer {
    /// Which of the questions.
    pub index: usize,
    /// The sum of the logarithms of its tokens' probabilities.
    pub log_probability: f64,
    /// So many tokens.
    pub tokens: usize,
}

/// A text that a model wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextAnswer {
    /// Which of the questions.
    pub index: usize,
    /// The text.
    pub text: String,
    /// The mean of the logarithms of its tokens' probabilities.
    pub mean_log_probability: f64,
    /// Whether the model read all of what it is about.
    pub whole: bool,
}
