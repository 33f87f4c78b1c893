//! Truncated, corrupted, mislabelled and hostile model files: each ends in the right coded error, without a panic, in
//! bounded memory and time. `tests/wasm.rs` takes the same files through the browser's build.
#![cfg(not(target_arch = "wasm32"))]

mod contents;
mod format;
mod row;
#[path = "../support/mod.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use codementor_tutor::Tutor;
use row::{CORRUPT, Row, complaint, load_and_ask, question};
use support::tiny_llama;

/// More than this, on top of the file itself, is a bug; so is taking longer.
const MAX_BYTES: usize = 256 << 20;
const MAX_TIME: Duration = Duration::from_secs(10);

#[test]
fn sound_files_answer() {
    check(contents::sound_files_answer());
}

#[test]
fn shapes_that_contradict_themselves() {
    check(contents::shapes_that_contradict_themselves());
}

#[test]
fn vocabularies_that_contradict_themselves() {
    check(contents::vocabularies_that_contradict_themselves());
}

#[test]
fn templates_that_break_out() {
    check(contents::templates_that_break_out());
}

#[test]
fn templates_that_nest_lists() {
    check(contents::templates_that_nest_lists());
}

#[test]
fn not_gguf_at_all() {
    check(format::not_gguf_at_all());
}

#[test]
fn truncated_files() {
    check(format::truncated_files());
}

#[test]
fn counts_and_lengths_that_lie() {
    check(format::counts_and_lengths_that_lie());
}

#[test]
fn values_that_break_the_format() {
    check(format::values_that_break_the_format());
}

#[test]
fn headers_that_swell() {
    check(format::headers_that_swell());
}

#[test]
fn tensors_that_lie() {
    check(format::tensors_that_lie());
}

#[test]
fn weights_that_are_not_numbers() {
    check(format::weights_that_are_not_numbers());
}

#[test]
fn flipped_bytes() {
    check(format::flipped_bytes());
}

#[test]
fn readers_that_lie() {
    /// Says that the file is larger than it is, or fails after some bytes.
    struct Liar {
        file: Cursor<Vec<u8>>,
        claims: u64,
        fails_at: u64,
    }
    impl Read for Liar {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if self.file.position() >= self.fails_at {
                return Err(std::io::Error::other("the disk is gone"));
            }
            self.file.read(out)
        }
    }
    impl Seek for Liar {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            match to {
                SeekFrom::End(_) => Ok(self.claims),
                to => self.file.seek(to),
            }
        }
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = tiny_llama(1);
    let half = bytes.len() / 2;
    for (kept, claims, fails_at) in [
        (half, 1 << 40, u64::MAX),
        (64, 1 << 40, u64::MAX),
        (bytes.len(), bytes.len() as u64, 100),
        (bytes.len(), bytes.len() as u64, half as u64),
    ] {
        let mut reader = Liar { file: Cursor::new(bytes[..kept].to_vec()), claims, fails_at };
        let error = Tutor::new(|| 0.0).load("liar", &mut reader, &mut |_| true).unwrap_err();
        assert_eq!(error.code(), CORRUPT, "{kept} bytes that claim to be {claims}: {error}");
    }
}

#[test]
fn a_failed_load_leaves_a_usable_tutor() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tutor = Tutor::new(|| 0.0);
    tutor.load("good", &mut Cursor::new(tiny_llama(1)), &mut |_| true).unwrap();
    assert_eq!(tutor.load("bad", &mut Cursor::new(b"GGUF"), &mut |_| true).unwrap_err().code(), CORRUPT);
    assert_eq!(tutor.begin(&question()).unwrap_err().code(), "model_not_found");
    assert_eq!(tutor.load("good", &mut Cursor::new(tiny_llama(1)), &mut |_| false).unwrap_err().code(), "cancelled");
    tutor.load("good", &mut Cursor::new(tiny_llama(1)), &mut |_| true).unwrap();
    assert_eq!(tutor.loaded(), Some("good"));
    tutor.begin(&question()).unwrap();
}

fn check(rows: impl IntoIterator<Item = Row>) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut wrong = Vec::new();
    let mut worst = (0, Duration::ZERO);
    let mut count = 0;
    for row in rows {
        count += 1;
        // An allocation that fails ends the process: with --nocapture the last line then names the file.
        println!("{}", row.name);
        let before = Counting::restart();
        let begun = Instant::now();
        // A browser's stack has 1 MB; natively an overflow would end the process.
        let outcome = std::thread::scope(|scope| {
            let small = std::thread::Builder::new().stack_size(1 << 20);
            small.spawn_scoped(scope, || load_and_ask(&row.bytes)).unwrap().join()
        });
        let (time, peak) = (begun.elapsed(), Counting::peak() - before);
        worst = (worst.0.max(peak), worst.1.max(time));
        let name = &row.name;
        match outcome {
            Err(_) => wrong.push(format!("{name}: PANIC, wanted {}", row.code)),
            Ok(outcome) => wrong.extend(complaint(&row, &outcome)),
        }
        if peak > MAX_BYTES {
            wrong.push(format!("{name}: {} MB", peak >> 20));
        }
        if time > MAX_TIME {
            wrong.push(format!("{name}: {time:?}"));
        }
    }
    println!("{count} files; at most {} MB and {:?} for one", worst.0 >> 20, worst.1);
    assert!(wrong.is_empty(), "{} of {count} files:\n{}", wrong.len(), wrong.join("\n"));
}

/// Only one test at a time, as the allocator counts for all.
static ALONE: Mutex<()> = Mutex::new(());

/// Counts the bytes that are allocated, and the most that ever were.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

impl Counting {
    /// Forgets the peak, and gives the bytes that are allocated now.
    fn restart() -> usize {
        let now = NOW.load(Ordering::Relaxed);
        PEAK.store(now, Ordering::Relaxed);
        now
    }

    fn peak() -> usize {
        PEAK.load(Ordering::Relaxed)
    }

    fn grow(by: usize) {
        let now = NOW.fetch_add(by, Ordering::Relaxed) + by;
        PEAK.fetch_max(now, Ordering::Relaxed);
    }
}

// SAFETY: everything is handed on to the system's allocator; only numbers are kept besides.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}
