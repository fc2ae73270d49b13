//! What a detector found, in words.

use domain::evaluation::{DetectedImage, DetectionBox, Outcome};

use super::super::Chosen;

/// Which images are chosen; `None` when all are.
pub fn chosen_words(chosen: Chosen) -> Option<String> {
    let missed = chosen.truth.map(|class| format!("objects of class {class} were missed"));
    let wrong = chosen.predicted.map(|class| format!("predictions of class {class} are wrong"));
    let words: Vec<String> = missed.into_iter().chain(wrong).collect();
    (!words.is_empty()).then(|| format!("Images in which {}", words.join(" and ")))
}

/// What came of an image: `3 of 5 objects found, 1 prediction wrong`.
pub fn summary(image: &DetectedImage) -> String {
    let objects = image.found as usize + image.missed.len();
    let found = match objects {
        0 => "No objects".to_owned(),
        1 => format!("{} of 1 object found", image.found),
        objects => format!("{} of {objects} objects found", image.found),
    };
    match image.wrong.len() {
        0 => found,
        1 => format!("{found}, 1 prediction wrong"),
        wrong => format!("{found}, {wrong} predictions wrong"),
    }
}

/// What stands at a box: its class, how sure the model is, and what is wrong.
pub fn label(shown: &DetectionBox) -> String {
    match (shown.score, shown.outcome) {
        (None, Outcome::Right) => shown.class.to_string(),
        (None, Outcome::Wrong) => format!("{} missed", shown.class),
        (None, Outcome::NotCounted) => format!("{} difficult", shown.class),
        (Some(score), Outcome::Wrong) => format!("{} wrong {}", shown.class, percent(score)),
        (Some(score), _) => format!("{} {}", shown.class, percent(score)),
    }
}

/// An image with its boxes, for those who do not see it.
pub fn described(name: &str, image: &DetectedImage) -> String {
    let list = |boxes: &[DetectionBox]| match boxes {
        [] => "none".to_owned(),
        boxes => boxes.iter().map(one).collect::<Vec<_>>().join("; "),
    };
    format!("{name}. Objects: {}. Predictions: {}.", list(&image.objects), list(&image.predictions))
}

fn one(shown: &DetectionBox) -> String {
    let outcome = match (shown.score, shown.outcome) {
        (None, Outcome::Right) => "found".to_owned(),
        (None, Outcome::Wrong) => "missed".to_owned(),
        (None, Outcome::NotCounted) => "difficult".to_owned(),
        (Some(score), Outcome::Right) => format!("right, score {}", percent(score)),
        (Some(score), Outcome::Wrong) => format!("wrong, score {}", percent(score)),
        (Some(score), Outcome::NotCounted) => format!("not counted, score {}", percent(score)),
    };
    let [left, top, right, bottom] = shown.edges.map(|edge| (f64::from(edge) * 100.0).round());
    format!("class {}, {outcome}, {left} to {right} % from the left, {top} to {bottom} % from the top", shown.class)
}

fn percent(score: f32) -> String {
    format!("{:.0} %", f64::from(score) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(class: u32, score: Option<f32>, outcome: Outcome) -> DetectionBox {
        DetectionBox { class, score, edges: [0.1, 0.2, 0.5, 0.75], outcome }
    }

    fn image(found: u32, missed: &[u32], wrong: &[u32]) -> DetectedImage {
        DetectedImage {
            file: 0,
            offset: None,
            size: 1,
            found,
            missed: missed.to_vec(),
            wrong: wrong.to_vec(),
            objects: vec![shown(3, None, Outcome::Wrong)],
            predictions: vec![shown(4, Some(0.87), Outcome::Wrong)],
            more: 0,
        }
    }

    #[test]
    fn what_was_found_is_said() {
        assert_eq!(summary(&image(3, &[1, 2], &[])), "3 of 5 objects found");
        assert_eq!(summary(&image(0, &[1], &[4])), "0 of 1 object found, 1 prediction wrong");
        assert_eq!(summary(&image(0, &[], &[4, 4])), "No objects, 2 predictions wrong");
    }

    #[test]
    fn the_text_alternative_lists_every_box() {
        assert_eq!(
            described("a.jpg", &image(0, &[3], &[4])),
            "a.jpg. Objects: class 3, missed, 10 to 50 % from the left, 20 to 75 % from the top. Predictions: class 4, wrong, score \
             87 %, 10 to 50 % from the left, 20 to 75 % from the top."
        );
        assert_eq!(label(&shown(4, Some(0.87), Outcome::Wrong)), "4 wrong 87 %");
        assert_eq!(label(&shown(4, Some(0.87), Outcome::Right)), "4 87 %");
        assert_eq!(label(&shown(3, None, Outcome::Wrong)), "3 missed");
    }

    #[test]
    fn what_is_chosen_is_said() {
        let said = |truth, predicted| chosen_words(Chosen { truth, predicted, page: 1 });
        assert_eq!(said(None, None), None);
        assert_eq!(said(Some(3), None).as_deref(), Some("Images in which objects of class 3 were missed"));
        assert_eq!(said(None, Some(8)).as_deref(), Some("Images in which predictions of class 8 are wrong"));
    }
}
