//! Quotation marks: where a quoted text begins and ends, and which marks can hold which text.
//!
//! There are three kinds, and a quoted text ends at the next mark of the kind it began with,
//! whichever way that mark faces: people mix straight and curly marks, and German, Swedish and
//! English turn the same marks in different directions. A lone single quote is an apostrophe.

/// A kind of quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `"`, and the curly, low and full-width forms of it.
    Double,
    /// `«` and `»`.
    Guillemet,
    /// Two or more single quotes or backticks in a row, as typewriters and wire services do.
    Singles,
}

/// A quoted text found in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoted {
    /// Bytes of the opening marks, of the text between, and of the closing marks.
    Closed(usize, usize, usize),
    /// Bytes of the opening marks; nothing closes them.
    Open(usize),
    /// Bytes of marks with nothing between them.
    Empty(usize),
}

/// Returns whether `c` quotes by itself, as a single quote does not.
pub(super) fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '\u{FF02}' | '«' | '»')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '`')
}

impl Marks {
    fn holds(self, c: char) -> bool {
        match self {
            Marks::Double => is_double(c) && !Marks::Guillemet.holds(c),
            Marks::Guillemet => matches!(c, '«' | '»'),
            Marks::Singles => is_single(c),
        }
    }

    /// Returns the number of marks of this kind that `text` begins with, and their bytes.
    fn run(self, text: &str, at_most: usize) -> (usize, usize) {
        let marks = text.chars().take_while(|&c| self.holds(c)).take(at_most);
        marks.fold((0, 0), |(count, bytes), c| (count + 1, bytes + c.len_utf8()))
    }

    /// Returns where the next closing mark begins.
    fn find(self, text: &str) -> Option<usize> {
        let mut before_is_mark = false;
        for (at, c) in text.char_indices() {
            let is_mark = self.holds(c);
            match self {
                Marks::Singles if is_mark && before_is_mark => {
                    // The run begins one mark earlier.
                    return text[..at].char_indices().next_back().map(|(at, _)| at);
                }
                Marks::Singles => before_is_mark = is_mark,
                _ if is_mark => return Some(at),
                _ => {}
            }
        }
        None
    }
}

/// Returns the quoted text that `text` begins with; `None` when it begins with no opening mark.
///
/// A text without a closing mark is looked through once for each kind of mark at most: it has no
/// later mark of that kind that could open anything.
pub(super) fn quoted_text(text: &str) -> Option<Quoted> {
    let first = text.chars().next()?;
    let marks = [Marks::Double, Marks::Guillemet, Marks::Singles].into_iter();
    let marks = marks.into_iter().find(|marks| marks.holds(first))?;
    let (count, open) = marks.run(text, usize::MAX);
    if marks == Marks::Singles && count < 2 {
        return None;
    }
    let rest = &text[open..];
    let blank_follows = rest.chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
    if count > 1 && marks != Marks::Singles && blank_follows {
        return Some(Quoted::Empty(open));
    }
    let Some(inside) = marks.find(rest) else { return Some(Quoted::Open(open)) };
    let at_most = if marks == Marks::Singles { usize::MAX } else { count };
    let (_, close) = marks.run(&rest[inside..], at_most);
    Some(Quoted::Closed(open, inside, close))
}

/// Returns how many bytes of `word` are left when quotation marks at its end are taken off.
pub(super) fn without_closing_marks(word: &str) -> usize {
    let mut kept = word;
    loop {
        let bare = kept.trim_end_matches(is_double);
        let singles = bare.chars().rev().take_while(|&c| is_single(c)).count();
        let bare = if singles > 1 { bare.trim_end_matches(is_single) } else { bare };
        if bare.len() == kept.len() {
            return kept.len();
        }
        kept = bare;
    }
}

/// Returns the text between marks that it does not hold itself, so that it reads back.
///
/// Quoted text that was read can always be held. For another text that mixes all three kinds,
/// marks inside give way to spaces.
pub(in crate::query) fn quoted(text: &str) -> String {
    let edge = |c: Option<char>| c.is_some_and(is_single);
    if !text.contains(|c| Marks::Double.holds(c)) {
        format!("\"{text}\"")
    } else if !text.contains(|c| Marks::Guillemet.holds(c)) {
        format!("«{text}»")
    } else if Marks::Singles.find(text).is_none() {
        let before = if edge(text.chars().next()) { " " } else { "" };
        let after = if edge(text.chars().next_back()) { " " } else { "" };
        format!("''{before}{text}{after}''")
    } else {
        format!("\"{}\"", text.replace(|c| Marks::Double.holds(c), " ").trim())
    }
}
