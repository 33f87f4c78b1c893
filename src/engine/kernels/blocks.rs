//! The block formats of ggml: how a row of quantized weights becomes small integers with a scale, and for some formats a
//! minimum, for every block (`weight = scale * q + minimum`). In k-quants, blocks of 256, both are multiplied by a small
//! integer of each group of 16 or 32.
//! Formats: <https://github.com/ggml-org/ggml/blob/master/src/ggml-quants.c>, k-quants: <https://github.com/ggml-org/llama.cpp/pull/1684>.

use candle_core::quantized::GgmlDType;
use half::{bf16, f16};

/// A row of weights, unpacked.
#[derive(Default)]
pub struct Row {
    /// The integers, as many as the row has weights; those of 8 bits are signed.
    pub q: Vec<u8>,
    /// A scale for each block.
    pub scale: Vec<f16>,
    /// A minimum for each block; empty in formats without.
    pub minimum: Vec<f16>,
    /// What each group's scale is multiplied by; empty in blocks of 32.
    pub scale_factor: Vec<i8>,
    /// What each group's minimum is multiplied by, from 0 up; empty where either is missing.
    pub minimum_factor: Vec<i8>,
}

/// One block, unpacked: parts of a [`Row`].
struct Block<'a> {
    q: &'a mut [u8],
    scale: &'a mut f16,
    minimum: &'a mut f16,
    scale_factor: &'a mut [i8],
    minimum_factor: &'a mut [i8],
}

type Unpack = fn(&[u8], Block);

/// How a format groups its weights: `weight = scale * factor * (q - offset)`, or `scale * factor * q + minimum * factor`.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Weights in a block, 32 or 256.
    pub block: usize,
    /// Weights that share a factor, 16 or 32; in blocks of 32 all of them.
    pub group: usize,
    /// Whether blocks have minima.
    pub minima: bool,
    /// Bits of an integer: 4 (0 to 15), 6 (0 to 63) or 8 (-127 to 127).
    pub bits: usize,
    /// What is taken off the integers; 0 in formats with minima.
    pub offset: u8,
    /// Whether the activations have 7 bits (-63 to 63), not 8 (-127 to 127).
    pub narrow: bool,
    unpack: Unpack,
}

impl Format {
    /// The format of a type; None for plain floats.
    pub fn of(dtype: GgmlDType) -> Option<Self> {
        let (block, group, minima, bits, offset, unpack): (_, _, _, _, _, Unpack) = match dtype {
            GgmlDType::Q4_0 => (32, 32, false, 4, 8, q4_0),
            GgmlDType::Q4_1 => (32, 32, true, 4, 0, q4_1),
            GgmlDType::Q5_0 => (32, 32, false, 6, 16, q5_0),
            GgmlDType::Q5_1 => (32, 32, true, 6, 0, q5_1),
            GgmlDType::Q2K => (256, 16, true, 4, 0, q2_k),
            GgmlDType::Q3K => (256, 16, false, 4, 4, q3_k),
            GgmlDType::Q4K => (256, 32, true, 4, 0, q4_k),
            GgmlDType::Q5K => (256, 32, true, 6, 0, q5_k),
            GgmlDType::Q6K => (256, 16, false, 6, 32, q6_k),
            GgmlDType::F32 | GgmlDType::F16 | GgmlDType::BF16 => return None,
            // The loader takes no others.
            _ => (32, 32, false, 8, 0, q8_0),
        };
        Some(Self { block, group, minima, bits, offset, narrow: false, unpack })
    }

    /// The same with activations of 7 bits where the weights have 8: what browsers multiply in one step has 7 bits on one side. With fewer
    /// bits in the weights there is nothing to be gained.
    pub fn narrowed(self) -> Self {
        Self { narrow: self.bits == 8, ..self }
    }

    /// Unpacks a row of blocks of `block_bytes`.
    pub fn unpack(&self, bytes: &[u8], block_bytes: usize, row: &mut Row) {
        let blocks = bytes.len() / block_bytes;
        let groups = self.block / self.group;
        let (factors, minima) = (if groups > 1 { groups } else { 0 }, usize::from(self.minima));
        row.q.resize(blocks * self.block, 0);
        row.scale.resize(blocks, f16::ZERO);
        row.minimum.resize(blocks * minima, f16::ZERO);
        row.scale_factor.resize(blocks * factors, 0);
        row.minimum_factor.resize(blocks * factors * minima, 0);
        let mut none = f16::ZERO;
        for (index, bytes) in bytes.chunks_exact(block_bytes).enumerate() {
            let at = index * factors;
            let block = Block {
                q: &mut row.q[index * self.block..][..self.block],
                scale: &mut row.scale[index],
                minimum: row.minimum.get_mut(index).unwrap_or(&mut none),
                scale_factor: &mut row.scale_factor[at..at + factors],
                minimum_factor: row.minimum_factor.get_mut(at..at + factors).unwrap_or_default(),
            };
            (self.unpack)(bytes, block);
        }
    }
}

