//! Attention over the KV cache, page by page: what queries find on a page needs no other page, so that threads share the
//! pages, and is small enough to stay in the nearest cache. In the end the pages' findings are put together.

use half::f16;

use super::vector::{exp, softmax};

/// Positions of a page. Memory grows by pages, so a short chat costs little and nothing is ever copied to grow.
pub const PAGE: usize = 128;
/// Positions whose keys stand together, dimension by dimension: a score is a lane.
pub const BLOCK: usize = 8;
/// Dimensions whose values stand together.
pub const DIMENSIONS: usize = 16;
/// Queries that are answered together: as many as have their sums in registers.
pub const QUERIES: usize = 4;

/// The keys and values of one head on one page of the cache.
#[derive(Clone, Copy)]
pub struct HeadPage<'a> {
    /// Blocks of eight positions; in each the eight first dimensions, the eight second ones, …
    pub keys: &'a [f16],
    /// The first [`DIMENSIONS`] of every position, row after row, then the next ones, …; the last ones may be fewer.
    pub values: &'a [f16],
}

/// One query.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// What is looked for, `head_size` numbers.
    pub query: &'a [f32],
    /// How many positions of the page it may see.
    pub seen: usize,
}

/// Scalar products with rows that stand together by eights, as keys do: `out[q * width + row] = xs[q] . row`.
pub type Dots<const Q: usize> = unsafe fn(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]);

/// Sums of the first `width` positions' values, times the `width` weights of every query, to the start of its part of
/// `partials`.
pub type Mix<const Q: usize> =
    unsafe fn(values: &[f16], head_size: usize, weights: &mut [f32], width: usize, partials: &mut [f32]);

/// Two blocks of rows of `length` numbers at a time, as a single one would wait for its own sums. Where one is left it comes
/// twice, and counts once.
///
/// # Panics
/// When the rows are not whole blocks.
#[allow(dead_code)] // Where registers do not suffice.
pub fn pairs(rows: &[f16], length: usize) -> impl Iterator<Item = ([&[f16]; 2], usize)> {
    rows.chunks(2 * BLOCK * length).map(move |blocks| {
        let (first, second) = blocks.split_at(BLOCK * length);
        if second.is_empty() { ([first, first], BLOCK) } else { ([first, &second[..BLOCK * length]], 2 * BLOCK) }
    })
}

/// Numbers of what a query finds on a page: the mixed values, the largest score, and the sum of the exponentials.
#[must_use]
pub fn partial_size(head_size: usize) -> usize {
    head_size + 2
}

/// What `Q` queries find on a page, into a [`partial_size`] each.
///
/// # Safety
/// The processor has what `dots` and `mix` need.
#[inline(always)]
#[allow(clippy::inline_always)] // So that softmax gets each processor's own instructions.
pub unsafe fn attend<const Q: usize>(
    page: HeadPage,
    queries: &[Query; Q],
    partials: &mut [f32],
    dots: Dots<Q>,
    mix: Mix<Q>,
) {
    let head_size = queries[0].query.len();
    let longest = queries.iter().map(|query| query.seen).max().unwrap_or(0);
    let width = longest.next_multiple_of(BLOCK);
    let mut scores = [[0f32; PAGE]; Q];
    let scores = &mut scores.as_flattened_mut()[..Q * width];
    // SAFETY: as the caller says.
    unsafe { dots(&page.keys[..width * head_size], queries.map(|query| query.query), width, scores) };
    let by_query = partials.chunks_exact_mut(partial_size(head_size));
    for ((scores, query), partial) in scores.chunks_exact_mut(width.max(1)).zip(queries).zip(by_query) {
        let (seen, unseen) = scores.split_at_mut(query.seen);
        (partial[head_size], partial[head_size + 1]) = softmax(seen);
        unseen.fill(0.0);
    }
    // SAFETY: as the caller says.
    unsafe { mix(page.values, head_size, scores, width, partials) };
}

