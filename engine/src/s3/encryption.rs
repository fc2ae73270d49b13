//! How objects are encrypted: with a data key of their own, which a key of KMS or the master key of the data folder seals.
//!
//! A request chooses with its headers, without them its bucket, and without a setting the master key seals (`AES256`). A client
//! may bring a key of its own (`customer_key`). The sealed data key is bound to the ARN of the object, so that no row can be
//! given the key of another one.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::StatusCode;
use s3s::{S3Error, S3Result, dto::ServerSideEncryption, s3_error};
use sqlx::types::Json;

use super::{
    blobs::Seal,
    customer_key::{CustomerKey, CustomerKeyError, of_customer_key},
    error::{custom, internal, invalid_argument},
    store::{Store, StoreError},
};
use crate::{
    db::{
        self,
        objects::ObjectRow,
        records::{DefaultEncryption, Encryption},
    },
    kms::{Context, KeyError, S3_ALIAS},
    secret_key::SecretKey,
};

/// The name under which S3 binds an object to its data key. Source: "Using server-side encryption with AWS KMS keys".
const ARN: &str = "aws:s3:arn";
/// The header that asks for encryption.
const HEADER: &str = "x-amz-server-side-encryption";
/// The header with the encryption context.
const CONTEXT_HEADER: &str = "x-amz-server-side-encryption-context";

/// What the headers of a request say.
pub(crate) struct Asked {
    pub(crate) algorithm: Option<ServerSideEncryption>,
    pub(crate) key: Option<String>,
    pub(crate) context: Option<String>,
    pub(crate) bucket_key: Option<bool>,
}

/// What seals the data key of new bytes.
#[derive(Default)]
pub(crate) struct Choice {
    /// The encryption, without a data key.
    pub(crate) encryption: Encryption,
    /// The client's key, where that one seals.
    pub(crate) customer: Option<CustomerKey>,
}

impl From<Encryption> for Choice {
    fn from(encryption: Encryption) -> Self {
        Self { encryption, customer: None }
    }
}

/// The encryption that a request asks for, or else that of the bucket.
///
/// # Errors
/// `InvalidArgument`, `NotImplemented`; those of [`of_key`] when the key cannot be used.
pub(crate) async fn choose(store: &Store, bucket: &str, asked: Asked, customer: Option<CustomerKey>) -> S3Result<Choice> {
    let Some(customer) = customer else { return Ok(choose_kept(store, bucket, asked).await?.into()) };
    if let Some(word) = asked.algorithm {
        let message = "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
        return Err(invalid_argument(message.to_owned(), HEADER, word.as_str()));
    }
    Ok(Choice { encryption: Encryption { is_customers: true, ..Encryption::default() }, customer: Some(customer) })
}

/// The same among the keys that this engine keeps.
async fn choose_kept(store: &Store, bucket: &str, asked: Asked) -> S3Result<Encryption> {
    let key = asked.key.filter(|key| !key.is_empty());
    match asked.algorithm.as_ref().map(ServerSideEncryption::as_str).filter(|word| !word.is_empty()) {
        None if key.is_none() => store.default_encryption(bucket).await.map_err(of_store),
        Some(ServerSideEncryption::AES256) if key.is_none() => Ok(Encryption::default()),
        Some(ServerSideEncryption::AWS_KMS) => {
            let context = asked.context.as_deref().filter(|text| !text.is_empty()).map(context).transpose()?;
            let row = store.keys.usable(key.as_deref().unwrap_or(S3_ALIAS)).await.map_err(of_key)?;
            Ok(Encryption {
                kms_key: Some(row.id),
                context: context.unwrap_or_default(),
                bucket_key: asked.bucket_key.unwrap_or_default(),
                ..Encryption::default()
            })
        }
        Some(ServerSideEncryption::AWS_KMS_DSSE) => {
            Err(s3_error!(NotImplemented, "This store encrypts once: {HEADER} is AES256 or aws:kms. Nothing was stored."))
        }
        None | Some(ServerSideEncryption::AES256) => {
            let message =
                "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
            let word = asked.algorithm.as_ref().map_or("null", ServerSideEncryption::as_str).to_owned();
            Err(invalid_argument(message.to_owned(), HEADER, word))
        }
        Some(other) => {
            Err(invalid_argument("The encryption method specified is not supported".to_owned(), HEADER, other.to_owned()))
        }
    }
}

/// The encryption context of a header.
fn context(text: &str) -> S3Result<Context> {
    let decoded = BASE64_STANDARD.decode(text).ok();
    decoded.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
        let message = format!(
            "The header '{CONTEXT_HEADER}' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map"
        );
        invalid_argument(message, CONTEXT_HEADER, text)
    })
}

