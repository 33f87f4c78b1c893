// Generated from src/api.rs by tests/typescript.rs. Do not edit: UPDATE=1 cargo test --test typescript

/**
 * Code to be analysed.
 */
export type AnalyzeRequest = {
/**
 * The code, at most 256 KiB.
 */
code: string,
/**
 * Its language: a name or a file name's ending (`python`, `py`, `C++`), at most 200 bytes.
 */
language: string,
/**
 * The exercise that the code is for.
 */
challengeContext?: ChallengeContext,
/**
 * Over HTTP: whether the answer waits for what a code model has to say.
 */
insights?: boolean, };

/**
 * The exercise that code is for. All of it is optional.
 */
export type ChallengeContext = {
/**
 * Its title.
 */
title?: string,
/**
 * What is asked for.
 */
description?: string,
/**
 * easy, medium, hard or expert.
 */
difficulty?: string,
/**
 * The time complexity that a good solution has (`O(n)`).
 */
expectedComplexity?: string, };

/**
 * What there is to say about code.
 */
export type Analysis = {
/**
 * The language that it was read as, by its plain name (`python`).
 */
language: string,
/**
 * What keeps it from being a program: one for each mistake.
 */
syntaxErrors: Array<SyntaxError>,
/**
 * What was counted.
 */
metrics: Metrics,
/**
 * How time and memory grow with the input.
 */
performance: Performance,
/**
 * What could be better, the most important first, and what is good.
 */
findings: Array<Finding>,
/**
 * What is good about it, in words.
 */
strengths: Array<string>,
/**
 * What to do next, in words.
 */
suggestions: Array<string>,
/**
 * What a code model has to say; null where none was asked.
 */
insights: Insights | null, };

/**
 * A mistake that keeps code from being a program.
 */
export type SyntaxError = {
/**
 * Where it starts.
 */
line: number,
/**
 * Where it starts.
 */
column: number,
/**
 * Where it ends.
 */
endLine: number,
/**
 * Where it ends.
 */
endColumn: number,
/**
 * What is wrong, and why.
 */
message: string,
/**
 * What to try.
 */
hint: string,
/**
 * What mends it, where that is known: after it nothing is wrong up to here.
 */
fix?: Fix, };

/**
 * Counts, by their published definitions; `src/tutor/analyze/metrics` says which.
 */
export type Metrics = {
/**
 * Lines by kind.
 */
lines: Lines,
/**
 * Decisions and one (McCabe), of the whole file.
 */
cyclomatic: number,
/**
 * How hard the control flow is to follow (SonarSource), of the whole file.
 */
cognitive: number,
/**
 * Control structures within one another.
 */
maxNesting: number,
/**
 * Operators and operands.
 */
halstead: Halstead,
/**
 * From 0 to 100: how easy the file is to change (Coleman and others 1994).
 */
maintainability: number,
/**
 * From 0 to 100: how easy it is to read.
 */
readability: number,
/**
 * Each function, in the order of the file.
 */
functions: Array<FunctionMetrics>, };

/**
 * Lines of a file.
 */
export type Lines = {
/**
 * All of them.
 */
physical: number,
/**
 * Statements.
 */
logical: number,
/**
 * Those that have a comment.
 */
comment: number,
/**
 * Those that have nothing.
 */
blank: number, };

/**
 * Operators and operands (Halstead 1977).
 */
export type Halstead = {
/**
 * Different operators.
 */
distinctOperators: number,
/**
 * Different operands.
 */
distinctOperands: number,
/**
 * Operators.
 */
operators: number,
/**
 * Operands.
 */
operands: number,
/**
 * Bits: length times the logarithm of the vocabulary.
 */
volume: number,
/**
 * How hard it is to write: half the different operators, times how often an operand comes.
 */
difficulty: number,
/**
 * Volume times difficulty.
 */
effort: number, };

/**
 * Counts of one function.
 */
export type FunctionMetrics = {
/**
 * Its name, with its class before it (`Stack.push`).
 */
name: string,
/**
 * Where it starts.
 */
line: number,
/**
 * Its last line.
 */
endLine: number,
/**
 * Parameters.
 */
parameters: number,
/**
 * Statements.
 */
logicalLines: number,
/**
 * Decisions and one, without those of functions within it.
 */
cyclomatic: number,
/**
 * How hard it is to follow, with functions within it.
 */
cognitive: number,
/**
 * Control structures within one another.
 */
maxNesting: number, };

