//! The families. To add one: a folder here with `mod.rs` (generator and solver), `family.toml` (texts), reference
//! solutions in four languages, wrong ones in two, and its name in the list below.

use super::family::Source;

/// The references are for the command line and for tests: the builds that learners load leave them out.
#[cfg(feature = "native")]
macro_rules! solutions {
    ($name:ident) => {
        &[
            ("python", include_str!(concat!(stringify!($name), "/reference.py"))),
            ("javascript", include_str!(concat!(stringify!($name), "/reference.js"))),
            ("java", include_str!(concat!(stringify!($name), "/Reference.java"))),
            ("cpp", include_str!(concat!(stringify!($name), "/reference.cpp"))),
        ]
    };
}
#[cfg(not(feature = "native"))]
macro_rules! solutions {
    ($name:ident) => {
        &[]
    };
}

macro_rules! families {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// All of them.
        pub const ALL: &[Source] = &[$(Source {
            name: stringify!($name),
            description: include_str!(concat!(stringify!($name), "/family.toml")),
            maker: $name::MAKER,
            solutions: solutions!($name),
        }),*];
    };
}

families! {
    best_days
    best_stretch
    distances_in_order
    largest_banner
    leave_one_out
    longest_streak
    pair_sum
    reverse_in_groups
    steady_stretch
    total_swing
    triples_between
    turn_round
}
