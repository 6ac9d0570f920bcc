//! A by-line as a page shows it -> the names in it.

mod labels;

pub(super) use self::labels::is_label;
use self::labels::{is_phrase, label};
use super::super::keys::one_line;
use super::super::{dates, story, url};

/// Words before a colon that name something else than a writer, in lower case.
const OTHERS: &[&str] = &[
    "foto",
    "fotos",
    "photo",
    "photos",
    "picture",
    "bild",
    "bilder",
    "image",
    "фото",
    "credit",
    "source",
    "quelle",
    "tags",
    "tag",
    "category",
    "kategorie",
    "topics",
    "share",
    "updated",
    "stand",
];

/// Words before a date that are no name and may open one elsewhere, in lower case.
const PREPOSITIONS: &[&str] = &["am", "on", "le", "el", "il"];

/// Words that no person and no desk is called.
const GENERAL: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "authors",
    "no author",
    "von",
    "par",
    "por",
    "about the author",
    "staff",
    "editor",
    "by",
    "unknown",
    "none",
    "null",
    "guest",
    "webmaster",
    "publisher",
    "posted",
    "published",
    "follow",
    "following",
    "reviews",
    "comments",
    "share",
    "read more",
    "more",
    "profile",
    "website",
    "contact",
];

/// What opens a line that asks for something, in lower case.
const ASKING: &[&str] =
    &["follow ", "share ", "subscribe ", "view ", "read more", "see all", "sign up"];

/// Labels in front of each other that are taken off.
const MOST_LABELS: usize = 4;

/// Returns the names in a by-line: without `By`, dates, addresses; `None` when no name is left.
pub(super) fn names(written: &str) -> Option<String> {
    let line = one_line(written.to_string())?;
    let text = undated(&line)?;
    let text = unlabelled(text)?;
    let text = text.split(['|', '•', '·']).next().unwrap_or(text);
    let text = without_report(text);
    let text = &without_asides(text);
    let text = before_dash(text);
    // What stands before a later colon is the next label: `Ann Lee Source: Wire`.
    let text = match text.split_once(": ") {
        Some((before, _)) => before.rsplit_once(' ')?.0,
        None => text,
    };
    let words: Vec<&str> = text.split(' ').filter(|word| !is_mail_address(word)).collect();
    let text = words.join(" ");
    let text = story::without_jobs(text.trim_matches(is_frame));
    let fits = (2..=100).contains(&text.chars().count())
        && text.chars().any(char::is_alphabetic)
        && !url::is_absolute(&text)
        && !text.starts_with(['@', '/', '©', '{', '['])
        && !text.contains("://")
        && !GENERAL.contains(&text.to_lowercase().as_str())
        && !is_dating(&text.to_lowercase())
        && !ASKING.iter().any(|words| text.to_lowercase().starts_with(words));
    fits.then_some(text)
}

/// A by-line without the place of the report behind it, as Chinese papers write it: `王小明／沙恩報導`.
fn without_report(text: &str) -> &str {
    match text.split_once('／') {
        Some((name, place)) if place.ends_with(['導', '道']) => name,
        _ => text,
    }
}

/// A by-line without what stands in brackets behind a name: where somebody was, what each did.
fn without_asides(text: &str) -> String {
    let bare = |part: &str| match part.split_once(['(', '（']) {
        Some((name, aside))
            if aside.find([')', '）']).is_some_and(|end| aside[end..].chars().count() == 1)
                && is_names(name.trim()) =>
        {
            name.trim_end().to_string()
        }
        _ => part.to_string(),
    };
    // A comma may stand in the brackets too.
    let whole = bare(text);
    if whole != text {
        return whole;
    }
    text.split(", ").map(bare).collect::<Vec<_>>().join(", ")
}

/// True for names parted by commas.
fn is_names(text: &str) -> bool {
    text.split(", ").all(story::is_name_list)
}

