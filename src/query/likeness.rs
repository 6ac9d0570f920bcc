//! Words that resemble a typed one: those that begin so, and those that differ by a slip or two.
//!
//! Words are compared letter by letter in their folded form; hyphens and apostrophes do not count,
//! nor does a possessive `'s` at the end. A slip is a letter left out, put in, changed, or swapped
//! with its neighbour (optimal string alignment; Damerau 1964, Levenshtein 1966).

/// Most slips that can be asked for.
pub const MAX_SLIPS: u8 = 2;
/// Lengths that differ by more slips than asked for never meet: so many cells of a row matter.
const BAND: usize = 2 * MAX_SLIPS as usize + 1;

/// What is asked of the words of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    letters: Vec<char>,
    /// What stems have of them.
    in_stems: Vec<char>,
    slips: Option<u8>,
    /// How many slips fewer there may be in a word that begins with another letter.
    fewer: u8,
}

/// How far a word has been compared, letter by letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Compared {
    /// Letters seen; of a beginning, those that agreed.
    seen: usize,
    /// False when no further letter can make it fit.
    is_open: bool,
    /// The letter seen last, and the costs of the band around it now and one letter before.
    last: char,
    row: [u8; BAND],
    before: [u8; BAND],
    /// Whether the first letter differs, and fewer slips are left.
    begins_otherwise: bool,
    /// Slips at an apostrophe, and whether the `s` of a possessive has followed it.
    possessive: Option<(u8, bool)>,
}

impl Likeness {
    /// Words that begin with these letters.
    pub fn beginning(form: &str) -> Likeness {
        let letters = letters(form).collect();
        Likeness { letters, in_stems: stem_letters(form), slips: None, fewer: 0 }
    }

    /// Words that differ by at most so many slips: no more than two, and no more than one
    /// for every two letters, because half of a short word makes another word.
    pub fn fuzzy(form: &str, slips: u8) -> Likeness {
        let form = form.strip_suffix("'s").unwrap_or(form);
        let letters: Vec<char> = letters(form).collect();
        let most = u8::try_from(letters.len() / 2).unwrap_or(MAX_SLIPS).min(MAX_SLIPS);
        let slips = Some(slips.min(most));
        Likeness { letters, in_stems: stem_letters(form), slips, fewer: 0 }
    }

    /// The same, but for words that begin with another letter only those that differ by at most so
    /// many slips.
    pub fn with_other_beginnings(mut self, slips: u8) -> Likeness {
        self.fewer = self.slips.unwrap_or(0).saturating_sub(slips);
        self
    }

    /// The same for stems, where that differs: they have no points and commas, nor possessives inside a
    /// compound. What resembles a typed word resembles it without these too.
    pub fn bare(&self) -> Option<Likeness> {
        let letters = || self.in_stems.clone();
        let bare = || Likeness { letters: letters(), in_stems: letters(), ..*self };
        (self.letters != self.in_stems).then(bare)
    }

