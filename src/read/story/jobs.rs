//! What people are and where they were, behind their names: `Ann Lee in Sarn`, `Bo Ray, Diplomatic Editor`.

use super::top::is_name_list;

/// Words of which one says what somebody is, in lower case. No family is called so.
const JOBS: &[&str] = &[
    "editor",
    "editors",
    "editor-in-chief",
    "correspondent",
    "correspondents",
    "reporter",
    "reporters",
    "columnist",
    "journalist",
    "photographer",
    "contributor",
    "contributing",
    "producer",
    "commentator",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "journaliste",
    "correspondant",
    "correspondante",
    "rédacteur",
    "rédactrice",
    "redactor",
    "redactora",
    "corresponsal",
    "corrispondente",
    "корреспондент",
    "журналист",
    "журналистка",
    "обозреватель",
    "кореспондент",
    "журналістка",
    "журналіст",
];

/// Two words that say so together, in lower case.
const PAIRS: &[&str] =
    &["staff writer", "chief writer", "senior writer", "feature writer", "features writer"];

/// True for a few words that say what somebody is.
pub(in crate::read) fn is_job(part: &str) -> bool {
    let lower = part.to_lowercase();
    let plain = |word: &str| JOBS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    lower.split_whitespace().any(plain) || PAIRS.iter().any(|pair| lower.contains(pair))
}

/// Names joined by `and` or commas, without where each was: `Ann Lee in Sarn and Bo Ray in Ostra`.
pub(in crate::read) fn without_places(names: &str) -> String {
    let is_place = |place: &str| place.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let bare = |name: &'_ str| match name.split_once(" in ") {
        Some((writer, place)) if is_name_list(writer) && is_place(place) => writer.to_string(),
        _ => name.to_string(),
    };
    let joined = |names: &str| names.split(" and ").map(bare).collect::<Vec<_>>().join(" and ");
    names.split(", ").map(joined).collect::<Vec<_>>().join(", ")
}

/// Names parted by commas, without what the people are; one that would leave nobody stays whole.
pub(in crate::read) fn without_jobs(names: &str) -> String {
    let Some((first, _)) = names.split_once(", ") else { return names.to_string() };
    if is_job(first) {
        return names.to_string();
    }
    let people: Vec<&str> = names.split(", ").filter(|part| !is_job(part)).collect();
    // A sentence about somebody goes on in small letters.
    let is_name = |part: &&str| part.contains(char::is_uppercase);
    let is_told = is_name(&people[0]) && !people.iter().all(is_name);
    if is_told { names.to_string() } else { people.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::{without_jobs, without_places};

    #[test]
    fn where_people_were_is_no_name() {
        for (written, wanted) in [
            ("Ann Lee in Sarn and Bo Ray in Ostra", "Ann Lee and Bo Ray"),
            // The first name of a family, a writer of one name, or where somebody was: nothing tells.
            ("Ann Lee, Ostra", "Ann Lee, Ostra"),
            ("Lee, Ann", "Lee, Ann"),
            ("Martin Luther King, Jr", "Martin Luther King, Jr"),
        ] {
            assert_eq!(without_places(written), wanted);
        }
    }

    #[test]
    fn what_people_are_is_no_name() {
        for (written, wanted) in [
            ("Ann Lee, Diplomatic Editor", "Ann Lee"),
            ("Ann Lee, editor-in-chief", "Ann Lee"),
            ("Ann Lee, our correspondent in Sarn", "Ann Lee"),
            ("Анна Ли, корреспондент", "Анна Ли"),
            ("Ann Lee, Staff Writer, Bo Ray", "Ann Lee, Bo Ray"),
            ("Ann Lee, Bo Ray", "Ann Lee, Bo Ray"),
            ("Ann Lee, reporter, and Bo Ray", "Ann Lee, and Bo Ray"),
            ("Анна Ли, журналист, погибла", "Анна Ли, журналист, погибла"),
            ("Lee, Ann", "Lee, Ann"),
            ("Editor, The Ledger", "Editor, The Ledger"),
            ("Diplomatic Editor", "Diplomatic Editor"),
        ] {
            assert_eq!(without_jobs(written), wanted);
        }
    }
}
