//! The longest stretch that becomes all alike with a few changes.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 40_000, 40_000);
    g.say("most", most);
    let few = g.by_level("rgb", "rgb", "rgbwy", "rgbwy");
    let many = g.by_level("bgrwy", "bgrwy", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz");
    let row = g.text(7, "rgb");
    g.example(args![row, 1]);
    let row = g.text(9, "rgb");
    g.example(args![row, 2]);
    g.edge("an empty row", args!["", 2]);
    let one = g.text(1, few);
    g.edge("one letter, and no change", args![one, 0]);
    let [a, b, c] = three(g, few);
    let (run, alone) = (g.size(3..=6), g.size(1..=2));
    g.edge("no changes at all", args![format!("{}{b}{}", a.repeat(alone), a.repeat(run)), 0]);
    // The first letter of the best stretch is one of those that are changed.
    g.edge("a change at the very beginning", args![format!("{b}{}", a.repeat(run)), 1]);
    // The letter that is most common is never twice in a row.
    let row = format!("{}{}", format!("{a}{b}").repeat(8), c.repeat(run));
    g.edge("a long run of a letter that is not the most common", args![row, 0]);
    g.edge("letters that take turns", args![format!("{a}{b}").repeat(6), 0]);
    let row = g.text(8, few);
    g.edge("more changes than letters", args![row, 20]);
    for (letters, largest) in [(few, 40), (few, 90), (many, 60), (many, 200)] {
        let size = g.size(largest / 2..=largest);
        let row = g.text(size, letters);
        let changes = g.size(1..=largest / 8);
        g.hidden(args![row, changes]);
    }
    let row = g.text(most, "bgrw");
    let changes = g.size(most * 38 / 100..=most * 42 / 100);
    g.large(args![row, changes]);
}

/// Three different letters.
fn three(g: &mut Generator, letters: &str) -> [String; 3] {
    let mut letters: Vec<char> = letters.chars().collect();
    g.shuffle(&mut letters);
    [0, 1, 2].map(|place| letters[place].to_string())
}

fn solve(args: &Args) -> Value {
    let (row, changes) = (args.text(0).as_bytes(), usize::try_from(args.int(1)).unwrap_or_default());
    // For each letter by itself: the longest window with few enough others.
    let longest = (b'a'..=b'z').filter(|letter| row.contains(letter)).map(|letter| {
        let (mut start, mut others, mut longest) = (0, 0, 0);
        for (end, found) in row.iter().enumerate() {
            others += usize::from(*found != letter);
            while others > changes {
                others -= usize::from(row[start] != letter);
                start += 1;
            }
            longest = longest.max(end + 1 - start);
        }
        longest
    });
    json!(longest.max().unwrap_or(0))
}

fn explain(args: &Args, answer: &Value) -> String {
    let (row, changes) = (args.text(0), usize::try_from(args.int(1)).unwrap_or_default());
    let length = answer.as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let starts = 0..=row.len().saturating_sub(length);
    let stretches = starts.filter_map(|start| Some((start, row.get(start..start + length)?)));
    let mut each = stretches.flat_map(|(start, stretch)| {
        let others = move |letter: char| stretch.chars().filter(|found| *found != letter).count();
        stretch.chars().map(move |letter| (start, stretch, letter, others(letter)))
    });
    match each.find(|(.., others)| *others <= changes) {
        Some((start, stretch, letter, 0)) => {
            format!("From place {start} on there is `{stretch}`, which is nothing but `{letter}` already.")
        }
        Some((start, stretch, letter, others)) => {
            let others = if others == 1 { "one letter is".to_owned() } else { format!("{others} letters are") };
            format!("From place {start} on there is `{stretch}`: to be nothing but `{letter}`, {others} changed.")
        }
        None => "There is nothing in the row.".into(),
    }
}
