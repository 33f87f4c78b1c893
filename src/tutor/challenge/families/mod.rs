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
    blocked_views
    both_ends_in_turn
    bridge_by_bridge
    busiest_word
    charging_stops
    coats_of_paint
    counter_queue
    cube_sides
    distances_in_order
    draft_history
    every_kth_from_behind
    fair_stretches
    fewest_rides
    fewest_stamps
    fitting_sizes
    free_rides
    heaviest_walk
    kth_meal
    kth_row
    lamp_spans
    lamp_switches
    largest_banner
    largest_plot
    leave_one_out
    letter_in_pattern
    level_totals
    lone_badge
    lone_chimes
    longest_climb
    longest_streak
    mirror_stretch
    misfiled_cards
    nearest_stop
    necklace_start
    nested_marks
    paint_ratio
    pair_sum
    patrol_robot
    poster_on_fronts
    prime_stretches
    product_zeros
    quarter_turns
    quiz_table
    reading_evenings
    repair_cost
    reverse_in_groups
    settings_lookup
    shared_numbers
    shared_places
    shared_superior
    shuttle_stop
    signal_runs
    spaced_picks
    steady_stretch
    stream_crossing
    switch_differences
    talk_marathon
    taller_round_the_ring
    total_swing
    tower_halfway
    triples_between
    turn_round
    turned_letters
    unbroken_numbers
    workshop_order
    written_sum
}
