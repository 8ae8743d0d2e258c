//! What may lie in a data folder beside good files: nothing there stops the program, hides an error, or is read for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fukugyo::profile::{DataSource, Day};
use tempfile::TempDir;

/// Time within which a check of a small folder must end; unbounded reading takes for ever.
const IN_TIME: Duration = Duration::from_secs(20);

/// A folder with the built-in data.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in DataSource::Embedded.files().unwrap() {
        write(&folder.path().join(file.path), file.text.as_bytes());
    }
    folder
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The errors of the folder.
fn errors(folder: &Path) -> Vec<String> {
    let loaded = DataSource::Folder(folder.to_owned()).load(Day::today());
    loaded.report.errors().problems.iter().map(ToString::to_string).collect()
}

/// The errors as the program prints them; fails when it does not end in time.
fn checked(folder: &Path) -> String {
    let mut process = Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["check", "--lang", "en", "--data"])
        .arg(folder)
        .env_clear()
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while process.try_wait().unwrap().is_none() {
        if begun.elapsed() > IN_TIME {
            process.kill().unwrap();
            panic!("the check did not end within {IN_TIME:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    String::from_utf8(process.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn folders_of_version_control_and_editors_are_left_alone() {
    let folder = folder();
    for path in [".git/config.toml", "..data/profiles/backend.toml", "profiles/.backend.toml.swp/x.toml"] {
        write(&folder.path().join(path), b"x = 1");
    }
    assert_eq!(errors(folder.path()), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_read_hides_no_error_of_the_others() {
    let folder = folder();
    write(&folder.path().join("profiles/broken.toml"), b"slug = \"broken\"\nname = \"\xff\"\n");
    write(&folder.path().join("faq/other.toml"), b"id = ");
    let found = errors(folder.path());
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("faq/other.toml:1: error: is not TOML"), "{found:#?}");
    assert!(found[1].starts_with("profiles/broken.toml:2: error: is not UTF-8"), "{found:#?}");
}

#[test]
fn a_huge_file_is_refused_without_being_read_whole() {
    let folder = folder();
    let huge = fs::File::create(folder.path().join("profiles/huge.toml")).unwrap();
    huge.set_len(1 << 40).unwrap();
    let found = errors(folder.path());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("profiles/huge.toml:1: error: is larger than"), "{found:#?}");
}

#[test]
fn folders_without_end_are_refused() {
    let folder = folder();
    write(&folder.path().join("a/b/c/d/e/f/deep.toml"), b"");
    let found = errors(folder.path());
    assert_eq!(
        found,
        ["a/b/c/d/e:1: error: is too deep. Data lies at most 4 folders below the data folder."]
    );
}

#[test]
fn a_folder_of_files_without_number_is_given_up() {
    let folder = folder();
    let many = folder.path().join("many");
    fs::create_dir(&many).unwrap();
    for n in 0..=40_000 {
        fs::File::create(many.join(n.to_string())).unwrap();
    }
    let found = errors(folder.path());
    assert!(found.iter().any(|e| e.starts_with("many:1: error: is not read further")), "{found:#?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_back_up_are_not_walked_again() {
        let folder = folder();
        symlink(".", folder.path().join("one")).unwrap();
        symlink(".", folder.path().join("two")).unwrap();
        let once = DataSource::Embedded.load(Day::today()).questions;
        let said = checked(folder.path());
        assert!(said.contains(&format!(" {once} questions: 0 errors")), "{said}");
    }

    #[test]
    fn a_volume_of_links_as_kubernetes_mounts_it_is_read() {
        let folder = folder();
        fs::create_dir(folder.path().join("..2026_11_26")).unwrap();
        for name in ["profiles", "faq", "synonyms.toml", "ambiguous.toml"] {
            fs::rename(folder.path().join(name), folder.path().join("..2026_11_26").join(name)).unwrap();
            symlink(Path::new("..data").join(name), folder.path().join(name)).unwrap();
        }
        symlink("..2026_11_26", folder.path().join("..data")).unwrap();
        let files = DataSource::Folder(folder.path().to_owned()).files().unwrap();
        assert_eq!(files, DataSource::Embedded.files().unwrap());
    }

    #[test]
    fn devices_and_pipes_are_not_opened() {
        let folder = folder();
        symlink("/dev/zero", folder.path().join("profiles/zero.toml")).unwrap();
        let pipe = folder.path().join("profiles/pipe.toml");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let said = checked(folder.path());
        for name in ["zero", "pipe"] {
            assert!(said.contains(&format!("profiles/{name}.toml:1: ")), "{said}");
        }
        assert!(said.contains("regular file"), "{said}");
    }

    #[test]
    fn a_name_cannot_write_into_the_terminal() {
        let folder = folder();
        write(&folder.path().join("profiles/\u{1b}[31mred\u{202e}.toml"), b"slug = 1");
        let said = checked(folder.path());
        assert!(said.contains("profiles/\\u{1b}[31mred\\u{202e}.toml:1: "), "{said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn what_a_file_holds_cannot_write_into_the_terminal() {
        let folder = folder();
        let text = b"slug = \"\\u001b[31mx\"\n\"\\u001b[32mkey\" = 1\n";
        write(&folder.path().join("profiles/x.toml"), text);
        let said = checked(folder.path());
        assert!(said.contains("profiles/x.toml:2: ") && !said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn a_link_to_nowhere_is_an_error_where_data_was_meant() {
        let folder = folder();
        symlink("nowhere", folder.path().join("profiles/gone.toml")).unwrap();
        symlink("nowhere", folder.path().join("notes")).unwrap();
        let found = errors(folder.path());
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("profiles/gone.toml:1: error: cannot be read"), "{found:#?}");
    }
}
