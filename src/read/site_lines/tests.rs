//! 1. Lines of the site are known. 2. Lines of a story stay. 3. Only own lines name an outlet.
//! 4. Bounds hold, though they are looked at last.

use super::*;

#[test]
fn bounds_hold_though_they_are_looked_at_last() {
    assert_eq!(unbounded(r"a .{0,80}(b|.{2,60}c)?loading\.{0,3}"), r"a .*(b|.*c)?loading\.{0,3}");
    let line = |letters: usize| format!("Lees ook: {}", "W".repeat(letters));
    assert!(is_site_line(&line(160)) && !is_site_line(&line(161)));
    assert!(is_site_line("Skip to it") && !is_site_line("Skip to i"));
}

#[test]
fn lines_of_the_site_are_known() {
    assert!(LOOSE.is_some() && NAMES.len() == NAMING.len());
    assert!(LABEL.is_some() && PATTERNS.iter().all(|pattern| Regex::new(&whole(pattern)).is_ok()));
    for line in [
        "Stay informed with free updates",
        "Simply sign up to the War in Ukraine myFT Digest — delivered directly to your inbox.",
        "Recommended",
        "Discover the latest Business News, Sensex, and Nifty updates. Obtain Personal Finance insights, \
         tax queries, and expert opinions on Moneycontrol or download the Moneycontrol App to stay updated!",
        "Read more: Ten things to know",
        "ALSO READ | What comes next",
        "Advertisement",
        "Share this article on Facebook",
        "Follow us on Telegram",
        "© 2025 Example News. All rights reserved.",
        "Lesen Sie auch: Was jetzt kommt",
        "Haben Sie bereits ein Konto? Anmelden",
        "Читайте также: Что дальше",
        "3 min read",
        "The post Fish & chips – no deal appeared first on Canal Gazette.",
        "The post A day at the lock first appeared first on Lock & Key",
        "Der Beitrag Fähre steht erschien zuerst auf Kanalbote.",
        "Запись Паром стоит впервые появилась Вестник канала.",
        "Share this article Facebook Twitter Email",
        "View this email in your browser",
        "View in browser ( https://quay.example/v )",
        "Read online",
        "Unsubscribe ( https://quay.example/u )",
        "Unsubscribe: https://quay.example/u",
        "Log in or register to post comments",
        "Zum Verfassen von Kommentaren bitte Anmelden.",
        "Войдите или зарегистрируйтесь, чтобы отправлять комментарии",
        "Printed from https://quay.example/7 on 2 April 2025",
        "Printed from: www.quay.example/7",
        "Read online <https://quay.example/v>",
        "You received this email because you signed up at the quay.",
        "You’re receiving this newsletter because you asked for it.",
        "Unsubscribe from these letters",
        "Thanks for reading Quay Notes! Subscribe for free to receive new posts.",
        "FOR IMMEDIATE RELEASE",
        "2 hours ago",
        "Updated 3 hours ago",
        "Posted an hour ago",
        "Related articles",
        "Diese Website verwendet Akismet, um Spam zu reduzieren. Mehr erfahren",
        "This slideshow requires JavaScript.",
        "Sharing is caring!",
        "Comments are closed.",
        "Keine Kommentare",
        "This entry was posted in Locks and tagged ferry",
        "Image 1 of 8",
        "Lea más: Así cerró la esclusa",
        "Siehe auch",
        "Verwandte Artikel",
        "À lire : La fin des péniches",
        "Mehr zum Thema – Schleusen in Not",
        "Más noticias",
        "Läs också: Färjan står still",
        "Lue myös: Lautta seisoo",
        "Διαβάστε επίσης: Το πλοίο σταμάτησε",
        "यह भी पढ़ें: नाव रुकी",
        "اقرأ أيضًا: توقف العبّارة",
        "相关阅读：渡轮停运",
        "関連記事",
        "Související články",
        "İlgili Haberler",
        "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: Κλείνει η γέφυρα",
        "More from Canals.example:",
        "Play Slideshow",
        "Das könnte Sie auch interessieren!",
        "Weitere Beiträge aus der Kolumne:",
        "Mehr zum Thema auf schleuse.example",
        "Jetzt 1 Monat kostenlos testen",
        "Déjà abonné ? Connectez-vous",
    ] {
        assert!(is_site_line(line), "{line}");
    }
}

