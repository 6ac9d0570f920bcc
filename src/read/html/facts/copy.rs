//! A copy in an archive that writes pages anew -> what the page said, without what the archive says.
//!
//! Its metas are of the copy: the archive as the site, and the moment of the copy as that of publication.

use super::Facts;
use crate::date::Date;
use crate::read::{dates, url};

/// Metas that the archive fills with what the page says.
const KEPT: &[&str] = &["og:title", "twitter:title", "viewport"];

/// Metas in which the archive writes the moment of the copy.
const STAMPED: &[&str] = &[
    "article:published_time",
    "article:modified_time",
    "datecreated",
    "datemodified",
    "datepublished",
];

/// Forgets what is of the copy, if the page is one.
pub(super) fn forget(facts: &mut Facts) {
    // The oldest archive keeps pages as they were.
    let is_archive = |address: &str| {
        url::host(address.trim())
            .is_some_and(|host| url::is_archive(&host) && host != "web.archive.org")
    };
    if !facts.meta("og:url").any(is_archive) {
        return;
    }
    let moment = |text: &str| dates::parse(text, None);
    let stamps: Vec<Date> =
        STAMPED.iter().flat_map(|name| facts.meta(name)).filter_map(moment).collect();
    let is_stamp = |text: &str| moment(text).is_some_and(|date| stamps.contains(&date));
    facts.dated.retain(|dated| {
        !dated.machine.as_deref().is_some_and(is_stamp) && !is_stamp(dated.text.trim())
    });
    facts.lines.retain(|line| !is_stamp(line.text.trim()));
    facts.metas.retain(|(name, _)| KEPT.contains(&name.as_str()));
}
