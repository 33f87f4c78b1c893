//! Activations as 8-bit integers, quantized just as ggml does for each weight format: whoever compares this engine with
//! llama.cpp finds the same rounding. Where a model bears 7 bits, it may have those ([`Format::narrowed`]).

use half::f16;

use super::blocks::Format;
use super::packed::QUAD;
use super::vector::largest;
use super::{IN_BROWSER, RELAXED, pool};

/// Rows of activations that are multiplied together: as many as have their sums in registers.
pub const TILE: usize = 4;

/// What integers of 7 bits are raised by to have no sign.
pub const RAISE: i8 = 64;

/// Rows of activations, quantized: `x = scale * q`. Four rows, the last time fewer, make a tile; in it the rows stand
/// side by side, so that a kernel reads one stream.
pub struct Activations {
    rows: usize,
    tiles: Vec<OwnTile>,
}

#[derive(Default)]
struct OwnTile {
    q: Vec<[i8; QUAD]>,
    wide: Vec<[i16; QUAD]>,
    raised: Vec<[u8; QUAD]>,
    scale: Vec<f32>,
    q_sum: Vec<i32>,
    sum: Vec<f32>,
}

/// `T` rows of activations; every list holds the first entry of each row, the second of each, …
#[derive(Clone, Copy)]
pub struct Tile<'a> {
    /// The integers from -127 to 127, or from -63 to 63, by quads.
    pub q: &'a [[i8; QUAD]],
    /// The same with 16 bits, where the kernel for 8-bit weights multiplies such: to widen them there, again for every
    /// panel, would take a seventh of its time.
    #[allow(dead_code)] // Where no such kernel is.
    pub wide: &'a [[i16; QUAD]],
    /// The same from 1 up, by [`RAISE`]: where a kernel wants them with 7 bits and no sign.
    #[allow(dead_code)] // As above.
    pub raised: &'a [[u8; QUAD]],
    /// A scale for each block.
    pub scale: &'a [f32],
    /// The sum of the integers of each group, times the weights' offset if they have one; 0 where there are neither offsets nor minima.
    pub q_sum: &'a [i32],
    /// The sum of each group as a number; for minima in blocks of 32.
    pub sum: &'a [f32],
}

impl Activations {
    /// Quantizes rows of `cols` numbers, whole blocks, for weights of this format.
    pub fn new(x: &[f32], cols: usize, format: Format) -> Self {
        let rows = x.len() / cols;
        let mut tiles = Vec::new();
        tiles.resize_with(rows.div_ceil(TILE), OwnTile::default);
        pool::for_each_chunk(&mut tiles, 1, |index, tile| {
            let first = index * TILE * cols;
            tile[0] = OwnTile::new(&x[first..x.len().min(first + TILE * cols)], cols, format);
        });
        Self { rows, tiles }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Tile `index`: the rows from `index` times [`TILE`] on.
    pub fn tile(&self, index: usize) -> Tile<'_> {
        let OwnTile { q, wide, raised, scale, q_sum, sum } = &self.tiles[index];
        Tile { q, wide, raised, scale, q_sum, sum }
    }
}

impl OwnTile {
    fn new(x: &[f32], cols: usize, Format { block, group, minima, bits, offset, narrow, .. }: Format) -> Self {
        let (rows, blocks) = (x.len() / cols, cols / block);
        let groups = block / group;
        let mut tile = Self {
            q: vec![[0; QUAD]; rows * blocks * block / QUAD],
            wide: Vec::new(),
            raised: Vec::new(),
            scale: vec![0.0; rows * blocks],
            q_sum: vec![0; rows * blocks * groups],
            sum: vec![0.0; rows * blocks * groups],
        };
        let mut q = [0; 256];
        for (t, x) in x.chunks_exact(cols).enumerate() {
            for (index, x) in x.chunks_exact(block).enumerate() {
                let q = &mut q[..block];
                let d = quantize(x, if narrow { 63.0 } else { 127.0 }, q);
                // Blocks of 32 round scale and sum to f16 (ggml's Q8_0 and Q8_1), those of 256 do not (Q8_K).
                let stored = |x: f32| match f16::from_f32(x) {
                    half if block == 32 && half.is_finite() => half.to_f32(),
                    _ => x,
                };
                for (quad, at) in q.as_chunks::<QUAD>().0.iter().zip(index * block / QUAD..) {
                    tile.q[at * rows + t] = *quad;
                }
                tile.scale[index * rows + t] = stored(d);
                // Others have no use for sums.
                if !minima && offset == 0 {
                    continue;
                }
                for (part, at) in q.chunks_exact(group).zip(index * groups..) {
                    let total = part.iter().map(|q| i32::from(*q)).sum::<i32>();
                    #[allow(clippy::cast_precision_loss)]
                    let sum = stored(d * total as f32);
                    tile.q_sum[at * rows + t] = total * i32::from(offset.max(1));
                    tile.sum[at * rows + t] = sum;
                }
            }
        }
        if RELAXED && narrow {
            tile.raised = tile.q.iter().map(|quad| quad.map(|q| (q + RAISE).cast_unsigned())).collect();
        } else if IN_BROWSER && bits == 8 {
            tile.wide = tile.q.iter().map(|quad| quad.map(i16::from)).collect();
        }
        tile
    }
}

/// Quantizes a block to integers of at most `most`, and gives its scale.
fn quantize(x: &[f32], most: f32, q: &mut [i8]) -> f32 {
    let largest = largest(x, f32::abs);
    let inverse = if largest > 0.0 { most / largest } else { 0.0 };
    for (x, q) in x.iter().zip(q.iter_mut()) {
        // Adding 1.5 * 2^23 rounds to the nearest integer, ties to even, and leaves it in the lowest bits.
        let bits = (x * inverse + 12_582_912.0).to_bits();
        *q = bits.to_le_bytes()[0].cast_signed();
    }
    match inverse {
        0.0 => 0.0,
        // The last bit is as ggml has it, in Q8_K and in Q8_0.
        _ if q.len() == 256 => 1.0 / inverse,
        _ => largest / most,
    }
}
