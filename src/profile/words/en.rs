//! English, for logs and for developers.

use super::super::finding::{Finding, Shape};
use super::super::problem::Severity;

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

pub(super) fn summary(profiles: usize, questions: usize, errors: usize, warnings: usize) -> String {
    let of = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let (profiles, questions) = (of(profiles, "profile"), of(questions, "question"));
    format!("{profiles}, {questions}: {}, {}", of(errors, "error"), of(warnings, "warning"))
}

pub(super) fn also(file: &str, line: usize) -> String {
    format!("The other is at {file}:{line}.")
}

fn meant(meant: Option<&String>, otherwise: &str) -> String {
    meant.map_or_else(|| otherwise.to_owned(), |meant| format!("Did you mean {meant}?"))
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Whole => "a whole number",
        Shape::Decimal => "a number",
        Shape::Text => "a text in quotes",
        Shape::Flag => "true or false",
        Shape::Date => "a date without quotes",
        Shape::List => "a list",
        Shape::Pair => "a list of two numbers",
        Shape::Table => "a table",
        Shape::Other => "another kind of value",
    }
}

pub(super) fn say(finding: &Finding) -> String {
    use Finding as F;
    match finding {
        F::Unreadable { error } => format!("cannot be read ({error}). Check that it exists and may be read."),
        F::NotRegular => "is not a regular file. Put the text itself there.".into(),
        F::TooLarge { most } => format!("is larger than {most} bytes. Split it, or check what it holds."),
        F::TooMuch { most } => format!("is left out: all files together exceed {most} bytes."),
        F::TooManyEntries { most } => {
            format!("is not read further: a data folder holds at most {most} files.")
        }
        F::TooDeep { most } => {
            format!("is too deep. Data lies at most {most} folders below the data folder.")
        }
        F::NotUtf8 => "is not UTF-8 text from here on. Save it as UTF-8.".into(),
        F::OtherEnding => "is not read, for its name does not end in .toml. If it is data, rename it.".into(),
        F::NotADataFile => {
            "is not a data file. Profiles go to profiles/SLUG.toml, questions to faq/TOPIC.toml.".into()
        }
        F::NoAnswer => {
            "does not answer. Answers come from the data before; check the disk or mount.".into()
        }
        F::LoadingFailed => {
            "could not be loaded: the program failed over it. Answers come from the data before; undo the last change.".into()
        }

        F::FullWidth { typed, key, instead } => {
            format!("{key} has the full-width 「{typed}」. Write {instead}.")
        }
        F::NotQuoted { key } => format!("{key} needs quotes around its text: {key} = \"…\"."),
        F::NotToml { message } => format!("is not TOML: {message}."),
        F::WrongType { found, expected, instead } => match instead {
            Some(instead) => format!("is {}. Write {instead}.", shape(*found)),
            None => format!("is {}. Write {}.", shape(*found), shape(*expected)),
        },
        F::UnknownWord { word, known, meant: m } => {
            format!("「{word}」 is not one of {}. {}", known.join(", "), meant(m.as_ref(), "")).trim_end().into()
        }
        F::MissingKey { key } => format!("{key} is missing."),
        F::OtherShape { message } => format!("{message}."),
        F::UnknownKey { meant: m } => {
            format!("is not a known key. {}", meant(m.as_ref(), "Remove it, or see data/README.md for the spelling."))
        }

        F::Missing { most } => format!("is missing or empty. Write up to {most} characters."),
        F::TooLong { length, most } => format!("has {length} characters, {most} fit. Shorten it."),
        F::PhrasingLength { length, most } => format!("has {length} characters, needs 2 to {most}."),
        F::HalfWidthKana { found } => {
            format!("has the half-width character 「{found}」. Write full-width kana and punctuation.")
        }
        F::FullWidthLetter { found, instead } => {
            format!("has the full-width character 「{found}」. Write digits and Latin letters half-width: {instead}.")
        }
        F::YenSign => "writes a price with ¥. Write 「1,500円」.".into(),
        F::NoComma { digits } => format!("writes 「{digits}円」 without a comma. Write 「1,500円」."),
        F::LineBreak => "has a line break or control character. Write one line.".into(),
        F::OuterSpace => "begins or ends with a space. Remove it.".into(),
        F::Decoration { found } => format!("has the decoration 「{found}」. Write plain text."),
        F::Emoji { found } => format!("has the emoji 「{found}」. Remove it."),
        F::Promise { found } => {
            format!("promises income with 「{found}」. Say whose figure it is and under which conditions.")
        }
        F::OtherWord { found, write } => format!("says 「{found}」. One word for one thing: write 「{write}」 (wording.toml)."),
        F::Count { count, least, most } => format!("has {count} items, needs {least} to {most}."),
        F::TooMany { count, most } => {
            format!("has {count} items, {most} fit. Keep the most important ones.")
        }

        F::BadAddress => {
            "must be a whole address that starts with https:// or http://, without spaces or brackets.".into()
        }
        F::ExampleAddress => "is an example's address. Write the source's own.".into(),
        F::NotHttps => "must start with https://.".into(),
        F::AddressTooLong { length, most } => {
            format!("has {length} characters, {most} fit. Leave out what the page does not need.")
        }
        F::NotAYear { year, last } => {
            format!("{year} is not a year from 1990 to {last}. Leave the line out when the source shows none.")
        }
        F::NotADate => "is missing or not a date. Write the day of the last check as 2026-11-24.".into(),
        F::AfterToday { date, today } => {
            format!("{date} is after today, {today}. Write the day on which you checked.")
        }
        F::Stale { months } => {
            format!("was last checked {months} months ago. Check the figures and set the new date.")
        }
        F::OutsideRange { number, low, high } => format!("{number} is outside {low} to {high}."),
        F::SaidElsewhere { word, from } => format!("「{word}」 follows from {from}. Remove it here."),
        F::NotRising { low, high, least, most } => {
            format!("[{low}, {high}] must rise, from {least} to at most {most}.")
        }
        F::BadName { name, file, most } => format!(
            "「{name}」 must be the file's name without .toml ({file}): lower-case letters, digits and hyphens, at most {most}."
        ),
        F::BadQuestionId { id, owner } => {
            format!("「{id}」 must be {owner}-N with a number that stays the same for ever.")
        }
        F::QuestionIdTwice { id } => format!("「{id}」 stands twice. Count on from the last one."),
        F::FewPhrasings { count, least } => {
            format!("has {count} phrasings, {least} are needed for people to be understood.")
        }

        F::NotHiragana => "may hold hiragana and ー only.".into(),
        F::NoCategory => {
            "is missing. Write one of development, creative, writing, marketing, office, commerce, teaching, gig.".into()
        }
        F::NoPlace => "is missing. Write home, mixed or outside.".into(),
        F::NotATopic { word, known } => format!("「{word}」 is not one of {known}."),
        F::Bands { count } => format!("has {count} bands, needs two: エントリー帯 and 中級〜継続帯."),
        F::NoEstimateWord => "must say 推定, 換算 or 目安, since estimate = true.".into(),
        F::NoIncomeSource => "is empty. A figure without a source is only an opinion.".into(),
        F::NoTopicSource => "is missing. Every general answer needs a source.".into(),
        F::NoAiTask => {
            "is missing. Name the tasks where AI helps: the AI score is their mean.".into()
        }
        F::Steps { count } => format!("has {count} steps, needs three."),
        F::Pitfalls { count } => format!("has {count} pitfalls, needs three."),
        F::NoQuestion => "is missing. Write at least one question.".into(),
        F::TooManyQuestions { count } => {
            format!("has {count} questions, a select menu holds 25.")
        }
        F::OffRubric { score, expected, tolerance } => {
            format!("{score} leaves RUBRIC.md, which gives {expected}, by more than {tolerance}.")
        }
        F::EaseOffRubric { score, low, high } => {
            format!("{score} does not fit first_order_weeks, for which RUBRIC.md gives {low} to {high}.")
        }

        F::NameTwice { name } => {
            format!("「{name}」 names two jobs. Remove it from one, or from both and list it in ambiguous.toml.")
        }
        F::PhrasingTwice { phrasing } => format!("「{phrasing}」 stands twice. Keep it where it fits best."),
        F::AmbiguousIncomplete => "needs text and at least two jobs.".into(),
        F::AmbiguousOwned { name, owner } => {
            format!("「{name}」 is also a name of {owner} alone. Remove it from one of them.")
        }
        F::NoSuchJob { slug, meant: m } => {
            format!("「{slug}」 is not a profile. {}", meant(m.as_ref(), "Remove it or correct the slug."))
        }
        F::RelatedToItself => "names the profile itself. Remove it.".into(),
        F::NoSuchQuestion { id, meant: m } => {
            format!("「{id}」 is not a question in faq/. {}", meant(m.as_ref(), "Remove it or correct the id."))
        }
        F::NotAnotherQuestion { id, meant: m } => {
            format!("「{id}」 is not another question. {}", meant(m.as_ref(), "Remove it or correct the id."))
        }
        F::OldIdTwice { id, owner } => {
            format!("「{id}」 already opens {owner}. An old id may open one question only.")
        }
        F::SynonymsAlone => "needs at least two words that mean the same.".into(),
        F::SynonymTwice { word, group } => {
            format!("「{word}」 also stands in group {group}. A word may stand in one group only.")
        }

        F::NoSuchFigure { reference, meant: m } => {
            let write = "Write {fig:ID} or {year:ID} with an id of figures.toml.";
            format!("「{reference}」 is no figure. {}", meant(m.as_ref(), write))
        }
        F::BadFigureId { id, most } => {
            format!("「{id}」 must be lower-case letters, digits and hyphens, at most {most}.")
        }
        F::FigureTwice { id } => format!("「{id}」 stands twice. Add the new value to the first one."),
        F::FigureUnused { id } => format!("「{id}」 is used nowhere. Use it as {{fig:{id}}} or remove it."),
        F::FigureNotInYen => {
            "must be 円 or 万円 with whole numbers: amounts are computed with it.".into()
        }
        F::FigureLacking { id } => format!("lacks the figure 「{id}」, with which amounts are computed."),
        F::FigureEnds { label, last } => {
            format!("「{label}」 ends on {last}. Find out what follows and add it.")
        }
        F::FigureEnded { label, last } => {
            format!("「{label}」 ended on {last}. Find out what holds now and add it.")
        }
        F::FigureAhead { label, first } => {
            format!("「{label}」 begins only on {first}. Add what holds until then.")
        }
        F::NoFigureValue => {
            "is missing. Write at least one value with its first day and source.".into()
        }
        F::FigureQuotes => "may not hold quotes, backslashes or curly brackets.".into(),
        F::NoFirstDay => {
            "is missing or not a date. Write the first day it holds as 2026-10-01.".into()
        }
        F::BadLastDay => {
            "is not a date on or after from. Write the last day it is known to hold, or remove it.".into()
        }
        F::FigureGap => "must be the day after the value before it ends.".into(),

        F::Plain(message) => message.clone(),
    }
}
