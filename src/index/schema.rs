//! What one article is in the engine: its fields.
//!
//! Text that is searched and what is shown are two fields: the first is handed over cut into terms
//! (see [`super::wire`]), the second is the article as it was read, packed (see [`super::packing`]).

use std::sync::LazyLock;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

/// Distance between the first positions of two passages: a passage has at most
/// [`passages::MAX_WORDS`](crate::passages::MAX_WORDS) words, so no two words of different passages
/// are neighbours. The passage of a position is the position divided by this.
pub const STRIDE: u32 = 128;
const _: () = assert!(crate::passages::MAX_WORDS < STRIDE as usize);

/// The terms that stand in texts where a sentence or a paragraph begins, at the position of its
/// first word; a paragraph has no mark of its first sentence. No word has such a term: each begins
/// with the tag of a language.
pub const SENTENCE_MARK: &str = "\u{2}";
/// See [`SENTENCE_MARK`].
pub const PARAGRAPH_MARK: &str = "\u{3}";

/// The name under which the analyser is known to the engine.
pub(super) const ANALYSER: &str = "talks";

/// The name under which what finds names is known to the engine.
pub(super) const NAMES: &str = "names";

/// The engine's handles of our fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The article's id: number, column.
    pub id: Field,
    /// Hash of root and path: number, indexed, column. Removing a file removes what carries its hash.
    pub file: Field,
    /// [`Date::order`](crate::date::Date::order): number, column, absent for undated articles.
    pub date: Field,
    /// Number of passages: column.
    pub passages: Field,
    /// A hash of all words of the text: column, absent for texts too short for a group.
    pub whole: Field,
    /// Values of the text's [`Sketch`](crate::copies::Sketch): column of several.
    pub sketch: Field,
    /// Outlet: column.
    pub source: Field,
    /// The article: stored, packed.
    pub article: Field,
    /// Words of the headline: indexed with positions.
    pub title_terms: Field,
    /// Words of the story: indexed with positions, by passage.
    pub text_terms: Field,
    /// Words of the outlet's name: indexed with positions.
    pub source_terms: Field,
    /// Words of the author's name: indexed with positions.
    pub author_terms: Field,
    /// Words of the path below the root: indexed with positions.
    pub path_terms: Field,
    /// Words that the story writes as names are, by what their spellings share: indexed.
    pub names: Field,
}

/// Returns the schema of an index, and the handles of its fields.
pub fn schema() -> (Schema, Fields) {
    static SCHEMA: LazyLock<(Schema, Fields)> = LazyLock::new(build);
    SCHEMA.clone()
}

fn build() -> (Schema, Fields) {
    let terms = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(ANALYSER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let names = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(NAMES)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_u64_field("id", FAST),
        file: builder.add_u64_field("file", INDEXED | FAST),
        date: builder.add_i64_field("date", FAST),
        passages: builder.add_u64_field("passages", FAST),
        whole: builder.add_u64_field("whole", FAST),
        sketch: builder.add_u64_field("sketch", FAST),
        source: builder.add_text_field("source", FAST),
        article: builder.add_bytes_field("article", STORED),
        title_terms: builder.add_text_field("title_terms", terms.clone()),
        text_terms: builder.add_text_field("text_terms", terms.clone()),
        source_terms: builder.add_text_field("source_terms", terms.clone()),
        author_terms: builder.add_text_field("author_terms", terms.clone()),
        path_terms: builder.add_text_field("path_terms", terms),
        names: builder.add_text_field("names", names),
    };
    (builder.build(), fields)
}
