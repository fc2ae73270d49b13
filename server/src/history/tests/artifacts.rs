//! The place of an artifact is looked at again and again, and other objects come and go there.

use domain::{Timestamp, event::EventKind};
use serde_json::Value;

use crate::{
    aws::artifact::FoundArtifact,
    db::{
        jobs::{self, ArtifactProbe, JobRow},
        lookup,
    },
    history::refresh::change,
    testing::{Target, body},
};

async fn row(target: &Target) -> JobRow {
    lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job")
}

/// Looks for the artifact and finds an object with this tag; gives the kind of the event that follows.
async fn look(target: &Target, etag: Option<&str>) -> Option<EventKind> {
    let size = etag.map(|etag| etag.len() as u64);
    let found =
        etag.zip(size).map(|(etag, size)| FoundArtifact { size, etag: Some(etag.to_owned()), sha256: Some(etag.to_owned()) });
    let event = change(&row(target).await, found.as_ref()).map(|(kind, _)| kind);
    let probe = ArtifactProbe { size: size.map(|size| size as i64), etag, sha256: etag };
    let id = row(target).await.id;
    jobs::record_artifact_probe(target.database.writer(), id, &probe, Timestamp::UNIX_EPOCH).await.expect("a look");
    event
}

#[tokio::test]
async fn another_object_in_the_place_of_an_artifact_is_told_once_and_never_taken_for_it() {
    let target = Target::start(|_, _| (500, Value::Null)).await;
    target.add("a", Timestamp::UNIX_EPOCH, &body("a")).await;
    let known = async || {
        let row = row(&target).await;
        (row.artifact_size, row.artifact_sha256, row.artifact_replaced)
    };
    let own = |size| (size, Some("own".to_owned()), false);

    assert_eq!(look(&target, None).await, None);
    assert_eq!(look(&target, Some("own")).await, Some(EventKind::ArtifactFound));
    assert_eq!(known().await, own(Some(3)));
    assert_eq!(look(&target, Some("other")).await, Some(EventKind::ArtifactChanged));
    assert_eq!(known().await, (Some(3), Some("own".to_owned()), true), "what is known of the job's own object stays");
    assert_eq!(look(&target, Some("other")).await, None);
    assert_eq!(look(&target, None).await, Some(EventKind::ArtifactChanged));
    assert_eq!(known().await, own(None));
    assert_eq!(look(&target, Some("other")).await, Some(EventKind::ArtifactChanged));
    assert_eq!(look(&target, Some("other")).await, None);
    assert_eq!(look(&target, Some("own")).await, Some(EventKind::ArtifactFound));
    assert_eq!(known().await, own(Some(3)));
}
