//! Attention over the KV cache, for a few queries that share their keys and values.

use half::f16;

use super::vector::softmax;

/// Positions whose keys stand together, dimension by dimension: a score is a lane.
pub const BLOCK: usize = 8;
/// Queries that are answered together: as many as have their sums in registers.
pub const QUERIES: usize = 4;

/// The keys and values of one head on one page of the cache.
#[derive(Clone, Copy)]
pub struct HeadPage<'a> {
    /// Blocks of eight positions; in each the eight first dimensions, the eight second ones, …
    pub keys: &'a [f16],
    /// Row after row.
    pub values: &'a [f16],
}

/// One query and where its answer goes.
pub struct Query<'a> {
    /// What is looked for, `head_size` numbers.
    pub query: &'a [f32],
    /// How many positions it may see.
    pub seen: usize,
    /// Gets the mixed values, `head_size` numbers.
    pub out: &'a mut [f32],
}

/// Scores of whole blocks of keys: `scores[q * width + position] = x[q] . key / sqrt(head size)`.
pub type Score<const Q: usize> = unsafe fn(keys: &[f16], xs: [&[f32]; Q], width: usize, scores: &mut [f32]);

/// Sums of the rows of all pages, each times the `width` scores of every query, to where its answer goes.
pub type Mix<const Q: usize> = unsafe fn(pages: &[HeadPage], scores: &[f32], width: usize, queries: &mut [Query; Q]);

/// Scaled dot-product attention (Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>) of `Q` queries over the pages.
/// `memory` is scratch.
///
/// # Safety
/// The processor has what `score` and `mix` need.
#[inline(always)]
#[allow(clippy::inline_always)] // So that softmax gets each processor's own instructions.
pub unsafe fn attend<const Q: usize>(
    pages: &[HeadPage],
    queries: &mut [Query; Q],
    memory: &mut Vec<f32>,
    score: Score<Q>,
    mix: Mix<Q>,
) {
    let head_size = queries[0].query.len();
    let longest = queries.iter().map(|query| query.seen).max().unwrap_or(0);
    let width = longest.next_multiple_of(BLOCK);
    memory.clear();
    memory.resize(Q * width, 0.0);
    let mut first = 0;
    for page in pages {
        let positions = (page.keys.len() / head_size).min(width - first);
        // SAFETY: as the caller says.
        unsafe {
            score(&page.keys[..positions * head_size], queries.each_ref().map(|q| q.query), width, &mut memory[first..])
        };
        first += positions;
    }
    for (scores, query) in memory.chunks_exact_mut(width.max(1)).zip(queries.iter()) {
        let (seen, unseen) = scores.split_at_mut(query.seen);
        softmax(seen);
        unseen.fill(0.0);
    }
    // SAFETY: as the caller says.
    unsafe { mix(pages, memory, width, queries) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernels::{plain, simd, test};

    /// As the definition says, in f64.
    fn exact(keys: &[Vec<f16>], values: &[Vec<f16>], query: &[f32]) -> Vec<f64> {
        let scale = 1.0 / (query.len() as f64).sqrt();
        let dot = |key: &Vec<f16>| key.iter().zip(query).map(|(k, q)| k.to_f64() * f64::from(*q)).sum::<f64>() * scale;
        let scores: Vec<f64> = keys.iter().map(|key| dot(key).exp()).collect();
        let total: f64 = scores.iter().sum();
        let mix = |d: usize| scores.iter().zip(values).map(|(s, v)| s * v[d].to_f64()).sum::<f64>() / total;
        (0..query.len()).map(mix).collect()
    }

    /// The answers to the first `Q` queries, which are to the bit those of the plain kernel.
    fn same_bits<const Q: usize>(pages: &[HeadPage], queries: &[Vec<f32>], seen: [usize; 4]) -> Vec<Vec<f32>> {
        let answers = |attend: fn(&[HeadPage], &mut [Query; Q], &mut Vec<f32>)| {
            let mut outs = vec![vec![f32::NAN; queries[0].len()]; Q];
            let mut places = outs.iter_mut();
            let mut batch: [Query; Q] =
                std::array::from_fn(|q| Query { query: &queries[q], seen: seen[q], out: places.next().unwrap() });
            attend(pages, &mut batch, &mut Vec::new());
            outs
        };
        let outs = answers(simd::attend);
        assert_eq!(outs, answers(plain::attend), "{Q} queries");
        outs
    }

    #[test]
    fn attention_equals_its_definition_for_odd_sizes() {
        let number = |i: usize| ((i * 7919 + 13) % 1000) as f32 / 500.0 - 1.0;
        for (head_size, positions, page) in
            [(64, 1, 128), (64, 200, 128), (64, 8, 8), (6, 30, 16), (20, 9, 8), (2, 3, 8)]
        {
            let row = |seed: usize| (0..head_size).map(|d| f16::from_f32(number(seed + d * 31))).collect::<Vec<_>>();
            let keys: Vec<_> = (0..positions).map(|p| row(p * 101)).collect();
            let values: Vec<_> = (0..positions).map(|p| row(p * 57 + 3)).collect();
            let pages = positions.div_ceil(page);
            let (mut k, mut v) = (vec![f16::ONE; pages * page * head_size], vec![f16::ONE; pages * page * head_size]);
            for p in 0..positions {
                for d in 0..head_size {
                    k[p / BLOCK * BLOCK * head_size + d * BLOCK + p % BLOCK] = keys[p][d];
                    v[p * head_size + d] = values[p][d];
                }
            }
            let size = page * head_size;
            let pages: Vec<_> =
                (k.chunks(size).zip(v.chunks(size))).map(|(keys, values)| HeadPage { keys, values }).collect();
            let queries: Vec<Vec<f32>> =
                (0..4).map(|q| (0..head_size).map(|d| number(q * 997 + d) * 3.0).collect()).collect();
            let seen = [positions, positions.div_ceil(2), 1, positions];
            let outs = same_bits::<4>(&pages, &queries, seen);
            same_bits::<3>(&pages, &queries, seen);
            same_bits::<2>(&pages, &queries, seen);
            same_bits::<1>(&pages, &queries, seen);
            for q in 0..4 {
                let exact = exact(&keys[..seen[q]], &values[..seen[q]], &queries[q]);
                for (a, b) in outs[q].iter().zip(exact) {
                    assert!((f64::from(*a) - b).abs() < 1e-5, "{head_size} x {positions}, query {q}: {a} and {b}");
                }
            }
        }
    }
}
