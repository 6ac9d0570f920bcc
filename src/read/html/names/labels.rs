//! What stands before names in by-lines: `Written by`, `Skrevet af`, `記者`.

use crate::read::story;

/// What stands before a name, in lower case; behind it a space, a colon, or a capital that a page parts
/// from it by its layout alone.
const LABELS: &[&str] = &[
    "post author",
    "authors",
    "author",
    "autorinnen",
    "autorin",
    "autoren",
    "autor",
    "auteure",
    "auteur",
    "autore",
    "autora",
    "written by",
    "posted by",
    "published by",
    "submitted by",
    "created by",
    "view all posts by",
    "view all articles by",
    "all posts by",
    "articles by",
    "posts by",
    "veröffentlicht von",
    "publiziert von",
    "geschrieben von",
    "erstellt von",
    "eingestellt von",
    "gepostet von",
    "rezept von",
    "alles von",
    "verfasst von",
    "artikel von",
    "beitrag von",
    "zeige alle beiträge von",
    "alle beiträge von",
    "alle artikel von",
    "publié par",
    "soumis par",
    "enviado por",
    "inviato da",
    "eingereicht von",
    "geplaatst door",
    "autorka",
    "skrevet af",
    "skrevet av",
    "skriven av",
    "skrivet av",
    "geschreven door",
    "postado por",
    "interview by",
    "interview von",
    "entretien par",
    "napisała",
    "napisał",
    "écrit par",
    "rédigé par",
    "escrito por",
    "publicado por",
    "scritto da",
    "pubblicato da",
    "by",
    "von",
    "vom",
    "par",
    "por",
    "av",
    "af",
    "door",
    "מאת",
    "بقلم",
    "كتب",
    "लेखक",
    "記者",
    "记者",
    "作者",
];

/// Words before names that open names too, as they are written before them: `de Ana Pop`, `di Anna Riva`.
const SHORT_LABELS: &[&str] = &["de ", "di ", "da ", "od "];

/// What stands behind one of these, where that is a name by itself.
pub(super) fn short_label(text: &str) -> Option<&str> {
    let rest = SHORT_LABELS.iter().find_map(|label| text.strip_prefix(label))?;
    let first = rest.split(", ").next()?;
    (rest.starts_with(char::is_uppercase) && story::is_name_list(first)).then_some(rest)
}

/// True for what stands before names alone.
pub(in crate::read::html) fn is_label(text: &str) -> bool {
    LABELS.contains(&text)
}

/// What stands behind a label.
pub(super) fn label(text: &str) -> Option<&str> {
    LABELS.iter().find_map(|label| {
        // In lower case some letters have another length.
        let end = text.char_indices().nth(label.chars().count()).map(|(at, _)| at)?;
        let (start, rest) = text.split_at(end);
        // Chinese and Japanese have no spaces.
        let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
        let glued = start.ends_with(char::is_lowercase) && rest.starts_with(char::is_uppercase)
            || start.ends_with(is_han) && rest.starts_with(is_han);
        let parted = rest.starts_with([' ', ':', '：']);
        (start.to_lowercase() == *label && (glued || parted)).then_some(rest)
    })
}
