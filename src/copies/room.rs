//! Room for long lists that are soon dropped.

/// An allocator asks the system for what is larger than this by itself, and gives it back when it is
/// dropped (glibc: 32 MiB at the most). What is smaller it may keep, and the longer the lists were that
/// it got back, the more of it.
const APART_BYTES: usize = (32 << 20) + (1 << 20);
/// Shorter lists are no matter.
const LONG_BYTES: usize = 2 << 20;

/// Returns an empty list that is to hold about so many things. What is not used of its room is never
/// touched, and takes no memory.
pub fn room<T>(count: usize) -> Vec<T> {
    let size = size_of::<T>().max(1);
    let is_long = count.saturating_mul(size) >= LONG_BYTES;
    Vec::with_capacity(if is_long { count.max(APART_BYTES / size) } else { count })
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn long_lists_lie_apart() {
        assert!(room::<u64>(1 << 20).capacity() * 8 > 32 << 20);
        assert!(room::<u64>(6 << 20).capacity() >= 6 << 20);
        assert!(room::<u64>(1_000).capacity() < 2_000);
        assert_eq!(room::<u64>(0).capacity(), 0);
    }
}
