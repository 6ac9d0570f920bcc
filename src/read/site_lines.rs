//! A line of a text -> does it belong to the site and not to the story?
//!
//! A small table of patterns that whole lines must match: sign-up prompts, adverts, links to other
//! pages, buttons. Extend it by a row; `talks.toml` adds lines for one archive (`drop`). What stands above
//! links to other stories is a table of its own (`labels`).

mod credits;
mod labels;
mod openings;

use std::sync::{LazyLock, OnceLock};

use openings::Openings;
use regex::{Regex, RegexSet, RegexSetBuilder};

/// Longest line that can belong to a site, in bytes; stories have longer ones.
const LONGEST: usize = 400;

/// What the matcher of all patterns may remember of the lines it has seen, in bytes: with less it forgets and
/// takes ten times as long.
const MATCHER_BYTES: usize = 16 << 20;

/// Longest line that is a label with a headline behind it, or says who took a picture, in characters.
const LONGEST_LINK: usize = 170;

/// Longest label above links, in bytes.
const LONGEST_LABEL: usize = 120;

/// Patterns for whole lines, in lower case; `^` and `$` are added.
const PATTERNS: &[&str] = &[
    // Sign-up prompts.
    r"stay (informed|up to date|up-to-date|updated|connected|ahead) (with|on|of|by) .{0,80}",
    r"stay tuned( for .{0,80}| to .{0,80})?",
    r"(simply |please )?(sign|signing) up (here |now |today |for free )?(to|for|here|now) ?.{0,200}",
    r"(subscribe|register)( now| here| today)?( (to|for|via|on) .{0,160})?",
    r"(click here|tap here) to (subscribe|sign up|register|download|read|join|follow|get|learn|view|see) ?.{0,160}",
    r"(get|receive|want) .{0,120}(newsletter|inbox|briefing|alerts|notifications)\b.{0,100}",
    r"(free |our |daily |weekly |breaking )*(news )?(alerts|updates|bulletins) (from|by) .{2,60}",
    r"(join|follow) (us|our|me) (on|at|channel|telegram|whatsapp|newsletter|group|community).{0,160}",
    r"follow .{2,60} on (twitter|x|facebook|instagram|telegram|whatsapp|google news|linkedin|threads|bluesky|youtube).{0,160}",
    r"(already a (subscriber|member)|not a (subscriber|member)|have an account).{0,80}",
    r"(to continue reading|continue reading|keep reading)\b.{0,120}",
    r"(become a|support) (member|subscriber|us|our (journalism|work|newsroom)|independent journalism)\b.{0,160}",
    r"((sie haben|haben sie|du hast|hast du) (schon|bereits) ein (abo|abonnement|konto)|(vous êtes )?déjà abonnée?|ya (eres|es) suscriptora?|já é assinante|sei già abbonat[oa]|redan prenumerant|har du allerede abonnement)\b.{0,80}",
    r"(weiterlesen|jetzt (weiterlesen|testen)) (mit|bei|für) .{2,60}",
    r"jetzt \d+ (monate?|wochen?|tage?) .{0,20}testen\b.{0,60}",
    r"(cet article|la suite( de cet article)?|l['’]accès à cet article) est réservée? (à nos|aux) abonnés.{0,80}",
    r"this (article|story|content|page) is (only available to|for|exclusive to|reserved for) (subscribers|members|premium).{0,80}",
    r"you have \d+ (free )?articles? (left|remaining).{0,80}",
    r"enter your e-?mail( address)?.{0,60}",
    r"our standards: the thomson reuters trust principles\.?.{0,40}",
    // Apps.
    r"(download|get|install) (the|our) .{0,60}\bapp\b.{0,120}",
    r"(discover|get|read|stay|catch|follow|check|find|download|for|install|explore)\b.{0,280}\bdownload (the|our) .{2,40}\bapp\b.{0,80}",
    r"(available|download) (it )?(on|from) (the )?(app store|google play).{0,60}",
    // Other pages.
    r"(read more|learn more|find out more|watch now|listen now|show more|load more|view more|see more|view all|see all)[.:…]*",
    r"(read more|see more|also read|read also|see also|related|watch|listen|must read|more|don['’]t miss|read|dive deeper|go deeper|further reading)( here| now)?( ?[:|»>→]) ?.{1,200}",
    r"(you (may|might) (also )?(like|be interested in|enjoy)|people also (read|ask)|from our partners|around the web|promoted( stories| content)?|sponsored( content| by .{2,40})?|paid (content|post)|partner content).{0,40}",
    r"(story|article) continues (below|after)( (this )?(advertisement|ad|video))?.{0,20}",
    r"skip (to|past) .{2,60}",
    r"for immediate release:?",
    // Newsletters.
    r"(view|read|open|see) (this |the )?(e-?mail|message|newsletter|it) (online|in (your|a|the) (web )?browser).{0,40}",
    r"(you(['’]re| are) receiving|you received) (this|the) (e-?mail|mail|message|newsletter|letter)\b.{0,200}",
    r"unsubscribe( (here|now|from (this|our|these|all) .{2,60}|at any time))?[.!]?",
    r"thanks for reading .{2,100}! (subscribe|this post is public|share it)\b.{0,160}",
    // Adverts and buttons.
    r"(advertisements?|ad|ads|advert|adverts|- advertisement -|advertising|ad feedback|report this ad|scroll to continue( with content)?|loading\.{0,3}|close|menu|search|home|print|save|share|email|copy link|link copied!?|comments?|reply|like|login|log in|sign in|sign up|register now|donate( now)?|back to top|go to top|top|next|previous|skip|cancel|accept( all)?( cookies)?|play( video)?|pause|mute|unmute|fullscreen|watch|listen|bookmark)",
    r"(share|tweet|pin|e-?mail|print|save|bookmark|gift)( this)?( (article|story|post|page|video|on .{2,30}|via .{2,30}|with .{2,30}|using .{2,30}))+",
    r"share( this)? (article|story|post|page):?( (facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|e-?mail|copy|print|messenger|bluesky|threads))+",
    r"(facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|messenger|tumblr|flipboard|pocket|instagram|youtube|tiktok)( (facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|email|copy|print|messenger))*",
    r"(\d+ )?(comments?|shares?|views|likes)( \(?\d*\)?)?",
    r"(leave|post|add|write) a (comment|reply).{0,40}",
    r"view/post comments|to post a comment, log .{2,200}",
    r"\d+ ?(min|mins|minute|minutes)( read| to read)?",
    r"(\d+|an?) ?(s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?) ago",
    r"((last )?updated|published|posted|modified):? (about |over )?(\d+|an?) ?(s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?) ago",
    r"listen to (this|the) (article|story).{0,40}",
    r"(getty images|ap photo|reuters photo|file photo|image source,? .{0,60}|image caption,? .{0,200}|(image|photo|picture) (credit|courtesy|copyright)( of)?:? .{0,100})",
    r"(we use cookies|this (site|website) uses cookies|by (continuing|using this (site|website))).{0,280}",
    r"(please )?enable (javascript|cookies).{0,160}",
    r"your browser (does not|doesn['’]t) support.{0,120}",
    r"(©|\(c\)|copyright)( ©| \(c\))?.{0,120}(\b(19|20)\d\d\b|rights reserved).{0,120}",
    r"(all )?rights reserved\.?",
    r"this (material|article|story) may not be (published|reproduced|republished).{0,160}",
    r"(filed under|tagged( with| as)?|tags?|topics?|categories|keywords|themen|schlagwör?te?r?|stichwor?te?|mots[- ]clés|etiquetas|ämnen|emneord|asiasanat|tagi|štítky|címkék|etichete|ετικέτες|etiketler|теги|метки|мітки) ?: .{1,160}",
    // Programs for blogs.
    r"(this (site|website) uses|diese (web)?(seite|site) verwendet|ce site utilise|este sitio usa|questo sito (usa|utilizza)) akismet\b.{0,160}",
    r"this slideshow requires javascript\.?",
    r"sharing is caring!?",
    r"(comments (are )?closed|kommentare (sind )?geschlossen|kommentare? schreiben|(keine|no) (kommentare|comments)( yet)?|\(?noch keine bewertungen\)?)\.?",
    r"this entry was posted (in|on)\b.{0,300}",
    // Pictures.
    r"(image|photo|slide|picture|foto|bild) \d+ (of|von|de) ?/? ?\d+",
    r"\d{1,3} (of|von|de|/) \d{1,3}",
    r"(play|view|launch|start) (slideshow|gallery|larger( image)?|full[- ]size( image)?|all thumbnails|fullscreen)",
    r"loading (photo )?gallery\.{0,3}",
    r"press spacebar to pause and continue\. press esc to stop\.",
    // Other languages.
    r"(anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|reklama|reklam|реклама|annonce|annons|mainos|広告|广告|إعلان)",
    r"(abonnez-vous|inscrivez-vous|suscríbete|suscríbase|iscriviti|assine|abonnieren sie|jetzt abonnieren|подписывайтесь|підписуйтесь|abone ol)\b.{0,160}",
    r"(lea|lee|mira|ver|vea|puedes ver)( más)? ?: .{1,200}",
    r"(war (dieser|der) (artikel|beitrag) (nützlich|hilfreich)|(diesen|den) (artikel|beitrag) teilen)\b.{0,40}",
];

