//! Memory for weights and for the KV cache, in large regions: natively the system is asked to make them of huge pages, which
//! are read faster as the processor looks up fewer addresses. In the browser every block has a region of its own.

use std::alloc::{Layout, alloc, dealloc};
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::sync::Arc;

use super::{IN_BROWSER, want_huge_pages};

/// A huge page.
const PAGE: usize = 2 << 20;
/// Every block starts with a cache line.
const LINE: usize = 64;

/// Hands out blocks.
#[derive(Default)]
pub struct Arena {
    region: Option<Arc<Region>>,
    used: usize,
}

/// Numbers in a row, as many as there is room for, as a vector of fixed capacity.
pub struct Block<T> {
    start: NonNull<T>,
    len: usize,
    capacity: usize,
    /// Kept until the last block of it is gone.
    _region: Arc<Region>,
}

struct Region {
    start: NonNull<u8>,
    layout: Layout,
}

// SAFETY: a region only keeps memory, which nobody reaches through it.
unsafe impl Send for Region {}
// SAFETY: as above.
unsafe impl Sync for Region {}

// SAFETY: a block has its part of the region for itself, as a vector its memory.
unsafe impl<T: Send> Send for Block<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Block<T> {}

impl Arena {
    /// An empty block with room for `capacity` numbers; None where there is no such room.
    pub fn block<T: Copy>(&mut self, capacity: usize) -> Option<Block<T>> {
        const { assert!(align_of::<T>() <= LINE) };
        let bytes = capacity.checked_mul(size_of::<T>())?.max(1).checked_next_multiple_of(LINE)?;
        let region = match self.region.take() {
            Some(region) if region.layout.size() - self.used >= bytes => region,
            region => {
                // Each is twice the one before, so that a small model asks for little.
                let twice = region.map_or(PAGE, |region| 2 * region.layout.size()).clamp(PAGE, 16 * PAGE);
                self.used = 0;
                Arc::new(Region::new(if IN_BROWSER { bytes } else { bytes.max(twice) })?)
            }
        };
        // SAFETY: the region goes on for `bytes` from here, and what starts with a cache line is aligned for T.
        let start = unsafe { region.start.add(self.used) }.cast();
        self.used += bytes;
        self.region = Some(Arc::clone(&region));
        Some(Block { start, len: 0, capacity, _region: region })
    }
}

impl Region {
    fn new(bytes: usize) -> Option<Self> {
        let align = if bytes < PAGE { LINE } else { PAGE };
        let layout = Layout::from_size_align(bytes, align).ok()?;
        // SAFETY: there is at least a byte.
        let start = NonNull::new(unsafe { alloc(layout) })?;
        if align == PAGE {
            want_huge_pages(start, bytes / PAGE * PAGE);
        }
        Some(Self { start, layout })
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: it was allocated so, and no block is left.
        unsafe { dealloc(self.start.as_ptr(), self.layout) };
    }
}

impl<T: Copy> Block<T> {
    /// Appends numbers, as many as every time: a copy of constant length needs no call.
    ///
    /// # Panics
    /// When there is no room.
    pub fn extend<const N: usize>(&mut self, numbers: [T; N]) {
        assert!(N <= self.capacity - self.len, "a block of {} is full", self.capacity);
        // SAFETY: there is room, and it is nobody else's; an array needs no other alignment than its items.
        unsafe { self.start.add(self.len).cast().write(numbers) };
        self.len += N;
    }

    /// Fills all the room that is left.
    pub fn fill_up(&mut self, number: T) {
        while self.len < self.capacity {
            self.extend([number]);
        }
    }
}

impl<T> Deref for Block<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: so many have been written.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl<T> DerefMut for Block<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and they are nobody else's.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernels::test;

    #[test]
    fn blocks_keep_their_numbers_when_the_arena_is_gone() {
        let mut arena = Arena::default();
        let sizes = [1, 0, 63, 64, 65, 1 << 20, 3, PAGE / 4 + 1, 7];
        let blocks: Vec<_> = (0u32..)
            .zip(sizes)
            .map(|(seed, size)| {
                let mut block = arena.block::<u32>(size).unwrap();
                (0..size as u32).for_each(|i| block.extend([i ^ seed << 20]));
                block
            })
            .collect();
        drop(arena);
        for ((seed, size), block) in (0u32..).zip(sizes).zip(&blocks) {
            assert_eq!((block.len(), block.as_ptr() as usize % LINE), (size, 0));
            assert!(block.iter().zip(0..).all(|(number, i)| *number == i ^ seed << 20), "block {seed}");
        }
    }

    #[test]
    fn what_there_is_no_room_for_is_refused() {
        let mut arena = Arena::default();
        assert!(arena.block::<u32>(usize::MAX / 2).is_none() && arena.block::<u8>(usize::MAX - 100).is_none());
        let mut block = arena.block(2).unwrap();
        block.extend([1u8, 2]);
        block[1] = 9;
        assert_eq!(block[..], [1, 9]);
    }
}
