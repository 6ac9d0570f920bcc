//! The names that formats give their values -> what they stand for.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Key {
    /// The record's own name.
    Id,
    /// The headline.
    Title,
    /// The story.
    Text,
    /// Day of publication.
    Date,
    /// The outlet.
    Source,
    /// The address.
    Url,
    /// The writer.
    Author,
    /// The language.
    Language,
}

/// The name of a feed that an item is from: an object, where others name a place.
const ORIGIN: &str = "origin";

/// What Italian, Polish and Portuguese tables call a date.
const DATA: &str = "data";

/// Names in order of trust within each field, written without case, spaces and signs.
const NAMES: &[(Key, &[&str])] = &[
    (Key::Id, &["id", "guid", "uuid", "docid", "articleid"]),
    (
        Key::Title,
        &[
            "title",
            "headline",
            "webtitle",
            "headlines",
            "titel",
            "titre",
            "titulo",
            "título",
            "titular",
            "titolo",
            "schlagzeile",
            "überschrift",
            "overskrift",
            "otsikko",
            "tytuł",
            "titulek",
            "titlu",
            "τίτλος",
            "başlık",
            "заголовок",
            "العنوان",
            "כותרת",
            "标题",
            "標題",
            "見出し",
            "제목",
            "शीर्षक",
            "عنوان",
        ],
    ),
    (
        Key::Text,
        &[
            "text",
            "body",
            "content",
            "articlebody",
            "maintext",
            "fulltext",
            "bodytext",
            "story",
            "articletext",
            "storytext",
            "artikeltext",
            "volltext",
            "article",
            "contenthtml",
            "htmlcontent",
            "contenttext",
            "bodyhtml",
            "textcontent",
            "selftext",
            "blocks",
            "bodies",
            "contentelements",
            "paragraphs",
            "html",
            "description",
            "summary",
            "inhalt",
            "texte",
            "texto",
            "testo",
            "contenu",
            "contenido",
            "cuerpo",
            "corps",
            "texteintégral",
            "conteúdo",
            "tekst",
            "treść",
            "obsah",
            "szöveg",
            "κείμενο",
            "metin",
            "текст",
            "النص",
            "正文",
            "本文",
            "본문",
            "内容",
            "內容",
            "सामग्री",
            "متن",
            "نص",
            "leadparagraph",
            "openingtext",
            "abstract",
            "abstractnote",
            "excerpt",
            "snippet",
        ],
    ),
    (
        Key::Date,
        &[
            "date",
            "published",
            "datepublished",
            "datepublish",
            "publisheddate",
            "publishdate",
            "publicationdate",
            "pubdate",
            "publishedat",
            "publishedon",
            "publishedtime",
            "webpublicationdate",
            "firstpublished",
            "displaydate",
            "contentcreated",
            "firstcreated",
            "datetime",
            "dateposted",
            "posted",
            "createdat",
            "created",
            "timestamp",
            "datum",
            "fecha",
            "datepublication",
            "datedepublication",
            "datedeparution",
            "fechapublicación",
            "fechapublicacion",
            "fechadepublicación",
            "fechadepublicacion",
            "datapublicação",
            "datapubblicazione",
            "erscheinungsdatum",
            "erscheinungstag",
            "veröffentlichungsdatum",
            "dato",
            "tarih",
            "дата",
            "датапубликации",
            "ημερομηνία",
            "التاريخ",
            "תאריך",
            "日期",
            "日付",
            "发布时间",
            "날짜",
            "发布日期",
            "發布日期",
            "दिनांक",
            "तारीख",
            "تاریخ",
            "تاريخ",
            DATA,
            "publishtime",
            "pubtime",
            "issued",
            "time",
        ],
    ),
    (
        Key::Source,
        &[
            // What names an outlet and nothing else goes before what may name a program or a page.
            "outlet",
            "publication",
            "newspaper",
            "sitename",
            "sourcename",
            "sourcehostname",
            "publishername",
            "containertitle",
            "source",
            "publisher",
            "site",
            "website",
            "quelle",
            "fuente",
            "zeitung",
            "medianame",
            "mediaoutlet",
            "outletname",
            "publicationname",
            "publicationtitle",
            "sourcetitle",
            "giornale",
            "testata",
            "krant",
            "källa",
            "kilde",
            "lähde",
            "źródło",
            "zdroj",
            "forrás",
            "sursa",
            "πηγή",
            "kaynak",
            "источник",
            "джерело",
            "издание",
            "المصدر",
            "מקור",
            "来源",
            "來源",
            "媒体",
            "媒體",
            "出典",
            "출처",
            "स्रोत",
            "منبع",
            "مصدر",
            "sourcedomain",
            "domain",
            // Programs that read feeds fill these, and readers name folders so.
            "metasitename",
            "feedtitle",
            ORIGIN,
        ],
    ),
    (
        Key::Url,
        &[
            "url",
            "link",
            "canonicalurl",
            "canonical",
            "permalink",
            "articleurl",
            "sourceurl",
            "weburl",
            "lien",
            "enlace",
            "odkaz",
            "ссылка",
            "链接",
        ],
    ),
    (
        Key::Author,
        &[
            "author",
            "authors",
            "byline",
            "creator",
            "dccreator",
            "writer",
            "by",
            "journalist",
            "autor",
            "auteur",
            "autore",
            "authorname",
            "authornames",
            "autorin",
            "autoren",
            "autores",
            "auteurs",
            "autori",
            "verfasser",
            "verfasserin",
            "författare",
            "forfatter",
            "skribent",
            "kirjoittaja",
            "συντάκτης",
            "yazar",
            "автор",
            "الكاتب",
            "作者",
            "記者",
            "记者",
            "기자",
            "लेखक",
            "نویسنده",
            "كاتب",
        ],
    ),
    (
        Key::Language,
        &[
            "language",
            "lang",
            "locale",
            "inlanguage",
            "sprache",
            "langue",
            "idioma",
            "lingua",
            "taal",
            "språk",
            "sprog",
            "kieli",
            "język",
            "jazyk",
            "dil",
            "язык",
            "мова",
            "语言",
            "언어",
        ],
    ),
];

