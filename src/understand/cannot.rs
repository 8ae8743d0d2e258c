//! What a person says they cannot or will not do: 「電話は苦手で無理」「膝が悪い」「顔出しなし」.
//!
//! Either a phrase says it all, or a thing is followed, with nothing but particles between, by a word that denies it: 「電話も得意」 and
//! 「顔出しOK」 say nothing, nor does 「電話は苦手ではない」.

use crate::profile::{Demand, Set, kana};

/// What is said of one demand: small letters without blanks, as `wishes` hears them.
struct Said {
    demand: Demand,
    /// Say it by themselves.
    phrases: &'static [&'static str],
    /// Say it when denied.
    things: &'static [&'static str],
    /// What denies them, beside [`DENIALS`].
    denials: &'static [&'static str],
}

const SAID: [Said; 7] = [
    Said {
        demand: Demand::Voice,
        phrases: &["吃音", "失声", "can'tphone", "cannotphone", "nophonecall", "withoutphonecall"],
        things: &["電話", "テレアポ", "架電", "通話", "声"],
        denials: &[],
    },
    Said {
        demand: Demand::Hearing,
        phrases: &[
            "難聴",
            "補聴器",
            "ろう者",
            "聴覚障",
            "耳が不自由",
            "耳が遠",
            "耳が悪",
            "deaf",
            "hardofhearing",
            "hearingloss",
            "hearingimpair",
        ],
        things: &["耳", "聞き取り"],
        denials: &["聞こえな", "聞こえにく", "聞こえづら", "聞こえず", "聞き取れな"],
    },
    Said {
        demand: Demand::Face,
        phrases: &["faceless", "noface", "withoutshowingmyface", "notshowmyface", "don'tshowmyface"],
        things: &["顔出し", "顔"],
        denials: &[],
    },
    Said {
        demand: Demand::Standing,
        phrases: &[
            "腰痛",
            "腰が痛",
            "腰を痛",
            "腰が悪",
            "ヘルニア",
            "膝が痛",
            "膝を痛",
            "膝が悪",
            "膝を悪",
            "腰を悪",
            "ひざが痛",
            "ひざを痛",
            "ひざが悪",
            "足が悪",
            "足が不自由",
            "車いす",
            "寝たきり",
            "車椅子",
            "badback",
            "badknee",
            "backpain",
            "kneepain",
            "wheelchair",
            "can'tstand",
            "cannotstand",
            "立っていられ",
            "膝にく",
            "膝にき",
            "膝に来",
            "膝に水",
            "膝に負担",
        ],
        things: &[
            "立ち仕事",
            "立ちっぱなし",
            "立ったり",
            "運んだり",
            "力仕事",
            "肉体労働",
            "重い物",
            "重いもの",
            "階段",
        ],
        denials: &["持てな", "運べな", "上れな"],
    },
    Said {
        demand: Demand::Driving,
        phrases: &[
            "ペーパードライバー",
            "can'tdrive",
            "cannotdrive",
            "don'tdrive",
            "nodriver'slicen",
            "nodrivinglicen",
        ],
        things: &["運転免許", "普通免許", "免許", "運転", "車"],
        denials: &["返納", "持ってな", "持っていな", "自信がな"],
    },
    Said {
        demand: Demand::Town,
        phrases: &[
            "田舎",
            "山奥",
            "離島",
            "過疎",
            "山あい",
            "店が少な",
            "店の少な",
            "店がほとんどな",
            "countryside",
            "ruralarea",
            "remotearea",
        ],
        things: &["近くに", "近所に", "周りに", "まわりに"],
        denials: &["いない"],
    },
    Said {
        demand: Demand::Public,
        phrases: &["人目につきたくな", "人目を避け"],
        things: &["知り合い", "知人", "同僚", "会社の人", "職場の人", "近所の人"],
        denials: &[
            "見られたくな",
            "見られそう",
            "見られると",
            "見られる",
            "会いたくな",
            "会いそう",
            "見つかりたくな",
        ],
    },
];

/// What denies any thing.
const DENIALS: [&str; 43] = [
    "苦手",
    "無理",
    "むり",
    "できな",
    "出来な",
    "できず",
    "ない",
    "なく",
    "なし",
    "無い",
    "無し",
    "少な",
    "ng",
    "いや",
    "嫌",
    "きらい",
    "だめ",
    "ダメ",
    "駄目",
    "不可",
    "避けたい",
    "怖",
    "こわ",
    "つら",
    "辛",
    "難し",
    "したくな",
    "出たくな",
    "出したくな",
    "出せな",
    "出せず",
    "出さな",
    "出さず",
    "出しな",
    "出な",
    "出られな",
    "見せたくな",
    "映りたくな",
    "映さな",
    "映しな",
    "しない",
    "お断り",
    "勘弁",
];
/// What may stand between a thing and its denial.
const BETWEEN: [&str; 50] = [
    "は",
    "が",
    "も",
    "を",
    "の",
    "に",
    "で",
    "と",
    "や",
    "、",
    "だけ",
    "対応",
    "応対",
    "やりとり",
    "やり取り",
    "仕事",
    "業務",
    "会議",
    "接客",
    "する",
    "こと",
    "出る",
    "出す",
    "出し",
    "見せる",
    "映す",
    "映る",
    "かける",
    "受ける",
    "持つ",
    "運ぶ",
    "上り下り",
    "ちょっと",
    "とても",
    "かなり",
    "正直",
    "絶対",
    "どうしても",
    "あまり",
    "全然",
    "ほとんど",
    "お店",
    "店",
    "飲食店",
    "人",
    "家",
    "一切",
    "・",
    "店頭",
    "配達",
];
/// What stands behind a denial, or a phrase, that is itself denied or asked.
const BUT_NOT: [&str; 21] = [
    "ではな",
    "じゃな",
    "でな",
    "でもな",
    "くない",
    "くなか",
    "くはな",
    "なく",
    "わけでは",
    "わけじゃ",
    "はな",
    "もな",
    "ですか",
    "でしょうか",
    "とだめ",
    "とダメ",
    "と駄目",
    "といけ",
    "とならな",
    "と稼",
    "とでき",
];