/// The error of a key in S3's words: the exception of KMS behind its prefix.
pub(crate) fn of_key(error: KeyError) -> S3Error {
    match error {
        KeyError::Refused { code, message } => match code {
            "DisabledException" => custom(StatusCode::BAD_REQUEST, "KMS.DisabledException", message),
            "KMSInvalidStateException" => custom(StatusCode::BAD_REQUEST, "KMS.KMSInvalidStateException", message),
            "NotFoundException" => custom(StatusCode::BAD_REQUEST, "KMS.NotFoundException", message),
            "InvalidCiphertextException" => custom(StatusCode::BAD_REQUEST, "KMS.InvalidCiphertextException", message),
            _ => s3_error!(AccessDenied, "{message}"),
        },
        other => internal(other),
    }
}

/// The error of a store whose keys may be refused.
pub(crate) fn of_store(error: StoreError) -> S3Error {
    match error {
        StoreError::Key(error) => of_key(error),
        StoreError::CustomerKey(error) => of_customer_key(error),
        other => internal(other),
    }
}

impl Store {
    /// The encryption of objects of a bucket that ask for none, without a data key.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the key of KMS cannot be used now.
    pub(crate) async fn default_encryption(&self, bucket: &str) -> Result<Encryption, StoreError> {
        match db::buckets::settings(self.reader(), bucket).await?.encryption {
            DefaultEncryption::Master => Ok(Encryption::default()),
            DefaultEncryption::Kms { key, bucket_key } => {
                let row = self.keys.usable(key.as_deref().unwrap_or(S3_ALIAS)).await?;
                Ok(Encryption { kms_key: Some(row.id), bucket_key, ..Encryption::default() })
            }
        }
    }

    /// A new data key for the bytes of an object, sealed as `choice` says.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the key of KMS cannot be used now.
    pub(crate) async fn new_seal(&self, bucket: &str, key: &[u8], choice: &Choice) -> Result<Seal, StoreError> {
        let data_key = SecretKey::random()?;
        self.seal(bucket, key, choice, data_key).await
    }

    /// Seals a data key for the bytes of an object.
    ///
    /// # Errors
    /// As [`Self::new_seal`].
    pub(crate) async fn seal(&self, bucket: &str, key: &[u8], choice: &Choice, data_key: SecretKey) -> Result<Seal, StoreError> {
        let Choice { encryption, customer } = choice;
        let context = bound(encryption, bucket, key);
        let sealed = match (customer, &encryption.kms_key) {
            (Some(customer), _) => customer.seal(&arn(bucket, key), &data_key)?,
            (None, None) => self.keys.seal_with_master(&context, data_key.bytes())?,
            (None, Some(id)) => self.keys.seal(&self.keys.usable(id).await?, &context, data_key.bytes())?,
        };
        let encryption = Encryption { data_key: BASE64_STANDARD.encode(sealed), ..encryption.clone() };
        Ok(Seal { key: data_key, encryption })
    }

    /// The encryption of an upload. The last request of an upload does not bring the client's key, so the data key of the object
    /// is made now, and the master key holds it until then.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) async fn of_upload(&self, bucket: &str, key: &[u8], choice: &Choice) -> Result<Encryption, StoreError> {
        if choice.customer.is_none() {
            return Ok(choice.encryption.clone());
        }
        let Seal { key: data_key, encryption } = self.new_seal(bucket, key, choice).await?;
        let held = self.keys.seal_with_master(&bound(&encryption, bucket, key), data_key.bytes())?;
        Ok(Encryption { held_data_key: BASE64_STANDARD.encode(held), ..encryption })
    }

    /// The data key for the object of an upload that is complete.
    ///
    /// # Errors
    /// As [`Self::new_seal`].
    pub(crate) async fn seal_of_upload(&self, bucket: &str, key: &[u8], upload: Encryption) -> Result<Seal, StoreError> {
        if !upload.is_customers {
            return self.new_seal(bucket, key, &upload.into()).await;
        }
        let held = BASE64_STANDARD.decode(&upload.held_data_key).unwrap_or_default();
        let opened = self.keys.open_with_master(&bound(&upload, bucket, key), &held)?;
        let key = SecretKey::of(&opened).ok_or_else(|| KeyError::Unsealed("a data key".to_owned()))?;
        Ok(Seal { key, encryption: Encryption { held_data_key: String::new(), ..upload } })
    }

    /// The data key of stored bytes; `None` for bytes of the time before encryption.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the key of KMS cannot be used now; [`StoreError::CustomerKey`].
    pub(crate) async fn data_key(
        &self,
        bucket: &str,
        key: &[u8],
        encryption: Option<&Json<Encryption>>,
        customer: Option<&CustomerKey>,
    ) -> Result<Option<SecretKey>, StoreError> {
        if let Some(data_key) = customers_data_key((bucket, key), encryption, customer)? {
            return Ok(Some(data_key));
        }
        let Some(Json(encryption)) = encryption else { return Ok(None) };
        let context = bound(encryption, bucket, key);
        let sealed = BASE64_STANDARD.decode(&encryption.data_key).unwrap_or_default();
        let opened = match &encryption.kms_key {
            None => self.keys.open_with_master(&context, &sealed)?,
            Some(_) => self.keys.open_text(&context, &sealed).await?.1,
        };
        SecretKey::of(&opened).map(Some).ok_or_else(|| KeyError::Unsealed("a data key".to_owned()).into())
    }
}

