//! The language of an article: what its words tell, and what the document states.

mod code;
mod detect;
mod statistics;
mod telltale;

pub(super) use code::code;
use detect::{Detected, detect, is_known};

use crate::article::{Article, Field, Method};

/// Settles the language of an article whose text is known: what `talks.toml` says holds; then what
/// the text plainly is; then what the document states. A statement stands against the text only
/// where it names a language that is not told from others here.
pub(super) fn settle(article: &mut Article) {
    let stated = article.language.as_ref();
    let is_settled =
        stated.is_some_and(|field| field.method == Method::Correction || !is_known(&field.value));
    if is_settled {
        return;
    }
    let Some(Detected { language, evidence }) = detect(&article.text) else { return };
    if stated.is_none_or(|field| field.value != language) {
        let value = language.to_owned();
        article.language = Some(Field { value, method: Method::Detected, evidence });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Unterhändler wollen in der kommenden Woche noch einmal über den \
        Entwurf reden, sagte ein Sprecher, aber nicht mehr in dem Haus am Fluss, weil es dort für \
        die Fahrer zu laut war und sich niemand an die Uhr hielt.";

    fn settled(text: &str, language: Option<(&str, Method)>) -> Option<(String, Method)> {
        let language = language.map(|(value, method)| Field {
            value: value.to_owned(),
            method,
            evidence: value.to_owned(),
        });
        let mut article = Article { text: text.to_owned(), language, ..Article::default() };
        settle(&mut article);
        article.language.map(|field| (field.value, field.method))
    }

    #[test]
    fn a_plain_text_speaks_for_itself_against_the_page_and_not_against_a_correction() {
        let german = |method| Some(("de".to_owned(), method));
        assert_eq!(settled(GERMAN, None), german(Method::Detected));
        assert_eq!(settled(GERMAN, Some(("en", Method::Meta))), german(Method::Detected));
        assert_eq!(settled(GERMAN, Some(("de", Method::Meta))), german(Method::Meta));
        let corrected = Some(("fr".to_owned(), Method::Correction));
        assert_eq!(settled(GERMAN, Some(("fr", Method::Correction))), corrected);
        let galician = Some(("gl".to_owned(), Method::Meta));
        assert_eq!(settled(GERMAN, Some(("gl", Method::Meta))), galician);
    }

    #[test]
    fn too_little_text_tells_nothing() {
        assert_eq!(settled("Sarn, 4. Dezember", None), None);
        let stated = Some(("fr".to_owned(), Method::Meta));
        assert_eq!(settled("Sarn, 4. Dezember", Some(("fr", Method::Meta))), stated);
    }
}
