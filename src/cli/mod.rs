//! The commands. Each file parses its own options, calls the library and hands the result to a
//! printer; what they share stands here, once.

mod bench;
mod check;
mod eval;
mod fix;
mod home;
mod index;
mod list;
mod query;
mod quote;
mod read;
mod report;
mod show;
mod signals;
mod similar;
mod sources;
mod status;
mod terminal;
mod threads;
mod unused;
mod when;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use talks::error::Error;
use talks::index::Archive;
use talks::present::TextStyle;

/// Search an archive of news articles: ranked passages with the matching words marked
#[derive(Parser)]
#[command(name = "talks", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Start with: talks index ~/news, then: talks query \"security guarantees\"")]
pub struct Cli {
    /// Directory of the index [default: $TALKS_INDEX, else ./index]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

// Each with its own options, which are only built for the one that is run: most of a start-up. What it
// does stands here, where the list of commands is made, and not with its options.
#[derive(Subcommand)]
#[command(defer = true)]
enum Command {
    /// Read files and bring the index up to date
    ///
    /// Adds what is new, replaces what changed, removes what is gone, and says what was skipped and
    /// why. A PATH becomes a root of the index; only what lies below the named paths is touched.
    /// Without a PATH all roots are looked at, or ./seeds for a new index.
    Index(index::IndexArgs),
    /// Search: the best passages of the articles that match, with the matching words marked
    ///
    /// Several arguments are one query. Articles with all the words come first, then those with some
    /// of them. "quoted words" are exact, -word excludes, a OR b, title:word, source:name,
    /// since:2025-12, date:2025-11-28..2025-12-04. Anything else that is typed is searched as words.
    /// A query that begins with - goes after --.
    Query(query::QueryArgs),
    /// Show one article: its fields, how each was found, and its text
    Show(show::ShowArgs),
    /// List near copies of an article and related stories, with the share of common text
    ///
    /// Near copies share most of their words, in the same order. Related stories share rare words.
    Similar(similar::SimilarArgs),
    /// Find where a line stands, exactly or nearly, and show the wording of each outlet
    ///
    /// Case, accents, quotation marks and dashes do not count. An ellipsis stands for words left out,
    /// [brackets] for a few words replaced. Every word that differs is named. Lines of up to four words
    /// must stand there exactly.
    Quote(quote::QuoteArgs),
    /// List the articles of the index, a line each: id, date, outlet, title, file
    List(list::ListArgs),
    /// Say what the index holds
    Status(status::StatusArgs),
    /// List the outlets of the index, most articles first
    Sources(sources::SourcesArgs),
    /// Correct what was found about articles: writes it into the talks.toml of their root
    ///
    /// What stands in talks.toml is kept. The correction wins over everything that a file says, and
    /// outlives the index; the next `talks index` takes it over.
    Fix(fix::FixArgs),
    /// Verify every file, article and count of the index
    ///
    /// Each file of the index is compared with its checksums, each article is read back, analysed anew
    /// and compared with what a search would find, and counts are compared with what they count.
    /// Nothing is changed without --repair. Exits with 4 when something is wrong.
    Check(check::CheckArgs),
    /// Show what would be indexed of files: fields, how each was found, and passages
    Read(read::ReadArgs),
    /// Measure query latency: p50, p90, p99 and max by class, and queries a second
    ///
    /// Each query is asked once to warm up, then `--repeat` times, all of them in turn. A measured
    /// query is read, searched, ranked, its ten hits loaded, marked and printed to nowhere. With
    /// --cold each is a process of its own, from its start to its exit.
    Bench(bench::BenchArgs),
    /// Measure how right the program is: its ranking, or what it reads from pages
    ///
    /// `talks eval QUERIES QRELS` asks every query of a test collection that is indexed, and compares
    /// the order of the answers with judgements, as trec_eval does. `talks eval extraction DIR` scores
    /// the fields and texts recovered from saved pages.
    Eval(eval::EvalArgs),
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// What a command works with.
pub struct Context<'a> {
    /// Where results go.
    out: &'a mut dyn Write,
    /// Where everything else goes.
    notices: &'a mut dyn Write,
    index: PathBuf,
    style: TextStyle,
    signals: signals::Signals,
}

/// How a command that ran well ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Found, or done.
    Found,
    /// Nothing was found.
    Nothing,
    /// Shown, but an article could not be read back.
    Partial,
    /// Every file was skipped, or one under `--strict`.
    Skipped,
    /// Something is wrong with the index.
    Damaged,
    /// Stopped by a signal, after what was done was kept.
    Interrupted,
}

/// Why a command did not end well.
pub enum Failure {
    /// The library says why.
    Error(Error),
    /// The output went away or could not be written.
    Output(io::Error),
    /// The program failed inside, and where.
    Panic(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// The result of a command.
pub type Run = Result<Outcome, Failure>;

impl Context<'_> {
    fn open(&self) -> Result<Archive, Error> {
        Archive::open(&self.index)
    }

    /// Returns a path as it is shown.
    fn style_path(&self, path: &std::path::Path) -> String {
        self.style.path(path)
    }
}

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    // A line at a time, not each of its words.
    let mut notices = io::LineWriter::new(io::stderr().lock());
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error, &arguments, &mut out, &mut notices),
    };
    let json = cli.command.wants_json();
    let environment = std::env::var_os("TALKS_INDEX").filter(|dir| !dir.is_empty());
    let index = cli.index.or(environment.map(PathBuf::from)).unwrap_or_else(|| "index".into());
    let style = terminal::style(cli.color);
    let signals = signals::Signals::default();
    let mut context =
        Context { out: &mut out, notices: &mut notices, index, style, signals: signals.clone() };
    let run = report::caught(|| cli.command.run(&mut context));
    let run = run.and_then(|outcome| out.flush().map(|()| outcome).map_err(Failure::Output));
    report::code(run, json, signals.exit_code(), &mut out, &mut notices)
}

impl Command {
    fn run(self, context: &mut Context<'_>) -> Run {
        match self {
            Command::Index(args) => index::run(args, context),
            Command::Query(args) => query::run(args, context),
            Command::Show(args) => show::run(args, context),
            Command::Similar(args) => similar::run(args, context),
            Command::Quote(args) => quote::run(args, context),
            Command::List(args) => list::run(args, context),
            Command::Status(args) => status::run(args, context),
            Command::Sources(args) => sources::run(args, context),
            Command::Fix(args) => fix::run(args, context),
            Command::Check(args) => check::run(args, context),
            Command::Read(args) => read::run(args, context),
            Command::Bench(args) => bench::run(args, context),
            Command::Eval(args) => eval::run(args, context),
        }
    }

    fn wants_json(&self) -> bool {
        match self {
            Command::Index(args) => args.json,
            Command::Query(args) => args.wants_json(),
            Command::Show(args) => args.json,
            Command::Similar(args) => args.json,
            Command::Quote(args) => args.json,
            Command::List(args) => args.wants_json(),
            Command::Status(args) => args.json,
            Command::Sources(args) => args.json,
            Command::Fix(args) => args.json,
            Command::Check(args) => args.json,
            Command::Read(args) => args.wants_json(),
            Command::Bench(args) => args.json,
            Command::Eval(args) => args.wants_json(),
        }
    }
}
