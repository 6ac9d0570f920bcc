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
    "авторы текста",
    "авторы статьи",
    "автор текста",
    "автор статьи",
    "автор материала",
    "автори статті",
    "автор статті",
    "автор тексту",
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
        let is_open = label.starts_with(OPEN) && !names_writer(rest);
        (start.to_lowercase() == *label && (glued || parted) && !is_open).then_some(rest)
    })
}

/// The stem of labels that begin a phrase about somebody as often: `Автор неизвестен`, `Авторы закона: …`.
const OPEN: &str = "автор";

/// True where a colon or a name of two words and more stands behind a label.
fn names_writer(rest: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let rest = rest.trim_start();
    let mut words = rest.trim_start_matches(['—', '–', '-']).split_whitespace();
    rest.starts_with([':', '：'])
        || words.next().is_some_and(|word| is_name(word) && !word.ends_with([',', ':', ';']))
            && words.next().is_some_and(is_name)
}

/// True for a phrase that opens as a label does and names no writer.
pub(super) fn is_phrase(text: &str) -> bool {
    let first = text.split([' ', ':']).next().unwrap_or_default();
    let lower = first.to_lowercase();
    lower.starts_with(OPEN) && LABELS.contains(&lower.as_str()) && label(text).is_none()
}
