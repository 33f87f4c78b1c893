//! How many squares of a wall have several coats of paint, after many rectangles were painted.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let hard = g.by_level(false, false, true, true);
    let (side, most) = (g.by_level(280, 280, 300, 300), 9_000);
    g.say("side", side);
    g.say("most", most);
    // Corners in order, and each coat reaches the right edge.
    let (top, wide) = (g.int(0..=1), g.int(4..=6));
    g.example(args![4, wide, [[top, 1, top + 1, wide - 1], [top + 1, 2, 3, wide - 1]], 2]);
    let left = g.int(0..=2);
    g.example(args![4, 6, [[0, left, 2, left + 2], [2, left + 3, 1, left + 1], [1, left + 1, 1, left + 1]], 2]);
    g.edge("no coat, and none asked for: every square counts", args![3, wide, Vec::<[i64; 4]>::new(), 0]);
    g.edge("no coat at all", args![wide, 2, Vec::<[i64; 4]>::new(), 1]);
    g.edge("a wall of one square", args![1, 1, [[0, 0, 0, 0], [0, 0, 0, 0]], 2]);
    g.edge("a coat that touches no edge", args![5, wide + 1, [[1, 1, 2, 2]], 0]);
    g.edge(
        "the whole wall, again and again",
        args![3, wide, [[0, 0, 2, wide - 1], [2, wide - 1, 0, 0], [0, wide - 1, 2, 0]], 3],
    );
    g.edge("corners in each order", args![6, 6, [[4, 4, 1, 1], [1, 4, 4, 1], [4, 1, 1, 4], [1, 1, 4, 4]], 4]);
    g.edge("more coats than there are", args![3, 3, [[0, 0, 1, 1]], wide]);
    for (size, count) in [(6, 4), (9, 8), (14, 20), (25, 50)] {
        let (rows, columns) = (g.int(size..=size + 3), g.int(size..=2 * size));
        let coats = coats(g, rows, columns, count, 2);
        let layers = g.int(1..=count / 4);
        g.hidden(args![rows, columns, coats, layers]);
    }
    if hard {
        // Long and narrow, many thin coats.
        let (coats, layers) = (coats(g, 3, 200, 60, 2), g.int(8..=20));
        g.hidden(args![3, 200, coats, layers]);
        let coats = coats_in(g, 250, 30);
        g.hidden(args![250, 250, coats, 2]);
    }
    // Nearly all coats cover most of the wall.
    let (rows, columns) = (g.int(side - 9..=side), g.int(side - 9..=side));
    let (coats, layers) = (coats(g, rows, columns, most, 8), g.int(most / 2..=most * 9 / 10));
    g.large(args![rows, columns, coats, layers]);
}

/// Rectangles around the middle: their corners are within that part of a side from the edges.
fn coats(g: &mut Generator, rows: i64, columns: i64, count: i64, margin: i64) -> Vec<[i64; 4]> {
    let mut coats = Vec::new();
    for _ in 0..count {
        let [top, left] = [rows, columns].map(|side| g.int(0..=(side - 1) / margin));
        let [bottom, right] = [rows, columns].map(|side| g.int(side - 1 - (side - 1) / margin..=side - 1));
        let coat = g.pick(&[
            [top, left, bottom, right],
            [top, right, bottom, left],
            [bottom, left, top, right],
            [bottom, right, top, left],
        ]);
        coats.push(coat);
    }
    coats
}

/// Small ones, anywhere.
fn coats_in(g: &mut Generator, side: i64, count: i64) -> Vec<[i64; 4]> {
    let coat = |g: &mut Generator| {
        let (row, column) = (g.int(0..=side - 1), g.int(0..=side - 1));
        [row, column, (row + g.int(0..=90)).min(side - 1), (column - g.int(0..=90)).max(0)]
    };
    (0..count).map(|_| coat(g)).collect()
}

/// How many squares have at least so many coats; and at most how many there are on one.
fn painted(args: &Args) -> (usize, i64) {
    let place = |value: i64| usize::try_from(value).unwrap_or_default();
    let (rows, columns, layers) = (place(args.int(0)), place(args.int(1)), args.int(3));
    // By columns within each row's change: a coat begins and ends at two columns in two rows.
    let mut changes = vec![vec![0_i64; columns + 1]; rows + 1];
    for coat in args.grid(2) {
        if let [a, b, c, d] = coat[..] {
            let (top, bottom) = (place(a.min(c)), place(a.max(c)) + 1);
            let (left, right) = (place(b.min(d)), place(b.max(d)) + 1);
            changes[top][left] += 1;
            changes[top][right] -= 1;
            changes[bottom][left] -= 1;
            changes[bottom][right] += 1;
        }
    }
    let (mut enough, mut most) = (0, 0);
    let mut running = vec![0; columns];
    for changes in changes.iter().take(rows) {
        let mut coats = 0;
        for (running, change) in running.iter_mut().zip(changes) {
            *running += change;
            coats += *running;
            enough += usize::from(coats >= layers);
            most = most.max(coats);
        }
    }
    (enough, most)
}

fn solve(args: &Args) -> Value {
    json!(painted(args).0)
}

fn explain(args: &Args, _: &Value) -> String {
    let (enough, most) = painted(args);
    let layers = args.int(3);
    let square = if enough == 1 { "1 square has".to_owned() } else { format!("{enough} squares have") };
    let more = if most == 1 { "the most that any has is 1" } else { "the most that any has is" };
    match most {
        1 => format!("{square} at least {layers}; {more}."),
        _ => format!("{square} at least {layers} coats; {more} {most}."),
    }
}
