//! 日本語。編集する人が読む。です・ますで、何を書けばよいかまで言う。

use super::super::finding::{Finding, Shape};
use super::super::problem::Severity;

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "エラー",
        Severity::Warning => "警告",
    }
}

pub(super) fn summary(profiles: usize, questions: usize, errors: usize, warnings: usize) -> String {
    let end = if errors > 0 {
        "エラーを直すまで、このデータは使われません。"
    } else if warnings > 0 {
        "使えます。警告の理由を確かめてください。"
    } else {
        "問題ありません。"
    };
    format!("副業{profiles}件、質問{questions}件：エラー{errors}件、警告{warnings}件。{end}")
}

/// `income.bands.0.hourly` as 「income.bands（1番目）.hourly」.
pub(super) fn path(path: &str) -> String {
    let parts = path.split('.').enumerate().map(|(i, part)| match part.parse::<usize>() {
        Ok(number) => format!("（{}番目）", number + 1),
        Err(_) if i == 0 => part.to_owned(),
        Err(_) => format!(".{part}"),
    });
    parts.collect()
}

pub(super) fn also(file: &str, line: usize) -> String {
    format!("もう1つは {file}:{line} です。")
}

fn meant(meant: Option<&String>, otherwise: &str) -> String {
    meant.map_or_else(|| otherwise.to_owned(), |meant| format!("もしかして「{meant}」ですか。"))
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Whole => "整数（例 55）",
        Shape::Decimal => "数（例 1.5）",
        Shape::Text => "文（例 \"ことば\"）",
        Shape::Flag => "true か false",
        Shape::Date => "日付（例 2026-11-24。引用符なし）",
        Shape::List => "並び（例 [\"1つめ\", \"2つめ\"]）",
        Shape::Pair => "2つの数の並び（例 [1000, 2000]）",
        Shape::Table => "項目の集まり",
        Shape::Other => "別の形の値",
    }
}

