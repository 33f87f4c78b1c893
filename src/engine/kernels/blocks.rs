//! The block formats of ggml: how a row of quantized weights becomes small integers with a scale, and for some formats a
//! minimum, for every group of 16 or 32 (`weight = scale * q + minimum`).
//! Formats: <https://github.com/ggml-org/ggml/blob/master/src/ggml-quants.c>, k-quants: <https://github.com/ggml-org/llama.cpp/pull/1684>.

use candle_core::quantized::GgmlDType;

use super::vector::widen;

/// A row of weights, unpacked.
#[derive(Default)]
pub struct Row {
    /// The integers, as many as the row has weights.
    pub q: Vec<i8>,
    /// A scale for each group.
    pub scale: Vec<f32>,
    /// A minimum for each group; empty in formats without.
    pub minimum: Vec<f32>,
}

/// Unpacks one block: its bytes, then its integers, scales and (where the format has them) minima.
type Unpack = fn(&[u8], &mut [i8], &mut [f32], &mut [f32]);

/// How a format groups its weights.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Weights in a block.
    pub block: usize,
    /// Weights that share a scale, 16 or 32.
    pub group: usize,
    /// Whether groups have minima.
    pub minima: bool,
    /// Whether the integers have at most four bits.
    pub nibbles: bool,
    /// What makes integers of four bits positive.
    pub offset: i32,
    unpack: Unpack,
}

impl Format {
    /// The format of a type; None for the types that are plain floats.
    pub fn of(dtype: GgmlDType) -> Option<Self> {
        const NIBBLES: Option<i32> = Some(0);
        const BYTES: Option<i32> = None;
        let (block, group, minima, bits, unpack): (_, _, _, _, Unpack) = match dtype {
            GgmlDType::Q4_0 => (32, 32, false, Some(8), q4_0),
            GgmlDType::Q4_1 => (32, 32, true, NIBBLES, q4_1),
            GgmlDType::Q5_0 => (32, 32, false, BYTES, q5_0),
            GgmlDType::Q5_1 => (32, 32, true, BYTES, q5_1),
            GgmlDType::Q8_0 => (32, 32, false, BYTES, q8_0),
            GgmlDType::Q2K => (256, 16, true, NIBBLES, q2_k),
            GgmlDType::Q3K => (256, 16, false, Some(4), q3_k),
            GgmlDType::Q4K => (256, 32, true, NIBBLES, q4_k),
            GgmlDType::Q5K => (256, 32, true, BYTES, q5_k),
            GgmlDType::Q6K => (256, 16, false, BYTES, q6_k),
            _ => return None,
        };
        Some(Self { block, group, minima, nibbles: bits.is_some(), offset: bits.unwrap_or(0), unpack })
    }

    /// Unpacks a row, whose bytes are whole blocks of `block_bytes`.
    #[inline]
    pub fn unpack(&self, bytes: &[u8], block_bytes: usize, row: &mut Row) {
        let blocks = bytes.len() / block_bytes;
        let groups = self.block / self.group;
        row.q.resize(blocks * self.block, 0);
        row.scale.resize(blocks * groups, 0.0);
        row.minimum.resize(if self.minima { blocks * groups } else { 0 }, 0.0);
        let mut minima = row.minimum.chunks_exact_mut(groups);
        let quants = row.q.chunks_exact_mut(self.block).zip(row.scale.chunks_exact_mut(groups));
        for (block, (q, scale)) in bytes.chunks_exact(block_bytes).zip(quants) {
            (self.unpack)(block, q, scale, minima.next().unwrap_or_default());
        }
    }
}

