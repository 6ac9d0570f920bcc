//! Named values (front matter, a JSON record, a CSV row) -> an article's fields.
//!
//! Every format that names its values shares this table, so `pubDate` means the same everywhere.

mod blocks;
mod components;
mod names;
mod values;

use serde_json::Value;

use super::dates::Order;
use super::{language, offer};
use crate::article::{Article, Method};

pub(super) use self::blocks::{is_entry, is_node};
pub(super) use self::components::text_of as text_of_components;
pub(super) use self::names::{Key, is_made, is_story, meaning};
use self::names::{is_data, is_folder, is_origin};
pub(super) use self::values::{date_of, one_line, text_of};
use self::values::{names_of, page_of, source_of};

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
    let mut dated = pairs_of(pairs, Key::Date);
    dated.retain(|pair| {
        !is_data(&pair.key)
            || pair.value.as_str().is_some_and(|text| super::dates::parse(text, order).is_some())
    });
    let told = dated.iter().any(|pair| !is_made(&pair.key));
    let is_clipping = || {
        let pages = pairs_of(pairs, Key::Url).into_iter().chain(pairs_of(pairs, Key::Source));
        (method == Method::FrontMatter || is_bookmark(pairs))
            && pages.into_iter().any(|pair| page_of(&pair.value).is_some())
    };
    for pair in &dated {
        // A field for the day of publication that is empty says that it is not known, and a note of a page
        // was made on another day than the page.
        // In tables of bookmarks seconds tell when a page was put there.
        let is_count =
            pair.value.as_str().is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
        if is_made(&pair.key) && (told || is_count || is_clipping()) {
            continue;
        }
        offer(&mut article.date, date_of(&pair.value, order), method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Url) {
        let url = text_of(&pair.value).filter(|url| super::url::is_absolute(url));
        offer(&mut article.url, url, method, || pair.shown());
    }
    for pair in pairs_of(pairs, Key::Source) {
        let is_feed = || ["streamId", "htmlUrl"].iter().any(|name| pair.value.get(*name).is_some());
        if is_origin(&pair.key) && !is_feed() {
            continue;
        }
        offer(&mut article.url, page_of(&pair.value), method, || pair.shown());
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

/// True for a page that a reader keeps in a folder: what has its own story or writer there is an article.
fn is_bookmark(pairs: &[Pair]) -> bool {
    let is_filled = |pair: &Pair| text_of(&pair.value).is_some();
    let is_own = |name: &str| is_story(name) || matches!(meaning(name), Some((Key::Author, _)));
    pairs.iter().any(|pair| is_folder(&pair.key) && is_filled(pair))
        && !pairs.iter().any(|pair| is_own(&pair.key) && is_filled(pair))
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
        for (name, wanted) in [
            ("Media Name", Key::Source),
            ("titular", Key::Title),
            ("Cuerpo", Key::Text),
            ("date_publication", Key::Date),
            ("Author Name", Key::Author),
            ("Sprache", Key::Language),
            ("Заголовок", Key::Title),
            ("来源", Key::Source),
            ("शीर्षक", Key::Title),
            ("متن", Key::Text),
        ] {
            assert_eq!(meaning(name).map(|m| m.0), Some(wanted), "{name}");
        }
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
        assert_eq!(date(json!("1474934400")).as_deref(), Some("2016-09-27T00:00:00Z"));
        assert_eq!(date(json!("1474934400000")).as_deref(), Some("2016-09-27T00:00:00Z"));
        let long = json!({"$date": {"$numberLong": "1474934400000"}});
        assert_eq!(date(long).as_deref(), Some("2016-09-27T00:00:00Z"));
        assert_eq!(date(json!("2025120410")), None);
        assert_eq!(date(json!({"date-parts": [["2025", 12, 4]]})).as_deref(), Some("2025-12-04"));
        assert_eq!(date(json!({"date-parts": [[2025, 12]]})), None);
        assert_eq!(date(json!(7)), None);
        assert_eq!(date(json!(-1e300)), None);
    }

    #[test]
    fn the_day_of_a_note_is_not_that_of_its_article() {
        let made = json!({"created": "2025-12-04", "published": ""});
        assert_eq!(filled(made).date, None);
        let made = json!({"created_at": "2025-12-04", "time": "5 min"});
        assert!(filled(made).date.is_some());
        let made = json!({"created_at": "2025-12-04", "published_date": null});
        assert_eq!(filled(made).date, None);
        assert_eq!(
            filled(json!({"URL": "https://lock.example", "Timestamp": "1764806400"})).date,
            None
        );
        let note = |keys: Value| {
            let Value::Object(map) = keys else { panic!("an object") };
            let pair = |(key, value)| Pair { key, value, evidence: None };
            let pairs: Vec<Pair> = map.into_iter().map(pair).collect();
            let mut article = Article::default();
            fill(&mut article, &pairs, Method::FrontMatter, None);
            article.date.map(|date| date.value.to_string())
        };
        let page = "https://lock.example/keys";
        let bookmark = json!({"created": "2025-12-04", "url": page, "folder": "Unsorted"});
        assert_eq!(filled(bookmark).date, None);
        for own in [
            json!({"created": "2025-12-04", "url": page, "folder": ""}),
            json!({"created": "2025-12-04", "url": page, "folder": "news", "text": "It sank."}),
            json!({"created": "2025-12-04", "url": page, "folder": "news", "author": "Ann Lee"}),
        ] {
            assert!(filled(own.clone()).date.is_some(), "{own}");
        }
        assert_eq!(note(json!({"created": "2025-12-04", "source": page})), None);
        assert_eq!(note(json!({"created": "2025-12-04", "url": page})), None);
        assert_eq!(note(json!({"created": "2025-12-04"})).as_deref(), Some("2025-12-04"));
    }

    #[test]
    fn references_and_reading_lists_are_understood() {
        let article = filled(json!({
            "title": "Gate opens", "container-title": "Canal Gazette", "source": "Reading list",
            "author": [{"family": "Tamm", "given": "Ilse"}, {"literal": "Lock desk"}],
            "issued": {"date-parts": [[2025, 12, 4]]}
        }));
        assert_eq!(article.source.unwrap().value, "Canal Gazette");
        assert_eq!(article.author.unwrap().value, "Ilse Tamm, Lock desk");
        assert_eq!(article.date.unwrap().value.to_string(), "2025-12-04");
    }

    #[test]
    fn names_in_parts_are_one() {
        for (first, last) in
            [("given", "family"), ("first_name", "last_name"), ("givenName", "familyName")]
        {
            let article = filled(json!({"author": {first: "Ilse", last: "Tamm", "id": 7}}));
            assert_eq!(article.author.unwrap().value, "Ilse Tamm");
        }
        let empty = json!({"author": {"given": "", "first_name": "Ilse", "last_name": "Tamm"}});
        assert_eq!(filled(empty).author.unwrap().value, "Ilse Tamm");
    }

    #[test]
    fn data_is_a_date_where_it_is_one_and_nothing_else() {
        let date =
            |value: Value| filled(json!({"data": value})).date.map(|date| date.value.to_string());
        assert_eq!(date(json!("11 de março de 2025")).as_deref(), Some("2025-03-11"));
        assert_eq!(date(json!("2025-03-11")).as_deref(), Some("2025-03-11"));
        for other in [
            json!("On 2025-03-11 it was shut."),
            json!({"date": "2025-03-11"}),
            json!(["2025-03-11"]),
            json!(1741717200),
        ] {
            assert_eq!(date(other), None);
        }
        let made = filled(json!({"data": {"id": 7}, "created_at": "2025-03-11"}));
        assert!(made.date.is_some());
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
    fn the_feed_of_an_item_is_its_outlet() {
        let source = |value: Value| filled(value).source.map(|source| source.value);
        let feed = json!({"streamId": "feed/1", "title": "Canal Gazette", "htmlUrl": "https://canal.example"});
        assert_eq!(source(json!({"origin": feed})).as_deref(), Some("Canal Gazette"));
        assert_eq!(
            source(json!({"feed_title": "Canal Gazette"})).as_deref(),
            Some("Canal Gazette")
        );
        for name in ["source", "publisher", "site"] {
            let named = json!({name: "Ledger", "feed_title": "All unread", "meta_site_name": "x"});
            assert_eq!(source(named).as_deref(), Some("Ledger"));
        }
        assert_eq!(source(json!({"fonte": "14px"})), None);
        assert_eq!(source(json!({"origin": "Sarn"})), None);
        assert_eq!(source(json!({"origin": {"title": "Sarn", "country": "Ostra"}})), None);
        assert_eq!(source(json!({"Origin": "Sarn"})), None);
    }

    #[test]
    fn a_number_is_nobody_and_no_outlet() {
        for keyed in [
            json!({"author": 12, "source": 7, "media": "photo.jpg"}),
            json!({"author": {"id": 3, "name": 12}, "source": {"id": 7}}),
            json!({"authors": [1, 2], "source": [1]}),
            json!({"author": true, "source": ["Wire", "Post"]}),
            json!({"medium": "https://cdn.example/m.jpg"}),
            json!({"journal": true}),
        ] {
            let article = filled(keyed.clone());
            assert_eq!((article.author, article.source), (None, None), "{keyed}");
        }
        let mixed = filled(json!({"authors": [1, {"name": "Ann Lee"}, "Bo Ray"]}));
        assert_eq!(mixed.author.unwrap().value, "Ann Lee, Bo Ray");
    }
}
