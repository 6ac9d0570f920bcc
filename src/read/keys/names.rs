//! The names that formats give their values -> what they stand for.

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

/// Names in order of trust within each field, written without case, spaces and signs.
const NAMES: &[(Key, &[&str])] = &[
    (Key::Id, &["id", "guid", "uuid", "docid", "articleid"]),
    (Key::Title, &["title", "headline", "titel", "titre", "titulo", "título", "titolo"]),
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
            "article",
            "contenthtml",
            "htmlcontent",
            "contenttext",
            "bodyhtml",
            "description",
            "summary",
            "inhalt",
            "texte",
            "texto",
            "testo",
            "contenu",
            "leadparagraph",
            "abstract",
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
            "datetime",
            "dateposted",
            "posted",
            "createdat",
            "created",
            "timestamp",
            "datum",
            "fecha",
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
            "sourcedomain",
            "domain",
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
        ],
    ),
    (Key::Language, &["language", "lang", "locale", "inlanguage"]),
];

/// Returns what a name stands for and its place in the order of trust.
pub(in crate::read) fn meaning(name: &str) -> Option<(Key, usize)> {
    let plain = plain(name);
    NAMES.iter().find_map(|(key, names)| {
        names.iter().position(|known| *known == plain).map(|rank| (*key, rank))
    })
}

/// Names of the day on which something was made, which is that of an article only where nothing else is told.
const MADE: &[&str] = &["created", "createdat", "timestamp", "time"];

/// True for a name of the day on which a record was made: an article, or the note that somebody took of it.
pub(super) fn is_made(name: &str) -> bool {
    MADE.contains(&plain(name).as_str())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
