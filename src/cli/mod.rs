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

/// Each with its own options, which are only built for the one that is run: most of a start-up.
#[derive(Subcommand)]
#[command(defer = true)]
enum Command {
    Index(index::IndexArgs),
    Query(query::QueryArgs),
    Show(show::ShowArgs),
    Similar(similar::SimilarArgs),
    Quote(quote::QuoteArgs),
    List(list::ListArgs),
    Status(status::StatusArgs),
    Sources(sources::SourcesArgs),
    Fix(fix::FixArgs),
    Check(check::CheckArgs),
    Read(read::ReadArgs),
    Bench(bench::BenchArgs),
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
