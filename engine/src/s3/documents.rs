//! Documents (XML bodies) of requests without the elements that the protocol library does not know.
//!
//! S3 gets new optional elements, and clients send them. The library ignores them at the top of a document and refuses them
//! below. So a document is copied by its schema, and everything else in it is left out.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use s3s::{
    Body, S3Error, S3ErrorCode, S3Result,
    xml::{DeError, DeResult, Deserializer},
};

use super::MAX_XML_BYTES;
use crate::query_protocol::{Form, escape};

/// Elements inside each other that are left out. A limit of this engine: each needs stack.
const MAX_DEPTH: usize = 32;

/// The elements of a document.
enum Schema {
    Text,
    Elements(&'static [(&'static str, Schema)]),
}

use Schema::{Elements, Text};

/// `DeleteObjects`
const DELETE: Schema = Elements(&[(
    "Delete",
    Elements(&[
        ("Object", Elements(&[("Key", Text), ("VersionId", Text), ("ETag", Text), ("LastModifiedTime", Text), ("Size", Text)])),
        ("Quiet", Text),
    ]),
)]);
/// `CompleteMultipartUpload`
const COMPLETE: Schema = Elements(&[(
    "CompleteMultipartUpload",
    Elements(&[(
        "Part",
        Elements(&[
            ("ChecksumCRC32", Text),
            ("ChecksumCRC32C", Text),
            ("ChecksumCRC64NVME", Text),
            ("ChecksumSHA1", Text),
            ("ChecksumSHA256", Text),
            ("ETag", Text),
            ("PartNumber", Text),
        ]),
    )]),
)]);
/// `PutObjectTagging`
const TAGGING: Schema =
    Elements(&[("Tagging", Elements(&[("TagSet", Elements(&[("Tag", Elements(&[("Key", Text), ("Value", Text)]))]))]))]);
/// `PutBucketCors`
const CORS: Schema = Elements(&[(
    "CORSConfiguration",
    Elements(&[(
        "CORSRule",
        Elements(&[
            ("ID", Text),
            ("AllowedHeader", Text),
            ("AllowedMethod", Text),
            ("AllowedOrigin", Text),
            ("ExposeHeader", Text),
            ("MaxAgeSeconds", Text),
        ]),
    )]),
)]);

/// `PutBucketEncryption`. The library does not know `BlockedEncryptionTypes`, with which S3 refuses keys of clients: this store
/// takes them in every bucket.
const ENCRYPTION: Schema = Elements(&[(
    "ServerSideEncryptionConfiguration",
    Elements(&[(
        "Rule",
        Elements(&[
            ("ApplyServerSideEncryptionByDefault", Elements(&[("SSEAlgorithm", Text), ("KMSMasterKeyID", Text)])),
            ("BucketKeyEnabled", Text),
        ]),
    )]),
)]);

/// The schema of a request's document; `None` for a request without one, or with one that the library reads.
fn schema(request: &Request<Body>) -> Option<&'static Schema> {
    let query = Form::parse(request.uri().query().unwrap_or_default());
    let has = |name: &str| query.find(name).is_some();
    match *request.method() {
        Method::POST if has("delete") => Some(&DELETE),
        Method::POST if has("uploadId") => Some(&COMPLETE),
        Method::PUT if has("tagging") => Some(&TAGGING),
        Method::PUT if has("cors") => Some(&CORS),
        Method::PUT if has("encryption") => Some(&ENCRYPTION),
        _ => None,
    }
}

/// Leaves out what the library does not know. A document that cannot be read stays as it is, and the library refuses it.
///
/// # Errors
/// `MaxMessageLengthExceeded`, `IncompleteBody`.
pub(super) async fn simplify(request: Request<Body>) -> S3Result<Request<Body>> {
    let Some(schema) = schema(&request) else { return Ok(request) };
    let (mut parts, body) = request.into_parts();
    let bytes = Limited::new(body, MAX_XML_BYTES).collect().await.map_err(|error| {
        let is_long = error.is::<LengthLimitError>();
        S3Error::from(if is_long { S3ErrorCode::MaxMessageLengthExceeded } else { S3ErrorCode::IncompleteBody })
    })?;
    let bytes = bytes.to_bytes();
    let bytes = copy(&bytes, schema).map_or(bytes, Bytes::from);
    if parts.headers.contains_key(header::CONTENT_LENGTH) {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn copy(document: &[u8], schema: &Schema) -> Option<String> {
    let mut reader = Deserializer::new(document);
    let mut copied = String::with_capacity(document.len());
    copy_content(&mut reader, schema, &mut copied).ok()?;
    reader.expect_eof().ok()?;
    (!copied.is_empty()).then_some(copied)
}

fn copy_content(reader: &mut Deserializer<'_>, schema: &Schema, copied: &mut String) -> DeResult {
    match schema {
        Text => reader.text(|text| {
            // A reader takes a bare carriage return for the end of a line.
            copied.push_str(&escape(text).replace('\r', "&#13;"));
            Ok(())
        }),
        Elements(known) => reader.for_each_element(|reader, name| {
            let Some((name, schema)) = known.iter().find(|(known, _)| known.as_bytes() == name) else {
                return skip(reader, 0);
            };
            copied.push_str(&format!("<{name}>"));
            copy_content(reader, schema, copied)?;
            copied.push_str(&format!("</{name}>"));
            Ok(())
        }),
    }
}

fn skip(reader: &mut Deserializer<'_>, depth: usize) -> DeResult {
    match depth < MAX_DEPTH {
        true => reader.for_each_element(|reader, _| skip(reader, depth + 1)),
        false => Err(DeError::InvalidContent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_stays_and_the_rest_goes() {
        let document = "<?xml version=\"1.0\"?>\n<Delete xmlns=\"urn:x\"><Newer><A/>text</Newer><Object><Key> a&amp;b&#10;&#13;</Key><New>1</New></Object>\n<Quiet>true</Quiet></Delete>";
        let copied = "<Delete><Object><Key> a&amp;b\n&#13;</Key></Object><Quiet>true</Quiet></Delete>";
        assert_eq!(copy(document.as_bytes(), &DELETE).as_deref(), Some(copied));
        assert_eq!(copy(b"<Delete/>", &DELETE).as_deref(), Some("<Delete></Delete>"));
        for broken in ["", "text", "<Delete>", "<Delete></Other>", "<Delete><Object><Key><A/></Key></Object></Delete>"] {
            assert_eq!(copy(broken.as_bytes(), &DELETE), None, "{broken}");
        }
        let deep = format!("<Delete>{}{}</Delete>", "<A>".repeat(10_000), "</A>".repeat(10_000));
        assert_eq!(copy(deep.as_bytes(), &DELETE), None);
    }
}
