//! Words before a date -> what it is the day of: publication, a change, something else.

use super::Order;
use crate::date::Date;

/// The day of publication that `text` gives in its first `limit` bytes, and whether a label says so:
/// the first with such a label, else the first that is not the day of something else.
pub(in crate::read) fn published(
    text: &str,
    limit: usize,
    order: Option<Order>,
    is_plausible: impl Fn(Date) -> bool,
) -> Option<(Date, bool)> {
    let mut first = None;
    let mut end = 0;
    for (date, range) in super::find_all(text, limit, order) {
        let before = &text[end..range.start];
        end = range.end;
        if !is_plausible(date) || says(before, CHANGED) || says(before, OTHER) {
            continue;
        }
        if says(before, PUBLISHED) {
            return Some((date, true));
        }
        first.get_or_insert((date, false));
    }
    first
}

/// True when a text says one of `words` close to its end.
pub(in crate::read) fn says(before: &str, words: &[&str]) -> bool {
    let lower = before.to_lowercase();
    let tail: String = lower.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    words.iter().any(|word| {
        tail.match_indices(word).any(|(at, _)| !tail[..at].ends_with(char::is_alphanumeric))
    })
}

/// Words before a date that say it is the day of publication, in lower case.
pub(in crate::read) const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "publication date",
    "date",
    "issued",
    "created",
    "uploaded",
    "added",
    "veröffentlicht",
    "datum",
    "erschienen",
    "erstellt",
    "geschrieben",
    "eingestellt",
    "publiziert",
    "publié",
    "mis en ligne",
    "mise en ligne",
    "publicado",
    "fecha",
    "pubblicato",
    "gepubliceerd",
    "geplaatst",
    "опубликовано",
    "дата",
    "dodano",
    "notizia del",
    "opublikowano",
    "yayın",
    "beitrag wurde",
    "artikel wurde",
    "submitted",
    "gepostet",
    "gespeichert von",
    "written",
    "publicerad",
    "publicerat",
    "publisert",
    "publiceret",
    "udgivet",
    "julkaistu",
    "zveřejněno",
    "vydáno",
    "publikováno",
    "publikacja",
    "опубліковано",
    "публикувано",
    "publicat",
    "megjelent",
    "objavljeno",
    "δημοσίευση",
    "δημοσιεύθηκε",
    "δημοσιεύτηκε",
    "giriş",
];

/// What may stand alone before a date, in lower case: the words of a line that is only a date, and of a by-line that
/// are no name.
pub(in crate::read) const ALONE: &[&str] = &[
    "date",
    "dated",
    "posted on",
    "posted at",
    "posted",
    "published on",
    "published at",
    "published",
    "first published",
    "publication date",
    "release date",
    "issued",
    "created on",
    "updated on",
    "updated",
    "last updated",
    "on",
    "veröffentlicht am",
    "veröffentlicht",
    "publiziert am",
    "erstellt am",
    "erstellt",
    "geschrieben am",
    "aktualisiert am",
    "aktualisiert",
    "stand",
    "datum",
    "publié le",
    "mis à jour le",
    "publicado el",
    "publicado",
    "pubblicato il",
    "pubblicato",
    "опубликовано",
    "дата",
];

/// Words before a date that say it is the day of a change.
pub(in crate::read) const CHANGED: &[&str] = &[
    "updated",
    "modified",
    "last edited",
    "last change",
    "revised",
    "reviewed",
    "aktualisiert",
    "stand",
    "letzte änderung",
    "letzte aktualisierung",
    "zuletzt",
    "geändert",
    "bearbeitet",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "gewijzigd",
    "обновлено",
    "изменено",
    "оновлено",
    "обновено",
    "uppdaterad",
    "uppdaterat",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "aktualizováno",
    "aktualizované",
    "zaktualizowano",
    "aktualizacja",
    "güncelleme",
    "güncellenme",
    "actualizat",
    "frissítve",
    "τελευταία ενημέρωση",
    "ενημερώθηκε",
];

/// Words before a date that is about something else: a member, an event, a source, a release.
pub(in crate::read) const OTHER: &[&str] = &[
    "version",
    "release",
    "registered",
    "registriert",
    "joined",
    "member since",
    "mitglied seit",
    "dabei seit",
    "beigetreten",
    "inscrit le",
    "inscrit depuis",
    "miembro desde",
    "born",
    "geboren",
    "né le",
    "née le",
    "nacido",
    "retrieved",
    "accessed",
    "abgerufen",
    "consulté le",
    "valid",
    "gültig",
    "expires",
    "deadline",
    "until",
    "bis zum",
    "verfügbar bis",
    "termin",
    "due date",
];
