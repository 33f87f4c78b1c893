//! Products against plain ones, for every type, shape and extreme value.

use crate::engine::kernels::packed::QUAD;
use crate::engine::kernels::{RELAXED, kernels, test};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

use super::*;
use crate::engine::kernels::activations::Tile;
use crate::engine::kernels::plain;
use crate::model::gguf::TENSOR_TYPES;

/// Numbers from -1 to 1, the same on every run.
fn random(n: usize, mut state: u64) -> Vec<f32> {
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    std::iter::repeat_with(next).take(n).collect()
}

/// A matrix quantized by candle, and candle's own reading of it.
fn matrix(dtype: GgmlDType, rows: usize, cols: usize, numbers: &[f32]) -> (Matrix, Vec<f32>) {
    let tensor = Tensor::from_slice(numbers, (rows, cols), &Device::Cpu).unwrap();
    let quantized = QTensor::quantize(&tensor, dtype).unwrap();
    let plain = quantized.dequantize(&Device::Cpu).unwrap().flatten_all().unwrap().to_vec1().unwrap();
    let bytes = quantized.data().unwrap();
    let info = TensorInfo { dtype, rows, cols, offset: 0, bytes: bytes.len() as u64 };
    (Matrix::read(&mut std::io::Cursor::new(&bytes[..]), &info, &mut Arena::default(), &mut |_| true).unwrap(), plain)
}

impl Matrix {
    fn to_f32(&self) -> Vec<f32> {
        let mut out = vec![0.0; self.rows * self.cols];
        out.chunks_exact_mut(self.cols).enumerate().for_each(|(row, out)| self.row(row as u32, out).unwrap());
        out
    }
}

#[test]
fn every_type_is_read_as_candle_reads_it() {
    for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
        for cols in [256, 768] {
            let (matrix, plain) = matrix(dtype, 3, cols, &random(3 * cols, 1));
            // Floats become f16: half a step of it.
            let step = if dtype.block_size() == 1 { 0.5f32.powi(12) } else { 1e-6 };
            for (at, (a, b)) in matrix.to_f32().iter().zip(&plain).enumerate() {
                assert!((a - b).abs() <= step, "{dtype:?}, {cols} columns, number {at}: {a} and {b}");
            }
        }
    }
}

#[test]
fn vectors_of_floats_are_read_exactly() {
    for (dtype, bytes, number) in [
        (GgmlDType::F32, vec![0, 0, 0x80, 0x3F, 0xCD, 0xCC, 0xCC, 0x3D], [1.0, 0.1]),
        (GgmlDType::F16, vec![0, 0x3C, 0, 0xC0], [1.0, -2.0]),
        (GgmlDType::BF16, vec![0x80, 0x3F, 0x20, 0xC1], [1.0, -10.0]),
    ] {
        let info = TensorInfo { dtype, rows: 1, cols: 2, offset: 0, bytes: bytes.len() as u64 };
        let read = read_vector(&mut std::io::Cursor::new(bytes), &info, &mut |_| true).unwrap();
        assert_eq!(read, number, "{dtype:?}");
    }
}

/// The activations as the kernel sees them, after quantization to 8 bits.
fn rounded(x: &[f32], dtype: GgmlDType) -> Vec<f32> {
    let Some(format) = Format::of(dtype) else { return x.to_vec() };
    let quantized = Activations::new(x, x.len(), format);
    let Tile { q, scale, .. } = quantized.tile(0);
    let numbers = q.as_flattened().iter().enumerate().map(|(i, q)| f32::from(*q) * scale[i / format.block]);
    numbers.take(x.len()).collect()
}

#[test]
fn activations_lose_at_most_half_a_step() {
    let x = random(512, 9);
    for (dtype, step) in [(GgmlDType::Q4_0, 1.0 / 127.0), (GgmlDType::Q4K, 1.0 / 127.0)] {
        for (x, rounded) in x.iter().zip(rounded(&x, dtype)) {
            // The scale itself is rounded to f16 in blocks of 32.
            assert!((x - rounded).abs() <= step * 0.5 + x.abs() * 5e-4, "{dtype:?}: {x} became {rounded}");
        }
    }
}

