//! The check as an editor meets it: someone who writes Japanese, not programs. Each test is a mistake that a new editor made.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use fukugyo::profile::{DataSource, Day, Language};
use tempfile::TempDir;

/// What is said about the built-in data itself.
static USUAL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let loaded = DataSource::Embedded.load(Day::today());
    let report = loaded.report.with(loaded.outdated);
    report.in_language(Language::Japanese).lines().map(ToOwned::to_owned).collect()
});

/// A data folder that an editor works in.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in DataSource::Embedded.files().unwrap() {
            let path = folder.path().join(file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
        Self(folder)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    /// Replaces the first `from` in a file, and returns its line.
    fn edit(&self, file: &str, from: &str, to: &str) -> usize {
        let text = self.read(file);
        let at = text.find(from).unwrap_or_else(|| panic!("{file} has no {from}"));
        self.write(file, &text.replacen(from, to, 1));
        1 + text[..at].matches('\n').count()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fukugyo"));
        command.arg("--data").arg(self.0.path()).args(arguments).env_clear().output().unwrap()
    }

    /// What `check` prints about this folder and not about the built-in data, a line each, without its last one.
    fn check(&self) -> Vec<String> {
        let said = String::from_utf8(self.run(&["check"]).stdout).unwrap();
        let mut lines: Vec<String> = said.lines().map(ToOwned::to_owned).collect();
        let last = lines.pop().unwrap();
        assert!(last.starts_with("副業"), "{last}");
        lines.retain(|line| !USUAL.contains(line));
        lines
    }

    /// The only finding, which stands in this file at this line.
    fn only(&self, file: &str, line: usize) -> String {
        let said = self.check();
        assert_eq!(said.len(), 1, "{said:#?}");
        let place = format!("{file}:{line}: ");
        said[0].strip_prefix(&place).unwrap_or_else(|| panic!("{place} {said:#?}")).to_owned()
    }
}

const BACKEND: &str = "profiles/backend.toml";

#[test]
fn full_width_digits_are_answered_with_the_field_and_what_to_type() {
    let desk = Desk::new();
    let line = desk.edit(BACKEND, "ease = 40", "ease = ５５");
    assert_eq!(desk.only(BACKEND, line), "エラー: ease に全角の「５５」があります。半角で 55 と書きます。");
    // Obeying nothing but "quote it" leads here.
    let desk = Desk::new();
    let line = desk.edit(BACKEND, "ease = 40", "ease = \"５５\"");
    assert_eq!(desk.only(BACKEND, line), "エラー: scores.ease: 文が書かれています。55 と書きます。");
}

