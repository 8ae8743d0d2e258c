//! The playground in a real browser, used as a person uses it.
//!
//! Without Chromium on the machine every test here is reported as ignored (kind `no chromium`); the server side has its own tests
//! in `playground_http.rs`. The README's picture is remade by `cargo test --test playground -- --ignored picture`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod playground_support;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use fukugyo::profile::{Axis, Catalogue, Category, DataSource, Day, load};
use fukugyo::view::Section;
use libtest_mimic::{Arguments, Trial};
use playground_support::browser::{DESKTOP, PHONE, Page, Screen, chromium};
use playground_support::{Server, data_folder};
use serde_json::{Value, json};

fn main() -> std::process::ExitCode {
    let trials = vec![
        trial("score_is_picked_with_the_keyboard_and_autocomplete", score_with_the_keyboard),
        trial("half_typed_kana_in_an_ime_finds_the_job_and_enter_does_not_send", half_typed_kana),
        trial("a_whole_typed_line_is_taken_apart", whole_line),
        trial("a_missing_option_is_marked_and_nothing_is_sent", missing_option),
        trial("a_section_is_switched_in_place_by_the_select_menu", switch_section),
        trial("a_private_reply_says_so_and_can_be_dismissed", private_reply),
        trial("another_members_menu_answers_privately", other_member),
        trial("a_question_in_the_faq_channel_is_answered_and_small_talk_meets_silence", faq_channel),
        trial("wrong_shows_the_next_candidates_in_place_and_dismiss_removes_the_answer", wrong_answer),
        trial("the_message_menu_answers_privately_and_share_makes_it_public", menu_and_share),
        trial("a_mention_is_answered_in_a_plain_channel", mention),
        trial("a_direct_message_is_always_answered", direct_message),
        trial("two_jobs_are_compared_with_a_chart", compare),
        trial("the_side_panel_says_why", why),
        trial("pictures_files_modals_and_long_menus_work", everything_a_bot_can_send),
        trial("commands_are_offered_in_japanese_or_english", languages),
        trial("json_of_a_reply_is_shown", json_panel),
        trial("a_failing_application_is_told_as_discord_tells_it", failure),
        trial("markdown_is_shown_and_never_becomes_html", markdown),
        trial("hostile_text_neither_hangs_nor_empties_the_page", hostile_text),
        trial("a_text_that_is_too_long_is_kept_and_said_to_be", too_long),
        trial("the_faq_channel_says_that_it_does_not_pause", no_cooldown),
        trial("a_phone_works_by_touch_without_sideways_scrolling", phone),
        trial("no_first_reply_is_higher_than_a_phone_shows", first_replies_fit),
        trial("no_result_of_the_wizard_is_higher_than_a_phone_shows", results_fit),
        trial("an_unasked_answer_takes_less_than_half_a_phone", unasked_fits),
        trial("an_administrator_has_questions_answered_after_three_presses", settings),
        trial("whatever_is_pressed_menus_stay_and_there_is_a_way_back", every_press_has_a_way_back),
        trial("a_long_press_opens_the_message_menu", long_press),
        trial("a_broken_edit_is_a_banner_and_a_mended_one_is_live", live_data),
        trial("nothing_stands_in_the_way_of_keyboard_screen_reader_or_weak_eyes", accessible),
        trial_with("axe_finds_nothing", axe, chromium().is_none() || axe_core().is_none()),
        only_if(false, "remakes the README's picture", trial("picture", picture)),
    ];
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    drop(SERVER.lock().unwrap_or_else(PoisonError::into_inner).take());
    conclusion.exit_code()
}

/// One server with the built-in data for all tests: loading the data takes longest. `main` stops it.
static SERVER: Mutex<Option<Arc<Server>>> = Mutex::new(None);

fn server() -> Arc<Server> {
    let mut running = SERVER.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(running.get_or_insert_with(|| Arc::new(Server::start(None))))
}

/// The test, run only on a condition; what is not run gives its reason.
fn only_if(runs: bool, reason: &str, trial: Trial) -> Trial {
    if runs { trial } else { trial.with_ignored_flag(true).with_kind(reason) }
}

fn trial<F>(name: &str, test: fn() -> F) -> Trial
where
    F: Future<Output = ()> + 'static,
{
    trial_with(name, test, chromium().is_none())
}

