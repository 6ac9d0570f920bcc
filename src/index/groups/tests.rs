//! 1. The same articles give the same groups, whatever the order, the steps, what was removed
//! between, and whether the groups were kept or made anew. 2. Earliest means earliest date, undated
//! last, then id. 3. A file of another commit, a damaged one and none are no groups of this one.
//! 4. A query reads the right group of each article, or is told that what it read is damaged. 5. After a
//! change only what says something new is looked at, and what it pushed among the earliest or out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::article::{Article, Field, Method};
use crate::copies::Sketches;
use crate::date::Date;
use crate::index::sealed::SealedFile;
use crate::index::{CommitNote, Manifest, StoredArticle, Writer};

/// Words of an invented story; another for each seed.
fn story(seed: u64, words: usize) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..words).map(|_| format!("word{}", random.u32(..1 << 20))).collect::<Vec<_>>().join(" ")
}

/// An article: its story, which version of it, and its day, if any.
type Written = (u64, u8, Option<u8>);

fn stored(name: u32, (seed, version, day): Written) -> StoredArticle {
    let whole = story(seed, 300);
    let text = match version {
        0 => whole,
        1 => whole[..whole.len() / 2].to_owned(),
        2 => format!("{} {whole}", story(seed + 500, 80)),
        _ => whole[..whole.len() / 9].to_owned(),
    };
    let date = day.and_then(|day| Date::from_ymd(2025, 11, day)).map(|value| Field {
        value,
        method: Method::Meta,
        evidence: String::new(),
    });
    let article = Article { text, date, ..Article::default() };
    StoredArticle::new(0, PathBuf::from(format!("{name}.txt")), Default::default(), article)
}

/// The group of each article that is in one: its members by number, earliest first.
fn found(archive: &Archive, names: &BTreeMap<u32, Written>) -> BTreeMap<u32, Vec<u32>> {
    let numbers: BTreeMap<ArticleId, u32> =
        names.iter().map(|(&name, &written)| (stored(name, written).id, name)).collect();
    let mut all = BTreeMap::new();
    for place in archive.places() {
        let name = archive.name_at(place).unwrap();
        assert_eq!(archive.files().unwrap().place_of(name).unwrap(), Some(place));
        if let Some(group) = archive.group_of(name).unwrap() {
            all.insert(numbers[&name.id], group.iter().map(|m| numbers[&m.name.id]).collect());
        }
    }
    all
}

fn put(writer: &mut Writer, articles: impl Iterator<Item = (u32, Written)>) {
    for (name, written) in articles {
        writer.remove_file(0, Path::new(&format!("{name}.txt")));
        writer.add(&stored(name, written)).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
}

fn written() -> impl Strategy<Value = Written> {
    (0u64..4, 0u8..4, proptest::option::of(1u8..28))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_same_articles_are_in_the_same_groups(
        articles in proptest::collection::btree_map(0u32..40, written(), 1..25),
        before in proptest::collection::btree_map(0u32..40, written(), 0..15),
        cut in 0usize..25,
    ) {
        let mut plain = Writer::in_memory(1).unwrap();
        put(&mut plain, articles.clone().into_iter());
        let expected = found(&plain.archive(Manifest::new()).unwrap(), &articles);

        let dir = tempfile::tempdir().unwrap();
        let manifest = Manifest::new();
        let generation = manifest.generation_dir(dir.path());
        let mut writer = Writer::open(&generation, 2).unwrap();
        put(&mut writer, before.clone().into_iter());
        put(&mut writer, articles.clone().into_iter().rev().take(cut));
        for name in before.keys().filter(|name| !articles.contains_key(name)) {
            writer.remove_file(0, Path::new(&format!("{name}.txt")));
        }
        put(&mut writer, articles.clone().into_iter());
        drop(writer);
        manifest.write(dir.path()).unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        prop_assert!(archive.has_groups());
        prop_assert_eq!(&found(&archive, &articles), &expected);

        let path = generation.join(GROUPS_FILE);
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len().saturating_sub(100);
        for at in (24..end.max(24)).step_by(31) {
            bytes[at] ^= 1;
        }
        std::fs::write(&path, bytes).unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        prop_assert_eq!(&found(&archive, &articles), &expected);

        std::fs::remove_file(path).unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        prop_assert!(!archive.has_groups());
        prop_assert_eq!(&found(&archive, &articles), &expected);
    }
}

#[test]
fn the_earliest_leads_and_undated_ones_come_last() {
    let articles = BTreeMap::from([
        (1, (1, 0, None)),
        (2, (1, 1, Some(9))),
        (3, (1, 2, Some(4))),
        (4, (1, 3, Some(1))),
    ]);
    let mut writer = Writer::in_memory(1).unwrap();
    put(&mut writer, articles.clone().into_iter());
    let groups = found(&writer.archive(Manifest::new()).unwrap(), &articles);
    // The fourth is a ninth of the story: too short.
    assert_eq!(groups, [1, 2, 3].map(|article| (article, vec![3, 2, 1])).into());
}

#[test]
fn what_is_not_of_this_commit_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), 1).unwrap();
    put(&mut writer, [(1, (1, 0, None)), (2, (1, 1, None))].into_iter());
    let path = dir.path().join(GROUPS_FILE);
    let bytes = std::fs::read(&path).unwrap();
    let commit = u64::from_le_bytes(bytes[8..16].try_into().unwrap());
    let file = || opened(dir.path());
    assert_eq!(verdicts::read(GroupsFile::known(&file().unwrap()).pairs()).count(), 1);
    assert!(GroupsFile::open(&file().unwrap(), commit).is_some());
    assert!(GroupsFile::open(&file().unwrap(), commit + 1).is_none());
    assert_eq!(commit_of_groups(dir.path()), Ok(Some(commit)));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, damaged).unwrap();
        let known = file().map(|file| GroupsFile::known(&file)).unwrap_or_default();
        assert_eq!(known.text_count(), 0, "byte {at}");
        assert_eq!(commit_of_groups(dir.path()), Err(Damaged), "byte {at}");
    }
    for length in 0..bytes.len() {
        std::fs::write(&path, &bytes[..length]).unwrap();
        assert!(file().is_none());
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(commit_of_groups(dir.path()), Ok(None));
}

