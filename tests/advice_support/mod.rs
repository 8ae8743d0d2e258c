//! Whether a sentence of 診断 is true: derived again from the profile and the wishes, without the code that wrote it.

use fukugyo::advice::{
    Company, First, Labour, Obstacle, Outlook, PlaceWish, Ranked, Reason, Topic, Verdict, Wishes, Within,
};
use fukugyo::profile::{Demand, Equipment, Place, Profile, Yen, weeks};

/// What is false about a job's sentences; empty when all are true.
pub(crate) fn falsehoods(job: &Ranked<'_>, wishes: &Wishes) -> Vec<String> {
    let reasons =
        job.reasons.iter().filter(|r| !reason_is_true(r, job.profile, wishes, &job.outlook)).map(|r| &r.text);
    let obstacles = job.obstacles.iter().filter(|o| !obstacle_is_true(o, job.profile, wishes, &job.outlook));
    let impossible = impossible_month(job.profile, wishes, &job.outlook);
    reasons.cloned().chain(obstacles.map(Obstacle::text)).chain(impossible).collect()
}

/// A month cannot bring more than every hour of it at the best rate, nor anything at all while one still learns at one's best.
fn impossible_month(profile: &Profile, wishes: &Wishes, outlook: &Outlook) -> Option<String> {
    let weekly = wishes.hours.map_or(20.0, |h| h.0);
    let best = profile.income.bands.iter().map(|b| b.hourly.high.0).max().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "yen an hour are small")]
    let most = weekly * 52.0 / 12.0 * best as f64 + 1_000.0;
    #[expect(clippy::cast_precision_loss, reason = "yen a month are small")]
    let high = outlook.month.high.0 as f64;
    let wrong = high > most
        || outlook.month.low > outlook.month.high
        || outlook.first_weeks.low > outlook.first_weeks.high;
    wrong.then(|| format!("{}: {outlook:?}", profile.slug))
}

fn reason_is_true(reason: &Reason, p: &Profile, wishes: &Wishes, outlook: &Outlook) -> bool {
    let fit = &p.fit;
    let says = |verdict: Verdict, text: String| reason.verdict == verdict && reason.text == text;
    match reason.topic {
        Topic::Goal => {
            let (goal, month) = (wishes.goal.unwrap(), outlook.month);
            let when = if wishes.within == Some(Within::Month) { "今月" } else { "半年後" };
            match reason.verdict {
                Verdict::Met => {
                    goal <= month.low && reason.text == format!("{when}の目安は月{month}で、目標に届く幅です")
                }
                Verdict::Partly => {
                    month.low < goal
                        && goal <= month.high
                        && reason.text == format!("{when}の目安は月{month}で、うまくいけば目標に届きます")
                }
                Verdict::Unmet if month.high == Yen(0) => {
                    reason.text == format!("{when}はまだ収入のない見込みです")
                }
                Verdict::Unmet => {
                    month.high < goal && reason.text == format!("{when}の目安は月{month}で、目標に届きません")
                }
            }
        }
        Topic::Soon => {
            let range = outlook.first_weeks;
            let enough = if wishes.within == Some(Within::HalfYear) { 13 } else { 4 };
            let verdict = if range.high <= enough {
                Verdict::Met
            } else if range.low <= enough {
                Verdict::Partly
            } else {
                Verdict::Unmet
            };
            says(verdict, format!("最初の報酬までの目安は{}です", weeks(range)))
        }
        Topic::Knowledge => {
            let shared: Vec<&str> = named(wishes.knows.unwrap().iter().filter(|f| fit.fields.all.has(*f)));
            let learning = fit.learning_hours;
            let hours = if learning.is_point() {
                learning.high.to_string()
            } else {
                format!("{}〜{}", learning.low, learning.high)
            };
            match reason.verdict {
                Verdict::Met if !shared.is_empty() => {
                    reason.text == format!("「{}」の経験を使えます", shared.join("・"))
                }
                Verdict::Met if learning.high == 0 => reason.text == "学ばずに始められます",
                Verdict::Met => {
                    learning.high <= 40
                        && reason.text == format!("経験がなくても、学ぶ時間は{hours}時間ほどです")
                }
                Verdict::Partly => {
                    shared.is_empty()
                        && learning.high > 40
                        && reason.text == format!("経験がないと、先に{hours}時間ほど学びます")
                }
                Verdict::Unmet => false,
            }
        }
        Topic::Equipment => {
            let helps = named(wishes.have.unwrap().iter().filter(|e| fit.helps.has(*e)));
            !helps.is_empty() && says(Verdict::Met, format!("持っている{}が役に立ちます", helps.join("・")))
        }
        Topic::When => {
            let shared = named(wishes.when.iter().filter(|d| fit.hours.has(*d)));
            if shared.len() == wishes.when.len() {
                says(Verdict::Met, "希望の時間帯にできます".into())
            } else {
                !shared.is_empty()
                    && says(
                        Verdict::Partly,
                        format!("希望の時間帯のうち、できるのは{}です", shared.join("・")),
                    )
            }
        }
        Topic::Stretch => {
            fit.smallest_minutes <= wishes.stretch.unwrap()
                && says(Verdict::Met, format!("1回{}から進められます", fit.smallest_minutes))
        }
        Topic::People => {
            let texts = [
                "人とのやりとりはほとんどありません",
                "人とのやりとりはメッセージが中心です",
                "通話や打ち合わせが定期的にあります",
                "人と会うか話すこと自体が仕事です",
            ];
            let alone = [Verdict::Met, Verdict::Met, Verdict::Partly, Verdict::Unmet];
            let people = [Verdict::Unmet, Verdict::Partly, Verdict::Met, Verdict::Met];
            let level = usize::try_from(fit.contact.0).unwrap();
            let verdicts = if wishes.people == Some(Company::Alone) { alone } else { people };
            says(verdicts[level], texts[level].into())
        }
        Topic::Effort => {
            let texts = [
                "座ってする仕事です",
                "軽く体を動かします",
                "立つ、運ぶなど体を使う仕事です",
                "体力の要る仕事です",
            ];
            let desk = [Verdict::Met, Verdict::Partly, Verdict::Unmet, Verdict::Unmet];
            let body = [Verdict::Unmet, Verdict::Partly, Verdict::Met, Verdict::Met];
            let level = usize::try_from(fit.effort.0).unwrap();
            let verdicts = if wishes.effort == Some(Labour::Desk) { desk } else { body };
            says(verdicts[level], texts[level].into())
        }
        Topic::Place => {
            let home = wishes.place == Some(PlaceWish::Home);
            match p.place.unwrap() {
                Place::Home => {
                    says(if home { Verdict::Met } else { Verdict::Unmet }, "在宅だけでできます".into())
                }
                Place::Mixed => says(Verdict::Partly, "在宅と外出の両方があります".into()),
                Place::Outside => {
                    says(if home { Verdict::Unmet } else { Verdict::Met }, "外で働く仕事です".into())
                }
            }
        }
        Topic::Cannot => {
            let talks = [Demand::Voice, Demand::Hearing].iter().any(|d| wishes.cannot.has(*d));
            let able = !wishes.cannot.is_empty() && wishes.cannot.iter().all(|d| !demands(p, d));
            able && match reason.verdict {
                Verdict::Partly if talks && fit.contact.0 >= 2 => {
                    reason.text == "話す場面があるので、文字で済むかを先に確かめます"
                }
                Verdict::Partly => {
                    wishes.cannot.has(Demand::Standing)
                        && fit.effort.0 == 1
                        && reason.text == "軽く動く場面があるので、無理がないかを先に確かめます"
                }
                Verdict::Met => {
                    !(talks && fit.contact.0 >= 2)
                        && reason.text
                            == format!("「{}」なしでもできます", named(wishes.cannot.iter()).join("・"))
                }
                Verdict::Unmet => false,
            }
        }
        Topic::First => {
            let Some(axis) = wishes.first.and_then(First::axis) else {
                let (verdict, text) = match fit.residual.0 {
                    0 => (Verdict::Unmet, "働いた分だけ入る仕事です"),
                    1 => (Verdict::Partly, "一部は、作り置きして何度も売れます"),
                    2 => (Verdict::Met, "作ったものから後も入りますが、更新や宣伝を続けます"),
                    _ => (Verdict::Met, "作ったものが、手を離れても少しずつ売れます"),
                };
                return says(verdict, text.into());
            };
            let score = p.scores.get(axis).get();
            let (verdict, word) = match score {
                70.. => (Verdict::Met, "高めです"),
                50.. => (Verdict::Partly, "中くらいです"),
                _ => (Verdict::Unmet, "低めです"),
            };
            says(verdict, format!("{}は{score}点で{word}", axis.name()))
        }
        Topic::Licence => {
            !fit.licence.is_empty() && reason.verdict == Verdict::Partly && reason.text.contains(&fit.licence)
        }
    }
}