/**
 * How time and memory grow with the input: `O(n)`, or `unknown`.
 */
export type Performance = {
/**
 * The worst case of the slowest part.
 */
timeComplexity: string,
/**
 * Memory besides the input.
 */
spaceComplexity: string,
/**
 * What says so.
 */
evidence: Array<Evidence>,
/**
 * Where another structure would be faster.
 */
opportunities: Array<string>,
/**
 * Each function, in the order of the file.
 */
functions: Array<FunctionPerformance>, };

/**
 * How one function grows.
 */
export type FunctionPerformance = {
/**
 * Its name, as in the metrics.
 */
name: string,
/**
 * Where it starts.
 */
line: number,
/**
 * The worst case.
 */
timeComplexity: string,
/**
 * Memory besides the input.
 */
spaceComplexity: string,
/**
 * What says so.
 */
evidence: Array<Evidence>, };

/**
 * A line, and what it says about complexity.
 */
export type Evidence = {
/**
 * The line.
 */
line: number,
/**
 * What it costs, and why.
 */
reason: string, };

/**
 * Something that a mentor would point at.
 */
export type Finding = {
/**
 * The name of the rule.
 */
rule: string,
/**
 * How much it matters.
 */
kind: FindingKind,
/**
 * What was seen.
 */
message: string,
/**
 * Why it matters.
 */
why: string,
/**
 * A small program that has it.
 */
bad: string,
/**
 * The same, better; of what is well done, one that does without.
 */
good: string,
/**
 * Where it starts.
 */
line: number,
/**
 * Where it starts.
 */
column: number,
/**
 * Where it ends.
 */
endLine: number,
/**
 * Where it ends.
 */
endColumn: number,
/**
 * What makes it good, where that is safe.
 */
fix?: Fix, };

/**
 * How much a finding matters.
 */
export type FindingKind = "essential" | "actionable" | "informative" | "celebratory";

/**
 * An edit: the text between the two places is replaced.
 */
export type Fix = {
/**
 * What it does, in a few words.
 */
title: string,
/**
 * The text that takes the place.
 */
text: string,
/**
 * Where it starts.
 */
line: number,
/**
 * Where it starts.
 */
column: number,
/**
 * Where it ends.
 */
endLine: number,
/**
 * Where it ends.
 */
endColumn: number, };

/**
 * What a code model says. Its own probabilities speak: `src/tutor/insights` says how.
 */
export type Insights = {
/**
 * In words.
 */
aiAnalysis: string,
/**
 * From 0 to 1: how likely the suggestions are right, on average; without any, how well the model foresees this code.
 */
confidence: number,
/**
 * The id of the model.
 */
modelUsed: string,
/**
 * Names that say more.
 */
names: Array<NameInsight>,
/**
 * Lines that the model did not expect: worth a second look, and no errors.
 */
surprising: Array<Surprise>,
/**
 * What could stand where something is missing.
 */
fills: Array<Fill>,
/**
 * What functions do.
 */
summaries: Array<Summary>, };

/**
 * A name, and one that says more.
 */
export type NameInsight = {
/**
 * Where it is first.
 */
line: number,
/**
 * The name.
 */
from: string,
/**
 * The other one.
 */
to: string,
/**
 * How likely it is right, from 0 to 1.
 */
confidence: number,
/**
 * The renaming: an edit for each of its places, in the order of the text.
 */
edits: Array<Fix>, };

/**
 * A line that a model did not expect.
 */
export type Surprise = {
/**
 * The line.
 */
line: number,
/**
 * Bits a token, by the model.
 */
score: number, };

/**
 * What could stand where something is missing (`pass`, `TODO`, an empty body).
 */
export type Fill = {
/**
 * Where.
 */
line: number,
/**
 * How likely it is right, from 0 to 1.
 */
confidence: number,
/**
 * The edit. The program parses after it.
 */
fix: Fix, };

/**
 * What a function does, in a sentence.
 */
export type Summary = {
/**
 * The function's name.
 */
name: string,
/**
 * Where it starts.
 */
line: number,
/**
 * The sentence. Untrusted text.
 */
text: string,
/**
 * What its documentation says, where it has some.
 */
documented?: string,
/**
 * How likely it is right, from 0 to 1.
 */
confidence: number, };

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
contextLength: number,
/**
 * What the file is made of here, where no address has the file itself. Its size is then about `bytes`, and `sha256` may be empty.
 */