/// Opens the groups of a generation; `None` where it can be told at once that they are damaged.
fn opened(generation: &Path) -> Option<SealedFile> {
    let directory = SealedDirectory::open(generation, Stamps::default()).unwrap();
    directory.open_beside(GROUPS_FILE).ok().map(|file| file.expect("there is a file"))
}

#[test]
fn a_group_is_found_in_any_block_and_never_a_wrong_one() {
    let mut random = fastrand::Rng::with_seed(3);
    let mut member = || {
        let name = ArticleName { id: ArticleId(random.u64(..)), file: random.u64(..) };
        GroupMember { name, doc: random.u32(..) }
    };
    let groups: Groups = (0..400).map(|i| (0..2 + i % 4).map(|_| member()).collect()).collect();
    let dir = tempfile::tempdir().unwrap();
    keep::keep(dir.path(), 7, &groups, &Compared::default()).unwrap();
    let file = opened(dir.path()).unwrap();
    let sound = GroupsFile::open(&file, 7).unwrap();
    for group in &groups {
        for member in group {
            assert_eq!(sound.group_of(member.name), Ok(Some(group.clone())));
        }
        assert_eq!(sound.group_of(member().name), Ok(None));
    }
    assert_eq!(sound.member_count(), 1400);
    let path = dir.path().join(GROUPS_FILE);
    let bytes = std::fs::read(&path).unwrap();
    let (mut right, mut told) = (0, 0);
    let places = (30..bytes.len() - 400).step_by(2_003);
    for at in places.clone() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 4;
        std::fs::write(&path, damaged).unwrap();
        let file = opened(dir.path()).unwrap();
        let Some(kept) = GroupsFile::open(&file, 7) else {
            told += groups.len();
            continue;
        };
        for group in &groups {
            match kept.group_of(group[0].name) {
                Ok(found) => right += usize::from(found.as_ref() == Some(group)),
                Err(Damaged) => told += 1,
            }
        }
    }
    let tries = places.count() * groups.len();
    assert!(right + told == tries && right > told && told > 0, "{right} {told} {tries}");
}

/// What an index on disk has gone through, and how it stands.
struct Grown {
    dir: tempfile::TempDir,
    writer: Writer,
    articles: BTreeMap<u32, Written>,
}

impl Grown {
    fn new() -> Grown {
        let dir = tempfile::tempdir().unwrap();
        let manifest = Manifest::new();
        let writer = Writer::open(&manifest.generation_dir(dir.path()), 1).unwrap();
        manifest.write(dir.path()).unwrap();
        Grown { dir, writer, articles: BTreeMap::new() }
    }

    /// Replaces some articles, and removes others.
    fn change(&mut self, articles: &[(u32, Written)], gone: &[u32]) {
        for name in gone {
            self.writer.remove_file(0, Path::new(&format!("{name}.txt")));
            self.articles.remove(name);
        }
        self.articles.extend(articles.iter().copied());
        put(&mut self.writer, articles.iter().copied());
    }