fn f16_at(bytes: &[u8], at: usize) -> f16 {
    f16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The low and high halves of bytes, as twice as many numbers from 0 to 15.
fn nibbles(packed: &[u8], q: &mut [u8]) {
    let (low, high) = q.split_at_mut(packed.len());
    for ((packed, low), high) in packed.iter().zip(low).zip(high) {
        (*low, *high) = (packed & 15, packed >> 4);
    }
}

/// Adds 16 to the numbers whose bit is set.
fn fifth_bits(bits: &[u8], q: &mut [u8]) {
    for (byte, q) in bits.iter().zip(q.chunks_exact_mut(8)) {
        for (i, q) in q.iter_mut().enumerate() {
            *q |= (byte >> i & 1) << 4;
        }
    }
}

fn q4_0(bytes: &[u8], block: Block) {
    *block.scale = f16_at(bytes, 0);
    nibbles(&bytes[2..18], block.q);
}

fn q4_1(bytes: &[u8], block: Block) {
    (*block.scale, *block.minimum) = (f16_at(bytes, 0), f16_at(bytes, 2));
    nibbles(&bytes[4..20], block.q);
}

fn q5_0(bytes: &[u8], block: Block) {
    *block.scale = f16_at(bytes, 0);
    nibbles(&bytes[6..22], block.q);
    fifth_bits(&bytes[2..6], block.q);
}

fn q5_1(bytes: &[u8], block: Block) {
    (*block.scale, *block.minimum) = (f16_at(bytes, 0), f16_at(bytes, 2));
    nibbles(&bytes[8..24], block.q);
    fifth_bits(&bytes[4..8], block.q);
}

fn q8_0(bytes: &[u8], block: Block) {
    *block.scale = f16_at(bytes, 0);
    for (q, byte) in block.q.iter_mut().zip(&bytes[2..34]) {
        // AVX2's kernel changes signs, and 128 is no i8. ggml's quantizer never writes -128 either.
        *q = byte.cast_signed().max(-127).cast_unsigned();
    }
}

fn q2_k(bytes: &[u8], block: Block) {
    (*block.scale, *block.minimum) = (f16_at(bytes, 80), -f16_at(bytes, 82));
    for ((packed, scale), minimum) in bytes[..16].iter().zip(block.scale_factor).zip(block.minimum_factor) {
        (*scale, *minimum) = ((packed & 15).cast_signed(), (packed >> 4).cast_signed());
    }
    for (half, q) in bytes[16..80].chunks_exact(32).zip(block.q.chunks_exact_mut(128)) {
        for (part, q) in q.chunks_exact_mut(32).enumerate() {
            for (q, packed) in q.iter_mut().zip(half) {
                *q = packed >> (2 * part) & 3;
            }
        }
    }
}

fn q3_k(bytes: &[u8], block: Block) {
    *block.scale = f16_at(bytes, 108);
    let packed = &bytes[96..108];
    for (i, scale) in block.scale_factor.iter_mut().enumerate() {
        let low = packed[i % 8] >> (i / 8 * 4) & 15;
        let high = packed[8 + i % 4] >> (i / 4 * 2) & 3;
        *scale = (low | high << 4).cast_signed() - 32;
    }
    let (high, low) = bytes[..96].split_at(32);
    for (part, q) in block.q.chunks_exact_mut(32).enumerate() {
        let low = &low[part / 4 * 32..][..32];
        for ((q, low), high) in q.iter_mut().zip(low).zip(high) {
            *q = (low >> (part % 4 * 2) & 3) | (high >> part & 1) << 2;
        }
    }
}

/// Scale and minimum, and their 6-bit factors for eight groups.
fn six_bit(bytes: &[u8], block: &mut Block) {
    (*block.scale, *block.minimum) = (f16_at(bytes, 0), -f16_at(bytes, 2));
    let s = &bytes[4..16];
    for i in 0..8 {
        let (scale, minimum) = if i < 4 {
            (s[i] & 63, s[i + 4] & 63)
        } else {
            (s[i + 4] & 15 | s[i - 4] >> 6 << 4, s[i + 4] >> 4 | s[i] >> 6 << 4)
        };
        (block.scale_factor[i], block.minimum_factor[i]) = (scale.cast_signed(), minimum.cast_signed());
    }
}

fn q4_k(bytes: &[u8], mut block: Block) {
    six_bit(bytes, &mut block);
    for (packed, q) in bytes[16..144].chunks_exact(32).zip(block.q.chunks_exact_mut(64)) {
        nibbles(packed, q);
    }
}

fn q5_k(bytes: &[u8], mut block: Block) {
    six_bit(bytes, &mut block);
    for (packed, q) in bytes[48..176].chunks_exact(32).zip(block.q.chunks_exact_mut(64)) {
        nibbles(packed, q);
    }
    for (part, q) in block.q.chunks_exact_mut(32).enumerate() {
        for (q, bits) in q.iter_mut().zip(&bytes[16..48]) {
            *q |= (bits >> part & 1) << 4;
        }
    }
}

fn q6_k(bytes: &[u8], block: Block) {
    *block.scale = f16_at(bytes, 208);
    for (scale, packed) in block.scale_factor.iter_mut().zip(&bytes[192..208]) {
        *scale = packed.cast_signed();
    }
    let halves = bytes[..128].chunks_exact(64).zip(bytes[128..192].chunks_exact(32));
    for ((low, high), q) in halves.zip(block.q.chunks_exact_mut(128)) {
        for (part, q) in q.chunks_exact_mut(32).enumerate() {
            let low = &low[part % 2 * 32..][..32];
            for ((q, low), high) in q.iter_mut().zip(low).zip(high) {
                *q = (low >> (part / 2 * 4) & 15) | (high >> (part * 2) & 3) << 4;
            }
        }
    }
}

/// Plain floats; None for other types.
pub fn floats(dtype: GgmlDType, bytes: &[u8]) -> Option<Vec<f32>> {
    let halves = || bytes.as_chunks().0.iter();
    match dtype {
        GgmlDType::F32 => Some(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()),
        GgmlDType::F16 => Some(halves().map(|bytes| f16::from_le_bytes(*bytes).to_f32()).collect()),
        GgmlDType::BF16 => Some(halves().map(|bytes| bf16::from_le_bytes(*bytes).to_f32()).collect()),
        _ => None,
    }
}
