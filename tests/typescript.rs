//! `www/client/api.ts` is generated from `src/api.rs`, whole, by this test: the types are written once.
//!
//! `UPDATE=1 cargo test --test typescript` rewrites it.

#![cfg(feature = "native")]

use codementor_tutor::api::*;
use codementor_tutor::tutor::challenge::TOPICS;
use ts_rs::{Config, TS};

/// One exported TypeScript declaration, with the Rust documentation.
fn declaration<T: TS>(config: &Config) -> String {
    let text = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(config));
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Makes the list of types once: their names, to be held against `src/api.rs`, and their declarations.
macro_rules! types {
    ($config:expr, $($name:ident),* $(,)?) => {
        ([$(stringify!($name)),*], [$(declaration::<$name>($config)),*])
    };
}

#[test]
fn the_typescript_types_are_those_of_api_rs() {
    let config = Config::new().with_large_int("number");
    let (names, declarations) = types!(
        &config,
        AnalyzeRequest,
        ChallengeContext,
        Analysis,
        SyntaxError,
        Metrics,
        Lines,
        Halstead,
        FunctionMetrics,
        Performance,
        FunctionPerformance,
        Evidence,
        Finding,
        FindingKind,
        Fix,
        Insights,
        NameInsight,
        Surprise,
        Fill,
        Summary,
        ChatRequest,
        Turn,
        Role,
        Personality,
        SkillLevel,
        ChatContext,
        Sampling,
        ChatEvent,
        ChatReply,
        Resource,
        FinishReason,
        Usage,
        Timings,
        ModelInfo,
        Checkpoint,
        CodeTask,
        StoredModel,
        ModelRole,
        Progress,
        Phase,
        ErrorBody,
        ChallengeRequest,
        Attempt,
        Difficulty,
        Challenge,
        TestCase,
        Hint,
        TestRig,
        NodeShape,
        TestCall,
        TestRun,
        RunError,
        RunErrorKind,
        GradeRequest,
        Grade,
        TestResult,
    );

    let source = concat!(
        include_str!("../src/api.rs"),
        include_str!("../src/api/analysis.rs"),
        include_str!("../src/api/challenge.rs")
    );
    let public = source.lines().filter_map(|line| {
        let item = line.trim().strip_prefix("pub struct ").or_else(|| line.trim().strip_prefix("pub enum "))?;
        item.split(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())
    });
    for name in public {
        assert!(
            names.contains(&name),
            "{name} of src/api.rs is not exported: add it to the list in tests/typescript.rs"
        );
    }

    let generated = format!(
        "// Generated from src/api.rs by tests/typescript.rs. Do not edit: UPDATE=1 cargo test --test typescript\n\n{}\n\n/**\n * The topics of challenges, in the order in which they are taught.\n */\nexport const TOPICS: readonly string[] = {};\n",
        declarations.join("\n\n"),
        serde_json::to_string(&TOPICS).unwrap()
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/client/api.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == generated,
        "www/client/api.ts is not what src/api.rs says. Run: UPDATE=1 cargo test --test typescript"
    );
}
