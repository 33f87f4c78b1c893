//! The inner product of a weight row and an activation row, in plain Rust: the reference, and the kernel where no other
//! is written.

use super::activations::GROUP;

/// Partial sums. Every kernel adds the same numbers into the same lanes in the same order, so that all of them give the
/// same bits: lane `i` takes weights `2i` and `2i + 1` of every 16.
pub type Lanes = [f32; 8];

/// `sum of scale * activation_scale * (w . a)` over groups of `N` weights (16 or 32).
#[must_use]
pub fn dot<const N: usize>(w: &[i8], scale: &[f32], a: &[i16], a_scale: &[f32]) -> Lanes {
    let mut lanes = [0f32; 8];
    let groups = w.as_chunks::<N>().0.iter().zip(a.as_chunks::<N>().0);
    for (group, (w, a)) in groups.enumerate() {
        let mut sums = [0i32; 8];
        for (i, (w, a)) in w.iter().zip(a).enumerate() {
            sums[i % 16 / 2] += i32::from(*w) * i32::from(*a);
        }
        let factor = scale[group] * a_scale[group * N / GROUP];
        for (lane, sum) in lanes.iter_mut().zip(sums) {
            #[allow(clippy::cast_precision_loss)]
            let sum = sum as f32;
            *lane += sum * factor;
        }
    }
    lanes
}
