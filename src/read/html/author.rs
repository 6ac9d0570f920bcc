//! What a page says about itself -> who wrote it.

use super::super::{offer, story};
use super::facts::{Facts, Place, Signed};
use super::names::names as clean;
use super::title;
use crate::article::{Field, Method};

/// Chooses the author: JSON-LD, metas, then visible by-lines.
///
/// Who is called as the site is its outlet, and counts where nobody else is named: a blog may be called as
/// its author. So does a name to log in with, and one of a meta that no by-line of the page shows.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let site = super::outlet::names(facts);
    let is_outlet = |name: &str| site.iter().any(|site| title::same(site, name));
    let (mut found, mut login, mut outlet) = (None, None, None);
    let all = named(facts);
    let signed = all.iter().any(|(name, method, _)| {
        *method == Method::Byline && story::is_name_list(name) && !is_outlet(name)
    });
    let is_shown = |name: &str| {
        let name = name.to_lowercase();
        facts.signed.iter().any(|signed| signed.text.to_lowercase().contains(&name))
    };
    for (name, method, evidence) in all {
        // The blog of one person may be called as that person is.
        let is_writer = |name: &str| {
            facts.signed.iter().any(|signed| clean(&signed.text).is_some_and(|who| who == name))
        };
        let name = without_outlet(&name, |name| is_outlet(name) && !is_writer(name));
        let target = match () {
            () if is_outlet(&name) => &mut outlet,
            // Who owns a site, or runs it, is told to machines alone.
            () if method == Method::Meta && signed && !is_shown(&name) => &mut outlet,
            () if is_login(&name) => &mut login,
            () => &mut found,
        };
        offer(target, Some(name), method, || evidence);
    }
    found.or(login).or(outlet)
}

/// Names parted by commas without the outlet that stands beside them; one that would leave nobody stays whole.
fn without_outlet(names: &str, is_outlet: impl Fn(&str) -> bool) -> String {
    let left: Vec<&str> = names.split(", ").filter(|part| !is_outlet(part)).collect();
    if left.is_empty() { names.to_string() } else { left.join(", ") }
}

/// Who is named, in order of trust, with the text that says so.
fn named(facts: &Facts) -> Vec<(String, Method, String)> {
    let mut all = Vec::new();
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        if let Some(author) = thing.author.as_deref().and_then(clean) {
            let evidence = format!("author: {author}");
            all.push((author, Method::JsonLd, evidence));
        }
    }
    for name in METAS {
        let mut names: Vec<String> = Vec::new();
        for content in facts.meta(name) {
            if let Some(author) = clean(&super::unescape(content))
                && !names.contains(&author)
            {
                names.push(author);
            }
        }
        if !names.is_empty() {
            let joined = names.join(", ");
            let evidence = format!("{name}: {joined}");
            all.push((joined, Method::Meta, evidence));
        }
    }
    let mut signed: Vec<_> =
        facts.signed.iter().filter(|signed| signed.place == Place::Story).collect();
    signed.sort_by_key(|signed| signed.rank);
    let mut add = |signed: &Signed| {
        if let Some(author) = clean(&signed.text) {
            let author = story::without_places(&author);
            all.push((author, Method::Byline, signed.text.clone()));
        }
    };
    signed.into_iter().for_each(&mut add);
    // Around the story a list of writers may stand; one who stands there alone wrote this one.
    let mut around = facts.signed.iter().filter(|signed| match signed.place {
        Place::Outside | Place::Foot if signed.rank == 0 => true,
        Place::Outside => signed.rank == 1 && story::is_name_list(&signed.text),
        _ => false,
    });
    if let Some(first) = around.next()
        && around.all(|other| clean(&other.text) == clean(&first.text))
    {
        add(first);
    }
    all
}

/// True for a name without spaces in lower case.
fn is_login(name: &str) -> bool {
    !name.contains(char::is_whitespace)
        && name.contains(char::is_lowercase)
        && !name.contains(char::is_uppercase)
}

