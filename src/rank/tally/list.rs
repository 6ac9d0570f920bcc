//! A list that is added up, taken from its front.

use tantivy::postings::BlockSegmentPostings;

/// Documents in ascending order, with their places.
pub struct List {
    pub of: Of,
    /// Documents that were taken, of the block at hand or of all.
    pub taken: usize,
    /// What a place counts for, in hundredths; in units when they are added up.
    pub weight: u32,
}

/// Where documents come from.
pub enum Of {
    Postings(Box<BlockSegmentPostings>),
    /// Documents, and as many counts.
    Counted(Vec<u32>, Vec<u32>),
}

impl List {
    /// Returns how many documents there are at most.
    pub fn most(&self) -> usize {
        match &self.of {
            Of::Postings(postings) => postings.doc_freq() as usize,
            Of::Counted(docs, _) => docs.len(),
        }
    }

    /// Returns the first document that was not taken yet.
    pub fn next(&self) -> Option<u32> {
        match &self.of {
            Of::Postings(postings) => postings.docs().get(self.taken).copied(),
            Of::Counted(docs, _) => docs.get(self.taken).copied(),
        }
    }

    /// Takes the documents below `end`, with what their places count for.
    #[inline]
    pub fn take_below(&mut self, end: u32, mut found: impl FnMut(u32, u32)) {
        match self.weight {
            1 => self.take_places_below(end, found),
            weight => self.take_places_below(end, |doc, n| found(doc, n.saturating_mul(weight))),
        }
    }

    #[inline]
    fn take_places_below(&mut self, end: u32, mut found: impl FnMut(u32, u32)) {
        self.take_blocks_below(end, |docs, counts| {
            docs.iter().zip(counts).for_each(|(&doc, &count)| found(doc, count));
        });
    }

    /// Takes the documents below `end` some at a time, with their places.
    #[inline]
    pub fn take_blocks_below(&mut self, end: u32, mut found: impl FnMut(&[u32], &[u32])) {
        let List { of, taken, .. } = self;
        let below = |docs: &[u32]| {
            let is_over = docs.last().is_some_and(|&last| last >= end);
            if is_over { docs.partition_point(|&doc| doc < end) } else { docs.len() }
        };
        match of {
            Of::Counted(docs, counts) => {
                let below = below(&docs[*taken..]);
                found(&docs[*taken..][..below], &counts[*taken..][..below]);
                *taken += below;
            }
            Of::Postings(postings) => loop {
                let docs = &postings.docs()[*taken..];
                let below = below(docs);
                found(&docs[..below], &postings.freqs()[*taken..][..below]);
                if below < docs.len() || docs.is_empty() {
                    *taken += below;
                    return;
                }
                postings.advance();
                *taken = 0;
            },
        }
    }
}
