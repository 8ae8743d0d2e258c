//! Any text through normalise, segment, search and decide. `cargo +nightly fuzz run search`.
#![no_main]

use std::sync::OnceLock;

use fukugyo::faq::FaqIndex;
use fukugyo::faq::decide::Mode;
use fukugyo::faq::normalise::{TEXT_MAX, plain};
use fukugyo::profile::{DataSource, Day, load};
use libfuzzer_sys::fuzz_target;

static INDEX: OnceLock<FaqIndex> = OnceLock::new();

fuzz_target!(|text: &str| {
    let index = INDEX.get_or_init(|| {
        let files = DataSource::Embedded.files().expect("embedded data is readable");
        FaqIndex::of(&load(files, Day::today()).into_result().expect("embedded data is valid"))
    });
    assert!(plain(text).chars().count() <= TEXT_MAX);
    let found = index.search(text);
    for mode in [Mode::Addressed, Mode::Passive] {
        let confidence = found.confidence(text, mode);
        assert!((0.0..=1.0).contains(&confidence));
        found.decide(text, mode);
    }
});
