//! A robot that repeats its commands among walls: its states repeat, and whole cycles are skipped.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let side = g.by_level(8, 8, 12, 25);
    let longest = g.by_level(20, 20, 30, 60);
    let most = g.by_level(1_000_000, 1_000_000, 1_000_000_000, 1_000_000_000_000_000);
    g.say("side", side);
    g.say("longest", longest);
    g.say("most", most);
    let (grid, commands) = (grid(g, 3, 4, 15), commands(g, 4));
    let rounds = g.int(2..=3);
    g.example(args![grid, commands, rounds]);
    let grid = ["..#.", "#...", "...."];
    let rounds = g.int(3..=5);
    let chosen = g.pick(&["FRFL", "FRF", "RFLF"]);
    g.example(args![grid, chosen, rounds]);
    let rounds = g.int(1..=most);
    g.edge("a field of one square", args![["."], "FRFB", rounds]);
    g.edge("no commands", args![["..", ".."], "", rounds]);
    let (open, walk) = (self::grid(g, 4, 4, 20), self::commands(g, 8));
    g.edge("no round at all", args![open, walk, 0]);
    let length = g.size(4..=9);
    let rounds = i64::try_from(length).unwrap_or(4) * g.int(2..=1000);
    g.edge("it comes to a wall and stays there", args![[".".repeat(length)], "F", rounds]);
    let chosen = g.int(1..=2);
    g.edge("it stands still for a while, and turns", args![["..", "#."], "RF", 4 * chosen + 1]);
    let chosen = g.int(1..=9);
    g.edge("it pushes against the upper and the left edge", args![["...", "..#", "#.."], "BLFLF", chosen]);
    // Somewhere a cycle begins late, or the places repeat before the states do.
    for part in [2, 3, 4, 5, 6] {
        let rows = g.size(2..=side * part / 6);
        let columns = g.size(2..=side * part / 6);
        let walls = g.int(5..=25).unsigned_abs();
        let length = g.size(4..=longest);
        let (grid, commands) = (self::grid(g, rows, columns, walls), self::commands(g, length));
        let rounds = if part < 4 { g.int(5..=200) } else { g.int(most / 2..=most) };
        g.hidden(args![grid, commands, rounds]);
    }
    let (grid, commands) = (self::grid(g, side, side, 12), self::commands(g, longest));
    let rounds = g.int(most - most / 10..=most);
    g.large(args![grid, commands, rounds]);
}

/// A field with walls; its first square is free.
fn grid(g: &mut Generator, rows: usize, columns: usize, walls: u64) -> Vec<String> {
    let mut grid = Vec::new();
    for row in 0..rows {
        let squares = (0..columns).map(|column| if row + column > 0 && g.chance(walls) { '#' } else { '.' });
        grid.push(squares.collect());
    }
    grid
}

fn commands(g: &mut Generator, length: usize) -> String {
    g.text(length, "FFFFBLRR")
}

/// Row, column and direction: right, down, left, up.
type State = (i64, i64, usize);

fn round(grid: &[&[u8]], commands: &str, (mut row, mut column, mut direction): State) -> State {
    let is_free = |row: i64, column: i64| {
        let place = usize::try_from(row).ok().zip(usize::try_from(column).ok());
        place.and_then(|(row, column)| grid.get(row)?.get(column)) == Some(&b'.')
    };
    for command in commands.bytes() {
        let step = match command {
            b'R' => {
                direction = (direction + 1) % 4;
                continue;
            }
            b'L' => {
                direction = (direction + 3) % 4;
                continue;
            }
            b'B' => -1,
            _ => 1,
        };
        let (down, right) = [(0, step), (step, 0), (0, -step), (-step, 0)][direction];
        if is_free(row + down, column + right) {
            (row, column) = (row + down, column + right);
        }
    }
    (row, column, direction)
}

fn solve(args: &Args) -> Value {
    let texts = args.texts(0);
    let grid: Vec<_> = texts.iter().map(|row| row.as_bytes()).collect();
    let (commands, rounds) = (args.text(1), usize::try_from(args.int(2)).unwrap_or(0));
    let (mut states, mut seen) = (vec![(0, 0, 0)], HashMap::new());
    let (row, column, _) = loop {
        let (done, state) = (states.len() - 1, states[states.len() - 1]);
        if done == rounds {
            break state;
        }
        if let Some(first) = seen.insert(state, done) {
            break states[first + (rounds - first) % (done - first)];
        }
        states.push(round(&grid, commands, state));
    };
    json!([row, column])
}

fn explain(args: &Args, _: &Value) -> String {
    let texts = args.texts(0);
    let grid: Vec<_> = texts.iter().map(|row| row.as_bytes()).collect();
    let mut state = (0, 0, 0);
    let mut places = Vec::new();
    // Examples have few rounds.
    for _ in 0..args.int(2).min(8) {
        state = round(&grid, args.text(1), state);
        places.push(format!("[{}, {}]", state.0, state.1));
    }
    format!("The rounds end at {}.", places.join(", "))
}
