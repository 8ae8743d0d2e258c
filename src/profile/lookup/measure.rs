//! How surely one written form means one name.

use super::super::kana::is_kanji;
use super::Reason;
use super::distance::distance;
use super::query::{Form, tolerance, weight};

/// A name in the form it is compared in.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) text: Box<str>,
    pub(super) chars: Box<[char]>,
    /// Whether it is compared by sound, or is Latin as written: then more letters may be wrong.
    pub(super) latin: bool,
    /// Index of the job.
    pub(super) job: u32,
    /// Index of the name as the data has it.
    pub(super) name: u32,
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names are tiny")]
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Confidence of a name that begins with what was typed.
pub(super) fn prefix(form: &Form, key: &Key) -> f64 {
    let (least, most) = match form.weight {
        0..=2 => (0.20, 0.45),
        3 => (0.50, 0.85),
        // One kanji begins many words.
        4 if form.chars.len() == 1 => (0.46, 0.69),
        _ => (0.74, 0.97),
    };
    least + (most - least) * share(form.chars.len(), key.chars.len())
}

/// How surely `form` means `key`, and why. `shared` is how many of the form's bigrams the key has at most.
pub(super) fn measure(form: &Form, key: &Key, shared: usize) -> Option<(f64, Reason)> {
    let (q, k) = (form.chars.len(), key.chars.len());
    if *key.text == *form.text {
        return Some((1.0, Reason::Exact));
    }
    if k > q && key.text.starts_with(&*form.text) {
        return Some((prefix(form, key), Reason::Prefix));
    }
    if k < q && shared + 1 >= k && form.text.contains(&*key.text) {
        let heavy = weight(&key.chars);
        if heavy >= 6 {
            return Some((0.35 + 0.50 * share(heavy, form.weight), Reason::Contains));
        }
    }
    if k > q && form.weight >= 4 && shared + 1 >= q && key.text.contains(&*form.text) {
        return Some((0.50 + 0.30 * share(q, k), Reason::Substring));
    }
    typo(form, key, shared)
}

fn typo(form: &Form, key: &Key, shared: usize) -> Option<(f64, Reason)> {
    let (q, k) = (form.chars.len(), key.chars.len());
    // Of three characters the first is never wrong: otherwise everything is near everything.
    if q <= 3 && form.chars.first() != key.chars.first() {
        return None;
    }
    // Nobody slips from a kanji to a kana: スタンプラリー is not スタンプ作り.
    let kanji = |chars: &[char]| chars.iter().filter(|&&c| is_kanji(c)).count();
    if q == k && kanji(&form.chars) != kanji(&key.chars) {
        return None;
    }
    // A wrong character spoils at most three pairs.
    if form.edits == 0 || shared + 3 * form.edits < q {
        return None;
    }
    let allowed = tolerance(q.min(k), key.latin).min(form.edits);
    let near = q.abs_diff(k) <= allowed;
    if !near && k < q {
        return None;
    }
    // Only the beginning of a much longer name can be near.
    let end = k.min(q + form.edits);
    let d = distance(&form.chars, &key.chars[..end])?;
    if near && end == k && d.whole <= allowed {
        let longer = q.max(k);
        // The first character is rarely wrong.
        let same_start = if form.chars.first() == key.chars.first() { 0.0 } else { 0.08 };
        let sure = 0.98 - 1.3 * share(d.whole, longer) - same_start;
        // Among short Latin words many are one letter apart.
        let sure = if key.latin && longer <= 5 { sure.min(0.62) } else { sure };
        return Some((sure, Reason::Typo));
    }
    if q >= 4 && q < k && d.prefix <= form.edits.min(2) {
        let sure = 0.80 - 1.3 * share(d.prefix, q) + 0.12 * share(q, k);
        let sure = if key.latin && q <= 5 { sure.min(0.58) } else { sure };
        return Some((sure, Reason::PrefixTypo));
    }
    None
}
