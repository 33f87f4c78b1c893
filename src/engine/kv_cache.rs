//! Keys and values of the tokens seen so far, as f16: half the memory of f32, and the precision that llama.cpp keeps.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::kernels::{BLOCK, HeadPage};
use crate::error::{Error, Result};

/// Positions in a page. Memory grows by pages, so a short chat costs little and nothing is ever copied to grow.
const PAGE: usize = 128;

/// The KV cache of one sequence: per layer and head, a row of `head_size` keys and one of values for every position, laid
/// out as attention reads them ([`HeadPage`]).
pub struct KvCache {
    layers: Vec<Layer>,
    heads: usize,
    head_size: usize,
    len: usize,
}

#[derive(Default)]
struct Layer {
    keys: Vec<Box<[f16]>>,
    values: Vec<Box<[f16]>>,
}

impl KvCache {
    /// An empty cache for `layers` layers of `heads` KV heads of `head_size` numbers.
    #[must_use]
    pub fn new(layers: usize, heads: usize, head_size: usize) -> Self {
        let layers = std::iter::repeat_with(Layer::default).take(layers).collect();
        Self { layers, heads, head_size, len: 0 }
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
        let length = PAGE * self.heads * self.head_size;
        for layer in &mut self.layers {
            for pool in [&mut layer.keys, &mut layer.values] {
                while pool.len() < pages {
                    let mut page = Vec::new();
                    page.try_reserve_exact(length).map_err(|_| {
                        Error::OutOfMemory(
                            "There is no room for a longer chat. Start a new one, or take a smaller model.".into(),
                        )
                    })?;
                    page.resize(length, f16::ZERO);
                    pool.push(page.into_boxed_slice());
                }
            }
        }
        Ok(())
    }

    /// Stores the keys and values of one reserved position, all heads of each in a row.
    pub fn set(&mut self, layer: usize, position: usize, key: &[f32], value: &[f32]) {
        let (size, at) = (self.head_size, position % PAGE);
        let layer = &mut self.layers[layer];
        let keys = layer.keys[position / PAGE].chunks_exact_mut(PAGE * size);
        for (keys, key) in keys.zip(key.chunks_exact(size)) {
            let block = &mut keys[at / BLOCK * BLOCK * size..][..BLOCK * size];
            for (lanes, x) in block.chunks_exact_mut(BLOCK).zip(key) {
                lanes[at % BLOCK] = f16::from_f32(*x);
            }
        }
        let values = layer.values[position / PAGE].chunks_exact_mut(PAGE * size);
        for (values, value) in values.zip(value.chunks_exact(size)) {
            values[at * size..][..size].convert_from_f32_slice(value);
        }
    }

    /// Counts `n` more positions as held.
    pub fn advance(&mut self, n: usize) {
        self.len += n;
    }

    /// The pages of one head.
    #[must_use]
    pub fn pages(&self, layer: usize, head: usize) -> Vec<HeadPage<'_>> {
        let (layer, size) = (&self.layers[layer], PAGE * self.head_size);
        let of_head = |page: usize| HeadPage {
            keys: &layer.keys[page][head * size..][..size],
            values: &layer.values[page][head * size..][..size],
        };
        (0..layer.keys.len()).map(of_head).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_survive_page_borders_and_truncation() {
        let mut cache = KvCache::new(2, 2, 3);
        let n = PAGE * 2 + 5;
        cache.reserve(n).unwrap();
        for position in 0..n {
            #[allow(clippy::cast_precision_loss)]
            let x = position as f32;
            cache.set(1, position, &[0.0, 0.0, 0.0, x, x + 1.0, x + 2.0], &[0.0, 0.0, 0.0, -x, -x, -x]);
        }
        cache.advance(n);
        let key = |cache: &KvCache, position: usize, d: usize| {
            cache.pages(1, 1)[position / PAGE].keys[position % PAGE / BLOCK * BLOCK * 3 + d * BLOCK + position % BLOCK]
        };
        assert_eq!(key(&cache, PAGE, 2), f16::from_f32(130.0));
        assert_eq!(cache.pages(1, 1)[0].values[(PAGE - 1) * 3..], [f16::from_f32(-127.0); 3]);
        cache.truncate(10);
        assert_eq!((cache.len(), key(&cache, 9, 0)), (10, f16::from_f32(9.0)));
        cache.truncate(99);
        assert_eq!(cache.len(), 10);
    }
}
