//! Articles of invented words, some of them copied from each other: the groups of near copies.
//!
//! Each piece of the input between bytes `\xff` is an article: its day, what becomes of it (when it is added,
//! whether another stands under its name before), and its text, eight words a byte, so that what two pieces
//! share is shared text. An index in memory gives the same groups in whichever order it is made; one input in eight is
//! made on disk too, in steps, and gives them as well, and so it does when the file that keeps them is damaged.
#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use talks::article::{Article, ArticleId, Field, Method};
use talks::date::Date;
use talks::index::{Archive, CommitNote, GROUPS_FILE, Manifest, StoredArticle, Writer};

/// Articles of one input; all pairs of them may be compared.
const MOST: usize = 24;

/// The groups of an archive: each member of one with all of them, earliest first.
type Groups = BTreeMap<ArticleId, Vec<ArticleId>>;

struct Piece {
    stored: StoredArticle,
    /// Bit 0: in the first step, else in the second. Bit 1: another article has its name before.
    when: u8,
}

fuzz_target!(|bytes: &[u8]| {
    let pieces: Vec<Piece> =
        bytes.split(|byte| *byte == 0xff).take(MOST).enumerate().filter_map(piece).collect();
    let expected = in_memory(pieces.iter().rev());
    check(&pieces, &expected);
    // Files cost more than all the rest.
    if !bytes.len().is_multiple_of(8) {
        assert_eq!(in_memory(pieces.iter()), expected, "groups depend on the order");
        return;
    }

    let dir = tempfile::tempdir().expect("a folder");
    let manifest = Manifest::new();
    let generation = manifest.generation_dir(dir.path());
    in_steps(&generation, &pieces);
    manifest.write(dir.path()).expect("a manifest");
    let kept = || groups(&Archive::open(dir.path()).expect("an archive"));
    assert_eq!(kept(), expected, "groups depend on the steps");
    damage(&generation.join(GROUPS_FILE), bytes);
    assert_eq!(kept(), expected, "damaged groups are believed");
});

/// Reads an article: its day, what becomes of it, its text.
fn piece((number, bytes): (usize, &[u8])) -> Option<Piece> {
    let [day, when, text @ ..] = bytes else { return None };
    let date = Date::from_ymd(2025, 11, day % 31).map(|value| Field {
        value,
        method: Method::Meta,
        evidence: String::new(),
    });
    let words = text.iter().flat_map(|byte| (0..8).map(move |n| format!("word{byte}of{n}")));
    let article = Article { text: words.collect::<Vec<_>>().join(" "), date, ..Article::default() };
    let stored = StoredArticle::new(0, name(number), Default::default(), article);
    Some(Piece { stored, when: *when })
}

fn name(number: usize) -> PathBuf {
    format!("{number}.txt").into()
}

fn in_memory<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Groups {
    let mut writer = Writer::in_memory(1).expect("an index in memory");
    pieces.for_each(|piece| writer.add(&piece.stored).expect("an article"));
    writer.commit(&CommitNote::default()).expect("a commit");
    groups(&writer.archive(Manifest::new()).expect("an archive"))
}

fn in_steps(generation: &Path, pieces: &[Piece]) {
    let mut writer = Writer::open(generation, 2).expect("an index");
    let other = |piece: &Piece| {
        let text =
            pieces.first().map(|first| first.stored.article.text.clone()).unwrap_or_default();
        let article = Article { text, ..Article::default() };
        StoredArticle::new(0, piece.stored.relative.clone(), Default::default(), article)
    };
    for piece in pieces {
        if piece.when & 2 != 0 {
            writer.add(&other(piece)).expect("an article");
        } else if piece.when & 1 != 0 {
            writer.add(&piece.stored).expect("an article");
        }
    }
    writer.commit(&CommitNote::default()).expect("a commit");
    for piece in pieces.iter().filter(|piece| piece.when & 3 != 1) {
        writer.remove_file(0, &piece.stored.relative);
        writer.add(&piece.stored).expect("an article");
    }
    writer.commit(&CommitNote::default()).expect("a commit");
    writer.finish().expect("groups");
}

fn groups(archive: &Archive) -> Groups {
    let mut all = Groups::new();
    for place in archive.places() {
        let name = archive.name_at(place).expect("columns");
        let group = archive.group_of(name).expect("groups");
        let earliest = archive.earliest_of(name).expect("groups");
        assert_eq!(earliest, group.as_ref().map(|group| group[0].name), "the earliest leads");
        if let Some(group) = group {
            all.insert(name.id, group.iter().map(|member| member.name.id).collect());
        }
    }
    all
}

/// Groups have two members or more, each of them in no other, and are led by the earliest; texts that are
/// the same, and long enough, are in one.
fn check(pieces: &[Piece], groups: &Groups) {
    let by_id: BTreeMap<_, _> = pieces.iter().map(|p| (p.stored.id, &p.stored.article)).collect();
    for (id, members) in groups {
        assert!(members.len() > 1 && members.contains(id), "{members:?}");
        assert!(members.iter().all(|member| groups.get(member) == Some(members)), "{members:?}");
        let day = |id: &ArticleId| {
            let date = by_id[id].date.as_ref().map(|date| date.value.day_number());
            (date.is_none(), date)
        };
        assert!(members.iter().all(|member| day(&members[0]) <= day(member)), "{members:?}");
    }
    for (a, first) in &by_id {
        for (b, second) in by_id.range(a..).skip(1) {
            let are_long = first.text.split(' ').count() >= talks::copies::MIN_WORDS as usize;
            let are_one = groups.get(a).is_some_and(|members| members.contains(b));
            assert!(are_one || !are_long || first.text != second.text, "{a} and {b} are one text");
        }
    }
}

/// Changes one byte of a file, where it has any.
fn damage(path: &Path, by: &[u8]) {
    let Ok(mut bytes) = fs::read(path) else { return };
    let at = by.iter().fold(0usize, |at, byte| at.wrapping_mul(31).wrapping_add((*byte).into()));
    if let Some(byte) = at.checked_rem(bytes.len()).map(|at| &mut bytes[at]) {
        *byte ^= 0x5a;
        fs::write(path, bytes).expect("a file");
    }
}
