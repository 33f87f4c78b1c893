//! The id of a challenge: `pair-sum.1.easy.python.42`.

use std::fmt;
use std::str::FromStr;

use super::family::{Family, find};
use super::starter::Language;
use crate::api::Difficulty;
use crate::error::{Error, Result};

/// The largest seed.
pub const LARGEST_SEED: u64 = u32::MAX as u64;

/// Family, version, level, language and seed: all that a challenge is made of.
#[derive(Clone, Copy)]
pub struct Id {
    /// Its family; the version is the family's.
    pub family: &'static Family,
    /// Its level, which the family has.
    pub level: Difficulty,
    /// The language of its starter code.
    pub language: Language,
    /// Up to [`LARGEST_SEED`].
    pub seed: u64,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { family, level, language, seed } = self;
        write!(f, "{}.{}.{}.{}.{seed}", family.id, family.description.version, level.name(), language.name())
    }
}

impl FromStr for Id {
    type Err = Error;

    /// # Errors
    /// `bad_request` on an id that no challenge has, or that an earlier version had.
    fn from_str(id: &str) -> Result<Self> {
        let forged = || {
            Error::bad_request(format!("`{}` is not the id of a challenge.", crate::tutor::challenge::shortened(id)))
        };
        let [name, version, level, language, seed] = id.split('.').collect::<Vec<_>>()[..] else {
            return Err(forged());
        };
        let family = find(name)?;
        let number = |text: &str| text.parse::<u64>().ok().filter(|number| number.to_string() == text);
        let version = number(version).ok_or_else(forged)?;
        let level = Difficulty::ALL.into_iter().find(|known| known.name() == level).ok_or_else(forged)?;
        let language = Language::ALL.into_iter().find(|known| known.name() == language).ok_or_else(forged)?;
        let seed = number(seed).filter(|seed| *seed <= LARGEST_SEED).ok_or_else(forged)?;
        let known = u64::from(family.description.version);
        if version < known {
            return Err(Error::bad_request(format!(
                "`{id}` is of an older version; `{name}` is at {known}. Take a new one."
            )));
        }
        if version > known || !family.has(level) {
            return Err(forged());
        }
        Ok(Self { family, level, language, seed })
    }
}