#[test]
fn a_text_without_quotes_and_japanese_signs_are_told_in_japanese() {
    for (from, to, expected) in [
        ("name = \"バックエンド開発\"", "name = バックエンド開発", "name の文が引用符で囲まれていません"),
        ("ease = 40", "ease ＝ 40", "全角の「＝」があります。半角で = と書きます"),
        ("ease = 40", "ease = 40。", "TOMLとして読めません"),
    ] {
        let desk = Desk::new();
        let line = desk.edit(BACKEND, from, to);
        let said = desk.only(BACKEND, line);
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[test]
fn several_broken_lines_of_one_file_are_told_at_once() {
    let desk = Desk::new();
    desk.edit(BACKEND, "ease = 40", "ease = ４０");
    desk.edit(BACKEND, "continuity = 90", "continuity = ９０");
    let said = desk.check();
    assert_eq!(said.len(), 2, "{said:#?}");
}

#[test]
fn a_slip_in_a_key_or_slug_is_answered_with_the_right_one() {
    for (from, to, meant) in [
        ("summary = ", "sumary = ", "summary"),
        ("ease = 40", "eese = 40", "ease"),
        ("hours_per_day = ", "hour_per_day = ", "hours_per_day"),
        ("category = \"development\"", "category = \"develop\"", "development"),
        ("related = [\"", "related = [\"frontent\", \"", "frontend"),
        ("general_faq = [\"", "general_faq = [\"tax-200-1\", \"", "tax-200k-1"),
    ] {
        let desk = Desk::new();
        let line = desk.edit(BACKEND, from, to);
        let said = desk.check();
        let told = said.iter().any(|l| {
            l.starts_with(&format!("{BACKEND}:{line}: "))
                && l.contains(&format!("もしかして「{meant}」ですか。"))
        });
        assert!(told, "{to}: {said:#?}");
    }
}

#[test]
fn a_copied_name_is_reported_in_the_new_file_with_the_place_of_the_old_one() {
    let desk = Desk::new();
    let line = desk.edit("profiles/youtube.toml", "aliases = [", "aliases = [\"バックエンドエンジニア\", ");
    let theirs = desk.read(BACKEND);
    let alias = 1 + theirs.lines().position(|l| l.starts_with("aliases")).unwrap();
    assert!(theirs.contains("\"バックエンドエンジニア\""), "the name is taken");
    let said = desk.only("profiles/youtube.toml", line);
    assert!(said.contains("「バックエンドエンジニア」は2つの副業にあります。"), "{said}");
    assert!(said.ends_with(&format!("もう1つは {BACKEND}:{alias} です。")), "{said}");
}

#[test]
fn a_copied_profile_is_itself_the_one_with_everything_twice() {
    let desk = Desk::new();
    desk.write("profiles/a-copy.toml", &desk.read(BACKEND).replace("\"backend\"", "\"a-copy\""));
    let said = desk.check();
    assert!(said.len() > 20, "{said:#?}");
    assert!(said.iter().all(|line| line.starts_with("profiles/a-copy.toml:")), "{said:#?}");
}

#[test]
fn the_house_style_is_checked() {
    let text = "time_to_result = \"";
    for (added, expected) in [
        ("**大事**です。", "飾りの「**」があります"),
        ("がんばりましょう💪。", "絵文字「💪」があります"),
        ("簡単に稼げる！", "「簡単に稼げ」は収入を約束しています"),
        ("必ず月50万円です。", "「必ず月50万円」は収入を約束しています"),
        ("１か月です。", "全角の「１」があります。数字と英字は半角で書きます（1）"),
        ("依頼者と発注者です。", "いつも「依頼者」と書きます"),
    ] {
        let desk = Desk::new();
        let file = "profiles/video-editing.toml";
        let line = desk.edit(file, text, &format!("{text}{added}"));
        let said = desk.check();
        let told = said.iter().any(|l| l.starts_with(&format!("{file}:{line}: ")) && l.contains(expected));
        assert!(told, "{added}: {said:#?}");
    }
}

#[test]
fn a_date_to_come_and_an_example_address_are_refused() {
    let desk = Desk::new();
    let updated = desk.read(BACKEND).lines().find(|l| l.starts_with("updated = ")).unwrap().to_owned();
    let line = desk.edit(BACKEND, &updated, "updated = 2036-11-24");
    assert!(desk.only(BACKEND, line).contains("2036-11-24は今日（"));

    let desk = Desk::new();
    let url = desk.read(BACKEND).lines().find(|l| l.starts_with("url = ")).unwrap().to_owned();
    let line = desk.edit(BACKEND, &url, "url = \"https://www.example.com/report\"");
    assert!(desk.only(BACKEND, line).contains("例のURLのままです"));
}

#[test]
fn a_file_whose_name_ends_otherwise_is_not_ignored_in_silence() {
    let desk = Desk::new();
    desk.write("profiles/x.toml.txt", "slug = \"x\"");
    assert!(desk.only("profiles/x.toml.txt", 1).starts_with("警告: 名前が .toml で終わらないので読みません"));
}

#[test]
fn places_are_counted_as_people_count() {
    let desk = Desk::new();
    let line = desk.edit(BACKEND, "[[income.bands]]\nname", "[[income.bands]]\nnmae") + 1;
    let said = desk.check();
    let expected = format!(
        "{BACKEND}:{line}: エラー: income.bands（1番目）.nmae: 知らない項目です。もしかして「name」ですか。"
    );
    assert!(said.contains(&expected), "{said:#?}");
}

#[test]
fn findings_come_in_english_for_developers() {
    let desk = Desk::new();
    desk.edit(BACKEND, "ease = 40", "ease = 140");
    let said = String::from_utf8(desk.run(&["check", "--lang", "en"]).stdout).unwrap();
    assert!(said.contains("error: scores.ease: 140 is outside 0 to 100."), "{said}");
    assert!(said.trim_end().lines().last().unwrap().contains(": 1 error, "), "{said}");
}

#[test]
fn a_new_job_begins_as_a_skeleton_that_the_check_leads_through() {
    let desk = Desk::new();
    let output = desk.run(&["new", "job", "yoga-teacher"]);
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("profiles/yoga-teacher.toml を作りました。"), "{told}");
    let said = desk.check();
    let gaps = |text: &str| said.iter().filter(|line| line.contains(text)).count();
    assert!(gaps("空です") > 10 && gaps("範囲の外です") >= 6 && gaps("例のURLのままです") == 2, "{said:#?}");
    assert!(said.iter().all(|line| line.starts_with("profiles/yoga-teacher.toml:")), "{said:#?}");

    let again = desk.run(&["new", "job", "yoga-teacher"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("はもうあります"));
    assert!(desk.run(&["new", "topic", "pension"]).status.success());
    assert!(desk.path("faq/pension.toml").exists());
}

#[test]
fn a_new_file_needs_a_folder_to_stand_in() {
    let output = Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["new", "job", "yoga"])
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--data data new job yoga-teacher"));
}
