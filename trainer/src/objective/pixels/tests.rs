mod mxnet;

use super::*;
use crate::{
    numerics::feature_map::FeatureMap,
    operations::{Gradient, TensorId},
    random::Random,
};

const CLASSES: usize = 3;
const OBJECTIVE: Pixels = Pixels { num_classes: CLASSES, height: 7, width: 6 };

/// Two heads of different sizes with random values, and 16 channels of which three are used.
fn case() -> (Vec<Head>, Image) {
    let mut random = Random::new(5);
    let maps = [FeatureMap::new(3, 4, 16, 0), FeatureMap::new(2, 2, 16, 0)];
    let heads = maps.iter().enumerate().map(|(number, map)| Head {
        tensor: TensorId(number),
        map: *map,
        gradient: Gradient { slot: number, map: map.bordered(1) },
        channels: CLASSES,
    });
    let values = maps.iter().map(|map| (0..map.length()).map(|_| random.gaussian() * 2.0).collect()).collect();
    let gradients = maps.iter().map(|map| vec![f32::NAN; map.bordered(1).length()]).collect();
    (heads.collect(), Image { values, gradients, ..Image::default() })
}

fn classes() -> Vec<u8> {
    (0..42).map(|pixel| if pixel % 5 == 0 { IGNORED } else { pixel % 3 }).collect()
}

/// The gradient is that of the sum of both losses: the weight of the auxiliary one is only reported.
#[test]
fn gradients_agree_with_finite_differences() {
    let (heads, mut image) = case();
    let classes = classes();
    let mut state = Default::default();
    let batch = OBJECTIVE.score(&heads, &mut image, &classes, &mut state);
    assert_eq!((batch.pixels, batch.counted), (42, 33));
    OBJECTIVE.differentiate(&heads, &mut image, &classes, &state, &batch);
    for (number, head) in heads.iter().enumerate() {
        for place in 0..head.map.length() {
            let mut at = |step: f32| {
                let kept = image.values[number][place];
                image.values[number][place] = kept + step;
                let loss = OBJECTIVE.score(&heads, &mut image, &classes, &mut Default::default()).loss;
                image.values[number][place] = kept;
                loss
            };
            let weight = [1.0, AUXILIARY_WEIGHT][number];
            let expected = (at(1e-2) - at(-1e-2)) / 2e-2 / weight / 33.0;
            let (row, within) = (place / head.map.row_length(), place % head.map.row_length());
            let found = f64::from(image.gradients[number][head.gradient.map.row(row).start + within]);
            assert!((found - expected).abs() < 1e-4, "head {number}, {place}: {found} is not {expected}");
        }
    }
    assert!(image.gradients.iter().flatten().all(|value| value.is_finite()), "borders are cleared");
}

#[test]
fn an_image_without_pixels_that_count_teaches_nothing() {
    let (heads, mut image) = case();
    let classes = vec![IGNORED; 42];
    let mut state = Default::default();
    let batch = OBJECTIVE.score(&heads, &mut image, &classes, &mut state);
    assert_eq!(batch.mean_loss(), 0.0);
    OBJECTIVE.differentiate(&heads, &mut image, &classes, &state, &batch);
    assert!(image.gradients.iter().flatten().all(|value| *value == 0.0));
}

#[test]
fn the_class_of_a_pixel_is_the_first_of_the_best() {
    let (heads, mut image) = case();
    image.values[0].fill(1.0);
    assert_eq!(OBJECTIVE.classes(&heads, &image), [0; 42]);
    let map = heads[0].map;
    // The last column says class 2, and the channels beyond the classes do not count.
    for row in 0..map.height {
        image.values[0][map.row(row).end - 16 + 2] = 5.0;
        image.values[0][map.row(row).start + CLASSES] = 9.0;
    }
    let found = OBJECTIVE.classes(&heads, &image);
    assert!(found.chunks_exact(6).all(|row| row[0] == 0 && row[5] == 2), "{found:?}");
}
