//! Full-text search for an archive of news articles.

pub mod analysis;
pub mod article;
pub mod date;
pub mod discover;
pub mod error;
pub mod index;
pub mod passages;
pub mod present;
pub mod query;
pub mod rank;
pub mod read;
pub mod script;
