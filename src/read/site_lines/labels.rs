//! What stands above links to other stories, or before one: `Related`, `Lire aussi :`, a row a language.
//!
//! A line that is such a label alone belongs to the site, and so does one with a sign behind the label and
//! a headline behind the sign. A sentence of the story that opens with the same words, or a wrapped line of one, goes
//! on in small letters or ends as sentences do, and stays.

/// Labels, in lower case.
const NAMING: &[&str] = &[
    // English.
    r"recommended( (for you|reading|stories|articles|videos?|by( [^ .!?]+){1,4}))?",
    r"(related|more|other|similar|latest|top|popular|trending|featured)( [^ .,:]+)? (articles?|stories|story|news|topics?|content|coverage|posts?|videos?|links?|reading|headlines)( (from|on|in|about|for|by|of|this|you)( [^ .!?…]+){1,5})?",
    r"related|trending|most (read|popular|viewed|shared|watched|commented)|editors?['’]?s? (picks?|choice)|read next|up next|what to read next|don['’]t miss|more from( [^ .!?]+(\.[a-z]+)?){1,5}|more on this( story)?|more like this|see also|also read|read also|in case you missed it",
    // German.
    r"(mehr )?zum thema( (auf|aus|bei)( [^ .!?]+(\.[a-z]+)?){1,4})?|auch interessant|das könnte (sie|dich|euch) auch interessieren|weiterlesen|zum weiterlesen|siehe auch|mehr dazu|mehr (lesen|nachrichten|artikel)|(verwandte|ähnliche|weitere|passende|empfohlene|neueste) (artikel|beiträge|themen|meldungen|nachrichten|videos)( (zum thema|(aus|auf|von|zu|zur|über|bei)( [^ .!?]+){1,4}))?|meistgelesen|lesetipps?",
    // French.
    r"(à|a) (lire|voir)|(sur|dans) le même (sujet|thème)|articles? (liés?|similaires?|recommandés?|connexes?|associés?)|pour aller plus loin|les plus lus|à ne pas manquer|(la rédaction|nous) vous (recommande|recommandons|conseille|conseillons)|vous aimerez aussi|plus d['’](articles?|infos?)|plus de vidéos",
    // Spanish.
    r"(más|otros) vídeos|más (noticias|información|artículos|sobre el tema|sobre este tema)|(noticias|artículos?|notas?|temas?|contenidos?) relacionad[oa]s?|relacionad[oa]s?|(también )?(te|le|les|os) (puede|podría) (también )?interesar|lo más (leído|visto)|sigue leyendo|(leer|ver) más",
    // Portuguese.
    r"(notícias|matérias|artigos?|conteúdos?) relacionad[oa]s?|mais (notícias|lidas|lidos|vídeos)|saiba mais|você (também )?pode gostar|continue lendo",
    // Italian.
    r"articoli (correlati|simili|recenti)|notizie (correlate|simili)|altre notizie|(ti )?potrebbe(ro)? (anche )?interessar(ti|vi|e)( anche)?|per approfondire|i più letti",
    // Dutch.
    r"(meer|ander) nieuws|meer over dit onderwerp|gerelateerde? (artikelen|artikels|berichten|nieuws)|gerelateerd|meest gelezen|verder lezen",
    // Swedish, Danish, Norwegian.
    r"mer (om ämnet|nyheter)|relaterat|relaterade (artiklar|nyheter)|fler (artiklar|nyheter)|mest läst",
    r"relaterede (artikler|nyheder)|mere om emnet|mest læste|flere (artikler|nyheder)",
    r"relaterte (artikler|saker)|mer om saken|mest leste?|flere (saker|nyheter)",
    // Finnish.
    r"lisää aiheesta|aiheeseen liittyvää|luetuimmat|muita uutisia",
    // Polish, Czech, Slovak.
    r"polecamy|powiązane( artykuły)?|więcej na ten temat|najczęściej czytane|podobne artykuły",
    r"související( články)?|nejčtenější|mohlo by vás (také )?zajímat|další články",
    r"súvisiace( články)?|najčítanejšie|mohlo by vás zaujímať",
    // Hungarian, Romanian.
    r"kapcsolódó( (cikkek|cikk|anyagok|hírek))?|ez is érdekelheti?|további (cikkek|hírek)|legolvasottabb",
    r"(articole|știri|ştiri) (similare|recomandate|asemănătoare)|te-ar putea interesa( și)?|cele mai citite",
    // Greek, Turkish.
    r"σχετικά (άρθρα|νέα|θέματα)|περισσότερα νέα|τα πιο διαβασμένα",
    r"(ilgili|benzer|diğer) haberler|(bunlar|bu haberler) (da )?ilginizi çekebilir|önerilen haberler|çok okunanlar",
    // Croatian, Serbian, Bulgarian.
    r"povezan[ei] (članci|vijesti|vesti|teme)|vezane vijesti|možda će vas zanimati|najčitanije",
    r"свързани (статии|новини)|още по темата|най-четени",
    // Ukrainian, Russian.
    r"(матеріали )?(за|по) темі|(матеріали )?за темою|інші новини|схожі (статті|матеріали)",
    r"(материалы |ещ[её] )?по теме|другие новости|похожие (статьи|материалы|новости)|самое читаемое",
    // Arabic, Hebrew, Persian.
    r"(مواضيع|أخبار|مقالات|اخبار) ذات صلة|المزيد من الأخبار|الأكثر قراءة|قد يعجبك أيضا?[ًا]*",
    r"כתבות (נוספות|קשורות)|לקריאה נוספת|עוד בנושא|אולי יעניין אתכם",
    r"(مطالب|اخبار|خبرهای) مرتبط",
    // Hindi, Indonesian, Vietnamese.
    r"संबंधित (खबरें|ख़बरें|ख़बरें|समाचार)",
    r"(berita|artikel) (terkait|lainnya|terpopuler)",
    r"(tin|bài viết) liên quan",
    // Japanese, Chinese, Korean.
    r"関連(記事|ニュース|リンク|トピックス)|あわせて読みたい|(おすすめ|人気)の?記事",
    r"相关(阅读|新闻|文章|报道|推荐|链接)|相關(閱讀|新聞|文章|報導|推薦|連結)|延伸(阅读|閱讀)|(推荐阅读|推薦閱讀)|更多(新闻|新聞)|猜你喜欢",
    r"관련 ?(기사|뉴스|글)|함께 보면 좋은( (기사|글))?|많이 본 (뉴스|기사)|추천 (기사|뉴스)",
];

