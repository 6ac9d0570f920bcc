//! What stands before names in by-lines: `Written by`, `Skrevet af`, `記者`.

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
    "авторы",
    "автори",
    "автор",
    "skrevet af",
    "skrevet av",
    "skriven av",
    "skrivet av",
    "geschreven door",
    "postado por",
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
    "מאת",
    "بقلم",
    "كتب",
    "लेखक",
    "記者",
    "记者",
    "作者",
];

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
        let glued = start.ends_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
        let parted = rest.starts_with([' ', ':', '：']);
        (start.to_lowercase() == *label && (glued || parted)).then_some(rest)
    })
}
