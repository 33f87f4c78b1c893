//! Long code is read in windows that overlap by a quarter: a model reads some 500 tokens at once.

use std::ops::Range;

/// Parts of a text that are read at once, in bytes. `count` says how many tokens a piece of text is; a window has `most` of them at most,
/// as far as counts of pieces add up. Windows start and end with lines, but for lines that are longer than half a window.
pub fn windows(text: &str, most: usize, count: &mut dyn FnMut(&str) -> usize) -> Vec<Range<usize>> {
    let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut open: Vec<Range<usize>> = std::iter::once(start..start + line.len()).collect();
        start += line.len();
        while let Some(piece) = open.pop() {
            let tokens = count(&text[piece.clone()]);
            let middle = text.floor_char_boundary(piece.start.midpoint(piece.end));
            if tokens > most / 2 && middle > piece.start {
                open.push(middle..piece.end);
                open.push(piece.start..middle);
            } else {
                pieces.push((piece, tokens));
            }
        }
    }
    let mut windows = Vec::new();
    let mut first = 0;
    while first < pieces.len() {
        let mut tokens = 0;
        let fits = |(_, more): &&(Range<usize>, usize)| {
            tokens += more;
            tokens <= most
        };
        let last = first + pieces[first..].iter().take_while(fits).count().max(1);
        windows.push(pieces[first].0.start..pieces[last - 1].0.end);
        if last == pieces.len() {
            break;
        }
        // The last quarter of this one is the first of the next.
        let mut shared = 0;
        let near_end = |(_, more): &&(Range<usize>, usize)| {
            shared += more;
            shared <= most / 4
        };
        let back = pieces[first..last].iter().rev().take_while(near_end).count();
        first = (last - back).max(first + 1);
    }
    windows
}

/// The window that sees most around a part; the first one, if it is in none.
pub fn around(windows: &[Range<usize>], part: &Range<usize>, length: usize) -> usize {
    let room = |window: &Range<usize>| {
        if window.start > part.start || window.end < part.end {
            return None;
        }
        // There is nothing more to see beyond the text's own ends.
        let before = if window.start == 0 { usize::MAX } else { part.start - window.start };
        let after = if window.end == length { usize::MAX } else { window.end - part.end };
        Some(before.min(after))
    };
    let seen = windows.iter().enumerate().filter_map(|(index, window)| Some((room(window)?, index)));
    seen.max_by_key(|(room, index)| (*room, usize::MAX - index)).map_or(0, |(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, most: usize) -> Vec<Range<usize>> {
        windows(text, most, &mut |piece| piece.split_whitespace().count())
    }

    #[test]
    fn every_line_is_read_and_windows_overlap() {
        assert!(of("", 8).is_empty());
        assert!(matches!(&of("one", 8)[..], [whole] if *whole == (0..3)));
        assert_eq!(of("a b c d e f g h", 8).len(), 1);
        let text = "a b\n".repeat(40);
        let all = of(&text, 16);
        assert_eq!((all[0].clone(), all.last().unwrap().end), (0..32, text.len()));
        for pair in all.windows(2) {
            assert!(pair[1].start < pair[0].end && pair[1].start > pair[0].start, "{pair:?}");
        }
        assert!(all.iter().all(|window| window.len() <= 32));
        for at in (0..text.len() - 4).step_by(4) {
            let window = &all[around(&all, &(at..at + 3), text.len())];
            assert!(window.start <= at && window.end >= at + 3);
            // Unless the text ends there, something stands before and after it.
            assert!((window.start == 0 || window.start < at) && (window.end == text.len() || window.end > at + 4));
        }
    }

    #[test]
    fn long_lines_are_cut_and_nothing_hangs() {
        let text = "word ".repeat(100);
        let all = of(&text, 8);
        assert!(all.len() > 10 && all.last().unwrap().end == text.len());
        // What cannot be cut any further is read alone, however much it is.
        assert_eq!(windows("é\nb\n", 4, &mut |_| 9), [0..3, 3..4, 4..5]);
        assert_eq!(windows("ab\n", 0, &mut |_| 1).len(), 3);
        assert_eq!(around(&[], &(0..1), 1), 0);
    }
}