/// The data key that the client's key seals; `None` for bytes without such a key.
///
/// # Errors
/// When the request has no key, another key, or one that is not asked for.
pub(crate) fn customers_data_key(
    (bucket, key): (&str, &[u8]),
    encryption: Option<&Json<Encryption>>,
    customer: Option<&CustomerKey>,
) -> Result<Option<SecretKey>, CustomerKeyError> {
    match (encryption.filter(|encryption| encryption.is_customers), customer) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(CustomerKeyError::NotApplicable),
        (Some(_), None) => Err(CustomerKeyError::Missing),
        (Some(encryption), Some(customer)) => {
            let sealed = BASE64_STANDARD.decode(&encryption.data_key).unwrap_or_default();
            customer.open(&arn(bucket, key), &sealed).map(Some)
        }
    }
}

/// Checks the key of a request that reads nothing of an object's bytes.
///
/// # Errors
/// `InvalidRequest`, `AccessDenied`.
pub(crate) fn check_customer_key(bucket: &str, object: &ObjectRow, customer: Option<&CustomerKey>) -> S3Result<()> {
    let opened = customers_data_key((bucket, &object.key), object.encryption.as_ref(), customer);
    opened.map(|_| ()).map_err(of_customer_key)
}

/// The encryption context of an object's data key.
fn bound(encryption: &Encryption, bucket: &str, key: &[u8]) -> Context {
    let mut context = encryption.context.clone();
    context.insert(ARN.to_owned(), arn(bucket, key));
    context
}

fn arn(bucket: &str, key: &[u8]) -> String {
    format!("arn:aws:s3:::{bucket}/{}", String::from_utf8_lossy(key))
}

/// What an answer says of the encryption of an object.
pub(crate) struct Told {
    pub(crate) algorithm: Option<ServerSideEncryption>,
    pub(crate) key: Option<String>,
    pub(crate) bucket_key: Option<bool>,
}

/// What an answer says of the encryption of an object.
pub(crate) fn tell(store: &Store, encryption: Option<&Json<Encryption>>) -> Told {
    let word = encryption.filter(|encryption| !encryption.is_customers).map(|encryption| match encryption.kms_key {
        None => ServerSideEncryption::AES256,
        Some(_) => ServerSideEncryption::AWS_KMS,
    });
    Told {
        algorithm: word.map(ServerSideEncryption::from_static),
        key: encryption.and_then(|encryption| encryption.kms_key.as_deref()).map(|id| store.keys.arn(id)),
        bucket_key: encryption.map(|encryption| encryption.bucket_key).filter(|is_asked| *is_asked),
    }
}

/// The encryption context as answers to writes have it; `None` when the client gave none.
pub(crate) fn told_context(encryption: Option<&Json<Encryption>>) -> Option<String> {
    let context = &encryption.filter(|encryption| !encryption.context.is_empty())?.context;
    serde_json::to_vec(context).ok().map(|text| BASE64_STANDARD.encode(text))
}

/// Takes what a request says of encryption out of its input.
macro_rules! asked_encryption {
    ($input:expr) => {
        $crate::s3::encryption::Asked {
            algorithm: $input.server_side_encryption.take(),
            key: $input.ssekms_key_id.take(),
            context: $input.ssekms_encryption_context.take(),
            bucket_key: $input.bucket_key_enabled.take(),
        }
    };
}
pub(crate) use asked_encryption;

/// Sets the members of an answer that tell of encryption.
macro_rules! set_encryption {
    ($output:expr, $store:expr, $encryption:expr) => {{
        let told = $crate::s3::encryption::tell($store, $encryption);
        $output.server_side_encryption = told.algorithm;
        $output.ssekms_key_id = told.key;
        $output.bucket_key_enabled = told.bucket_key;
    }};
}
pub(crate) use set_encryption;
