//! Reading data files: from the binary, or from a folder that anything may lie in.
//!
//! Invariants for a folder: only regular files are opened (a device or pipe would be read for ever), links are followed but no
//! folder is entered twice, and size, number and depth have upper bounds. What cannot be read is a problem of its own and hides
//! nothing else. Names that begin with a dot are left alone: version control, editors and Kubernetes' `..data` live there.
//! Non-goal: what the texts mean, see [`super::load`].

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use include_dir::{Dir, include_dir};

use super::finding::Finding;
use super::problem::{Problem, Report, Severity, printable};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Largest file in bytes; the largest of ours have about 24,000.
const FILE_BYTES: u64 = 1 << 20;
/// Most files and folders in a data folder, other files than data included.
const ENTRIES: usize = 40_000;
/// Most bytes of all files together.
const ALL_BYTES: u64 = 512 << 20;
/// Folders within folders, the data folder itself not counted.
const DEPTH: usize = 4;

/// Where the data comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DataSource {
    /// The files built into the binary.
    #[default]
    Embedded,
    /// A folder with the same layout as `data/`.
    Folder(PathBuf),
}

/// One file's text under its path relative to the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// `profiles/backend.toml`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl DataFile {
    /// The file of this name that is built into the binary.
    pub(super) fn built_in(name: &str) -> Option<Self> {
        let text = EMBEDDED.get_file(name)?.contents_utf8()?;
        Some(Self { path: name.to_owned(), text: text.to_owned() })
    }

    /// Whether a file with this path and text is built into the binary.
    pub(super) fn is_built_in(&self) -> bool {
        EMBEDDED.get_file(&self.path).is_some_and(|file| file.contents() == self.text.as_bytes())
    }
}

impl DataSource {
    /// All TOML files of the source, sorted by path.
    ///
    /// # Errors
    /// A report with one problem for each file or folder that cannot be read.
    pub fn files(&self) -> Result<Vec<DataFile>, Report> {
        let (files, problems) = self.read();
        let report = Report { problems }.errors();
        if report.problems.is_empty() { Ok(files) } else { Err(report) }
    }

    /// All TOML files that can be read, sorted by path, and a problem for each thing that cannot.
    #[must_use]
    pub fn read(&self) -> (Vec<DataFile>, Vec<Problem>) {
        match self {
            Self::Embedded => {
                let mut files = Vec::new();
                embedded_files(&EMBEDDED, &mut files);
                files.sort_by(|a, b| a.path.cmp(&b.path));
                (files, Vec::new())
            }
            Self::Folder(root) => {
                let Listing { found, mut problems } = Listing::of(root);
                let mut files = Vec::with_capacity(found.len());
                let mut left = ALL_BYTES;
                for file in found {
                    match file.text(&mut left) {
                        Ok(text) => files.push(DataFile { path: file.name, text }),
                        Err(problem) => problems.push(*problem),
                    }
                }
                (files, problems)
            }
        }
    }
}

fn embedded_files(dir: &Dir<'_>, files: &mut Vec<DataFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (is_toml(&path), file.contents_utf8()) {
            files.push(DataFile { path, text: text.to_owned() });
        }
    }
    for inner in dir.dirs() {
        embedded_files(inner, files);
    }
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "toml")
}

/// A TOML file of a folder, not opened yet.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) stamp: Stamp,
    path: PathBuf,
}

/// What tells an edited file from one that was left alone, without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// The time of the last change of the file's data or names: an editor cannot set it.
    changed: Option<(i64, i64)>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt as _;
            Some((metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), changed }
    }

    /// Whether the file may have been written again without a new stamp: within the grain of a file system's clock, at most 2 s.
    pub(crate) fn is_fresh(&self, now: SystemTime) -> bool {
        self.modified.is_none_or(|modified| modified + Duration::from_secs(2) > now)
    }
}

/// The TOML files of a folder, sorted by name, and what stands in the way of reading more.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) found: Vec<Found>,
    pub(crate) problems: Vec<Problem>,
}

impl Listing {
    /// Looks through the folder without opening a file.
    pub(crate) fn of(root: &Path) -> Self {
        let mut walk = Walk { root, listing: Self::default(), entered: HashSet::new(), entries: 0 };
        walk.folder(root, 0);
        walk.listing.found.sort_by(|a, b| a.name.cmp(&b.name));
        walk.listing
    }
}

