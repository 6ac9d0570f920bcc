//! Names of classes and ids -> what part of a page an element is.

/// Parts of a page that are not its story.
const OUTSIDE: &[&str] = &[
    "comment",
    "disqus",
    "related",
    "sidebar",
    "footer",
    "recommend",
    "breadcrumb",
    "navigation",
    "navbar",
    "menu",
    "widget",
    "popular",
    "most-read",
    "mostread",
    "trending",
    "newsletter",
    "cookie",
    "teaser",
    "promo",
    "sponsor",
    "advert",
    "morestories",
    "more-stories",
    "more-news",
    "also-like",
    "latest-",
    "readmore",
    "read-next",
    "readnext",
    "carousel",
    "archive",
    "calendar",
    "masthead",
    "topbar",
    "respond",
    "reply",
    "similar",
    "ticker",
    "upnext",
    "next-article",
    "prev-next",
    "post-navigation",
];

/// True for the class and id of an element that holds something else than the story.
pub(super) fn is_outside(names: &str) -> bool {
    OUTSIDE.iter().any(|part| names.contains(part))
}

/// True for an element that says when the page was published.
pub(super) fn says_date(names: &str) -> bool {
    let parts = [
        "date",
        "time",
        "published",
        "publish",
        "posted",
        "dateline",
        "pubdate",
        "created",
        "datum",
        "entry-meta",
        "post-meta",
        "article-meta",
        "post-info",
        "byline",
        "meta-info",
        "metadata",
        "fecha",
        "datetime",
        "post-header",
        "submitted",
        "timestamp",
        "artikel-datum",
        "article__info",
    ];
    parts.iter().any(|part| names.contains(part))
        && ![
            "update",
            "candidate",
            "modified",
            "mandate",
            "validate",
            "timeline",
            "countdown",
            "runtime",
            "sometime",
        ]
        .iter()
        .any(|part| names.contains(part))
}

/// True for an element that names the author.
pub(super) fn says_author(names: &str) -> bool {
    let parts =
        ["byline", "author", "dateline", "writtenby", "p-author", "written-by", "autor", "byl"];
    parts.iter().any(|part| names.contains(part))
}
