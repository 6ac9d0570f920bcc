//! What a format found -> an article: its text cleaned, the last methods tried, corrections put in.

use std::ops::Range;

use super::{
    Context, LONGEST_TITLE, MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES, dates, html, language, offer,
    story, url,
};
use crate::article::{Article, Field, Method, SkipReason};
use crate::date::Date;

/// What a format found, before the text is cleaned and the last methods are tried.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The fields that the format gave.
    pub(super) article: Article,
    /// The text with all its lines; `\n` is the only line break.
    pub(super) raw: String,
    /// True when headline, date and by-line may stand at the top of the text.
    pub(super) top: bool,
    /// True when the text is a file as somebody typed or pasted it.
    pub(super) pasted: bool,
    /// Lines of the text that are headings of its parts.
    pub(super) sections: Vec<String>,
    /// Lines of the text, by their numbers from 0, that say what it is and are no story.
    pub(super) labels: Vec<Range<usize>>,
}

impl Draft {
    /// Cleans the text, tries the methods that no format has to itself, and corrects.
    pub(super) fn finish(self, context: &Context<'_>) -> Result<Article, SkipReason> {
        let Draft { mut article, mut raw, top, pasted, sections, mut labels } = self;
        if raw.len() as u64 > MAX_MARKUP_BYTES {
            return Err(SkipReason::TooLong(MAX_ARTICLE_BYTES));
        }
        if let Some(narrowing) = context.narrowed {
            article.notes.extend(narrowing.notes(&article, &raw));
        }
        labels.extend(html::links_elsewhere(&mut raw));
        outlet_of_address(&mut article);
        let (order, drop) = (context.order, &context.drop);
        let search =
            story::Search { top, pasted, sections: &sections, labels: &labels, order, drop };
        story::settle(&mut article, &raw, search);
        outlet_of_address(&mut article);
        if let Some(url) = article.url.as_ref().map(|url| url.value.clone())
            && let Some((date, part)) = url::date(url::archived(&url))
        {
            offer(&mut article.date, Some(date), Method::Url, || part.to_string());
        }
        if article.date.is_none()
            && let Some((date, part)) = date_in_name(context)
        {
            article.date = Some(Field { value: date, method: Method::FileName, evidence: part });
        }
        // What a record calls its title may be a text.
        if let Some(title) = article.title.take_if(|title| title.value.len() > LONGEST_TITLE)
            && article.text.is_empty()
        {
            article.text = title.value;
        }
        let headline = article.title.as_ref().filter(|title| title.method == Method::Headline);
        let headline = headline.map(|title| title.evidence.clone());
        context.settings.correct(&mut article, context.relative);
        if let Some(line) = headline.filter(|_| article.title.is_none()) {
            give_back(&mut article, &line);
        }
        language::settle(&mut article);
        let written_in = article.language.as_ref().map(|field| field.value.as_str());
        let host = article.url.as_ref().and_then(|url| url::host(url::archived(&url.value)));
        dates::october::settle(&mut article.date, written_in, host.as_deref());
        if article.text.is_empty() {
            match &article.title {
                Some(title) => article.text = title.value.clone(),
                None => return Err(SkipReason::Empty),
            }
        }
        if article.text.len() as u64 > MAX_ARTICLE_BYTES {
            return Err(SkipReason::TooLong(MAX_ARTICLE_BYTES));
        }
        Ok(article)
    }
}

/// Puts a line that was taken for the headline, and is said to be none, back to where it stood: at the top.
fn give_back(article: &mut Article, line: &str) {
    let Some(at) = article.left_out.iter().position(|out| out.at == 0 && out.line.trim() == line)
    else {
        return;
    };
    article.left_out.remove(at);
    let length = line.len() + "\n\n".len();
    article.text.insert_str(0, &format!("{line}\n\n"));
    for out in &mut article.left_out[at..] {
        out.at += length;
    }
}

/// The host of the address names the outlet, where nothing else does.
fn outlet_of_address(article: &mut Article) {
    if let Some(url) = article.url.as_ref().map(|url| url.value.clone()) {
        let host = url::host(url::archived(&url)).filter(|host| !url::is_archive(host));
        offer(&mut article.source, host, Method::Url, || url.clone());
    }
}

/// The day in the name of the file, or in the folders `2025/12/04` it lies in.
fn date_in_name(context: &Context<'_>) -> Option<(Date, String)> {
    let name = context.name.to_string_lossy();
    let file = context.name.file_name()?.to_string_lossy();
    let found = url::digits_in(&file).map(|(date, part)| (date, part.to_string()));
    found.or_else(|| {
        let path = format!("/{name}");
        url::date(&path).map(|(date, part)| (date, part.to_string()))
    })
}
