//! A line of a text -> does it belong to the site and not to the story?
//!
//! A small table of patterns that whole lines must match: sign-up prompts, adverts, links to other
//! pages, buttons. Extend it by a row; `talks.toml` adds lines for one archive (`drop`). What stands above
//! links to other stories is a table of its own (`labels`).

mod labels;
mod openings;

use std::sync::{LazyLock, OnceLock};

use openings::Openings;
use regex::{Regex, RegexSet, RegexSetBuilder};

use crate::script::{is_letter, is_number};

/// Longest line that can belong to a site, in bytes; stories have longer ones.
const LONGEST: usize = 400;

/// What the matcher of all patterns may remember of the lines it has seen, in bytes: with less it forgets and
/// takes ten times as long.
const MATCHER_BYTES: usize = 16 << 20;

/// Longest line that is a label with a headline behind it, in characters.
const LONGEST_LINK: usize = 170;

/// Signs that may part a label from a headline: of those in the second list, only between spaces.
const SIGNS: (&[char], &[&str]) = (&[':', '：', '|', '»', '→'], &[" – ", " — ", " - "]);

/// Most words of the name of a site behind an item of its feed.
const LONGEST_NAME: usize = 6;

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
    r"((sie haben|haben sie|du hast|hast du) (schon|bereits) ein (abo|abonnement|konto)|(vous êtes )?déjà abonnée?|¿?ya (eres|es) suscriptora?|já é assinante|sei già abbonat[oa]|redan prenumerant|har du allerede abonnement) ?\?( ?(jetzt anmelden|hier anmelden|anmelden|einloggen|connectez-vous|se connecter|inicia sesión|inicie sesión|entrar|entre|accedi|logga in|log ind|logg inn))?[.!]?",
    r"jetzt \d+ (monate?|wochen?|tage?)( lang)?( kostenlos| gratis)? testen[.!]?",
    r"(cet article|la suite( de cet article)?|l['’]accès à cet article) est réservée? (à nos|aux) abonnés[.!]?",
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
    r"(read more|see more|watch|listen|must read|more|read|dive deeper|go deeper|further reading)( here| now)?( ?[:|»>→]) ?.{1,200}",
    r"(you (may|might) (also )?(like|be interested in|enjoy)|people also (read|ask)|from our partners|around the web|promoted( stories| content)?|sponsored( content| by .{2,40})?|paid (content|post)|partner content).{0,40}",
    r"(story|article) continues (below|after)( (this )?(advertisement|ad|video))?.{0,20}",
    r"skip (to|past) .{2,60}",
    r"for immediate release:?",
    r"printed from:? (https?://|www\.)\S+( on (\d{1,2}[ ./-]([a-z]{3,9}|\d{1,2})\.?[ ./-]\d{4}|[a-z]{3,9} \d{1,2}, \d{4}|\d{4}-\d\d-\d\d))?\.?",
    // Newsletters.
    r"(view|read|open|see) (this |the )?(e-?mail|message|newsletter|it) (online|in (your|a|the) (web )?browser).{0,40}",
    r"(view|read|open) (online|in (your |a |the )?(web )?browser)( ?[(<]? ?https?://\S+( ?[)>])?)?",
    r"(you(['’]re| are) receiving|you received) (this|the) (e-?mail|mail|message|newsletter|letter)\b.{0,200}",
    r"unsubscribe( (here|now|from (this|our|these|all) .{2,60}|at any time))?[.!:]?( ?[(<]? ?https?://\S+( ?[)>])?)?",
    r"thanks for reading .{2,100}! (subscribe|this post is public|share it)\b.{0,160}",
    // Adverts and buttons.
    r"(advertisements?|ad|ads|advert|adverts|- advertisement -|advertising|ad feedback|report this ad|scroll to continue( with content)?|loading\.{0,3}|close|menu|search|home|print|save|share|email|copy link|link copied!?|comments?|reply|like|login|log in|sign in|sign up|register now|donate( now)?|back to top|go to top|top|next|previous|skip|cancel|accept( all)?( cookies)?|play( video)?|pause|mute|unmute|fullscreen|watch|listen|bookmark)",
    r"(share|tweet|pin|e-?mail|print|save|bookmark|gift)( this)?( (article|story|post|page|video|on .{2,30}|via .{2,30}|with .{2,30}|using .{2,30}))+",
    r"share( this)? (article|story|post|page):?( (facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|e-?mail|copy|print|messenger|bluesky|threads))+",
    r"(facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|messenger|tumblr|flipboard|pocket|instagram|youtube|tiktok)( (facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|email|copy|print|messenger))*",
    r"(\d+ )?(comments?|shares?|views|likes)( \(?\d*\)?)?",
    r"(leave|post|add|write) a (comment|reply).{0,40}",
    r"view/post comments|to post a comment, log (in|on)( or (register|sign up))?[.!]?",
    r"(log|sign) in( or register)? to post (a )?comments?[.!]?|(zum (verfassen von )?kommentaren|zum kommentieren) bitte anmelden[.!]?|anmelden( oder registrieren)?, um kommentare verfassen zu können[.!]?|se connecter( ou s['’]inscrire)? pour (poster|publier) un commentaire[.!]?|inicie sesión( o regístrese)? para (enviar|comentar) ?(comentarios)?[.!]?|(entre|faça login)( ou registre-se)? para (postar|enviar) comentários[.!]?|войдите( или зарегистрируйтесь)?, чтобы (отправлять|оставлять) комментарии[.!]?",
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
    r"(filed under|tagged( with| as)?|tags?|topics?|categories|keywords) ?: .{1,160}",
    // Programs for blogs.
    r"(this (site|website) uses|diese (web)?(seite|site) verwendet|ce site utilise|este sitio usa|questo sito (usa|utilizza)) akismet\b.{0,160}",
    r"this slideshow requires javascript\.?",
    r"sharing is caring!?",
    r"(comments (are )?closed|kommentare (sind )?geschlossen|kommentare? schreiben|(keine|no) (kommentare|comments)( yet)?|\(?noch keine bewertungen\)?)\.?",
    r"this entry was posted (in|on)\b.{0,300}",
    // Pictures.
    r"(image|photo|slide|picture|foto|bild) \d+ (of|von|de) ?/? ?\d+",
    r"(play|view|launch|start) (slideshow|gallery|larger( image)?|full[- ]size( image)?|all thumbnails|fullscreen)",
    r"loading (photo )?gallery\.{0,3}",
    r"press spacebar to pause and continue\. press esc to stop\.",
    // Other languages.
    r"(anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|reklama|reklam|реклама|annonce|annons|mainos|広告|广告|إعلان)",
    r"(abonnez-vous|inscrivez-vous|suscríbete|suscríbase|iscriviti|assine|abonnieren sie|jetzt abonnieren|подписывайтесь|підписуйтесь|abone ol)\b.{0,160}",
    r"((lea|lee|mira|vea|puedes ver)( más)?|ver) ?: .{1,200}",
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
    let patterns = PATTERNS.iter().map(|pattern| whole(&unbounded(pattern)));
    RegexSetBuilder::new(patterns).dfa_size_limit(MATCHER_BYTES).build().ok()
});

