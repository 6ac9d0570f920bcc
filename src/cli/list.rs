//! `talks list`: the articles of the index, a line each.

use clap::{Args, ValueEnum};
use talks::present::{safe, write_list_json, write_list_jsonl, write_list_line};
use talks::rank::{ListRequest, Sort, list};

use super::when::FilterArgs;
use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// Only articles without a date, which are of no span
    #[arg(long, conflicts_with_all = ["since", "until", "last"])]
    undated: bool,

    /// Order by date; undated articles come last
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    sort: ListSort,

    /// Most articles to list [default: all]
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,

    /// Articles to leave out at the head
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    /// Add the text of each article (JSON only)
    #[arg(long)]
    text: bool,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,

    /// Print as JSON, the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListSort {
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Text,
    Json,
    Jsonl,
}

impl ListArgs {
    /// Returns true when errors are to be printed as JSON too.
    pub fn wants_json(&self) -> bool {
        self.json || self.format != ListFormat::Text
    }

    fn request(&self) -> Result<ListRequest, talks::error::Error> {
        Ok(ListRequest {
            sources: self.filter.sources()?,
            dates: self.filter.dates()?,
            undated: self.undated,
            sort: if self.sort == ListSort::Newest { Sort::Newest } else { Sort::Oldest },
            limit: self.limit.unwrap_or(usize::MAX),
            offset: self.offset,
        })
    }
}

/// Runs `talks list`.
pub fn run(args: ListArgs, context: &mut Context<'_>) -> Run {
    let request = args.request()?;
    let archive = context.open()?;
    let (listed, total) = list(&archive, &request)?;
    let format = if args.json { ListFormat::Json } else { args.format };
    match format {
        ListFormat::Json => write_list_json(context.out, &listed, total, args.text)?,
        ListFormat::Jsonl => {
            for article in &listed {
                write_list_jsonl(context.out, article, args.text)?;
            }
        }
        ListFormat::Text => {
            for article in &listed {
                write_list_line(context.out, article, &context.style)?;
            }
        }
    }
    for reason in listed.iter().filter_map(|article| article.stored.as_ref().err()) {
        writeln!(context.notices, "talks: an article cannot be read back: {}", safe(reason))?;
    }
    let unread = listed.iter().any(|article| article.stored.is_err());
    Ok(match (listed.is_empty(), unread) {
        (true, _) => Outcome::Nothing,
        (false, true) => Outcome::Partial,
        (false, false) => Outcome::Found,
    })
}