/// Labels that ask readers to read something, in lower case.
const ASKING: &[&str] = &[
    r"lesen sie (auch|mehr|hier|dazu)|lies auch",
    r"(à|a) (lire|voir) (aussi|également)|(lire|voir) (aussi|également)",
    r"(lea|lee|leer|ver|vea|mira) (también|además)",
    r"leggi anche|guarda anche",
    r"(leia|veja|confira) (também|mais)",
    r"(lees|bekijk) ook",
    r"(läs|se) (också|även)|läs mer om|(læs|se) også|(les|se) også",
    r"(lue|katso) myös",
    r"(czytaj|zobacz|przeczytaj) (też|także|również|więcej)",
    r"čtěte (také|též|i)|přečtěte si (také|i)|prečítajte si (aj|tiež)|čítajte (aj|tiež)",
    r"olvas(sa|d) el( ezt)? is",
    r"cit(ește|eşte|iți|iţi) (și|şi)|vezi (și|şi)",
    r"(διαβ[άα]στε|δε[ίι]τε) (επ[ίι]σης|ακ[όο]μ[ηα])",
    r"pročitajte (i|još)|pogledajte (i|još)",
    r"(прочетете|вижте) (още|също)",
    r"(читайте|смотрите|дивіться) (также|також|ещё|ще)",
    r"[اإ]قرأ أيض[ًا]+|شاهد أيض[ًا]+",
    r"(קראו|ראו) (גם|עוד)",
    r"بیشتر بخوانید|همچنین بخوانید",
    r"(यह|ये|इसे) भी प(ढ़|ढ़|ढ)(ें|िए)",
    r"(baca|lihat|simak) juga",
    r"(xem|đọc) thêm",
];

/// Signs that may end a label: a full stop ends a sentence.
const END: &str = r"[ :!»>→↓]*";

/// The labels, a pattern a row.
pub(super) fn rows() -> impl Iterator<Item = String> {
    NAMING.iter().chain(ASKING).map(|row| (*row).to_string())
}

/// The pattern of lines that are a label and nothing else.
pub(super) fn alone() -> String {
    let rows: Vec<String> = rows().collect();
    format!("(?:{})(?:{END}|：)", rows.join("|"))
}
