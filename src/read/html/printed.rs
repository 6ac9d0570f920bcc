//! A page made for the printer -> its headline without the words that say so.

/// What says that a page is one for the printer or the like, in lower case.
const LABELS: &[&str] = &[
    "printable version",
    "print version",
    "print-friendly version",
    "print friendly",
    "print-friendly",
    "printer friendly",
    "printer-friendly",
    "printer friendly version",
    "printer-friendly version",
    "print page",
    "print this page",
    "print preview",
    "version imprimable",
    "version à imprimer",
    "druckversion",
    "druckansicht",
    "versión para imprimir",
    "versión imprimible",
    "versione stampabile",
    "versão para impressão",
    "printversie",
    "utskriftsversion",
    "wersja do druku",
    "версия для печати",
];

/// The same in one word, which may open a headline of its own: these count before one of three words or more.
const SHORT_LABELS: &[&str] = &["print", "imprimer", "imprimir", "drucken"];

/// What says so between brackets.
const BRACKETED: &[&str] =
    &["pdf", "print", "printable version", "print version", "html", "full text"];

/// Signs behind a label, or before one.
const SIGNS: [char; 7] = [':', '|', '-', '–', '—', '·', '»'];

/// Words of a headline behind a short label.
const FEWEST_WORDS: usize = 3;

/// Returns a title without such a label at one of its ends.
pub(super) fn without_label(title: &str) -> &str {
    let rest = without_brackets(title);
    let rest = behind(rest).or_else(|| before(rest)).unwrap_or(rest);
    if rest.chars().any(char::is_alphanumeric) { rest } else { title }
}

fn without_brackets(title: &str) -> &str {
    let is_one = |inside: &str| BRACKETED.contains(&inside.trim().to_lowercase().as_str());
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some((inside, rest)) =
            title.strip_prefix(open).and_then(|rest| rest.split_once(close))
            && is_one(inside)
        {
            return rest.trim_start();
        }
        if let Some((rest, inside)) =
            title.strip_suffix(close).and_then(|rest| rest.rsplit_once(open))
            && is_one(inside)
        {
            return rest.trim_end();
        }
    }
    title
}

/// What stands behind a label and a sign.
fn behind(title: &str) -> Option<&str> {
    let (at, sign) =
        title.char_indices().find(|&(at, c)| SIGNS.contains(&c) && is_parting(title, at))?;
    let (label, rest) =
        (title[..at].trim_end().to_lowercase(), title[at + sign.len_utf8()..].trim_start());
    let is_short = SHORT_LABELS.contains(&label.as_str())
        && rest.split_whitespace().count() >= FEWEST_WORDS
        && rest.starts_with(char::is_uppercase);
    (is_short || LABELS.contains(&label.as_str())).then_some(rest)
}

/// What stands before a sign and a label.
fn before(title: &str) -> Option<&str> {
    let at = title.rfind(SIGNS).filter(|&at| is_parting(title, at))?;
    let sign = title[at..].chars().next().filter(|&sign| sign != ':')?;
    let label = title[at + sign.len_utf8()..].trim().to_lowercase();
    let is_label = LABELS.contains(&label.as_str()) || SHORT_LABELS.contains(&label.as_str());
    is_label.then(|| title[..at].trim_end())
}

/// True for a sign with a space at a side: the hyphen of a word has none.
fn is_parting(title: &str, at: usize) -> bool {
    let rest = title[at..].chars().nth(1);
    title[..at].ends_with(char::is_whitespace) || title[at..].starts_with(':') && rest == Some(' ')
}

#[cfg(test)]
mod tests {
    use super::without_label;

    #[test]
    fn labels_of_pages_for_the_printer_are_no_headline() {
        for title in [
            "Print: Lock keepers vote",
            "Print | Lock keepers vote",
            "Lock keepers vote - Printable version",
            "Lock keepers vote | Print",
            "[PDF] Lock keepers vote",
            "Lock keepers vote (print version)",
            "Printer-friendly version: Lock keepers vote",
            "Druckversion: Lock keepers vote",
            "Version imprimable - Lock keepers vote",
        ] {
            assert_eq!(without_label(title), "Lock keepers vote", "{title}");
        }
    }

    #[test]
    fn headlines_with_such_words_stay() {
        for title in [
            "Print money, keepers told",
            "Print: a history",
            "Print: the end",
            "Why papers still print",
            "Lock keepers vote: the printable version of events",
            "Keepers turn to print-friendly inks",
            "A web-first paper goes out of print - at last",
            "[PDF]",
            "Print",
            "Reading a PDF (and how)",
        ] {
            assert_eq!(without_label(title), title);
        }
    }
}