    /// Returns the letters that make a difference, each once; all others are alike.
    pub fn telling_letters(&self) -> Vec<char> {
        let mut letters = self.letters.clone();
        letters.extend(['\'', '-', 's']);
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    /// Returns how many slips there may be; `None` for a beginning.
    pub fn slips_allowed(&self) -> Option<u8> {
        self.slips
    }

    /// The state before the first letter.
    pub fn start(&self) -> Compared {
        let over = self.slips.unwrap_or(0) + 1;
        let mut row = [over; BAND];
        if let Some(slips) = self.slips {
            // Row 0: leaving out the first letters of the typed word.
            for (cell, cost) in row[slips as usize..].iter_mut().zip(0..=slips) {
                *cell = cost;
            }
        }
        Compared {
            seen: 0,
            is_open: true,
            last: '\0',
            row,
            before: [over; BAND],
            begins_otherwise: false,
            possessive: None,
        }
    }

    /// The state after one more letter.
    pub fn step(&self, compared: &Compared, letter: char) -> Compared {
        let mut next = *compared;
        match self.slips {
            None => {
                if !is_ignored(letter) && next.is_open && next.seen < self.letters.len() {
                    next.is_open = self.letters[next.seen] == letter;
                    next.seen += 1;
                }
            }
            Some(slips) => {
                next.possessive = match (letter, next.possessive) {
                    ('\'', _) => Some((self.slips_of_row(compared, slips), false)),
                    ('s', Some((cost, false))) => Some((cost, true)),
                    _ => None,
                };
                if !is_ignored(letter) {
                    self.next_row(compared, &mut next, letter, slips);
                }
            }
        }
        next
    }

    fn next_row(&self, compared: &Compared, next: &mut Compared, letter: char, slips: u8) {
        let (band, over) = (2 * slips as usize + 1, slips + 1);
        let cell = |row: &[u8; BAND], at: usize| if at < band { row[at] } else { over };
        next.before = compared.row;
        next.row = [over; BAND];
        for t in 0..band {
            // The cell stands for the first `i` letters of the typed word.
            let Some(i) = (compared.seen + 1 + t).checked_sub(slips as usize) else { continue };
            if i > self.letters.len() {
                break;
            }
            let mut cost = cell(&compared.row, t + 1).saturating_add(1);
            if t > 0 {
                cost = cost.min(next.row[t - 1].saturating_add(1));
            }
            if i > 0 {
                let changed = u8::from(self.letters[i - 1] != letter);
                cost = cost.min(cell(&compared.row, t).saturating_add(changed));
            }
            if i > 1 && self.letters[i - 1] == compared.last && self.letters[i - 2] == letter {
                cost = cost.min(cell(&compared.before, t).saturating_add(1));
            }
            next.row[t] = cost.min(over);
        }
        if compared.seen == 0 && self.fewer > 0 && self.letters.first() != Some(&letter) {
            // As if so many had been made already; those of the row before are for letters swapped.
            next.begins_otherwise = true;
            for cost in next.row.iter_mut().chain(&mut next.before) {
                *cost = cost.saturating_add(self.fewer).min(over);
            }
        }
        next.seen += 1;
        next.last = letter;
        next.is_open = next.row.iter().any(|&cost| cost <= slips);
    }

    /// Returns the letters that differ, for what comes next, from one that is not in the typed word: all
    /// that may do so, and a few more.
    pub fn onward(&self, compared: &Compared) -> impl Iterator<Item = char> + '_ {
        let slips = usize::from(self.slips.unwrap_or(0));
        // The letters of the band and, swapped, the one before it.
        let start = compared.seen.saturating_sub(slips + 1).min(self.letters.len());
        let end = (compared.seen + slips + 1).min(self.letters.len());
        self.letters[start..end].iter().copied().chain(['-', '\'', 's'])
    }

    fn slips_of_row(&self, compared: &Compared, slips: u8) -> u8 {
        let at = (self.letters.len() + slips as usize).checked_sub(compared.seen);
        at.filter(|&at| at <= 2 * slips as usize).map_or(slips + 1, |at| compared.row[at])
    }

    /// Returns true when more letters may make the word fit.
    pub fn may_fit(&self, compared: &Compared) -> bool {
        compared.is_open || compared.possessive.is_some()
    }

    /// Returns the number of slips of a word that ends here, 0 for a beginning; `None` when it does
    /// not fit.
    pub fn fits(&self, compared: &Compared) -> Option<u8> {
        let Some(slips) = self.slips else {
            return (compared.is_open && compared.seen >= self.letters.len()).then_some(0);
        };
        let whole = self.slips_of_row(compared, slips);
        let bare = compared.possessive.filter(|(_, whole)| *whole).map_or(whole, |(cost, _)| cost);
        let made_up = if compared.begins_otherwise { self.fewer } else { 0 };
        Some(whole.min(bare)).filter(|&cost| cost <= slips).map(|cost| cost.saturating_sub(made_up))
    }