/// What stands before a dash, where that is a name and what stands behind it is none: `Ann Lee — The Ledger`.
fn before_dash(text: &str) -> &str {
    let parted = [" — ", " – ", " - "].iter().find_map(|dash| text.split_once(dash));
    let Some((name, behind)) = parted else { return text };
    let is_signed = name.split(", ").next().is_some_and(story::is_name_list);
    if is_signed && !is_names(behind) && !behind.contains("://") { name } else { text }
}

/// True for words that say what a date is the day of, and nothing else.
fn is_dating(lower: &str) -> bool {
    dates::labels::ALONE.contains(&lower) || PREPOSITIONS.contains(&lower)
}

/// True for signs around a name.
fn is_frame(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | '-' | '–' | '—' | ':' | '：' | ';' | '/' | '»' | '«' | '>')
}

fn is_mail_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// The part of a by-line that its date leaves: what stands before it, or behind it where that is signed.
fn undated(line: &str) -> Option<&str> {
    let found = dates::find(line, 200, None).map(|(_, range)| range);
    let Some(range) = found.or_else(|| numeric(line)) else { return Some(line) };
    let before = line[..range.start]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.');
    let before = without_lead_of_date(before);
    if before.chars().any(char::is_alphabetic) {
        return Some(before);
    }
    let behind = line[range.end..].trim_start_matches(is_frame);
    let signed = story::without_lead(behind).is_some() || label(behind).is_some();
    signed.then_some(behind)
}

/// The first word that is a day or a time in numbers, as `26/10/13` or `03:48`.
fn numeric(line: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    line.split(' ').find_map(|word| {
        let start = at;
        at += word.len() + 1;
        let plain = word.trim_matches(is_frame);
        let parts: Vec<&str> = plain.split(['/', '.', ':', '-']).collect();
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        // `24/7` is no day.
        let enough = parts.len() >= 3 || plain.contains(':');
        (enough && parts.iter().all(is_number)).then(|| start..start + word.len())
    })
}

/// What stands before a date, without `Posted on`, `am` and the day of the week.
fn without_lead_of_date(before: &str) -> &str {
    let mut text = before.trim_end_matches(is_frame);
    loop {
        let lower = text.to_lowercase();
        if is_dating(&lower) {
            return "";
        }
        let (rest, last) = text.rsplit_once(' ').unwrap_or(("", text));
        let last = last.to_lowercase();
        let led = rest.ends_with([',', '|', '-', '–', '·'])
            || rest.rsplit(' ').next().is_some_and(|word| ["am", "on", "le"].contains(&word));
        let is_weekday = dates::is_weekday(&last) && (last.chars().count() > 4 || led);
        if !is_weekday && !["am", "on", "um", "stand"].contains(&last.as_str()) {
            return text;
        }
        text = rest.trim_end_matches(is_frame);
    }
}

