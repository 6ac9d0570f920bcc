//! `talks query`: ranked passages that answer a query.

mod batch;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use talks::date::Date;
use talks::error::Error;
use talks::present::{
    safe, write_count_json, write_files_json, write_hits_json, write_hits_jsonl, write_hits_text,
    write_hits_trec,
};
use talks::query::ast::Query;
use talks::query::{Mode, ParseOptions, Within, parse, parse_span};
use talks::rank::{Match, Recent, SearchRequest, SearchResult, Sort, Suggestion, search};

use super::index::count;
use super::threads;
use super::when::{FilterArgs, today};
use super::{Context, Outcome, Run};

/// Words named of those that one word also stands for; `--json` has all of them.
const EXPANSIONS: usize = 12;

/// Added words that the receipt names without being asked.
const ADDED_SHOWN: usize = 20;

#[derive(Args)]
pub struct QueryArgs {
    /// What to look for; several arguments are one query
    #[arg(value_name = "QUERY", required_unless_present = "batch")]
    query: Vec<String>,

    #[command(flatten)]
    syntax: SyntaxArgs,

    #[command(flatten)]
    filter: FilterArgs,

    /// Most hits to show [default: 10; with -l all]
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,

    /// Hits to leave out at the head
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    /// Most passages to show of each hit
    #[arg(long, value_name = "N", default_value_t = 1)]
    passages: usize,

    /// Show the opening of each article too
    #[arg(long)]
    lead: bool,

    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: SortArg,

    /// Prefer fresh articles: a score halves with each half-life of the article's age (7d, 2w, 3m,
    /// 1y), counted from the newest that matches [default half-life: 30d]
    #[arg(
        long,
        value_name = "HALF-LIFE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "30d",
        conflicts_with = "sort"
    )]
    recent: Option<String>,

    /// Add the words that the best articles share, and say which
    #[arg(long)]
    expand: bool,

    /// Which articles to show: with all the words, or with any of them [default: all, then some]
    #[arg(long = "match", value_name = "WHICH")]
    matching: Option<MatchArg>,

    /// All words in one sentence, or in one paragraph; nothing is relaxed then
    #[arg(long, value_name = "WHAT")]
    within: Option<WithinArg>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// Print as JSON, the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// Print only the number of matching articles
    #[arg(long, short = 'c', conflicts_with_all = ["files", "batch"])]
    count: bool,

    /// Print only the files of matching articles
    #[arg(long = "files", short = 'l', conflicts_with = "batch")]
    files: bool,

    /// With -l, end each file's name with a NUL
    #[arg(long, short = '0', requires = "files")]
    null: bool,

    /// Show near copies of a story as hits of their own, not below the best of them (text only)
    #[arg(long)]
    no_group: bool,

    /// Say how the query was read, and how each score came about
    #[arg(long)]
    explain: bool,

    /// Ask each query of a file: `id<TAB>query` a line, or JSON Lines with `_id` and `text`; - for
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
}

// How the text of a query is read. No doc comment: clap would print it as what the whole command does.
#[derive(Args)]
pub struct SyntaxArgs {
    /// Read everything as words: no operators, no quotes, no fields
    #[arg(long)]
    words: bool,

    /// Read the whole query as one phrase
    #[arg(long, conflicts_with = "words")]
    phrase: bool,

