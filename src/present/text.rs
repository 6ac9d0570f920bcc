//! Hits for people: title, outlet, date and id, and passages with their marks.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};

use super::safe::safe;
use super::wrap::{MarkStyle, on_one_line, wrap_lines};
use crate::article::{Article, Skip};
use crate::rank::{Folded, Hit, HitArticle, Matched, Passage, SearchResult};

/// How text is laid out.
#[derive(Debug, Clone, Default)]
pub struct TextStyle {
    /// Whether colours are used; without them marks stand between `**`.
    pub colour: bool,
    /// Columns; 0 for lines that are not broken.
    pub width: usize,
    /// Paths below this folder are shown without it.
    pub folder: Option<PathBuf>,
    /// Whether the parts of each score are shown.
    pub explain: bool,
}

/// Spaces before the lines of a hit that follow its title.
pub(super) const INDENT: &str = "   ";
/// What is said of an article whose file is no longer what was indexed.
pub(super) const STALE: &str = "! the file has changed or gone since it was indexed";
/// Digits of an id that are shown: enough to be unique in an archive of a hundred thousand.
const SHOWN_DIGITS: usize = 8;
/// Words of the opening that stand for a title where there is none.
const OPENING_WORDS: usize = 12;

impl TextStyle {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }

    pub(super) fn marks(&self) -> MarkStyle {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        MarkStyle { style: self.colour.then_some(style), around: None }
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// Returns a path as it is shown: below the folder, and with nothing unsafe in it.
    pub fn path(&self, path: &Path) -> String {
        let below = self.folder.as_ref().and_then(|folder| path.strip_prefix(folder).ok());
        safe(&below.unwrap_or(path).to_string_lossy()).into_owned()
    }
}

/// Writes the hits of a result, and the line that parts articles with all the words from those
/// with some.
///
/// # Errors
/// Those of the writer.
pub fn write_hits_text(
    out: &mut dyn Write,
    result: &SearchResult,
    style: &TextStyle,
) -> io::Result<()> {
    let mut relaxed = false;
    for (i, hit) in result.hits.iter().enumerate() {
        if hit.matched == Matched::Some && !relaxed && result.receipt.is_relaxed {
            relaxed = true;
            if i > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{}", style.dim(&some_line(result)))?;
        }
        if i > 0 || relaxed {
            writeln!(out)?;
        }
        write_hit(out, hit, style)?;
    }
    Ok(())
}

fn some_line(result: &SearchResult) -> String {
    let all = result.receipt.matched_all;
    let some = match result.receipt.matched_some {
        Some(1) => "1 article has".to_owned(),
        Some(n) => format!("{n} articles have"),
        None => "more than 10,000 articles have".to_owned(),
    };
    let more = if all == 0 { "no article has all of the words; " } else { "" };
    format!("-- {more}{some} only some of the words:")
}

fn write_hit(out: &mut dyn Write, hit: &Hit, style: &TextStyle) -> io::Result<()> {
    let article = &hit.article.article;
    let bold = Style::new().bold();
    let head = match &article.title {
        Some(title) => {
            let marks = MarkStyle { around: style.colour.then_some(bold), ..style.marks() };
            style.paint(bold, &on_one_line(&title.value, &hit.title_marks, marks))
        }
        None => opening_words(hit.opening.as_deref().unwrap_or_default()),
    };
    writeln!(out, "{}. {head}", hit.rank)?;
    writeln!(out, "{INDENT}{}", style.dim(&facts_line(&hit.article, style)))?;
    if let Some(reason) = &hit.read_error {
        writeln!(out, "{INDENT}! cannot be read back: {}", safe(reason))?;
    } else if hit.is_stale {
        writeln!(out, "{INDENT}{STALE}")?;
    }
    // An opening that matched stands among the passages.
    let lead = hit.lead.iter().filter(|lead| hit.passages.iter().all(|p| p.place != lead.place));
    for passage in lead.chain(&hit.passages) {
        write_passage(out, passage, style)?;
    }
    if hit.folded.count > 0 {
        writeln!(out, "{INDENT}{}", style.dim(&more_line(&hit.folded)))?;
    }
    if style.explain {
        let parts: Vec<String> =
            hit.parts.iter().map(|(name, part)| format!("{} {part:.6}", safe(name))).collect();
        writeln!(out, "{INDENT}score {:.6} = {}", hit.score, parts.join(" + "))?;
    }
    Ok(())
}

/// Returns the line that names the near copies folded below a hit, earliest first.
fn more_line(folded: &Folded) -> String {
    let named = folded.named.iter().map(|article| {
        let [source, date] = &facts(article)[..] else { return String::new() };
        format!("{source} ({date})")
    });
    let mut named: Vec<String> = named.collect();
    match folded.count - named.len().min(folded.count) {
        0 => {}
        1 => named.push("1 other".to_owned()),
        n => named.push(format!("{n} others")),
    }
    format!("+{} more: {}", folded.count, named.join(", "))
}

fn write_passage(out: &mut dyn Write, passage: &Passage, style: &TextStyle) -> io::Result<()> {
    let width = style.width.saturating_sub(INDENT.len());
    wrap_lines(&passage.text, &passage.marks, style.marks(), width, |line| {
        if line.is_empty() {
            return Ok(());
        }
        [INDENT, line, "\n"].iter().try_for_each(|part| out.write_all(part.as_bytes()))
    })
}

/// Returns the line below a title: outlet, date, id and file.
pub(super) fn facts_line(hit: &HitArticle, style: &TextStyle) -> String {
    let mut line = facts(&hit.article);
    line.push(short_id(&hit.id.to_string()));
    line.push(style.path(&hit.path) + &record_of(&hit.article));
    line.join(" · ")
}

/// Returns where in its file a skipped record stands, to be written behind the file's path.
pub fn place_of(skip: &Skip) -> String {
    skip.place.as_ref().map(|place| format!(", {}", safe(place))).unwrap_or_default()
}

/// Returns outlet and date as people read them.
pub(super) fn facts(article: &Article) -> Vec<String> {
    let source = article.source.as_ref().map_or("source unknown", |field| &field.value);
    let date = article
        .date
        .as_ref()
        .map_or("undated".to_owned(), |field| field.value.to_string().replacen('T', " ", 1));
    vec![safe(source).into_owned(), date]
}

/// Returns the record's address inside its file, for a record.
pub(super) fn record_of(article: &Article) -> String {
    article.record().map(|record| format!("#{}", safe(&record))).unwrap_or_default()
}

pub(super) fn short_id(id: &str) -> String {
    id.chars().take(SHOWN_DIGITS).collect()
}

/// Returns the first words of a text, with an ellipsis where it goes on.
pub(super) fn opening_words(text: &str) -> String {
    let mut words = text.split_whitespace();
    let shown: Vec<&str> = words.by_ref().take(OPENING_WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    if shown.is_empty() {
        return "(no title)".to_owned();
    }
    format!("(no title) {}{more}", safe(&shown.join(" ")))
}