/// Returns what a name stands for and its place in the order of trust.
pub(in crate::read) fn meaning(name: &str) -> Option<(Key, usize)> {
    MEANINGS.get(plain(name).as_str()).copied()
}

/// The same by name: a text is asked for many.
static MEANINGS: LazyLock<HashMap<&str, (Key, usize)>> = LazyLock::new(|| {
    let all = NAMES.iter().flat_map(|(key, names)| {
        names.iter().enumerate().map(|(rank, name)| (*name, (*key, rank)))
    });
    all.collect()
});

/// Names of a few words about a story, which may stand beside it or for it.
const ABOUT: &[&str] =
    &["description", "summary", "abstract", "abstractnote", "excerpt", "snippet"];

/// True for a name of a story itself.
pub(in crate::read) fn is_story(name: &str) -> bool {
    matches!(meaning(name), Some((Key::Text, _))) && !ABOUT.contains(&plain(name).as_str())
}

/// Names of the day on which something was made, which is that of an article only where nothing else is told.
const MADE: &[&str] = &["created", "createdat", "timestamp", "time"];

/// True for a name of the day on which a record was made: an article, or the note that somebody took of it.
pub(in crate::read) fn is_made(name: &str) -> bool {
    MADE.contains(&plain(name).as_str())
}

/// True for the word for a date in some languages, and for anything at all in others.
pub(super) fn is_data(name: &str) -> bool {
    plain(name) == DATA
}

/// True for the name of the feed that an item is from, where it is an object.
pub(super) fn is_origin(name: &str) -> bool {
    plain(name) == ORIGIN
}

/// True for the name of where a reader keeps a page.
pub(super) fn is_folder(name: &str) -> bool {
    plain(name) == "folder"
}

fn plain(name: &str) -> String {
    // A sign that joins two letters of Devanagari is no letter itself.
    name.chars()
        .filter(|&c| c.is_alphanumeric() || c == '\u{94d}')
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{MEANINGS, NAMES, plain};

    #[test]
    fn each_name_stands_for_one_thing_and_is_written_plainly() {
        assert_eq!(MEANINGS.len(), NAMES.iter().map(|(_, names)| names.len()).sum::<usize>());
        for name in NAMES.iter().flat_map(|(_, names)| names.iter()) {
            assert_eq!(plain(name), *name);
        }
    }
}
