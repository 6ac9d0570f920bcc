//! A page made for the printer -> its headline without the words that say so.
//!
//! Words that say nothing else are left out; others, as `Print` or `(PDF)`, may be part of a headline, and only are none where the
//! page gives the headline without them too, or its address is that of a page for the printer.

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

/// The same where something else says so too.
const SHORT_LABELS: &[&str] = &["print", "print preview", "imprimer", "imprimir", "drucken"];

/// What says so between brackets, in the same way.
const BRACKETED: &[&str] = &["pdf", "print", "html", "full text"];

/// Parts of the addresses of pages for the printer, whole.
const IN_ADDRESSES: &[&str] = &["print", "printable", "printer", "printversion", "druckversion"];

/// Signs behind a label, or before one.
const SIGNS: [char; 7] = [':', '|', '-', '–', '—', '·', '»'];

/// Returns a title without such a label at one of its ends; `is_told` says whether a page gives a headline elsewhere.
pub(super) fn without_label<'a>(
    title: &'a str,
    address: Option<&str>,
    is_told: impl Fn(&str) -> bool,
) -> &'a str {
    let may_be = |(rest, is_plain): (&'a str, bool)| {
        let fits = rest.contains(char::is_alphanumeric)
            && (is_plain || is_told(rest) || address.is_some_and(is_for_printer));
        fits.then_some(rest)
    };
    let ends = [without_brackets(title), behind(title), before(title)];
    ends.into_iter().flatten().find_map(may_be).unwrap_or(title)
}

/// True for `/news/7/print`, `/print/7`, `/print.php?id=7` and `?print=1`; a section may be called so.
fn is_for_printer(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_it = |part: &str| IN_ADDRESSES.contains(&part.to_lowercase().as_str());
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_number = last.bytes().all(|b| b.is_ascii_digit());
    is_it(last.split('.').next().unwrap_or_default())
        || is_number && parts.next().is_some_and(is_it)
        || query.split(['&', ';', '=']).any(is_it)
}

/// What stands behind or before a label between brackets, and whether it is plain that it is one.
fn without_brackets(title: &str) -> Option<(&str, bool)> {
    let label = |inside: &str| is_label(inside, BRACKETED);
    [('[', ']'), ('(', ')')].into_iter().find_map(|(open, close)| {
        let first = title.strip_prefix(open).and_then(|rest| rest.split_once(close));
        let last = title.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        let first = first.and_then(|(inside, rest)| Some((rest.trim_start(), label(inside)?)));
        first.or_else(|| last.and_then(|(rest, inside)| Some((rest.trim_end(), label(inside)?))))
    })
}

/// Whether it is plain that words are a label; `None` for others.
fn is_label(words: &str, doubtful: &[&str]) -> Option<bool> {
    let words = words.trim().to_lowercase();
    let is_plain = LABELS.contains(&words.as_str());
    (is_plain || doubtful.contains(&words.as_str())).then_some(is_plain)
}

/// What stands behind a label and a sign.
fn behind(title: &str) -> Option<(&str, bool)> {
    let (at, sign) =
        title.char_indices().find(|&(at, c)| SIGNS.contains(&c) && is_parting(title, at))?;
    let is_plain = is_label(&title[..at], SHORT_LABELS)?;
    Some((title[at + sign.len_utf8()..].trim_start(), is_plain))
}

/// What stands before a sign and a label.
fn before(title: &str) -> Option<(&str, bool)> {
    let at = title.rfind(SIGNS).filter(|&at| is_parting(title, at))?;
    let sign = title[at..].chars().next().filter(|&sign| sign != ':')?;
    let is_plain = is_label(&title[at + sign.len_utf8()..], SHORT_LABELS)?;
    Some((title[..at].trim_end(), is_plain))
}

/// True for a sign with a space at a side: the hyphen of a word has none.
fn is_parting(title: &str, at: usize) -> bool {
    let rest = title[at..].chars().nth(1);
    title[..at].ends_with(char::is_whitespace) || title[at..].starts_with(':') && rest == Some(' ')
}

#[cfg(test)]
mod tests {
    use super::{is_for_printer, without_label};

    #[test]
    fn labels_of_pages_for_the_printer_are_no_headline() {
        for title in [
            "Lock keepers vote - Printable version",
            "Lock keepers vote (print version)",
            "Printer-friendly version: Lock keepers vote",
            "Druckversion: Lock keepers vote",
            "Version imprimable - Lock keepers vote",
        ] {
            assert_eq!(without_label(title, None, |_| false), "Lock keepers vote", "{title}");
        }
    }

    #[test]
    fn words_that_may_be_of_the_headline_need_a_witness() {
        let headline = "Lock keepers vote";
        let page = Some("https://l.example/news/7/print");
        for title in [
            "Print: Lock keepers vote",
            "Print | Lock keepers vote",
            "Lock keepers vote | Print",
            "[PDF] Lock keepers vote",
            "Lock keepers vote (full text)",
        ] {
            assert_eq!(without_label(title, None, |rest| rest == headline), headline);
            assert_eq!(without_label(title, page, |_| false), headline);
            assert_eq!(without_label(title, None, |_| false), title);
            assert_eq!(without_label(title, Some("https://l.example/print/a"), |_| false), title);
        }
    }

    #[test]
    fn addresses_of_pages_for_the_printer_are_known() {
        for (address, wanted) in [
            ("https://l.example/news/7/print/", true),
            ("https://l.example/print/7", true),
            ("https://l.example/print.php?id=7", true),
            ("https://l.example/news?id=7&print=1", true),
            ("https://l.example/print/lock-shut", false),
            ("https://l.example/print-is-dying", false),
            ("https://print.example/news/7", false),
            ("https://l.example/", false),
        ] {
            assert_eq!(is_for_printer(address), wanted, "{address}");
        }
    }

    #[test]
    fn headlines_with_such_words_stay() {
        for title in [
            "Print money, keepers told",
            "Why papers still print",
            "Lock keepers vote: the printable version of events",
            "Keepers turn to print-friendly inks",
            "A web-first paper goes out of print - at last",
            "[PDF]",
            "Print",
            "Reading a PDF (and how)",
        ] {
            let page = Some("https://l.example/news/7/print");
            assert_eq!(without_label(title, page, |_| true), title);
        }
    }
}
