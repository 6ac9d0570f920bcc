//! Names of months and weekdays in the languages of news -> numbers.
//!
//! English, Spanish, French, German, Italian, Portuguese, Russian, Ukrainian, Polish, Dutch,
//! Turkish, Swedish, Danish, Norwegian, Finnish, Arabic, Indonesian, Czech, Slovak, Serbian, Croatian, Bulgarian,
//! Romanian, Hungarian, Greek and Hindi; Chinese, Japanese and
//! Korean write months in numbers.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One row a month: full names and the short forms that newspapers print.
const MONTHS: [&str; 12] = [
    "january jan enero ene janvier janv januar jänner jänn gennaio gen janeiro январь \
     января янв січень січня січ styczeń stycznia sty januari ocak oca يناير كانون leden \
     ledna जनवरी ιανουάριος ιανουαρίου ιαν ianuarie tammikuu tammikuuta януари január \
     januára \
     siječanj siječnja",
    "february feb febr febrero février fevrier févr fév februar feber febbraio fevereiro \
     fev февраль февраля фев февр лютий лютого лют luty lutego lut februari şubat şub \
     فبراير شباط únor února pebruari फरवरी फ़रवरी φεβρουάριος φεβρουαρίου φεβ februarie \
     helmikuu helmikuuta февруари február februára \
     veljača veljače",
    "march mar marzo mars märz maerz mär mrz março marco март марта мар березень березня \
     бер marzec marca maart mrt mart marts مارس آذار maret březen března मार्च μάρτιος \
     μαρτίου μαρ martie maaliskuu maaliskuuta március marec \
     ožujak ožujka",
    "april apr abril abr avril avr aprile апрель апреля апр квітень квітня квіт kwiecień \
     kwietnia kwi nisan nis أبريل ابريل نيسان duben dubna अप्रैल απρίλιος απριλίου απρ \
     aprilie huhtikuu huhtikuuta април április apríl apríla \
     travanj travnja",
    "may mayo mai maggio mag maio май мая травень травня трав maj maja mei mayıs maí مايو \
     أيار květen května मई μάιος μαΐου μαϊ toukokuu toukokuuta május máj mája \
     svibanj svibnja",
    "june jun junio juin juni giugno giu junho июнь июня июн червень червня черв czerwiec \
     czerwca cze haziran haz يونيو يونيه حزيران červen června जून ιούνιος ιουνίου ιουν \
     iunie kesäkuu kesäkuuta юни június jún júna \
     lipanj lipnja",
    "july jul julio juillet juil juli luglio lug julho июль июля июл липень липня лип \
     lipiec lipca lip temmuz tem يوليو يوليه تموز červenec července जुलाई ιούλιος ιουλίου \
     ιουλ iulie heinäkuu heinäkuuta юли július júl júla \
     srpanj srpnja",
    "august aug agosto ago août aout ag август августа авг серпень серпня серп sierpień \
     sierpnia sie augustus ağustos ağu augusti أغسطس اغسطس آب agustus agu srpen srpna अगस्त \
     αύγουστος αυγούστου αυγ elokuu elokuuta augusztus augusta avgust \
     kolovoz kolovoza",
    "september sep sept septiembre setiembre septembre settembre set sett setembro сентябрь \
     сентября сен сент вересень вересня вер wrzesień września wrz eylül eyl سبتمبر أيلول \
     září सितंबर सितम्बर σεπτέμβριος σεπτεμβρίου σεπ septembrie syyskuu syyskuuta септември \
     szeptember septembra septembar \
     rujan rujna",
    "october oct octubre octobre oktober okt ottobre ott outubro out октябрь октября окт \
     жовтень жовтня жовт październik października paź ekim eki أكتوبر اكتوبر říjen října \
     अक्टूबर अक्तूबर οκτώβριος οκτωβρίου οκτ octombrie lokakuu lokakuuta октомври október \
     októbra oktobar",
    "november nov noviembre novembre novembro ноябрь ноября ноя нояб листопад листопада \
     лист listopad listopada lis kasım kas نوفمبر nopember listopadu नवंबर नवम्बर νοέμβριος \
     νοεμβρίου νοε noiembrie marraskuu marraskuuta ноември novembra novembar \
     studeni studenoga studenog",
    "december dec diciembre dic décembre decembre déc dezember dez dicembre dezembro \
     декабрь декабря дек грудень грудня груд grudzień grudnia gru aralık ara des desember \
     ديسمبر prosinec prosince दिसंबर दिसम्बर δεκέμβριος δεκεμβρίου δεκ decembrie joulukuu \
     joulukuuta декември decembra decembar \
     prosinac prosinca",
];

/// Weekdays, full and short. One that is missing only leaves a date unread, and a Czech or Greek one may be
/// the name of a writer.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur \
    thurs fri sat sun lunes martes miércoles miercoles jueves viernes sábado sabado domingo \
    lun mar mié mie jue vie sáb sab dom lundi mardi mercredi jeudi vendredi samedi dimanche \
    mer jeu ven sam dim montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag \
    mo di mi do fr sa so lunedì martedì mercoledì giovedì venerdì sabato domenica gio segunda \
    terça quarta quinta sexta feira seg ter qua qui sex понедельник вторник среда четверг \
    пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа четвер \
    пʼятниця субота неділя нд poniedziałek wtorek środa czwartek piątek sobota niedziela \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo pazartesi salı \
    çarşamba perşembe cuma cumartesi pazar måndag tisdag onsdag torsdag fredag lördag söndag \
    mandag tirsdag lørdag søndag luni marți miercuri joi vineri sâmbătă \
    duminică maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai \
    perjantaina lauantai lauantaina sunnuntai sunnuntaina понеделник вторник сряда четвъртък петък събота неделя الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد \
    senin selasa rabu kamis jumat sabtu minggu";

static NUMBERS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let rows = MONTHS.iter().zip(1u8..);
    rows.flat_map(|(names, number)| names.split(' ').map(move |name| (name, number))).collect()
});

/// Month of the year for a lower-case name, 1 to 12.
pub(super) fn month(word: &str) -> Option<u8> {
    NUMBERS.get(word).copied()
}

/// True for a month as Hungarian writes it behind the year and a stop, by its lower-case name.
pub(super) fn is_hungarian(word: &str) -> bool {
    HUNGARIAN.split(' ').any(|name| name == word)
}

const HUNGARIAN: &str = "január február március április május június július augusztus szeptember \
     október november december";

/// True for the name of a weekday.
pub(in crate::read) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.split(' ').any(|name| name == word)
}

/// Words that may stand before a date without being part of it.
pub(super) fn is_lead(word: &str) -> bool {
    matches!(word, "on" | "le" | "el" | "am" | "il" | "den" | "the" | "vom" | "em" | "op" | "dnia")
}

/// Words that may stand behind a date without being part of it.
pub(super) fn is_tail(word: &str) -> bool {
    matches!(word, "uhr" | "h" | "hrs" | "r" | "г" | "р" | "года" | "году" | "time" | "edt" | "ора")
}

/// Letters written behind the number of a day: `4th`, `1er`, `1º`.
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "o" | "e" | "te")
}
