//! What of a format is known when its kernel is compiled: each kind has kernels of its own.

use super::activations::Tile;
use super::packed::{Panel, QUAD, ROWS};

/// A kind of format; see [`super::blocks::Format`].
pub trait Kind {
    /// Weights in a block.
    const BLOCK: usize;
    /// Weights that share a factor.
    const GROUP: usize;
    /// Bits of an integer: 4 or 6 from 0 up, or 8 from -127 to 127.
    const BITS: usize;
    /// Whether blocks have minima.
    const MINIMA: bool;
    /// Whether activations have 7 bits, not 8.
    const NARROW: bool = false;
    /// Whether something is taken off the integers.
    const OFFSET: bool = !Self::MINIMA && Self::BITS < 8;
    /// Whether groups have factors.
    const FACTORS: bool = Self::BLOCK != Self::GROUP;
    /// Groups in a block.
    const GROUPS: usize = Self::BLOCK / Self::GROUP;
    /// Bytes of the integers of a group, all eight rows.
    const GROUP_BYTES: usize = Self::GROUP * ROWS / if Self::BITS == 4 { 2 } else { 1 };

    /// How many blocks there are in the rows of both, for kernels that then read without looking.
    ///
    /// # Panics
    /// When a list is not as long as that many blocks make it.
    fn blocks<const T: usize>(panel: Panel, x: Tile) -> usize {
        let blocks = panel.scale.len() / ROWS;
        let groups = blocks * Self::GROUPS;
        let if_any = |any: bool, length: usize| if any { length } else { 0 };
        assert!(
            panel.quants.len() == groups * Self::GROUP_BYTES
                && panel.scale.len() == blocks * ROWS
                && panel.minimum.len() == if_any(Self::MINIMA, blocks * ROWS)
                && panel.scale_factor.len() == if_any(Self::FACTORS, groups * ROWS)
                && panel.minimum_factor.len() == if_any(Self::FACTORS && Self::MINIMA, groups * ROWS)
                && x.q.len() == groups * (Self::GROUP / QUAD) * T
                && x.scale.len() == blocks * T
                && x.q_sum.len() == groups * T
                && x.sum.len() == groups * T,
            "a panel and a tile of {T} rows do not fit"
        );
        blocks
    }
}

/// The kind with these constants.
pub struct Of<const BLOCK: usize, const GROUP: usize, const BITS: usize, const MINIMA: bool>;

impl<const BLOCK: usize, const GROUP: usize, const BITS: usize, const MINIMA: bool> Kind
    for Of<BLOCK, GROUP, BITS, MINIMA>
{
    const BLOCK: usize = BLOCK;
    const GROUP: usize = GROUP;
    const BITS: usize = BITS;
    const MINIMA: bool = MINIMA;
}

/// 8-bit weights with activations of 7 bits.
pub struct Narrow;

impl Kind for Narrow {
    const BLOCK: usize = 32;
    const GROUP: usize = 32;
    const BITS: usize = 8;
    const MINIMA: bool = false;
    const NARROW: bool = true;
}
