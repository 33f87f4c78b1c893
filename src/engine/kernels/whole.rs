//! Attention over keys and values of 32 bits, for models that read a whole input at once: short inputs, scores that are not scaled and
//! that a bias by distance is added to, as T5 has them.
//!
//! Loops over arrays of fixed length, which compilers make vector instructions of; each lane is a sum of its own, so that the bits do
//! not depend on how wide those are.

use super::IN_BROWSER;
use super::pool::{self, Rows};
use super::simd;
use super::vector::softmax;

/// Positions whose keys stand together, dimension by dimension; and dimensions that are summed together: as many as have their sums in
/// registers for all queries.
const LANES: usize = if IN_BROWSER { 8 } else { 16 };
/// Queries that are answered together: as many as have their sums in registers.
const QUERIES: usize = 4;

/// Work on floats, to be compiled with each processor's own instructions.
pub trait Floats {
    /// Does it. To be inlined.
    fn run(self);
}

/// Keys and values of some positions.
#[derive(Debug, Clone)]
pub struct Memory {
    heads: Vec<Head>,
    head_size: usize,
    len: usize,
}

/// What one head looks at, read from one end to the other.
#[derive(Debug, Clone, Default)]
struct Head {
    /// Blocks of [`LANES`] positions; in each all first dimensions, all second ones, …
    keys: Vec<f32>,
    /// Position after position, as many as blocks have room for.
    values: Vec<f32>,
}

/// What is added to scores by how far apart two positions are.
#[derive(Debug, Clone, Copy)]
pub struct Bias<'a> {
    /// For each head, a row of so many numbers: that of key `k` for query `q` is at `zero + k - q`.
    pub by_head: &'a [f32],
    /// Numbers of a row.
    pub width: usize,
    /// Where the number of the distance 0 is.
    pub zero: usize,
}

impl Memory {
    /// No positions yet.
    #[must_use]
    pub fn new(heads: usize, head_size: usize) -> Self {
        Self { heads: vec![Head::default(); heads], head_size, len: 0 }
    }

    /// Heads.
    #[must_use]
    pub fn heads(&self) -> usize {
        self.heads.len()
    }

    /// Numbers of a key or value of one head.
    #[must_use]
    pub fn head_size(&self) -> usize {
        self.head_size
    }

    /// Positions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds positions: a row of all heads for each.
    pub fn push(&mut self, keys: &[f32], values: &[f32]) {
        let (old, size, width) = (self.len, self.head_size, self.heads.len() * self.head_size);
        let new = old + keys.len() / width.max(1);
        let push = |index: usize, head: &mut Head| {
            let Head { keys: own_keys, values: own_values } = head;
            own_keys.resize(new.next_multiple_of(LANES) * size, 0.0);
            own_values.resize(new.next_multiple_of(LANES) * size, 0.0);
            for position in old..new {
                let row = (position - old) * width + index * size;
                let block = &mut own_keys[position / LANES * LANES * size..];
                for (place, key) in block[position % LANES..].iter_mut().step_by(LANES).zip(&keys[row..][..size]) {
                    *place = *key;
                }
                own_values[position * size..][..size].copy_from_slice(&values[row..][..size]);
            }
        };
        if new - old < LANES {
            // Not worth handing over.
            self.heads.iter_mut().enumerate().for_each(|(index, head)| push(index, head));
        } else {
            pool::for_each_chunk(&mut self.heads, 1, |index, head| push(index, &mut head[0]));
        }
        self.len = new;
    }

