//! How long things take.

use std::time::{Duration, Instant};

use fukugyo::store::{Change, Store};

use super::home::{Home, STILL};

#[tokio::test]
async fn ten_thousand_servers_are_loaded_in_less_than_a_second() {
    for home in Home::each().await {
        home.open_still().await.close().await;
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)";
        home.run(&format!(
            "INSERT INTO guild (guild_id, version, human_channel) {numbers} SELECT i, 1, i FROM n"
        ))
        .await;
        for (table, value) in [
            ("faq_channel (guild_id, channel_id)", "i"),
            ("faq_channel (guild_id, channel_id)", "i + 20000"),
            ("switched_off (guild_id, entry_id)", "'tax-1'"),
        ] {
            home.run(&format!("INSERT INTO {table} {numbers} SELECT i, {value} FROM n")).await;
        }
        let start = Instant::now();
        let store = Store::open_at(&home.url, STILL).await.unwrap();
        let took = start.elapsed();
        println!("{:?}: opened with 10,000 servers in {took:?}", home.kind);
        assert_eq!(store.server(10_000).channels, [10_000, 30_000].into());
        assert!(took < Duration::from_secs(1), "{:?}: {took:?}", home.kind);
        store.close().await;
    }
}

#[tokio::test]
async fn a_change_takes_effect_in_less_than_fifty_milliseconds() {
    for home in Home::each().await {
        let store = home.open_still().await;
        store.change(1, Change::Greeted).await.unwrap();
        let mut times = Vec::new();
        for channel in 1..=101 {
            let start = Instant::now();
            store.change(1, Change::Channels([channel].into())).await.unwrap();
            assert_eq!(store.server(1).channels, [channel].into());
            times.push(start.elapsed());
        }
        times.sort();
        let (median, most) = (times[50], times[98]);
        println!("{:?}: a change takes {median:?}, 98 of 101 less than {most:?}", home.kind);
        assert!(median < Duration::from_millis(50), "{:?}: {median:?}", home.kind);
        store.close().await;
    }
}
