//! A word -> other spellings of the same name that no rule joins, from a reviewed list.

use memchr::memmem;

use super::fold::fold_into;

/// A line a name; every spelling stands between spaces or line ends.
const BUILT_IN: &str = include_str!("aliases.txt");

/// Returns the other spellings of a form that the built-in list has.
pub fn aliases_of(form: &str) -> impl Iterator<Item = &'static str> {
    let bare = without_signs(form);
    let lines: Vec<&'static str> = lines_with(&bare).collect();
    lines.into_iter().flat_map(|line| line.split(' ')).filter(move |word| *word != bare)
}

/// Returns the other spellings of a form that lists of a user have, folded.
pub fn aliases_in<'a>(form: &str, lists: impl Iterator<Item = &'a Vec<String>>) -> Vec<String> {
    let bare = without_signs(form);
    let mut found = Vec::new();
    for list in lists {
        let folded: Vec<String> = list.iter().map(|spelling| folded(spelling)).collect();
        if folded.contains(&bare) {
            found.extend(folded.into_iter().filter(|word| *word != bare));
        }
    }
    found
}

/// The lines of the built-in list that have a word: the list is searched, not parsed, because most
/// words stand nowhere in it.
fn lines_with(word: &str) -> impl Iterator<Item = &'static str> {
    let list = BUILT_IN.as_bytes();
    let ends = |at: Option<&u8>| at.is_none_or(|b| matches!(b, b' ' | b'\n'));
    let is_word = move |at: &usize| {
        !word.is_empty()
            && ends(at.checked_sub(1).and_then(|before| list.get(before)))
            && ends(list.get(at + word.len()))
    };
    let found: Vec<usize> = memmem::find_iter(list, word).filter(is_word).collect();
    found.into_iter().filter_map(move |at| {
        let start = BUILT_IN[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = BUILT_IN[start..].lines().next()?;
        (!line.starts_with('#')).then_some(line)
    })
}

fn folded(spelling: &str) -> String {
    let mut form = String::new();
    fold_into(spelling.trim(), &mut form);
    without_signs(&form)
}

fn without_signs(form: &str) -> String {
    form.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_line_find_each_other() {
        let of = |form: &str| aliases_of(form).collect::<Vec<_>>();
        assert_eq!(of("burma"), ["myanmar", "birmania"]);
        assert_eq!(of("odessa"), ["odesa"]);
        assert!(of("kyi").is_empty() && of("places").is_empty() && of("").is_empty());
        let own = [vec!["Sarn".to_owned(), "Sárn-Velmora".to_owned()]];
        assert_eq!(aliases_in("sarn", own.iter()), ["sarnvelmora"]);
        assert_eq!(aliases_in("sarn-velmora", own.iter()), ["sarn"]);
    }

    #[test]
    fn the_list_holds_folded_words_and_each_once_a_line() {
        for line in BUILT_IN.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let words: Vec<&str> = line.split(' ').collect();
            assert!(words.len() > 1, "{line}");
            for (i, word) in words.iter().enumerate() {
                assert_eq!(folded(word), *word, "{line}");
                assert!(!words[..i].contains(word), "{line}");
            }
        }
    }
}