/// What a text says that its writer cannot do.
pub(super) fn cannot(text: &str) -> Set<Demand> {
    // Said politely or not: 「できません」 is 「できない」.
    let text = text.replace("ありません", "ない").replace("ません", "ない");
    SAID.iter().filter(|said| said.stands(&text)).map(|said| said.demand).collect()
}

impl Said {
    fn stands(&self, text: &str) -> bool {
        let phrase =
            |words: &&str| text.match_indices(*words).any(|(at, _)| !denied(&text[at + words.len()..]));
        self.phrases.iter().any(phrase)
            || self
                .things
                .iter()
                .any(|thing| text.match_indices(thing).any(|(at, _)| self.refuses(text, at, thing)))
    }

    /// Whether the thing that stands there is denied.
    fn refuses(&self, text: &str, at: usize, thing: &str) -> bool {
        // 「教員免許」 is not for driving, 「自転車」 no car.
        let part_of_a_word = |c: char| c.is_alphabetic() && !kana::is_hiragana(c);
        if matches!(thing, "免許" | "車") && text[..at].ends_with(part_of_a_word) {
            return false;
        }
        let mut rest = &text[at + thing.len()..];
        loop {
            let denial = self.denials.iter().chain(&DENIALS).find(|d| rest.starts_with(**d));
            if let Some(denial) = denial {
                return !denied(&rest[denial.len()..]);
            }
            let own = SAID.iter().flat_map(|said| said.things);
            match own.chain(&BETWEEN).filter(|b| rest.starts_with(**b)).map(|b| b.len()).max() {
                Some(more) => rest = &rest[more..],
                None => return false,
            }
        }
    }
}

/// Whether what stands behind says that it is not so.
fn denied(behind: &str) -> bool {
    let behind = ["い", "者", "害"].iter().fold(behind, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    BUT_NOT.iter().any(|words| behind.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_done_is_heard_and_what_can_is_not() {
        use Demand::{Driving, Face, Hearing, Public, Standing, Town, Voice};
        let table: &[(&str, &[Demand])] = &[
            ("耳が聞こえにくいので電話はできません", &[Voice, Hearing]),
            ("電話は苦手で無理", &[Voice]),
            ("電話対応なしの在宅", &[Voice]),
            ("電話も接客もできません", &[Voice]),
            ("家で声は出せません", &[Voice]),
            ("生まれつき耳が聞こえません。電話や声のやりとりはできない", &[Voice, Hearing]),
            ("難聴です", &[Hearing]),
            ("顔出しなし", &[Face]),
            ("顔も声も出したくない", &[Voice, Face]),
            ("自分の顔は絶対に出したくありません", &[Face]),
            ("膝が悪くて立ち仕事はできない", &[Standing]),
            ("膝を悪くして", &[Standing]),
            ("立っていると膝にくる", &[Standing]),
            ("立ったり運んだりは勘弁", &[Standing]),
            ("顔出しは一切しません", &[Face]),
            ("顔出し・店頭・配達はお断り", &[Face]),
            ("手元だけで顔は映しません", &[Face]),
            ("腰痛持ち", &[Standing]),
            ("腰を痛めて、重い物や立ち仕事はできず", &[Standing]),
            ("免許がない", &[Driving]),
            ("車の運転は怖い", &[Driving]),
            ("田舎で近くに店がない", &[Town]),
            ("近くに飲食店はほとんどありません", &[Town]),
            ("同僚に見られたくない", &[Public]),
            ("i'mdeafandcan'tdrive", &[Hearing, Driving]),
            ("ihaveabadback", &[Standing]),
            ("近くに店が少なくなった", &[Town]),
            // What can be done, what is not so, what is only asked, and what is about something else.
            ("電話も得意、顔出しok", &[]),
            ("膝に置いたパソコンで副業", &[]),
            ("顔出ししないとだめですか", &[]),
            ("顔を出さないと稼げない？", &[]),
            ("電話しないといけない仕事", &[]),
            ("電話は苦手ではない", &[]),
            ("電話できないわけではない", &[]),
            ("電話などの仕事", &[]),
            ("電話は無理なくできます", &[]),
            ("聴覚障害はありません", &[]),
            ("腰痛はないです", &[]),
            ("声の仕事は難しいですか", &[]),
            ("立ち仕事は好きです", &[]),
            ("耳が聞こえます", &[]),
            ("教員免許はない", &[]),
            ("自転車がない", &[]),
            ("運転は得意、電話対応もできます", &[]),
            ("近くに店があります", &[]),
            ("会社の人にバレたくない", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(cannot(text), expected.iter().copied().collect(), "{text}");
        }
    }

    #[test]
    fn words_stand_in_the_form_they_are_looked_for_in() {
        let own = SAID.iter().flat_map(|said| [said.phrases, said.things, said.denials]).flatten();
        for word in own.chain(&DENIALS).chain(&BETWEEN).chain(&BUT_NOT) {
            let level: String = kana::normalised(word.chars()).filter(|c| *c != ' ').collect();
            assert_eq!(level, **word);
        }
    }
}
