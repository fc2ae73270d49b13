//! The output of a job: its model and other files, as objects below `<S3OutputPath>/<job>/output/`.
//!
//! The same files with the same permissions give the same archive, byte for byte: names in order, no times, no owners.

use std::{
    io::{self, Read, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::TrainingJobRequest;
use flate2::{Compression, GzBuilder};
use tokio_util::sync::CancellationToken;

use super::{
    attempt::Attempt,
    failure::JobError,
    outcome::{Destination, Output},
    staging,
};
use crate::{
    blocking::{Cancellable, blocking, cancellable},
    db::records::{Attributes, ChecksumAlgorithm, Encryption},
    kms::KeyError,
    process::{
        folder::{MODEL, OUTPUT_DATA},
        untrusted_dir::{Entry, Folder, Listing, permissions},
    },
    s3::{
        blobs::{Blobs, Received, Seal},
        store::StoreError,
    },
};

/// The log names at most so many paths that are left out. A limit of this engine.
const MAX_LOGGED_PATHS: usize = 10;

/// The destination of a job. Its bucket must exist and its key must be usable; this is checked before the training, because a
/// failure after it would lose the model.
pub(super) async fn destination(attempt: &Attempt, request: &TrainingJobRequest) -> Result<Destination, JobError> {
    let fail = |reason: String| JobError::Client(format!("Artifact upload failed:{reason}"));
    let destination = Destination::of(request).ok_or_else(|| fail("S3OutputPath cannot be read".to_owned()))?;
    let bucket = destination.bucket();
    match attempt.jobs.store().has_bucket(bucket).await? {
        true => {
            seal(attempt, &destination, destination.uri.key()).await?;
            Ok(destination)
        }
        false => Err(fail(format!("the bucket \"{bucket}\" of S3OutputPath does not exist"))),
    }
}

/// A data key for an object of the output, sealed with `OutputDataConfig.KmsKeyId` or, without it, as the bucket says.
async fn seal(attempt: &Attempt, destination: &Destination, key: &str) -> Result<Seal, JobError> {
    let (store, bucket) = (attempt.jobs.store(), destination.bucket());
    let choice = match destination.kms_key.as_deref() {
        None => store.default_encryption(bucket).await,
        Some(name) => {
            let found = store.keys.usable(name).await;
            found.map(|row| Encryption { kms_key: Some(row.id), ..Encryption::default() }).map_err(StoreError::Key)
        }
    };
    let sealed = match choice {
        Ok(choice) => store.new_seal(bucket, key.as_bytes(), &choice.into()).await,
        Err(error) => Err(error),
    };
    sealed.map_err(|error| match error {
        StoreError::Key(KeyError::Refused { code, message }) => JobError::Client(format!(
            "Artifact upload failed:Unable to upload object s3://{bucket}/{key} (KMS.{code}: {message})"
        )),
        other => other.into(),
    })
}

/// Packs the output. A complete job always has a model archive.
pub(super) async fn collect(attempt: &Attempt, request: &TrainingJobRequest, is_complete: bool) -> Result<Vec<Output>, JobError> {
    let mut outputs = Vec::new();
    let packed = pack_all(attempt, request, is_complete, &mut outputs).await;
    if let Err(error) = packed {
        // On a full disk they would take the room that the next try needs.
        attempt.jobs.store().discard(outputs.into_iter().map(|output| output.blob).collect()).await;
        return Err(error);
    }
    Ok(outputs)
}

async fn pack_all(
    attempt: &Attempt,
    request: &TrainingJobRequest,
    is_complete: bool,
    outputs: &mut Vec<Output>,
) -> Result<(), JobError> {
    let destination = destination(attempt, request).await?;
    let (model, entries) = list(attempt, MODEL).await?;
    let (data, data_entries) = list(attempt, OUTPUT_DATA).await?;
    // A file with holes takes no blocks of the disk, and becomes as large as it says when it is packed. A program that ends right
    // after it has made one is not noticed before.
    let size = entries.iter().chain(&data_entries).filter(|entry| !entry.is_folder).map(|entry| entry.size);
    if staging::volume(request).is_some_and(|volume| size.fold(0, u64::saturating_add) > volume) {
        return Err(staging::volume_exceeded(request));
    }
    if !has_files(&entries) && is_complete {
        attempt.note("The training ended without a file in the model folder; the model archive is empty.".to_owned()).await?;
    }
    if destination.is_compressed {
        if is_complete || has_files(&entries) {
            let key = destination.uri.key().to_owned();
            outputs.push(pack(attempt, &destination, model, entries, key).await?);
        }
    } else {
        for file in entries.into_iter().filter(|entry| !entry.is_folder) {
            let key = format!("{}{}", destination.sibling("model/"), file.path.display());
            outputs.extend(copy(attempt, &destination, model.clone(), file.path, key).await?);
        }
    }
    if has_files(&data_entries) {
        let key = destination.sibling("output.tar.gz");
        outputs.push(pack(attempt, &destination, data, data_entries, key).await?);
    }
    Ok(())
}

fn has_files(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| !entry.is_folder)
}

/// A folder of the job and its entries. The log names the entries that are left out.
async fn list(attempt: &Attempt, below: &'static str) -> Result<(Option<Arc<Folder>>, Vec<Entry>), JobError> {
    let job = attempt.folder.clone();
    let listed = blocking(move || {
        let Some(folder) = job.open(Path::new(below))? else { return Ok((None, Listing::default())) };
        let listing = folder.list()?;
        Ok((Some(Arc::new(folder)), listing))
    });
    let (folder, Listing { entries, excluded }) = match listed.await {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            attempt.note(format!("/opt/ml/{below} is a link or no folder and is left out.")).await?;
            return Ok((None, Vec::new()));
        }
        listed => listed?,
    };
    for path in excluded.iter().take(MAX_LOGGED_PATHS) {
        attempt.note(format!("/opt/ml/{below}/{} is no regular file and is left out.", path.display())).await?;
    }
    if excluded.len() > MAX_LOGGED_PATHS {
        let more = excluded.len() - MAX_LOGGED_PATHS;
        attempt.note(format!("{more} more below /opt/ml/{below} are no regular files and are left out.")).await?;
    }
    Ok((folder, entries))
}

