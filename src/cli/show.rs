//! `talks show`: one article, its fields with how each was found, its text.

use std::ffi::OsString;

use clap::Args;
use talks::error::Error;
use talks::present::{write_article_json, write_article_text, write_raw};
use talks::rank::{find, listed, marks_of};

use super::query::SyntaxArgs;
use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct ShowArgs {
    /// An id, the beginning of one, or a file; PATH#KEY for a record in a file of many
    #[arg(value_name = "ID|PATH")]
    name: OsString,

    /// Mark what satisfies this query
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,

    #[command(flatten)]
    syntax: SyntaxArgs,

    /// Show the text with the lines that belong to the site
    #[arg(long)]
    raw: bool,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs `talks show`.
pub fn run(args: ShowArgs, context: &mut Context<'_>) -> Run {
    let archive = context.open()?;
    let place = find(&archive, &args.name)?;
    let listed = listed(&archive, archive.articles()?.read(place));
    let stored = match &listed.stored {
        Ok(stored) => stored,
        Err(reason) => {
            let path = context.index.clone();
            return Err(
                Error::Damaged { path, reason: format!("holds an article that {reason}") }.into()
            );
        }
    };
    let marks = match &args.query {
        Some(text) => marks_of(&archive, text, &args.syntax.parse(text)?, stored)?,
        None => Vec::new(),
    };
    if args.json {
        write_article_json(context.out, &listed, stored, &marks, args.raw)?;
    } else if args.raw {
        write_raw(context.out, stored)?;
    } else {
        write_article_text(context.out, &listed, stored, &marks, &context.style)?;
    }
    Ok(Outcome::Found)
}
