//! Objects and their bytes, for the S3 operations and for jobs.

use std::{fs::File, io};

use futures::future::try_join_all;
use sqlx::{Sqlite, SqlitePool, Transaction, types::Json};

use super::{
    blobs::{Blobs, Content, Received},
    customer_key::{CustomerKey, CustomerKeyError},
};
use crate::{
    account::Account,
    blocking::blocking,
    data_folder::DataFolder,
    db::{
        self, listing,
        objects::ObjectRow,
        records::{Attributes, Checksums},
    },
    kms::{KeyError, Keys},
};

/// The object store.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) account: Account,
    pub(crate) blobs: Blobs,
    pub(crate) keys: Keys,
}

/// Received bytes that become an object.
pub(crate) struct NewObject {
    pub(crate) key: String,
    pub(crate) received: Received,
    pub(crate) attributes: Attributes,
}

/// The error of the store for a job.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// There is no such bucket.
    #[error("the bucket \"{0}\" does not exist")]
    NoSuchBucket(String),
    /// The index failed.
    #[error("the index of the object store failed: {0}")]
    Index(#[from] sqlx::Error),
    /// A file failed.
    #[error("a file of the object store failed: {0}")]
    File(#[from] io::Error),
    /// The key that an object is encrypted with cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key of a client does not fit.
    #[error(transparent)]
    CustomerKey(#[from] CustomerKeyError),
}

/// The time after which unfinished multipart uploads are deleted, in milliseconds: seven days.
const ABANDONED_AFTER: i64 = 7 * 24 * 60 * 60 * 1000;

impl Store {
    /// Opens the store and deletes the unfinished uploads of an earlier process.
    pub(crate) async fn open(folder: &DataFolder, account: Account, keys: Keys) -> Result<Self, StoreError> {
        let blobs = Blobs::new(folder);
        let store = Self { account, blobs: blobs.clone(), keys };
        db::uploads::delete_older_than(store.writer(), store.now() - ABANDONED_AFTER).await?;
        let in_use = db::blobs::in_use(store.reader()).await?;
        blocking(move || blobs.sweep(&in_use)).await?;
        Ok(store)
    }

    /// The current time in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.account.now()
    }

    /// Connections for statements that read.
    pub(crate) fn reader(&self) -> &SqlitePool {
        self.account.database.reader()
    }

    /// The connection for a single statement that writes.
    pub(crate) fn writer(&self) -> &SqlitePool {
        self.account.database.writer()
    }

    /// A transaction. It holds the only writing connection until it is committed or dropped.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.account.database.begin().await
    }

    /// Whether a bucket exists.
    pub(crate) async fn has_bucket(&self, bucket: &str) -> Result<bool, StoreError> {
        Ok(db::buckets::exists(self.reader(), bucket).await?)
    }

    /// One object and the file of its bytes, which may be encrypted; `None` when there is none.
    pub(crate) async fn open_object(&self, bucket: &str, key: &str) -> Result<Option<(ObjectRow, File)>, StoreError> {
        // The object may be replaced between the query and the opening. Its new row then names another blob.
        for _ in 0..8 {
            let Some(row) = db::objects::find(self.reader(), bucket, key.as_bytes()).await? else {
                return Ok(None);
            };
            let (blobs, name) = (self.blobs.clone(), row.blob.clone());
            match blocking(move || blobs.open(&name)).await {
                Ok(file) => return Ok(Some((row, file))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::Error::new(io::ErrorKind::NotFound, "the file of an object is missing").into())
    }

    /// One object and its bytes; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Key`] when its key cannot be used now; [`StoreError::CustomerKey`] when only its client has the key.
    pub(crate) async fn read_object(&self, bucket: &str, key: &str) -> Result<Option<(ObjectRow, Content)>, StoreError> {
        let Some((row, file)) = self.open_object(bucket, key).await? else { return Ok(None) };
        let content = self.content(bucket, &row, file, None).await?;
        Ok(Some((row, content)))
    }

    /// The bytes of an object that was opened.
    ///
    /// # Errors
    /// As [`Self::data_key`].
    pub(crate) async fn content(
        &self,
        bucket: &str,
        row: &ObjectRow,
        file: File,
        customer: Option<&CustomerKey>,
    ) -> Result<Content, StoreError> {
        let key = self.data_key(bucket, &row.key, row.encryption.as_ref(), customer).await?;
        let size = u64::try_from(row.size).unwrap_or_default();
        Ok(blocking(move || Content::new(file, key.as_ref(), size)).await?)
    }

    /// At most `limit` objects whose key starts with `prefix`, after the key `after`.
    pub(crate) async fn list(
        &self,
        bucket: &str,
        prefix: &str,
        after: Option<&[u8]>,
        limit: i64,
    ) -> Result<Vec<ObjectRow>, StoreError> {
        let from = match after {
            Some(key) => listing::Start::After(key.to_vec()),
            None => listing::Start::At(prefix.as_bytes().to_vec()),
        };
        let end = listing::end_of_prefix(prefix.as_bytes());
        Ok(listing::page(self.reader(), bucket, &from, end.as_deref(), limit).await?)
    }

    /// Stores received bytes under a key and replaces an existing object.
    pub(crate) async fn put(
        &self,
        bucket: &str,
        key: &str,
        received: Received,
        attributes: Attributes,
    ) -> Result<(), StoreError> {
        let row = self.keep(key, received, attributes).await?;
        match self.insert(bucket, &row).await {
            Ok(old) => {
                self.discard(old.into_iter().collect()).await;
                Ok(())
            }
            Err(error) => {
                // A write that is repeated on a full disk must not leave blobs there. After a failed commit only the database
                // knows whether the row exists.
                let found = db::objects::find(self.reader(), bucket, &row.key).await;
                if found.is_ok_and(|found| found.is_none_or(|found| found.blob != row.blob)) {
                    self.discard(vec![row.blob]).await;
                }
                Err(error)
            }
        }
    }

    /// Stores received bytes under their keys in one transaction. What stands under a key stays.
    ///
    /// # Errors
    /// As [`Self::put`]. The next start deletes the blobs of a transaction that failed.
    pub(crate) async fn put_missing(&self, bucket: &str, objects: Vec<NewObject>) -> Result<(), StoreError> {
        // Together: files that become durable at the same time share the writes of the file system's journal.
        let keep = |object: NewObject| async move { self.keep(&object.key, object.received, object.attributes).await };
        let rows = try_join_all(objects.into_iter().map(keep)).await?;
        let mut transaction = self.begin().await?;
        if !db::buckets::exists(&mut *transaction, bucket).await? {
            return Err(StoreError::NoSuchBucket(bucket.to_owned()));
        }
        let mut unused = Vec::new();
        for row in rows {
            if db::objects::find(&mut *transaction, bucket, &row.key).await?.is_some() {
                unused.push(row.blob);
            } else {
                db::objects::put(&mut transaction, bucket, &row).await?;
            }
        }
        transaction.commit().await?;
        self.discard(unused).await;
        Ok(())
    }

    /// Deletes an object; one that is not there is no error.
    pub(crate) async fn delete(&self, bucket: &str, key: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let blob = db::objects::delete(&mut transaction, bucket, key.as_bytes()).await?;
        transaction.commit().await?;
        self.discard(blob.into_iter().collect()).await;
        Ok(())
    }

    /// Writes a row and returns the blob of the row that it replaces.
    async fn insert(&self, bucket: &str, row: &ObjectRow) -> Result<Option<String>, StoreError> {
        let mut transaction = self.begin().await?;
        if !db::buckets::exists(&mut *transaction, bucket).await? {
            return Err(StoreError::NoSuchBucket(bucket.to_owned()));
        }
        let old = db::objects::put(&mut transaction, bucket, row).await?;
        transaction.commit().await?;
        Ok(old)
    }

    /// Makes received bytes durable and returns their row, which the caller commits.
    pub(crate) async fn keep(&self, key: &str, received: Received, attributes: Attributes) -> Result<ObjectRow, StoreError> {
        let (size, etag) = (size(received.size), hex::encode(received.md5));
        let (checksums, encryption): (Checksums, _) = (received.checksums.clone(), received.encryption.clone());
        let blobs = self.blobs.clone();
        let blob = blocking(move || blobs.keep(received)).await?;
        Ok(ObjectRow {
            key: key.as_bytes().to_vec(),
            size,
            etag,
            blob,
            modified_at: self.now(),
            attributes: Json(attributes),
            checksums: Json(checksums),
            encryption: Some(Json(encryption)),
        })
    }

    /// Deletes blobs that no row names.
    pub(crate) async fn discard(&self, names: Vec<String>) {
        if names.is_empty() {
            return;
        }
        let blobs = self.blobs.clone();
        let _ = blocking(move || {
            names.iter().for_each(|name| blobs.delete(name));
            Ok(())
        })
        .await;
    }
}

/// A number of bytes as it is stored.
pub(crate) fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