/// A test that is ignored when what it needs is missing, unless the environment (the gate's) says that nothing may be.
fn trial_with<F>(name: &str, test: fn() -> F, missing: bool) -> Trial
where
    F: Future<Output = ()> + 'static,
{
    let required = std::env::var_os("FUKUGYO_TESTS_REQUIRE_BROWSER").is_some();
    let run = move || {
        if missing {
            return Err("Chromium or axe-core is missing".into());
        }
        tokio::runtime::Runtime::new().map_err(|e| e.to_string())?.block_on(test());
        Ok(())
    };
    let trial = Trial::test(name, run).with_ignored_flag(missing && !required);
    if missing { trial.with_kind("no chromium or axe-core") } else { trial }
}

/// Where `npm pack axe-core` was unpacked, if it was.
fn axe_core() -> Option<PathBuf> {
    let folder = std::env::var_os("AXE_CORE").map_or_else(|| "target/axe-core/package".into(), PathBuf::from);
    Some(folder.join("axe.min.js")).filter(|path| path.exists())
}

/// A condition: the text of the last message holds this.
fn last_says(text: &str) -> String {
    format!("document.querySelector('li.message:last-child').textContent.includes({})", json!(text))
}

/// A condition: the input's suggestions hold this.
fn suggested(text: &str) -> String {
    format!(
        "[...document.querySelectorAll('.suggestion')].some((s) => s.innerText.includes({}))",
        json!(text)
    )
}

/// A condition: the focus is in the field of this option.
fn in_field(option: &str) -> String {
    format!("document.activeElement.dataset.option === {}", json!(option))
}

const NOTHING_TO_DO: &str = "document.activeElement.classList.contains('tail')";

async fn count(page: &Page, selector: &str) -> u64 {
    page.eval(&format!("document.querySelectorAll({}).length", json!(selector))).await.as_u64().unwrap()
}

/// Runs a command with one job by the keyboard, and waits for the reply.
async fn run(page: &Page, command: &str, job: &str, says: &str) {
    page.click("#text").await;
    page.write(command).await;
    page.until("document.querySelector('.suggestion[aria-selected=true]')").await;
    page.key("Enter").await;
    page.until(&in_field("job")).await;
    page.write(job).await;
    page.until("document.querySelector('.suggestion[aria-selected=true]')").await;
    page.key("Enter").await;
    page.until(NOTHING_TO_DO).await;
    page.key("Enter").await;
    page.until(&last_says(says)).await;
}

async fn score_with_the_keyboard() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.write("/sco").await;
    page.until(&suggested("/スコア")).await;
    page.key("Enter").await;
    page.until(&in_field("job")).await;
    page.write("ばっく").await;
    page.until(&suggested("バックエンド開発")).await;
    page.key("ArrowDown").await;
    page.key("ArrowUp").await;
    page.key("Enter").await;
    page.until(NOTHING_TO_DO).await;
    page.key("Enter").await;
    page.until(&last_says("バックエンド開発：スコア")).await;
    page.until(&last_says("あなたが/スコアを使用しました")).await;
    assert_eq!(page.eval("document.activeElement.id").await, "text", "ready for the next one");
    page.close().await;
}

async fn half_typed_kana() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.write("/score ").await;
    page.until(&in_field("job")).await;
    page.compose("ばっくえn").await;
    page.until(&suggested("バックエンド開発")).await;
    // Chromium hands the Enter that ends a composition to the page as key 229.
    let confirm =
        json!({ "type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229 });
    page.call("Input.dispatchKeyEvent", confirm).await;
    page.write("ばっくえんど").await;
    page.until(&in_field("job")).await;
    assert_eq!(count(&page, "li.message").await, 0, "confirming the IME sends nothing");
    page.close().await;
}

async fn whole_line() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.write("/income job:動画編集 hours:2 days:20").await;
    page.until(&in_field("days")).await;
    let values = page.eval("[...document.querySelectorAll('.slash-field input')].map((i) => i.value)").await;
    assert_eq!(values, json!(["動画編集", "2", "20"]));
    page.key("Enter").await;
    page.until(&last_says("2時間")).await;
    page.close().await;
}

async fn missing_option() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.write("/score ").await;
    page.until(&in_field("job")).await;
    page.until(&suggested("")).await;
    page.key("Escape").await;
    page.key("Enter").await;
    page.until("document.querySelector('.slash-field.wrong .field-error').textContent").await;
    assert_eq!(page.eval("document.activeElement.hasAttribute('aria-invalid')").await, true);
    assert_eq!(count(&page, "li.message").await, 0);
    page.close().await;
}

