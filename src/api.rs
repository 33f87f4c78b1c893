//! Requests, replies and events: the one source of the HTTP, worker and TypeScript types. A leaf: plain data, no logic.
//!
//! JSON is camelCase; requests also accept snake_case. `www/client/api.ts` is generated from here.

use serde::{Deserialize, Serialize};

macro_rules! api_type {
    ($(#[$meta:meta])* pub enum $($rest:tt)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "native", derive(ts_rs::TS))]
        $(#[$meta])* pub enum $($rest)*
    };
    ($(#[$meta:meta])* pub struct $($rest:tt)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "native", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])* pub struct $($rest)*
    };
}

mod analysis;
mod challenge;

pub use analysis::*;
pub use challenge::*;

api_type! {
    /// One question to the tutor.
    #[derive(Default)]
    pub struct ChatRequest {
        /// The learner's message, 1 byte to 32 KiB.
        pub message: String,
        /// Earlier turns, oldest first, at most 64.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<Vec<Turn>>"))]
        pub history: Vec<Turn>,
        /// How the tutor speaks.
        #[serde(default)]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<Personality>"))]
        pub personality: Personality,
        /// What the tutor should know of the learner.
        #[serde(default)]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<ChatContext>"))]
        pub context: ChatContext,
        /// How the next token is chosen.
        #[serde(default)]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<Sampling>"))]
        pub sampling: Sampling,
    }
}

api_type! {
    /// One earlier message.
    pub struct Turn {
        /// Who spoke.
        pub role: Role,
        /// What was said.
        pub content: String,
    }
}

api_type! {
    /// Who spoke a turn.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum Role {
        /// The learner.
        User,
        /// The tutor.
        Assistant,
    }
}

api_type! {
    /// How the tutor speaks.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "lowercase")]
    pub enum Personality {
        /// Warm, praises effort.
        #[default]
        Encouraging,
        /// Precise, step by step.
        Analytical,
        /// Analogies and experiments.
        Creative,
        /// Short, working code first.
        Practical,
    }
}

api_type! {
    /// How much the learner knows.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum SkillLevel {
        /// New to programming.
        Beginner,
        /// Writes small programs.
        Intermediate,
        /// Writes real programs.
        Advanced,
    }
}

api_type! {
    /// What the tutor should know of the learner. All of it is optional.
    #[derive(Default)]
    #[cfg_attr(feature = "native", ts(optional_fields))]
    pub struct ChatContext {
        /// How much the learner knows.
        #[serde(default, alias = "skill_level", skip_serializing_if = "Option::is_none")]
        pub skill_level: Option<SkillLevel>,
        /// What is being learned ("loops"), at most 200 bytes.
        #[serde(default, alias = "current_topic", skip_serializing_if = "Option::is_none")]
        pub current_topic: Option<String>,
        /// The programming language in use ("Python"), at most 200 bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        /// The code that the question is about, at most 256 KiB.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
    }
}

api_type! {
    /// How the next token is chosen. A field left out takes the tutor's default.
    #[derive(Default)]
    #[cfg_attr(feature = "native", ts(optional_fields))]
    pub struct Sampling {
        /// 0 is greedy; higher is more varied. 0 to 2.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub temperature: Option<f32>,
        /// Only the k likeliest tokens; 0 is no limit.
        #[serde(default, alias = "top_k", skip_serializing_if = "Option::is_none")]
        pub top_k: Option<u32>,
        /// Only the likeliest tokens that together reach this probability. Above 0, to 1.
        #[serde(default, alias = "top_p", skip_serializing_if = "Option::is_none")]
        pub top_p: Option<f32>,
        /// Only tokens at least this share as likely as the likeliest. 0 to 1.
        #[serde(default, alias = "min_p", skip_serializing_if = "Option::is_none")]
        pub min_p: Option<f32>,
        /// Above 1 makes recent tokens less likely. 0.5 to 2.
        #[serde(default, alias = "repeat_penalty", skip_serializing_if = "Option::is_none")]
        pub repeat_penalty: Option<f32>,
        /// The same seed and the same logits give the same tokens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub seed: Option<u64>,
        /// The answer ends after this many tokens. 1 to 4,096.
        #[serde(default, alias = "max_tokens", skip_serializing_if = "Option::is_none")]
        pub max_tokens: Option<u32>,
    }
}

api_type! {
    /// What happens while an answer is made: any number of `prefill`, then of `token`, then one `done`.
    #[serde(tag = "type", rename_all = "lowercase")]
    pub enum ChatEvent {
        /// The prompt is being read: tokens done, of how many.
        Prefill {
            /// Prompt tokens evaluated so far, the cached ones included.
            done: usize,
            /// Prompt tokens in all.
            total: usize,
        },
        /// More of the answer. Never splits a character; may be empty while one is incomplete.
        Token {
            /// The text that this token adds.
            text: String,
        },
        /// The answer is complete.
        Done {
            /// The whole reply.
            reply: ChatReply,
        },
    }
}

api_type! {
    /// The tutor's answer.
    pub struct ChatReply {
        /// The answer, Markdown. Untrusted text: sanitize before it becomes HTML.
        pub message: String,
        /// Questions the learner could ask next.
        pub suggestions: Vec<String>,
        /// Where to read more.
        pub resources: Vec<Resource>,
        /// The id of the model that answered.
        pub model_used: String,
        /// Why the answer ended.
        pub finish_reason: FinishReason,
        /// Oldest turns of the history that were left out because the context was full.
        pub dropped_turns: usize,
        /// Tokens counted.
        pub usage: Usage,
        /// Milliseconds measured.
        pub timings: Timings,
    }
}

api_type! {
    /// Something to read.
    pub struct Resource {
        /// Its title.
        pub title: String,
        /// Its address.
        pub url: String,
        /// documentation, tutorial or reference.
        #[serde(rename = "type")]
        pub kind: String,
    }
}

api_type! {
    /// Why an answer ended.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum FinishReason {
        /// The model ended it.
        Stop,
        /// `maxTokens` or the end of the context was reached.
        Length,
        /// The caller cancelled.
        Cancelled,
    }
}