    /// What queries find, a row of all heads for each, into `out`. Where they are positions too, `first` is that of the first: then each
    /// sees those before it and itself. All see all, where there is none.
    pub fn attend(&self, queries: &[f32], bias: Option<Bias>, first: Option<usize>, out: &mut [f32]) {
        let width = self.heads.len() * self.head_size;
        let count = queries.len() / width.max(1);
        let rows = Rows::new(out, width);
        // The parts of one head after the other: its keys then stay near.
        let tiles = count.div_ceil(QUERIES);
        pool::for_each(tiles * self.heads.len(), |part| {
            let (head, tile) = (part / tiles, part % tiles * QUERIES);
            let columns = head * self.head_size..(head + 1) * self.head_size;
            let part = Part { memory: self, queries, bias, first, head, tile };
            // SAFETY: each part has rows or columns of its own.
            let out = |q: usize| unsafe { rows.part(tile + q, columns.clone()) };
            match count - tile {
                1 => simd::run(Answer { part, outs: [0].map(out) }),
                2 => simd::run(Answer { part, outs: [0, 1].map(out) }),
                3 => simd::run(Answer { part, outs: [0, 1, 2].map(out) }),
                _ => simd::run(Answer { part, outs: [0, 1, 2, 3].map(out) }),
            }
        });
    }
}

#[derive(Clone, Copy)]
struct Part<'a> {
    memory: &'a Memory,
    queries: &'a [f32],
    bias: Option<Bias<'a>>,
    first: Option<usize>,
    head: usize,
    /// The first of the queries.
    tile: usize,
}