fn obstacle_is_true(obstacle: &Obstacle, p: &Profile, wishes: &Wishes, outlook: &Outlook) -> bool {
    let fit = &p.fit;
    #[expect(clippy::cast_precision_loss, reason = "minutes are few")]
    let hours = fit.smallest_minutes.0 as f64 / 60.0;
    match obstacle {
        Obstacle::Equipment(need) => {
            let have = wishes.have.unwrap();
            // Who names neither phone nor PC has not said that there is no PC.
            let silent = !have.has(Equipment::Phone) && !have.has(Equipment::Pc);
            let has = |e| have.has(e) || e == Equipment::Phone || silent && e == Equipment::Pc;
            fit.needs.contains(need) && !need.0.iter().any(has)
        }
        Obstacle::Place => p.place == Some(Place::Outside) && wishes.place == Some(PlaceWish::Home),
        Obstacle::Stretch(least) => *least == fit.smallest_minutes && wishes.stretch.unwrap() < *least,
        Obstacle::Week(least) => *least == fit.smallest_minutes && wishes.hours.unwrap().0 < hours,
        Obstacle::When(when) => *when == fit.hours && wishes.when.iter().all(|d| !fit.hours.has(d)),
        Obstacle::Contact => fit.contact.0 == 3 && wishes.people == Some(Company::Alone),
        Obstacle::Effort => fit.effort.0 >= 2 && wishes.effort == Some(Labour::Desk),
        Obstacle::Demand(demand) => wishes.cannot.has(*demand) && demands(p, *demand),
        Obstacle::Late(range, within) => {
            let most = if *within == Within::Month { 4 } else { 26 };
            wishes.within == Some(*within) && *range == outlook.first_weeks && range.low > most
        }
        Obstacle::Licence(licence) => *licence == fit.licence && wishes.within == Some(Within::Month),
    }
}

/// Whether a job cannot be done without it: the feet by the effort, driving by the things it needs, the rest as its file says.
fn demands(p: &Profile, demand: Demand) -> bool {
    let driven = |e| matches!(e, Equipment::Car | Equipment::Motorbike);
    match demand {
        Demand::Standing => p.fit.effort.0 >= 2,
        Demand::Driving => p.fit.needs.iter().any(|need| need.0.iter().all(driven)),
        listed => p.fit.demands.has(listed),
    }
}

fn named<T: fukugyo::profile::Word>(words: impl Iterator<Item = T>) -> Vec<&'static str> {
    words.map(T::name).collect()
}
