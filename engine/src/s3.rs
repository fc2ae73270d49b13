//! The object store, in S3's protocol.
//!
//! The crate `s3s` reads requests, verifies their signatures and writes replies; this module stores objects.
//! - [`authentication`] — the parts that a signature must cover; [`verified_request`] — changes verified requests for the
//!   library, with [`documents`], and [`library_answers`] its answers; [`authorization`] — checks of every operation; [`unsupported`] — requests that this store refuses;
//!   [`body_digest`] — verifies the XML of requests; [`refusal`], [`error`] — error documents
//! - [`operations`] — the table of operations
//! - [`store`], [`blobs`] — objects and their bytes; [`receive`] — reads and verifies a body
//! - [`buckets`], [`put_object`], [`get_object`], [`copy_object`], [`delete_object`], [`list_objects`], [`list_versions`],
//!   [`multipart`] — operations
//! - [`object_attributes`], [`object_tagging`], [`bucket_settings`], [`cors`] — the checksum and parts of an object; tags of
//!   objects, with [`tag_set`]; settings of buckets; cross-origin requests
//! - [`encryption`], [`customer_key`] — what the bytes of objects are encrypted with
//! - [`page`] — listings; [`condition`], [`checksum`], [`attributes`], [`metadata`] — parts that operations share

mod attributes;
pub(crate) mod authentication;
mod authorization;
pub(crate) mod blobs;
pub(crate) mod body_digest;
mod bucket_settings;
mod buckets;
mod checksum;
mod condition;
mod copy_object;
pub(crate) mod cors;
mod customer_key;
mod delete_object;
mod documents;
pub(crate) mod encryption;
pub(crate) mod error;
mod get_object;
mod library_answers;
mod list_objects;
mod list_versions;
pub(crate) mod metadata;
mod multipart;
mod object_attributes;
pub(crate) mod object_tagging;
mod operations;
mod page;
mod put_object;
mod receive;
pub(crate) mod refusal;
pub(crate) mod store;
mod tag_set;
mod unsupported;
pub(crate) mod verified_request;

use std::sync::Arc;

use s3s::{
    S3Result,
    auth::{S3Auth, SecretKey},
    config::{S3Config, StaticConfigProvider},
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};

use crate::{credentials::Credentials, fault_injection::FaultInjection};
use authorization::Authorizer;
use error::WithMember;
use operations::Operations;
use store::Store;
use verified_request::VerifiedRequests;

/// The largest XML document of a request in bytes. A limit of this engine: a list of 1,000 long keys fits.
const MAX_XML_BYTES: usize = 2 * 1024 * 1024;

/// The services that answer S3 requests.
pub(crate) struct Services {
    /// Verifies the signature of each request.
    pub(crate) signed: S3Service,
    /// Verifies no signature: for requests whose signature was verified before.
    pub(crate) verified: S3Service,
}

/// The services over a store.
pub(crate) fn services(store: Store, credentials: Credentials, faults: Arc<FaultInjection>) -> Services {
    let account = store.account.clone();
    let mut verified = builder(store.clone());
    // The library checks access only where it can verify signatures. No request has one any more.
    verified.set_auth(Auth(credentials.clone()));
    verified.set_access(Authorizer { account, faults });
    let verified = verified.build();
    let mut signed = builder(store);
    signed.set_auth(Auth(credentials));
    signed.set_route(VerifiedRequests { operations: verified.clone() });
    Services { signed: signed.build(), verified }
}

fn builder(store: Store) -> S3ServiceBuilder {
    let mut builder = S3ServiceBuilder::new(Operations { store });
    let mut config = S3Config::default();
    config.xml_max_body_size = MAX_XML_BYTES;
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
    builder
}

struct Auth(Credentials);

#[async_trait::async_trait]
impl S3Auth for Auth {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == self.0.access_key_id() {
            return Ok(self.0.secret_access_key().into());
        }
        Err(s3_error!(InvalidAccessKeyId, "The AWS Access Key Id you provided does not exist in our records.")
            .with_member("AWSAccessKeyId", access_key))
    }
}