api_type! {
    /// Token counts of one answer.
    #[derive(Copy, Eq, Default)]
    pub struct Usage {
        /// Tokens of the prompt, cached ones included.
        pub prompt_tokens: usize,
        /// Prompt tokens whose keys and values were still in the cache.
        pub cached_tokens: usize,
        /// Tokens of the answer.
        pub completion_tokens: usize,
    }
}

api_type! {
    /// Milliseconds of one answer.
    #[derive(Copy, Default)]
    pub struct Timings {
        /// From the request to the first token.
        pub first_token_ms: f64,
        /// Evaluating the prompt.
        pub prefill_ms: f64,
        /// Generating the answer.
        pub decode_ms: f64,
    }
}

api_type! {
    /// What the catalog says of a model.
    pub struct ModelInfo {
        /// The id that requests use.
        pub id: String,
        /// One line for people.
        pub title: String,
        /// chat or code.
        pub role: ModelRole,
        /// The GGUF architecture (`llama`, `qwen2`).
        pub architecture: String,
        /// Addresses of the file, tried in order; relative ones are resolved against the model base URL.
        pub urls: Vec<String>,
        /// Size of the file in bytes.
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub bytes: u64,
        /// SHA-256 of the file, lower-case hexadecimal.
        pub sha256: String,
        /// SPDX licence of the weights.
        pub license: String,
        /// Context length in tokens that the model was trained for.
        pub context_length: u32,
        /// What the file is made of here, where no address has the file itself. Its size is then about `bytes`, and `sha256` may be empty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "native", ts(optional))]
        pub checkpoint: Option<Checkpoint>,
    }
}

api_type! {
    /// A Hugging Face checkpoint of T5 or CodeT5, which is fetched once and converted where it is used.
    pub struct Checkpoint {
        /// Address of the folder that holds the files; a relative one is resolved against the model base URL.
        pub url: String,
        /// The files: `config.json`, `tokenizer.json` or `vocab.json` and `merges.txt`, and the weights.
        pub files: Vec<String>,
        /// Bytes to be fetched, about.
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub bytes: u64,
        /// What the model was trained for.
        pub task: CodeTask,
        /// What its inputs start with (`summarize: `).
        #[serde(default, skip_serializing_if = "String::is_empty")]
        #[cfg_attr(feature = "native", ts(optional, as = "Option<String>"))]
        pub prefix: String,
    }
}

api_type! {
    /// What a code model was trained for.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "lowercase")]
    pub enum CodeTask {
        /// It fills in what is masked (`<extra_id_0>`).
        #[default]
        Fill,
        /// It says in a sentence what code does.
        Summarize,
    }
}

api_type! {
    /// A model of the catalog, and how much of it is stored here.
    pub struct StoredModel {
        /// What the catalog says.
        #[serde(flatten)]
        pub info: ModelInfo,
        /// All of it is stored, and verified.
        pub stored: bool,
        /// Bytes stored; a download that was interrupted resumes from there.
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub stored_bytes: u64,
    }
}

api_type! {
    /// What a model is for.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum ModelRole {
        /// Answers in chat.
        Chat,
        /// Reads code.
        Code,
    }
}

api_type! {
    /// How far a download or a load has come.
    #[derive(Copy)]
    pub struct Progress {
        /// What is going on.
        pub phase: Phase,
        /// Bytes done.
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub bytes: u64,
        /// Bytes in all.
        #[cfg_attr(feature = "native", ts(type = "number"))]
        pub total_bytes: u64,
        /// Bytes per second, over the whole phase.
        pub bytes_per_second: f64,
    }
}

api_type! {
    /// The phases of getting a model ready.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum Phase {
        /// From the network to local storage, checksum on the way.
        Download,
        /// From a checkpoint to the model's file.
        Convert,
        /// From local storage into memory.
        Load,
    }
}

api_type! {
    /// An error as HTTP and JavaScript see it.
    pub struct ErrorBody {
        /// The sentence for a person.
        pub error: String,
        /// The stable code.
        pub code: String,
    }
}