/// What a feed of the most common program for blogs writes below each of its items, by language: how the
/// line opens, as many a line of a story does, and what stands in it before the name of the site.
const BELOW_ITEMS: &[(&str, &str)] = &[
    ("the post ", " appeared first on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("l’article ", " est apparu en premier sur "),
    ("la entrada ", " se publicó primero en "),
    ("l'articolo ", " proviene da "),
    ("het bericht ", " verscheen eerst op "),
    ("o post ", " apareceu primeiro em "),
    ("inlägget ", " dök först upp på "),
    ("artykuł ", " pochodzi z serwisu "),
    ("Запись ", " впервые появилась "),
];

/// Lines that name the outlet by themselves, with where the name stands.
const NAMING: &[&str] = &[
    r"(?i:download|get|install) the ([A-Z][\w.&' -]{1,40}?) (?i:app)\b",
    r"^(?i:©|\(c\)|copyright)(?: ©| \(c\))? ?\d{4}(?:[-–]\d{4})?,? ([A-Z][\w.&' -]{1,40}?)(?:\.|,)? ?(?i:all rights reserved)",
];

/// Words of lines in which a site speaks of itself; a link to another story may name anyone.
const OWNING: &[&str] = &[
    "sign up",
    "signing up",
    "subscribe",
    "newsletter",
    "digest",
    "download the",
    " app",
    "©",
    "copyright",
    "rights reserved",
    "member",
    "subscriber",
    "support ",
    "our journalism",
    "our standards",
    "follow us",
    "join us",
];

/// Lines that only one outlet prints.
const OWN: &[(&str, &str)] = &[("the thomson reuters trust principles", "Reuters")];

/// The patterns without their bounds, which would take most of the time that it takes to make a matcher.
static LOOSE: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let patterns = ALL.iter().map(|pattern| whole(&unbounded(pattern)));
    RegexSetBuilder::new(patterns).dfa_size_limit(MATCHER_BYTES).build().ok()
});

