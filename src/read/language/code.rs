//! What a document says about its language -> a two-letter code.

/// Names and three-letter codes that exports write instead of a tag.
const NAMES: &[(&str, &str)] = &[
    ("en", "english eng"),
    ("es", "spanish spa español castellano"),
    ("fr", "french fra fre français"),
    ("de", "german deu ger deutsch"),
    ("it", "italian ita italiano"),
    ("pt", "portuguese por português"),
    ("ru", "russian rus русский"),
    ("uk", "ukrainian ukr українська"),
    ("zh", "chinese zho chi 中文"),
    ("ja", "japanese jpn 日本語"),
    ("ko", "korean kor 한국어"),
    ("ar", "arabic ara العربية"),
    ("nl", "dutch nld dut nederlands"),
    ("pl", "polish pol polski"),
    ("tr", "turkish tur türkçe"),
    ("he", "hebrew heb iw"),
    ("hi", "hindi hin"),
    ("sv", "swedish swe svenska"),
    ("da", "danish dan dansk"),
    ("no", "norwegian nor nb nn"),
    ("fa", "persian fas per"),
    ("cs", "czech ces cze čeština"),
    ("sk", "slovak slk slo slovenčina"),
    ("hr", "croatian hrv hrvatski"),
    ("bs", "bosnian bos bosanski"),
    ("sr", "serbian srp srpski"),
];

/// Returns the two-letter code of a language tag (`en-US`, `pt_BR`) or name (`English`).
pub(in crate::read) fn code(tag: &str) -> Option<String> {
    let lower = tag.trim().to_lowercase();
    let first = lower.split(['-', '_', ',', ';', ' ']).next()?;
    let named = NAMES.iter().find(|(_, names)| names.split(' ').any(|name| name == first));
    if let Some((code, _)) = named {
        return Some((*code).to_string());
    }
    let is_code = first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then(|| first.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn tags_and_names_become_two_letters() {
        for (tag, wanted) in [
            ("en-US", Some("en")),
            ("pt_BR", Some("pt")),
            ("English", Some("en")),
            ("fra", Some("fr")),
            ("nb-NO", Some("no")),
            ("xx-default", Some("xx")),
            ("", None),
            ("utf-8", None),
            ("12", None),
        ] {
            assert_eq!(super::code(tag).as_deref(), wanted, "{tag}");
        }
    }
}
