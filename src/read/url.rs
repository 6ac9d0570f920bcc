//! An article's address -> its host, and the day that stands in it.

use super::dates;
use crate::date::Date;

/// Longest address, in bytes: what browsers and servers hold.
const LONGEST: usize = 2000;

/// Longest name of a host, in bytes, as the domain name system has it.
const LONGEST_HOST: usize = 253;

/// True for an address with a scheme that pages have.
pub(super) fn is_absolute(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    });
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    plain && rest.is_some_and(|rest| rest.contains('.') && !rest.starts_with(['.', '/']))
}

/// The address that `link` has in a document at `base`: itself where it is whole, else what the base makes of
/// a path, or of a path from the root; nothing where there is no base.
pub(super) fn joined(base: Option<&str>, link: &str) -> Option<String> {
    let link = link.trim();
    if is_absolute(link) {
        return Some(link.to_string());
    }
    let base = base.filter(|base| is_absolute(base))?;
    // The other schemes, and what stands behind the address, are no path.
    let first = link.split(['/', '?']).next().unwrap_or(link);
    if link.is_empty() || link.starts_with(['#', '?']) || first.contains(':') {
        return None;
    }
    let base = base.split(['?', '#']).next().unwrap_or(base);
    let (scheme, rest) = base.split_once("://")?;
    if let Some(host) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{host}")).filter(|whole| is_absolute(whole));
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let folder =
        if link.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(f, _)| f) };
    let (path, behind) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut names = path.trim_start_matches('/').split('/').peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        match name {
            "." | ".." => {
                if name == ".." {
                    parts.pop();
                }
                // What names a folder ends as one.
                parts.extend(is_last.then_some(""));
            }
            name => parts.push(name),
        }
    }
    let whole = format!("{scheme}://{host}/{}{behind}", parts.join("/"));
    is_absolute(&whole).then_some(whole)
}

/// True for the address of the front page of a site, whole or from the root.
pub(super) fn is_front(link: &str) -> bool {
    let link = link.trim();
    let path = match link.split_once("://") {
        Some((_, rest)) => match rest.find(['/', '?', '#']) {
            Some(at) => rest[at..].strip_prefix('/').unwrap_or(&rest[at..]),
            None => "",
        },
        None => match link.strip_prefix('/') {
            Some(path) => path,
            None => return false,
        },
    };
    path.is_empty() || ["index.html", "index.htm", "index.php"].contains(&path)
}

/// Hosts of archives of pages, which publish nothing themselves.
const ARCHIVES: &[&str] = &[
    "web.archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.vn",
    "archive.fo",
    "archive.md",
];

/// True for the host of an archive of pages.
pub(super) fn is_archive(host: &str) -> bool {
    ARCHIVES.contains(&host)
}

/// Returns the address that a web archive has a copy of; other addresses stay as they are.
pub(super) fn archived(url: &str) -> &str {
    // `https://archive.today/2025.12.04-101112/https://…`
    if host(url).is_some_and(|host| is_archive(&host)) {
        let inner = ["/https://", "/http://"].iter().find_map(|scheme| {
            let (before, _) = url.split_once(scheme)?;
            (before.len() > "https://".len()).then(|| &url[before.len() + 1..])
        });
        if let Some(inner) = inner.filter(|inner| is_absolute(inner)) {
            return inner;
        }
    }
    let inner = ["web.archive.org/web/", "archive.org/web/"].iter().find_map(|place| {
        let (_, rest) = url.split_once(place)?;
        let (stamp, inner) = rest.split_once('/')?;
        (stamp.len() >= 4 && stamp.as_bytes()[..4].iter().all(u8::is_ascii_digit)).then_some(inner)
    });
    inner.filter(|inner| is_absolute(inner)).unwrap_or(url)
}

/// Returns the host in lower case, without `www.` and port.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    if host.len() > LONGEST_HOST {
        return None;
    }
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.ends_with('.')).then(|| host.to_string())
}

/// Returns the day written in the path of an address, with the part it was read from.
///
/// A year with a month alone is no date.
pub(super) fn date(url: &str) -> Option<(Date, &str)> {
    let path_start = url.find("://").map_or(0, |at| at + 3);
    let path_start = path_start + url[path_start..].find('/')?;
    let path = &url[path_start..];
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    segments(path).or_else(|| digits_in(path)).filter(|(date, _)| is_web_year(*date))
}

/// `/2025/12/04/`, `/2025/dec/04/`, `/2025/12/04-title`, `/2025-12/04/`.
fn segments(path: &str) -> Option<(Date, &str)> {
    for (at, _) in path.match_indices('/') {
        let rest = &path[at + 1..];
        if let Some((month, day)) = rest.split_once('/')
            && month.len() == 7
            && day.len() > 2
            && day.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && day.as_bytes()[2] == b'/'
            && let Some(date) = dates::parse(&rest[..10].replace('/', "-"), None)
        {
            return Some((date.day_only(), &rest[..10]));
        }
        let mut parts = rest.splitn(4, '/');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let digits = day.bytes().take_while(u8::is_ascii_digit).count();
        let ends = day.as_bytes().get(digits).is_none_or(|b| matches!(b, b'-' | b'_' | b'.'));
        if year.len() != 4 || !(1..=2).contains(&digits) || !ends || month.len() > 9 {
            continue;
        }
        let written = &rest[..year.len() + month.len() + 2 + digits];
        if let Some(date) = dates::parse(&written.replace('/', "-"), None) {
            return Some((date.day_only(), written));
        }
    }
    None
}

