//! Writing the file of the groups: [`super::file`] says how it is laid out.

use std::io::{self, Write};
use std::path::Path;

use super::super::manifest::put_by;
use super::super::sealed::Sealer;
use super::file::{GroupsFile, MAGIC, NAME, bytes_of, hash_of};
use super::verdicts;
use super::{ArticleName, Compared, GroupMember};
use crate::error;

/// Keeps the groups of a commit beside its segments.
///
/// # Errors
/// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
pub fn keep(
    generation: &Path,
    commit: u64,
    groups: &[Vec<GroupMember>],
    compared: &Compared,
) -> error::Result<()> {
    let path = generation.join(NAME);
    put_by(&path, |file| {
        let mut to = Sealer::new(file);
        write(&mut to, commit, groups, compared)?;
        to.end()
    })
}

/// Writes the groups that are kept anew, with other documents of their members; does nothing where they are
/// damaged.
///
/// # Errors
/// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
pub fn renew(
    generation: &Path,
    kept: &GroupsFile<'_>,
    doc: impl Fn(ArticleName) -> u32,
) -> error::Result<()> {
    let (Ok((before, behind)), Ok(mut members)) = (kept.around_members(), kept.members()) else {
        return Ok(());
    };
    put_by(&generation.join(NAME), |file| {
        let mut to = Sealer::new(file);
        to.write_all(MAGIC)?;
        to.write_all(before)?;
        members.try_for_each(|member| {
            write_member(&mut to, GroupMember { doc: doc(member.name), ..member })
        })?;
        to.write_all(behind)?;
        to.end()
    })
}

fn write(
    to: &mut impl Write,
    commit: u64,
    groups: &[Vec<GroupMember>],
    compared: &Compared,
) -> io::Result<()> {
    let mut entries: Vec<(u64, u32, u32)> = Vec::new();
    let mut first = 0;
    for group in groups {
        let count = group.len() as u32;
        entries.extend(group.iter().map(|member| (hash_of(member.name), first, count)));
        first += count;
    }
    entries.sort_unstable();
    to.write_all(MAGIC)?;
    to.write_all(&commit.to_le_bytes())?;
    for count in [entries.len() as u32, first, compared.bearers as u32] {
        to.write_all(&count.to_le_bytes())?;
    }
    for (hash, first, count) in entries {
        to.write_all(&hash.to_le_bytes())?;
        to.write_all(&first.to_le_bytes())?;
        to.write_all(&count.to_le_bytes())?;
    }
    groups.iter().flatten().try_for_each(|member| write_member(to, *member))?;
    let (texts, places) = compared.texts();
    to.write_all(&(texts.len() as u32).to_le_bytes())?;
    for text in texts {
        let (name, whole) = compared.members.text(text);
        to.write_all(&bytes_of(name))?;
        to.write_all(&whole.to_le_bytes())?;
    }
    // Plain data: there is nothing in it that cannot be written.
    to.write_all(&postcard::to_stdvec(&compared.pairs.count()).unwrap_or_default())?;
    let place = |text: u32| places[text as usize];
    let pairs = compared.pairs.iter();
    verdicts::write(pairs.map(|(a, b, closeness)| (place(a), place(b), closeness)), to)
}

