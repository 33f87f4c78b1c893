//! Keys and values of the tokens seen so far, as f16: half the memory of f32, and the precision that llama.cpp keeps.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::kernels::{Arena, BLOCK, Block, DIMENSIONS, HeadPage, PAGE};
use crate::error::{Error, Result};

/// The KV cache of one sequence: per layer and head, a row of `head_size` keys and one of values for every position, laid
/// out as attention reads them ([`HeadPage`]).
pub struct KvCache {
    /// Of each layer its pages: for every head its keys, then its values.
    layers: Vec<Vec<Block<f16>>>,
    arena: Arena,
    heads: usize,
    head_size: usize,
    len: usize,
}

impl KvCache {
    /// An empty cache for `layers` layers of `heads` KV heads of `head_size` numbers.
    #[must_use]
    pub fn new(layers: usize, heads: usize, head_size: usize) -> Self {
        let layers = std::iter::repeat_with(Vec::new).take(layers).collect();
        Self { layers, arena: Arena::default(), heads, head_size, len: 0 }
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
        let length = self.heads * 2 * PAGE * self.head_size;
        for layer in &mut self.layers {
            while layer.len() < pages {
                let mut page = self.arena.block(length).ok_or_else(|| {
                    Error::OutOfMemory(
                        "There is no room for a longer chat. Start a new one, or take a smaller model.".into(),
                    )
                })?;
                page.fill_up(f16::ZERO);
                layer.push(page);
            }
        }
        Ok(())
    }

    /// Stores the keys and values of one reserved position, all heads of each in a row.
    pub fn set(&mut self, layer: usize, position: usize, key: &[f32], value: &[f32]) {
        let (size, at) = (self.head_size, position % PAGE);
        let heads = self.layers[layer][position / PAGE].chunks_exact_mut(2 * PAGE * size);
        for ((head, key), value) in heads.zip(key.chunks_exact(size)).zip(value.chunks_exact(size)) {
            let (keys, values) = head.split_at_mut(PAGE * size);
            key.iter().enumerate().for_each(|(d, x)| keys[key_at(size, at, d)] = f16::from_f32(*x));
            for (index, value) in value.chunks(DIMENSIONS).enumerate() {
                let first = value_at(size, at, index * DIMENSIONS);
                values[first..first + value.len()].convert_from_f32_slice(value);
            }
        }
    }

    /// Appends the first `len` positions to `out`: for each layer and head all keys, row after row, then all values. None
    /// where there are not so many.
    pub fn write(&self, len: usize, out: &mut Vec<u8>) -> Option<()> {
        if len > self.len {
            return None;
        }
        out.reserve(self.layers.len() * self.heads * 2 * len * self.head_size * size_of::<f16>());
        for (layer, part, row) in self.rows() {
            for position in 0..len {
                let page = &self.layers[layer][position / PAGE];
                let numbers = (0..self.head_size).map(|d| page[part + row(position % PAGE, d)]);
                numbers.for_each(|x| out.extend(x.to_le_bytes()));
            }
        }
        Some(())
    }

    /// Takes `len` positions that [`KvCache::write`] wrote, in place of all that it holds. False where there is another
    /// number of bytes.
    ///
    /// # Errors
    /// As [`KvCache::reserve`].
    pub fn read(&mut self, len: usize, bytes: &[u8]) -> Result<bool> {
        self.truncate(0);
        let (numbers, rest) = bytes.as_chunks();
        let in_all = self.layers.len() * self.heads * 2 * len * self.head_size;
        if numbers.len() != in_all || !rest.is_empty() {
            return Ok(false);
        }
        self.reserve(len)?;
        let mut numbers = numbers.iter();
        for (layer, part, row) in self.rows() {
            for position in 0..len {
                let page = &mut self.layers[layer][position / PAGE];
                for (d, bytes) in numbers.by_ref().take(self.head_size).enumerate() {
                    page[part + row(position % PAGE, d)] = f16::from_le_bytes(*bytes);
                }
            }
        }
        self.advance(len);
        Ok(true)
    }