/// Finds a day written in digits in a name: `2014-01-02-title.md`, `note_20251204`, and `29-10-2021`
/// where only one of the numbers can be the day.
pub(super) fn digits_in(name: &str) -> Option<(Date, &str)> {
    let bytes = name.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let run = |i: usize, n: usize| (i..i + n).all(digit);
    let mut i = 0;
    while i < bytes.len() {
        let starts = digit(i) && (i == 0 || !bytes[i - 1].is_ascii_digit());
        if !starts {
            i += 1;
            continue;
        }
        let sign = bytes.get(i + 4).copied();
        let parted = matches!(sign, Some(b'-' | b'_' | b'.'));
        let written = if parted
            && run(i, 4)
            && run(i + 5, 2)
            && bytes.get(i + 7).copied() == sign
            && run(i + 8, 2)
            && !digit(i + 10)
        {
            Some(&name[i..i + 10])
        } else if run(i, 8) && !digit(i + 8) {
            Some(&name[i..i + 8])
        } else if let Some(sign @ (b'-' | b'_' | b'.')) = bytes.get(i + 2).copied()
            && run(i, 2)
            && run(i + 3, 2)
            && bytes.get(i + 5) == Some(&sign)
            && run(i + 6, 4)
            && !digit(i + 10)
        {
            Some(&name[i..i + 10])
        } else {
            None
        };
        if let Some(written) = written
            && let Some(date) = dates::parse(&written.replace('_', "-"), None)
            && is_web_year(date)
        {
            return Some((date.day_only(), written));
        }
        i += 1;
    }
    None
}

/// Years that addresses and file names are dated with; others are numbers of another kind.
fn is_web_year(date: Date) -> bool {
    (1980..=2100).contains(&date.ymd().0)
}

#[cfg(test)]
mod tests {
    //! 1. Hosts lose `www.` and ports. 2. Days in addresses are read; months and numbers are not.

    use super::*;

    #[test]
    fn hosts_lose_www_and_ports() {
        assert_eq!(host("https://www.example.com:80/a").as_deref(), Some("example.com"));
        assert_eq!(host("https://user@news.example.org").as_deref(), Some("news.example.org"));
        assert_eq!(host("HTTPS://WWW.Example.COM/A").as_deref(), Some("example.com"));
        assert_eq!(host(&format!("https://{}.org/", "a".repeat(300))), None);
        assert!(!is_absolute(&format!("https://a.org/{}", "a".repeat(3000))));
        assert_eq!(host("https://localhost/a"), None);
        let copy = "https://web.archive.org/web/20120611024252/http://a.org/2012-06/04/b.htm";
        assert_eq!(archived(copy), "http://a.org/2012-06/04/b.htm");
        assert_eq!(archived("https://archive.org/web/about"), "https://archive.org/web/about");
        for stamp in ["2025.12.04-101112/", "20251204101112/", ""] {
            let copy = format!("https://archive.today/{stamp}http://a.org/b");
            assert_eq!(archived(&copy), "http://a.org/b");
        }
        assert_eq!(archived("https://archive.today/aBc12"), "https://archive.today/aBc12");
        let other = "https://a.org/share?u=/https://b.org/c";
        assert_eq!(archived(other), other);
        assert!(is_absolute("HTTPS://example.com/a"));
        assert!(!is_absolute("/posts/a") && !is_absolute("http://a b.com"));
    }

    #[test]
    fn days_in_addresses_are_read() {
        let day = |url: &str| date(url).map(|(date, _)| date.to_string());
        for url in [
            "https://a.org/2025/12/04/title",
            "https://a.org/world/2025/dec/04/title.html",
            "https://a.org/2025/12/4-title",
            "https://a.org/news/2025-12-04-title",
            "https://a.org/title_20251204.html",
            "https://a.org/a/20251204/b",
            "https://a.org/2025-12/04/content_1.htm",
            "https://a.org/news/04.12.2025",
        ] {
            assert_eq!(day(url).as_deref(), Some("2025-12-04"), "{url}");
        }
        assert_eq!(day("https://a.org/news/29-10-2021").as_deref(), Some("2021-10-29"));
        for url in [
            "https://a.org/2025/12/title",
            "https://a.org/news/world-123456789",
            "https://a.org/?d=2025-12-04",
            "https://a.org/2025/13/04/title",
            "https://2025-12-04.org",
            "https://a.org/99991231",
            "https://a.org/news/04-12-2025",
        ] {
            assert_eq!(day(url), None, "{url}");
        }
    }

    #[test]
    fn relative_addresses_start_from_their_base() {
        for (base, link, wanted) in [
            ("https://lock.example/a/b?x", "c", "https://lock.example/a/c"),
            ("https://lock.example/a/", "./c/../d/", "https://lock.example/a/d/"),
            ("https://lock.example/a/b", "../../c?d=../e", "https://lock.example/c?d=../e"),
            ("https://lock.example", "/c/d", "https://lock.example/c/d"),
            ("https://lock.example", "c", "https://lock.example/c"),
            ("http://lock.example/a", "//key.example/c", "http://key.example/c"),
            ("https://lock.example/a", "https://key.example/", "https://key.example/"),
        ] {
            assert_eq!(joined(Some(base), link).as_deref(), Some(wanted), "{base} {link}");
        }
        for link in
            ["", "#c", "mailto:ann@lock.example", "urn:x:1", "a b", "tag:lock.example,2025:1"]
        {
            assert_eq!(joined(Some("https://lock.example/"), link), None, "{link}");
        }
        assert_eq!(joined(None, "/c"), None);
        assert_eq!(joined(Some("/a"), "/c"), None);
    }
}