fn write_member(to: &mut impl Write, member: GroupMember) -> io::Result<()> {
    to.write_all(&bytes_of(member.name))?;
    to.write_all(&member.doc.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::GROUPS_FILE;
    use super::*;
    use crate::article::Article;
    use crate::index::sealed::{SealedDirectory, Stamps};
    use crate::index::{Archive, CommitNote, Manifest, StoredArticle, Writer};

    /// Four steps of near copies of two stories, and a merge at the end.
    fn merged(dir: &Path) -> Archive {
        let manifest = Manifest::new();
        let mut writer = Writer::open(&manifest.generation_dir(dir), 1).unwrap();
        let story = |seed: u64| {
            let mut random = fastrand::Rng::with_seed(seed);
            (0..200).map(|_| format!("w{}", random.u32(..9999))).collect::<Vec<_>>().join(" ")
        };
        for number in 0..40_u64 {
            let text = format!("{} {number}", story(number % 2));
            let article = Article { text, ..Article::default() };
            let file = format!("{number}.txt").into();
            writer.add(&StoredArticle::new(0, file, Default::default(), article)).unwrap();
            if number % 10 == 9 {
                writer.commit(&CommitNote::default()).unwrap();
            }
        }
        writer.finish().unwrap();
        manifest.write(dir).unwrap();
        Archive::open(dir).unwrap()
    }

    #[test]
    fn members_lie_where_they_are_said_to_after_a_merge() {
        let dir = tempfile::tempdir().unwrap();
        let archive = merged(dir.path());
        assert_eq!(archive.segments().len(), 1);
        let kept = GroupsFile::open(archive.groups_file().unwrap(), archive.commit()).unwrap();
        let members: Vec<GroupMember> = kept.members().unwrap().collect();
        assert_eq!(members.len(), 40);
        for place in archive.places() {
            let name = archive.name_at(place).unwrap();
            let doc = members.iter().find(|member| member.name == name).map(|member| member.doc);
            assert_eq!(doc, Some(place.doc));
        }
    }

    #[test]
    fn a_member_is_found_wherever_it_is_said_to_lie() {
        let dir = tempfile::tempdir().unwrap();
        let archive = merged(dir.path());
        let generation = Manifest::new().generation_dir(dir.path());
        let directory = SealedDirectory::open(&generation, Stamps::default()).unwrap();
        let file = directory.open_beside(GROUPS_FILE).unwrap().unwrap();
        let kept = GroupsFile::open(&file, archive.commit()).unwrap();
        // As if a merge had turned the documents round, and one were of nobody.
        let doc = |name| kept.members().unwrap().find(|m| m.name == name).map_or(0, |m| 39 - m.doc);
        renew(&generation, &kept, |name| if doc(name) == 7 { u32::MAX } else { doc(name) })
            .unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        let mut files = archive.files().unwrap();
        for place in archive.places() {
            let name = archive.name_at(place).unwrap();
            let group = archive.group_of(name).unwrap().unwrap();
            let member = *group.iter().find(|member| member.name == name).unwrap();
            assert_ne!(member.doc, place.doc);
            assert_eq!(files.place_of_member(member).unwrap(), Some(place));
        }
        // What is right is left alone, and what is wrong is mended.
        archive.renew_places(&generation).unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        let group = |place| archive.group_of(archive.name_at(place).unwrap()).unwrap().unwrap();
        assert!(archive.places().all(|place| group(place).iter().any(|m| m.doc == place.doc)));
    }
    #[test]
    fn groups_of_names_alone_are_read_until_they_are_renewed() {
        let dir = tempfile::tempdir().unwrap();
        let archive = merged(dir.path());
        let generation = Manifest::new().generation_dir(dir.path());
        let kept = GroupsFile::open(archive.groups_file().unwrap(), archive.commit()).unwrap();
        let (before, behind) = kept.around_members().unwrap();
        put_by(&generation.join(NAME), |file| {
            let mut to = Sealer::new(file);
            to.write_all(b"talksgr3")?;
            to.write_all(before)?;
            kept.members().unwrap().try_for_each(|m| to.write_all(&bytes_of(m.name)))?;
            to.write_all(behind)?;
            to.end()
        })
        .unwrap();
        let documents = |archive: &Archive, name| {
            let group = archive.group_of(name).unwrap().unwrap();
            group.iter().map(|member| member.doc).collect::<Vec<_>>()
        };
        let old = Archive::open(dir.path()).unwrap();
        assert_eq!(GroupsFile::commit(&generation), Ok(Some(old.commit())));
        let mut files = old.files().unwrap();
        for place in old.places() {
            let name = old.name_at(place).unwrap();
            assert_eq!(documents(&old, name), [u32::MAX; 20]);
            let member = GroupMember { name, doc: u32::MAX };
            assert_eq!(files.place_of_member(member).unwrap(), Some(place));
        }
        old.renew_places(&generation).unwrap();
        let renewed = Archive::open(dir.path()).unwrap();
        for name in old.places().map(|place| old.name_at(place).unwrap()) {
            assert_eq!(documents(&renewed, name), documents(&archive, name));
        }
        let bytes = std::fs::read(generation.join(NAME)).unwrap();
        assert_eq!(bytes.first_chunk(), Some(MAGIC));
    }
}