/// The patterns as they are, each made when a line is as it says but for bounds: few ever are.
static EXACT: LazyLock<Vec<OnceLock<Option<Regex>>>> =
    LazyLock::new(|| PATTERNS.iter().map(|_| OnceLock::new()).collect());

static OPENINGS: LazyLock<Openings> = LazyLock::new(|| Openings::of(PATTERNS));

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&whole(&labels::alone())).ok());

static LABEL_OPENINGS: LazyLock<Openings> =
    LazyLock::new(|| Openings::of(&labels::rows().collect::<Vec<_>>()));

static NAMES: LazyLock<Vec<Regex>> =
    LazyLock::new(|| NAMING.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect());

/// True when the whole line is one of the site: of the tables, of a feed, or a label of links.
pub(super) fn is_site_line(line: &str) -> bool {
    let whole_line = line.trim();
    let line = bare(line);
    if line.is_empty() || line.len() > LONGEST {
        return false;
    }
    if is_below_item(line)
        || opens_large(line) && is_label(line)
        || is_labelled_headline(whole_line)
    {
        return true;
    }
    if !OPENINGS.fit(line) {
        return false;
    }
    // Lines of prose are long; prompts that are as long start with a few words.
    let Some(loose) = LOOSE.as_ref() else { return false };
    let small = lower(line);
    loose.matches(&small).iter().any(|number| {
        let exact = EXACT[number].get_or_init(|| Regex::new(&whole(PATTERNS[number])).ok());
        exact.as_ref().is_some_and(|exact| exact.is_match(&small))
    })
}

