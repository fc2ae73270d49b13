//! Draws the scenes and stores the objects that are missing.

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Write},
    sync::Arc,
};

use scenes::{Class, Shape, encoding};
use serde_json::{Value, json};

use super::layout::{self, SampleContent, SampleObject, SceneId};
use crate::{
    blocking::blocking,
    db::records::{Attributes, ChecksumAlgorithm},
    environment::default_bucket,
    s3::{
        encryption::Choice,
        store::{NewObject, Store, StoreError},
    },
};

/// Scenes that are drawn, and objects that become durable together, before the task looks whether the engine ends.
const BATCH: usize = 64;
/// Rows of one question for keys.
const PAGE: i64 = 1000;

/// A scene as its files.
struct EncodedScene {
    image: Vec<u8>,
    mask: Vec<u8>,
    shapes: Vec<Shape>,
}

type Scenes = BTreeMap<SceneId, EncodedScene>;

/// Stores the scenes in the default bucket. Existing keys are not replaced, and nothing is drawn when all are there.
pub(crate) async fn store(store: &Store) -> Result<(), StoreError> {
    let bucket = default_bucket(&store.account.region, &store.account.number);
    let mut missing = layout::objects();
    let stored = stored_keys(store, &bucket).await?;
    missing.retain(|object| !stored.contains(object.key.as_bytes()));
    if missing.is_empty() {
        return Ok(());
    }
    let mut scenes = Scenes::new();
    for batch in layout::all_scenes().collect::<Vec<_>>().chunks(BATCH) {
        let batch = batch.to_vec();
        scenes
            .extend(blocking(move || batch.into_iter().map(|id| Ok((id, encoded(id)?))).collect::<io::Result<Vec<_>>>()).await?);
    }
    let (count, scenes) = (missing.len(), Arc::new(scenes));
    while !missing.is_empty() {
        let batch = missing.drain(..missing.len().min(BATCH)).collect();
        store_batch(store, &bucket, batch, scenes.clone()).await?;
    }
    tracing::info!(objects = count, %bucket, "the sample scenes are stored");
    Ok(())
}

async fn stored_keys(store: &Store, bucket: &str) -> Result<HashSet<Vec<u8>>, StoreError> {
    let mut keys = HashSet::new();
    let mut last: Option<Vec<u8>> = None;
    loop {
        let page = store.list(bucket, layout::PREFIX, last.as_deref(), PAGE).await?;
        last = page.last().map(|row| row.key.clone());
        keys.extend(page.into_iter().map(|row| row.key));
        if last.is_none() {
            return Ok(keys);
        }
    }
}

async fn store_batch(store: &Store, bucket: &str, batch: Vec<SampleObject>, scenes: Arc<Scenes>) -> Result<(), StoreError> {
    let mut sealed = Vec::new();
    for object in batch {
        let seal = store.new_seal(bucket, object.key.as_bytes(), &Choice::default()).await?;
        sealed.push((object, seal));
    }
    let (blobs, name) = (store.blobs.clone(), bucket.to_owned());
    let receive = move |(SampleObject { key, content }, seal)| {
        let mut receiver = blobs.receive(&[ChecksumAlgorithm::Crc64Nvme], seal)?;
        receiver.write_all(&bytes(&content, &name, &scenes)?)?;
        let attributes = Attributes::with_content_type(content.content_type());
        Ok(NewObject { key, received: receiver.finish()?, attributes })
    };
    let received = blocking(move || sealed.into_iter().map(receive).collect::<io::Result<Vec<_>>>()).await?;
    store.put_missing(bucket, received).await
}

fn encoded(id: SceneId) -> io::Result<EncodedScene> {
    let scene = scenes::draw(id.pattern, id.seed());
    Ok(EncodedScene { image: encoding::image(&scene)?, mask: encoding::mask(&scene)?, shapes: scene.shapes })
}

/// The bytes of an object.
fn bytes(content: &SampleContent, bucket: &str, scenes: &Scenes) -> io::Result<Vec<u8>> {
    let scene = |id: &SceneId| scenes.get(id).ok_or_else(|| io::Error::other("a sample scene was not drawn"));
    match content {
        SampleContent::Image(id) => Ok(scene(id)?.image.clone()),
        SampleContent::Mask(id) => Ok(scene(id)?.mask.clone()),
        SampleContent::Annotation(id) => Ok(line(&encoding::annotation(&scene(id)?.shapes, &format!("{}.jpg", id.stem())))),
        SampleContent::Records(ids) => ids.iter().try_fold(Vec::new(), |mut file, id| {
            let scene = scene(id)?;
            encoding::append_record(&mut file, id.seed(), &scene.shapes, &scene.image)?;
            Ok(file)
        }),
        SampleContent::BoxManifest { images, scenes: ids } => {
            let lines = ids.iter().map(|id| {
                let image = format!("s3://{bucket}/{images}{}.jpg", id.stem());
                Ok(line(&json!({ "source-ref": image, "bounding-box": encoding::boxes(&scene(id)?.shapes) })))
            });
            lines.collect::<io::Result<Vec<_>>>().map(|lines| lines.concat())
        }
        SampleContent::MaskManifest { images, masks, scenes: ids } => {
            let manifest_line = |id: &SceneId| {
                let (image, mask) =
                    (format!("s3://{bucket}/{images}{}.jpg", id.stem()), format!("s3://{bucket}/{masks}{}.png", id.stem()));
                line(&json!({ "source-ref": image, "mask-ref": mask }))
            };
            Ok(ids.iter().flat_map(manifest_line).collect())
        }
        SampleContent::LabelMap => {
            let same = (0..=Class::ALL.len()).map(|value| (value.to_string(), Value::from(value)));
            Ok(line(&json!({ "map": same.collect::<serde_json::Map<_, _>>() })))
        }
    }
}

fn line(value: &Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn all_encoded() -> Scenes {
        layout::all_scenes().map(|id| (id, encoded(id).expect("a scene"))).collect()
    }

    /// A new version of `image` or `png` may write other bytes for the same pixels. Then the digest of `scenes::drawing` is
    /// still right, and this one is replaced.
    #[test]
    fn the_samples_are_the_same_on_every_run() {
        let scenes = all_encoded();
        let stored = layout::objects().into_iter().fold(Sha256::new(), |digest, object| {
            digest.chain_update(&object.key).chain_update(bytes(&object.content, "bucket", &scenes).expect("bytes"))
        });
        assert_eq!(hex::encode(stored.finalize()), "6dd0cce4804b4f2edb4489c5ef4b070d44f94592c959ecb66eb2d7c34e63b047");
    }

    #[test]
    fn every_line_of_a_manifest_names_objects_that_are_there() {
        let scenes = all_encoded();
        let objects = layout::objects();
        let keys: HashSet<&str> = objects.iter().map(|object| object.key.as_str()).collect();
        let mut lines = 0;
        for object in objects.iter().filter(|object| object.key.ends_with(".manifest")) {
            let text = String::from_utf8(bytes(&object.content, "bucket", &scenes).expect("bytes")).expect("text");
            for line in text.lines() {
                let line: Value = serde_json::from_str(line).expect("JSON");
                for name in ["source-ref", "mask-ref"] {
                    if let Some(location) = line[name].as_str() {
                        assert!(keys.contains(location.strip_prefix("s3://bucket/").expect("a location")), "{location}");
                    }
                }
                assert!(line["mask-ref"].is_string() || line["bounding-box"]["annotations"][0]["width"].is_number(), "{line}");
                lines += 1;
            }
        }
        assert_eq!(lines, 2 * (160 + 32 + 240 + 64));
    }
}
