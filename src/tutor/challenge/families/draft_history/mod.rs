//! Lines that are added, taken back and brought back: two stacks.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const LINES: [&str; 16] = [
    "bread", "tea", "salt", "lamp", "rope", "soap", "maps", "tent", "nuts", "rice", "figs", "jam", "milk", "corn",
    "beans", "torch",
];

fn generate(g: &mut Generator) {
    let most = g.by_level(7_000, 9_000, 9_000, 9_000);
    g.say("most", most);
    let mut lines = LINES;
    g.shuffle(&mut lines);
    let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|place| format!("add {}", lines[place]));
    g.example(args![[&a, &b, "undo 1", &c]]);
    let count = g.int(2..=3);
    g.example(args![[&a, &b, &c, &d, &format!("undo {count}"), "redo 1"]]);
    g.example(args![[&e, &a, "undo 1", &b, "redo 1", &c]]);

    g.edge("no actions at all", args![Vec::<String>::new()]);
    g.edge("nothing to take back and nothing to bring back", args![["undo 1", "redo 2", &a, "redo 1"]]);
    let count = g.int(4..=1000);
    g.edge(
        "more is taken back than there is, and brought back",
        args![[&a, &b, &c, &format!("undo {count}"), "redo 2"]],
    );
    let count = g.int(3..=1000);
    g.edge("more is brought back than was taken back", args![[&a, &b, &c, "undo 2", &format!("redo {count}"), &d]]);
    g.edge(
        "a line is added after lines were taken back",
        args![[&a, &b, &c, "undo 2", &d, "redo 2", "undo 1", "redo 1"]],
    );
    let long = format!("{b} and {}", lines[5]);
    g.edge(
        "a line of several words, and lines that look like actions",
        args![[&a, &long, "add undo 1", "add redo 2", &c, "undo 1"]],
    );
    let medium = g.level() > Difficulty::Easy;
    if medium {
        g.edge("the same line again and again", args![[&a, &a, &a, "undo 2", &a, "redo 1", &a, "undo 1"]]);
    }
    let sizes = g.by_level([8, 10, 12, 15, 20], [20, 40, 80, 120, 200], [0; 5], [0; 5]);
    for size in sizes {
        let actions: Vec<_> = (0..size).map(|_| action(g, medium)).collect();
        g.hidden(args![actions]);
    }
    // Many lines; then many of them go and come again and again.
    let mut actions: Vec<_> =
        (0..most * 2 / 3).map(|_| format!("add {}", g.text(2, "abcdefghijklmnopqrstuvwxyz"))).collect();
    while actions.len() < most {
        let action = match g.size(0..=20) {
            0 => format!("add {}", g.text(2, "abcdefghijklmnopqrstuvwxyz")),
            1..=10 => format!("undo {}", g.int(50..=100)),
            _ => format!("redo {}", g.int(50..=100)),
        };
        actions.push(action);
    }
    g.large(args![actions]);
}

fn action(g: &mut Generator, medium: bool) -> String {
    let longest = if medium { 6 } else { 2 };
    match g.size(0..=19) {
        0..=10 => {
            let line = g.pick(&LINES);
            if medium && g.chance(15) { format!("add {line} {}", g.pick(&LINES)) } else { format!("add {line}") }
        }
        11..=15 => format!("undo {}", g.int(1..=longest)),
        _ => format!("redo {}", g.int(1..=longest)),
    }
}

fn solve(args: &Args) -> Value {
    // The lines, of which the first `there` are not taken back.
    let (mut lines, mut there) = (Vec::new(), 0_usize);
    for action in args.texts(0) {
        let (what, rest) = action.split_once(' ').unwrap_or_default();
        let count = rest.parse::<usize>().unwrap_or_default();
        match what {
            "undo" => there = there.saturating_sub(count),
            "redo" => there = (there + count).min(lines.len()),
            _ => {
                lines.truncate(there);
                lines.push(rest);
                there += 1;
            }
        }
    }
    lines.truncate(there);
    json!(lines)
}

fn explain(args: &Args, answer: &Value) -> String {
    let added = args.texts(0).iter().filter(|action| action.starts_with("add ")).count();
    match answer.as_array().map_or(0, Vec::len) {
        0 => "Nothing is left.".into(),
        1 => format!("Of the {added} lines that were added, one is left."),
        left => format!("Of the {added} lines that were added, {left} are left."),
    }
}
