//! Prompt-lookup decoding (Saxena 2023, <https://github.com/apoorvumang/prompt-lookup-decoding>): an answer that quotes the
//! learner's code goes on as the code did. What followed the last tokens where they stood before is tried as what follows
//! them now, and the model looks at all of it at once: a decode step waits for the weights, which come once for all tokens
//! of a step. The sampler decides as it does without, so that the answer is the same and only sooner there.

/// Tokens that are tried at most: together with the newest one as many as a kernel multiplies together.
const TRIED: usize = 3;
/// As many of the last tokens must have stood before, in the same order: fewer are met again by chance. So may these be, and
/// only where more of them did is more than one tried.
const ALIKE: usize = 3;
/// More than these make a place no better.
const ALIKE_AT_MOST: usize = 16;

/// What may follow `tokens`: at most `room`, and none where nothing like their end stood before.
#[must_use]
pub fn lookup(tokens: &[u32], room: usize) -> &[u32] {
    let alike = |end: usize| {
        let before = tokens[..end].iter().rev().zip(tokens.iter().rev());
        before.take(ALIKE_AT_MOST).take_while(|(a, b)| a == b).count()
    };
    // Of places that are equally alike the newest.
    let best = (ALIKE..tokens.len()).map(|end| (alike(end), end)).max();
    match best {
        Some((count, end)) if count >= ALIKE => {
            let tried = TRIED.min(count - ALIKE + 1).min(room);
            &tokens[end..tokens.len().min(end + tried)]
        }
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_the_last_tokens_is_tried() {
        let code = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        let quoted = |last: &[u32], room| lookup(&[&code, last].concat(), room).to_vec();
        assert_eq!(quoted(&[1, 2, 3], 9), [4]);
        assert_eq!(quoted(&[0, 1, 2, 3], 9), [4, 5]);
        assert_eq!(quoted(&[0, 1, 2, 3, 4], 9), [5, 6, 7]);
        assert_eq!(quoted(&[0, 1, 2, 3, 4, 5, 6], 9), [7, 8, 9]);
        assert_eq!(quoted(&[0, 1, 2, 3, 4], 2), [5, 6]);
        assert!(quoted(&[0, 1, 2, 3, 4], 0).is_empty());
        assert_eq!(lookup(&[7; 4], 9), [7]);
    }

    #[test]
    fn the_longest_likeness_wins_and_then_the_newest() {
        assert_eq!(lookup(&[9, 1, 2, 3, 4, 0, 1, 2, 3, 5, 9, 1, 2, 3], 1), [4]);
        assert_eq!(lookup(&[0, 1, 2, 3, 4, 0, 1, 2, 3, 5, 9, 1, 2, 3], 1), [5]);
    }

    #[test]
    fn too_little_is_no_likeness() {
        for tokens in [&[][..], &[1], &[1, 1], &[1, 1, 1], &[2, 3, 4, 0, 3, 4], &[1, 2, 3, 4, 5, 6]] {
            assert!(lookup(tokens, 9).is_empty(), "{tokens:?}");
        }
    }
}
