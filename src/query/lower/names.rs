//! Names: which words of a query may stand in other spellings in the index.

use super::super::plan::{Name, Sequence, Slot};
use super::Piece;

/// The Arabic article before a name, as it is romanised; *al-Sisi* and *el-Sisi* are *Sisi*.
const ARTICLES: [&str; 12] =
    ["al", "el", "ul", "ar", "as", "ash", "at", "an", "ad", "az", "es", "ed"];

/// What joins an article to its name: `AT&T` has none.
const JOINERS: [u8; 2] = *b"-'";
/// Behind what looks like an article shorter words are none of its names.
const MIN_LETTERS: usize = 3;

/// Returns what asks for other spellings of a chunk: of a single word, or of a name behind an
/// article. Whether it is a name at all, the index knows.
pub(super) fn spellings(chunk: &str, parts: &[&Piece]) -> Option<Sequence> {
    let (article, name) = match parts {
        [only] if !only.is_common => (None, only),
        [article, name]
            if ARTICLES.contains(&article.form.as_str())
                && !name.is_common
                && name.form.chars().count() >= MIN_LETTERS
                && name.bytes.start == article.bytes.end + 1
                && JOINERS.contains(&chunk.as_bytes()[article.bytes.end]) =>
        {
            (Some(article), name)
        }
        _ => return None,
    };
    let form = name.form.strip_suffix("'s").unwrap_or(&name.form).to_owned();
    let is_latin = form.chars().all(|c| c.is_ascii_lowercase() || c == '\'');
    let with_article =
        article.map_or_else(|| form.clone(), |article| format!("{}-{form}", article.form));
    is_latin.then(|| Sequence::whole(vec![Slot::spelled_like(Name { form, with_article })]))
}
