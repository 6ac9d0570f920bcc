//! Full-text search for an archive of news articles.

pub mod article;
pub mod date;
pub mod discover;
pub mod error;
pub mod query;
pub mod read;
