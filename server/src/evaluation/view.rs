//! What one page shows of a result, and of two.

use console::{
    data::evaluation::{
        ClassificationView, DetectionView, EvaluationView, FindingsView, ImagesPage, MistakeQuery, PredictionsComparison,
        RescoredPages, SegmentationView, shown_confusion,
    },
    job::agreement::agreement,
};
use domain::{
    description::TrainingJobDetail,
    evaluation::{
        ChangedImage, Changes, Classification, DetectedFile, Detections, Evaluation, Findings, Mistake, ScoreChanges,
        Segmentation, SegmentedFile,
    },
};

use super::folders::Key;

/// What one page shows of a result.
pub(super) fn view(job: &TrainingJobDetail, evaluation: Evaluation, query: MistakeQuery) -> EvaluationView {
    let agreement = agreement(job, &evaluation);
    let findings = match &evaluation.findings {
        Findings::ImageClassification(found) => classification(&evaluation, found, query),
        Findings::ObjectDetection(found) => detection(&evaluation, found, query),
        Findings::SemanticSegmentation(found) => segmentation(&evaluation, found, query),
    };
    EvaluationView { subject: evaluation.subject, agreement, findings }
}

fn classification(evaluation: &Evaluation, found: &Classification, query: MistakeQuery) -> FindingsView {
    let chosen = found.mistakes.iter().filter(|mistake| mistake.concerns(query.truth, query.predicted));
    let image = |mistake: &Mistake| Some(ChangedImage { file: evaluation.file(mistake.file)?.clone(), mistake: mistake.clone() });
    let chosen: Vec<ChangedImage> = chosen.filter_map(image).collect();
    FindingsView::ImageClassification(ClassificationView {
        classes: found.classes,
        answers: found.answers,
        correct: found.correct,
        counts: found.counts.clone(),
        all_mistakes: found.mistakes.len() as u64,
        mistakes: ImagesPage::of(chosen.into_iter(), query.page),
    })
}

fn detection(evaluation: &Evaluation, found: &Detections, query: MistakeQuery) -> FindingsView {
    let chosen = found.images.iter().filter(|image| image.concerns(query.truth, query.predicted));
    let chosen: Vec<DetectedFile> = chosen
        .filter_map(|image| Some(DetectedFile { file: evaluation.file(image.file)?.clone(), image: image.clone() }))
        .collect();
    FindingsView::ObjectDetection(DetectionView {
        mean_average_precision: found.mean_average_precision,
        overlap_threshold: found.overlap_threshold,
        objects: found.objects(),
        classes: found.classes.clone(),
        all_images: found.images.len() as u64,
        images: ImagesPage::of(chosen.into_iter(), query.page),
    })
}

fn segmentation(evaluation: &Evaluation, found: &Segmentation, query: MistakeQuery) -> FindingsView {
    let chosen = found.images.iter().filter(|image| image.concerns(query.truth, query.predicted));
    let chosen: Vec<SegmentedFile> = chosen
        .filter_map(|image| Some(SegmentedFile { file: evaluation.file(image.file)?.clone(), image: image.clone() }))
        .collect();
    FindingsView::SemanticSegmentation(SegmentationView {
        result: masks_of(evaluation),
        judged: found.judged,
        mean_iou: found.mean_iou(),
        pixels: found.pixels(),
        ignored: found.ignored,
        classes: found.of_classes(),
        confusion: shown_confusion(found.confusion.clone(), found.classes),
        all_images: found.images.len() as u64,
        kept_masks: found.kept_masks(),
        images: ImagesPage::of(chosen.into_iter(), query.page),
    })
}

/// The name under which the masks of an evaluation are kept.
fn masks_of(evaluation: &Evaluation) -> String {
    Key::of(evaluation).map(|key| key.name()).unwrap_or_default()
}

/// What one page shows of two results; the pages are those of its lists of images.
pub(super) fn compared(changes: Changes, results: (&Evaluation, &Evaluation), pages: (u64, u64)) -> PredictionsComparison {
    match changes {
        Changes::Answers(changes) => PredictionsComparison::Compared {
            better: ImagesPage::of(changes.better.into_iter(), pages.0),
            forgotten: ImagesPage::of(changes.forgotten.into_iter(), pages.1),
            both_wrong: changes.both_wrong,
            images: changes.images,
        },
        Changes::Detections(changes) => PredictionsComparison::Detections(rescored(changes, pages)),
        Changes::Segmentations(changes) => PredictionsComparison::Segmentations {
            pages: rescored(changes, pages),
            results: (masks_of(results.0), masks_of(results.1)),
        },
    }
}

fn rescored<T>(changes: ScoreChanges<T>, pages: (u64, u64)) -> RescoredPages<T> {
    RescoredPages {
        better: ImagesPage::of(changes.better.into_iter(), pages.0),
        worse: ImagesPage::of(changes.worse.into_iter(), pages.1),
        same: changes.same,
        images: changes.images,
    }
}