/// The patterns as they are, each made when a line is as it says but for bounds: few ever are.
static EXACT: LazyLock<Vec<OnceLock<Option<Regex>>>> =
    LazyLock::new(|| ALL.iter().map(|_| OnceLock::new()).collect());

static OPENINGS: LazyLock<Openings> = LazyLock::new(|| Openings::of(&ALL));

/// All patterns for whole lines: of the table above, of labels, and last of credits.
static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let others = PATTERNS.iter().map(|pattern| (*pattern).to_string());
    let credits = credits::ROWS.iter().map(|row| (*row).to_string());
    others.chain(labels::lines()).chain(credits).collect()
});

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&whole(&labels::alone())).ok());

static LABEL_OPENINGS: LazyLock<Openings> =
    LazyLock::new(|| Openings::of(&labels::rows().collect::<Vec<_>>()));

static NAMES: LazyLock<Vec<Regex>> =
    LazyLock::new(|| NAMING.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect());

/// True when the whole line matches the table.
pub(super) fn is_site_line(line: &str) -> bool {
    let line = bare(line);
    if line.is_empty() || line.len() > LONGEST {
        return false;
    }
    let opens_as = |opens: &str| {
        line.get(..opens.len()).is_some_and(|start| start.eq_ignore_ascii_case(opens))
    };
    if BELOW_ITEMS.iter().any(|(opens, says)| opens_as(opens) && line.contains(says)) {
        return true;
    }
    if !OPENINGS.fit(line) {
        return false;
    }
    // Lines of prose are long; prompts that are as long start with a few words.
    let Some(loose) = LOOSE.as_ref() else { return false };
    let small = lower(line);
    loose.matches(&small).iter().any(|number| {
        let exact = EXACT[number].get_or_init(|| Regex::new(&whole(&ALL[number])).ok());
        let is_credit = number + credits::ROWS.len() >= ALL.len();
        exact.as_ref().is_some_and(|exact| exact.is_match(&small))
            && (number < PATTERNS.len() || line.chars().count() <= LONGEST_LINK)
            && (!is_credit || credits::names_somebody(line))
    })
}

