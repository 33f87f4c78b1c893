//! A picture, turned by any number of quarters.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let medium = g.by_level(false, true, true, true);
    let most = g.by_level(1_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    let side: usize = g.by_level(120, 180, 180, 180);
    g.say("most", most);
    g.say("side", side);
    // A square, turned twice: no direction matters yet.
    let first = picture(g, 2, 2, 9);
    g.example(args![first, 2]);
    let second = picture(g, 2, 3, 9);
    g.example(args![second, 1]);
    let third = picture(g, 2, 2, 9);
    g.example(args![third, -1]);
    g.edge("an empty picture", args![Vec::<Vec<i64>>::new(), 1]);
    let dot = g.int(0..=9);
    g.edge("one field", args![[[dot]], -3]);
    let row = picture(g, 1, 5, 50);
    g.edge("a single row", args![row, 3]);
    let column = picture(g, 4, 1, 50);
    g.edge("a single column", args![column, -1]);
    let (still, many) = (picture(g, 3, 2, 50), 4 * g.int(1..=9));
    g.edge("whole turns: nothing moves", args![still, many]);
    let (long, many) = (picture(g, 2, 4, 50), -4 * g.int(1..=9) - 1);
    g.edge("more than a whole turn, the other way", args![long, many]);
    for size in [3, 4, 6, 9] {
        let (rows, columns) = (g.size(size - 1..=size + 1), g.size(size - 1..=size + 3));
        let (lowest, turns) = if medium { (-999, g.int(-most..=most)) } else { (0, g.int(-9..=9)) };
        let mut shown = picture(g, rows, columns, 999);
        if lowest < 0 {
            shown.iter_mut().flatten().for_each(|n| *n -= 500);
        }
        g.hidden(args![shown, turns]);
    }
    let (rows, columns) = (g.size(side - 20..=side), g.size(side - 50..=side));
    let large = picture(g, rows, columns, 999);
    // Odd, and close to the bound.
    let turns = most - 1 - 2 * g.int(0..=400);
    g.large(args![large, if medium { -turns } else { turns }]);
}

/// A picture of different numbers, where there are enough of them.
fn picture(g: &mut Generator, rows: usize, columns: usize, largest: i64) -> Vec<Vec<i64>> {
    let all = g.distinct(rows * columns, 1..=largest);
    if all.len() == rows * columns {
        return all.chunks(columns.max(1)).map(<[i64]>::to_vec).collect();
    }
    (0..rows).map(|_| g.ints(columns, 0..=largest)).collect()
}

fn solve(args: &Args) -> Value {
    let picture = args.grid(0);
    let (rows, columns) = (picture.len(), picture.first().map_or(0, Vec::len));
    if rows == 0 {
        return json!(picture);
    }
    let at = |row: usize, column: usize| picture[row][column];
    let drawn = |rows: usize, columns: usize, of: &dyn Fn(usize, usize) -> i64| {
        (0..rows).map(|row| (0..columns).map(|column| of(row, column)).collect()).collect::<Vec<Vec<_>>>()
    };
    json!(match args.int(1).rem_euclid(4) {
        1 => drawn(columns, rows, &|row, column| at(rows - 1 - column, row)),
        2 => drawn(rows, columns, &|row, column| at(rows - 1 - row, columns - 1 - column)),
        3 => drawn(columns, rows, &|row, column| at(column, columns - 1 - row)),
        _ => picture.clone(),
    })
}

fn explain(args: &Args, answer: &Value) -> String {
    let row = answer.get(0).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let row: Vec<_> = row.iter().map(Value::to_string).collect();
    let way = if args.int(1) < 0 { "against the clock" } else { "with the clock" };
    let turns = match args.int(1).abs() {
        1 => "One quarter turn".to_owned(),
        2 => "Half a turn".to_owned(),
        turns => format!("{turns} quarter turns"),
    };
    format!("{turns} {way} brings {} to the top.", row.join(", "))
}