checkpoint?: Checkpoint, };

/**
 * A Hugging Face checkpoint of T5 or CodeT5, which is fetched once and converted where it is used.
 */
export type Checkpoint = {
/**
 * Address of the folder that holds the files; a relative one is resolved against the model base URL.
 */
url: string,
/**
 * The files: `config.json`, `tokenizer.json` or `vocab.json` and `merges.txt`, and the weights.
 */
files: Array<string>,
/**
 * Bytes to be fetched, about.
 */
bytes: number,
/**
 * What the model was trained for.
 */
task: CodeTask,
/**
 * What its inputs start with (`summarize: `).
 */
prefix?: string, };

/**
 * What a code model was trained for.
 */
export type CodeTask = "fill" | "summarize";

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
contextLength: number,
/**
 * What the file is made of here, where no address has the file itself. Its size is then about `bytes`, and `sha256` may be empty.
 */
checkpoint?: Checkpoint, };

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
export type Phase = "download" | "convert" | "load";

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

/**
 * Which challenge is wanted. All of it is optional: what is left out, the learner's history chooses.
 */
export type ChallengeRequest = {
/**
 * easy, medium, hard or expert; beginner, intermediate and advanced do as well.
 */
level?: string,
/**
 * The language of the starter code (`python`); Python where it is left out.
 */
language?: string,
/**
 * A topic, or a word that a challenge is tagged with.
 */
topic?: string,
/**
 * What the learner wants to learn, in words.
 */
learningGoals?: Array<string>,
/**
 * 0 to 4,294,967,295: the same seed and the same request give the same challenge.
 */
seed?: number,
/**
 * Ids of challenges, or of families of them, that are not wanted again; at most 1,024.
 */
exclude?: Array<string>,
/**
 * What the learner did before, oldest first; at most 4,096.
 */
history?: Array<Attempt>,
/**
 * The challenge of this id, and nothing is chosen.
 */
id?: string, };

/**
 * What came of a challenge.
 */
export type Attempt = {
/**
 * The challenge.
 */
id: string,
/**
 * Whether it was solved.
 */
passed: boolean,
/**
 * How many answers were handed in.
 */
attempts?: number,
/**
 * Minutes that it took.
 */
minutes?: number,
/**
 * Hints that were opened.
 */
hintsUsed?: number, };

/**
 * How hard a challenge is.
 */
export type Difficulty = "easy" | "medium" | "hard" | "expert";

/**
 * Something to program, with tests. Its id alone rebuilds it.
 */
export type Challenge = {
/**
 * `pair-sum.1.easy.python.42`: family, its version, level, language, seed.
 */
id: string,
/**
 * A few words.
 */
title: string,
/**
 * What is to be done, with examples and bounds: Markdown.
 */
description: string,
/**
 * How hard it is.
 */
difficulty: Difficulty,
/**
 * The language of the starter code.
 */
language: string,
/**
 * What it is about.
 */
topic: string,
/**
 * Words to find it by.
 */
tags: Array<string>,
/**
 * The function to be written, as the language spells it.
 */
functionName: string,
/**
 * What the learner starts from; it compiles as it stands.
 */
starterCode: string,
/**
 * Calls of the function. Inputs of many entries are abbreviated here; `grade` has them whole.
 */
testCases: Array<TestCase>,
/**
 * A ladder: each says more than the one before.
 */
hints: Array<Hint>,
/**
 * Minutes.
 */
estimatedTime: number,
/**
 * Points for solving it.
 */
xpReward: number,
/**
 * The time that a good solution takes (`O(n)`).
 */
timeComplexity: string,
/**
 * The memory that a good solution takes besides its input.
 */
spaceComplexity: string,
/**
 * What it is about, in the field's terms.
 */
concepts: Array<string>,
/**
 * What one can do afterwards.
 */
learningObjectives: Array<string>,
/**
 * Whether `grade` runs the learner's code in this language; elsewhere it is read only.
 */
runs: boolean,
/**
 * Why this one was chosen, in a sentence, and what of the request could not be had.
 */
why: string, };

/**
 * One call of the learner's function.
 */