#[test]
fn every_product_equals_the_plain_one() {
    for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
        for (rows, cols, tokens) in [(1, 256, 1), (5, 512, 1), (7, 256, 3), (64, 1024, 17)] {
            let (matrix, _) = matrix(dtype, rows, cols, &random(rows * cols, 2));
            let plain = matrix.to_f32();
            let exact_x = random(tokens * cols, 3);
            let x = rounded(&exact_x, dtype);
            let mut out = vec![0.0; tokens * rows];
            matrix.mul(&exact_x, &mut out).unwrap();
            for t in 0..tokens {
                for r in 0..rows {
                    let pairs = x[t * cols..][..cols].iter().zip(&plain[r * cols..][..cols]);
                    let (exact, size) = pairs.fold((0f64, 0f64), |(sum, size), (a, b)| {
                        let product = f64::from(*a) * f64::from(*b);
                        (sum + product, size + product.abs())
                    });
                    let got = f64::from(out[t * rows + r]);
                    assert!((got - exact).abs() <= 1e-4 * size, "{dtype:?} [{t}, {r}]: {got}, not {exact}");
                }
            }
        }
    }
}

#[test]
fn activations_of_seven_bits_are_right_with_eight_bit_weights_alone() {
    let numbers = random(40 * 768, 2);
    for (dtype, most) in [(GgmlDType::Q8_0, 63.0), (GgmlDType::Q4_0, 127.0), (GgmlDType::Q6K, 127.0)] {
        let tensor = Tensor::from_slice(&numbers, (40, 768), &Device::Cpu).unwrap();
        let bytes = QTensor::quantize(&tensor, dtype).unwrap().data().unwrap().to_vec();
        let info = TensorInfo { dtype, rows: 40, cols: 768, offset: 0, bytes: bytes.len() as u64 };
        let narrow =
            Matrix::read_narrow(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true).unwrap();
        let (eight, plain) = matrix(dtype, 40, 768, &numbers);
        let x = random(7 * 768, 3);
        // Together with a matrix that wants eight bits of the same activations.
        let (mut out, mut beside) = (vec![f32::NAN; 7 * 40], vec![f32::NAN; 7 * 40]);
        multiply(&x, [(&narrow, &mut out), (&eight, &mut beside)]).unwrap();
        let mut alone = vec![f32::NAN; 7 * 40];
        eight.mul(&x, &mut alone).unwrap();
        assert_eq!(alone, beside);
        // Each activation is off by half a step at most, as if at random; a step is the largest number, 1, by the largest integer.
        let mut squares = 0f64;
        for (at, out) in out.iter().enumerate() {
            let pairs = x[at / 40 * 768..].iter().zip(&plain[at % 40 * 768..][..768]);
            let exact: f64 = pairs.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
            squares += (f64::from(*out) - exact).powi(2);
        }
        let expected = (768f64 / 3.0 / 12.0).sqrt() / most;
        let error = (squares / 280.0).sqrt();
        assert!((0.8..1.2).contains(&(error / expected)), "{dtype:?}: {error}, not {expected}");
    }
}

/// However many rows, columns and tokens there are: a token's numbers do not depend on those beside it, nor a matrix's
/// on those that are multiplied with it, and they are right.
#[test]
fn products_of_any_shape_are_right_and_independent() {
    let choices = random(5 * 150, 21);
    for (seed, choices) in (100..).zip(choices.chunks(5)) {
        let mut choices = choices.iter();
        let mut choose = |n: usize| (choices.next().unwrap().abs() * n as f32) as usize % n;
        let dtypes = [choose(13), choose(13)].map(|index| TENSOR_TYPES[index].1);
        let (rows, tokens) = (1 + choose(40), 1 + choose(11));
        let cols = 256 * (1 + choose(4));
        let other_rows = rows / 2 + 1;
        let (a, plain) = matrix(dtypes[0], rows, cols, &random(rows * cols, seed));
        let (b, _) = matrix(dtypes[1], other_rows, cols, &random(other_rows * cols, seed + 1));
        let x = random(tokens * cols, seed + 2);
        let (mut together, mut other) = (vec![f32::NAN; tokens * rows], vec![f32::NAN; tokens * other_rows]);
        multiply(&x, [(&a, &mut together), (&b, &mut other)]).unwrap();
        for (t, (x, together)) in x.chunks(cols).zip(together.chunks(rows)).enumerate() {
            let mut alone = vec![f32::NAN; rows];
            a.mul(x, &mut alone).unwrap();
            assert_eq!(alone, together, "{dtypes:?}, {rows} x {cols}, token {t} of {tokens}");
            for (r, got) in alone.iter().enumerate() {
                let pairs = x.iter().zip(&plain[r * cols..][..cols]);
                let exact: f64 = pairs.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
                let bound = 0.01 * (cols as f64).sqrt();
                assert!((f64::from(*got) - exact).abs() < bound, "{dtypes:?} [{t}, {r}]: {got}, not {exact}");
            }
        }
        let mut alone = vec![f32::NAN; tokens * other_rows];
        b.mul(&x, &mut alone).unwrap();
        assert_eq!(alone, other, "{dtypes:?}, {other_rows} x {cols}, {tokens} tokens");
    }
}