async fn switch_section() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    run(&page, "/profile", "動画編集", "動画編集").await;
    page.eval("document.querySelector('.select').focus()").await;
    page.key("ArrowDown").await;
    page.until("document.activeElement.role === 'option'").await;
    page.key("ArrowDown").await;
    page.key("ArrowDown").await;
    page.key("Enter").await;
    page.until(&last_says("動画編集：収入")).await;
    assert_eq!(count(&page, "li.message").await, 1, "changed in place");
    assert_eq!(page.eval("document.activeElement.className").await, "select", "the focus stays on the menu");
    page.close().await;
}

async fn private_reply() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    run(&page, "/score", "ばっくえんど", "バックエンド開発").await;
    page.click("li.message .button").await;
    page.until(&last_says("これらはあなただけに表示されています")).await;
    page.click("li.ephemeral .text-link").await;
    page.until("document.querySelectorAll('li.message').length === 1").await;
    page.close().await;
}

async fn other_member() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    run(&page, "/profile", "動画編集", "動画編集").await;
    page.eval("(() => { const s = document.getElementById('person'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')); })()").await;
    page.click(".select").await;
    page.until("document.querySelectorAll('.option').length > 2").await;
    page.click(".option:nth-child(2)").await;
    page.until(&last_says("これらはあなただけに表示されています")).await;
    assert_eq!(count(&page, "li.message").await, 2, "the first message stays as it was");
    page.eval("(() => { const s = document.getElementById('person'); s.selectedIndex = 0; s.dispatchEvent(new Event('change')); })()").await;
    page.until("document.querySelectorAll('li.message').length === 1").await;
    page.close().await;
}

/// Opens the page in a channel: 1 is the talk channel, 2 the FAQ channel, 3 where only announcements are made, 4 the direct message.
async fn open_in(server: &Server, channel: usize) -> Page {
    let page = Page::open(&server.address, DESKTOP).await;
    page.eval(&format!("document.querySelectorAll('.channel')[{}].click()", channel - 1)).await;
    page.click("#text").await;
    page
}

async fn say(page: &Page, text: &str) {
    page.click("#text").await;
    page.write(text).await;
    page.key("Enter").await;
    page.until("document.getElementById('text').value === ''").await;
}

async fn press_button(page: &Page, label: &str) {
    let find = format!(
        "[...document.querySelectorAll('#messages .button')].find((b) => b.innerText === {})",
        json!(label)
    );
    page.until(&find).await;
    page.eval(&format!("{find}.click()")).await;
}

async fn faq_channel() {
    let server = server();
    let page = open_in(&server, 2).await;
    say(&page, "今日のランチ何にしよう").await;
    say(&page, "副業が会社にバレない方法はありますか？").await;
    page.until("document.querySelector('li.message:last-child .embed')").await;
    page.until(&last_says("会社")).await;
    // Messages are answered in turn: by now the first one would have been.
    assert_eq!(count(&page, "li.message").await, 3, "the small talk met silence");
    page.close().await;
}

async fn wrong_answer() {
    let server = server();
    let page = open_in(&server, 2).await;
    say(&page, "副業が会社にバレない方法はありますか？").await;
    press_button(&page, "違う").await;
    page.until(&last_says("違う答えでした")).await;
    assert_eq!(count(&page, "li.message").await, 2, "changed in place");
    press_button(&page, "消す").await;
    page.until("document.querySelectorAll('li.message').length === 1").await;
    page.close().await;
}

async fn menu_and_share() {
    let server = server();
    let page = open_in(&server, 1).await;
    say(&page, "副業はいくらから確定申告が必要ですか？").await;
    page.right_click("li.message .markdown").await;
    page.until("document.querySelector('[role=menu]')").await;
    page.eval("[...document.querySelectorAll('.menu-item')].find((i) => i.innerText.includes('FAQで調べる')).click()").await;
    page.until(&last_says("これらはあなただけに表示されています")).await;
    press_button(&page, "公開する").await;
    page.until("document.querySelectorAll('li.message').length === 3 && !document.querySelector('li.message:last-child').classList.contains('ephemeral')").await;
    press_button(&page, "公開する").await;
    page.until(&last_says("もう公開しました")).await;
    page.close().await;
}

