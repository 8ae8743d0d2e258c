//! Skeletons of new data files: every field, empty, with a comment on what belongs there.
//!
//! What is still empty is an error of the check, so nothing half-written is ever used. Invariant: no file is overwritten.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::day::Day;
use super::units::Slug;

/// A kind of data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skeleton {
    /// A side job.
    Job,
    /// A topic of general questions.
    Topic,
}

/// Why no skeleton was written, to the editor.
#[derive(Debug, thiserror::Error)]
pub enum SkeletonError {
    /// The name is no slug.
    #[error("「{0}」は使えません。名前は半角の小文字・数字・ハイフンで{max}字までです（例 yoga-teacher）。", max = Slug::MAX)]
    Name(String),
    /// There is such a file already.
    #[error("{} はもうあります。別の名前にするか、そのファイルを直します。", .0.display())]
    Exists(PathBuf),
    /// The folder holds no data.
    #[error("{} は見つかりません。--data にデータのフォルダを書きます（例 --data data）。", .0.display())]
    NoFolder(PathBuf),
    /// Writing failed.
    #[error("{} に書けません（{}）。", .0.display(), .1)]
    Io(PathBuf, io::Error),
}

impl Skeleton {
    /// Writes the file into the data folder and returns its path.
    ///
    /// # Errors
    /// When the name is no slug, the folder is missing, the file exists, or it cannot be written.
    pub fn write(self, folder: &Path, slug: &str) -> Result<PathBuf, SkeletonError> {
        if !Slug::is_valid(slug) {
            return Err(SkeletonError::Name(slug.to_owned()));
        }
        if !folder.is_dir() {
            return Err(SkeletonError::NoFolder(folder.to_owned()));
        }
        let kind = match self {
            Self::Job => "profiles",
            Self::Topic => "faq",
        };
        let path = folder.join(kind).join(format!("{slug}.toml"));
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => SkeletonError::Exists(path.clone()),
            _ => SkeletonError::Io(path.clone(), error),
        };
        fs::create_dir_all(folder.join(kind)).map_err(failed)?;
        let mut file = File::create_new(&path).map_err(failed)?;
        file.write_all(self.text(slug, Day::today()).as_bytes()).map_err(failed)?;
        Ok(path)
    }

    /// The file's text.
    fn text(self, slug: &str, today: Day) -> String {
        let text = match self {
            Self::Job => include_str!("job.toml"),
            Self::Topic => include_str!("topic.toml"),
        };
        text.replace("SLUG", slug)
            .replace("TODAY", &today.to_string())
            .replace("THIS_YEAR", &today.year().to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::super::files::DataFile;
    use super::super::finding::Finding;
    use super::super::load::load;
    use super::super::schema::schema;
    use super::super::topic::Topic;
    use super::super::types::Profile;
    use super::*;

    fn keys<T: DeserializeOwned>() -> Vec<&'static str> {
        schema::<T>().into_values().flatten().copied().collect()
    }

    #[test]
    fn a_skeleton_names_every_field_and_the_check_asks_for_what_is_empty() {
        let today = Day::new(2026, 11, 26).unwrap();
        // A service is optional and rare; a topic's question has no topic, a job's names no other jobs; ids merged away come later.
        let job = keys::<Profile>()
            .into_iter()
            .filter(|key| !["services", "description", "promoted", "related_jobs", "same_as"].contains(key));
        let topic =
            keys::<Topic>().into_iter().filter(|key| !["note", "topic", "same_as", "aliases"].contains(key));
        for (skeleton, path, keys) in [
            (Skeleton::Job, "profiles/yoga-teacher.toml", job.collect::<Vec<_>>()),
            (Skeleton::Topic, "faq/yoga-teacher.toml", topic.collect()),
        ] {
            let text = skeleton.text("yoga-teacher", today);
            for key in keys {
                assert!(
                    text.contains(&format!("{key} = ")) || text.contains(&format!("{key}]")),
                    "{path}: {key}"
                );
            }
            let found = load(vec![DataFile { path: path.into(), text }], today).report;
            assert!(found.count(super::super::Severity::Error) > 5, "{found}");
            for problem in &found.problems {
                let is_a_gap = !matches!(
                    problem.finding,
                    Finding::NotToml { .. }
                        | Finding::UnknownKey { .. }
                        | Finding::WrongType { .. }
                        | Finding::OtherShape { .. }
                );
                assert!(is_a_gap && problem.line > 0, "{problem}");
            }
        }
    }

    #[test]
    fn no_file_is_overwritten_and_no_other_name_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = Skeleton::Job.write(folder.path(), "yoga").unwrap();
        assert_eq!(path, folder.path().join("profiles/yoga.toml"));
        fs::write(&path, "mine").unwrap();
        assert!(matches!(Skeleton::Job.write(folder.path(), "yoga"), Err(SkeletonError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        for name in ["../yoga", "Yoga", "ヨガ", ""] {
            assert!(
                matches!(Skeleton::Topic.write(folder.path(), name), Err(SkeletonError::Name(_))),
                "{name}"
            );
        }
        assert!(matches!(Skeleton::Job.write(Path::new("/no/such"), "a"), Err(SkeletonError::NoFolder(_))));
    }
}
