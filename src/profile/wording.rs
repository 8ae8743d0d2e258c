//! One word for one thing: the shape of `data/wording.toml`, which `check` holds the data's texts to and `tests/wording.rs` the replies.

use serde::Deserialize;

/// Words to use, and those they stand instead of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// One for each thing.
    pub word: Vec<OneWord>,
}

/// The word for one thing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OneWord {
    /// The word to use.
    pub write: String,
    /// Words for the same thing that are not used.
    pub instead_of: Vec<String>,
    /// Longer words in which one of those is right.
    pub except: Vec<String>,
    /// What the thing is, for the editor.
    pub why: String,
}

impl Wording {
    /// The first word in a text that has a better one, and the better one.
    #[must_use]
    pub fn other_word<'a>(&'a self, text: &str) -> Option<(&'a str, &'a str)> {
        self.word.iter().find_map(|word| {
            let stands = |other: &&String| {
                text.match_indices(other.as_str()).any(|(at, _)| word.is_wrong_at(text, at, other))
            };
            word.instead_of.iter().find(stands).map(|other| (other.as_str(), word.write.as_str()))
        })
    }
}

impl OneWord {
    /// Whether the other word that stands at this byte is one: not part of an exception, nor of a longer Latin word.
    fn is_wrong_at(&self, text: &str, at: usize, other: &str) -> bool {
        let end = at + other.len();
        let excepted = self.except.iter().any(|longer| {
            longer.match_indices(other).any(|(within, _)| {
                at.checked_sub(within)
                    .and_then(|begin| text.get(begin..))
                    .is_some_and(|rest| rest.starts_with(longer.as_str()))
            })
        });
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_latin = other.is_ascii();
        let longer = is_latin && (latin(text[..at].chars().next_back()) || latin(text[end..].chars().next()));
        !excepted && !longer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording() -> Wording {
        let word = |write: &str, instead_of: &str, except: &str| OneWord {
            write: write.into(),
            instead_of: vec![instead_of.into()],
            except: vec![except.into()],
            why: String::new(),
        };
        Wording {
            word: vec![word("依頼者", "クライアント", "クライアント証明"), word("パソコン", "PC", "PC-98")],
        }
    }

    #[test]
    fn another_word_for_the_same_thing_is_found_with_the_one_to_use() {
        assert_eq!(wording().other_word("クライアントに聞きます。"), Some(("クライアント", "依頼者")));
        assert_eq!(
            wording().other_word("クライアント証明と、クライアント。"),
            Some(("クライアント", "依頼者"))
        );
        assert_eq!(wording().other_word("自分のPCで。"), Some(("PC", "パソコン")));
    }

    #[test]
    fn an_exception_and_a_part_of_a_longer_latin_word_are_right() {
        for text in ["クライアント証明を入れます。", "CPCは80円です。", "PC-98の本。", "依頼者に聞きます。"]
        {
            assert_eq!(wording().other_word(text), None, "{text}");
        }
    }
}
