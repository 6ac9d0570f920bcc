//! Names of classes and ids -> what part of a page an element is.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use dom_query::NodeRef;

/// Words of which names may have any: looked for all at once, since each element of a page has names.
struct Words(Option<AhoCorasick>);

impl Words {
    fn new(words: impl IntoIterator<Item = &'static str>) -> Words {
        // So few and so short words always make one.
        Words(AhoCorasick::new(words).ok())
    }

    fn are_in(&self, names: &str) -> bool {
        self.0.as_ref().is_some_and(|words| words.is_match(names))
    }
}

/// Parts of a page that others wrote, lists of other stories, and when a program made or changed a note.
const FOREIGN: &[&str] = &[
    "property-row-created_time",
    "property-row-last_edited_time",
    "comment",
    "kommentar",
    "comentario",
    "disqus",
    "respond",
    "reply",
    "related",
    "recommend",
    "popular",
    "most-read",
    "mostread",
    "trending",
    "morestories",
    "more-stories",
    "more-news",
    "also-like",
    "readmore",
    "read-next",
    "readnext",
    "similar",
    "upnext",
    "next-article",
];

/// Parts of a page around its story.
const OUTSIDE: &[&str] = &[
    "sidebar",
    "footer",
    "breadcrumb",
    "navigation",
    "navbar",
    "menu",
    "widget",
    "newsletter",
    "cookie",
    "teaser",
    "promo",
    "sponsor",
    "advert",
    "latest-",
    "carousel",
    "archive",
    "calendar",
    "masthead",
    "topbar",
    "ticker",
    "prev-next",
    "post-navigation",
];

static FOREIGN_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(FOREIGN.iter().copied()));

static OUTSIDE_WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::new(OUTSIDE.iter().chain(FOREIGN).copied()));

/// What tells when a page was published.
static DATE_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "date",
        "time",
        "publish",
        "posted",
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
        "post-header",
        "submitted",
        "article__info",
    ])
});

/// What has a word for a date in it, and tells something else.
static NO_DATE_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "update",
        "candidate",
        "modified",
        "mandate",
        "validate",
        "timeline",
        "countdown",
        "runtime",
        "sometime",
    ])
});

/// What tells who wrote a page.
static AUTHOR_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "byl",
        "author",
        "dateline",
        "writtenby",
        "written-by",
        "writer",
        "autor",
        "field--name-uid",
        "reader-credits",
    ])
});

/// Returns the class and id of an element, in lower case.
pub(super) fn of(node: &NodeRef<'_>) -> String {
    let names = [node.attr("class"), node.attr("id")].into_iter().flatten();
    names.map(|names| names.to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// True for an element without a class or an id, as most are: it need not be looked at.
fn is_unnamed(names: &str) -> bool {
    names.trim_start().is_empty()
}

/// True for the class and id of an element that holds something else than the story.
pub(super) fn is_outside(names: &str) -> bool {
    !is_unnamed(names) && OUTSIDE_WORDS.are_in(names)
}

/// True for the class and id of an element that holds what others wrote, or other stories.
pub(super) fn is_foreign(names: &str) -> bool {
    !is_unnamed(names) && FOREIGN_WORDS.are_in(names)
}

/// True for an element in which a site says what it is.
pub(super) fn is_of_site(names: &str) -> bool {
    ["site-desc", "site_desc", "sitedesc", "tagline", "header-desc", "slogan", "blog-desc"]
        .iter()
        .any(|part| names.contains(part))
}

/// True for a heading that is the name of the site.
pub(super) fn names_site(names: &str) -> bool {
    let parts = ["site-title", "site-name", "sitename", "site-logo", "blog-title"];
    // A composite title is none.
    let says = |class: &str, part: &str| {
        class.find(part).is_some_and(|at| !class[..at].ends_with(char::is_alphanumeric))
    };
    names.split_whitespace().any(|class| parts.iter().any(|part| says(class, part)))
}

/// True for a heading that is called the headline of a story.
pub(super) fn says_headline(names: &str) -> bool {
    let parts = ["entry-title", "post-title", "posttitle", "article-title", "articletitle"];
    names.split_whitespace().any(|class| parts.contains(&class))
}

/// True for a box that asks readers to subscribe.
pub(super) fn asks_to_subscribe(names: &str) -> bool {
    let whole = ["subscription-widget", "subscribe-widget", "newsletter-signup", "signup-card"];
    names.split_whitespace().any(|name| whole.contains(&name))
}

/// True for the list of what readers wrote below a story.
pub(super) fn is_thread(names: &str) -> bool {
    let whole = [
        "comments",
        "comment-list",
        "commentlist",
        "comments-area",
        "comments-section",
        "comment-section",
        "disqus_thread",
        "kommentare",
        "commentaires",
        "comentarios",
    ];
    names.split_whitespace().any(|name| whole.contains(&name))
}

/// True for one of the pieces that readers wrote.
pub(super) fn is_comment(names: &str) -> bool {
    names.split_whitespace().any(|name| {
        matches!(
            name,
            "comment" | "comment-body" | "comment-content" | "comment-item" | "kommentar"
        )
    })
}

/// True for a box that tells who the author is.
pub(super) fn is_about_writer(names: &str) -> bool {
    let is_about = |class: &str| {
        ["author", "autor", "auteur", "writer"].iter().any(|part| class.contains(part))
            && ["bio", "box", "about", "info", "desc", "card", "profil"]
                .iter()
                .any(|part| class.contains(part))
    };
    (names.contains("aut") || names.contains("writer")) && names.split_whitespace().any(is_about)
}

/// True for an `aside` or a `footer` that says who wrote a story and when.
pub(super) fn says_meta(names: &str) -> bool {
    let is_meta =
        |class: &str| class == "meta" || class.ends_with("-meta") || class.ends_with("_meta");
    names.split_whitespace().any(is_meta)
}

/// True for an element that says when the page was published.
pub(super) fn says_date(names: &str) -> bool {
    !is_unnamed(names) && DATE_WORDS.are_in(names) && !NO_DATE_WORDS.are_in(names)
}

/// True for an element that names the author.
pub(super) fn says_author(names: &str) -> bool {
    // A French `hauteur` is a height.
    let is_auteur = |word: &str| matches!(word, "auteur" | "auteurs");
    !is_unnamed(names)
        && (AUTHOR_WORDS.are_in(names)
            || names.contains("auteur") && names.split(|c: char| !c.is_alphabetic()).any(is_auteur))
}