/// Scaled dot-product attention (Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>) from what a query found on each
/// page (Dao et al. 2022, <https://arxiv.org/abs/2205.14135>, section 3.1).
pub fn combine<'a>(pages: impl Iterator<Item = &'a [f32]> + Clone, out: &mut [f32]) {
    let head_size = out.len();
    let largest = pages.clone().map(|partial| partial[head_size]).fold(f32::NEG_INFINITY, f32::max);
    let weight = |partial: &[f32]| exp(partial[head_size] - largest) * partial[head_size + 1];
    let total: f32 = pages.clone().map(weight).sum();
    out.fill(0.0);
    for partial in pages {
        // A single page has a weight of exactly 1.
        let weight = weight(partial) / total;
        out.iter_mut().zip(partial).for_each(|(out, value)| *out += weight * value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernels::{plain, simd, test};

    /// As the definition says, in f64.
    fn exact(keys: &[Vec<f16>], values: &[Vec<f16>], query: &[f32]) -> Vec<f64> {
        let dot = |key: &Vec<f16>| key.iter().zip(query).map(|(k, q)| k.to_f64() * f64::from(*q)).sum::<f64>();
        let scores: Vec<f64> = keys.iter().map(|key| dot(key).exp()).collect();
        let total: f64 = scores.iter().sum();
        let mix = |d: usize| scores.iter().zip(values).map(|(s, v)| s * v[d].to_f64()).sum::<f64>() / total;
        (0..query.len()).map(mix).collect()
    }

    /// The answers to the first `Q` queries, which are to the bit those of the plain kernel.
    fn same_bits<const Q: usize>(pages: &[HeadPage], queries: &[Vec<f32>], seen: [usize; 4]) -> Vec<Vec<f32>> {
        let head_size = queries[0].len();
        let size = partial_size(head_size);
        let answers = |attend: fn(HeadPage, &[Query; Q], &mut [f32])| {
            let found_on = |(index, page): (usize, &HeadPage)| {
                let length = page.values.len() / head_size;
                let query = |q: usize| {
                    let seen = seen[q].saturating_sub(index * length).min(length);
                    Query { query: &queries[q], seen }
                };
                let mut partials = vec![f32::NAN; Q * size];
                attend(*page, &std::array::from_fn(query), &mut partials);
                partials
            };
            let by_page: Vec<_> = pages.iter().enumerate().map(found_on).collect();
            let mut outs = vec![vec![f32::NAN; head_size]; Q];
            for (q, out) in outs.iter_mut().enumerate() {
                combine(by_page.iter().map(|partials| &partials[q * size..][..size]), out);
            }
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
            [(64, 1, 128), (64, 200, 128), (64, 8, 8), (6, 30, 16), (20, 9, 8), (2, 3, 8), (128, 300, 128)]
        {
            let row = |seed: usize| (0..head_size).map(|d| f16::from_f32(number(seed + d * 31))).collect::<Vec<_>>();
            let keys: Vec<_> = (0..positions).map(|p| row(p * 101)).collect();
            let values: Vec<_> = (0..positions).map(|p| row(p * 57 + 3)).collect();
            let pages = positions.div_ceil(page);
            let (mut k, mut v) = (vec![f16::ONE; pages * page * head_size], vec![f16::ONE; pages * page * head_size]);
            for p in 0..positions {
                for d in 0..head_size {
                    k[p / BLOCK * BLOCK * head_size + d * BLOCK + p % BLOCK] = keys[p][d];
                    let (first, of_page) = (d / DIMENSIONS * DIMENSIONS, p / page * page * head_size);
                    let dimensions = DIMENSIONS.min(head_size - first);
                    v[of_page + first * page + p % page * dimensions + d - first] = values[p][d];
                }
            }
            let size = page * head_size;
            let pages: Vec<_> =
                (k.chunks(size).zip(v.chunks(size))).map(|(keys, values)| HeadPage { keys, values }).collect();
            let queries: Vec<Vec<f32>> =
                (0..4).map(|q| (0..head_size).map(|d| number(q * 997 + d) * 0.4).collect()).collect();
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
