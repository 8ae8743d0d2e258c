//! A text as words that we know: names of jobs, words of `first-words.toml`, and what is left.

use super::signs::{Signs, Standing};
use crate::faq::clause::sentences;
use crate::profile::lookup::NamesInText;
use crate::profile::spoken::{FirstWords, Meaning, Negation, SignMeaning};
use crate::profile::{Catalogue, Slug, kana};

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A job, or the jobs that share a name.
    Job(Vec<Slug>),
    /// A word with a meaning.
    Word(Meaning),
    /// A topic, or several, as the place of the group in the data.
    Topic(usize),
}

/// A known word where it stands, in characters of the readable text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it stands for.
    pub known: Known,
    /// First character.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// What follows says that it is not meant: 「せどり以外」「経費ではなく」.
    pub ruled_out: bool,
}

/// A text taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The text in readable form.
    pub readable: String,
    /// Known words in their order.
    pub tokens: Vec<Token>,
}

/// Lengths of words in which one letter may be wrong.
const SLIP_MIN: usize = 4;
const SLIP_MAX: usize = 10;

/// Most characters behind a word in which it is ruled out.
const NEGATION_MAX: usize = 14;

/// Finds known words.
#[derive(Debug)]
pub struct Vocabulary {
    jobs: NamesInText,
    job_of: Vec<Vec<Slug>>,
    words: NamesInText,
    /// Longer words in the form they are compared in, each with its place in `known_of`.
    spellings: Vec<(String, usize)>,
    known_of: Vec<Known>,
    /// Topics whose words may tell of a person, by their place in the data.
    circumstance: Vec<bool>,
    negation: Negation,
    signs: Signs,
}

