//! A page in Debian's Chromium, used as a person uses it: keys, IME, mouse, touch.
//!
//! Talks the browser's own DevTools protocol over one websocket; no driver process and no generated bindings, so it works with
//! whatever version is installed. Nothing sleeps: [`Page::until`] waits in the page for a condition, with a deadline.
//! Every page keeps what it complained about, and [`Page::close`] fails the test on it: console errors, uncaught exceptions,
//! refused policies, requests to another origin.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;

/// How long a condition may take to come true, in milliseconds; generous, for a busy machine.
const PATIENCE: u64 = 30_000;

/// The browser on this machine, if there is one.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.into_iter().chain(usual.map(PathBuf::from)).find(|path| path.exists())
}

/// What the page is shown on.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// A phone: touch, and no mouse.
    pub phone: bool,
    /// `dark` or `light`.
    pub theme: &'static str,
    /// `ja` or `en-US`.
    pub language: &'static str,
}

pub const DESKTOP: Screen = Screen { width: 1280, height: 800, phone: false, theme: "dark", language: "ja" };
pub const PHONE: Screen = Screen { width: 390, height: 844, phone: true, theme: "dark", language: "ja" };

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// An open page.
pub struct Page {
    process: Child,
    _profile: tempfile::TempDir,
    outgoing: mpsc::UnboundedSender<String>,
    waiting: Waiting,
    complaints: Arc<Mutex<Vec<String>>>,
    session: String,
    next: std::sync::atomic::AtomicU64,
    phone: bool,
}

