//! A month that is another one in the next country: `listopad` is November in Polish and Czech, and October in
//! Croatian.
//!
//! Such a day is read as the later month, since nothing tells the language where a date is read. Once it is known
//! what an article is written in, the day is set right, or taken back.

use crate::article::{Field, Method};
use crate::date::Date;

const OCTOBER: u8 = 10;
const NOVEMBER: u8 = 11;

/// Forms of the name, in lower case. The Czech genitive is `listopadu`, which is November everywhere.
const NAMES: &[&str] = &["listopad", "listopada"];

/// True for a name that more languages give to other months, in lower case.
pub(super) fn is_shared(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The day of a shared name: that of the later month, or of the earlier one where only that is so long.
pub(super) fn read(year: i16, day: u8) -> Option<Date> {
    Date::from_ymd(year, NOVEMBER, day).or_else(|| Date::from_ymd(year, OCTOBER, day))
}

/// Sets the day right that was read from a shared name, by the language or else by the country of the outlet. Where
/// neither tells, a day without a point is Polish, and one with it, as Czech and Croatian write it, is taken back.
pub(in crate::read) fn settle(
    date: &mut Option<Field<Date>>,
    language: Option<&str>,
    host: Option<&str>,
) {
    let shared = date
        .as_ref()
        .is_some_and(|field| field.method != Method::Correction && is_of_shared(field));
    if !shared {
        return;
    }
    let country = host.and_then(|host| host.rsplit('.').next());
    let month = match (language, country) {
        (Some("hr" | "bs" | "sr" | "sh"), _) => Some(OCTOBER),
        (Some("pl" | "cs" | "sk"), _) => Some(NOVEMBER),
        (_, Some("hr" | "ba" | "rs" | "me")) => Some(OCTOBER),
        (_, Some("pl" | "cz" | "sk")) => Some(NOVEMBER),
        _ => date.as_ref().filter(|field| !has_point(&field.evidence)).map(|_| NOVEMBER),
    };
    *date = date.take().and_then(|field| {
        let (year, _, day) = field.value.ymd();
        let set = Date::from_ymd(year, month?, day)?;
        let value = match field.value.time() {
            Some(time) => set.with_time(time)?,
            None => set,
        };
        Some(Field { value, ..field })
    });
}

/// True where a point stands between a day and a shared name.
fn has_point(evidence: &str) -> bool {
    let lower = evidence.to_lowercase();
    let before = |name: &str| lower.find(name).map(|at| lower[..at].trim_end().ends_with('.'));
    NAMES.iter().find_map(|name| before(name)).unwrap_or(true)
}

/// True for a date whose evidence has this day under a shared name.
fn is_of_shared(field: &Field<Date>) -> bool {
    let text = &field.evidence;
    super::find_all(text, text.len(), None).any(|(date, range)| {
        let mut words = text[range].split(|c: char| !c.is_alphabetic());
        date.day_only() == field.value.day_only()
            && words.any(|word| is_shared(&word.to_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(written: &str, language: Option<&str>, host: Option<&str>) -> Option<String> {
        let value = crate::read::read_date(written).unwrap();
        let field = Field { value, method: Method::Byline, evidence: written.to_owned() };
        let mut date = Some(field);
        settle(&mut date, language, host);
        date.map(|field| field.value.to_string())
    }

    #[test]
    fn the_language_decides_else_the_country_else_nothing() {
        let day = "14. listopada 2025. 9:10";
        let (october, november) = ("2025-10-14T09:10", "2025-11-14T09:10");
        assert_eq!(settled(day, Some("hr"), None).as_deref(), Some(october));
        assert_eq!(settled(day, Some("pl"), Some("kurier.hr")).as_deref(), Some(november));
        assert_eq!(settled(day, None, Some("glasnik.hr")).as_deref(), Some(october));
        assert_eq!(settled(day, Some("en"), Some("kurier.pl")).as_deref(), Some(november));
        assert_eq!(settled(day, Some("en"), Some("ledger.example")), None);
        assert_eq!(settled("31 listopada 2025", Some("hr"), None).as_deref(), Some("2025-10-31"));
        assert_eq!(settled("31 listopada 2025", Some("pl"), None), None);
        assert_eq!(settled("14 listopada 2025", None, None).as_deref(), Some("2025-11-14"));
        assert_eq!(settled("31 listopada 2025", None, None), None);
        for other in ["14 listopadu 2025", "14 листопада 2025", "14 November 2025"] {
            assert_eq!(settled(other, None, None).as_deref(), Some("2025-11-14"), "{other}");
        }
    }

    #[test]
    fn a_page_and_a_text_have_the_month_of_their_language() {
        use crate::read::tests::articles;
        let told = "Trajekt preko starog kanala stao je u ponedjeljak nakon što mu je noću puknulo uže, i nitko \
            nije znao reći kada će opet zaploviti. Oni koji rade na drugoj obali hodali su sat vremena uz vodu do \
            mosta, gdje je gradonačelnik dijelio čaj i govorio da je novo uže već naručeno.";
        let page = format!(
            "<html lang=hr><title>Trajekt stoji</title><h1>Trajekt stoji</h1><p>14. listopada 2025.</p><p>{told}</p>"
        );
        let date = |name: &str, text: &str| {
            articles(name, text.as_bytes())[0].date.as_ref().map(|date| date.value.to_string())
        };
        assert_eq!(date("a.html", &page).as_deref(), Some("2025-10-14"));
        let page = page.replace("lang=hr", "").replace(told, "Trajekt.");
        assert_eq!(date("a.html", &page), None);
    }
}
