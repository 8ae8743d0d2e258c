//! 「もしかして」 for names that a program knows: keys, slugs, variables. Names of jobs that people type have a look-up of their own.

/// Least similarity at which a name is worth suggesting: 1 less the slips (Damerau-Levenshtein) in a letter of the longer name.
const SIMILAR: f64 = 0.7;
/// A name that was left half-typed after so many bytes is similar enough.
const BEGUN: usize = 3;

/// A name with more characters than this is none that anybody mistyped: comparing takes time and memory by the product of both lengths.
const LONGEST: usize = 100;

/// The known name that was probably meant.
///
/// ```
/// use fukugyo::nearest::nearest;
/// assert_eq!(nearest("sumary", ["slug", "summary"]), Some("summary"));
/// assert_eq!(nearest("data", ["log", "data_dir"]), Some("data_dir"));
/// assert_eq!(nearest("colour", ["slug", "summary"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = |name: &str| name.chars().take(LONGEST + 1).count();
    let typed_length = length(typed);
    // What is much shorter or longer has too many slips, whatever they are.
    let may_be_similar = |name: &str| {
        let (short, long) = (typed_length.min(length(name)), typed_length.max(length(name)));
        long <= LONGEST && 10 * short >= 7 * long
    };
    let begun = |name: &str| typed.len() >= BEGUN && name.starts_with(typed);
    let similarity = |name: &str| {
        let similarity =
            if may_be_similar(name) { strsim::normalized_damerau_levenshtein(typed, name) } else { 0.0 };
        if begun(name) { similarity.max(SIMILAR) } else { similarity }
    };
    let scored = known.into_iter().map(|name| (similarity(name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= SIMILAR).then_some(best.1)
}
