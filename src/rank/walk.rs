//! A dictionary of terms, walked where a term may fit.
//!
//! The engine's own search fetches the node behind a branch before it asks whether anything there
//! can fit; most branches cannot, and fetching is nearly all that such a walk costs. Here a branch
//! is left at its first byte.

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

    /// Returns the one byte that leads on from a state, where there is only one.
    fn only(&self, state: &Self::State) -> Option<u8>;
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
    /// A term that fits.
    Term(&'a [u8]),
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
    let mut path: Vec<(Node<'_>, R::State, std::ops::Range<usize>)> = Vec::new();
    let root = dictionary.root();
    let start = reader.start();
    let branches = branches_of(&root, reader.only(&start));
    path.push((root, start, branches));
    while let Some((node, state, left)) = path.last_mut() {
        let Some(next) = left.next() else {
            path.pop();
            term.pop();
            continue;
        };
        let branch = node.transition(next);
        match reader.read(state, branch.inp) {
            Branch::Leave => {}
            Branch::Take => {
                term.push(branch.inp);
                found(Taken::Branch(&term))?;
                term.pop();
            }
            Branch::Follow(state) => {
                term.push(branch.inp);
                let node = dictionary.node(branch.addr);
                if node.is_final() && reader.fits(&state) {
                    found(Taken::Term(&term))?;
                }
                let branches = branches_of(&node, reader.only(&state));
                path.push((node, state, branches));
            }
        }
    }
    Ok(())
}

/// Returns the branches of a node, or the one that begins with a byte.
fn branches_of(node: &Node<'_>, only: Option<u8>) -> std::ops::Range<usize> {
    match only {
        None => 0..node.len(),
        Some(byte) => node.find_input(byte).map_or(0..0, |at| at..at + 1),
    }
}
