//! `talks similar`: near copies of an article, and stories related to it.

use std::ffi::OsString;

use clap::Args;
use talks::present::{write_similar_json, write_similar_text};
use talks::rank::{find, similar};

use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct SimilarArgs {
    /// An id, the beginning of one, or a file; PATH#KEY for a record in a file of many
    #[arg(value_name = "ID|PATH")]
    name: OsString,

    /// Most articles to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs `talks similar`.
pub fn run(args: SimilarArgs, context: &mut Context<'_>) -> Run {
    let archive = context.open()?;
    let place = find(&archive, &args.name)?;
    let result = similar(&archive, place, args.limit)?;
    if args.json {
        write_similar_json(context.out, &result)?;
    } else {
        write_similar_text(context.out, &result, &context.style)?;
        context.out.flush()?;
        let copies = result.found.iter().filter(|similar| similar.is_copy).count();
        let related = result.found.len() - copies;
        let copies = super::index::count(copies as u64, "near copy").replace("copys", "copies");
        let searched = super::index::count(result.searched, "article");
        let took = result.took_ms;
        writeln!(
            context.notices,
            "talks: {copies}, {related} related, of {searched}; {took:.1} ms"
        )?;
    }
    Ok(if result.found.is_empty() { Outcome::Nothing } else { Outcome::Found })
}