#[test]
fn extremes_neither_saturate_nor_make_nan() {
    for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
        for (w, a) in [(1.0, 1.0), (-1.0, 1.0), (1000.0, -3e4), (0.0, 1.0), (1.0, 0.0), (1e-7, 1e-20)] {
            let (matrix, plain) = matrix(dtype, 1, 256, &[w; 256]);
            let mut out = [0.0];
            matrix.mul(&[a; 256], &mut out).unwrap();
            let exact: f64 = plain.iter().map(|w| f64::from(*w) * f64::from(a)).sum();
            assert!((f64::from(out[0]) - exact).abs() <= 1e-3 * exact.abs() + 1e-20, "{dtype:?} {w} {a}: {out:?}");
        }
    }
}

#[test]
fn scales_that_are_no_numbers_are_refused() {
    for (dtype, at) in [(GgmlDType::Q8_0, 0), (GgmlDType::Q4_1, 2), (GgmlDType::Q4K, 2), (GgmlDType::Q6K, 208)] {
        for bad in [[0xFF, 0x7F], [0, 0x7C], [0, 0xFC]] {
            let mut bytes = vec![0; 256 / dtype.block_size() * dtype.type_size()];
            bytes[at..at + 2].copy_from_slice(&bad);
            refused(dtype, bytes, 256);
        }
    }
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e38] {
        let numbers = [1.0, bad, 2.0];
        refused(GgmlDType::F32, numbers.iter().flat_map(|x: &f32| x.to_le_bytes()).collect(), 3);
    }
}

fn refused(dtype: GgmlDType, bytes: Vec<u8>, cols: usize) {
    let info = TensorInfo { dtype, rows: 1, cols, offset: 0, bytes: bytes.len() as u64 };
    let read = Matrix::read(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true);
    assert_eq!(read.err().map(|error| error.code()), Some("model_corrupt"), "{dtype:?}");
}

#[test]
fn floats_of_any_width_are_multiplied() {
    for cols in [1, 2, 31, 33, 100] {
        let numbers = random(3 * cols, 11);
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        let info = TensorInfo { dtype: GgmlDType::F32, rows: 3, cols, offset: 0, bytes: bytes.len() as u64 };
        let matrix =
            Matrix::read(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true).unwrap();
        let x = random(2 * cols, 12);
        let mut out = [0.0; 6];
        matrix.mul(&x, &mut out).unwrap();
        for (at, out) in out.iter().enumerate() {
            let pairs = x[at / 3 * cols..][..cols].iter().zip(&numbers[at % 3 * cols..][..cols]);
            let exact: f32 = pairs.map(|(a, b)| a * b).sum();
            assert!((out - exact).abs() < 1e-3 * (cols as f32).sqrt(), "{cols} columns: {out}, not {exact}");
        }
    }
}

#[test]
fn simd_gives_the_bits_of_the_plain_kernel() {
    for (name, _) in kernels::<Of<32, 32, 4, false>, 1>() {
        println!("compared with the plain kernel: {name}");
    }
    for blocks in [1, 2, 3, 7] {
        for extreme in [false, true] {
            simd_equals_plain::<Of<32, 32, 4, false>>(blocks, extreme);
            simd_equals_plain::<Of<32, 32, 4, true>>(blocks, extreme);
            simd_equals_plain::<Of<32, 32, 6, false>>(blocks, extreme);
            simd_equals_plain::<Of<32, 32, 6, true>>(blocks, extreme);
            simd_equals_plain::<Of<32, 32, 8, false>>(blocks, extreme);
            simd_equals_plain::<Narrow>(blocks, extreme);
            simd_equals_plain::<Of<256, 16, 4, true>>(blocks, extreme);
            simd_equals_plain::<Of<256, 16, 4, false>>(blocks, extreme);
            simd_equals_plain::<Of<256, 16, 6, false>>(blocks, extreme);
            simd_equals_plain::<Of<256, 32, 4, true>>(blocks, extreme);
            simd_equals_plain::<Of<256, 32, 6, true>>(blocks, extreme);
        }
    }
}