/// True for a line that stands above links to other stories, and says no more.
pub(super) fn is_label(line: &str) -> bool {
    let line = bare(line);
    (1..=LONGEST_LABEL).contains(&line.len())
        && LABEL_OPENINGS.fit(line)
        && LABEL.as_ref().is_some_and(|label| label.is_match(&lower(line)))
}

/// A line in lower case, without the dot that Turkish capitals leave behind.
fn lower(line: &str) -> String {
    let lower = line.to_lowercase();
    if lower.contains('\u{307}') { lower.replace('\u{307}', "") } else { lower }
}

fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

/// Returns a pattern that takes any number of characters where a pattern takes any within bounds, and needs no
/// bounds of words: where these are those of all scripts, the fast matcher knows ASCII alone.
fn unbounded(pattern: &str) -> String {
    let pattern = pattern.replace(r"\b", "");
    let mut pieces = pattern.split(".{");
    let mut loose = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_escaped = loose.ends_with('\\');
        match piece.split_once('}') {
            Some((_, behind)) if !is_escaped => loose.extend([".*", behind]),
            _ => loose.extend([".{", piece]),
        }
    }
    loose
}

/// Returns the outlet that a site line names as its own.
pub(super) fn outlet(line: &str) -> Option<String> {
    let line = bare(line);
    let lower = line.to_lowercase();
    if let Some((_, outlet)) = OWN.iter().find(|(own, _)| lower.contains(own)) {
        return Some((*outlet).to_string());
    }
    let links = ["read", "also", "see", "related", "more", "watch", "listen", "recommended"];
    // Who took a picture published nothing.
    let is_credit = lower.starts_with(['©', '(']) && !lower.contains(|c: char| c.is_ascii_digit());
    if is_credit && !lower.contains("rights") {
        return None;
    }
    let is_link =
        links.iter().any(|word| lower.starts_with(word)) && line.contains([':', '|', '»']);
    if is_link || !OWNING.iter().any(|word| lower.contains(word)) {
        return None;
    }
    if let Some(outlet) = super::outlets::named_in(line) {
        return Some(outlet.to_string());
    }
    let name = NAMES.iter().find_map(|naming| naming.captures(line)?.get(1))?.as_str().trim();
    let general =
        ["free", "our", "new", "mobile", "android", "ios", "us", "me", "the author", "latest"];
    (!general.contains(&name.to_lowercase().as_str())).then(|| name.to_string())
}

/// The line without list signs and decoration.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '*' | '|' | '»' | '>' | '–' | '—' | '[' | ']' | '_')
    })
}

#[cfg(test)]
mod tests;
