//! Keys and values of the tokens seen so far, as f16: half the memory of f32, and the precision that llama.cpp keeps.

use half::f16;
use half::slice::HalfFloatSliceExt;

use crate::error::{Error, Result};

/// Positions in a page. Memory grows by pages, so a short chat costs little and nothing is ever copied to grow.
const PAGE: usize = 128;

/// The KV cache of one sequence: per layer, one row of `width` keys and one of values for every position.
pub struct KvCache {
    layers: Vec<Layer>,
    width: usize,
    len: usize,
}

#[derive(Default)]
struct Layer {
    keys: Vec<Box<[f16]>>,
    values: Vec<Box<[f16]>>,
}

impl KvCache {
    /// An empty cache for `layers` layers of rows of `width` numbers (KV heads times head size).
    #[must_use]
    pub fn new(layers: usize, width: usize) -> Self {
        Self { layers: std::iter::repeat_with(Layer::default).take(layers).collect(), width, len: 0 }
    }

    /// Positions held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no position is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Forgets the positions from `len` on. Pages stay for reuse.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Makes room for `n` more positions, to be filled with [`KvCache::set`] and then owned up to by [`KvCache::advance`].
    ///
    /// # Errors
    /// `out_of_memory`; what the cache held stays.
    pub fn reserve(&mut self, n: usize) -> Result<()> {
        let pages = (self.len + n).div_ceil(PAGE);
        for layer in &mut self.layers {
            for pool in [&mut layer.keys, &mut layer.values] {
                while pool.len() < pages {
                    let mut page = Vec::new();
                    page.try_reserve_exact(PAGE * self.width).map_err(|_| {
                        Error::OutOfMemory(
                            "There is no room for a longer chat. Start a new one, or take a smaller model.".into(),
                        )
                    })?;
                    page.resize(PAGE * self.width, f16::ZERO);
                    pool.push(page.into_boxed_slice());
                }
            }
        }
        Ok(())
    }

    /// Stores the key and value rows of one reserved position.
    pub fn set(&mut self, layer: usize, position: usize, key: &[f32], value: &[f32]) {
        let start = position % PAGE * self.width;
        let layer = &mut self.layers[layer];
        layer.keys[position / PAGE][start..start + self.width].convert_from_f32_slice(key);
        layer.values[position / PAGE][start..start + self.width].convert_from_f32_slice(value);
    }

    /// Counts `n` more positions as held.
    pub fn advance(&mut self, n: usize) {
        self.len += n;
    }

    /// The key row of a position.
    #[must_use]
    pub fn key(&self, layer: usize, position: usize) -> &[f16] {
        let start = position % PAGE * self.width;
        &self.layers[layer].keys[position / PAGE][start..start + self.width]
    }

    /// The value row of a position.
    #[must_use]
    pub fn value(&self, layer: usize, position: usize) -> &[f16] {
        let start = position % PAGE * self.width;
        &self.layers[layer].values[position / PAGE][start..start + self.width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_survive_page_borders_and_truncation() {
        let mut cache = KvCache::new(2, 3);
        let n = PAGE * 2 + 5;
        cache.reserve(n).unwrap();
        for position in 0..n {
            #[allow(clippy::cast_precision_loss)]
            let x = position as f32;
            cache.set(1, position, &[x, x, x], &[-x, -x, -x]);
        }
        cache.advance(n);
        assert_eq!(cache.key(1, PAGE), [f16::from_f32(128.0); 3]);
        assert_eq!(cache.value(1, PAGE - 1), [f16::from_f32(-127.0); 3]);
        cache.truncate(10);
        assert_eq!((cache.len(), cache.key(1, 9)), (10, [f16::from_f32(9.0); 3].as_slice()));
        cache.truncate(99);
        assert_eq!(cache.len(), 10);
    }
}
