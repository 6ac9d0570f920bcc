//! Names by which outlets call themselves in their own lines -> the outlet.
//!
//! Used only on lines that belong to a site (a sign-up prompt, an advert, a signature): a name in a
//! story proves nothing. Extend the table freely; a row is the outlet and the names it uses.

/// Outlets with a name that no one else's lines would use.
const OUTLETS: &[(&str, &[&str])] = &[
    ("Financial Times", &["myFT", "Financial Times", "FT Edit", "FT.com"]),
    ("The New York Times", &["New York Times", "NYTimes", "nytimes.com"]),
    ("The Washington Post", &["Washington Post"]),
    ("The Wall Street Journal", &["Wall Street Journal", "WSJ"]),
    ("The Guardian", &["Guardian", "theguardian.com"]),
    ("BBC News", &["BBC News", "BBC"]),
    ("Sky News", &["Sky News"]),
    ("CNN", &["CNN"]),
    ("CNBC", &["CNBC"]),
    ("NBC News", &["NBC News"]),
    ("ABC News", &["ABC News"]),
    ("CBS News", &["CBS News"]),
    ("Fox News", &["Fox News"]),
    ("NPR", &["NPR"]),
    ("PBS News", &["PBS NewsHour", "PBS News"]),
    ("Politico", &["POLITICO", "Politico"]),
    ("Axios", &["Axios"]),
    ("Bloomberg", &["Bloomberg"]),
    ("Forbes", &["Forbes"]),
    ("Fortune", &["Fortune"]),
    ("Business Insider", &["Business Insider"]),
    ("The Economist", &["Economist"]),
    ("The Atlantic", &["The Atlantic"]),
    ("The Hill", &["The Hill"]),
    ("USA Today", &["USA TODAY", "USA Today"]),
    ("Los Angeles Times", &["Los Angeles Times", "L.A. Times"]),
    ("The Boston Globe", &["Boston Globe"]),
    ("The Independent", &["The Independent", "Independent Premium"]),
    ("The Telegraph", &["The Telegraph", "Daily Telegraph"]),
    ("The Times", &["The Times and The Sunday Times"]),
    ("Daily Mail", &["Daily Mail", "MailOnline"]),
    ("The Irish Times", &["Irish Times"]),
    ("Al Jazeera", &["Al Jazeera"]),
    ("Deutsche Welle", &["Deutsche Welle"]),
    ("Euronews", &["Euronews"]),
    ("France 24", &["France 24", "FRANCE 24"]),
    ("The Kyiv Independent", &["Kyiv Independent"]),
    ("Kyiv Post", &["Kyiv Post"]),
    ("Ukrainska Pravda", &["Ukrainska Pravda"]),
    ("Ukrinform", &["Ukrinform"]),
    ("The Moscow Times", &["Moscow Times"]),
    ("Meduza", &["Meduza"]),
    ("Radio Free Europe/Radio Liberty", &["RFE/RL"]),
    ("Moneycontrol", &["Moneycontrol"]),
    ("NDTV", &["NDTV"]),
    ("Hindustan Times", &["Hindustan Times"]),
    ("The Times of India", &["Times of India", "TOI app"]),
    ("The Economic Times", &["Economic Times"]),
    ("The Indian Express", &["Indian Express"]),
    ("The Hindu", &["The Hindu"]),
    ("Mint", &["Livemint", "Mint app"]),
    ("The Straits Times", &["Straits Times"]),
    ("South China Morning Post", &["South China Morning Post", "SCMP"]),
    ("The Japan Times", &["Japan Times"]),
    ("The Jerusalem Post", &["Jerusalem Post"]),
    ("Haaretz", &["Haaretz"]),
    ("The Times of Israel", &["Times of Israel"]),
    ("Der Spiegel", &["SPIEGEL", "Spiegel+"]),
    ("Die Zeit", &["ZEIT ONLINE", "ZEIT-Newsletter"]),
    ("Frankfurter Allgemeine", &["F.A.Z.", "FAZ+"]),
    ("Süddeutsche Zeitung", &["Süddeutsche Zeitung", "SZ Plus"]),
    ("Le Monde", &["Le Monde"]),
    ("Le Figaro", &["Le Figaro"]),
    ("El País", &["EL PAÍS", "El País"]),
    ("La Repubblica", &["la Repubblica"]),
    ("Corriere della Sera", &["Corriere della Sera"]),
    ("News.Az", &["News.Az"]),
    ("TechCrunch", &["TechCrunch"]),
    ("Ars Technica", &["Ars Technica"]),
    ("The Verge", &["The Verge"]),
    ("Wired", &["WIRED"]),
    ("The Conversation", &["The Conversation"]),
    ("ProPublica", &["ProPublica"]),
    ("Semafor", &["Semafor"]),
];

/// Returns the outlet that a line of a site names, if it names exactly one.
pub(super) fn named_in(line: &str) -> Option<&'static str> {
    let mut found = None;
    for (outlet, names) in OUTLETS {
        if names.iter().any(|name| holds_word(line, name)) {
            if found.is_some() {
                return None;
            }
            found = Some(*outlet);
        }
    }
    found
}

/// Returns the outlet that uses exactly this name.
pub(super) fn called(name: &str) -> Option<&'static str> {
    let same = |known: &&str| *known == name;
    OUTLETS.iter().find(|(outlet, names)| same(outlet) || names.iter().any(same)).map(|o| o.0)
}

/// True when `word` stands in `line` with no letter or digit at either end.
pub(super) fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_that_names_one_outlet_decides() {
        assert_eq!(named_in("Sign up to the War in Ukraine myFT Digest"), Some("Financial Times"));
        assert_eq!(named_in("Read the BBC and CNN"), None);
        assert_eq!(named_in("the wiredness of things"), None);
        assert_eq!(called("Sky News"), Some("Sky News"));
    }
}
