//! Lines that say who took a picture, and no more: `Photo by Ann Lee/Wire`, `Foto: A. Lind`, `© Ann Lee`.
//!
//! They are told by what opens them and by the names that follow: a wrapped line of prose, or one of code, opens in
//! the same way and goes on in small letters.

/// Patterns of whole lines, in lower case.
pub(super) const ROWS: [&str; 3] = [
    r#"(photos?|photographs?|images?|pictures?|illustrations?|graphics?) (by|courtesy( of)?|credits?):? [^"“”«»{}=$<>\[\]:;?!…]+[^.,?!…]"#,
    r#"(photos?|photographers?|photo credits?|fotos?|fotografie|bild(er|quelle)?|images?|image source|crédits?( photos?)?|credits?|kuva|zdjęcie|fotó|фото|grafik|titelbild|beitragsbild) ?: [^"“”«»{}=$<>\[\];?!…]+[^.,?!…]"#,
    r#"(©|\(c\)) ?[^"“”«»{}=$<>\[\];?!….]+"#,
];

/// True for a line of which most words behind the first are names.
pub(super) fn names_somebody(line: &str) -> bool {
    let words =
        line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’' | '-' | '@'));
    let words: Vec<&str> = words.filter(|word| word.contains(char::is_alphabetic)).collect();
    let behind =
        if line.starts_with('©') { &words[..] } else { words.get(1..).unwrap_or_default() };
    let named = behind.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    named > 0 && 2 * named >= behind.len()
}