impl Page {
    /// Opens an address and waits until the page says that it is ready.
    pub async fn open(address: &str, screen: Screen) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let process = launch(profile.path(), screen);
        let socket = debugger(profile.path());
        let (stream, _) = tokio_tungstenite::connect_async(socket).await.expect("DevTools answers");
        let waiting = Waiting::default();
        let complaints = Arc::default();
        let (outgoing, queue) = mpsc::unbounded_channel();
        tokio::spawn(pump(stream, queue, Arc::clone(&waiting), Arc::clone(&complaints), address.to_owned()));
        let mut page = Self {
            process,
            _profile: profile,
            outgoing,
            waiting,
            complaints,
            session: String::new(),
            next: 1.into(),
            phone: screen.phone,
        };
        page.attach(screen).await;
        page.call("Page.navigate", json!({ "url": address })).await;
        page.until("document.documentElement.dataset.ready === 'true'").await;
        page
    }

    async fn attach(&mut self, screen: Screen) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" })).await;
        let attached = self
            .call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }))
            .await;
        attached["sessionId"].as_str().expect("a session").clone_into(&mut self.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.call(&format!("{domain}.enable"), json!({})).await;
        }
        let Screen { width, height, phone, theme, .. } = screen;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": if phone { 2 } else { 1 }, "mobile": phone });
        self.call("Emulation.setDeviceMetricsOverride", metrics).await;
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone, "maxTouchPoints": 5 }))
            .await;
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// One DevTools command; its result.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        let id = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().unwrap().insert(id, answer);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.outgoing.send(message.to_string()).expect("the browser is running");
        let limit = Duration::from_millis(PATIENCE * 2);
        let answer = tokio::time::timeout(limit, answered).await.expect("the browser answers in time");
        let answer = answer.expect("the browser is running");
        assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
        answer["result"].clone()
    }

    /// The value of a JavaScript expression, promises awaited.
    pub async fn eval(&self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let result = self.call("Runtime.evaluate", params).await;
        let thrown = &result["exceptionDetails"];
        assert!(
            thrown.is_null(),
            "{expression}\n{}",
            thrown["exception"]["description"].as_str().unwrap_or("threw")
        );
        result["result"]["value"].clone()
    }

    /// Waits until a JavaScript condition holds.
    pub async fn until(&self, condition: &str) {
        let wait = format!(
            "new Promise((done) => {{ const end = performance.now() + {PATIENCE}; \
             const look = () => {{ let held = false; try {{ held = Boolean({condition}); }} catch {{ held = false; }} \
             if (held) done(true); else if (performance.now() > end) done(false); else setTimeout(look, 20); }}; look(); }})"
        );
        if self.eval(&wait).await != json!(true) {
            let shown = self.eval("document.body.innerText").await;
            panic!(
                "this never came true: {condition}\nThe page shows:\n{}",
                shown.as_str().unwrap_or_default()
            );
        }
    }

    /// Presses a key by its name (`Enter`, `ArrowDown`), with Shift if asked.
    pub async fn key(&self, name: &str) {
        let code = match name {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "Backspace" => 8,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            _ => 0,
        };
        let text = if name == "Enter" { json!("\r") } else { Value::Null };
        let down = json!({ "type": if text.is_null() { "rawKeyDown" } else { "keyDown" }, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", without_nulls(down)).await;
        let up = json!({ "type": "keyUp", "key": name, "code": name, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", up).await;
    }

    /// Types characters one by one.
    pub async fn write(&self, text: &str) {
        for character in text.chars() {
            self.call("Input.insertText", json!({ "text": character })).await;
        }
    }

    /// Text in an IME that was not confirmed yet.
    pub async fn compose(&self, text: &str) {
        let end = text.encode_utf16().count();
        let params = json!({ "text": text, "selectionStart": end, "selectionEnd": end });
        self.call("Input.imeSetComposition", params).await;
    }

    /// Clicks the middle of the first element that fits the selector, or taps it on a phone.
    pub async fn click(&self, selector: &str) {
        let (x, y) = self.middle(selector).await;
        if self.phone {
            let at = json!([{ "x": x, "y": y }]);
            self.call("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": at })).await;
            self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
        } else {
            self.mouse(x, y, "left").await;
        }
    }

    /// Right-clicks the middle of the first element that fits the selector.
    pub async fn right_click(&self, selector: &str) {
        let (x, y) = self.middle(selector).await;
        self.mouse(x, y, "right").await;
    }

    /// Holds a finger on the middle of the first element that fits the selector until `condition` holds.
    pub async fn hold_until(&self, selector: &str, condition: &str) {
        let (x, y) = self.middle(selector).await;
        let at = json!([{ "x": x, "y": y }]);
        self.call("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": at })).await;
        self.until(condition).await;
        self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
    }

    async fn mouse(&self, x: f64, y: f64, button: &str) {
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event).await;
        }
    }

    async fn middle(&self, selector: &str) -> (f64, f64) {
        let quoted = json!(selector);
        self.until(&format!("document.querySelector({quoted})")).await;
        let place = format!(
            "(() => {{ const e = document.querySelector({quoted}); e.scrollIntoView({{ block: 'center' }}); \
             const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        );
        let at = self.eval(&place).await;
        (at[0].as_f64().expect("x"), at[1].as_f64().expect("y"))
    }

    /// Saves what the page shows as PNG.
    pub async fn screenshot(&self, path: &Path) {
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png" })).await;
        let bytes = BASE64_STANDARD.decode(picture["data"].as_str().expect("a picture")).expect("base64");
        std::fs::write(path, bytes).expect("can be written");
    }

    /// Closes the page; fails when it complained about something.
    pub async fn close(self) {
        // Events that are still under way arrive before the answer to one more command.
        self.eval("1").await;
        let complaints = self.complaints.lock().unwrap().clone();
        assert!(complaints.is_empty(), "the page complained:\n{}", complaints.join("\n"));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn launch(profile: &Path, screen: Screen) -> Child {
    let language = screen.language;
    // A machine without a mouse has no fine pointer: say which one this screen has (hover and pointer types of Blink).
    let (hover, pointer) = if screen.phone { (1, 2) } else { (2, 4) };
    let devices = format!(
        "primaryHoverType={hover},availableHoverTypes={hover},primaryPointerType={pointer},availablePointerTypes={pointer}"
    );
    Command::new(chromium().expect("chromium is installed"))
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--remote-debugging-port=0", "--hide-scrollbars", "--force-color-profile=srgb"])
        .args([format!("--lang={language}"), format!("--accept-lang={language}")])
        .arg(format!("--blink-settings={devices}"))
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("about:blank")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromium starts")
}

/// The address of DevTools, which the browser writes into its profile once it listens.
fn debugger(profile: &Path) -> String {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let port = std::fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
        if let [port, path] = port.lines().collect::<Vec<_>>()[..] {
            return format!("ws://127.0.0.1:{port}{path}");
        }
        assert!(Instant::now() < deadline, "chromium did not start within a minute");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

async fn pump<S>(
    stream: tokio_tungstenite::WebSocketStream<S>,
    mut queue: mpsc::UnboundedReceiver<String>,
    waiting: Waiting,
    complaints: Arc<Mutex<Vec<String>>>,
    origin: String,
) where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let (mut write, mut read) = stream.split();
    loop {
        tokio::select! {
            Some(text) = queue.recv() => drop(write.send(Message::text(text)).await),
            Some(Ok(message)) = read.next() => {
                let Ok(event) = serde_json::from_slice::<Value>(&message.into_data()) else { continue };
                match event["id"].as_u64() {
                    Some(id) => if let Some(answer) = waiting.lock().unwrap().remove(&id) { drop(answer.send(event)) },
                    None => complaints.lock().unwrap().extend(complaint(&event, &origin)),
                }
            }
            else => break,
        }
    }
}

/// What no page may do: errors on the console, exceptions, requests to anyone else.
fn complaint(event: &Value, origin: &str) -> Option<String> {
    let params = &event["params"];
    let bad = |level: &Value| matches!(level.as_str(), Some("error" | "warning" | "assert"));
    match event["method"].as_str()? {
        "Runtime.consoleAPICalled" if bad(&params["type"]) => Some(format!("console: {}", params["args"])),
        "Runtime.exceptionThrown" => Some(format!("exception: {}", params["exceptionDetails"])),
        "Log.entryAdded" if bad(&params["entry"]["level"]) => Some(format!("log: {}", params["entry"])),
        "Network.requestWillBeSent" => {
            let url = params["request"]["url"].as_str()?;
            let own =
                ["blob:", "data:", "about:"].iter().any(|s| url.starts_with(s)) || url.starts_with(origin);
            (!own).then(|| format!("request to {url}"))
        }
        _ => None,
    }
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.retain(|_, v| !v.is_null());
    }
    value
}