struct Walk<'a> {
    root: &'a Path,
    listing: Listing,
    /// Folders by their true path: a link back up must not be walked again.
    entered: HashSet<PathBuf>,
    entries: usize,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return self.unreadable(folder, &error),
        };
        if !self.entered.insert(real) {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(folder, &error),
        };
        let mut paths = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_name().to_string_lossy().starts_with('.') => {}
                Ok(entry) => paths.push(entry.path()),
                Err(error) => self.unreadable(folder, &error),
            }
            self.entries += 1;
            if self.entries > ENTRIES {
                return self.error(folder, Finding::TooManyEntries { most: ENTRIES });
            }
        }
        // Which of two links to one folder counts must not depend on the file system's order.
        paths.sort();
        for path in paths {
            self.entry(path, depth);
        }
    }

    fn entry(&mut self, path: PathBuf, depth: usize) {
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            // A link to nowhere, or a file that an editor has just removed; it matters only where data was meant.
            Err(error) if is_toml(&path.to_string_lossy()) => return self.unreadable(&path, &error),
            Err(_) => return,
        };
        if metadata.is_dir() {
            if depth == DEPTH {
                return self.error(&path, Finding::TooDeep { most: DEPTH });
            }
            self.folder(&path, depth + 1);
        } else if !is_toml(&path.to_string_lossy()) {
            if metadata.is_file() && self.was_meant_as_data(&path) {
                self.problem(&path, Severity::Warning, Finding::OtherEnding);
            }
        } else if !metadata.is_file() {
            self.error(&path, Finding::NotRegular);
        } else {
            let name = name(self.root, &path);
            self.listing.found.push(Found { name, path, stamp: Stamp::of(&metadata) });
        }
    }

    /// Whether somebody may take the file for data although its name does not end as data does.
    fn was_meant_as_data(&self, path: &Path) -> bool {
        let name = name(self.root, path).to_lowercase();
        name.contains(".toml") || name.starts_with("profiles/") || name.starts_with("faq/")
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        self.error(path, unreadable(error));
    }

    fn error(&mut self, path: &Path, finding: Finding) {
        self.problem(path, Severity::Error, finding);
    }

    fn problem(&mut self, path: &Path, severity: Severity, finding: Finding) {
        let file = if path == self.root { printable(&path.to_string_lossy()) } else { name(self.root, path) };
        self.listing.problems.push(Problem::of_file(file, 1, severity, finding));
    }
}

impl Found {
    /// The text, if it is one of a fair size; `left` are the bytes that all files may still have.
    pub(crate) fn text(&self, left: &mut u64) -> Result<String, Box<Problem>> {
        let problem = |line, finding| {
            Err(Box::new(Problem::of_file(self.name.clone(), line, Severity::Error, finding)))
        };
        let mut bytes = Vec::new();
        // The file may have been swapped since it was listed: the bound holds for what is read.
        let read =
            fs::File::open(&self.path).and_then(|file| file.take(FILE_BYTES + 1).read_to_end(&mut bytes));
        let read = match read {
            Ok(read) => read as u64,
            Err(error) => return problem(1, unreadable(&error)),
        };
        if read > FILE_BYTES {
            return problem(1, Finding::TooLarge { most: FILE_BYTES });
        }
        match left.checked_sub(read) {
            Some(rest) => *left = rest,
            None => return problem(1, Finding::TooMuch { most: ALL_BYTES }),
        }
        String::from_utf8(bytes).or_else(|error| {
            let valid = error.utf8_error().valid_up_to();
            let ends = error.as_bytes()[..valid].split(|&b| b == b'\n').count() - 1;
            problem(1 + ends, Finding::NotUtf8)
        })
    }
}

fn unreadable(error: &std::io::Error) -> Finding {
    Finding::Unreadable { error: error.to_string() }
}

fn name(root: &Path, path: &Path) -> String {
    printable(&path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_together_have_an_upper_bound() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), "x=1").unwrap();
        fs::write(folder.path().join("b.toml"), "y=2").unwrap();
        let listing = Listing::of(folder.path());
        let mut left = 5;
        let read: Vec<bool> = listing.found.iter().map(|file| file.text(&mut left).is_ok()).collect();
        assert_eq!(read, [true, false]);
    }
}
