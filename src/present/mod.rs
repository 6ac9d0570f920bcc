//! Hits -> bytes: terminal text, JSON, JSON Lines, TREC.
//!
//! One file a format. Everything here takes plain data and a writer, and knows nothing of where
//! hits come from.

mod articles;
mod escape;
mod json;
mod judged;
mod quote;
mod reading;
mod safe;
mod similar;
mod text;
mod trec;
mod wrap;

pub use articles::{write_article_json, write_article_text, write_list_line, write_raw};
pub use escape::{to_json_line, to_json_pretty};
pub use json::{
    ArticleView, At, ErrorView, write_count_json, write_files_json, write_hits_json,
    write_hits_jsonl, write_list_json, write_list_jsonl,
};
pub use judged::{Judged, write_judged_json};
pub use quote::{write_quote_json, write_quote_text};
pub use reading::{ReadItem, write_read_json, write_read_line, write_read_text};
pub use safe::safe;
pub use similar::{write_similar_json, write_similar_text};
pub use text::{TextStyle, place_of, write_hits_text};
pub use trec::{trec_lines, write_hits_trec};