/// True for what a feed writes below its items: a title stands between the words, and a name behind them.
fn is_below_item(line: &str) -> bool {
    BELOW_ITEMS.iter().any(|(opens, says)| {
        let Some((start, rest)) = line.split_at_checked(opens.len()) else { return false };
        // Of all lines hardly any opens so: the rest is searched in no other.
        if !start.eq_ignore_ascii_case(opens) {
            return false;
        }
        let Some((title, name)) = rest.rsplit_once(says) else { return false };
        opens_large(title)
            && title.split_whitespace().count() >= 2
            && (1..=LONGEST_NAME).contains(&name.split_whitespace().count())
            && ![", ", "; ", ": ", ". "].iter().any(|sign| name.contains(sign))
    })
}

/// True for a label, a sign and a headline: a sentence that opens as a label does goes on in small letters, or ends
/// as sentences do.
fn is_labelled_headline(line: &str) -> bool {
    if !LABEL_OPENINGS.fit(bare(line)) || line.chars().count() > LONGEST_LINK || !opens_large(line)
    {
        return false;
    }
    let (anywhere, between_spaces) = SIGNS;
    let signs = line.match_indices(anywhere);
    let dashes = between_spaces.iter().flat_map(|sign| line.match_indices(sign));
    // The headline may have such signs too.
    signs.take(2).chain(dashes.take(2)).any(|(at, sign)| {
        let headline = &line[at + sign.len()..];
        is_headline(headline) && is_label(&line[..at])
    })
}

/// True for a text that reads as a headline beside a label: it opens with a capital, where its script has them, and
/// does not end as sentences and parts of sentences do.
pub(super) fn is_headline(text: &str) -> bool {
    opens_large(text)
        && text.contains(is_letter)
        && !text.trim_start().starts_with(is_number)
        && !ends_sentence(text, true)
}

/// True for a text that ends with a sign of the end of a sentence, or of a part of one; `with_calls` says whether
/// that of a call or a question is one, which headlines have too.
pub(super) fn ends_sentence(text: &str, with_calls: bool) -> bool {
    let ends = |c: char| {
        matches!(
            c,
            '.' | '。'
                | '．'
                | '｡'
                | '।'
                | '॥'
                | '…'
                | '۔'
                | '։'
                | '።'
                | '”'
                | '“'
                | '"'
                | '»'
                | '’'
                | '\''
                | ')'
                | '」'
                | '』'
        ) || matches!(c, ',' | ';' | '、' | '，' | '،' | '؛' | '-' | '‐' | '–' | '—')
            || with_calls && matches!(c, '!' | '?' | '！' | '？' | '؟' | ';')
    };
    text.trim_end().ends_with(ends)
}

/// True for a text whose first letter is no small one.
fn opens_large(text: &str) -> bool {
    text.chars().find(|&c| is_letter(c) || is_number(c)).is_some_and(|c| !c.is_lowercase())
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
