//! Code and where things are in it.

use std::ops::Range;

use crate::api::Fix;

/// A program's text.
pub struct Source<'a> {
    /// All of it.
    pub text: &'a str,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
    /// UTF-16 code units before the first character of every [`BLOCK`] bytes, so that a long line costs no more than a short one.
    units: Vec<usize>,
}

const BLOCK: usize = 256;

/// A place: line and column from 1, the column in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// From one place to before another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it starts.
    pub start: Place,
    /// The place after its end.
    pub end: Place,
}

impl<'a> Source<'a> {
    /// Lines end as Python, editors and compilers have it: by `\n`, `\r\n` or `\r`.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|at| ends_line(*at)).map(|at| at + 1)).collect();
        let mut units = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut count = 0;
        for (at, character) in text.char_indices() {
            while units.len() * BLOCK <= at {
                units.push(count);
            }
            count += character.len_utf16();
        }
        Self { text, starts, units }
    }

    /// How many lines there are; the empty one after a last line break is none.
    pub fn lines(&self) -> usize {
        self.starts.len() - usize::from(self.starts.last() == Some(&self.text.len()))
    }

    /// A line, from 1 on, without its line break; empty where there is none.
    pub fn line(&self, line: usize) -> &'a str {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else { return "" };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// Where a line starts, in bytes; the end of the text where there is no such line.
    pub fn start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(self.text.len())
    }

    /// The line of a byte.
    pub fn line_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    /// Where a byte is. One within a character counts as its start.
    pub fn place(&self, byte: usize) -> Place {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.line_at(byte);
        Place { line, column: 1 + self.units_before(byte) - self.units_before(self.starts[line - 1]) }
    }

    /// UTF-16 code units before a byte that starts a character.
    fn units_before(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.units.len().saturating_sub(1));
        let first = self.text.ceil_char_boundary(block * BLOCK).min(byte);
        self.units.get(block).copied().unwrap_or(0) + self.text[first..byte].encode_utf16().count()
    }

    /// The byte of a place; the end of its line where it is beyond.
    pub fn byte(&self, line: usize, column: usize) -> usize {
        let mut units = 1;
        let text = self.line(line);
        let before = text.chars().take_while(|c| {
            units += c.len_utf16();
            units <= column
        });
        self.start(line) + before.map(char::len_utf8).sum::<usize>()
    }

    /// The edit that puts a text in the place of these bytes.
    pub fn fix(&self, bytes: Range<usize>, title: impl Into<String>, text: impl Into<String>) -> Fix {
        let Span { start, end } = self.span(bytes);
        Fix {
            title: title.into(),
            text: text.into(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// Where a part of the text is.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        Span { start: self.place(bytes.start), end: self.place(bytes.end) }
    }
}

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Whether a text has a word.
pub fn mentions(text: &str, word: &str) -> bool {
    words(text).any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let source = Source::new("a\r\n\u{1F600}b\rc\n\nd");
        assert_eq!(source.lines(), 5);
        assert_eq!((1..=6).map(|line| source.line(line)).collect::<Vec<_>>(), ["a", "\u{1F600}b", "c", "", "d", ""]);
        assert_eq!(source.place(7), Place { line: 2, column: 3 });
        assert_eq!(source.place(5), Place { line: 2, column: 1 });
        assert_eq!(source.place(99), Place { line: 5, column: 2 });
        assert_eq!((Source::new("").lines(), Source::new("a\n").lines()), (0, 1));
        assert_eq!(Source::new("").place(0), Place { line: 1, column: 1 });
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = "aé\u{1F600}\n".repeat(3) + &"x\u{1F600}é—".repeat(500) + "\r\n" + &"y".repeat(1000);
        let source = Source::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let line = source.line_at(byte);
            let column = 1 + text[source.start(line)..byte].encode_utf16().count();
            assert_eq!(source.place(byte), Place { line, column }, "{byte}");
        }
    }
}