/// What stands behind the labels; `None` for the label of something else.
fn unlabelled(text: &str) -> Option<&str> {
    let mut text = text.trim_start_matches(is_frame);
    if is_phrase(text) {
        return None;
    }
    for _ in 0..MOST_LABELS {
        if let Some(rest) = story::without_lead(text).or_else(|| label(text)) {
            text = rest.trim_start_matches(is_frame);
            continue;
        }
        let Some((before, behind)) = text.split_once(':') else { break };
        let before = before.trim().to_lowercase();
        if before.split_whitespace().next().is_some_and(|word| OTHERS.contains(&word)) {
            return None;
        }
        // Any other word before a colon says what somebody did: `Interview:`.
        if before.contains(' ') || behind.is_empty() || behind.starts_with("//") {
            break;
        }
        text = behind.trim_start_matches(is_frame);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_left_of_bylines() {
        for (written, wanted) in [
            ("Ann Lee", "Ann Lee"),
            ("By Ann Lee and Bo Ray", "Ann Lee and Bo Ray"),
            ("BY ANN LEE", "ANN LEE"),
            ("By : Ann Lee", "Ann Lee"),
            ("By Ann Lee 8 January 2020, 3:51 pm 11 Edit", "Ann Lee"),
            ("Posted on September 21, 2020 by Ann Lee", "Ann Lee"),
            ("Veröffentlicht am 8. Februar 2022 von Lock-Team", "Lock-Team"),
            ("Datum: 19.11.2021 Autor: Ann Lee Quelle: Schleusenbote", "Ann Lee"),
            ("von annlee am 26/10/13, 03:48 pm", "annlee"),
            ("Von Ann.Lee am Samstag, 19. Oktober 2019 um 11:14 Uhr", "Ann.Lee"),
            ("Ann Lee Stand: 05. Februar 2020", "Ann Lee"),
            ("Mei Sun, 12 May 2020", "Mei Sun"),
            ("Post author By Ann Lee", "Ann Lee"),
            ("AuthorAnn Lee", "Ann Lee"),
            ("Veröffentlicht vonAnn Lee", "Ann Lee"),
            ("vonAnn Lee 31.10.2023", "Ann Lee"),
            ("Von: Ann Lee", "Ann Lee"),
            ("Auteur: Ann Lee", "Ann Lee"),
            ("Interview: Ann Lee", "Ann Lee"),
            (", par Ann Lee", "Ann Lee"),
            ("Zeige alle Beiträge von Ann Lee", "Ann Lee"),
            ("View all posts by Ann Lee", "Ann Lee"),
            ("Ann Lee a.lee@lock.example", "Ann Lee"),
            ("Author Redaktion", "Redaktion"),
            ("Vonnegut Kurt", "Vonnegut Kurt"),
            ("Byron Lee", "Byron Lee"),
            ("Authority of the Lock", "Authority of the Lock"),
            ("7 News WHDH", "7 News WHDH"),
            ("24/7 Lock St.", "24/7 Lock St."),
            ("J.K. Lee", "J.K. Lee"),
            ("Par Anne Petit (à Ostra, envoyée spéciale)", "Anne Petit"),
            ("Ann Lee (text), Bo Ray (photos)", "Ann Lee, Bo Ray"),
            ("Bruno (Ray) Lee", "Bruno (Ray) Lee"),
            ("Ann Lee — The Sarn Ledger, Ostra", "Ann Lee"),
            ("Ann Lee – Bo Ray", "Ann Lee – Bo Ray"),
            ("Lock-Team - Ostra", "Lock-Team - Ostra"),
            ("Skrevet af Bo Krag", "Bo Krag"),
            ("de Wit", "de Wit"),
            ("da Silva Santos", "da Silva Santos"),
            ("Av Westin", "Av Westin"),
            ("Door Peters", "Door Peters"),
            ("García Márquez, Gabriel", "García Márquez, Gabriel"),
            ("Ann Lee, Suharto", "Ann Lee, Suharto"),
            ("記者：山田花子", "山田花子"),
            ("記者：王小明／沙恩報導", "王小明"),
            ("记者协会", "记者协会"),
            ("Автор: Анна Ли", "Анна Ли"),
            ("Автор — Анна Ли", "Анна Ли"),
            ("Автор Анна Ли, журналист", "Анна Ли"),
            ("Автор текста: Анна Ли", "Анна Ли"),
            ("Авторитет Анна", "Авторитет Анна"),
        ] {
            assert_eq!(names(written).as_deref(), Some(wanted), "{written}");
        }
    }

    #[test]
    fn what_names_nobody_is_no_name() {
        for written in [
            "von am 20.06.2018",
            "Publiziert am",
            "Posted",
            "Posted on September 21, 2020",
            "No Author",
            "Follow",
            "Follow us on the canal",
            "a.lee@lock.example",
            "© Ann Lee",
            "Foto: Ann Lee",
            "https://lock.example/ann",
            "{ \"@type\": \"Person\" }",
            "12 November 2025",
            "By",
            "İ",
            "Автор неизвестен",
            "Автор блога",
            "Авторы закона: депутаты Думы",
            "Автор фото: Анна Ли",
        ] {
            assert_eq!(names(written), None, "{written}");
        }
    }
}
