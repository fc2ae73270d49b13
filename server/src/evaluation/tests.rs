//! Evaluations over a store and a process that tests control.

mod bench;
pub(crate) mod made;
mod segmentation;

use std::{fs, path::Path};

use console::{
    data::evaluation::{EvaluationFailure, EvaluationState, EvaluationView, FindingsView, MistakeQuery, PredictionsComparison},
    ports::evaluations::Evaluations,
};

use crate::testing::body;
use bench::{Bench, DETECTOR, key};

const ARCHIVE: &str = "/bucket/output/first/output/model.tar.gz";
const DATA: &str = "/bucket/base/validation/a.rec";

fn done(state: EvaluationState) -> EvaluationView {
    match state {
        EvaluationState::Done(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn failure(state: EvaluationState) -> EvaluationFailure {
    match state {
        EvaluationState::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

fn is_there(process: &str) -> bool {
    Path::new("/proc").join(process.trim()).exists()
}

#[tokio::test]
async fn a_result_is_made_once_for_each_version_of_model_and_data() {
    let mut bench = Bench::start().await;
    assert_eq!(bench.state("first").await, EvaluationState::NotMade);
    let view = done(bench.evaluated("first").await);
    assert_eq!((view.subject.images, view.subject.epoch, view.subject.left_out.len()), (40, 2, 0));
    let FindingsView::ImageClassification(found) = &view.findings else { panic!("{view:?}") };
    assert_eq!((found.answers, found.correct, found.all_mistakes), (40, 39, 1));
    assert_eq!(found.mistakes.images[0].file.uri, "s3://bucket/base/validation/a.rec");
    done(bench.evaluated("first").await);
    assert_eq!(bench.runs(), 1);
    // Another console finds it, too.
    bench.restart();
    done(bench.state("first").await);
    // Other data are evaluated anew.
    bench.store("/bucket/base/validation/b.rec", b"\x0A\x23\xD7\xCE");
    assert_ne!(done(bench.evaluated("first").await).subject.channels, view.subject.channels);
    assert_eq!(bench.runs(), 2);
    assert!(!bench.work().exists());
}

#[tokio::test]
async fn the_mistakes_are_chosen_by_class() {
    let bench = Bench::start().await;
    bench.process_leaves(&[8, 16, 24]);
    done(bench.evaluated("first").await);
    let count = async |truth, predicted| {
        let query = MistakeQuery { truth, predicted, page: 1 };
        let view = done(bench.evaluations.state(&key("first"), query).await.expect("a state"));
        let FindingsView::ImageClassification(found) = view.findings else { panic!("classes") };
        (found.all_mistakes, found.mistakes.count)
    };
    assert_eq!(count(Some(3), Some(8)).await, (3, 3));
    assert_eq!(count(Some(8), None).await, (3, 0));
}

#[tokio::test]
async fn a_detector_is_evaluated_on_separate_images_with_their_annotations() {
    let mut bench = Bench::start().await;
    bench.add_detector().await;
    let view = done(bench.evaluated(DETECTOR).await);
    let seen = fs::read_to_string(bench.seen()).expect("a process ran");
    let (algorithm, files) = seen.split_once('\n').expect("two lines");
    let mut files: Vec<&str> = files.lines().collect();
    files.sort_unstable();
    assert_eq!(algorithm, "object-detection");
    assert_eq!(
        files,
        [
            "./model/model.tar.gz",
            "./validation/a/1.jpg",
            "./validation/a/2.PNG",
            "./validation_annotation/a/1.json",
            "./validation_annotation/a/2.json",
        ]
    );
    let channels: Vec<&str> = view.subject.channels.iter().map(|data| data.channel.as_str()).collect();
    assert_eq!(channels, ["validation", "validation_annotation"]);
    // What is kept is read back by another console.
    bench.restart();
    let FindingsView::ObjectDetection(found) = done(bench.state(DETECTOR).await).findings else { panic!("objects") };
    assert_eq!((found.objects, found.mean_average_precision, found.all_images), ((2, 1), 0.5, 1));
    assert_eq!(found.images.images[0].file.uri, "s3://bucket/boxes/validation/a/2.PNG");
    let query = MistakeQuery { truth: Some(0), predicted: None, page: 1 };
    let chosen = done(bench.evaluations.state(&key(DETECTOR), query).await.expect("a state"));
    assert!(matches!(chosen.findings, FindingsView::ObjectDetection(found) if found.images.count == 0 && found.all_images == 1));
    // A classifier and a detector have nothing in common.
    bench.process_leaves(&[]);
    done(bench.evaluated("first").await);
    let compared = bench.evaluations.compare(&key("first"), &key(DETECTOR), (1, 1)).await.expect("an answer");
    assert!(matches!(compared, PredictionsComparison::NotComparable(reason) if reason.contains("different algorithms")));
}

#[tokio::test]
async fn an_annotation_that_is_left_out_takes_its_image_along() {
    let bench = Bench::start().await;
    bench.add_detector().await;
    bench.store("/bucket/boxes/validation_annotation/a/1.json", &vec![b' '; (32 << 20) + 1]);
    let view = done(bench.evaluated(DETECTOR).await);
    let seen = fs::read_to_string(bench.seen()).expect("a process ran");
    assert!(seen.contains("validation/a/2.PNG") && !seen.contains("a/1."), "{seen}");
    assert_eq!(view.subject.left_out, ["1 image was left out: it, or its annotation, has more than 32 MiB."]);
}

#[tokio::test]
async fn a_model_that_was_replaced_is_not_taken_for_the_jobs_own() {
    let bench = Bench::start().await;
    bench.store(ARCHIVE, b"of another job");
    assert_eq!(failure(bench.evaluated("first").await).title, "The model was replaced");
    bench.remove(ARCHIVE);
    assert_eq!(failure(bench.evaluated("first").await).title, "An object is gone");
    assert_eq!(bench.runs(), 0);
}

#[tokio::test]
async fn data_that_are_gone_are_named() {
    let bench = Bench::start().await;
    bench.remove(DATA);
    let failure = failure(bench.evaluated("first").await);
    assert!(failure.text.contains("s3://bucket/base/validation/ cannot be read: no object is there"), "{failure:?}");
}

#[tokio::test]
async fn of_separate_images_those_that_are_there_are_evaluated() {
    let bench = Bench::start().await;
    let mut request = body("listed");
    let channels = request["InputDataConfig"].as_array_mut().expect("channels");
    let location = |name: &str| format!("s3://bucket/images/{name}/");
    channels[1]["ContentType"] = "application/x-image".into();
    channels[1]["DataSource"]["S3DataSource"]["S3Uri"] = location("validation").into();
    let mut list = channels[1].clone();
    list["ChannelName"] = "validation_lst".into();
    list["DataSource"]["S3DataSource"]["S3Uri"] = location("validation_lst").into();
    channels[2] = list;
    bench.store("/bucket/output/listed/output/model.tar.gz", b"listed");
    bench.store("/bucket/images/validation/cats/1.png", b"\x89PNG one");
    bench.store("/bucket/images/validation_lst/all.lst", b"1\t0\tcats/1.png\n2\t1\tcats/gone.png\n");
    bench.finish_request("listed", &request).await;
    let seen = bench.folder.path().join("seen");
    bench.process_does(&format!(
        "cd $2/input/data && /bin/cat validation_lst/images.lst validation/cats/1.png > {}; exit 3",
        seen.display()
    ));
    let _ = failure(bench.evaluated("listed").await);
    assert_eq!(fs::read(&seen).expect("what the process saw"), b"1\t0\tcats/1.png\x89PNG one");
    bench.process_leaves(&[]);
    let view = done(bench.evaluated("listed").await);
    assert_eq!(view.subject.left_out, ["1 image of the list was left out: it is not in the channel any more."]);
    assert_eq!(view.subject.channels.len(), 2);
}

#[tokio::test]
async fn a_cancelled_evaluation_ends_its_process_and_the_next_one_begins() {
    let bench = Bench::start().await;
    let process = bench.folder.path().join("process");
    bench.process_does(&format!("echo '{{\"done\":1,\"images\":40}}'\necho $$ > {}\nexec /bin/sleep 600", process.display()));
    bench.evaluations.start(&key("first")).await.expect("a start");
    bench.evaluations.start(&key("second")).await.expect("a start");
    bench.until("first", |_| fs::read_to_string(&process).is_ok_and(|text| text.ends_with('\n'))).await;
    assert!(matches!(bench.state("first").await, EvaluationState::Running(_)));
    assert!(format!("{:?}", bench.state("second").await).contains("Waiting(1)"));
    let number = fs::read_to_string(&process).expect("a number");
    assert!(is_there(&number) && bench.work().exists());
    bench.process_leaves(&[]);
    bench.evaluations.cancel(&key("first")).await.expect("cancelled");
    assert_eq!(bench.state("first").await, EvaluationState::NotMade);
    done(bench.until("second", |state| !matches!(state, EvaluationState::Running(_))).await);
    bench.until("first", |_| !is_there(&number) && !bench.work().exists()).await;
}

#[tokio::test]
async fn an_evaluation_ends_with_the_console() {
    let bench = Bench::start().await;
    let process = bench.folder.path().join("process");
    bench.process_does(&format!("echo $$ > {}\nexec /bin/sleep 600", process.display()));
    bench.evaluations.start(&key("first")).await.expect("a start");
    bench.until("first", |_| fs::read_to_string(&process).is_ok_and(|text| text.ends_with('\n'))).await;
    let number = fs::read_to_string(&process).expect("a number");
    bench.ending.cancel();
    bench.until("first", |state| *state == EvaluationState::NotMade && !is_there(&number)).await;
}

#[tokio::test]
async fn what_a_killed_console_left_is_removed() {
    let mut bench = Bench::start().await;
    fs::create_dir_all(bench.work()).expect("a folder");
    fs::write(bench.work().join("half"), "of it").expect("a file");
    bench.restart();
    assert!(!bench.work().exists());
}

#[tokio::test]
async fn a_process_that_fails_says_why() {
    let bench = Bench::start().await;
    bench.process_does("kill -9 $$");
    let killed = failure(bench.evaluated("first").await);
    assert!(killed.title.contains("was killed") && killed.text.contains("Signal 9"), "{killed:?}");
    bench.process_does(
        "/bin/mkdir -p $2/output; echo 'ClientError: The model channel is not a model.' > $2/output/failure; exit 1",
    );
    let refused = failure(bench.evaluated("first").await);
    assert_eq!(refused.text.trim(), "The model channel is not a model.");
    bench.process_does("exit 3");
    assert!(failure(bench.evaluated("first").await).text.contains("exit status: 3"));
    bench.process_does("/bin/mkdir -p $2/output; echo '{}' > $2/output/evaluation.json");
    assert!(failure(bench.evaluated("first").await).title.contains("no result that can be read"));
    // A failure is shown until it is taken note of.
    bench.evaluations.cancel(&key("first")).await.expect("noted");
    assert_eq!(bench.state("first").await, EvaluationState::NotMade);
}

#[tokio::test]
async fn two_jobs_are_compared_image_by_image() {
    let bench = Bench::start().await;
    let compared = async || bench.evaluations.compare(&key("first"), &key("second"), (1, 1)).await.expect("a comparison");
    bench.process_leaves(&[8, 16]);
    done(bench.evaluated("first").await);
    assert_eq!(compared().await, PredictionsComparison::NotMade(vec!["second".to_owned()]));
    bench.process_leaves(&[16, 24, 32]);
    done(bench.evaluated("second").await);
    let PredictionsComparison::Compared { better, forgotten, both_wrong, images } = compared().await else {
        panic!("not compared")
    };
    assert_eq!((better.count, forgotten.count, both_wrong, images), (1, 2, 1, 40));
}
