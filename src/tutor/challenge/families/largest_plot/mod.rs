//! The side of the largest square of a field in which there are at most so many stones.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let expert = g.by_level(false, false, false, true);
    let (side, stones) = (160, g.by_level(3, 3, 3, 90));
    g.say("side", side);
    g.say("stones", stones);
    // The last row and the last column are full of stones; one more is elsewhere.
    let mut field = vec![vec![0_i64; 4]; 4];
    field[3] = vec![1; 4];
    field.iter_mut().for_each(|row| row[3] = 1);
    field[g.size(0..=2)][g.size(0..=2)] = 1;
    g.example(args![field, 2]);
    let field = strewn(g, 3, 5, 5);
    g.example(args![field, 1]);
    let field = strewn(g, 5, 5, 8);
    g.example(args![field, 0]);
    g.edge("no field at all", args![Vec::<Vec<i64>>::new(), 1]);
    let wide = g.size(4..=7);
    g.edge("nothing but stones, none allowed", args![vec![vec![1; wide]; 3], 0]);
    g.edge("no stone: as large as the shorter side", args![vec![vec![0; wide + 2]; wide], 0]);
    let row = strewn(g, 1, 9, 4);
    g.edge("a single row", args![row, 1]);
    // Only on the right, or only at the bottom, there is room.
    let mut field = vec![vec![1; wide]; 4];
    field.iter_mut().for_each(|row| row.extend([0; 4]));
    g.edge("a wide field with room at the right", args![field, 0]);
    let mut field = vec![vec![1; 3]; wide];
    field.extend(vec![vec![0; 3]; 3]);
    g.edge("a high field with room at the bottom", args![field, 0]);
    for (size, share) in [(7, 5), (12, 6), (20, 10), (30, 20)] {
        let (rows, columns) = (g.size(size - 1..=size + 1), g.size(size..=size + size / 2));
        let field = strewn(g, rows, columns, rows * columns / share);
        let allowed = if expert { g.int(2..=12) } else { g.int(0..=2) };
        g.hidden(args![field, allowed]);
    }
    if expert {
        // Dense, and many allowed.
        let field = strewn(g, 25, 40, 700);
        let allowed = g.int(30..=90);
        g.hidden(args![field, allowed]);
        let field = strewn(g, 3, 200, 90);
        g.hidden(args![field, 1]);
    }
    // So few stones that a square of about sixty has as many as are allowed.
    let allowed = if expert { g.int(60..=stones) } else { g.int(2..=stones) };
    let all = usize::try_from(allowed).unwrap_or(1) * 6;
    let (rows, columns) = (g.size(side - 5..=side), g.size(side - 5..=side));
    let field = strewn(g, rows, columns, all);
    g.large(args![field, allowed]);
}

/// A field with so many stones.
fn strewn(g: &mut Generator, rows: usize, columns: usize, stones: usize) -> Vec<Vec<i64>> {
    let mut field = vec![vec![0; columns]; rows];
    let last = i64::try_from(rows * columns).unwrap_or(1) - 1;
    for place in g.distinct(stones, 0..=last) {
        let place = usize::try_from(place).unwrap_or_default();
        field[place / columns][place % columns] = 1;
    }
    field
}

/// The largest side, and the row and column where such a square begins.
fn largest(args: &Args) -> (usize, usize, usize) {
    let (field, allowed) = (args.grid(0), args.int(1));
    let columns = field.first().map_or(0, Vec::len);
    // Stones above and to the left of each corner.
    let mut before = vec![vec![0; columns + 1]];
    for row in &field {
        let above = before.last().cloned().unwrap_or_default();
        let mut sums = vec![0];
        let mut running = 0;
        for (stone, above) in row.iter().zip(above.iter().skip(1)) {
            running += stone;
            sums.push(running + above);
        }
        before.push(sums);
    }
    let (mut side, mut at) = (0, (0, 0));
    for bottom in 1..before.len() {
        for right in 1..=columns {
            // Can one that ends here be larger than all before?
            while side < bottom.min(right) {
                let (top, left) = (bottom - side - 1, right - side - 1);
                let stones = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left];
                if stones > allowed {
                    break;
                }
                side += 1;
                at = (top, left);
            }
        }
    }
    (side, at.0, at.1)
}

fn solve(args: &Args) -> Value {
    json!(largest(args).0)
}

fn explain(args: &Args, _: &Value) -> String {
    let (side, row, column) = largest(args);
    let allowed = args.int(1);
    let bound = match allowed {
        0 => "has no stone".to_owned(),
        1 => "has 1 stone at most".to_owned(),
        _ => format!("has {allowed} stones at most"),
    };
    match side {
        0 => "There is no such square.".into(),
        _ => {
            format!("The square of side {side} that begins in row {row}, column {column} {bound}; no larger one does.")
        }
    }
}
