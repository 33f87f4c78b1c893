//! The sum of each level of a tree.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::{Args, Node};

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(18_000, 20_000, 20_000, 20_000);
    let largest: i64 = g.by_level(1_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    let smallest = g.by_level(0, -largest, -largest, -largest);
    g.say("most", most);
    g.say("largest", largest);
    g.say("smallest", smallest);
    // Every level is full.
    let full = g.distinct(7, 1..=20);
    g.example(args![full]);
    let values = g.ints(6, 1..=20);
    let tree = grown(g, &values);
    g.example(args![tree]);
    g.edge("no tree at all", args![Vec::<i64>::new()]);
    let only = g.int(smallest..=largest);
    g.edge("one node", args![[only]]);
    let v = g.ints(5, 1..=99);
    g.edge(
        "only right children",
        args![[json!(v[0]), Value::Null, json!(v[1]), Value::Null, json!(v[2]), Value::Null, json!(v[3])]],
    );
    let v = g.ints(5, 1..=99);
    g.edge("a 0 that has children", args![[v[0], 0, v[1], v[2], v[3], v[4]]]);
    let v = g.ints(6, largest - 99..=largest);
    g.edge("values as large as they come", args![v]);
    for size in [9, 15, 25, 40, 60] {
        let count = g.size(size - 2..=size + 2);
        let values = g.ints(count, smallest.max(-2_000)..=largest.min(2_000));
        let tree = grown(g, &values);
        g.hidden(args![tree]);
    }
    let count = g.size(most - 900..=most);
    let values = g.ints(count, smallest..=largest);
    let tree = grown(g, &values);
    g.large(args![tree]);
}

/// A tree with these values; each new node takes any of the free places.
fn grown(g: &mut Generator, values: &[i64]) -> Value {
    let mut nodes: Vec<Node> = Vec::with_capacity(values.len());
    let mut free = Vec::new();
    for value in values {
        let new = nodes.len();
        if new > 0 {
            let slot = g.size(0..=free.len() - 1);
            let (parent, left): (usize, bool) = free.swap_remove(slot);
            let node = &mut nodes[parent];
            *(if left { &mut node.left } else { &mut node.right }) = Some(new);
        }
        nodes.push(Node { value: *value, left: None, right: None });
        free.extend([(new, true), (new, false)]);
    }
    Node::write(&nodes)
}

fn solve(args: &Args) -> Value {
    let nodes = args.tree(0);
    let mut totals: Vec<i64> = Vec::new();
    // Parents stand before their children.
    let mut depths = vec![0; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        let depth: usize = depths[place];
        for child in [node.left, node.right].into_iter().flatten() {
            depths[child] = depth + 1;
        }
        if totals.len() == depth {
            totals.push(0);
        }
        totals[depth] += node.value;
    }
    json!(totals)
}

fn explain(args: &Args, answer: &Value) -> String {
    let nodes = args.tree(0);
    let levels = answer.as_array().map_or(0, Vec::len);
    let Some(root) = nodes.first() else { return "There is no level.".into() };
    let children = [root.left, root.right].into_iter().flatten().filter_map(|child| nodes.get(child));
    let second: Vec<_> = children.map(|node| node.value.to_string()).collect();
    match levels {
        1 => format!("The root, {}, is all there is.", root.value),
        _ => format!(
            "There are {levels} levels: the first one has the root alone, {}; the second one has {} {}.",
            root.value,
            second.join(" and "),
            if second.len() == 1 { "alone".to_owned() } else { format!("and so {} in all", answer[1]) },
        ),
    }
}
