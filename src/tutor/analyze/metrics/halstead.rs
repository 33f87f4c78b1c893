//! Halstead's measures.

use std::collections::HashSet;

use crate::api::Halstead;
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::{At, Tree, Visitor};

/// The measures, and the different names.
pub(super) fn count<'a>(tree: &Tree<'a>) -> (Halstead, HashSet<&'a str>) {
    let mut counter = Counter { tree, operators: Bag::default(), operands: Bag::default(), names: HashSet::new() };
    tree.walk(&mut counter);
    let Counter { operators, operands, names, .. } = counter;
    let (n1, n2) = (operators.seen.len(), operands.seen.len());
    #[allow(clippy::cast_precision_loss)]
    let volume = (operators.count + operands.count) as f64 * ((n1 + n2).max(1) as f64).log2();
    #[allow(clippy::cast_precision_loss)]
    let difficulty = n1 as f64 / 2.0 * (operands.count as f64 / n2.max(1) as f64);
    let halstead = Halstead {
        distinct_operators: n1,
        distinct_operands: n2,
        operators: operators.count,
        operands: operands.count,
        volume,
        difficulty,
        effort: volume * difficulty,
    };
    (halstead, names)
}

#[derive(Default)]
struct Bag<'a> {
    count: usize,
    seen: HashSet<&'a str>,
}

impl<'a> Bag<'a> {
    fn add(&mut self, text: &'a str) {
        self.count += 1;
        self.seen.insert(text);
    }
}

struct Counter<'t, 'a> {
    tree: &'t Tree<'a>,
    operators: Bag<'a>,
    operands: Bag<'a>,
    names: HashSet<&'a str>,
}

impl<'t> Visitor<'t> for Counter<'_, '_> {
    fn enter(&mut self, At { node, kinds, .. }: At) -> bool {
        if kinds.is(Kinds::COMMENT) {
            return false;
        }
        let text = self.tree.text(node);
        if kinds.is(Kinds::OPERAND) {
            self.operands.add(text);
            return false;
        }
        if node.child_count() > 0 {
            return true;
        }
        match node.kind() {
            ")" | "]" | "}" => {}
            _ if text.trim().is_empty() => {}
            kind if node.is_named() => {
                self.operands.add(text);
                if kind.ends_with("identifier") {
                    self.names.insert(text);
                }
            }
            _ => self.operators.add(text),
        }
        false
    }
}
