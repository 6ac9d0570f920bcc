//! Backups of blogs, which are feeds -> what in them is no post.

/// What WordPress calls its records that are files, menus and settings; others are its posts, or have
/// names of the site.
const OTHER_POSTS: &[&str] = &[
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "wp_block",
    "wp_global_styles",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
];

/// Where the terms of Blogger are defined.
const BLOGGER: &str = "schemas.google.com/blogger/";

/// How the terms end by which Blogger tells its settings, and what readers wrote.
const OTHER_KINDS: &[&str] = &["kind#template", "kind#settings", "kind#comment"];

/// True for the type of a record that is no post.
pub(super) fn is_other_post(of_type: &str) -> bool {
    OTHER_POSTS.contains(&of_type)
}

/// True for the category of an entry that is no post.
pub(super) fn is_other_kind(term: &str) -> bool {
    term.contains(BLOGGER) && OTHER_KINDS.iter().any(|kind| term.ends_with(kind))
}
