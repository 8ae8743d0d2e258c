//! How a data folder stands, cheaply: sizes and times, and texts only of files written so lately that the clock's grain could hide an
//! edit.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::SystemTime;

use crate::profile::{Listing, Problem, Stamp};

/// The folder as it was at a moment.
#[derive(Clone, Debug)]
pub(super) struct Look {
    files: Vec<SeenFile>,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug)]
struct SeenFile {
    name: String,
    stamp: Stamp,
    /// A hash of its text, if it was written just before.
    text: Option<u64>,
}

impl Look {
    pub(super) fn at(folder: &Path) -> Self {
        let Listing { found, problems } = Listing::of(folder);
        let now = SystemTime::now();
        let files = found.into_iter().map(|file| SeenFile {
            text: file.stamp.is_fresh(now).then(|| {
                let mut hasher = DefaultHasher::new();
                // One that cannot be read is reported by the load that follows.
                file.text(&mut u64::MAX.clone()).ok().hash(&mut hasher);
                hasher.finish()
            }),
            name: file.name,
            stamp: file.stamp,
        });
        Self { files: files.collect(), problems }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same_file = |(a, b): (&SeenFile, &SeenFile)| {
            let same_text = a.text.is_none() || b.text.is_none() || a.text == b.text;
            a.name == b.name && a.stamp == b.stamp && same_text
        };
        self.problems == other.problems
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same_file)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;

    /// A look at a folder whose one file has this text and was last written at this time.
    fn look_at(text: &str, modified: SystemTime) -> Look {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, text).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        Look::at(folder.path())
    }

    #[test]
    fn an_edit_of_the_same_size_within_the_clocks_grain_is_seen() {
        let just_now = SystemTime::now() + Duration::from_mins(1);
        let (before, mut after) = (look_at("1", just_now), look_at("2", just_now));
        after.files[0].stamp = before.files[0].stamp.clone();
        assert!(!after.is_same(&before));
    }

    #[test]
    fn a_file_that_was_left_alone_is_not_read() {
        let long_ago = SystemTime::now() - Duration::from_mins(1);
        assert_eq!(look_at("1", long_ago).files[0].text, None);
    }
}
