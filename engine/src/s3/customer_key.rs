//! Encryption with keys of the clients (SSE-C): a key comes with each request, and none is kept.
//!
//! The client's key seals the data key of its object, as the master key does for others. Nobody without it reads the object, and
//! no job does. S3 takes such keys by TLS alone; this engine answers on its own machine and takes them as it takes everything.
//! Source of rules and messages: "Using server-side encryption with customer-provided keys" of the S3 guide.

use std::io;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::StatusCode;
use s3s::{
    S3Error, S3Result,
    crypto::{Checksum, Md5},
    s3_error,
};

use super::error::{WithMember, custom, invalid_argument};
use crate::secret_key::SecretKey;

/// The header that messages name.
const HEADER: &str = "x-amz-server-side-encryption";
/// The one algorithm.
pub(crate) const ALGORITHM: &str = "AES256";

/// What the headers of a request say.
pub(crate) struct Stated {
    pub(crate) algorithm: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) md5: Option<String>,
}

/// A key of a client.
pub(crate) struct CustomerKey {
    key: SecretKey,
    md5: String,
}

/// Why the bytes of an object cannot be had with the key of a request, or without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CustomerKeyError {
    /// The object is encrypted with a key that the request does not bring.
    #[error("it is encrypted with a key that only its client has (SSE-C)")]
    Missing,
    /// The object is not encrypted with a key of a client.
    #[error("it is not encrypted with a key of a client")]
    NotApplicable,
    /// The object is encrypted with another key.
    #[error("it is encrypted with another key of its client")]
    Wrong,
}

impl CustomerKey {
    /// The key that a request brings; `None` when it brings none.
    ///
    /// # Errors
    /// `InvalidArgument`, `InvalidEncryptionAlgorithmError`.
    pub(crate) fn of(stated: Stated) -> S3Result<Option<Self>> {
        let Stated { algorithm, key, md5 } = stated;
        if algorithm.is_none() && key.is_none() && md5.is_none() {
            return Ok(None);
        }
        let missing = |what: &str| {
            let message = format!("Requests specifying Server Side Encryption with Customer provided keys must provide {what}.");
            invalid_argument(message, HEADER, "null")
        };
        let algorithm = algorithm.ok_or_else(|| missing("a valid encryption algorithm"))?;
        let key = key.ok_or_else(|| missing("an appropriate secret key"))?;
        let md5 = md5.ok_or_else(|| missing("the client calculated MD5 of the secret key"))?;
        if algorithm != ALGORITHM {
            let message = "The Encryption request you specified is not valid. Supported value: AES256.";
            let error = custom(StatusCode::BAD_REQUEST, "InvalidEncryptionAlgorithmError", message);
            return Err(error.with_member("ArgumentName", HEADER).with_member("ArgumentValue", algorithm));
        }
        let bytes = BASE64_STANDARD.decode(&key).unwrap_or_default();
        let key = SecretKey::of(&bytes).ok_or_else(|| {
            invalid_argument("The secret key was invalid for the specified algorithm.".to_owned(), HEADER, "null")
        })?;
        if BASE64_STANDARD.decode(&md5).ok().as_deref() != Some(&Md5::checksum(&bytes)[..]) {
            let message = "The calculated MD5 hash of the key did not match the hash that was provided.".to_owned();
            return Err(invalid_argument(message, HEADER, "null"));
        }
        Ok(Some(Self { key, md5 }))
    }

    /// Its MD5 in base64, which answers repeat.
    pub(crate) fn md5(&self) -> &str {
        &self.md5
    }

    /// Seals the data key of the object with this ARN.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn seal(&self, arn: &str, data_key: &SecretKey) -> io::Result<Vec<u8>> {
        self.key.seal(arn.as_bytes(), data_key.bytes())
    }

    /// The data key of the object with this ARN.
    ///
    /// # Errors
    /// [`CustomerKeyError::Wrong`]
    pub(crate) fn open(&self, arn: &str, sealed: &[u8]) -> Result<SecretKey, CustomerKeyError> {
        self.key.open(arn.as_bytes(), sealed).and_then(|bytes| SecretKey::of(&bytes)).ok_or(CustomerKeyError::Wrong)
    }
}

/// The error in S3's words.
pub(crate) fn of_customer_key(error: CustomerKeyError) -> S3Error {
    match error {
        CustomerKeyError::Missing => s3_error!(
            InvalidRequest,
            "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object."
        ),
        CustomerKeyError::NotApplicable => {
            s3_error!(InvalidRequest, "The encryption parameters are not applicable to this object.")
        }
        CustomerKeyError::Wrong => s3_error!(
            AccessDenied,
            "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key."
        ),
    }
}

/// Takes the client's key out of the input of a request.
macro_rules! customer_key {
    ($input:expr) => {
        $crate::s3::customer_key::CustomerKey::of($crate::s3::customer_key::Stated {
            algorithm: $input.sse_customer_algorithm.take(),
            key: $input.sse_customer_key.take(),
            md5: $input.sse_customer_key_md5.take(),
        })
    };
}
pub(crate) use customer_key;

/// Takes the key of a copy's source out of the input of a request.
macro_rules! source_customer_key {
    ($input:expr) => {
        $crate::s3::customer_key::CustomerKey::of($crate::s3::customer_key::Stated {
            algorithm: $input.copy_source_sse_customer_algorithm.take(),
            key: $input.copy_source_sse_customer_key.take(),
            md5: $input.copy_source_sse_customer_key_md5.take(),
        })
    };
}
pub(crate) use source_customer_key;

/// Sets the members of an answer that tell of the client's key.
macro_rules! set_customer_key {
    ($output:expr, $customer:expr) => {
        if let Some(customer) = $customer {
            $output.server_side_encryption = None;
            $output.sse_customer_algorithm = Some($crate::s3::customer_key::ALGORITHM.to_owned());
            $output.sse_customer_key_md5 = Some(customer.md5().to_owned());
        }
    };
}
pub(crate) use set_customer_key;
