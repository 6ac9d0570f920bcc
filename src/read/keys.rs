//! Named values (front matter, a JSON record, a CSV row) -> an article's fields.
//!
//! Every format that names its values shares this table, so `pubDate` means the same everywhere.

use serde_json::Value;

use super::dates::{self, Order};
use super::{language, offer};
use crate::article::{Article, Method};
use crate::date::{Date, Time};

/// A named value as it stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// The name as written.
    pub(super) key: String,
    /// The value; scalars of front matter are strings as written.
    pub(super) value: Value,
    /// The text it was read from; `None` to write it out as `key: value`.
    pub(super) evidence: Option<String>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
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
        ],
    ),
    (
        Key::Source,
        &[
            "source",
            "publisher",
            "outlet",
            "publication",
            "newspaper",
            "sitename",
            "sourcename",
            "publishername",
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
pub(super) fn meaning(name: &str) -> Option<(Key, usize)> {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.iter().find_map(|(key, names)| {
        names.iter().position(|known| *known == plain).map(|rank| (*key, rank))
    })
}

/// Returns the pairs that mean `key`, the most trusted name first.
pub(super) fn pairs_of(pairs: &[Pair], key: Key) -> Vec<&Pair> {
    let mut found: Vec<(usize, &Pair)> = pairs
        .iter()
        .filter_map(|pair| {
            let (meant, rank) = meaning(&pair.key)?;
            (meant == key).then_some((rank, pair))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, pair)| pair).collect()
}

/// Fills the fields of `article` that the pairs name and that are still empty.
pub(super) fn fill(article: &mut Article, pairs: &[Pair], method: Method, order: Option<Order>) {
    for pair in pairs_of(pairs, Key::Title) {
        offer(&mut article.title, text_of(&pair.value).and_then(one_line), method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Date) {
        offer(&mut article.date, date_of(&pair.value, order), method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Url) {
        let url = text_of(&pair.value).filter(|url| super::url::is_absolute(url));
        offer(&mut article.url, url, method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Source) {
        offer(&mut article.source, source_of(&pair.value), method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Author) {
        offer(&mut article.author, names_of(&pair.value), method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Language) {
        let code = text_of(&pair.value).and_then(|value| language::code(&value));
        offer(&mut article.language, code, method, || pair.shown());
    }
}

/// Longest evidence, in characters: enough to find the place again.
const EVIDENCE: usize = 200;

impl Pair {
    fn shown(&self) -> String {
        let shown = match (&self.evidence, &self.value) {
            (Some(evidence), _) => evidence.trim().to_string(),
            (None, Value::String(text)) => format!("{}: {text}", self.key),
            (None, value) => format!("{}: {value}", self.key),
        };
        shown.chars().take(EVIDENCE).collect()
    }
}

/// Names under which an object wraps one text.
const WRAPPING: &[&str] =
    &["name", "rendered", "text", "value", "title", "href", "#text", "$t", "@value"];

/// The text of a scalar, or of the one text an object wraps (`{"name": …}`, `{"rendered": …}`).
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => return None,
        Value::Array(items) => items.iter().filter_map(text_of).collect::<Vec<_>>().join("\n\n"),
        Value::Object(map) => WRAPPING.iter().find_map(|name| map.get(*name)).and_then(text_of)?,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

/// White space folded to single spaces; `None` when nothing is left.
pub(super) fn one_line(text: String) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A date from a string, a count of seconds or milliseconds, or an object that wraps one.
pub(super) fn date_of(value: &Value, order: Option<Order>) -> Option<Date> {
    match value {
        Value::String(text) => dates::parse(text, order)
            .or_else(|| dates::find(text, 100, order).map(|(date, _)| date)),
        Value::Number(number) => number.as_f64().and_then(from_seconds),
        Value::Object(map) => {
            let names = ["$date", "date", "value", "#text", "$t", "@value", "iso"];
            names.iter().find_map(|name| map.get(*name)).and_then(|inner| date_of(inner, order))
        }
        Value::Array(items) => items.first().and_then(|first| date_of(first, order)),
        Value::Bool(_) | Value::Null => None,
    }
}

/// A count of seconds or milliseconds since 1970 that falls into the years of the web.
fn from_seconds(number: f64) -> Option<Date> {
    let (from, to) = (631_152_000.0, 4_102_444_800.0);
    let seconds = if number >= from * 1000.0 { number / 1000.0 } else { number };
    if !(from..to).contains(&seconds) {
        return None;
    }
    let at = jiff::Timestamp::from_second(seconds as i64).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let byte = |n: i8| u8::try_from(n).ok();
    let day = Date::from_ymd(at.year(), byte(at.month())?, byte(at.day())?)?;
    let (hour, minute) = (byte(at.hour())?, byte(at.minute())?);
    day.with_time(Time { hour, minute, second: byte(at.second()), offset: Some(0) })
}

/// The one name a value gives, as a text or wrapped in an object: a number is a key of some table.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => one_line(text.clone()),
        Value::Object(map) => WRAPPING.iter().find_map(|name| map.get(*name)).and_then(name_of),
        _ => None,
    }
}

/// The outlet a value names; an address gives its host.
fn source_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(items) if items.len() == 1 => name_of(&items[0])?,
        other => name_of(other)?,
    };
    if super::url::is_absolute(&text) {
        return super::url::host(&text);
    }
    (text.chars().count() <= 80).then_some(text)
}

/// Several names joined by commas.
fn names_of(value: &Value) -> Option<String> {
    let names = match value {
        Value::Array(items) => {
            let mut names: Vec<String> = Vec::new();
            for name in items.iter().filter_map(name_of) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.join(", ")
        }
        other => name_of(other)?,
    };
    let fits = !names.is_empty() && names.chars().count() <= 300;
    fits.then_some(names).filter(|name| !super::url::is_absolute(name))
}

#[cfg(test)]
mod tests {
    //! 1. Names mean the same however they are written. 2. The most trusted name wins.
    //! 3. Dates come as text, seconds or wrapped. 4. A source given as an address is its host.
    //! 5. A number names nobody.

    use serde_json::json;

    use super::*;

    fn filled(value: Value) -> Article {
        let Value::Object(map) = value else { panic!("an object") };
        let pair = |(key, value)| Pair { key, value, evidence: None };
        let pairs: Vec<Pair> = map.into_iter().map(pair).collect();
        let mut article = Article::default();
        fill(&mut article, &pairs, Method::Record, None);
        article
    }

    #[test]
    fn names_mean_the_same_however_written() {
        for name in ["datePublished", "date_published", "Date Published", "DATE-PUBLISHED"] {
            assert_eq!(meaning(name).map(|m| m.0), Some(Key::Date), "{name}");
        }
        assert_eq!(meaning("dateModified"), None);
    }

    #[test]
    fn the_most_trusted_name_wins() {
        let article = filled(json!({"created_at": "2024-01-01", "published": "2025-12-04"}));
        let date = article.date.unwrap();
        assert_eq!(date.value.to_string(), "2025-12-04");
        assert_eq!(date.evidence, "published: 2025-12-04");
    }

    #[test]
    fn dates_come_as_text_seconds_or_wrapped() {
        let date = |value: Value| date_of(&value, None).map(|d| d.to_string());
        assert_eq!(date(json!(1474934400)).as_deref(), Some("2016-09-27T00:00:00Z"));
        assert_eq!(
            date(json!({"$date": 1474934400000i64})).as_deref(),
            Some("2016-09-27T00:00:00Z")
        );
        assert_eq!(date(json!("Published on 4 Dec 2025")).as_deref(), Some("2025-12-04"));
        assert_eq!(date(json!(7)), None);
        assert_eq!(date(json!(-1e300)), None);
    }

    #[test]
    fn a_source_given_as_an_address_is_its_host() {
        let article =
            filled(json!({"source": "http://www.politico.com/x", "authors": ["A B", "A B"]}));
        assert_eq!(article.source.unwrap().value, "politico.com");
        assert_eq!(article.author.unwrap().value, "A B");
        let wrapped = filled(json!({"source": {"id": "bbc-news", "name": "BBC News"}}));
        assert_eq!(wrapped.source.unwrap().value, "BBC News");
        let loud = filled(json!({"source": ["HTTPS://WWW.Example.COM/x"]}));
        assert_eq!(loud.source.unwrap().value, "example.com");
    }

    #[test]
    fn a_number_is_nobody_and_no_outlet() {
        for keyed in [
            json!({"author": 12, "source": 7, "media": "photo.jpg"}),
            json!({"author": {"id": 3, "name": 12}, "source": {"id": 7}}),
            json!({"authors": [1, 2], "source": [1]}),
            json!({"author": true, "source": ["Wire", "Post"]}),
        ] {
            let article = filled(keyed.clone());
            assert_eq!((article.author, article.source), (None, None), "{keyed}");
        }
        let mixed = filled(json!({"authors": [1, {"name": "Ann Lee"}, "Bo Ray"]}));
        assert_eq!(mixed.author.unwrap().value, "Ann Lee, Bo Ray");
    }
}