async fn mention() {
    let server = server();
    let page = open_in(&server, 1).await;
    page.write("@").await;
    page.until(&suggested("副業アドバイザー")).await;
    page.key("Enter").await;
    page.write("副業はいくらから確定申告が必要ですか？").await;
    page.key("Enter").await;
    page.until("document.querySelector('li.message:last-child .embed')").await;
    assert_eq!(
        page.eval("document.querySelector('li.message .mention').innerText").await,
        "@副業アドバイザー"
    );
    page.close().await;
}

async fn direct_message() {
    let server = server();
    let page = open_in(&server, 4).await;
    say(&page, "ありがとう").await;
    page.until(&last_says("どういたしまして")).await;
    page.close().await;
}

async fn compare() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.write("/compare ").await;
    for (option, typed) in [("job1", "どうが"), ("job2", "ばっくえんど")] {
        page.until(&in_field(option)).await;
        page.write(typed).await;
        page.key("Enter").await;
    }
    page.until(NOTHING_TO_DO).await;
    page.key("Enter").await;
    page.until(&last_says("に向きます")).await;
    // A chart that is not drawn in time is left out: on a busy machine it may take a second press.
    let drawn = "document.querySelector('li.message .picture img')?.naturalWidth > 100";
    for _ in 0..5 {
        press_button(&page, "数字とグラフを見る").await;
        page.until(&last_says("比較に戻る")).await;
        page.until("[...document.querySelectorAll('li.message .picture img')].every((i) => i.complete)")
            .await;
        if page.eval(drawn).await == true {
            break;
        }
        press_button(&page, "比較に戻る").await;
        page.until(&last_says("に向きます")).await;
    }
    page.until(drawn).await;
    let described = page.eval("document.querySelector('li.message .picture img').alt").await;
    assert!(described.as_str().unwrap().contains("動画編集"), "{described}");
    page.close().await;
}

async fn why() {
    let server = server();
    let page = open_in(&server, 2).await;
    say(&page, "今日のランチ何にしよう").await;
    page.until("document.querySelector('[data-tool=braces]')").await;
    page.eval("document.querySelector('[data-tool=braces]').click()").await;
    page.until("document.querySelector('.why')?.innerText.includes('黙る')").await;
    page.until("document.getElementById('inspector').innerText.includes('返事はありませんでした')").await;
    page.close().await;
}

/// A bot that answers with everything Discord has: the page must show it, whether our bot sends it today or not.
const OTHER_BOT: &str = include_str!("playground_support/other_bot.js");

async fn everything_a_bot_can_send() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    page.eval(OTHER_BOT).await;
    page.write("/help ").await;
    page.until(NOTHING_TO_DO).await;
    page.key("Enter").await;
    page.until("document.querySelector('.picture img')?.naturalWidth === 60").await;
    assert_eq!(page.eval("document.querySelector('.picture img').alt").await, "レーダーチャート");
    assert_eq!(page.eval("document.querySelector('.file a').download").await, "memo.txt");
    assert_eq!(page.eval("document.querySelector('a.button').rel").await, "noopener noreferrer nofollow");

    page.click(".select").await;
    page.until("document.querySelectorAll('.option').length === 3").await;
    page.click(".option:nth-child(1)").await;
    page.click(".option:nth-child(3)").await;
    page.key("Escape").await;
    page.until("window.sent.data.values?.join() === 'a,c'").await;

    press_button(&page, "入力").await;
    page.until("document.activeElement.name === 'rate'").await;
    page.write("2500").await;
    page.key("Enter").await;
    page.until(&last_says("受け取りました：2500")).await;
    page.until("!document.querySelector('dialog')").await;
    page.close().await;
}

async fn languages() {
    let server = server();
    let page = Page::open(&server.address, Screen { language: "en-US", ..DESKTOP }).await;
    page.write("/").await;
    page.until(&suggested("/profile")).await;
    page.until("document.getElementById('text').placeholder.startsWith('Message')").await;
    page.click("#language").await;
    page.click("#text").await;
    page.until(&suggested("/プロフィール")).await;
    assert_eq!(page.eval("document.documentElement.lang").await, "ja");
    page.close().await;
}