impl Vocabulary {
    /// The words of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut names: Vec<(String, usize)> = Vec::new();
        let mut job_of: Vec<Vec<Slug>> = Vec::new();
        for name in catalogue.ambiguous() {
            names.push((name.text.clone(), job_of.len()));
            job_of.push(name.jobs.clone());
        }
        for p in catalogue.profiles() {
            let slug = p.slug.as_str().replace('-', " ");
            let own = [p.name.clone(), p.name_en.clone(), p.reading.clone(), slug];
            let all = own.into_iter().chain(p.aliases.iter().cloned()).chain(p.romaji.iter().cloned());
            names.extend(all.map(|name| (name, job_of.len())));
            job_of.push(vec![p.slug.clone()]);
        }
        let FirstWords { word, topic, negation, .. } = catalogue.first_words();
        let mut texts: Vec<(&str, usize)> = Vec::new();
        let mut known_of = Vec::new();
        for group in word {
            let Some(meaning) = Meaning::from_key(&group.means) else { continue };
            texts.extend(group.texts.iter().map(|t| (t.as_str(), known_of.len())));
            known_of.push(Known::Word(meaning));
        }
        for (at, group) in topic.iter().enumerate() {
            texts.extend(group.words.iter().map(|t| (t.as_str(), known_of.len())));
            known_of.push(Known::Topic(at));
        }
        let spelling = |&(text, number): &(&str, usize)| (fold(text), number);
        let long =
            |(spelling, _): &(String, usize)| (SLIP_MIN..=SLIP_MAX).contains(&spelling.chars().count());
        let spellings = texts.iter().map(spelling).filter(long).collect();
        Self {
            jobs: NamesInText::new(names.iter().map(|(name, number)| (name.as_str(), *number))),
            job_of,
            words: NamesInText::anywhere(texts),
            spellings,
            known_of,
            circumstance: topic.iter().map(|group| group.circumstance).collect(),
            negation: negation.clone(),
            signs: Signs::new(catalogue.first_words(), &catalogue.referrals().referral),
        }
    }

    /// Takes a text apart. Where words overlap, the longer one stays; of equals the job.
    #[must_use]
    pub fn parse(&self, text: &str) -> Parsed {
        let readable = NamesInText::readable(text);
        let jobs = self.jobs.find(&readable).into_iter().filter_map(|n| {
            let slugs = self.job_of.get(n.number)?.clone();
            Some(Token { known: Known::Job(slugs), from: n.from, to: n.to, ruled_out: false })
        });
        let words = self.words.find(&readable).into_iter().filter_map(|n| {
            let known = self.known_of.get(n.number)?.clone();
            Some(Token { known, from: n.from, to: n.to, ruled_out: false })
        });
        let mut all: Vec<Token> = jobs.chain(words).collect();
        // Fillers give way to all others; sorting is stable: jobs come first among equals.
        all.sort_by_key(|t| (t.known == Known::Word(Meaning::Filler), std::cmp::Reverse(t.to - t.from)));
        let mut tokens: Vec<Token> = Vec::with_capacity(all.len());
        for token in all {
            if tokens.iter().all(|t| token.to <= t.from || t.to <= token.from) {
                tokens.push(token);
            }
        }
        tokens.sort_by_key(|t| t.from);
        if tokens.iter().all(|t| t.known == Known::Word(Meaning::Filler))
            && let Some(token) = self.with_a_slip(&readable)
        {
            tokens = vec![token];
        }
        let Negation { behind, cut, .. } = &self.negation;
        for token in &mut tokens {
            let after: String = readable.chars().skip(token.to).take(NEGATION_MAX).collect();
            token.ruled_out = behind.iter().chain(cut).any(|w| after.starts_with(w))
                || self.told(&token.known, &after).is_some();
        }
        Parsed { readable, tokens }
    }

    /// The text without what it says is not meant (「障害はありません。ふつうの年金です」); `None` when it says nothing of that kind.
    pub(super) fn affirmed(&self, text: &str) -> Option<String> {
        let mut kept = String::new();
        let mut cut = false;
        for sentence in sentences(text) {
            let Parsed { readable, tokens } = self.parse(sentence);
            let gone: Vec<(usize, usize)> = tokens
                .iter()
                .filter_map(|token| Some((token.from, self.negated(&readable, token)?)))
                .collect();
            if gone.is_empty() {
                kept.push_str(sentence);
                continue;
            }
            cut = true;
            let stays = |at: &usize| gone.iter().all(|(from, to)| !(from..to).contains(&at));
            let rest: String =
                readable.chars().enumerate().filter(|(at, _)| stays(at)).map(|(_, c)| c).collect();
            kept.push_str(rest.trim());
            kept.extend(sentence.chars().last().filter(|c| !c.is_alphanumeric()));
        }
        cut.then_some(kept)
    }

    /// Where what rules out this word ends, if the search is not to hear the word.
    fn negated(&self, readable: &str, token: &Token) -> Option<usize> {
        if !matches!(token.known, Known::Job(_) | Known::Topic(_)) {
            return None;
        }
        let after: String = readable.chars().skip(token.to).take(NEGATION_MAX).collect();
        let cut = self.negation.cut.iter().find(|w| after.starts_with(w.as_str()));
        let words = cut.or_else(|| self.told(&token.known, &after))?;
        Some(token.to + words.chars().count())
    }

    /// The words at the end of a sentence that say that what stands before them is not so.
    fn told(&self, known: &Known, after: &str) -> Option<&String> {
        const LAST: [&str; 12] =
            ["", "よ", "ね", "が", "けど", "ので", "から", "です", "んで", "し", "んだけど", "んですが"];
        let lacked = self.negation.lacked.iter().filter(|_| self.tells_of_a_person(known));
        self.negation.told.iter().chain(lacked).find(|w| {
            let rest = after.strip_prefix(w.as_str()).and_then(|rest| rest.split(' ').next());
            rest.is_some_and(|rest| LAST.contains(&rest))
        })
    }

    /// Whether a word may tell of a person: a job, or a topic's word such as 「学生」.
    fn tells_of_a_person(&self, known: &Known) -> bool {
        match known {
            Known::Job(_) => true,
            Known::Topic(at) => self.circumstance.get(*at).copied().unwrap_or_default(),
            Known::Word(_) => false,
        }
    }

    /// A text that is one of the longer words but for one letter: 「おすすね」.
    fn with_a_slip(&self, readable: &str) -> Option<Token> {
        let typed: String = readable.chars().filter(|c| *c != ' ').map(kana::fold).collect();
        let length = typed.chars().count();
        if !(SLIP_MIN..=SLIP_MAX).contains(&length) {
            return None;
        }
        let near = |spelling: &str| {
            let same_end = typed.chars().next() == spelling.chars().next()
                || typed.chars().next_back() == spelling.chars().next_back();
            same_end
                && length.abs_diff(spelling.chars().count()) <= 1
                && strsim::osa_distance(&typed, spelling) == 1
        };
        let (_, number) = self.spellings.iter().find(|(spelling, _)| near(spelling))?;
        let known = self.known_of.get(*number).filter(|known| **known != Known::Word(Meaning::Filler))?;
        Some(Token { known: known.clone(), from: 0, to: readable.chars().count(), ruled_out: false })
    }

    /// The phrases that stand in a text.
    pub(super) fn standing(&self, text: &str) -> Standing {
        self.signs.standing(text)
    }

    /// The place in a list that a text names, counted from 1, from the end when negative; and the words that do.
    pub(super) fn ordinal(&self, standing: &Standing) -> Option<(i64, &str)> {
        self.signs.ordinal(standing)
    }

    /// The place of the reply that is set for a text of so many characters.
    pub(super) fn set_reply(&self, standing: &Standing, length: usize) -> Option<usize> {
        self.signs.reply(standing, length)
    }

    /// The place of the first referral whose words stand in a text.
    pub(super) fn referral(&self, standing: &Standing) -> Option<usize> {
        self.signs.referral(standing)
    }

    /// The phrase of this meaning that stands in a text, as the data has it.
    pub(super) fn sign(&self, standing: &Standing, meaning: SignMeaning) -> Option<&str> {
        self.signs.sign(standing, meaning)
    }

    /// The phrase that stands in a text and is warned of, and the entry that warns.
    pub(super) fn warning(&self, standing: &Standing) -> Option<(&str, &str)> {
        self.signs.standing_of(standing, SignMeaning::Warning)
    }
}

