//! A sum as it is written: precedence, brackets, a minus in front.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

/// Products stay within this.
const LARGEST: i64 = 1_000_000;

fn generate(g: &mut Generator) {
    g.say("depth", 50);
    let [a, b, c] = [(); 3].map(|()| g.int(2..=9));
    let first = if g.chance(50) { format!("{a}*{b}+{c}") } else { format!("{a}+{b}*{c}") };
    g.example(args![first]);
    let (big, small) = (g.int(20..=60), g.int(2..=9));
    g.example(args![format!("{big} - {small} - {a} * ({b} + {c})")]);
    let odd = 2 * g.int(1..=9) + 1;
    g.example(args![format!("({a} - {}) / 2", a + odd)]);
    let text = g.int(0..=1_000_000);
    g.edge("nothing but a number", args![text.to_string()]);
    g.edge("a minus in front", args![format!("-{big}+{small}*(-{a})")]);
    g.edge("two minuses in a row of terms", args![format!("{big}-{small}-{a}")]);
    g.edge("a quotient that is negative and not whole", args![format!("(-{})/({}-{a})*{b}", 3 * a + 1, a + 3)]);
    g.edge("division and multiplication, from left to right", args![format!("{big}/{a}*{b}/{c}")]);
    let depth = g.size(40..=50);
    g.edge("brackets round brackets", args![format!("{}{a}-{b}{}*{c}", "(".repeat(depth), ")".repeat(depth))]);
    let (deep, spaces) = if g.level() >= Difficulty::Expert { (4, 30) } else { (2, 10) };
    for terms in [2, 3, 4, 5, 6] {
        let (text, _) = sum(g, deep, terms, spaces);
        // What grows beyond the bound of a test is cut down by a plainer one.
        let text = if text.len() > 3000 { sum(g, 1, terms, spaces).0 } else { text };
        g.hidden(args![text]);
    }
    let text = long(g);
    g.large(args![text]);
}

/// A sum of up to `terms` terms, and its value.
fn sum(g: &mut Generator, depth: usize, terms: usize, spaces: u64) -> (String, i64) {
    let space = |g: &mut Generator| if g.chance(spaces) { " " } else { "" };
    let mut text = String::from(space(g));
    let mut total = 0;
    for index in 0..g.size(2..=terms.max(2)) {
        let minus = g.chance(if index == 0 { 15 } else { 50 });
        let operator = if minus { "-" } else { "+" };
        if index > 0 || minus {
            text.push_str(operator);
            text.push_str(space(g));
        }
        let (mut factor, mut value) = operand(g, depth, spaces);
        text.push_str(&factor);
        for _ in 0..g.size(0..=2) {
            let times = g.chance(50);
            let next;
            (factor, next) = operand(g, depth, spaces);
            if times && (value * next).abs() <= LARGEST {
                value *= next;
                text.push('*');
            } else if next != 0 {
                value /= next;
                text.push('/');
            } else {
                break;
            }
            text.push_str(space(g));
            text.push_str(&factor);
        }
        text.push_str(space(g));
        total += if minus { -value } else { value };
    }
    (text, total)
}

/// A number, or a sum in brackets.
fn operand(g: &mut Generator, depth: usize, spaces: u64) -> (String, i64) {
    if depth == 0 || g.chance(65) {
        let number = if g.chance(8) { 0 } else { g.int(1..=99) };
        return (number.to_string(), number);
    }
    let (text, value) = sum(g, depth - 1, 3, spaces);
    (format!("({text})"), value)
}

/// Tens of thousands of digits, with an operator between each two; every second one multiplies or divides.
fn long(g: &mut Generator) -> String {
    let mut text = String::from("1");
    while text.len() < 90_000 {
        let digits: Vec<_> = g.ints(3, 1..=9).iter().map(i64::to_string).collect();
        text.push_str(g.pick(&["+", "-"]));
        text.push_str(&digits[0]);
        match g.int(0..=99) {
            0 => text.push_str(&format!("*({}-{})", digits[1], digits[2])),
            1..=49 => text.push_str(&format!("*{}", digits[1])),
            _ => text.push_str(&format!("/{}", digits[1])),
        }
    }
    text
}

/// A sum that is being read: what is added up already, the term that is being multiplied, and the operator before what
/// comes next.
struct Frame {
    total: i64,
    term: i64,
    operator: u8,
}

impl Frame {
    fn new() -> Self {
        Self { total: 0, term: 0, operator: b'+' }
    }

    fn take(&mut self, value: i64) {
        match self.operator {
            b'*' => self.term *= value,
            b'/' => self.term = self.term.checked_div(value).unwrap_or_default(),
            operator => {
                self.total += self.term;
                self.term = if operator == b'-' { -value } else { value };
            }
        }
    }
}

/// The value, and the values of the brackets with their places, in the order in which they close.
fn evaluate(text: &str) -> (i64, Vec<(usize, usize, i64)>) {
    let mut open = Vec::new();
    let mut brackets = Vec::new();
    let mut frame = Frame::new();
    let mut number = None;
    for (place, symbol) in text.bytes().enumerate() {
        if symbol.is_ascii_digit() {
            number = Some(number.unwrap_or(0) * 10 + i64::from(symbol - b'0'));
            continue;
        }
        if let Some(number) = number.take() {
            frame.take(number);
        }
        match symbol {
            b'(' => open.push((place, std::mem::replace(&mut frame, Frame::new()))),
            b')' => {
                let value = frame.total + frame.term;
                if let Some((start, outer)) = open.pop() {
                    frame = outer;
                    frame.take(value);
                    brackets.push((start, place, value));
                }
            }
            b' ' => {}
            operator => frame.operator = operator,
        }
    }
    if let Some(number) = number {
        frame.take(number);
    }
    (frame.total + frame.term, brackets)
}

fn solve(args: &Args) -> Value {
    json!(evaluate(args.text(0)).0)
}

fn explain(args: &Args, answer: &Value) -> String {
    let text = args.text(0);
    let (_, brackets) = evaluate(text);
    let mut told: Vec<_> =
        brackets.iter().map(|(start, end, value)| format!("`{}` is {value}", &text[start + 1..*end])).collect();
    if told.is_empty() {
        let products = text.split(['+', '-']).map(str::trim).filter(|term| term.contains(['*', '/']));
        told.extend(products.map(|term| format!("`{term}` is {}", evaluate(term).0)));
    }
    format!("{}; that makes {answer} in all.", told.join(", "))
}
