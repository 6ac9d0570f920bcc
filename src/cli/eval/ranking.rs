//! `talks eval QUERIES QRELS`: how good the order of the answers is.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use flate2::bufread::MultiGzDecoder;
use talks::error::Error;
use talks::eval::{Judgements, Measures, Ranked, Topic, measures, read_topics};
use talks::index::Archive;
use talks::present::{Judged, safe, trec_lines, write_judged_json};
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{Formula, SearchRequest, search};

use super::super::when::today;
use super::super::{Context, Outcome, Run};

/// Every gzip stream begins so.
const GZIP: [u8; 2] = [0x1f, 0x8b];

// No doc comment: clap would print it as what the whole command does.
#[derive(Args)]
pub struct RankingArgs {
    /// Queries: JSON Lines with `_id` and `text`, `id<TAB>query` lines, or TREC topics; may be
    /// gzipped
    #[arg(value_name = "QUERIES", required = true)]
    queries: Option<PathBuf>,

    /// Judgements: `query<TAB>document<TAB>grade` or TREC's `query 0 document grade`; may be
    /// gzipped
    #[arg(value_name = "QRELS", required = true)]
    judgements: Option<PathBuf>,

    /// Most hits to judge of each query
    #[arg(long, short = 'n', value_name = "N", default_value_t = 1000)]
    limit: usize,

    /// Add the words that the best articles share
    #[arg(long)]
    expand: bool,

    /// Leave a part out of every score, to see what it is worth (can be repeated)
    #[arg(long, value_name = "PART")]
    without: Vec<Part>,

    /// Print a line for each query
    #[arg(long, short)]
    verbose: bool,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// A part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The title's own score
    Title,
    /// Words that come in bursts count more
    Bursts,
    /// Rare words count more than their idf
    IdfPower,
    /// Neighbouring words of the query that stand close
    Pairs,
    /// The best passage
    Passage,
}

impl Part {
    fn leave_out(self, formula: &mut Formula) {
        match self {
            Part::Title => formula.title = 0.0,
            Part::Bursts => formula.burst_exponent = 0.0,
            Part::IdfPower => formula.idf_exponent = 1.0,
            Part::Pairs => (formula.pair, formula.ordered_pair) = (0.0, 0.0),
            Part::Passage => formula.passage = 0.0,
        }
    }
}

/// Runs `talks eval QUERIES QRELS`.
pub fn run(args: &RankingArgs, context: &mut Context<'_>) -> Run {
    let (Some(queries), Some(judgements)) = (&args.queries, &args.judgements) else {
        // The parser asks for both.
        return Ok(Outcome::Nothing);
    };
    let judgements = Judgements::read(open(judgements)?).map_err(|bad| Error::BadArgument {
        option: "QRELS".to_owned(),
        value: judgements.to_string_lossy().into_owned(),
        reason: bad.to_string(),
    })?;
    let mut warnings = Vec::new();
    let topics = read_topics(open(queries)?, |number, reason| warnings.push((number, reason)));
    let topics = topics.map_err(Error::reading(queries))?;
    for (number, reason) in warnings {
        writeln!(context.notices, "talks: line {number}: {reason}")?;
    }
    let archive = context.open()?;
    let mut judged = Judged { asked: topics.len(), queries: Vec::new() };
    let wanted: std::collections::HashSet<&str> = judgements.queries().collect();
    let mut seen = std::collections::HashSet::new();
    for topic in &topics {
        let Some(grades) = judgements.of(&topic.id).filter(|_| wanted.contains(topic.id.as_str()))
        else {
            continue;
        };
        if !seen.insert(topic.id.as_str()) {
            writeln!(context.notices, "talks: query {} comes twice", safe(&topic.id))?;
            continue;
        }
        let ranking = ranking(args, &archive, topic)?;
        judged.queries.push((topic.id.clone(), measures(&ranking, grades)));
    }
    let missing = wanted.len() - seen.len();
    if missing > 0 {
        writeln!(context.notices, "talks: {missing} judged queries are not among those asked")?;
    }
    if args.json {
        write_judged_json(context.out, &judged, args.verbose)?;
    } else {
        print(args, &judged, context)?;
    }
    Ok(if judged.queries.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// Asks one query as words and returns the run that `--format trec` would print.
fn ranking(args: &RankingArgs, archive: &Archive, topic: &Topic) -> Result<Vec<Ranked>, Error> {
    let options = ParseOptions { mode: Mode::Words, today: today() };
    let query = parse(&topic.text, &options).map_err(|error| Error::BadQuery {
        text: topic.text.clone(),
        at: error.at,
        reason: error.reason,
    })?;
    let mut formula = Formula::default();
    args.without.iter().for_each(|part| part.leave_out(&mut formula));
    let request = SearchRequest {
        formula,
        limit: args.limit,
        passages: 0,
        expand: args.expand,
        suggests: false,
        ..SearchRequest::new(topic.text.as_str(), query)
    };
    let result = search(archive, &request)?;
    Ok(trec_lines(&result).map(|(docid, score)| Ranked::new(docid, score)).collect())
}

fn print(args: &RankingArgs, judged: &Judged, context: &mut Context<'_>) -> std::io::Result<()> {
    let row =
        |measures: &Measures| measures.named().map(|(_, value)| format!("{value:>8.4}")).join(" ");
    let width = judged.queries.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0).max(5);
    let out = &mut context.out;
    let names = Measures::default().named().map(|(name, _)| format!("{name:>8}")).join(" ");
    writeln!(out, "{:<width$} {names}", "query")?;
    if args.verbose {
        for (id, measures) in &judged.queries {
            writeln!(out, "{:<width$} {}", safe(id), row(measures))?;
        }
    }
    writeln!(out, "{:<width$} {}", "all", row(&judged.mean()))?;
    writeln!(
        context.notices,
        "talks: {} of {} queries have a relevant document and were judged",
        judged.queries.len(),
        judged.asked
    )
}

/// Opens a file, and what is inside when it is gzipped.
fn open(path: &Path) -> Result<Box<dyn BufRead>, Error> {
    let file = std::fs::File::open(path).map_err(Error::reading(path))?;
    let mut file = BufReader::new(file);
    let is_gzip = file.fill_buf().map_err(Error::reading(path))?.starts_with(&GZIP);
    Ok(if is_gzip { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) })
}