fn fold(text: &str) -> String {
    NamesInText::readable(text).chars().map(kana::fold).collect()
}

impl Parsed {
    /// Whether a word of this meaning stands in the text that is not ruled out.
    #[must_use]
    pub fn has(&self, meaning: Meaning) -> bool {
        self.first_of(&[meaning]).is_some()
    }

    /// The first of these meanings that stands in the text.
    #[must_use]
    pub fn first_of(&self, meanings: &[Meaning]) -> Option<Meaning> {
        self.tokens.iter().find_map(|t| match t.known {
            Known::Word(m) if meanings.contains(&m) && !t.ruled_out => Some(m),
            _ => None,
        })
    }

    /// The jobs named, each name once, in their order; those that are ruled out (「せどり以外」) are not among them.
    #[must_use]
    pub fn jobs(&self) -> Vec<&[Slug]> {
        let mut out: Vec<&[Slug]> = Vec::new();
        for token in &self.tokens {
            let Known::Job(slugs) = &token.known else { continue };
            if !token.ruled_out && out.iter().all(|known| known.first() != slugs.first()) {
                out.push(slugs);
            }
        }
        out
    }

    /// Whether between the jobs named stands only what lists them: 「AとB」, 「A B」, 「A、Bか」.
    #[must_use]
    pub fn jobs_are_listed(&self) -> bool {
        const BETWEEN: [&str; 12] =
            ["と", "や", "か", "も", "とか", "それとも", "または", "or", "and", "対", "および", "プラス"];
        let jobs = self.tokens.iter().filter(|t| matches!(t.known, Known::Job(_)));
        let jobs: Vec<&Token> = jobs.collect();
        jobs.windows(2).all(|pair| {
            let length = pair[1].from.saturating_sub(pair[0].to);
            let between: String = self.readable.chars().skip(pair[0].to).take(length).collect();
            let spaced = between.starts_with(' ') || between.ends_with(' ');
            let bare = between.trim();
            spaced && bare.is_empty() || BETWEEN.contains(&bare)
        })
    }

    /// A word as it stands in the text.
    #[must_use]
    pub fn surface(&self, token: &Token) -> String {
        self.readable.chars().skip(token.from).take(token.to - token.from).collect()
    }