    /// Take words as they stand: no other endings, compounds or spellings of names
    #[arg(long)]
    exact: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortArg {
    Score,
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WithinArg {
    Sentence,
    Paragraph,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MatchArg {
    All,
    Some,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Trec,
}

impl SyntaxArgs {
    /// Parses the text of a query.
    ///
    /// # Errors
    /// [`Error::BadQuery`].
    pub fn parse(&self, text: &str) -> Result<Query, Error> {
        let mode = match (self.words, self.phrase) {
            (true, _) => Mode::Words,
            (_, true) => Mode::Phrase,
            _ => Mode::Syntax,
        };
        // To ask for the day takes as long as to parse; only behind a field can it matter.
        let today = if text.contains(':') { today() } else { Date::EPOCH };
        let query = parse(text, &ParseOptions { mode, today }).map_err(|error| {
            Error::BadQuery { text: text.to_owned(), at: error.at, reason: error.reason }
        })?;
        Ok(if self.exact { query.exact() } else { query })
    }
}

impl QueryArgs {
    /// Returns true when errors are to be printed as JSON too.
    pub fn wants_json(&self) -> bool {
        matches!(self.format(), Format::Json | Format::Jsonl)
    }

    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    fn recent(&self) -> Result<Option<Recent>, Error> {
        let Some(value) = &self.recent else { return Ok(None) };
        let days = parse_span(value, today()).map_err(|reason| Error::BadArgument {
            option: "--recent".to_owned(),
            value: value.clone(),
            reason,
        })?;
        Ok(Some(Recent { half_life_days: f64::from(days), today: today() }))
    }

    /// Returns what is asked for, for a query of this text.
    fn request(&self, text: &str) -> Result<SearchRequest, Error> {
        let all = self.files || self.count;
        let limit = self.limit.unwrap_or(if all { usize::MAX } else { 10 });
        Ok(SearchRequest {
            limit: if self.count { 0 } else { limit },
            offset: self.offset,
            passages: if all { 0 } else { self.passages },
            sort: match self.sort {
                SortArg::Score => Sort::Score,
                SortArg::Newest => Sort::Newest,
                SortArg::Oldest => Sort::Oldest,
            },
            matching: match self.matching {
                Some(MatchArg::Some) => Match::Some,
                Some(MatchArg::All) => Match::All,
                // Lists of files and counts are about articles with all the words.
                None if all => Match::All,
                None => Match::AllFirst,
            },
            sources: self.filter.sources()?,
            dates: self.filter.dates()?,
            lead: self.lead,
            recent: self.recent()?,
            expand: self.expand,
            within: self.within.map(|within| match within {
                WithinArg::Sentence => Within::Sentence,
                WithinArg::Paragraph => Within::Paragraph,
            }),
            explain: self.explain,
            suggests: !all && self.format() != Format::Trec,
            folds: !self.no_group && !all && self.format() == Format::Text,
            ..SearchRequest::new(text, self.syntax.parse(text)?)
        })
    }
}

/// Runs `talks query`.
pub fn run(args: QueryArgs, context: &mut Context<'_>) -> Run {
    if let Some(file) = &args.batch {
        return batch::run(&args, file, context);
    }
    let text = args.query.join(" ");
    let request = args.request(&text)?;
    // The process ends right after: the system takes everything back faster than piece by piece.
    let archive = std::mem::ManuallyDrop::new(context.open()?);
    threads::start(&archive, threads::Searches::One);
    let result = search(&archive, &request)?;
    if args.count {
        let found = result.receipt.matched_any;
        match args.format() {
            Format::Json | Format::Jsonl => write_count_json(context.out, found)?,
            Format::Text | Format::Trec => writeln!(context.out, "{found}")?,
        }
        return Ok(if found > 0 { Outcome::Found } else { Outcome::Nothing });
    }
    if args.files {
        return files(&args, &result, context);
    }
    print(&args, None, &result, context)?;
    if args.format() == Format::Text {
        notices(&args, &result, context)?;
    }
    Ok(outcome(&result))
}

fn outcome(result: &SearchResult) -> Outcome {
    if result.hits.iter().any(|hit| hit.read_error.is_some()) {
        Outcome::Partial
    } else if result.hits.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    }
}

fn print(
    args: &QueryArgs,
    qid: Option<&str>,
    result: &SearchResult,
    context: &mut Context<'_>,
) -> std::io::Result<()> {
    match args.format() {
        Format::Text => {
            let style =
                talks::present::TextStyle { explain: args.explain, ..context.style.clone() };
            write_hits_text(context.out, result, &style)
        }
        Format::Json => write_hits_json(context.out, qid, result),
        Format::Jsonl => write_hits_jsonl(context.out, qid, result),
        Format::Trec => write_hits_trec(context.out, qid.unwrap_or("1"), result),
    }
}

fn files(args: &QueryArgs, result: &SearchResult, context: &mut Context<'_>) -> Run {
    let mut seen = std::collections::HashSet::new();
    let paths = result.hits.iter().map(|hit| hit.article.path.as_path());
    let paths: Vec<&Path> = paths.filter(|path| seen.insert(*path)).collect();
    if matches!(args.format(), Format::Json | Format::Jsonl) {
        write_files_json(context.out, &paths, args.format() == Format::Jsonl)?;
        return Ok(outcome(result));
    }
    for path in paths {
        if args.null {
            // For a program: the name as it is.
            context.out.write_all(path.as_os_str().as_encoded_bytes())?;
            context.out.write_all(b"\0")?;
        } else {
            writeln!(context.out, "{}", context.style_path(path))?;
        }
    }
    Ok(outcome(result))
}

/// Says on standard error how the query was read and what the search covered.
fn notices(
    args: &QueryArgs,
    result: &SearchResult,
    context: &mut Context<'_>,
) -> std::io::Result<()> {
    // What was found stands above what is said of it, also on a terminal.
    context.out.flush()?;
    let out = &mut context.notices;
    let receipt = &result.receipt;
    for note in &result.reading.ignored {
        writeln!(out, "talks: `{}`: {}", safe(&note.text), safe(&note.reason))?;
    }
    for (word, others) in &result.reading.expanded {
        if others.is_empty() {
            writeln!(out, "talks: `{}` finds no word of the index", safe(word))?;
            continue;
        }
        let named: Vec<_> = others.iter().take(EXPANSIONS).map(|other| safe(other)).collect();
        let more = match others.len().saturating_sub(EXPANSIONS) {
            0 => String::new(),
            n => format!(", and {n} more"),
        };
        writeln!(out, "talks: `{}` also finds: {}{more}", safe(word), named.join(", "))?;
    }
    if args.explain {
        writeln!(out, "talks: read as: {}", safe(&result.reading.parsed))?;
        for (text, forms) in &result.reading.forms {
            let forms: Vec<String> =
                forms.iter().map(|(form, n)| format!("{} ({n})", safe(form))).collect();
            let forms = if forms.is_empty() { "nowhere".to_owned() } else { forms.join(", ") };
            writeln!(out, "talks: `{}` stands for: {forms}", safe(text))?;
        }
    }
    if !result.reading.added.is_empty() {
        writeln!(out, "talks: added, for the best articles share them: {}", added(args, result))?;
    }
    if let Some(days) = receipt.half_life_days {
        writeln!(out, "talks: fresh articles first: a score halves every {days} days")?;
    }
    for Suggestion { word, suggestion, articles, .. } in &result.reading.did_you_mean {
        let n = count(*articles, "article");
        writeln!(out, "talks: `{}`: did you mean `{}`? ({n})", safe(word), safe(suggestion))?;
    }
    let searched = count(receipt.searched, "article");
    let some = match receipt.matched_some {
        Some(0) => String::new(),
        Some(1) => ", 1 more has some".to_owned(),
        Some(n) => format!(", {n} more have some"),
        None => ", more than 10,000 more have some".to_owned(),
    };
    let all = receipt.matched_all;
    let matches = if all == 1 { "matches" } else { "match" };
    writeln!(
        out,
        "talks: {all} of {searched} {matches}{some}; {}, {} undated; {:.1} ms",
        count(receipt.sources, "source"),
        receipt.undated,
        receipt.took_ms
    )?;
    if receipt.excluded_undated > 0 {
        let n = count(receipt.excluded_undated, "undated article");
        writeln!(out, "talks: {n} would match too, but for the dates asked for")?;
    }
    if result.hits.is_empty() && args.limit != Some(0) {
        writeln!(out, "  hint: {}", nothing_hint(result))?;
    }
    Ok(())
}

/// Lists added words; only the heaviest unless everything is to be explained.
fn added(args: &QueryArgs, result: &SearchResult) -> String {
    let words = &result.reading.added;
    let shown = if args.explain { words.len() } else { ADDED_SHOWN };
    let mut list: Vec<String> =
        words.iter().take(shown).map(|added| safe(&added.word).into_owned()).collect();
    if words.len() > shown {
        list.push(format!("and {} more", words.len() - shown));
    }
    list.join(", ")
}

fn nothing_hint(result: &SearchResult) -> &'static str {
    let receipt = &result.receipt;
    if receipt.searched == 0 {
        "the index holds no articles: talks index PATH adds some"
    } else if result.reading.is_wordless {
        "there is no word to look for; talks list shows articles by outlet and date"
    } else if receipt.matched_all + receipt.matched_some.unwrap_or(1) > 0 {
        "there are hits before this offset"
    } else {
        "try fewer or other words, or no quotes; --explain shows how the query was read"
    }
}