export type TestCase = {
/**
 * `1`, `2`, …
 */
id: string,
/**
 * The arguments: `prices = [3, 5]`, one a line.
 */
input: string,
/**
 * The answer, or one that is right.
 */
expectedOutput: string,
/**
 * Whether a learner sees it only after handing in.
 */
isHidden: boolean,
/**
 * Why the answer is that, or what is special about the input.
 */
explanation?: string, };

/**
 * A rung of the ladder.
 */
export type Hint = {
/**
 * `1`, `2`, …
 */
id: string,
/**
 * What it says.
 */
text: string,
/**
 * From 1 on.
 */
order: number,
/**
 * Points that opening it costs.
 */
xpCost: number, };

/**
 * What the sandbox needs to run a learner's code: the calls, and not their answers.
 */
export type TestRig = {
/**
 * The function's name.
 */
functionName: string,
/**
 * The language, by its plain name.
 */
language: string,
/**
 * `linked list`, `tree`, or nothing: for each parameter.
 */
parameterNodes: Array<NodeShape>,
/**
 * The same, for the result.
 */
returnNode: NodeShape,
/**
 * The calls, in order; the large one last.
 */
calls: Array<TestCall>,
/**
 * Milliseconds that a call may take.
 */
limitMs: number, };

/**
 * How a value reaches the learner's function.
 */
export type NodeShape = "plain" | "linked" | "tree" | "linkeds";

/**
 * One call.
 */
export type TestCall = {
/**
 * The test's id.
 */
id: string,
/**
 * The arguments, a JSON array.
 */
arguments: string, };

/**
 * What came of a call.
 */
export type TestRun = {
/**
 * The test's id.
 */
id: string,
/**
 * What the function gave, JSON; nothing where it did not end.
 */
output?: string,
/**
 * What it printed, at most 10,000 characters.
 */
stdout: string,
/**
 * What went wrong.
 */
error?: RunError,
/**
 * Whether the arguments were changed.
 */
changedInput: boolean,
/**
 * Milliseconds.
 */
ms: number, };

/**
 * Why a call has no output.
 */
export type RunError = {
/**
 * What kind it is.
 */
kind: RunErrorKind,
/**
 * What the language says (`IndexError: list index out of range`).
 */
message: string,
/**
 * The learner's line, where that is known.
 */
line?: number, };

/**
 * Ways in which a call has no output.
 */
export type RunErrorKind = "load" | "thrown" | "type" | "input" | "time" | "memory" | "skipped";

/**
 * What is to be graded: the runs come from a sandbox, never from a server.
 */
export type GradeRequest = {
/**
 * The challenge.
 */
id: string,
/**
 * The learner's code, at most 256 KiB.
 */
code: string,
/**
 * What came of the calls; none where the language is not run.
 */
runs: Array<TestRun>,
/**
 * Hints that the learner has opened.
 */
hintsUsed?: number, };

/**
 * What is to be said about an answer.
 */
export type Grade = {
/**
 * Whether every test passed. Where code is not run, false.
 */
passed: boolean,
/**
 * From 0 to 100: the share of tests that passed.
 */
score: number,
/**
 * Each test.
 */
results: Array<TestResult>,
/**
 * What to do next, Markdown.
 */
feedback: string,
/**
 * Points earned: less what hints cost, and none where a test failed.
 */
xp: number,
/**
 * The id of the hint to open next.
 */
nextHint?: string, };

/**
 * What came of a test.
 */
export type TestResult = {
/**
 * Which.
 */
testCaseId: string,
/**
 * Whether the answer is right.
 */
passed: boolean,
/**
 * What the function was called with, abbreviated.
 */
input: string,
/**
 * What it gave, abbreviated; empty where there is nothing.
 */
actualOutput: string,
/**
 * What is right, abbreviated.
 */
expectedOutput: string,
/**
 * What it printed.
 */
stdout: string,
/**
 * What went wrong.
 */
error?: RunError,
/**
 * Milliseconds.
 */
ms: number, };

/**
 * The topics of challenges, in the order in which they are taught.
 */
export const TOPICS: readonly string[] = ["arrays","strings","math","hash maps","searching","sorting","two pointers","sliding window","stacks and queues","simulation","matrices","recursion","linked lists","bits","parsing","greedy","trees","graphs","dynamic programming"];
