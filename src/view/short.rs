//! The short form of an answer: as many of its sentences as a phone has room for, and always the one that answers what was asked.
//!
//! The first sentence answers the question as it is shown; who asks about one case of it (高校の支援金は？) may be answered by a later
//! one, which then stands beside the first. Sentences keep their order; 「…」 stands for what is left out. Non-goal: other wording.

use super::height;
use super::text::paragraphs;

/// At most so high, in px, when that can be: the first sentence and the one that holds most of the words `asked` are always there.
#[must_use]
pub(super) fn short(answer: &str, asked: &[&str], most: usize) -> String {
    let sentences = sentences(answer);
    let fits = |chosen: &[usize]| height::text(&paragraphs(&joined(&sentences, chosen))) <= most;
    let mut chosen: Vec<usize> = (0..sentences.len().min(1)).collect();
    let in_order = (1..sentences.len()).take_while(|&last| fits(&(0..=last).collect::<Vec<_>>())).last();
    let best = telling(&sentences, asked).filter(|&best| best > in_order.unwrap_or_default());
    chosen.extend(best);
    for at in 1..sentences.len() {
        let mut more = chosen.clone();
        more.push(at);
        more.sort_unstable();
        more.dedup();
        if !fits(&more) {
            break;
        }
        chosen = more;
    }
    paragraphs(&joined(&sentences, &chosen))
}

/// Sentences with their full stops; one inside a quotation ends none.
fn sentences(text: &str) -> Vec<&str> {
    let (mut out, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '「' | '（' | '『' => depth += 1,
            '」' | '）' | '』' => depth -= 1,
            '。' if depth <= 0 => {
                out.extend(text.get(from..at + c.len_utf8()));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    out
}

/// The sentence that holds most of what was asked, if it holds more than all before it: the fewer sentences hold a word, the more it
/// tells.
fn telling(sentences: &[&str], asked: &[&str]) -> Option<usize> {
    let told = |word: &&&str| word.chars().any(|c| !crate::profile::kana::is_hiragana(c));
    let words: Vec<(&str, f64)> = asked
        .iter()
        .filter(told)
        .map(|&word| {
            let holding = u32::try_from(sentences.iter().filter(|s| s.contains(word)).count());
            (word, 1.0 / f64::from(holding.unwrap_or(u32::MAX).max(1)))
        })
        .collect();
    let weight = |s: &&str| words.iter().filter(|(w, _)| s.contains(w)).map(|(_, n)| n).sum::<f64>();
    let weights: Vec<f64> = sentences.iter().map(weight).collect();
    let most = weights.iter().copied().fold(0.0, f64::max);
    weights.iter().position(|&w| w > 0.0 && w >= most)
}

fn joined(sentences: &[&str], chosen: &[usize]) -> String {
    let mut out = String::new();
    let mut next = 0;
    for &at in chosen {
        if at > next {
            out.push('…');
        }
        out.push_str(sentences.get(at).copied().unwrap_or_default());
        next = at + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "場合によります。大学の支援は所得で決まるので、外れることがあります。前の年の所得で見ます。高校の支援金は副業の影響を受けません。窓口で聞いてください。";

    #[test]
    fn the_sentence_that_answers_what_was_asked_is_there() {
        let low = height::text("あ") * 3;
        let said = short(ANSWER, &["高校", "支援", "影響"], low);
        assert!(
            said.starts_with("場合によります。") && said.contains("高校の支援金は副業の影響を受けません。"),
            "{said}"
        );
        assert!(said.contains('…') && height::text(&said) <= low, "{said}");
        assert!(!short(ANSWER, &["大学"], low).contains("高校"));
    }

    #[test]
    fn what_has_room_stays_whole_and_in_order() {
        assert_eq!(short(ANSWER, &["高校"], usize::MAX), paragraphs(ANSWER));
        assert_eq!(short(ANSWER, &[], 1), "場合によります。");
    }

    #[test]
    fn a_quotation_is_not_cut() {
        let text = "はい。「お願いできますか。急ぎません」と書きます。終わり。";
        assert_eq!(sentences(text), ["はい。", "「お願いできますか。急ぎません」と書きます。", "終わり。"]);
    }
}
