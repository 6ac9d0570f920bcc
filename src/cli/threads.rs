//! Several threads for the searches of one person.

use talks::index::Archive;

/// What more threads would gain, starting them costs.
const MOST: usize = 4;

/// How many searches there will be.
#[derive(Clone, Copy)]
pub enum Searches {
    /// It has to gain what it takes to start the threads, a tenth of a millisecond.
    One,
    Many,
}

/// Lets this thread's searches of a large archive take others.
pub fn start(archive: &Archive, searches: Searches) {
    let large = match searches {
        Searches::One => 250_000,
        Searches::Many => 10_000,
    };
    let threads = processors().min(MOST);
    if archive.totals().articles < large || threads < 2 {
        return;
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).use_current_thread();
    // Without them it takes longer, and is the same.
    let _ = pool.build_global();
}

/// Returns how many processors this process may use. The standard library reads the limits of its group
/// too, which takes as long as starting a thread.
#[cfg(target_os = "linux")]
fn processors() -> usize {
    rustix::thread::sched_getaffinity(None).map_or(1, |set| set.count() as usize)
}

#[cfg(not(target_os = "linux"))]
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}
