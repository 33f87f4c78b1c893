use super::{Language, javascript};

/// The grammar with JSX, as a learner's file may have some. Of plain TypeScript it only lacks the old casts (`<T>x`).
pub(super) const LANGUAGE: Language = Language {
    name: "typescript",
    title: "TypeScript",
    aliases: &["ts", "tsx", "mts", "cts"],
    grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    foreign: "",
    nodes: javascript::NODES,
};
