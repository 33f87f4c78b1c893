//! How many nodes of a search tree contradict one of their ancestors.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::{Args, Node};

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const LARGEST: i64 = 2_147_483_647;

fn generate(g: &mut Generator) {
    let most = g.by_level(18_000, 18_000, 18_000, 20_000);
    let largest = g.by_level(1_000_000, 1_000_000, 1_000_000, LARGEST);
    g.say("most", most);
    g.say("largest", largest);
    // Right but for a leaf that its own parent rules out.
    let steps = g.ints(4, 2..=6);
    let (a, b) = (steps[0], steps[0] + steps[1]);
    let (c, d) = (b + steps[2], b + steps[2] + steps[3]);
    g.example(args![[c, a, d, a - 1, b, d + 5, d + 7]]);
    // A grandchild that fits its parent, but not the root.
    let root = g.int(20..=30);
    let late = root + g.int(1..=5);
    g.example(args![[root, root - 10, root + 10, root - 15, late, root + 7, root + 12]]);
    g.edge("no card at all", args![Vec::<i64>::new()]);
    let only = g.int(-99..=99);
    g.edge("one card", args![[only]]);
    let twin = g.int(-50..=50);
    g.edge(
        "equal numbers: right is where they belong",
        args![[json!(twin), Value::Null, json!(twin), Value::Null, json!(twin)]],
    );
    g.edge("equal numbers on the left", args![[json!(twin), json!(twin), Value::Null, json!(twin)]]);
    // Below a misfiled card the bounds of before still hold.
    let top = g.int(50..=80);
    let tree = json!([top, null, top - 40, null, top - 30, null, top + 3]);
    g.edge("cards below a misfiled one", args![tree]);
    g.edge("the largest and the smallest number", args![[largest, -largest, largest, -largest, largest - 1]]);
    for size in [8, 14, 30, 60] {
        let count = g.size(size - 2..=size + 2);
        let span = i64::try_from(size).unwrap_or(9);
        // Some numbers come several times.
        let values = g.ints(count, -span..=span);
        let mut nodes = planted(&values);
        spoil(g, &mut nodes, size / 6 + 1, span);
        g.hidden(args![Node::write(&nodes)]);
    }
    if largest == LARGEST {
        let mut values = g.ints(20, -LARGEST..=LARGEST);
        values.extend([LARGEST, -LARGEST, LARGEST, -LARGEST]);
        g.shuffle(&mut values);
        let mut nodes = planted(&values);
        spoil(g, &mut nodes, 3, LARGEST);
        g.hidden(args![Node::write(&nodes)]);
    }
    let mut nodes = chain(g, most);
    let span = i64::try_from(most).unwrap_or_default();
    spoil(g, &mut nodes, 200, span);
    g.large(args![Node::write(&nodes)]);
}

/// A search tree that these are put into, one after the other.
fn planted(values: &[i64]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(values.len());
    for value in values {
        let (new, mut at) = (nodes.len(), 0);
        while at < new {
            let node = &mut nodes[at];
            let child = if *value < node.value { &mut node.left } else { &mut node.right };
            at = *child.get_or_insert(new);
        }
        nodes.push(Node { value: *value, left: None, right: None });
    }
    nodes
}

/// A search tree in which each node has one child: below are all larger ones, or all smaller ones.
fn chain(g: &mut Generator, count: usize) -> Vec<Node> {
    let mut high = i64::try_from(count).unwrap_or_default();
    let mut low = -high;
    let mut nodes = Vec::with_capacity(count);
    for place in 0..count {
        let child = (place + 1 < count).then_some(place + 1);
        if g.chance(50) {
            nodes.push(Node { value: low, left: None, right: child });
            low += g.int(0..=1);
        } else {
            nodes.push(Node { value: high, left: child, right: None });
            high -= 1;
        }
    }
    nodes
}

/// Gives some nodes another number.
fn spoil(g: &mut Generator, nodes: &mut [Node], count: usize, span: i64) {
    for _ in 0..count {
        let place = g.size(0..=nodes.len().saturating_sub(1));
        let value = g.int(-span..=span);
        if let Some(node) = nodes.get_mut(place) {
            node.value = value;
        }
    }
}

/// The numbers that contradict an ancestor.
fn misfiled(args: &Args) -> Vec<i64> {
    let nodes = args.tree(0);
    // At least the first, less than the second. Parents stand before their children.
    let mut bounds = vec![(i64::MIN, i64::MAX); nodes.len()];
    let mut found = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let (low, high) = bounds[place];
        if node.value < low || node.value >= high {
            found.push(node.value);
        }
        if let Some(left) = node.left {
            bounds[left] = (low, high.min(node.value));
        }
        if let Some(right) = node.right {
            bounds[right] = (low.max(node.value), high);
        }
    }
    found
}

fn solve(args: &Args) -> Value {
    json!(misfiled(args).len())
}

fn explain(args: &Args, _: &Value) -> String {
    let found: Vec<_> = misfiled(args).iter().map(i64::to_string).collect();
    match &found[..] {
        [] => "Every number agrees with all those above it.".into(),
        [one] => format!("One number contradicts another one above it: {one}."),
        [most @ .., last] => format!("These contradict a number above them: {} and {last}.", most.join(", ")),
    }
}