#[test]
fn lines_of_a_story_stay() {
    for line in [
        "Two major issues remain unresolved:",
        "security guarantees for Ukraine",
        "Read the letter aloud, he told them, and then sit down.",
        "More than 300 people were at the rally on Sunday.",
        "Sign of the times",
        "He recommended restraint.",
        "Related parties met in Geneva for talks about the grain deal.",
        "Follow the money, investigators were told.",
        "Topical issues were left for later.",
        "Close to the border, soldiers waited.",
        "Search teams found the wreck on Tuesday.",
        "Get out now, the mayor told residents.",
        "Share prices fell.",
        "Comment was sought from the ministry.",
        "The post office first appeared in 1911.",
        "Der Beitrag der Stadt erschien zuerst niemandem hoch.",
        "A year ago it was quiet.",
        "Two days ago nobody knew.",
        "Share prices rose after Facebook spoke.",
        "View this as a warning, the mayor said.",
        "Read online, the letter seems harmless.",
        "Unsubscribe: the editor's last word",
        "Log in or register to post comments, the site tells its readers.",
        "Printed from the old blocks in 1911",
        "Printed from www.quay.example, the cards showed the lock as it stood in 1902.",
        "Printed from https://quay.example/7 on the old press, they were read all over Sarn.",
        "Unsubscribe: https://quay.example/u The council voted to shut the ferry.",
        "Read online: https://quay.example/v and in print, the report was short.",
        "View in browser ( https://quay.example/v ) or go to the quay",
        "You received this land from your fathers, she told them.",
        "Unsubscribe and you will miss it, the editor warned.",
        "Other topics were left for later.",
        "More news came in the evening.",
        "Similar stories are told in Sarn.",
        "Top stories fall down in wooden houses.",
        "Zum Thema Wasser sagte er nichts.",
        "Auch interessant war die Frage nach dem Geld.",
        "Ähnliche Themen wurden vertagt.",
        "À lire les rapports, rien ne change.",
        "Voir aussi les ponts, dit-il.",
        "Te puede interesar poco, pero es así.",
        "По теме воды он не сказал ничего.",
        "Image: he had none left, and said so.",
        "Photos by night were forbidden.",
        "Play all day, the doctor said.",
        "3 of 8 boats were lost",
        "(c) is the third point of the treaty, and the last.",
        "image by measuring the amount of light coming from each point of",
        "    image: locks.example/canal/office:{{ .Release }}",
        "Photo by the keeper of the lock at the old canal",
        "Further reading",
        "Other topics discussed were the manifestation of the disease",
        "similar stories where they are only allowed to pass at",
        "More video footage and reports from the lock paint a picture of",
        "More good news: the lock was opened in the evening.",
        // Who took a picture, and what opens as such a line does.
        "(c) London",
        "(c) the European Parliament",
        "Bild: Minister Lind tritt zurück",
        "Foto: Der Fährmann Otto Lind am Ufer der Sarn",
        "Credit: Banks Tighten Rules",
        "Images by the Thousand Came Out of Syria",
        "Photographer: No",
        "© Reuters",
        // Nothing that reads as a title, or no name.
        "Der Beitrag erschien zuerst auf Englisch in einer Zeitschrift, die es nicht mehr gibt.",
        "Der Beitrag der Stadt erschien zuerst auf Englisch",
        "La entrada del canal se publicó primero en 1880",
        "The post Ann Lee held appeared first on the list of those who were to go home, she said",
        // Wrapped lines, and sentences that end in other signs.
        "se också till att barnen kom hem i tid,",
        "lihat juga bagaimana",
        "xem thêm một vở kịch",
        "ver además cómo pasan",
        "читайте ещё раз закон",
        "other topics: the lock, the ferry and",
        "Xem thêm 20 phút nữa, ông nói",
        "Lue myös: hän ei palannut.",
        "Läs också: hon kom aldrig tillbaka.",
        "Läs också: Hon kom aldrig tillbaka!",
        "Leggi anche: Il ponte è chiuso…",
        "相关阅读：渡轮星期一停运。",
        "यह भी पढ़ें: नाव रुक गई।",
        "Siehe auch: „Die Schleuse steht“",
        "Other topics: The lock, the ferry,",
        // Sentences that open as prompts do.
        "Sie haben bereits ein Konto bei der Bank eröffnet, sagte er.",
        "Ya es suscriptora de la revista desde hace diez años.",
        "Redan prenumerant på tidningen var hon inte.",
        "Jetzt 3 Monate lang testen die Forscher den neuen Kanal.",
        "Weiterlesen mit Kindern macht Freude",
        "Cet article est réservé aux abonnés de la bibliothèque, dit-elle",
        "Themen: Bei dem Treffen ging es um die Schleuse",
        "Stichwort: Der Kanal wurde 1880 gebaut",
        "21 / 19",
        "3 of 10",
    ] {
        assert!(!is_site_line(line), "{line}");
    }
}

#[test]
fn only_own_lines_name_an_outlet() {
    let named = |line: &str| outlet(line);
    assert_eq!(
        named("Simply sign up to the War in Ukraine myFT Digest").as_deref(),
        Some("Financial Times")
    );
    assert_eq!(named("Download the Daily Example app now").as_deref(), Some("Daily Example"));
    assert_eq!(named("© 2025 Example News. All rights reserved.").as_deref(), Some("Example News"));
    assert_eq!(named("Download the free app"), None);
    assert_eq!(named("Recommended"), None);
    assert_eq!(named("Related: What the BBC said about its app"), None);
    assert_eq!(named("Read more: Sky News has a newsletter"), None);
    assert_eq!(named("Follow Ann Lee on Twitter"), None);
    assert_eq!(named("© Reuters"), None);
}