async fn pack(
    attempt: &Attempt,
    destination: &Destination,
    folder: Option<Arc<Folder>>,
    entries: Vec<Entry>,
    key: String,
) -> Result<Output, JobError> {
    let seal = seal(attempt, destination, &key).await?;
    let blobs = attempt.jobs.store().blobs.clone();
    let received = cancellable(move |token| archive(&blobs, seal, folder.as_deref(), &entries, token)).await?;
    keep(attempt, key, received, "application/x-gzip").await
}

async fn copy(
    attempt: &Attempt,
    destination: &Destination,
    folder: Option<Arc<Folder>>,
    path: PathBuf,
    key: String,
) -> Result<Option<Output>, JobError> {
    let seal = seal(attempt, destination, &key).await?;
    let blobs = attempt.jobs.store().blobs.clone();
    let received = cancellable(move |token| {
        let Some(file) = folder.map(|folder| folder.file(&path)).transpose()?.flatten() else { return Ok(None) };
        let mut receiver = blobs.receive(&[ChecksumAlgorithm::Crc64Nvme], seal)?;
        io::copy(&mut Cancellable { reader: file, token }, &mut receiver)?;
        receiver.finish().map(Some)
    });
    let Some(received) = received.await? else { return Ok(None) };
    keep(attempt, key, received, Attributes::DEFAULT_CONTENT_TYPE).await.map(Some)
}

async fn keep(attempt: &Attempt, key: String, received: Received, content_type: &str) -> Result<Output, JobError> {
    let attributes = Attributes::with_content_type(content_type);
    Ok(attempt.jobs.store().keep(&key, received, attributes).await?)
}

/// Writes `model.tar.gz` straight into the object store.
fn archive(
    blobs: &Blobs,
    seal: Seal,
    folder: Option<&Folder>,
    entries: &[Entry],
    token: &CancellationToken,
) -> io::Result<Received> {
    // The digest by which a job that starts from this model is recognised.
    let receiver = blobs.receive(&[ChecksumAlgorithm::Sha256], seal)?;
    let buffered = io::BufWriter::with_capacity(1 << 20, receiver);
    // Weights hardly compress, so a low level is enough.
    let encoder = GzBuilder::new().mtime(0).write(buffered, Compression::new(3));
    let mut archive = tar::Builder::new(encoder);
    for Entry { path, is_folder, mode, .. } in entries {
        let mut header = tar::Header::new_gnu();
        header.set_mtime(0);
        if *is_folder {
            header.set_entry_type(tar::EntryType::Directory);
            header.set_mode(*mode);
            header.set_size(0);
            // `tar` writes the name of a folder with a slash at its end.
            archive.append_data(&mut header, path.join(""), io::empty())?;
            continue;
        }
        let Some(file) = folder.map(|folder| folder.file(path)).transpose()?.flatten() else { continue };
        let metadata = file.metadata()?;
        header.set_size(metadata.len());
        header.set_mode(permissions(metadata.mode()));
        archive.append_data(&mut header, path, Cancellable { reader: file.take(metadata.len()), token })?;
    }
    let mut buffered = archive.into_inner()?.finish()?;
    buffered.flush()?;
    buffered.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}
