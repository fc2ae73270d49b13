use domain::artifact::{Nearness, WeightsDistance};

use super::made::{Array, archive, parameters, residual_20};
use crate::artifact::{distance::weights_distance, xray::examine};

fn model(arrays: &[Array]) -> Vec<u8> {
    // Entries before and behind, as in real archives.
    archive(&[("a.json", vec![b' '; 3000]), ("image-classification-0001.params", parameters(arrays)), ("z.json", vec![b' '; 10])])
}

fn compared(first: &[Array], second: &[Array]) -> Result<WeightsDistance, String> {
    let (first, second) = (model(first), model(second));
    let reports = [&first, &second].map(|bytes| examine(&bytes[..], bytes.len() as u64));
    weights_distance((&reports[0], &first[..]), (&reports[1], &second[..]))
}

#[test]
fn a_model_is_no_distance_from_itself() {
    let distance = compared(&residual_20(0.1), &residual_20(0.1)).expect("a distance");
    assert!(distance.is_identical());
    assert_eq!((distance.relative, distance.changed(), distance.layers.len()), (Some(0.0), 0, 12));
}

#[test]
fn a_continued_model_is_told_from_one_that_began_anew() {
    let parent = residual_20(0.1);
    let mut child = parent.clone();
    for (_, _, values) in &mut child {
        for (index, value) in values.iter_mut().enumerate() {
            *value += 0.05 * (index as f32).cos();
        }
    }
    let continued = compared(&parent, &child).expect("a distance");
    assert_eq!(continued.nearness(), Nearness::Near);
    assert!(continued.relative.is_some_and(|relative| (0.01..0.2).contains(&relative)), "{:?}", continued.relative);
    let scratch = compared(&parent, &residual_20(2.37)).expect("a distance");
    assert_eq!(scratch.nearness(), Nearness::Far, "{:?}", scratch.cosine);
    assert!(scratch.relative.is_some_and(|relative| relative > 1.0));
}

#[test]
fn one_changed_layer_is_found_by_its_name() {
    let parent = residual_20(0.1);
    let mut child = parent.clone();
    let doubled = child[9].2.iter().map(|value| value * 2.0).collect();
    child[9].2 = doubled;
    let distance = compared(&parent, &child).expect("a distance");
    let changed: Vec<_> = distance.layers.iter().filter(|layer| layer.relative != Some(0.0)).collect();
    let [layer] = changed[..] else { panic!("{changed:?}") };
    assert_eq!(layer.name, "fc1_weight");
    assert!(layer.relative.is_some_and(|relative| (relative - 1.0).abs() < 1e-9));
    assert!(layer.cosine.is_some_and(|cosine| (cosine - 1.0).abs() < 1e-9));
}

#[test]
fn arrays_in_another_order_and_other_arrays_are_matched_by_name() {
    let mut other = residual_20(0.1);
    other.reverse();
    other.retain(|(name, _, _)| *name != "arg:fc1_bias");
    other.push(("arg:new_weight", vec![2], vec![1.0, 2.0]));
    let place = other.iter().position(|(name, _, _)| *name == "arg:fc1_weight").expect("the array");
    other[place] = ("arg:fc1_weight", vec![5, 4], vec![0.0; 20]);
    let distance = compared(&residual_20(0.1), &other).expect("a distance");
    assert_eq!((distance.changed(), distance.layers.len()), (0, 10));
    assert_eq!(
        (&distance.only_first[..], &distance.only_second[..]),
        (&["fc1_bias".to_owned()][..], &["new_weight".to_owned()][..])
    );
    assert_eq!(distance.reshaped, [("fc1_weight".to_owned(), "float32 [10, 4]".to_owned(), "float32 [5, 4]".to_owned())]);
    assert!(!distance.is_identical());
}

#[test]
fn archives_without_parameters_are_refused_with_a_sentence() {
    let first = archive(&[("a.txt", b"x".to_vec())]);
    let report = examine(&first[..], first.len() as u64);
    let error = weights_distance((&report, &first[..]), (&report, &first[..])).expect_err("a refusal");
    assert!(error.contains("holds no parameters"), "{error}");
}