async fn json_panel() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    run(&page, "/score", "ばっくえんど", "バックエンド開発").await;
    page.right_click("li.message .embed h3").await;
    page.until("document.querySelector('[role=menu]')").await;
    page.eval(
        "[...document.querySelectorAll('.menu-item')].find((i) => i.innerText.includes('JSON')).click()",
    )
    .await;
    page.until("document.querySelectorAll('.json').length === 2").await;
    let shown =
        page.eval("[...document.querySelectorAll('.json')].map((p) => JSON.parse(p.textContent))").await;
    assert_eq!(shown[0]["data"]["allowed_mentions"], json!({ "parse": [] }), "what came back");
    assert_eq!(shown[1]["data"]["name"], "score", "what was sent");
    page.key("Escape").await;
    page.until("document.getElementById('inspector').hidden").await;
    page.close().await;
}

async fn failure() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    run(&page, "/score", "ばっくえんど", "バックエンド開発").await;
    // As if the process had died: the page's fetch fails without touching the console.
    page.eval("window.fetch = () => Promise.reject(new TypeError('gone'))").await;
    page.click("li.message .button").await;
    page.until(&last_says("インタラクションに失敗しました")).await;
    page.click("#text").await;
    page.write("/help ").await;
    page.until(NOTHING_TO_DO).await;
    page.key("Enter").await;
    page.until(&last_says("アプリケーションが応答しませんでした")).await;
    page.until("document.querySelector('.banner')").await;
    page.close().await;
}

