//! A dictionary of terms, walked where a term may fit.
//!
//! The engine's own search fetches the node behind a branch before it asks whether anything there
//! can fit; most branches cannot, and fetching is nearly all that such a walk costs. Here a branch
//! is left at its first byte, and where few bytes can lead on, only those are looked for: where no
//! slip is left that is so at nearly every node.

use std::ops::Deref;

use tantivy_fst::raw::{Fst, Node};

/// Reads terms byte by byte, and says where to go on.
pub trait TermReader {
    /// What has been read of a term.
    type State: Copy;

    /// Returns the state before the first byte.
    fn start(&mut self) -> Self::State;

    /// Returns where to go from a state by one more byte.
    fn read(&mut self, state: &Self::State, byte: u8) -> Branch<Self::State>;

    /// Returns true when a term that ends here fits.
    fn fits(&self, state: &Self::State) -> bool;

    /// Returns the bytes that may lead on from a state; there may be more of them than do.
    fn onward(&mut self, state: &Self::State) -> Bytes;
}

/// A set of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// No byte.
    pub const NONE: Bytes = Bytes([0; 4]);
    /// Every byte.
    pub const ANY: Bytes = Bytes([u64::MAX; 4]);

    /// Puts in one more.
    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte) >> 6] |= 1 << (byte & 63);
    }

    /// Returns true for a byte of the set.
    fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte) >> 6] >> (byte & 63) & 1 == 1
    }

    /// Returns these and those.
    pub fn or(self, others: Bytes) -> Bytes {
        Bytes(std::array::from_fn(|i| self.0[i] | others.0[i]))
    }

    /// Calls `each` with every one, the greatest first.
    fn each_backwards(self, mut each: impl FnMut(u8)) {
        for (word, mut left) in self.0.into_iter().enumerate().rev() {
            while left != 0 {
                let bit = left.ilog2();
                left ^= 1 << bit;
                each((word << 6) as u8 | bit as u8);
            }
        }
    }
}

/// Where a byte leads.
pub enum Branch<S> {
    /// No term that begins so fits.
    Leave,
    /// Some may.
    Follow(S),
    /// All may: they are taken together.
    Take,
}

/// What a walk finds, in the order of the terms.
pub enum Taken<'a> {
    /// A term that fits, with its number.
    Term(&'a [u8], u64),
    /// What a branch begins with whose terms may all fit.
    Branch(&'a [u8]),
}

/// Calls `found` for what a reader takes from a dictionary, until that fails.
pub fn walk<R: TermReader, D: Deref<Target = [u8]>, E>(
    dictionary: &Fst<D>,
    reader: &mut R,
    mut found: impl FnMut(Taken<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut term: Vec<u8> = Vec::new();
    let mut path: Vec<Step<'_, R::State>> = Vec::new();
    // The branches that were chosen of the nodes of the path, the next one last.
    let mut chosen: Vec<u8> = Vec::new();
    let start = reader.start();
    path.push(Step::at(dictionary.root(), 0, start, reader, &mut chosen));
    while let Some(step) = path.last_mut() {
        let Some(next) = step.left.next(&mut chosen) else {
            path.pop();
            term.pop();
            continue;
        };
        let branch = step.node.transition(next);
        match reader.read(&step.state, branch.inp) {
            Branch::Leave => {}
            Branch::Take => {
                term.push(branch.inp);
                found(Taken::Branch(&term))?;
                term.pop();
            }
            Branch::Follow(state) => {
                term.push(branch.inp);
                let node = dictionary.node(branch.addr);
                let number = step.number + branch.out.value();
                if node.is_final() && reader.fits(&state) {
                    found(Taken::Term(&term, number))?;
                }
                path.push(Step::at(node, number, state, reader, &mut chosen));
            }
        }
    }
    Ok(())
}

/// A node that was come to.
struct Step<'f, S> {
    node: Node<'f>,
    /// The number of the first term behind it.
    number: u64,
    state: S,
    left: Left,
}

/// The branches of a node that are still to be looked at.
enum Left {
    /// All of these.
    All(std::ops::Range<usize>),
    /// Those that were chosen after so many.
    Chosen(usize),
}

/// So few branches are all read, which is no more work than to find out which need not be …
const FEW_BRANCHES: usize = 2;
/// … and in so many each byte is searched for.
const MANY_BRANCHES: usize = 24;

impl<'f, S: Copy> Step<'f, S> {
    fn at<R: TermReader<State = S>>(
        node: Node<'f>,
        number: u64,
        state: S,
        reader: &mut R,
        chosen: &mut Vec<u8>,
    ) -> Step<'f, S> {
        let all = Left::All(0..node.len());
        if node.len() <= FEW_BRANCHES {
            return Step { left: all, node, number, state };
        }
        let onward = reader.onward(&state);
        if onward == Bytes::ANY {
            return Step { left: all, node, number, state };
        }
        let left = Left::Chosen(chosen.len());
        // A node has one branch a byte, so its number is one.
        if node.len() < MANY_BRANCHES {
            for branch in (0..node.len()).rev() {
                if onward.has(node.transition(branch).inp) {
                    chosen.push(branch as u8);
                }
            }
        } else {
            onward.each_backwards(|byte| {
                chosen.extend(node.find_input(byte).map(|branch| branch as u8));
            });
        }
        Step { node, number, state, left }
    }
}

impl Left {
    fn next(&mut self, chosen: &mut Vec<u8>) -> Option<usize> {
        match self {
            Left::All(branches) => branches.next(),
            Left::Chosen(before) if chosen.len() > *before => chosen.pop().map(usize::from),
            Left::Chosen(_) => None,
        }
    }
}
