//! What a family's generator is given: numbers, words, and a place for the calls that test an answer.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::random::Random;
use super::words::Words;
use crate::api::Difficulty;

/// Makes the tests of an instance. Every choice comes from the seed.
#[derive(Debug)]
pub struct Generator {
    random: Random,
    level: Difficulty,
    words: Words,
    cases: Vec<(CaseKind, Vec<Value>)>,
}

/// Why a test is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseKind {
    /// Shown with the statement.
    Example,
    /// Any input.
    Plain,
    /// An input at the edge: what is special about it (`an empty list`).
    Edge(&'static str),
    /// So large that a solution of the wrong complexity does not end in time.
    Large,
}

impl Generator {
    pub(super) fn new(random: Random, level: Difficulty, words: Words) -> Self {
        Self { random, level, words, cases: Vec::new() }
    }

    pub(super) fn into_parts(self) -> (Words, Vec<(CaseKind, Vec<Value>)>) {
        (self.words, self.cases)
    }

    /// The level asked for.
    #[must_use]
    pub fn level(&self) -> Difficulty {
        self.level
    }

    /// One of four numbers, by level.
    #[must_use]
    pub fn by_level<T: Copy>(&self, easy: T, medium: T, hard: T, expert: T) -> T {
        match self.level {
            Difficulty::Easy => easy,
            Difficulty::Medium => medium,
            Difficulty::Hard => hard,
            Difficulty::Expert => expert,
        }
    }

    /// A number of the range.
    pub fn int(&mut self, range: RangeInclusive<i64>) -> i64 {
        range.start() + self.random.below((range.end() - range.start() + 1).unsigned_abs()).cast_signed()
    }

    /// A number of the range, for sizes and indices.
    pub fn size(&mut self, range: RangeInclusive<usize>) -> usize {
        let bound = range.end().saturating_sub(*range.start()) + 1;
        range.start() + usize::try_from(self.random.below(bound as u64)).unwrap_or_default()
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.random.below(100) < percent
    }

    /// `count` numbers of the range.
    pub fn ints(&mut self, count: usize, range: RangeInclusive<i64>) -> Vec<i64> {
        (0..count).map(|_| self.int(range.clone())).collect()
    }

    /// `count` different numbers of the range, in any order; fewer where the range has fewer.
    pub fn distinct(&mut self, count: usize, range: RangeInclusive<i64>) -> Vec<i64> {
        let size = (range.end() - range.start() + 1).unsigned_abs();
        if size <= 4 * count as u64 {
            let mut all: Vec<_> = range.collect();
            self.shuffle(&mut all);
            all.truncate(count);
            return all;
        }
        let mut seen = std::collections::HashSet::new();
        let mut numbers = Vec::with_capacity(count);
        while numbers.len() < count {
            let number = self.int(range.clone());
            if seen.insert(number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// One of them.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let index = self.size(0..=from.len().saturating_sub(1));
        from[index].clone()
    }

    /// Puts them into any order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.size(0..=last);
            items.swap(last, other);
        }
    }

    /// Text of `length` characters of the alphabet.
    pub fn text(&mut self, length: usize, alphabet: &str) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.pick(&letters)).collect()
    }

    /// Lets `{name}` stand for the value in the family's text.
    pub fn say(&mut self, name: &str, value: impl ToString) {
        self.words.insert(name.to_owned(), value.to_string());
    }

    /// The word that stands for a name of the family's text.
    #[must_use]
    pub fn word(&self, name: &str) -> &str {
        self.words.get(name).map_or("", String::as_str)
    }

    /// A test that is shown with the statement.
    pub fn example(&mut self, args: Vec<Value>) {
        self.cases.push((CaseKind::Example, args));
    }

    /// A hidden test.
    pub fn hidden(&mut self, args: Vec<Value>) {
        self.cases.push((CaseKind::Plain, args));
    }

    /// A hidden test at an edge: `an empty list`.
    pub fn edge(&mut self, what: &'static str, args: Vec<Value>) {
        self.cases.push((CaseKind::Edge(what), args));
    }

    /// The large test.
    pub fn large(&mut self, args: Vec<Value>) {
        self.cases.push((CaseKind::Large, args));
    }
}

/// The arguments of a call, each anything that is JSON: `args![vec![1, 2], 3, "text"]`.
macro_rules! args {
    ($($arg:expr),* $(,)?) => { vec![$(::serde_json::json!($arg)),*] };
}
pub(super) use args;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_comes_from_the_seed() {
        let make = |seed| {
            let mut g = Generator::new(Random::new(seed), Difficulty::Hard, Words::new());
            let mut order = [1, 2, 3, 4, 5];
            g.shuffle(&mut order);
            (
                g.ints(5, -3..=3),
                g.distinct(5, 1..=1_000_000),
                g.distinct(9, 1..=4),
                g.text(4, "äb"),
                order,
                g.by_level(1, 2, 3, 4),
            )
        };
        assert_eq!(make(7), make(7));
        assert_ne!(make(7), make(8));
        let (ints, distinct, few, text, mut order, level) = make(9);
        assert!(
            ints.iter().all(|n| (-3..=3).contains(n))
                && distinct.len() == 5
                && few.len() == 4
                && text.chars().count() == 4
        );
        order.sort_unstable();
        assert_eq!((order, level), ([1, 2, 3, 4, 5], 3));
    }
}