async fn markdown() {
    let server = server();
    let page = Page::open(&server.address, DESKTOP).await;
    let table = [
        (
            "**太字** と *斜体* と __下線__ と ~~消す~~",
            "<strong>太字</strong> と <em>斜体</em> と <u>下線</u> と <s>消す</s>",
        ),
        ("**太字の`符号`**", "<strong>太字の<code>符号</code></strong>"),
        ("\\*そのまま\\* snake_case_name 2*3*4", "*そのまま* snake_case_name 2<em>3</em>4"),
        ("`**そのまま**`", "<code>**そのまま**</code>"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("[危険](javascript:alert(1))", "[危険](javascript:alert(1))"),
        ("-# 小さく", "<small>小さく</small>"),
        ("- 一\n  - 二\n- 三", "<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>"),
        ("3. 三\n4. 四", "<ol start=\"3\"><li>三</li><li>四</li></ol>"),
        ("> 引用\n本文", "<blockquote>引用</blockquote>本文"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("## 見出し", "<div class=\"heading h2\" role=\"heading\" aria-level=\"4\">見出し</div>"),
        ("一\n\n二", "一<br><br>二"),
    ];
    for (text, html) in table {
        let script = format!(
            "import('/markdown.js').then((m) => {{ const d = document.createElement('div'); d.append(m.markdown({})); \
             return d.innerHTML.replace(/<div class=\"lines\">([\\s\\S]*?)<\\/div>/g, '$1'); }})",
            json!(text)
        );
        assert_eq!(page.eval(&script).await, html, "{text}");
    }
    let link = "import('/markdown.js').then((m) => { const d = document.createElement('div'); d.append(m.markdown('[出典](https://example.jp/a_b_c)。https://example.jp/x)')); return [...d.querySelectorAll('a')].map((a) => [a.href, a.target, a.rel]); })";
    let rel = "noopener noreferrer nofollow";
    let expected =
        json!([["https://example.jp/a_b_c", "_blank", rel], ["https://example.jp/x", "_blank", rel]]);
    assert_eq!(page.eval(link).await, expected);
    page.close().await;
}

async fn phone() {
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    let fits = "document.documentElement.scrollWidth <= innerWidth && document.getElementById('scroll').scrollWidth <= document.getElementById('scroll').clientWidth";
    page.click("#menu-button").await;
    page.until("document.body.classList.contains('drawer')").await;
    page.click(".channel:not([aria-current])").await;
    page.until("!document.body.classList.contains('drawer') && document.getElementById('channel-name').innerText.includes('faq')").await;
    page.click("#text").await;
    page.write("/profile ").await;
    page.until(&in_field("job")).await;
    page.write("どうが").await;
    page.until("document.querySelector('.suggestion').innerText.includes('動画編集')").await;
    page.click(".suggestion").await;
    page.until(NOTHING_TO_DO).await;
    page.click("#send").await;
    page.until(&last_says("動画編集")).await;
    page.until(fits).await;
    page.click("li.message .select").await;
    page.until("document.querySelector('.sheet .option')").await;
    page.click(".option:nth-child(3)").await;
    page.until(&last_says("収入")).await;
    page.until(fits).await;
    page.close().await;
}

/// How high the last message is, in px, once its picture is there.
async fn height_of_last(page: &Page) -> u64 {
    page.until("[...document.querySelectorAll('li.message:last-child .picture img')].every((i) => i.complete && i.naturalHeight)").await;
    let height = "Math.round(document.querySelector('li.message:last-child').getBoundingClientRect().height)";
    page.eval(height).await.as_u64().unwrap()
}

/// Types a whole command and waits for its reply.
async fn command(page: &Page, line: &str) {
    let before = count(page, "li.message").await;
    page.click("#text").await;
    page.write(&format!("{line} ")).await;
    page.click("#send").await;
    page.until(&format!("document.querySelectorAll('li.message').length > {before} && !document.querySelector('li.message:last-child .thinking')")).await;
}

/// The data built into the binary.
fn catalogue() -> Catalogue {
    load(DataSource::Embedded.files().unwrap(), Day::today()).into_result().unwrap()
}

/// Runs a function of `playground_support/bulk.js` in the page.
async fn in_bulk(page: &Page, call: &str) -> Value {
    page.eval(include_str!("playground_support/bulk.js")).await;
    page.eval(&format!("bulk.{call}")).await
}

/// Every first reply there is: each command for each job, each section, and what needs no job.
fn all_commands(catalogue: &Catalogue) -> Vec<String> {
    let manner = "/recommend words:週5時間、夜に30分ずつ、今月1万円、スマホだけ、料理が得意、電話は苦手、顔出しなし、腰痛持ち";
    let mut lines: Vec<String> = [manner, "/recommend", "/jobs", "/help", "/faq"].map(str::to_owned).into();
    for axis in Axis::ALL {
        lines.push(format!("/jobs sort:{}", axis.key()));
    }
    for category in Category::ALL {
        lines.push(format!("/jobs category:{}", category.key()));
    }
    let jobs: Vec<&str> = catalogue.profiles().iter().map(|p| p.slug.as_str()).collect();
    for (at, job) in jobs.iter().enumerate() {
        for with in ["/profile", "/score", "/income", "/steps", "/faq"] {
            lines.push(format!("{with} job:{job}"));
        }
        lines.extend(Section::ALL.map(|s| format!("/profile job:{job} section:{}", s.key())));
        lines.push(format!("/income job:{job} goal:200000"));
        lines.push(format!("/income job:{job} hours:2 days:10 goal:30000"));
        let (second, third) = (jobs[(at + 1) % jobs.len()], jobs[(at + 7) % jobs.len()]);
        lines.push(format!("/compare job1:{job} job2:{second}"));
        lines.push(format!("/compare job1:{job} job2:{second} job3:{third}"));
    }
    lines.extend(catalogue.entries().map(|e| format!("/ask question:{}", e.faq().question)));
    lines
}

async fn first_replies_fit() {
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    let lines = all_commands(&catalogue());
    let mut high = Vec::new();
    for some in lines.chunks(100) {
        let found = in_bulk(&page, &format!("commands({}, 700)", json!(some))).await;
        high.extend(found.as_array().unwrap().clone());
    }
    assert!(high.is_empty(), "{} of {}: {high:#?}", high.len(), lines.len());
    page.close().await;
}

async fn results_fit() {
    const MOST: u64 = 700;
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    let mut high = Vec::new();
    for words in [
        "在宅で週8時間、月2万円",
        "外で体を動かして今月3万円、車あり",
        "週2時間で月30万円",
        "スマホだけ、15分ずつ、夜",
        "プログラミングができる、半年後に月10万円",
        "人と話したくない、絵が描ける",
        "耳が聞こえにくいので電話はできません、顔出しなし、膝が悪い、免許がない、田舎です",
    ] {
        command(&page, &format!("/recommend words:{words}")).await;
        press_button(&page, "結果を見る").await;
        page.until("[...document.querySelectorAll('li.message:last-child .button')].some((b) => b.innerText === 'なぜこの順？')").await;
        let height = height_of_last(&page).await;
        if height > MOST {
            high.push((words, height));
        }
        page.click("li.message:last-child .text-link").await;
        page.until("document.querySelectorAll('li.message').length === 0").await;
    }
    assert!(high.is_empty(), "{high:?}");
    page.close().await;
}

async fn unasked_fits() {
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    page.eval("document.querySelectorAll('.channel')[1].click()").await;
    let catalogue = catalogue();
    let questions: Vec<&str> = catalogue.entries().map(|e| e.faq().question.as_str()).collect();
    let (mut answered, mut high) = (0, Vec::new());
    for some in questions.chunks(100) {
        let found = in_bulk(&page, &format!("texts({}, 350)", json!(some))).await;
        answered += found["answered"].as_u64().unwrap();
        high.extend(found["high"].as_array().unwrap().clone());
    }
    assert!(high.is_empty(), "{} of {}: {high:#?}", high.len(), questions.len());
    assert_eq!(answered, questions.len() as u64, "the exact words of a question are always answered");
    page.close().await;
}

async fn every_press_has_a_way_back() {
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    let lines = [
        "/profile job:backend",
        "/profile job:resale section:faq",
        "/score job:backend",
        "/income job:backend goal:100000",
        "/steps job:backend",
        "/faq job:light-cargo",
        "/faq",
        "/help",
        "/jobs",
        "/compare job1:backend job2:resale job3:food-delivery",
        "/compare job1:LP制作 job2:backend",
        "/ask question:副業って会社にバレますか？",
        "/ask question:住民税",
        "/ask question:副業したい",
        "/recommend words:在宅で週8時間、月2万円",
    ];
    let (mut pressed, mut wrong) = (0, Vec::new());
    for line in lines {
        let found = in_bulk(&page, &format!("walk({})", json!([line]))).await;
        pressed = found["pressed"].as_u64().unwrap();
        wrong.extend(found["wrong"].as_array().unwrap().clone());
    }
    assert!(wrong.is_empty(), "of {pressed} presses: {wrong:#?}");
    assert!(pressed > 150, "{pressed}");
    page.close().await;
}

async fn settings() {
    // A server of its own: what is set stays.
    let server = Server::start(None);
    let page = open_in(&server, 1).await;
    let speak_as = |who: u8| {
        format!(
            "(() => {{ const s = document.getElementById('person'); s.selectedIndex = {who}; s.dispatchEvent(new Event('change')); }})()"
        )
    };
    page.eval(&speak_as(1)).await;
    page.click("#text").await;
    page.write("/").await;
    page.until(&suggested("スコア")).await;
    assert_eq!(page.eval(&suggested("積極的に答えるか")).await, false, "members are not offered it");
    page.key("Escape").await;
    page.eval("document.getElementById('text').value = ''").await;
    page.eval(&speak_as(0)).await;
    command(&page, "/settings").await;
    page.until(&last_says("このサーバーの設定")).await;
    page.click(".select").await;
    page.until("document.querySelectorAll('.option').length === 3").await;
    page.click(".option:nth-child(1)").await;
    page.click(".option:nth-child(3)").await;
    page.key("Escape").await;
    page.until(&last_says("このチャンネルで、副業の質問に答えます")).await;
    let panel = |text: &str| {
        format!(
            "[...document.querySelectorAll('li.message.ephemeral')].at(-1).textContent.includes({})",
            json!(text)
        )
    };
    page.until(&panel("保存しました")).await;
    press_button(&page, "動作チェック").await;
    page.until(&panel("「メッセージを送信」")).await;
    press_button(&page, "設定に戻る").await;
    page.until(&panel("答える積極さ")).await;
    say(&page, "副業はいくらから確定申告が必要ですか？").await;
    page.until(&last_says("20万円")).await;
    press_button(&page, "1時間黙る").await;
    page.until(&panel("自分からは話しません")).await;
    page.close().await;
}

async fn long_press() {
    let server = server();
    let page = Page::open(&server.address, PHONE).await;
    page.click("#text").await;
    page.write("こんにちは").await;
    page.click("#send").await;
    page.until(&last_says("こんにちは")).await;
    page.hold_until("li.message .markdown", "document.querySelector('.sheet[role=menu]')").await;
    page.until("document.querySelector('.sheet[role=menu] .menu-item')").await;
    page.close().await;
}

async fn live_data() {
    let folder = data_folder();
    let server = Server::start(Some(folder.path()));
    let page = Page::open(&server.address, DESKTOP).await;
    let path = folder.path().join("profiles/backend.toml");
    let good = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{good}\nwrong = [")).unwrap();
    page.until("document.querySelector('.banner')?.innerText.includes('profiles/backend.toml:')").await;
    run(&page, "/score", "ばっくえんど", "バックエンド開発：スコア").await;
    std::fs::write(&path, good.replacen("name = \"バックエンド開発\"", "name = \"バックエンド開発改\"", 1))
        .unwrap();
    page.until("!document.querySelector('.banner')").await;
    run(&page, "/score", "backend", "バックエンド開発改：スコア").await;
    page.close().await;
}

/// The page in the states a person meets, each looked at by `look`.
async fn in_every_state(screen: Screen, look: impl AsyncFn(&Page, &str)) {
    let server = server();
    let page = Page::open(&server.address, screen).await;
    look(&page, "empty channel").await;
    page.click("#text").await;
    page.write("/").await;
    page.until(&suggested("/スコア")).await;
    look(&page, "command picker").await;
    page.key("Escape").await;
    page.key("Backspace").await;
    run(&page, "/profile", "動画編集", "動画編集").await;
    look(&page, "reply").await;
    run(&page, "/score", "動画編集", "スコアの理由").await;
    page.click("li.message:last-child .button").await;
    page.until(&last_says("これらはあなただけに表示されています")).await;
    look(&page, "private reply").await;
    page.click("li.message .select").await;
    page.until("document.querySelector('.option')").await;
    look(&page, "open menu").await;
    page.key("Escape").await;
    page.click("li.message:last-child [aria-haspopup=menu]").await;
    page.until("document.querySelector('[role=menu]')").await;
    look(&page, "message menu").await;
    page.key("Escape").await;
    page.click("#inspector-button").await;
    page.until("!document.getElementById('inspector').hidden").await;
    look(&page, "side panel").await;
    page.close().await;
}

async fn accessible() {
    for screen in [DESKTOP, Screen { theme: "light", ..DESKTOP }, PHONE] {
        in_every_state(screen, async |page: &Page, state: &str| {
            let findings = page.eval(include_str!("playground_support/a11y.js")).await;
            assert_eq!(findings, json!([]), "{state}, {screen:?}");
        })
        .await;
    }
}

async fn axe() {
    let script = std::fs::read_to_string(axe_core().expect("axe-core")).unwrap();
    for screen in [DESKTOP, Screen { theme: "light", ..DESKTOP }] {
        in_every_state(screen, async |page: &Page, state: &str| {
            page.eval(&format!("{script}; 0")).await;
            let run = "axe.run({ resultTypes: ['violations'] }).then((r) => r.violations.map((v) => [v.id, ...v.nodes.map((n) => n.html.slice(0, 200))]))";
            let violations: Value = page.eval(run).await;
            assert_eq!(violations, json!([]), "{state}, {screen:?}");
        })
        .await;
    }
}

async fn hostile_text() {
    let server = server();
    let page = open_in(&server, 1).await;
    let worst = [
        ("<t:9999999999999>".to_owned(), "9999999999999"),
        (format!("**a{}", "\\".repeat(60)), "**a"),
        (format!("__b{}", "\\".repeat(60)), "__b"),
        (format!("~~c{}", "\\".repeat(60)), "~~c"),
        (format!("||d{}", "\\".repeat(60)), "||d"),
    ];
    for (text, shown) in worst {
        // Pasted, as one would.
        page.click("#text").await;
        page.call("Input.insertText", json!({ "text": text })).await;
        page.key("Enter").await;
        page.until(&last_says(shown)).await;
    }
    page.eval("document.querySelectorAll('.channel')[1].click()").await;
    page.eval("document.querySelectorAll('.channel')[0].click()").await;
    page.until("document.querySelectorAll('li.message').length === 5").await;
    page.close().await;
}

async fn too_long() {
    let server = server();
    let page = open_in(&server, 4).await;
    page.call("Input.insertText", json!({ "text": "あ".repeat(2_001) })).await;
    page.until("document.getElementById('too-long').textContent.includes('1文字多い')").await;
    page.key("Enter").await;
    assert_eq!(
        page.eval("document.getElementById('text').value.length").await,
        2_001,
        "nothing was cut or sent"
    );
    page.key("Backspace").await;
    page.until("document.getElementById('too-long').hidden").await;
    page.key("Enter").await;
    page.until("document.getElementById('text').value === ''").await;
    page.close().await;
}

async fn no_cooldown() {
    let server = server();
    let page = open_in(&server, 2).await;
    page.until("document.getElementById('intro').textContent.includes('ふだんは60秒')").await;
    page.close().await;
}

async fn picture() {
    let server = server();
    let page = Page::open(&server.address, Screen { theme: "light", ..DESKTOP }).await;
    run(&page, "/score", "ばっくえんど", "バックエンド開発").await;
    page.click("#text").await;
    page.screenshot(Path::new("docs/playground.png")).await;
    page.close().await;
}
