//! Threads that share the parts of one piece of work, made for handing over many small pieces: a model's step has some two
//! hundred. Helpers look out for the next piece for a moment before they sleep; whoever brings the work takes parts like
//! everyone else, so that a helper that never started costs time and nothing else.
//!
//! Threads come to help by themselves ([`help`]): natively those that a shell starts, in the browser workers that share
//! this memory.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};

use super::IN_BROWSER;

/// Looks at the counter before a helper sleeps: some 50 microseconds.
const LOOKS: u32 = if IN_BROWSER { 30_000 } else { 3_000 };

/// Looks at helpers that are still at work: more than ten seconds, where a part takes less than a millisecond.
const PATIENCE: u64 = 10_000_000_000;

/// One piece of work, on the stack of whoever brought it.
struct Job<'a> {
    work: &'a (dyn Fn(usize) + Sync),
    parts: usize,
    threads: usize,
    /// The first part that nobody has taken.
    next: AtomicUsize,
    /// Helpers that are at it.
    helpers: AtomicUsize,
    failed: AtomicBool,
}

#[derive(Default)]
struct State {
    job: Option<JobPointer>,
    asleep: usize,
}

#[derive(Clone, Copy)]
struct JobPointer(*const Job<'static>);

// SAFETY: what a job holds is Sync, and `Pool::run` keeps it alive for as long as any thread has the pointer.
unsafe impl Send for JobPointer {}

struct Pool {
    state: Mutex<State>,
    /// Counts the jobs, so that a helper sees a new one without the lock.
    jobs: AtomicU32,
    wake: Condvar,
    /// Held by whoever brings work: one piece at a time.
    at_work: Mutex<()>,
    helpers: AtomicUsize,
}

static POOL: Pool = Pool {
    state: Mutex::new(State { job: None, asleep: 0 }),
    jobs: AtomicU32::new(0),
    wake: Condvar::new(),
    at_work: Mutex::new(()),
    helpers: AtomicUsize::new(0),
};

/// Does every part from 0 to `parts`, in any order, on all threads that there are, and returns when all are done. Parts that
/// follow each other are mostly done by one thread, as memory is read fastest from one end to the other.
///
/// # Panics
/// When a part does.
pub fn for_each(parts: usize, work: impl Fn(usize) + Sync) {
    POOL.run(parts, &work);
}

/// Cuts `items` into chunks of `size`, the last one shorter, and does each with its number.
///
/// # Panics
/// When one of them does.
pub fn for_each_chunk<T: Send>(items: &mut [T], size: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    let (length, start) = (items.len(), Start(items.as_mut_ptr()));
    for_each(length.div_ceil(size), |part| {
        let first = part * size;
        // SAFETY: each part comes once, so nobody else has this chunk of `items`, which is borrowed until all are done.
        let chunk = unsafe { std::slice::from_raw_parts_mut(start.at(first), size.min(length - first)) };
        work(part, chunk);
    });
}

/// Where a slice starts, for threads that take disjoint parts of it.
struct Start<T>(*mut T);

// SAFETY: it is used for disjoint chunks of T, each by one thread, which T: Send allows.
unsafe impl<T: Send> Sync for Start<T> {}

impl<T> Start<T> {
    /// # Safety
    /// `index` lies within the slice.
    unsafe fn at(&self, index: usize) -> *mut T {
        // SAFETY: as the caller says.
        unsafe { self.0.add(index) }
    }
}

/// Rows of equal width, for threads that take disjoint parts of them.
pub struct Rows<'a, T> {
    start: Start<T>,
    rows: usize,
    width: usize,
    items: PhantomData<&'a mut [T]>,
}

impl<'a, T: Send> Rows<'a, T> {
    /// Cuts `items` into rows of `width`.
    pub fn new(items: &'a mut [T], width: usize) -> Self {
        let rows = items.len() / width.max(1);
        Self { start: Start(items.as_mut_ptr()), rows, width, items: PhantomData }
    }

    /// Some columns of a row.
    ///
    /// # Safety
    /// For as long as this part is held, nobody takes another that has an item in common with it.
    ///
    /// # Panics
    /// When there is no such part.
    #[allow(clippy::mut_from_ref)] // Disjoint parts, as the caller says.
    pub unsafe fn part(&self, row: usize, columns: Range<usize>) -> &mut [T] {
        assert!(row < self.rows && columns.start <= columns.end && columns.end <= self.width, "no such part");
        // SAFETY: the part lies within the items, which are borrowed for as long as `self` lives, and is nobody else's.
        unsafe { std::slice::from_raw_parts_mut(self.start.at(row * self.width + columns.start), columns.len()) }
    }
}

/// Makes this thread a helper for good. Only for a thread that may block: never a page's own.
pub fn help() -> ! {
    POOL.help()
}