    fn generation(&self) -> PathBuf {
        Manifest::new().generation_dir(self.dir.path())
    }

    fn archive(&self) -> Archive {
        Archive::open(self.dir.path()).unwrap()
    }
}

#[test]
fn groups_are_the_same_where_only_the_earliest_are_paired() {
    // Two stories that are borne by more than are paired, so who is among the earliest matters.
    let mut random = fastrand::Rng::with_seed(11);
    let mut grown = Grown::new();
    for step in 0..6 {
        let written =
            |random: &mut fastrand::Rng| (random.u64(..2), random.u8(..3), Some(random.u8(1..28)));
        let new: Vec<_> = (0..40).map(|_| (random.u32(..120), written(&mut random))).collect();
        let new: BTreeMap<u32, Written> = new.into_iter().collect();
        let is_gone = |name: &&u32| (**name + step).is_multiple_of(5) && !new.contains_key(*name);
        let gone: Vec<u32> = grown.articles.keys().filter(is_gone).copied().collect();
        grown.change(&new.clone().into_iter().collect::<Vec<_>>(), &gone);
        let archive = grown.archive();
        assert!(archive.has_groups());
        let (groups, compared) =
            archive.make_groups(Known::default(), Making { threads: 3, before: None }).unwrap();
        let known = GroupsFile::known(&opened(&grown.generation()).unwrap());
        assert!(known.bearers == compared.bearers && compared.bearers > 0);
        let kept = Between::of(known, &compared.members);
        assert!(kept.is_whole);
        assert_eq!(kept.iter().collect::<Vec<_>>(), compared.pairs.iter().collect::<Vec<_>>());
        let kept_of = |group: &[GroupMember]| archive.group_of(group[0].name).unwrap();
        assert!(groups.iter().all(|group| kept_of(group).as_ref() == Some(group)));
        assert!(step < 3 || groups.iter().any(|group| group.len() > 17));
    }
}

#[test]
fn what_says_nothing_new_is_not_looked_at() {
    let story = |name: u32, version, day| (name, (1, version, Some(day)));
    let mut grown = Grown::new();
    grown.change(&[story(1, 0, 1), story(2, 1, 2), story(3, 2, 3), story(4, 0, 4)], &[]);
    // Short ones are in no group.
    grown.change(&[story(5, 3, 5)], &[]);
    let archive = grown.archive();
    // All are written anew: the first as it was, the second another one, the third of another day; the
    // fourth goes.
    grown.change(&[story(1, 0, 1), story(2, 2, 2), story(3, 2, 6), story(5, 3, 5)], &[4]);
    let before = Before::over(&archive);
    let archive = grown.archive();
    let members = Members::of(&archive).unwrap();
    let Changes { fresh, mut gone } = before.changes(&archive, &members).unwrap();
    assert_eq!(fresh, [false, true, true]);
    gone.sort_by_key(|gone| gone.before);
    assert_eq!(gone.iter().map(|gone| gone.before).collect::<Vec<_>>(), [1, 2, 2]);
    let mut sketch = Vec::new();
    members.read(2, &mut sketch);
    assert_eq!(gone.iter().filter(|gone| gone.sketch == sketch).count(), 1);
    // In the same segments nothing came and nothing went.
    let Changes { fresh, gone } = Before::over(&archive).changes(&archive, &members).unwrap();
    assert!(gone.is_empty() && !fresh.contains(&true));
}

#[test]
fn what_stays_is_paired_as_it_was() {
    let story = |name: u32, seed| (name, (seed, 0, Some(1)));
    let mut grown = Grown::new();
    grown.change(&[story(1, 1), story(2, 1)], &[]);
    let archive = grown.archive();
    assert_eq!(found(&archive, &grown.articles).len(), 2);
    // As if the two had been held against each other, and had been no candidates.
    let bearers = GroupsFile::known(&opened(&grown.generation()).unwrap()).bearers;
    for (bearers, members) in [(bearers, 2), (0, 4)] {
        let nothing = Compared { bearers, ..Compared::default() };
        let commit = grown.archive().commit();
        keep::keep(&grown.generation(), commit, &[], &nothing).unwrap();
        let others = [story(3, 2), story(4, 2)];
        grown.change(&others, &[]);
        let found = found(&grown.archive(), &grown.articles);
        // The first time the others come; the second time nothing is known of how pairs were found.
        assert_eq!((found.len(), found.contains_key(&1)), (members, members == 4));
    }
}