/// A few queries of one head.
struct Answer<'a, 'o, const Q: usize> {
    part: Part<'a>,
    outs: [&'o mut [f32]; Q],
}

impl<const Q: usize> Floats for Answer<'_, '_, Q> {
    #[inline(always)]
    #[allow(clippy::inline_always)] // Into functions that are compiled with each processor's instructions.
    fn run(self) {
        let Self { part: Part { memory, queries, bias, first, head, tile }, outs } = self;
        let Memory { heads, head_size, len } = memory;
        let (Head { keys, values }, head_size) = (&heads[head], *head_size);
        let width = heads.len() * head_size;
        let seen: [usize; Q] = std::array::from_fn(|q| first.map_or(*len, |first| (first + tile + q + 1).min(*len)));
        let queries: [&[f32]; Q] =
            std::array::from_fn(|q| &queries[(tile + q) * width + head * head_size..][..head_size]);
        let longest = seen.iter().copied().max().unwrap_or(0);
        let padded = longest.next_multiple_of(LANES);
        let mut scores = vec![0.0; Q * padded];
        for block in 0..padded / LANES {
            let keys = &keys[block * head_size * LANES..][..head_size * LANES];
            let mut sums = [[0f32; LANES]; Q];
            for (d, keys) in keys.as_chunks::<LANES>().0.iter().enumerate() {
                for (sums, query) in sums.iter_mut().zip(queries) {
                    let x = query[d];
                    for (sum, key) in sums.iter_mut().zip(keys) {
                        *sum += x * key;
                    }
                }
            }
            for (q, sums) in sums.into_iter().enumerate() {
                scores[q * padded + block * LANES..][..LANES].copy_from_slice(&sums);
            }
        }
        for (q, scores) in scores.chunks_exact_mut(padded.max(1)).enumerate() {
            let (seen, unseen) = scores.split_at_mut(seen[q]);
            if let Some(bias) = bias {
                let at = first.unwrap_or(0) + tile + q;
                let row = &bias.by_head[head * bias.width..][..bias.width];
                let row = &row[bias.zero - at..][..seen.len()];
                seen.iter_mut().zip(row).for_each(|(score, bias)| *score += bias);
            }
            softmax(seen);
            unseen.fill(0.0);
        }
        let mut outs = outs;
        outs.iter_mut().for_each(|out| out.fill(0.0));
        let whole = head_size - head_size % LANES;
        for block in 0..padded / LANES {
            let values = &values[block * head_size * LANES..][..head_size * LANES];
            let weights: [&[f32]; Q] = std::array::from_fn(|q| &scores[q * padded + block * LANES..][..LANES]);
            for from in (0..whole).step_by(LANES) {
                let mut sums = [[0f32; LANES]; Q];
                for (sums, out) in sums.iter_mut().zip(&outs) {
                    sums.copy_from_slice(&out[from..from + LANES]);
                }
                for (position, values) in values.chunks_exact(head_size).enumerate() {
                    let Some(values) = values[from..].first_chunk::<LANES>() else { break };
                    for (sums, weights) in sums.iter_mut().zip(weights) {
                        let weight = weights[position];
                        for (sum, value) in sums.iter_mut().zip(values) {
                            *sum += weight * value;
                        }
                    }
                }
                for (out, sums) in outs.iter_mut().zip(&sums) {
                    out[from..from + LANES].copy_from_slice(sums);
                }
            }
            for (out, weights) in outs.iter_mut().zip(weights) {
                for (values, weight) in values.chunks_exact(head_size).zip(weights) {
                    out.iter_mut().zip(values).skip(whole).for_each(|(out, value)| *out += weight * value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernels::test;

    fn numbers(count: usize, seed: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 + seed * 131 + 13) % 1000) as f32 / 500.0 - 1.0).collect()
    }

    /// By the definition, in f64.
    fn exact(
        shape: [usize; 3],
        keys: &[f32],
        values: &[f32],
        query: &[f32],
        bias: &dyn Fn(usize, usize) -> f32,
        seen: usize,
    ) -> Vec<f64> {
        let [heads, head_size, _] = shape;
        let width = heads * head_size;
        let of = |head: usize| {
            let at = head * head_size..(head + 1) * head_size;
            let scores: Vec<f64> = (0..seen)
                .map(|key| {
                    let key_row = &keys[key * width..][at.clone()];
                    let dot: f64 =
                        key_row.iter().zip(&query[at.clone()]).map(|(k, q)| f64::from(*k) * f64::from(*q)).sum();
                    (dot + f64::from(bias(head, key))).exp()
                })
                .collect();
            let total: f64 = scores.iter().sum();
            at.map(move |d| {
                scores.iter().enumerate().map(|(key, score)| score * f64::from(values[key * width + d])).sum::<f64>()
                    / total
            })
            .collect::<Vec<_>>()
        };
        (0..heads).flat_map(of).collect()
    }

    #[test]
    fn attention_equals_its_definition_for_odd_sizes() {
        for (heads, head_size, positions) in
            [(2, 64, 1), (8, 64, 37), (3, 16, 129), (1, 6, 9), (2, 20, 8), (1, 1, 3), (6, 64, 64)]
        {
            let width = heads * head_size;
            let (keys, values, queries) =
                (numbers(positions * width, 1), numbers(positions * width, 2), numbers(positions * width, 3));
            let by_head = numbers(heads * (2 * positions + 1), 4);
            let bias = Bias { by_head: &by_head, width: 2 * positions + 1, zero: positions };
            let mut memory = Memory::new(heads, head_size);
            // In pieces, as they come.
            for (keys, values) in keys.chunks(3 * width).zip(values.chunks(3 * width)) {
                memory.push(keys, values);
            }
            assert_eq!((memory.len(), memory.is_empty()), (positions, false));
            for (first, with_bias) in [(None, true), (None, false), (Some(0), true), (Some(0), false)] {
                let mut out = vec![f32::NAN; positions * width];
                memory.attend(&queries, Some(bias).filter(|_| with_bias), first, &mut out);
                for (q, out) in out.chunks_exact(width).enumerate() {
                    let added = |head: usize, key: usize| {
                        if with_bias { by_head[head * (2 * positions + 1) + positions + key - q] } else { 0.0 }
                    };
                    let seen = if first.is_some() { q + 1 } else { positions };
                    let exact = exact(
                        [heads, head_size, positions],
                        &keys,
                        &values,
                        &queries[q * width..][..width],
                        &added,
                        seen,
                    );
                    for (one, other) in out.iter().zip(exact) {
                        assert!(
                            (f64::from(*one) - other).abs() < 1e-5,
                            "{heads} x {head_size} x {positions}, query {q}: {one} and {other}"
                        );
                    }
                }
                // One by one they find the same, to the bit.
                for (q, out) in out.chunks_exact(width).enumerate() {
                    let mut alone = vec![f32::NAN; width];
                    let shifted = Bias { zero: bias.zero - if first.is_some() { 0 } else { q }, ..bias };
                    memory.attend(
                        &queries[q * width..][..width],
                        Some(shifted).filter(|_| with_bias),
                        first.map(|_| q),
                        &mut alone,
                    );
                    assert_eq!(out, alone);
                }
            }
        }
        Memory::new(2, 4).attend(&[], None, None, &mut []);
    }
}
