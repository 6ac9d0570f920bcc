//! Marked text -> lines that fit a width.

use std::convert::Infallible;
use std::ops::Range;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::safe::{is_plain, safe};

/// How marks look.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkStyle {
    /// On a terminal with colour.
    pub style: Option<Style>,
    /// The look of the text around: what ends a mark ends all looks, and this one goes on.
    pub around: Option<Style>,
}

impl MarkStyle {
    fn open(self, out: &mut String) {
        match self.style {
            Some(style) => out.push_str(&style.render().to_string()),
            None => out.push_str("**"),
        }
    }

    fn close(self, out: &mut String) {
        match self.style {
            Some(style) => {
                out.push_str(&style.render_reset().to_string());
                out.extend(self.around.map(|around| around.render().to_string()));
            }
            None => out.push_str("**"),
        }
    }

    /// Columns that the signs of one mark take.
    fn width(self) -> usize {
        if self.style.is_some() { 0 } else { 4 }
    }
}

/// Returns the marks that hold a part of `part`; `marks` are in order and apart.
fn marks_in<'a>(marks: &'a [Range<usize>], part: &Range<usize>) -> &'a [Range<usize>] {
    let from = marks.partition_point(|mark| mark.end <= part.start);
    let length = marks[from..].partition_point(|mark| mark.start < part.end);
    &marks[from..from + length]
}

/// Returns `text` on one line, with its marks, which are in order and apart, shown and nothing unsafe
/// in it. White space is one space, line breaks too.
pub(super) fn on_one_line(text: &str, marks: &[Range<usize>], style: MarkStyle) -> String {
    let mut all = String::new();
    let each = |line: &str| {
        all.push_str(line);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = wrap(text, marks, style, 0, each);
    all
}

/// Calls `each` for each line of `text`, broken at white space so that it takes at most `width` columns, with
/// its marks, which are in order and apart, shown and nothing unsafe in it. A word that is longer than a line
/// stands alone on one. A width of 0 means that no line is broken. A line of white space is an empty one.
pub(super) fn wrap_lines<E>(
    text: &str,
    marks: &[Range<usize>],
    style: MarkStyle,
    width: usize,
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let is_open = !text.is_empty() && !text.ends_with('\n');
    for end in ends.chain(is_open.then_some(text.len())) {
        // A mark that comes over the break begins with the first word, not before it.
        let line = text[start..end].trim();
        let first = line.as_ptr() as usize - text.as_ptr() as usize;
        start = end;
        if line.is_empty() {
            each("")?;
            continue;
        }
        let here = first..first + line.len();
        let clipped = |m: &Range<usize>| {
            m.start.max(here.start) - here.start..m.end.min(here.end) - here.start
        };
        let marks: Vec<Range<usize>> = marks_in(marks, &here).iter().map(clipped).collect();
        wrap(line, &marks, style, width, &mut each)?;
    }
    Ok(())
}

/// Calls `each` for the lines of a text that is one line as it stands, none where there is no word.
fn wrap<E>(
    text: &str,
    marks: &[Range<usize>],
    style: MarkStyle,
    width: usize,
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    // Most texts are plain, and then nothing has to be asked of a word.
    let is_plain = is_plain(text);
    if !is_plain || text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
        return wrap_as(text, marks, style, width, is_plain, each);
    }
    if width == 0 || text.len() + marks.len() * style.width() <= width {
        if marks.is_empty() {
            return if text.is_empty() { Ok(()) } else { each(text) };
        }
        let mut line = String::with_capacity(text.len() + 4 * marks.len());
        push_word(text, &(0..text.len()), marks, style, &mut line);
        return each(&line);
    }
    if marks.is_empty() {
        return wrap_plain(text, width, each);
    }
    wrap_as(text, marks, style, width, is_plain, each)
}

/// Does so with plain words that have one space between two of them, and no marks.
fn wrap_plain<E>(
    text: &str,
    width: usize,
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = text;
    while rest.len() > width {
        let bytes = rest.as_bytes();
        let last = memchr::memrchr(b' ', &bytes[..=width]);
        let Some(end) = last.or_else(|| memchr::memchr(b' ', bytes)) else { break };
        each(&rest[..end])?;
        rest = &rest[end + 1..];
    }
    each(rest)
}

/// Does so; a text that is plain may be taken for one that is not.
fn wrap_as<E>(
    text: &str,
    marks: &[Range<usize>],
    style: MarkStyle,
    width: usize,
    is_plain: bool,
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let (mut line, mut columns) = (String::new(), 0);
    let mut inside = false;
    let mut ahead = marks;
    let mut add = |word: Range<usize>| {
        while ahead.first().is_some_and(|mark| mark.end <= word.start) {
            ahead = &ahead[1..];
        }
        let marks = &ahead[..ahead.iter().take_while(|mark| mark.start < word.end).count()];
        let in_word = marks.iter().filter(|mark| mark.start >= word.start).count();
        let wide = if is_plain { word.len() } else { columns_of(&text[word.clone()]) };
        let needed = wide + in_word * style.width();
        let breaks = !line.is_empty() && width > 0 && columns + 1 + needed > width;
        // A mark that spans the break is closed on this line and opened on the next.
        if breaks {
            if inside {
                style.close(&mut line);
            }
            each(&line)?;
            line.clear();
            columns = 0;
            if inside {
                style.open(&mut line);
                columns += style.width();
            }
        } else if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        if is_plain && marks.is_empty() {
            line.push_str(&text[word]);
            inside = false;
        } else {
            inside = push_word(text, &word, marks, style, &mut line);
        }
        columns += needed;
        Ok(())
    };
    if is_plain {
        // The only white space there is.
        let mut start = 0;
        for end in memchr::memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
            if end > start {
                add(start..end)?;
            }
            start = end + 1;
        }
    } else {
        words(text).try_for_each(add)?;
    }
    if line.is_empty() { Ok(()) } else { each(&line) }
}