/// Metas that name the author, in order of trust.
const METAS: &[&str] = &[
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "dcterm:creator",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "article.author",
    "cxenseparse:author",
];

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::facts;

    fn author(page: &str) -> Option<String> {
        super::choose(&facts::collect(&Document::from(page))).map(|field| field.value)
    }

    #[test]
    fn the_outlet_wrote_it_where_nobody_is_named() {
        let site = "<meta property=og:site_name content='Lock Times'><meta name=author content=";
        let byline = "<h1>Ferry stops</h1><p class=byline>By Ann Lee</p><p>It stopped.";
        assert_eq!(author(&format!("{site}'The Lock Times'>{byline}")).as_deref(), Some("Ann Lee"));
        let unsigned = format!("{site}'Lock Times'><h1>Ferry stops</h1>");
        assert_eq!(author(&unsigned).as_deref(), Some("Lock Times"));
        let publisher = format!("{site}'Bo Ray Holdings'>{byline}");
        assert_eq!(author(&publisher).as_deref(), Some("Ann Lee"));
        let both = format!("{site}'Bo Ray'>{byline}<p class=author>Bo Ray</p>");
        assert_eq!(author(&both).as_deref(), Some("Bo Ray"));
    }

    #[test]
    fn the_outlet_beside_a_writer_is_left_out() {
        let site = "<meta property=og:site_name content='Lock Times'>";
        let meta = format!("{site}<meta name=author content='Ann Lee, LOCK TIMES'>");
        assert_eq!(author(&meta).as_deref(), Some("Ann Lee"));
        let linked = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"A",
            "author":["Lock Times",{"name":"Ann Lee"},{"name":"Bo Ray"}],"publisher":{"name":"Lock Times"}}</script>"#;
        assert_eq!(author(linked).as_deref(), Some("Ann Lee, Bo Ray"));
        let blog = "<meta property=og:site_name content='Ann Lee'><meta name=author content='Ann Lee, Bo Ray'>
            <p class=byline>By Ann Lee</p>";
        assert_eq!(author(blog).as_deref(), Some("Ann Lee, Bo Ray"));
    }

    #[test]
    fn what_stands_in_elements_of_its_own_is_parted() {
        let byline =
            "<div class=byline><span>Ann Lee</span><span>Harbour correspondent</span></div>";
        assert_eq!(author(byline).as_deref(), Some("Ann Lee"));
        for whole in ["<b>A</b>nn Lee", "<b>Ann Mc</b>Donald"] {
            let byline = format!("<div class=byline>{whole}</div>");
            assert_eq!(author(&byline), Some(whole.replace("<b>", "").replace("</b>", "")));
        }
        let two = "<div class=byline><span>Ann Lee</span><span>Bo Ray</span></div>";
        assert_eq!(author(two).as_deref(), Some("Ann Lee, Bo Ray"));
    }

    #[test]
    fn where_a_writer_was_is_no_name() {
        let byline =
            "<p class=byline>By <b>Ann Lee</b> in Lower Sund and <b>Bo Ray</b> in Ostra</p>";
        assert_eq!(author(byline).as_deref(), Some("Ann Lee and Bo Ray"));
        let desk = "<p class=byline>By Women in Journalism</p>";
        assert_eq!(author(desk).as_deref(), Some("Women in Journalism"));
        let group = "<meta name=author content='Catholic Voices in Ireland'>";
        assert_eq!(author(group).as_deref(), Some("Catholic Voices in Ireland"));
    }

    #[test]
    fn a_writer_is_found_where_systems_put_one() {
        for byline in [
            "<p>by <span rel=schema:author><span property=schema:name>Ann Lee</span></span></p>",
            "<span class='field field--name-uid'><span>Ann Lee</span></span>",
            "<div class='credits reader-credits'>Ann Lee</div>",
            "<div class=submitted>Submitted by <span class=username>Ann Lee</span></div>",
            "<footer class=node__meta>Submitted by <span class=field--name-uid>Ann Lee</span></footer>",
            "<div class=byline><span>Ann Lee</span><span>journalist</span></div>",
        ] {
            let page = format!("<h1>Ferry stops</h1>{byline}<p>It stopped.");
            assert_eq!(author(&page).as_deref(), Some("Ann Lee"), "{byline}");
        }
    }

    #[test]
    fn a_name_to_log_in_with_is_better_than_none() {
        let login = "<meta name=author content=annlee7><h1>Ferry stops</h1>";
        assert_eq!(author(login).as_deref(), Some("annlee7"));
        let shown = format!("{login}<p class=byline>Ann Lee</p>");
        assert_eq!(author(&shown).as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn a_byline_is_left_of_what_stands_below_it() {
        for byline in [
            "<div class=byline>By Ann Lee<br>Lock Times Staff</div>",
            "<div class=byline>By <a href=/author/ann>Ann Lee</a> Harbour Editor, Lock Times</div>",
            "<div class=byline><p>By <a rel=author href=/a>Ann Lee</a></p><p>View archive</p></div>",
            "<div class=post-footer><span class=post-author>Ann Lee</span></div>",
            "<p class=auteur>Ann Lee</p>",
        ] {
            let page = format!("<h1>Ferry stops</h1>{byline}<p>It stopped.");
            assert_eq!(author(&page).as_deref(), Some("Ann Lee"), "{byline}");
        }
        let two = "<div class=byline>By <a href=/people/a>Ann Lee</a> and <a href=/people/b>Bo Ray</a></div>";
        assert_eq!(author(two).as_deref(), Some("Ann Lee, Bo Ray"));
        let list = "<div class=sidebar><p class=author>Ann Lee<p class=author>Bo Ray</div>";
        assert_eq!(author(list), None);
    }
}
