//! The least cost to turn a text into another one.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

/// They differ in one letter.
const ALIKE: [(&str, &str); 6] = [
    ("lamp", "lump"),
    ("stone", "store"),
    ("garden", "harden"),
    ("bread", "broad"),
    ("light", "night"),
    ("winter", "winner"),
];
/// They are of different lengths.
const OTHER: [(&str, &str); 6] = [
    ("harbour", "arbours"),
    ("planets", "plant"),
    ("silver", "livers"),
    ("candle", "scandals"),
    ("carpets", "carp"),
    ("rain", "trained"),
];

fn generate(g: &mut Generator) {
    let most = g.by_level(300, 300, 350, 450);
    let dearest = g.by_level(20, 20, 20, 1000);
    g.say("most", most);
    g.say("dearest", dearest);
    let (written, wanted) = g.pick(&ALIKE);
    g.example(args![written, wanted, 1, 1, 1]);
    let (written, wanted) = g.pick(&OTHER);
    let costs = g.distinct(3, 2..=9);
    g.example(args![written, wanted, costs[0], costs[1], costs[2]]);
    let (written, wanted) = g.pick(&ALIKE);
    let cost = g.int(2..=4);
    g.example(args![written, wanted, cost, cost + 1, 15]);
    let costs = g.distinct(3, 1..=20);
    g.edge("two empty texts", args!["", "", costs[0], costs[1], costs[2]]);
    let length = g.size(3..=9);
    let text = g.text(length, "abcxyz");
    let costs = g.distinct(3, 1..=20);
    g.edge("a text from nothing", args!["", text, costs[0], costs[1], costs[2]]);
    let length = g.size(3..=9);
    let text = g.text(length, "abcxyz");
    let costs = g.distinct(3, 1..=20);
    g.edge("a text that has to vanish", args![text, "", costs[0], costs[1], costs[2]]);
    let text = g.text(9, "abc");
    g.edge("the same text", args![text, text, 3, 2, 5]);
    // All letters shift by one place.
    let (text, first) = (g.text(7, "abcde"), g.text(1, "xyz"));
    g.edge("letters that shift by one place", args![format!("{text}{first}"), format!("{first}{text}"), 2, 1, 4]);
    let (long, short) = (g.size(7..=10), g.size(2..=5));
    g.edge("one letter, again and again", args!["a".repeat(long), "a".repeat(short), 1, 3, 2]);
    let (shortest, longest) = g.by_level((8, 25), (8, 25), (8, 30), (25, 90));
    for alphabet in ["ab", "abcd", "abcd", "aeinrst ", "abcdefghijklmnopqrstuvwxyz"] {
        let (length, other) = (g.size(shortest..=longest), g.size(shortest..=longest));
        let (written, wanted) = (g.text(length, alphabet), g.text(other, alphabet));
        let costs = g.distinct(3, 1..=dearest);
        g.hidden(args![written, wanted, costs[0], costs[1], costs[2]]);
    }
    let (written, wanted) = (g.text(most, "abcdefgh"), g.text(most - 20, "abcdefgh"));
    let costs = g.distinct(3, dearest / 2..=dearest);
    g.large(args![written, wanted, costs[0], costs[1], costs[2]]);
}

/// The least costs from each beginning of one text to each beginning of the other.
fn costs(written: &[char], wanted: &[char], [insert, remove, change]: [i64; 3]) -> Vec<Vec<i64>> {
    let mut above: Vec<i64> = (0..=wanted.len() as i64).map(|count| count * insert).collect();
    let mut rows = Vec::with_capacity(written.len() + 1);
    for letter in written {
        let mut left = above[0] + remove;
        let mut row = vec![left];
        for (other, pair) in wanted.iter().zip(above.windows(2)) {
            let changed = pair[0] + if letter == other { 0 } else { change };
            left = changed.min(left + insert).min(pair[1] + remove);
            row.push(left);
        }
        rows.push(std::mem::replace(&mut above, row));
    }
    rows.push(above);
    rows
}

fn solve(args: &Args) -> Value {
    let [written, wanted] = [0, 1].map(|index| args.text(index).chars().collect::<Vec<_>>());
    let rows = costs(&written, &wanted, [2, 3, 4].map(|index| args.int(index)));
    json!(rows.last().and_then(|row| row.last()))
}

fn explain(args: &Args, answer: &Value) -> String {
    let [written, wanted] = [0, 1].map(|index| args.text(index).chars().collect::<Vec<_>>());
    let [insert, remove, change] = [2, 3, 4].map(|index| args.int(index));
    let rows = costs(&written, &wanted, [insert, remove, change]);
    let (mut i, mut j) = (written.len(), wanted.len());
    let (mut inserted, mut removed, mut changed) = (0, 0, 0);
    while i > 0 || j > 0 {
        let here = rows[i][j];
        if i > 0 && j > 0 && written[i - 1] == wanted[j - 1] && rows[i - 1][j - 1] == here {
            (i, j) = (i - 1, j - 1);
        } else if i > 0 && j > 0 && rows[i - 1][j - 1] + change == here {
            (i, j, changed) = (i - 1, j - 1, changed + 1);
        } else if i > 0 && rows[i - 1][j] + remove == here {
            (i, removed) = (i - 1, removed + 1);
        } else {
            (j, inserted) = (j.saturating_sub(1), inserted + 1);
        }
    }
    let kinds = [(changed, change, "change"), (removed, remove, "removal"), (inserted, insert, "insertion")];
    let used: Vec<_> = kinds.iter().filter(|(count, ..)| *count > 0).collect();
    let plural = |count: i64| if count == 1 { "" } else { "s" };
    let told: Vec<_> = used.iter().map(|(count, _, name)| format!("{count} {name}{}", plural(*count))).collect();
    let sum = used.iter().map(|(count, cost, _)| format!("{count} · {cost}")).collect::<Vec<_>>().join(" + ");
    match &told[..] {
        [] => "The texts are the same.".into(),
        [first @ .., last] => {
            let first = if first.is_empty() { String::new() } else { format!("{} and ", first.join(", ")) };
            format!("It takes {first}{last}: {sum} = {answer}.")
        }
    }
}