    /// All keys and all values of every layer and head: the layer, where they start in a page, and where from there a
    /// position's dimension is.
    fn rows(&self) -> impl Iterator<Item = (usize, usize, impl Fn(usize, usize) -> usize + use<>)> + use<> {
        let (heads, size) = (self.heads, self.head_size);
        let at = |part: usize| if part.is_multiple_of(2) { key_at } else { value_at };
        let parts = (0..self.layers.len()).flat_map(move |layer| (0..2 * heads).map(move |part| (layer, part)));
        parts.map(move |(layer, part)| {
            (layer, part * PAGE * size, move |position: usize, d: usize| at(part)(size, position, d))
        })
    }

    /// Counts `n` more positions as held.
    pub fn advance(&mut self, n: usize) {
        self.len += n;
    }

    /// A page of one head.
    #[must_use]
    pub fn page(&self, layer: usize, head: usize, page: usize) -> HeadPage<'_> {
        let size = PAGE * self.head_size;
        let (keys, values) = self.layers[layer][page][head * 2 * size..][..2 * size].split_at(size);
        HeadPage { keys, values }
    }
}

/// Where in the keys of a head and page a position's dimension is.
fn key_at(head_size: usize, position: usize, d: usize) -> usize {
    position / BLOCK * BLOCK * head_size + d * BLOCK + position % BLOCK
}

/// As [`key_at`], in the values.
fn value_at(head_size: usize, position: usize, d: usize) -> usize {
    let first = d / DIMENSIONS * DIMENSIONS;
    first * PAGE + position * DIMENSIONS.min(head_size - first) + d - first
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
            cache.page(1, 1, position / PAGE).keys[position % PAGE / BLOCK * BLOCK * 3 + d * BLOCK + position % BLOCK]
        };
        assert_eq!(key(&cache, PAGE, 2), f16::from_f32(130.0));
        assert_eq!(cache.page(1, 1, 0).values[(PAGE - 1) * 3..], [f16::from_f32(-127.0); 3]);
        cache.truncate(10);
        assert_eq!((cache.len(), key(&cache, 9, 0)), (10, f16::from_f32(9.0)));
        cache.truncate(99);
        assert_eq!(cache.len(), 10);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (head_size, len) in [(3, 5), (40, PAGE + 9), (16, PAGE)] {
            let mut cache = KvCache::new(2, 2, head_size);
            cache.reserve(len).unwrap();
            for position in 0..len {
                #[allow(clippy::cast_precision_loss)]
                let row =
                    |seed: usize| (0..2 * head_size).map(|d| (d * 7 + position + seed) as f32).collect::<Vec<_>>();
                (0..2).for_each(|layer| cache.set(layer, position, &row(layer), &row(100 + layer)));
            }
            cache.advance(len);
            let mut bytes = Vec::new();
            cache.write(len, &mut bytes).unwrap();
            assert_eq!(bytes.len(), 2 * 2 * 2 * len * head_size * 2);
            assert_eq!(cache.write(len + 1, &mut bytes), None);
            let mut other = KvCache::new(2, 2, head_size);
            assert!(other.read(len, &bytes).unwrap());
            assert_eq!(other.len(), len);
            for (layer, head, page) in [(0, 0, 0), (1, 1, (len - 1) / PAGE), (0, 1, 0)] {
                let (a, b) = (cache.page(layer, head, page), other.page(layer, head, page));
                assert!(a.keys == b.keys && a.values == b.values, "{head_size} x {len}: {layer}, {head}, {page}");
            }
            for wrong in [&bytes[2..], &bytes[..bytes.len() - 1], &[]] {
                assert!(!other.read(len, wrong).unwrap() && other.is_empty());
            }
        }
    }
}