fn simd_equals_plain<K: Kind>(blocks: usize, extreme: bool) {
    let (cols, groups) = (blocks * K::BLOCK, blocks * K::GROUPS);
    // -128 is never packed.
    let quant = |x: &f32| match (K::BITS, extreme) {
        (4, true) => 0xFF,
        (4, false) => (x.abs() * 255.0) as u8,
        (6, true) => 63,
        (6, false) => (x.abs() * 63.0) as u8,
        (_, true) => 0x81,
        (_, false) => (x * 127.0) as i8 as u8,
    };
    let quants: Vec<u8> = random(groups * K::GROUP_BYTES, 4).iter().map(quant).collect();
    let halves = |any: bool, seed| -> Vec<half::f16> {
        let length = if any { blocks * ROWS } else { 0 };
        random(length, seed).iter().map(|x| half::f16::from_f32(x * 1e4)).collect()
    };
    let factors = |any: bool, signed: bool, seed| -> Vec<i8> {
        let length = if any { groups * ROWS } else { 0 };
        let factor = |x: &f32| match (extreme, signed) {
            (true, true) => -128,
            (true, false) => 63,
            (false, true) => (x * 128.0) as i8,
            (false, false) => (x.abs() * 63.0) as i8,
        };
        random(length, seed).iter().map(factor).collect()
    };
    let (scale, minimum) = (halves(true, 5), halves(K::MINIMA, 6));
    let scale_factor = factors(K::FACTORS, !K::MINIMA, 8);
    let minimum_factor = factors(K::FACTORS && K::MINIMA, false, 9);
    // In each group quad after quad of all rows.
    let sum = |group: &[u8], row: usize| {
        let quads = group.as_chunks::<QUAD>().0.iter().skip(row).step_by(ROWS);
        quads.flatten().map(|q| i16::from(q.cast_signed())).sum()
    };
    let by_group = quants.chunks_exact(K::GROUP_BYTES).flat_map(|group| (0..ROWS).map(move |row| sum(group, row)));
    let sums: Vec<i16> = if RELAXED && K::NARROW { by_group.collect() } else { Vec::new() };
    let panel = Panel {
        quants: &quants,
        scale: &scale,
        minimum: &minimum,
        scale_factor: &scale_factor,
        minimum_factor: &minimum_factor,
        sums: &sums,
    };
    // The extremes of either sign, in every other row.
    let sign = |at: usize| if (at / cols).is_multiple_of(2) { -1.0 } else { 1.0 };
    let x: Vec<f32> =
        random(10 * cols, 7).iter().enumerate().map(|(at, x)| if extreme { sign(at) } else { *x }).collect();
    let (block, group, bits, minima) = (K::BLOCK, K::GROUP, K::BITS, K::MINIMA);
    let mut formats = TENSOR_TYPES.into_iter().filter_map(|(_, dtype, _)| Format::of(dtype));
    let same = |f: &Format| (f.block, f.group, f.bits, f.minima) == (block, group, bits, minima);
    let mut format = formats.find(same).unwrap();
    if K::NARROW {
        format = format.narrowed();
    }
    fn compare<K: Kind, const T: usize>(panel: Panel, x: &[f32], format: Format) {
        let cols = x.len() / 10;
        let x = Activations::new(&x[..(TILE + T) * cols], cols, format);
        let mut exact = [[0.0; ROWS]; T];
        plain::tile::<K, T>(panel, x.tile(1), &mut exact);
        for (name, kernel) in kernels::<K, T>() {
            let mut out = [[f32::NAN; ROWS]; T];
            // SAFETY: the processor has its instructions.
            unsafe { kernel(panel, x.tile(1), &mut out) };
            assert_eq!(out, exact, "{name}: {format:?}, {cols} columns, {T} rows");
        }
    }
    compare::<K, 1>(panel, &x, format);
    compare::<K, 2>(panel, &x, format);
    compare::<K, 3>(panel, &x, format);
    compare::<K, 4>(panel, &x, format);
}
