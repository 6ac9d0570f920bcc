//! Work in halves, each by a thread of its own where there is one.
//!
//! A search that runs in a pool of rayon's takes what threads of it are idle; elsewhere it is done by the
//! thread that asks alone. What it answers is the same.

/// Returns how many threads may work at once.
pub fn threads() -> usize {
    if rayon::current_thread_index().is_some() { rayon::current_num_threads() } else { 1 }
}

/// Runs both, at once where another thread is idle.
pub fn both<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads() > 1 { rayon::join(first, second) } else { (first(), second()) }
}

/// Returns what `run` gives for all items, in their order, where it is given `pieces` runs of them at the most.
///
/// # Errors
/// The first that `run` gives.
pub fn in_pieces<T: Send, R: Send, E: Send>(
    mut items: Vec<T>,
    pieces: usize,
    run: &(impl Fn(Vec<T>) -> Result<Vec<R>, E> + Sync),
) -> Result<Vec<R>, E> {
    if pieces < 2 || items.len() < 2 {
        return run(items);
    }
    let (before, behind) = (pieces / 2, pieces - pieces / 2);
    let others = items.split_off(items.len() * before / pieces);
    let (first, second) = both(|| in_pieces(items, before, run), || in_pieces(others, behind, run));
    let mut all = first?;
    all.extend(second?);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_order_and_their_number() {
        let runs = std::sync::Mutex::new(Vec::new());
        let run = |items: Vec<u32>| {
            runs.lock().unwrap().push(items.len());
            if items.contains(&99) { Err("99") } else { Ok(items) }
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        pool.install(|| {
            assert_eq!(threads(), 3);
            assert_eq!(in_pieces((0..10).collect(), threads(), &run), Ok((0..10).collect()));
            assert_eq!(in_pieces((90..100).collect(), threads(), &run), Err("99"));
        });
        assert_eq!(threads(), 1);
        assert_eq!(runs.lock().unwrap()[..].len(), 6);
    }
}
