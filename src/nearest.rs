//! 「もしかして」 for names that a program knows: keys, slugs, variables. Names of jobs that people type have a look-up of their own.

/// Least similarity at which a name is worth suggesting: 1 less the slips (Damerau-Levenshtein) in a letter of the longer name.
const SIMILAR: f64 = 0.7;

/// The known name that was probably meant.
///
/// ```
/// use fukugyo::nearest::nearest;
/// assert_eq!(nearest("sumary", ["slug", "summary"]), Some("summary"));
/// assert_eq!(nearest("colour", ["slug", "summary"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.into_iter().map(|name| (strsim::normalized_damerau_levenshtein(typed, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= SIMILAR).then_some(best.1)
}
