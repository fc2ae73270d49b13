//! What a chart shows.

use console::job::scores::CountedBy;

use super::{Scale, ScaleKind};

/// How a curve looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesStyle {
    /// The curve that the chart is about.
    Main,
    /// A second curve beside it.
    Second,
    /// What came before.
    Before,
    /// One of up to eight curves of equal rank, counted from 0.
    Overlay(usize),
}

/// Colours and strokes of curves of equal rank; more than this many cannot be told apart.
pub const MAX_OVERLAYS: usize = 8;

impl SeriesStyle {
    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        const OVERLAYS: [&str; MAX_OVERLAYS] = [
            "series series-a",
            "series series-b",
            "series series-c",
            "series series-d",
            "series series-e",
            "series series-f",
            "series series-g",
            "series series-h",
        ];
        match self {
            Self::Main => "series series-main",
            Self::Second => "series series-second",
            Self::Before => "series series-before",
            Self::Overlay(index) => OVERLAYS[index % MAX_OVERLAYS],
        }
    }
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// How it looks.
    pub style: SeriesStyle,
    /// Places on the axis with their values, ascending.
    pub points: Vec<(u32, f64)>,
    /// The place whose value counts most, such as the best epoch; it gets a ring.
    pub best: Option<u32>,
}

/// A part of the axis with a name, such as the epochs of one generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub until: u32,
    /// Its name below the axis.
    pub name: String,
}

/// The names of the places on an axis. A name is made where it is shown, and never for the whole axis: the length of an
/// axis comes from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceNames {
    /// What is counted.
    pub unit: CountedBy,
    /// Several jobs behind each other: where the epochs of each begin, ascending, and its name. Empty for one job, and where
    /// each curve has its own epochs.
    pub jobs: Vec<(u32, String)>,
}

impl PlaceNames {
    /// Those of one job, or of curves that each have their own epochs or steps.
    pub fn of(unit: CountedBy) -> Self {
        Self { unit, jobs: Vec::new() }
    }

    /// Name of a place, for example `epoch 3`.
    fn name(&self, place: u32) -> String {
        let noun = self.unit.noun();
        match self.jobs.iter().rev().find(|(start, _)| *start <= place) {
            // Epoch 0 is the loaded model's.
            None if place == 0 && self.unit == CountedBy::Epoch => BEFORE.to_owned(),
            None => format!("{noun} {place}"),
            Some((_, job)) if place == 0 && self.unit == CountedBy::Epoch => format!("{BEFORE} {job}"),
            Some((start, job)) if *start == place && place > 0 => format!("the hand-over to {job}"),
            Some((start, job)) => format!("{noun} {} of {job}", place - start),
        }
    }
}

/// The place of what was measured before the first epoch.
const BEFORE: &str = "before training";

/// All of a chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChartData {
    /// What is measured, for example `Validation accuracy`.
    pub title: String,
    /// The curves.
    pub series: Vec<Series>,
    /// Last place on the axis, which begins at 0.
    pub last: u32,
    /// What the places count.
    pub places: PlaceNames,
    /// Largest value that can be; `None` fits the axis to the values.
    pub top: Option<f64>,
    /// Parts of the axis; every second one has another ground. None: the axis is one.
    pub bands: Vec<Band>,
    /// Digits behind the point of a value; `None` writes a number as it was given.
    pub decimals: Option<usize>,
    /// What stands in an empty chart.
    pub when_empty: &'static str,
}

impl ChartData {
    /// Whether there is no value yet.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.points.is_empty())
    }

    /// A value in words.
    pub fn written(&self, value: f64) -> String {
        self.decimals.map_or_else(|| value.to_string(), |decimals| format!("{value:.decimals$}"))
    }

    /// The axis of values.
    pub fn scale(&self, kind: ScaleKind) -> Scale {
        let values = self.series.iter().flat_map(|series| series.points.iter().map(|(_, value)| *value));
        Scale::new(kind, values, self.top)
    }

    /// Places that have a value, ascending.
    pub fn measured_places(&self) -> Vec<u32> {
        let mut places: Vec<u32> = self.series.iter().flat_map(|series| series.points.iter().map(|(place, _)| *place)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Name of a place, for example `epoch 3`.
    pub fn place_name(&self, place: u32) -> String {
        self.places.name(place)
    }

    /// The chart in a sentence, for those who do not see it.
    pub fn summary(&self) -> String {
        let ends = self.series.iter().filter_map(|series| {
            let (place, value) = series.points.last()?;
            let at = if *place == 0 && self.places.unit == CountedBy::Epoch { "" } else { "at " };
            Some(format!("{}: {} {at}{}", series.name, self.written(*value), self.place_name(*place)))
        });
        let ends: Vec<String> = ends.collect();
        if ends.is_empty() { format!("{}: no values yet.", self.title) } else { format!("{}. {}.", self.title, ends.join("; ")) }
    }
}

impl Series {
    /// The value at a place.
    pub fn value_at(&self, place: u32) -> Option<f64> {
        let found = self.points.binary_search_by_key(&place, |(own, _)| *own).ok()?;
        self.points.get(found).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: Vec<(u32, f64)>) -> ChartData {
        ChartData {
            title: "Loss".to_owned(),
            series: vec![Series { name: "Training".to_owned(), style: SeriesStyle::Main, points, best: None }],
            last: 4,
            places: PlaceNames::default(),
            top: None,
            bands: vec![],
            decimals: Some(2),
            when_empty: "",
        }
    }

    #[test]
    fn the_sentence_names_the_last_values() {
        assert_eq!(chart(vec![(1, 2.0), (3, 0.5)]).summary(), "Loss. Training: 0.50 at epoch 3.");
        assert_eq!(chart(vec![(0, 2.0)]).summary(), "Loss. Training: 2.00 before training.");
        assert_eq!(chart(vec![]).summary(), "Loss: no values yet.");
    }

    #[test]
    fn values_are_found_by_their_place() {
        let chart = chart(vec![(1, 2.0), (3, 0.5)]);
        assert_eq!(
            [1, 2, 3].map(|place| chart.series.first().and_then(|series| series.value_at(place))),
            [Some(2.0), None, Some(0.5)]
        );
        assert_eq!(chart.measured_places(), [1, 3]);
    }

    #[test]
    fn places_are_named_by_their_job() {
        let jobs = PlaceNames { unit: CountedBy::Epoch, jobs: vec![(0, "base".to_owned()), (3, "child".to_owned())] };
        let names = [0, 2, 3, 5].map(|place| jobs.name(place));
        assert_eq!(names, ["before training base", "epoch 2 of base", "the hand-over to child", "epoch 2 of child"]);
        assert_eq!(PlaceNames::of(CountedBy::Epoch).name(u32::MAX), "epoch 4294967295");
    }
}
