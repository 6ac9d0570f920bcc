//! `talks quote`: can this line be quoted, and in which words?

use std::io::Read;

use clap::Args;
use talks::error::Error;
use talks::present::{write_quote_json, write_quote_text};
use talks::rank::quote;

use super::index::count;
use super::{Context, Failure, Outcome, Run};

/// A line to be quoted is no longer than this, in bytes; what is longer is a text.
const MAX_BYTES: u64 = 64 << 10;

#[derive(Args)]
pub struct QuoteArgs {
    /// The line; several arguments are one line; - for standard input
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,

    /// Most articles to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs `talks quote`.
pub fn run(args: QuoteArgs, context: &mut Context<'_>) -> Run {
    let text = match &args.text[..] {
        [only] if only == "-" => from_standard_input()?,
        all => all.join(" "),
    };
    if text.len() as u64 > MAX_BYTES {
        return Err(Failure::Error(Error::BadArgument {
            option: "TEXT".to_owned(),
            value: text[..text.floor_char_boundary(60)].to_owned(),
            reason: format!("a line of more than {MAX_BYTES} bytes is a text, not a quote"),
        }));
    }
    let archive = context.open()?;
    let result = quote(&archive, &text, args.limit)?;
    if args.json {
        write_quote_json(context.out, &result)?;
    } else {
        write_quote_text(context.out, &result, &context.style)?;
        context.out.flush()?;
        let searched = count(result.searched, "article");
        let compared = result.compared;
        let took = result.took_ms;
        writeln!(context.notices, "talks: {compared} of {searched} compared; {took:.1} ms")?;
        if result.is_cut_short {
            writeln!(context.notices, "talks: more articles share its words than were compared")?;
        }
        if result.words == 0 {
            writeln!(context.notices, "  hint: there is no word to look for")?;
        }
    }
    Ok(if result.found.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

fn from_standard_input() -> Result<String, Error> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(Error::reading("standard input"))?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}