pub(super) fn say(finding: &Finding) -> String {
    use Finding as F;
    match finding {
        F::Unreadable { error } => format!("読めません（{error}）。ファイルがあるか、読む権限があるかを確かめてください。"),
        F::NotRegular => "普通のファイルではありません。文の入ったファイルを置いてください。".into(),
        F::TooLarge { most } => format!("大きすぎます（{most}バイトまで）。中身を確かめるか、分けてください。"),
        F::TooMuch { most } => format!("読みませんでした。全部のファイルを合わせて{most}バイトまでです。"),
        F::TooManyEntries { most } => format!("これ以上は読みません。フォルダに置けるのは{most}個までです。"),
        F::TooDeep { most } => format!("フォルダが深すぎます。{most}段までにしてください。"),
        F::NotUtf8 => "ここからUTF-8で読めません。文字コードをUTF-8にして保存してください。".into(),
        F::OtherEnding => "名前が .toml で終わらないので読みません。データなら名前を直してください（例 x.toml.txt → x.toml）。".into(),
        F::NotADataFile => "データのファイルではありません。副業は profiles/SLUG.toml、共通の質問は faq/TOPIC.toml に置きます。".into(),
        F::NoAnswer => "フォルダが返事をしません。前のデータで答えています。ディスクや共有フォルダを確かめてください。".into(),
        F::LoadingFailed => "読み込みの途中でプログラムが失敗しました。前のデータで答えています。最後の変更を戻してください。".into(),

        F::FullWidth { typed, key, instead } => format!("{key} に全角の「{typed}」があります。半角で {instead} と書きます。"),
        F::NotQuoted { key } => format!("{key} の文が引用符で囲まれていません。{key} = \"…\" のように、半角の \" で囲みます。"),
        F::NotToml { message } => format!("TOMLとして読めません。この行の引用符（\"）、かっこ（[ ]）、「,」「=」を確かめてください。（原文：{message}）"),
        F::WrongType { found, expected, instead } => {
            let instead = instead.as_ref().map(|value| format!("{value} と書きます。"));
            let write = instead.unwrap_or_else(|| format!("{}を書きます。", shape(*expected)));
            format!("{}が書かれています。{write}", shape(*found).split('（').next().unwrap_or_default())
        }
        F::UnknownWord { word, known, meant: m } => {
            format!("「{word}」は使えません。{} から選びます。{}", known.join("・"), meant(m.as_ref(), ""))
        }
        F::MissingKey { key } => format!("{key} がありません。書き足してください。"),
        F::OtherShape { message } => format!("値の形が合いません。data/README.md の表を見てください。（原文：{message}）"),
        F::UnknownKey { meant: m } => {
            format!("知らない項目です。{}", meant(m.as_ref(), "消すか、data/README.md でつづりを確かめてください。"))
        }

        F::Missing { most } => format!("空です。{most}字までの文を書きます。"),
        F::TooLong { length, most } => format!("{length}字あります。{most}字までに短くします。"),
        F::PhrasingLength { length, most } => format!("{length}字です。2〜{most}字で書きます。"),
        F::HalfWidthKana { found } => format!("半角の「{found}」があります。カナと句読点は全角で書きます。"),
        F::FullWidthLetter { found, instead } => format!("全角の「{found}」があります。数字と英字は半角で書きます（{instead}）。"),
        F::YenSign => "金額に「¥」があります。「1,500円」のように書きます。".into(),
        F::NoComma { digits } => format!("「{digits}円」にコンマがありません。「{}円」と書きます。", with_commas(digits)),
        F::LineBreak => "改行や制御文字があります。1行で書きます。".into(),
        F::OuterSpace => "先頭か末尾に空白があります。消します。".into(),
        F::Decoration { found } => format!("飾りの「{found}」があります。飾りを使わずに書きます。"),
        F::Emoji { found } => format!("絵文字「{found}」があります。消します。"),
        F::Promise { found } => format!("「{found}」は収入を約束しています。誰の、どんな条件の額かを書くか、消します。"),
        F::OtherWord { found, write } => format!("「{found}」とあります。同じものは、いつも「{write}」と書きます（wording.toml）。"),
        F::Count { count, least, most } => format!("{count}個あります。{least}〜{most}個にします。"),
        F::TooMany { count, most } => format!("{count}個あります。{most}個までです。大事なものを残します。"),

        F::BadAddress => "https:// か http:// から始まる、空白とかっこのないURLを書きます。".into(),
        F::ExampleAddress => "例のURLのままです。出典の本当のURLを書きます。".into(),
        F::NotHttps => "https:// から始まるURLを書きます。".into(),
        F::AddressTooLong { length, most } => format!("{length}字あります。{most}字までです。ページを開くのに要らない部分を消します。"),
        F::NotAYear { year, last } => format!("{year}は公表の年ではありません。1990〜{last}の年を書くか、分からなければ行ごと消します。"),
        F::NotADate => "日付がありません。最後に確かめた日を 2026-11-24 のように、引用符なしで書きます。".into(),
        F::AfterToday { date, today } => format!("{date}は今日（{today}）より先です。確かめた日を書きます。"),
        F::Stale { months } => format!("最後に確かめてから{months}か月たっています。数字を確かめ直し、日付を新しくします。"),
        F::OutsideRange { number, low, high } => format!("{number}は範囲の外です。{low}〜{high}の整数を書きます。"),
        F::SaidElsewhere { word, from } => format!("「{word}」は{from}から決まります。ここからは消します。"),
        F::NotRising { low, high, least, most } => {
            format!("[{low}, {high}] は使えません。[小さい数, 大きい数] の順に、{least}〜{most}で書きます。")
        }
        F::BadName { name, file, most } => format!("「{name}」はファイルの名前と同じにします（{file}）。半角の小文字・数字・ハイフンで{most}字までです。"),
        F::BadQuestionId { id, owner } => format!("「{id}」は使えません。{owner}-1 のように、番号を付けて書きます。番号はあとで変えません。"),
        F::QuestionIdTwice { id } => format!("「{id}」が2回あります。最後の番号の次を付けます。"),
        F::FewPhrasings { count, least } => format!("言い方が{count}個です。{least}個より少ないと、聞かれても見つけられないことがあります。"),

        F::NotHiragana => "ひらがなと「ー」だけで書きます。".into(),
        F::NoCategory => "分類がありません。development・creative・writing・marketing・office・commerce・teaching・gig から選びます。".into(),
        F::NoPlace => "働く場所がありません。home（在宅のみ）・mixed（外出もある）・outside（外で働く）から選びます。".into(),
        F::NotATopic { word, known } => format!("「{word}」は使えません。{known} から選びます。"),
        F::Bands { count } => format!("帯が{count}個あります。エントリー帯と中級〜継続帯の2個にします。"),
        F::NoEstimateWord => "estimate = true なので、推定・換算・目安のどれかを書きます。".into(),
        F::NoIncomeSource => "出典がありません。出典のない数字は、意見にすぎません。".into(),
        F::NoTopicSource => "出典がありません。共通の質問には、必ず出典を付けます。".into(),
        F::NoAiTask => "AIが役立つ作業がありません。1つ以上書きます。AI相性は、その平均です。".into(),
        F::Steps { count } => format!("手順が{count}個あります。ちょうど3個にします。"),
        F::Pitfalls { count } => format!("失敗の例が{count}個あります。ちょうど3個にします。"),
        F::NoQuestion => "質問がありません。1つ以上書きます。".into(),
        F::TooManyQuestions { count } => format!("質問が{count}個あります。メニューに入るのは25個までです。"),
        F::OffRubric { score, expected, tolerance } => {
            format!("{score}点は、RUBRIC.mdの{expected}点から{tolerance}点を超えて離れています。理由があれば score_reasons に書きます。")
        }
        F::EaseOffRubric { score, low, high } => {
            format!("{score}点は first_order_weeks と合いません。RUBRIC.mdでは{low}〜{high}点です。")
        }

        F::NameTwice { name } => format!("「{name}」は2つの副業にあります。どちらかから消すか、両方から消して ambiguous.toml に書きます。"),
        F::PhrasingTwice { phrasing } => format!("「{phrasing}」は2か所にあります。より合うほうに残します。"),
        F::AmbiguousIncomplete => "text と、2つ以上の jobs を書きます。".into(),
        F::AmbiguousOwned { name, owner } => format!("「{name}」は {owner} の名前でもあります。どちらかから消します。"),
        F::NoSuchJob { slug, meant: m } => format!("「{slug}」という副業はありません。{}", meant(m.as_ref(), "消すか、slugを直します。")),
        F::RelatedToItself => "自分自身は書けません。消します。".into(),
        F::NoSuchQuestion { id, meant: m } => format!("「{id}」という共通の質問はありません。{}", meant(m.as_ref(), "消すか、idを直します。")),
        F::NotAnotherQuestion { id, meant: m } => {
            format!("「{id}」という別の質問はありません。{}", meant(m.as_ref(), "消すか、idを直します。"))
        }
        F::OldIdTwice { id, owner } => format!("「{id}」はもう {owner} を開きます。古いidは1つの質問だけに書きます。"),
        F::SynonymsAlone => "同じ意味の言葉を2つ以上書きます。".into(),
        F::SynonymTwice { word, group } => format!("「{word}」は{group}番目の組にもあります。1つの言葉は1つの組だけに入れます。"),

        F::NoSuchFigure { reference, meant: m } => {
            format!("「{reference}」という数字はありません。{}", meant(m.as_ref(), "figures.toml にあるidで {fig:ID} か {year:ID} と書きます。"))
        }
        F::BadFigureId { id, most } => format!("「{id}」は使えません。半角の小文字・数字・ハイフンで{most}字までです。"),
        F::FigureTwice { id } => format!("「{id}」が2回あります。新しい値は、先にあるほうに足します。"),
        F::FigureUnused { id } => format!("「{id}」はどこにも使われていません。文に {{fig:{id}}} と書くか、消します。"),
        F::FigureNotInYen => "計算に使う数字なので、単位は円か万円、値は整数にします。".into(),
        F::FigureLacking { id } => format!("計算に使う数字「{id}」がありません。"),
        F::FigureEnds { label, last } => format!("「{label}」は{last}で終わります。次の値を調べて足します。"),
        F::FigureEnded { label, last } => format!("「{label}」は{last}で終わりました。今の値を調べて足します。"),
        F::FigureAhead { label, first } => format!("「{label}」は{first}から始まります。それまでの値を足します。"),
        F::NoFigureValue => "値がありません。値、最初の日、出典を1つ以上書きます。".into(),
        F::FigureQuotes => "引用符、\\、{ } は使えません。".into(),
        F::NoFirstDay => "最初の日がありません。2026-10-01 のように書きます。".into(),
        F::BadLastDay => "from 以後の日付ではありません。続くと分かっている最後の日を書くか、消します。".into(),
        F::FigureGap => "前の値が終わる日の次の日にします。".into(),

        F::Plain(message) => message.clone(),
    }
}

fn with_commas(digits: &str) -> String {
    digits.parse().map_or_else(|_| digits.to_owned(), |number| super::super::units::Yen(number).digits())
}
