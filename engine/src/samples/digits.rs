//! Handwritten digits, before and after a new pattern appeared. Origin and licence: `engine/samples/digits/README.md`.

use std::io::Write;

use crate::{
    blocking::blocking,
    db,
    db::records::{Attributes, ChecksumAlgorithm},
    environment::default_bucket,
    s3::{
        encryption::Choice,
        store::{Store, StoreError},
    },
};

const BASE_TRAIN: &[u8] = include_bytes!("../../samples/digits/base-train.rec");
const NEW_TRAIN: &[u8] = include_bytes!("../../samples/digits/new-train.rec");
const BASE_VALIDATION: &[u8] = include_bytes!("../../samples/digits/base-validation.rec");
const NEW_VALIDATION: &[u8] = include_bytes!("../../samples/digits/new-validation.rec");

/// Keys, and the files that are joined in the object. RecordIO files may be concatenated.
const OBJECTS: [(&str, &[&[u8]]); 4] = [
    ("samples/digits/base/train/train.rec", &[BASE_TRAIN]),
    ("samples/digits/base/validation/validation.rec", &[BASE_VALIDATION]),
    ("samples/digits/expanded/train/train.rec", &[BASE_TRAIN, NEW_TRAIN]),
    ("samples/digits/expanded/validation/validation.rec", &[BASE_VALIDATION, NEW_VALIDATION]),
];

/// Stores the samples in the default bucket, which is created when it is missing. Existing keys are not replaced.
pub(crate) async fn store(store: &Store) -> Result<(), StoreError> {
    let bucket = default_bucket(&store.account.region, &store.account.number);
    db::buckets::insert(store.writer(), &bucket, &store.account.region, store.now()).await?;
    for (key, files) in OBJECTS {
        if store.open_object(&bucket, key).await?.is_some() {
            continue;
        }
        let seal = store.new_seal(&bucket, key.as_bytes(), &Choice::default()).await?;
        let blobs = store.blobs.clone();
        let received = blocking(move || {
            let mut receiver = blobs.receive(&[ChecksumAlgorithm::Crc64Nvme], seal)?;
            files.iter().try_for_each(|file| receiver.write_all(file))?;
            receiver.finish()
        })
        .await?;
        store.put(&bucket, key, received, Attributes::with_content_type("application/x-recordio")).await?;
    }
    Ok(())
}
