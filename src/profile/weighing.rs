//! The numbers by which 診断 weighs jobs, as data: the shape of `data/advice.toml`, which says why each is what it is.
//!
//! Invariant: numbers inside a [`Catalogue`](super::Catalogue) are finite and within the bounds of [`Weighing::problems`].

use serde::Deserialize;

/// All numbers of 診断.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Weighing {
    /// How much each part of the points counts.
    pub weight: PartWeights,
    /// How income and time are reckoned.
    pub outlook: OutlookNumbers,
    /// How what a person knows counts.
    pub knowledge: KnowledgeNumbers,
    /// How jobs that suit almost anybody give way.
    pub common: CommonNumbers,
    /// How well each step of contact suits who prefers to be alone, in points for contact 0 to 3.
    pub alone: Vec<f64>,
    /// The same for who wants to be with people.
    pub people: Vec<f64>,
    /// How well each step of effort suits who prefers a desk.
    pub desk: Vec<f64>,
    /// The same for who wants to move.
    pub body: Vec<f64>,
    /// How well work at home, both, and outside suits who wants to stay at home.
    pub home: Vec<f64>,
    /// The same for who wants out.
    pub out: Vec<f64>,
    /// How well each step of residual income suits who wants it, in points for residual 0 to 3.
    pub residual: Vec<f64>,
    /// From how many points and on how many wishes a job may be called ぴったり and よさそう.
    pub label: LabelNumbers,
}

/// How much each part counts; a part that was not asked for counts nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "data/advice.toml says what each part is and why it weighs what it weighs")]
pub struct PartWeights {
    pub goal: f64,
    pub income: f64,
    pub soon: f64,
    pub soon_new: f64,
    pub soon_urgent: f64,
    pub soon_wait: f64,
    pub knowledge: f64,
    pub learning: f64,
    pub equipment: f64,
    pub when: f64,
    pub stretch: f64,
    pub people: f64,
    pub effort: f64,
    pub place: f64,
    pub first: f64,
    pub overall: f64,
}

/// How income and time are reckoned.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct OutlookNumbers {
    /// Hours a week when none were said.
    pub usual_week: f64,
    /// Hours a week that a goal may take when none were said.
    pub most_week: f64,
    /// Stretches a week that who said only how long one lasts is taken to have.
    pub stretches_week: f64,
    /// Share of the learning hours that is left for who works in the field.
    pub known_quick: f64,
    /// The same for whom it is a hobby.
    pub known_slow: f64,
    /// Hours of experience that who knows the field brings.
    pub known_hours: f64,
    /// Paid hours after which the established band is reached at its upper end.
    pub established_hours: f64,
    /// Hours a week from which `first_order_weeks` were worked out.
    pub rubric_week: f64,
    /// Weeks after which 「early pay」 has lost two thirds of its points.
    pub soon_weeks: f64,
    /// Hours of learning after which 「little to learn」 has lost two thirds of its points.
    pub learning_hours: f64,
    /// Yen an hour, unpaid hours included, at which income has all its points.
    pub full_rate: f64,
    /// Share of a goal from which it counts as reached.
    pub reached: f64,
}

/// How what a person knows counts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KnowledgeNumbers {
    /// What a field that helps beside the craft counts, where the craft itself counts 1.
    pub helping: f64,
    /// The same for a job that is only a neighbour of the jobs of one's craft.
    pub near: f64,
}

/// How jobs that suit almost anybody give way to nearly equal ones, where no field leads.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CommonNumbers {
    /// People by lot who are asked beforehand.
    pub asked: usize,
    /// Share of them above which a job is first too often.
    pub often: f64,
    /// Most that a job gives up, as a share of what is possible.
    pub most: f64,
}

/// When a job may be called what.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct LabelNumbers {
    /// Points from which a job is ぴったり.
    pub perfect: i64,
    /// Points from which a job is よさそう.
    pub good: i64,
    /// Wishes without which nothing is ぴったり.
    pub wishes: usize,
    /// How strongly the points tell jobs apart: the power to which the share of what is possible is raised.
    pub contrast: f64,
    /// Points below which a job that uses nothing of what somebody knows is not named to them where there is another.
    pub weak: f64,
    /// Points taken off for each job of the same category above.
    pub alike: f64,
    /// Points taken off for each job of another category above that is done in the same way: in or out, on one's feet, with people.
    pub alike_way: f64,
}

impl Weighing {
    /// What is wrong with the numbers: where, and what.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        let w = &self.weight;
        let weights = [
            w.goal,
            w.income,
            w.soon,
            w.soon_new,
            w.soon_urgent,
            w.soon_wait,
            w.knowledge,
            w.learning,
            w.equipment,
            w.when,
            w.stretch,
            w.people,
            w.effort,
            w.place,
            w.first,
            w.overall,
        ];
        if !weights.iter().all(|n| (0.0..=100.0).contains(n)) || w.overall <= 0.0 {
            found.push(("weight", "needs numbers from 0 to 100, and overall above 0."));
        }
        let o = &self.outlook;
        let hours = [
            o.usual_week,
            o.most_week,
            o.stretches_week,
            o.established_hours,
            o.rubric_week,
            o.soon_weeks,
            o.learning_hours,
            o.full_rate,
        ];
        if !hours.iter().all(|n| (1.0..=10_000.0).contains(n)) || !(0.0..=10_000.0).contains(&o.known_hours) {
            found.push(("outlook", "needs hours and weeks from 1 to 10000."));
        }
        let shares = |list: &[f64]| list.iter().all(|n| (0.0..=1.0).contains(n));
        if !shares(&[o.known_quick, o.known_slow, o.reached]) || o.known_quick > o.known_slow {
            found.push(("outlook", "needs shares from 0 to 1, known_quick ≤ known_slow."));
        }
        if !shares(&[self.knowledge.helping, self.knowledge.near]) {
            found.push(("knowledge", "needs shares from 0 to 1."));
        }
        let c = &self.common;
        if !shares(&[c.often, c.most]) || c.asked > 2_000 {
            found.push(("common", "needs shares from 0 to 1, and at most 2000 people."));
        }
        let steps =
            |list: &[f64], count| list.len() == count && list.iter().all(|n| (0.0..=100.0).contains(n));
        for (path, list, count) in [
            ("alone", &self.alone, 4),
            ("people", &self.people, 4),
            ("desk", &self.desk, 4),
            ("body", &self.body, 4),
            ("home", &self.home, 3),
            ("out", &self.out, 3),
            ("residual", &self.residual, 4),
        ] {
            if !steps(list, count) {
                found.push((path, "needs points from 0 to 100, one for each step."));
            }
        }
        let l = &self.label;
        if !(0..=l.perfect).contains(&l.good)
            || l.perfect > 100
            || !(0.5..=6.0).contains(&l.contrast)
            || ![l.weak, l.alike, l.alike_way].iter().all(|n| (0.0..=50.0).contains(n))
        {
            found.push((
                "label",
                "needs good ≤ perfect within 0 to 100, contrast from 0.5 to 6, weak, alike and alike_way from 0 to 50.",
            ));
        }
        found
    }
}