    /// Returns the number of slips between the typed word and an exact form, or `None`.
    pub fn slips(&self, form: &str) -> Option<u8> {
        let end = form.chars().fold(self.start(), |compared, letter| self.step(&compared, letter));
        self.fits(&end)
    }
}

fn letters(form: &str) -> impl Iterator<Item = char> + '_ {
    form.chars().filter(|&c| !is_ignored(c))
}

/// Returns the letters of a typed form that the stem of its word may have.
fn stem_letters(form: &str) -> Vec<char> {
    let parts = form.split('-').map(|part| part.strip_suffix("'s").unwrap_or(part));
    parts.flat_map(letters).filter(|&c| !is_left_out_of_stems(c)).collect()
}

/// Points and commas: those of acronyms and numbers are in forms, not in all stems.
pub const LEFT_OUT_OF_STEMS: [char; 2] = ['.', ','];

/// Returns true for a point or a comma ([`LEFT_OUT_OF_STEMS`]).
pub fn is_left_out_of_stems(c: char) -> bool {
    LEFT_OUT_OF_STEMS.contains(&c)
}

/// Hyphens and apostrophes, as they stand in folded forms.
fn is_ignored(c: char) -> bool {
    c == '-' || c == '\''
}

#[cfg(test)]
mod tests {
    //! 1. Slips are counted as the whole table counts them. 2. Hyphens, apostrophes and possessives
    //! do not count. 3. A beginning fits whatever follows.

    use super::*;
    use proptest::prelude::*;

    /// Optimal string alignment by the whole table.
    fn table(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = match (i, j) {
                    (0, n) | (n, 0) => n,
                    _ => {
                        let changed = usize::from(a[i - 1] != b[j - 1]);
                        let mut cost = (d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                        cost = cost.min(d[i - 1][j - 1] + changed);
                        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                            cost = cost.min(d[i - 2][j - 2] + 1);
                        }
                        cost
                    }
                };
            }
        }
        d[a.len()][b.len()]
    }

    #[test]
    fn signs_and_possessives_do_not_count() {
        let zelenski = Likeness::fuzzy("zelenski", 1);
        assert_eq!(zelenski.slips("zelensky"), Some(1));
        assert_eq!(zelenski.slips("zelensky's"), Some(1));
        assert_eq!(zelenski.slips("zelenskyy"), None);
        assert_eq!(zelenski.slips("zelenksi"), Some(1));
        assert_eq!(zelenski.slips("zelenski"), Some(0));
        assert_eq!(Likeness::fuzzy("ceasefire", 1).slips("cease-fire"), Some(0));
        assert_eq!(Likeness::fuzzy("zelensky's", 1).slips("zelensky"), Some(0));
    }

    #[test]
    fn a_beginning_fits_whatever_follows() {
        let guarant = Likeness::beginning("guarant");
        assert_eq!(guarant.slips("guarantees"), Some(0));
        assert_eq!(guarant.slips("guarant"), Some(0));
        assert_eq!(guarant.slips("guaran"), None);
        assert_eq!(guarant.slips("guardant"), None);
        assert_eq!(Likeness::beginning("cease-f").slips("ceasefire"), Some(0));
    }

    proptest! {
        #[test]
        fn words_that_begin_with_another_letter_have_fewer_slips(a in "[a-c]{1,7}", b in "[a-c]{0,7}") {
            let two = Likeness::fuzzy(&a, 2);
            let most = if a.chars().next() == b.chars().next() { 2 } else { 1 };
            let expected = two.slips(&b).filter(|&slips| b.is_empty() || slips <= most);
            prop_assert_eq!(two.with_other_beginnings(1).slips(&b), expected);
        }

        #[test]
        fn slips_are_counted_as_the_whole_table_counts_them(a in "[a-cé]{0,7}", b in "[a-cé]{0,7}", k in 1..=2_u8) {
            let slow = table(&a, &b);
            let most = k.min((a.chars().count() / 2) as u8);
            let expected = u8::try_from(slow).ok().filter(|&slips| slips <= most);
            prop_assert_eq!(Likeness::fuzzy(&a, k).slips(&b), expected);
        }
    }
}