impl Pool {
    fn run(&self, parts: usize, work: &(dyn Fn(usize) + Sync)) {
        let _turn = match self.at_work.try_lock() {
            Ok(turn) if parts > 1 => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            // Other work, which may be what this is a part of, keeps the helpers; or there is nothing to share.
            _ => return (0..parts).for_each(work),
        };
        let job = Job {
            work,
            parts,
            threads: 1 + self.helpers.load(Ordering::Relaxed),
            next: AtomicUsize::new(0),
            helpers: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
        };
        let mut state = self.state();
        state.job = Some(JobPointer(std::ptr::from_ref(&job).cast()));
        let asleep = state.asleep > 0;
        self.jobs.fetch_add(1, Ordering::Release);
        drop(state);
        if asleep {
            self.wake.notify_all();
        }
        let outcome = job.take_parts();
        // From here on nobody comes new to the job, and it is gone only when the last one has left.
        self.state().job = None;
        let mut looks = 0_u64;
        while job.helpers.load(Ordering::Acquire) > 0 {
            std::hint::spin_loop();
            // A worker that trapped in the middle of a part never leaves it. Nobody may wait for ever.
            looks += 1;
            assert!(looks < PATIENCE || !IN_BROWSER, "a helper does not come back");
        }
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
        assert!(!job.failed.load(Ordering::Relaxed), "a helper failed");
    }

    fn help(&self) -> ! {
        self.helpers.fetch_add(1, Ordering::Relaxed);
        let mut seen = self.jobs.load(Ordering::Acquire);
        loop {
            self.wait_for_news(seen);
            let state = self.state();
            seen = self.jobs.load(Ordering::Acquire);
            let Some(JobPointer(job)) = state.job else { continue };
            // SAFETY: the pointer stands in the state, so the job lives, and it lives until `helpers` is back at zero.
            let job = unsafe { &*job };
            job.helpers.fetch_add(1, Ordering::Relaxed);
            drop(state);
            if job.take_parts().is_err() {
                job.failed.store(true, Ordering::Relaxed);
            }
            job.helpers.fetch_sub(1, Ordering::Release);
        }
    }

    fn wait_for_news(&self, seen: u32) {
        for _ in 0..LOOKS {
            if self.jobs.load(Ordering::Acquire) != seen {
                return;
            }
            std::hint::spin_loop();
        }
        let mut state = self.state();
        while self.jobs.load(Ordering::Acquire) == seen {
            state.asleep += 1;
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.asleep -= 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job<'_> {
    /// Takes parts until none is left. After a panic the rest is left undone.
    fn take_parts(&self) -> Result<(), Box<dyn Any + Send>> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            while let Some(parts) = self.take() {
                parts.for_each(self.work);
            }
        }));
        if outcome.is_err() {
            self.next.store(self.parts, Ordering::Relaxed);
        }
        outcome
    }

    /// The next parts: many at first, and in the end single ones, so that all threads are done at about the same time
    /// (guided self-scheduling, Polychronopoulos and Kuck 1987, <https://doi.org/10.1109/TC.1987.5009495>).
    fn take(&self) -> Option<Range<usize>> {
        let end_of = |first: usize| first + (self.parts - first).div_ceil(self.threads);
        let taken = |first: usize| (first < self.parts).then(|| end_of(first));
        let first = self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).ok()?;
        Some(first..end_of(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_helpers() {
        static STARTED: std::sync::Once = std::sync::Once::new();
        STARTED.call_once(|| (0..3).for_each(|_| drop(std::thread::spawn(|| help()))));
    }

    #[test]
    fn every_part_is_done_once() {
        with_helpers();
        for round in 0..2000 {
            let parts = round % 70;
            let done: Vec<_> = (0..parts).map(|_| AtomicUsize::new(0)).collect();
            for_each(parts, |part| {
                done[part].fetch_add(1, Ordering::Relaxed);
            });
            assert!(done.iter().all(|count| count.load(Ordering::Relaxed) == 1), "{parts} parts");
        }
    }

    #[test]
    fn chunks_cover_everything() {
        with_helpers();
        for length in 0..50 {
            for size in 1..9 {
                let mut items = vec![0; length];
                for_each_chunk(&mut items, size, |part, chunk| chunk.fill(part + 1));
                assert!(items.iter().enumerate().all(|(at, part)| *part == at / size + 1), "{length} by {size}");
            }
        }
    }

    #[test]
    fn work_within_work_and_from_many_threads_ends() {
        with_helpers();
        let total = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        for_each(4, |_| {
                            for_each(3, |_| {
                                total.fetch_add(1, Ordering::Relaxed);
                            });
                        });
                    }
                });
            }
        });
        assert_eq!(total.into_inner(), 4 * 50 * 4 * 3);
    }

    #[test]
    fn a_panic_comes_back_and_the_pool_goes_on() {
        with_helpers();
        for _ in 0..20 {
            let outcome = catch_unwind(|| for_each(64, |part| assert_ne!(part, 33)));
            assert!(outcome.is_err());
            let done = AtomicUsize::new(0);
            for_each(64, |_| {
                done.fetch_add(1, Ordering::Relaxed);
            });
            assert_eq!(done.into_inner(), 64);
        }
    }
}
