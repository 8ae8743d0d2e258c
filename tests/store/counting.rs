//! What is counted, and what admins are shown of it.

use fukugyo::profile::Day;
use fukugyo::store::{AnswerKind, Event, Judged, Link, Nearest};

use super::home::stores;

fn day(of_november: u8) -> Day {
    Day::new(2026, 11, of_november).unwrap()
}

fn asked(addressed: bool, kind: AnswerKind) -> Event {
    Event::Asked { addressed, kind }
}

fn miss(nearest: Option<&str>, message: u64) -> Event {
    Event::Miss { nearest: nearest.map(Into::into), at: Some(Link { channel: 3, message }) }
}

#[tokio::test]
async fn four_weeks_are_counted_week_by_week_and_the_last_ends_today() {
    for (_home, store) in &stores().await {
        for (of_november, event) in [
            (1, asked(true, AnswerKind::Answered)),
            (2, asked(true, AnswerKind::Answered)),
            (8, asked(true, AnswerKind::OneTap)),
            (29, asked(true, AnswerKind::NoAnswer)),
            (29, asked(false, AnswerKind::Answered)),
            (29, Event::Shown("tax-1".into())),
            (28, Event::Helpful("tax-1".into())),
            (23, Event::Wrong("tax-1".into())),
        ] {
            store.record(1, day(of_november), event);
        }
        store.record(2, day(29), asked(true, AnswerKind::Answered));
        let insights = store.insights(1, day(29)).await.unwrap();
        assert_eq!(insights.weeks.map(|week| week.first), [2, 9, 16, 23].map(day));
        assert_eq!(insights.weeks.map(|week| week.asked), [2, 0, 0, 2]);
        let [first, .., last] = insights.weeks;
        assert_eq!((first.answered, first.one_tap, first.addressed), (1, 1, 2));
        assert_eq!((last.answered, last.no_answer, last.addressed), (1, 1, 1));
        assert_eq!((last.helpful, last.wrong), (1, 1));
    }
}

#[tokio::test]
async fn the_entries_most_often_wrong_come_first_and_only_five_of_them() {
    for (_home, store) in &stores().await {
        for n in 1..=6 {
            for _ in 0..n {
                store.record(1, day(n), Event::Wrong(format!("tax-{n}")));
            }
        }
        store.record(1, day(20), Event::Shown("tax-6".into()));
        store.record(1, day(20), Event::Helpful("scam-1".into()));
        let wrong = store.insights(1, day(20)).await.unwrap().wrong;
        assert_eq!(wrong[0], Judged { entry: "tax-6".into(), shown: 1, helpful: 0, wrong: 6 });
        let ids: Vec<&str> = wrong.iter().map(|judged| judged.entry.as_str()).collect();
        assert_eq!(ids, ["tax-6", "tax-5", "tax-4", "tax-3", "tax-2"]);
    }
}

#[tokio::test]
async fn what_came_nearest_is_listed_with_the_latest_messages() {
    for (_home, store) in &stores().await {
        for message in 1..=4 {
            store.record(1, day(20), miss(Some("tax-1"), message));
        }
        store.record(1, day(20), miss(None, 5));
        let link = |message| Link { channel: 3, message };
        assert_eq!(
            store.insights(1, day(20)).await.unwrap().nearest,
            [
                Nearest { entry: Some("tax-1".into()), times: 4, links: vec![link(4), link(3), link(2)] },
                Nearest { entry: None, times: 1, links: vec![link(5)] },
            ]
        );
    }
}

#[tokio::test]
async fn a_text_in_the_place_of_an_entrys_id_is_not_counted() {
    for (_home, store) in &stores().await {
        store.record(1, day(20), Event::Wrong("税金は？".into()));
        store.record(1, day(20), miss(Some("my secret words"), 1));
        let insights = store.insights(1, day(20)).await.unwrap();
        assert_eq!((insights.wrong, insights.nearest), (vec![], vec![]));
    }
}

#[tokio::test]
async fn a_digest_is_posted_once_a_week() {
    for (_home, store) in &stores().await {
        assert!(store.claim_digest(1, day(1)).await.unwrap());
        assert!(
            !store.claim_digest(1, day(1)).await.unwrap() && !store.claim_digest(1, day(7)).await.unwrap()
        );
        assert!(store.claim_digest(2, day(7)).await.unwrap() && store.claim_digest(1, day(8)).await.unwrap());
        assert_eq!(store.insights(1, day(8)).await.unwrap().digest, Some(day(8)));
    }
}
