// Generated from src/api.rs by tests/typescript.rs. Do not edit: UPDATE=1 cargo test --test typescript

/**
 * One question to the tutor.
 */
export type ChatRequest = {
/**
 * The learner's message, 1 byte to 32 KiB.
 */
message: string,
/**
 * Earlier turns, oldest first, at most 64.
 */
history?: Array<Turn>,
/**
 * How the tutor speaks.
 */
personality?: Personality,
/**
 * What the tutor should know of the learner.
 */
context?: ChatContext,
/**
 * How the next token is chosen.
 */
sampling?: Sampling, };

/**
 * One earlier message.
 */
export type Turn = {
/**
 * Who spoke.
 */
role: Role,
/**
 * What was said.
 */
content: string, };

/**
 * Who spoke a turn.
 */
export type Role = "user" | "assistant";

/**
 * How the tutor speaks.
 */
export type Personality = "encouraging" | "analytical" | "creative" | "practical";

/**
 * How much the learner knows.
 */
export type SkillLevel = "beginner" | "intermediate" | "advanced";

/**
 * What the tutor should know of the learner. All of it is optional.
 */
export type ChatContext = {
/**
 * How much the learner knows.
 */
skillLevel?: SkillLevel,
/**
 * What is being learned ("loops"), at most 200 bytes.
 */
currentTopic?: string,
/**
 * The programming language in use ("Python"), at most 200 bytes.
 */
language?: string,
/**
 * The code that the question is about, at most 256 KiB.
 */
code?: string, };

/**
 * How the next token is chosen. A field left out takes the tutor's default.
 */
export type Sampling = {
/**
 * 0 is greedy; higher is more varied. 0 to 2.
 */
temperature?: number,
/**
 * Only the k likeliest tokens; 0 is no limit.
 */
topK?: number,
/**
 * Only the likeliest tokens that together reach this probability. Above 0, to 1.
 */
topP?: number,
/**
 * Only tokens at least this share as likely as the likeliest. 0 to 1.
 */
minP?: number,
/**
 * Above 1 makes recent tokens less likely. 0.5 to 2.
 */
repeatPenalty?: number,
/**
 * The same seed and the same logits give the same tokens.
 */
seed?: number,
/**
 * The answer ends after this many tokens. 1 to 4,096.
 */
maxTokens?: number, };

/**
 * What happens while an answer is made: any number of `prefill`, then of `token`, then one `done`.
 */
export type ChatEvent = { "type": "prefill",
/**
 * Prompt tokens evaluated so far, the cached ones included.
 */
done: number,
/**
 * Prompt tokens in all.
 */
total: number, } | { "type": "token",
/**
 * The text that this token adds.
 */
text: string, } | { "type": "done",
/**
 * The whole reply.
 */
reply: ChatReply, };

/**
 * The tutor's answer.
 */
export type ChatReply = {
/**
 * The answer, Markdown. Untrusted text: sanitize before it becomes HTML.
 */
message: string,
/**
 * Questions the learner could ask next.
 */
suggestions: Array<string>,
/**
 * Where to read more.
 */
resources: Array<Resource>,
/**
 * The id of the model that answered.
 */
modelUsed: string,
/**
 * Why the answer ended.
 */
finishReason: FinishReason,
/**
 * Oldest turns of the history that were left out because the context was full.
 */
droppedTurns: number,
/**
 * Tokens counted.
 */
usage: Usage,
/**
 * Milliseconds measured.
 */
timings: Timings, };

/**
 * Something to read.
 */
export type Resource = {
/**
 * Its title.
 */
title: string,
/**
 * Its address.
 */
url: string,
/**
 * documentation, tutorial or reference.
 */
type: string, };

/**
 * Why an answer ended.
 */
export type FinishReason = "stop" | "length" | "cancelled";

/**
 * Token counts of one answer.
 */
export type Usage = {
/**
 * Tokens of the prompt, cached ones included.
 */
promptTokens: number,
/**
 * Prompt tokens whose keys and values were still in the cache.
 */
cachedTokens: number,
/**
 * Tokens of the answer.
 */
completionTokens: number, };

/**
 * Milliseconds of one answer.
 */
export type Timings = {
/**
 * From the request to the first token.
 */
firstTokenMs: number,
/**
 * Evaluating the prompt.
 */
prefillMs: number,
/**
 * Generating the answer.
 */
decodeMs: number, };

/**
 * What the catalog says of a model.
 */
export type ModelInfo = {
/**
 * The id that requests use.
 */
id: string,
/**
 * One line for people.
 */
title: string,
/**
 * chat or code.
 */
role: ModelRole,
/**
 * The GGUF architecture (`llama`, `qwen2`).
 */
architecture: string,
/**
 * Addresses of the file, tried in order; relative ones are resolved against the model base URL.
 */
urls: Array<string>,
/**
 * Size of the file in bytes.
 */
bytes: number,
/**
 * SHA-256 of the file, lower-case hexadecimal.
 */
sha256: string,
/**
 * SPDX licence of the weights.
 */
license: string,
/**
 * Context length in tokens that the model was trained for.
 */
contextLength: number, };

/**
 * A model of the catalog, and how much of it is stored here.
 */
export type StoredModel = {
/**
 * All of it is stored, and verified.
 */
stored: boolean,
/**
 * Bytes stored; a download that was interrupted resumes from there.
 */
storedBytes: number,
/**
 * The id that requests use.
 */
id: string,
/**
 * One line for people.
 */
title: string,
/**
 * chat or code.
 */
role: ModelRole,
/**
 * The GGUF architecture (`llama`, `qwen2`).
 */
architecture: string,
/**
 * Addresses of the file, tried in order; relative ones are resolved against the model base URL.
 */
urls: Array<string>,
/**
 * Size of the file in bytes.
 */
bytes: number,
/**
 * SHA-256 of the file, lower-case hexadecimal.
 */
sha256: string,
/**
 * SPDX licence of the weights.
 */
license: string,
/**
 * Context length in tokens that the model was trained for.
 */
contextLength: number, };

/**
 * What a model is for.
 */
export type ModelRole = "chat" | "code";

/**
 * How far a download or a load has come.
 */
export type Progress = {
/**
 * What is going on.
 */
phase: Phase,
/**
 * Bytes done.
 */
bytes: number,
/**
 * Bytes in all.
 */
totalBytes: number,
/**
 * Bytes per second, over the whole phase.
 */
bytesPerSecond: number, };

/**
 * The phases of getting a model ready.
 */
export type Phase = "download" | "load";

/**
 * An error as HTTP and JavaScript see it.
 */
export type ErrorBody = {
/**
 * The sentence for a person.
 */
error: string,
/**
 * The stable code.
 */
code: string, };