fn f16(bytes: &[u8], at: usize) -> f32 {
    widen(half::f16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

/// The low and high halves of 16 bytes, as 32 numbers from 0 to 15.
fn nibbles(packed: &[u8], q: &mut [i8]) {
    let (low, high) = q.split_at_mut(packed.len());
    for ((packed, low), high) in packed.iter().zip(low).zip(high) {
        *low = (packed & 15).cast_signed();
        *high = (packed >> 4).cast_signed();
    }
}

/// Adds 16 to the numbers whose bit is set.
fn fifth_bits(bits: &[u8], q: &mut [i8]) {
    for (byte, q) in bits.iter().zip(q.chunks_exact_mut(8)) {
        for (i, q) in q.iter_mut().enumerate() {
            *q |= (byte >> i & 1).cast_signed() << 4;
        }
    }
}

fn q4_0(block: &[u8], q: &mut [i8], scale: &mut [f32], _: &mut [f32]) {
    scale[0] = f16(block, 0);
    nibbles(&block[2..18], q);
    q.iter_mut().for_each(|q| *q -= 8);
}

fn q4_1(block: &[u8], q: &mut [i8], scale: &mut [f32], minimum: &mut [f32]) {
    (scale[0], minimum[0]) = (f16(block, 0), f16(block, 2));
    nibbles(&block[4..20], q);
}

fn q5_0(block: &[u8], q: &mut [i8], scale: &mut [f32], _: &mut [f32]) {
    scale[0] = f16(block, 0);
    nibbles(&block[6..22], q);
    fifth_bits(&block[2..6], q);
    q.iter_mut().for_each(|q| *q -= 16);
}

fn q5_1(block: &[u8], q: &mut [i8], scale: &mut [f32], minimum: &mut [f32]) {
    (scale[0], minimum[0]) = (f16(block, 0), f16(block, 2));
    nibbles(&block[8..24], q);
    fifth_bits(&block[4..8], q);
}

fn q8_0(block: &[u8], q: &mut [i8], scale: &mut [f32], _: &mut [f32]) {
    scale[0] = f16(block, 0);
    for (q, byte) in q.iter_mut().zip(&block[2..34]) {
        *q = byte.cast_signed();
    }
}

fn q2_k(block: &[u8], q: &mut [i8], scale: &mut [f32], minimum: &mut [f32]) {
    let (d, d_min) = (f16(block, 80), f16(block, 82));
    for ((packed, scale), minimum) in block[..16].iter().zip(scale).zip(minimum) {
        (*scale, *minimum) = (d * f32::from(packed & 15), -d_min * f32::from(packed >> 4));
    }
    for (half, q) in block[16..80].chunks_exact(32).zip(q.chunks_exact_mut(128)) {
        for (part, q) in q.chunks_exact_mut(32).enumerate() {
            for (q, packed) in q.iter_mut().zip(half) {
                *q = (packed >> (2 * part) & 3).cast_signed();
            }
        }
    }
}

fn q3_k(block: &[u8], q: &mut [i8], scale: &mut [f32], _: &mut [f32]) {
    let d = f16(block, 108);
    let packed = &block[96..108];
    for (i, scale) in scale.iter_mut().enumerate() {
        let low = packed[i % 8] >> (i / 8 * 4) & 15;
        let high = packed[8 + i % 4] >> (i / 4 * 2) & 3;
        *scale = d * f32::from((low | high << 4).cast_signed() - 32);
    }
    let (high, low) = block[..96].split_at(32);
    for (part, q) in q.chunks_exact_mut(32).enumerate() {
        let low = &low[part / 4 * 32..][..32];
        for ((q, low), high) in q.iter_mut().zip(low).zip(high) {
            *q = ((low >> (part % 4 * 2) & 3) | (high >> part & 1) << 2).cast_signed() - 4;
        }
    }
}

/// The 6-bit scales and minima of eight groups, times their common factors.
fn six_bit(block: &[u8], scale: &mut [f32], minimum: &mut [f32]) {
    let (d, d_min) = (f16(block, 0), f16(block, 2));
    let s = &block[4..16];
    for i in 0..8 {
        let (sc, m) = if i < 4 {
            (s[i] & 63, s[i + 4] & 63)
        } else {
            (s[i + 4] & 15 | s[i - 4] >> 6 << 4, s[i + 4] >> 4 | s[i] >> 6 << 4)
        };
        (scale[i], minimum[i]) = (d * f32::from(sc), -d_min * f32::from(m));
    }
}

fn q4_k(block: &[u8], q: &mut [i8], scale: &mut [f32], minimum: &mut [f32]) {
    six_bit(block, scale, minimum);
    for (packed, q) in block[16..144].chunks_exact(32).zip(q.chunks_exact_mut(64)) {
        nibbles(packed, q);
    }
}

fn q5_k(block: &[u8], q: &mut [i8], scale: &mut [f32], minimum: &mut [f32]) {
    six_bit(block, scale, minimum);
    for (packed, q) in block[48..176].chunks_exact(32).zip(q.chunks_exact_mut(64)) {
        nibbles(packed, q);
    }
    for (part, q) in q.chunks_exact_mut(32).enumerate() {
        for (q, bits) in q.iter_mut().zip(&block[16..48]) {
            *q |= (bits >> part & 1).cast_signed() << 4;
        }
    }
}

fn q6_k(block: &[u8], q: &mut [i8], scale: &mut [f32], _: &mut [f32]) {
    let d = f16(block, 208);
    for (scale, packed) in scale.iter_mut().zip(&block[192..208]) {
        *scale = d * f32::from(packed.cast_signed());
    }
    let halves = block[..128].chunks_exact(64).zip(block[128..192].chunks_exact(32));
    for ((low, high), q) in halves.zip(q.chunks_exact_mut(128)) {
        for (part, q) in q.chunks_exact_mut(32).enumerate() {
            let low = &low[part % 2 * 32..][..32];
            for ((q, low), high) in q.iter_mut().zip(low).zip(high) {
                *q = ((low >> (part / 2 * 4) & 15) | (high >> (part * 2) & 3) << 4).cast_signed() - 32;
            }
        }
    }
}
