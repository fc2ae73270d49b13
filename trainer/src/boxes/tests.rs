//! Random cases against MXNet's operators; `tests/mxnet/boxes.py` wrote the numbers.

use super::{
    matching::{Match, Object, matches},
    suppression::{detect, suppress},
    *,
};
use crate::{numerics::loss::softmax, random::numbers};

const PRIORS: usize = 40;
const CLASSES: usize = 3;

#[derive(serde::Deserialize)]
struct Expected {
    targets: String,
    places: f64,
    first: Vec<[f64; 6]>,
    count: usize,
}

fn rectangles(numbers: &[f32]) -> Vec<Rectangle> {
    let rectangle = |[left, top, width, height]: &[f32; 4]| {
        let (left, top) = (left * 0.7 - 0.05, top * 0.7 - 0.05);
        Rectangle { left, top, right: left + (width * 0.4 + 0.05), bottom: top + (height * 0.4 + 0.05) }
    };
    numbers.as_chunks::<4>().0.iter().map(rectangle).collect()
}

struct Case {
    priors: Vec<Rectangle>,
    objects: Vec<Object>,
    probabilities: Vec<Vec<f32>>,
    places: Vec<[f32; 4]>,
}

fn case(number: usize) -> Case {
    let all = numbers(number as u64 + 1, 4 * PRIORS + 20 + PRIORS * (CLASSES + 1) + 4 * PRIORS + 5);
    let (priors, rest) = all.split_at(4 * PRIORS);
    let (objects, rest) = rest.split_at(20);
    let (scores, rest) = rest.split_at(PRIORS * (CLASSES + 1));
    let (places, classes) = rest.split_at(4 * PRIORS);
    let count = if number % 6 < 5 { number % 6 } else { 2 };
    let objects = rectangles(&objects[..4 * count]).into_iter().zip(classes).map(|(place, class)| Object {
        class: (class * CLASSES as f32).floor() as usize,
        place,
        is_difficult: false,
    });
    let probabilities = scores.chunks_exact(CLASSES + 1).map(|scores| {
        let mut values: Vec<f32> = scores.iter().map(|score| score * 6.0).collect();
        softmax(&mut values);
        values
    });
    Case {
        priors: rectangles(priors),
        objects: objects.collect(),
        probabilities: probabilities.collect(),
        places: places.as_chunks::<4>().0.iter().map(|place| place.map(|value| (value - 0.5) * 4.0)).collect(),
    }
}

fn expected() -> Vec<Expected> {
    serde_json::from_str(include_str!("../../tests/fixtures/boxes.json")).expect("the fixture is JSON")
}

#[test]
fn priors_are_matched_as_in_mxnet() {
    for (number, expected) in expected().iter().enumerate() {
        let Case { priors, objects, probabilities, .. } = case(number);
        let found = matches(&priors, &objects, |prior| probabilities[prior][0]);
        let mut places = 0.0;
        let letter = |(prior, found): (usize, &Match)| match found {
            Match::Ignored => 'i',
            Match::Background => '0',
            Match::Object(object) => {
                let place = objects[*object].place.encode(&priors[prior]);
                places += place.into_iter().map(f64::from).sum::<f64>();
                char::from_digit(objects[*object].class as u32 + 1, 10).expect("a digit")
            }
        };
        let targets: String = found.iter().enumerate().map(letter).collect();
        assert_eq!(targets, expected.targets, "case {number}");
        assert!((places - expected.places).abs() < 1e-3 * (1.0 + expected.places.abs()), "case {number}: {places}");
    }
}

#[test]
fn detections_are_those_of_mxnet() {
    for (number, expected) in expected().iter().enumerate() {
        let Case { priors, probabilities, places, .. } = case(number);
        let found = (0..PRIORS).filter_map(|prior| detect(&priors[prior], &probabilities[prior], places[prior])).collect();
        let kept = suppress(found, 0.45, 400);
        assert_eq!(kept.len(), expected.count, "case {number}");
        for (kept, [class, score, left, top, right, bottom]) in kept.iter().zip(&expected.first) {
            assert!((kept.class as f64 - class).abs() < 0.5, "case {number}");
            let Rectangle { left: ours_left, top: ours_top, right: ours_right, bottom: ours_bottom } = kept.place;
            let pairs = [(kept.score, score), (ours_left, left), (ours_top, top), (ours_right, right), (ours_bottom, bottom)];
            for (ours, theirs) in pairs {
                assert!((f64::from(ours) - theirs).abs() < 1e-4, "case {number}: {kept:?}");
            }
        }
    }
}

#[test]
fn a_box_is_found_again_from_its_numbers() {
    let prior = Rectangle { left: 0.2, top: 0.3, right: 0.5, bottom: 0.7 };
    let object = Rectangle { left: 0.1, top: 0.35, right: 0.6, bottom: 0.6 };
    let again = Rectangle::decode(&prior, object.encode(&prior));
    assert!((again.left - object.left).abs() < 1e-5 && (again.bottom - object.bottom).abs() < 1e-5, "{again:?}");
    assert_eq!(prior.overlap(&prior), 1.0);
    assert_eq!(prior.overlap(&Rectangle { left: 0.6, top: 0.3, right: 0.9, bottom: 0.7 }), 0.0);
    assert_eq!(Rectangle::default().overlap(&Rectangle::default()), 0.0);
}