/// Returns how many columns a word takes as it is shown.
fn columns_of(word: &str) -> usize {
    if is_plain(word) { word.len() } else { safe(word).width() }
}

/// Appends one word with its marks; returns whether one goes on behind it.
fn push_word(
    text: &str,
    word: &Range<usize>,
    marks: &[Range<usize>],
    style: MarkStyle,
    line: &mut String,
) -> bool {
    let mut at = word.start;
    let mut goes_on = false;
    for mark in marks {
        if mark.start >= word.start {
            line.push_str(&safe(&text[at..mark.start]));
            at = mark.start;
            style.open(line);
        }
        let end = mark.end.min(word.end);
        line.push_str(&safe(&text[at..end]));
        at = end;
        goes_on = mark.end > word.end;
        if !goes_on {
            style.close(line);
        }
    }
    line.push_str(&safe(&text[at..word.end]));
    goes_on
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: MarkStyle = MarkStyle { style: None, around: None };

    /// What is handed to the function it is given, one after the other.
    fn all(lines: impl FnOnce(&mut dyn FnMut(&str) -> Result<(), Infallible>)) -> Vec<String> {
        let mut all = Vec::new();
        lines(&mut |line| {
            all.push(line.to_owned());
            Ok(())
        });
        all
    }

    fn wrapped(text: &str, marks: &[Range<usize>], style: MarkStyle, width: usize) -> Vec<String> {
        all(|each| wrap(text, marks, style, width, each).unwrap())
    }

    fn wrapped_as(text: &str, marks: &[Range<usize>], width: usize, plain: bool) -> Vec<String> {
        all(|each| wrap_as(text, marks, PLAIN, width, plain, each).unwrap())
    }

    #[test]
    fn marks_show_and_survive_a_break() {
        let text = "one two three four";
        let mark = std::iter::once(4..13).collect::<Vec<_>>();
        assert_eq!(wrapped(text, &mark, PLAIN, 0), ["one **two three** four"]);
        assert_eq!(wrapped(text, &mark, PLAIN, 11), ["one **two**", "**three**", "four"]);
        assert_eq!(wrapped("a-b, c", &[0..1, 2..3], PLAIN, 0), ["**a**-**b**, c"]);
    }

    #[test]
    fn a_mark_over_the_break_of_an_indented_line_opens_again() {
        let text = "one two\n    three four\n\n  five";
        let mark = std::iter::once(4..17).collect::<Vec<_>>();
        let lines = all(|each| wrap_lines(text, &mark, PLAIN, 0, each).unwrap());
        assert_eq!(lines, ["one **two**", "**three** four", "", "five"]);
    }

    #[test]
    fn each_word_gets_its_own_marks() {
        let text = "ab ".repeat(20_000);
        let marks: Vec<_> = (0..20_000).map(|i| 3 * i..3 * i + 1).collect();
        let lines = wrapped(&text, &marks, PLAIN, 7);
        assert_eq!((lines.len(), &*lines[0], &*lines[19_999]), (20_000, "**a**b", "**a**b"));
        assert_eq!(wrapped("abc d", &[0..1, 1..2, 2..5], PLAIN, 0), ["**a****b****c d**"]);
    }

    #[test]
    fn what_is_around_a_mark_goes_on_behind_it() {
        let (style, around) = (Some(Style::new().italic()), Some(Style::new().bold()));
        let lines = wrapped("a b", std::slice::from_ref(&(0..1)), MarkStyle { style, around }, 0);
        assert_eq!(lines, ["\u{1b}[3ma\u{1b}[0m\u{1b}[1m b"]);
    }

    proptest::proptest! {
        #[test]
        fn plain_text_is_broken_as_any_other(
            text in "[ a-c~]{0,60}",
            cuts in proptest::collection::btree_set(0_usize..60, 0..12),
            width in 0_usize..14,
        ) {
            let cuts: Vec<usize> = cuts.into_iter().filter(|at| *at <= text.len()).collect();
            let marks = cuts.chunks_exact(2).map(|cut| cut[0]..cut[1]);
            let is_space = |at: usize| text.as_bytes()[at] == b' ';
            // What is marked is words.
            let marks = marks.filter(|mark| !is_space(mark.start) && !is_space(mark.end - 1));
            let marks: Vec<_> = marks.collect();
            let slowly = wrapped_as(&text, &marks, width, false);
            proptest::prop_assert_eq!(&wrapped_as(&text, &marks, width, true), &slowly);
            proptest::prop_assert_eq!(wrapped(&text, &marks, PLAIN, width), slowly);
            let spaced = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>();
            let without = wrapped_as(&text, &[], width, false);
            proptest::prop_assert_eq!(wrapped(&spaced.join(" "), &[], PLAIN, width), without);
            let spaced = text.replace(' ', "c");
            let slowly = wrapped_as(&spaced, &marks, width, false);
            proptest::prop_assert_eq!(wrapped(&spaced, &marks, PLAIN, width), slowly);
        }
    }

    #[test]
    fn wide_characters_count_double_and_unsafe_ones_are_replaced() {
        assert_eq!(wrapped("北京 大学", &[], PLAIN, 5), ["北京", "大学"]);
        assert_eq!(wrapped("a\u{1b}b\nc", &[], PLAIN, 0), ["a\u{FFFD}b c"]);
        assert_eq!(wrapped("", &[], PLAIN, 10), Vec::<String>::new());
    }
}