    /// The jobs that are ruled out.
    #[must_use]
    pub fn ruled_out(&self) -> Vec<&Slug> {
        let out = self.tokens.iter().filter(|token| token.ruled_out);
        let jobs =
            out.filter_map(|token| if let Known::Job(slugs) = &token.known { Some(slugs) } else { None });
        jobs.flatten().collect()
    }

    /// The topics named, as places in the data.
    #[must_use]
    pub fn topics(&self) -> Vec<usize> {
        self.tokens
            .iter()
            .filter(|t| !t.ruled_out)
            .filter_map(|t| if let Known::Topic(at) = t.known { Some(at) } else { None })
            .collect()
    }

    /// Whether nothing but a topic's noun stands there and what marks it as one: 「税金は？」, not 「会社にバレる？」.
    #[must_use]
    pub fn is_bare_topic(&self) -> bool {
        const MARKS: usize = 3;
        let said = |t: &Token| -> String { self.readable.chars().skip(t.from).take(t.to - t.from).collect() };
        // A noun in front of a particle and a verb: 会社にバレる, 会社にばれる; not バレる, お尋ね.
        let is_phrase = |word: &str| {
            let kana: Vec<bool> = word.chars().map(kana::is_hiragana).collect();
            let verb = kana.last() == Some(&true) && kana.contains(&false);
            let inside = kana.windows(2).any(|pair| pair == [true, false]);
            verb && (inside || kana.iter().filter(|&&is| is).count() > MARKS)
        };
        let topics = self.tokens.iter().filter(|t| matches!(t.known, Known::Topic(_)));
        self.hiragana_left() <= MARKS && !topics.map(said).any(|word| is_phrase(&word))
    }

    /// What is left without the known words: everything but hiragana, which is mostly grammar.
    #[must_use]
    pub fn left(&self) -> String {
        self.unknown().filter(|&c| !kana::is_hiragana(c) && !matches!(c, ' ' | 'ー' | 'w' | '笑')).collect()
    }

    /// How much is left without the known words: letters of Japanese, and two for a word of another language, however long.
    #[must_use]
    pub fn left_over(&self) -> usize {
        let left = self.left();
        let foreign = |c: char| !kana::is_japanese(c);
        let japanese = left.chars().filter(|&c| !foreign(c)).count();
        let known = |at: usize| self.tokens.iter().any(|t| (t.from..t.to).contains(&at));
        let rest: String = self
            .readable
            .chars()
            .enumerate()
            .map(|(at, c)| if known(at) || !foreign(c) { ' ' } else { c })
            .collect();
        let words = rest.split_whitespace().filter(|w| *w != "w").map(|w| w.chars().count().min(2));
        japanese + words.sum::<usize>()
    }

    /// Hiragana outside the known words: particles and endings, or a verb.
    #[must_use]
    pub fn hiragana_left(&self) -> usize {
        self.unknown().filter(|&c| kana::is_hiragana(c)).count()
    }

    fn unknown(&self) -> impl Iterator<Item = char> {
        let known = |at: usize| self.tokens.iter().any(|t| (t.from..t.to).contains(&at));
        self.readable.chars().enumerate().filter(move |&(at, _)| !known(at)).map(|(_, c)| c)
    }

    /// The text without words of these meanings and without fillers: where a name is looked for.
    #[must_use]
    pub fn without(&self, meanings: &[Meaning]) -> String {
        let drop = |at: usize| {
            self.tokens.iter().any(|t| match t.known {
                Known::Word(m) => {
                    (m == Meaning::Filler || meanings.contains(&m)) && (t.from..t.to).contains(&at)
                }
                _ => false,
            })
        };
        let kept: String =
            self.readable.chars().enumerate().map(|(at, c)| if drop(at) { ' ' } else { c }).collect();
        let words = kept.split_whitespace().filter(|w| !is_particle(w));
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether the text has no Japanese letter but Latin ones.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        !self.readable.chars().any(kana::is_japanese) && self.readable.chars().any(char::is_alphabetic)
    }
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 16] =
        ["の", "は", "が", "を", "に", "で", "と", "も", "や", "か", "って", "て", "な", "ね", "よ", "さ"];
    PARTICLES.contains(&word)
}
