//! Documents that the protocol library writes otherwise than S3.

use bytes::Bytes;
use http::{Method, Uri};
use http_body_util::BodyExt;
use s3s::Body;

use super::buckets;
use crate::query_protocol::Form;

/// The changes of a document, each a pair of texts.
type Changes = Vec<(String, String)>;

/// Which documents of a request's answer are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    /// `GetObjectAttributes`: S3 writes this ETag without quotes.
    Attributes,
    /// An access control list: the library leaves out the type of a grantee.
    AccessControl,
    /// `ListBuckets`: the library does not know the ARNs of buckets.
    Buckets,
}

impl Document {
    /// The document that answers a request; `None` for all others.
    pub(super) fn of(method: &Method, uri: &Uri) -> Option<Self> {
        let query = Form::parse(uri.query().unwrap_or_default());
        match () {
            () if method != Method::GET => None,
            () if uri.path() == "/" => Some(Self::Buckets),
            () if query.find("attributes").is_some() => Some(Self::Attributes),
            () if query.find("acl").is_some() => Some(Self::AccessControl),
            () => None,
        }
    }

    /// The document as S3 writes it.
    pub(super) async fn correct(self, body: Body) -> Body {
        let Ok(bytes) = body.collect().await.map(http_body_util::Collected::to_bytes) else { return Body::empty() };
        let Ok(text) = std::str::from_utf8(&bytes) else { return Body::from(bytes) };
        let changed = self.changes(text).into_iter().fold(text.to_owned(), |text, (old, new)| text.replace(&old, &new));
        Body::from(Bytes::from(changed))
    }

    fn changes(self, text: &str) -> Changes {
        match self {
            Self::Attributes => {
                let etag = text.split_once("<ETag>\"").and_then(|(_, rest)| rest.split_once("\"</ETag>"));
                etag.map(|(etag, _)| (format!("<ETag>\"{etag}\"</ETag>"), format!("<ETag>{etag}</ETag>"))).into_iter().collect()
            }
            Self::AccessControl => vec![(
                "<Grantee>".to_owned(),
                "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">".to_owned(),
            )],
            Self::Buckets => {
                let names = text.split("<Name>").skip(1).filter_map(|rest| rest.split_once("</Name>"));
                let change = |(name, _): (&str, &str)| {
                    let element = format!("<Name>{name}</Name>");
                    (element.clone(), format!("{element}<BucketArn>{}</BucketArn>", buckets::arn(name)))
                };
                names.map(change).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn corrected(document: Document, text: &str) -> String {
        let body = document.correct(Body::from(text.to_owned())).await;
        let bytes = body.collect().await.expect("a body").to_bytes();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test]
    async fn documents_get_what_the_library_leaves_out() {
        assert_eq!(corrected(Document::Attributes, "<ETag>\"a-1\"</ETag><X/>").await, "<ETag>a-1</ETag><X/>");
        let grant = corrected(Document::AccessControl, "<Grant><Grantee><ID>0</ID></Grantee></Grant>").await;
        assert!(grant.contains("xsi:type=\"CanonicalUser\"><ID>0</ID></Grantee>"), "{grant}");
        let buckets = corrected(Document::Buckets, "<Bucket><Name>a</Name></Bucket><Bucket><Name>ab</Name></Bucket>").await;
        let (a, ab) =
            ("<Name>a</Name><BucketArn>arn:aws:s3:::a</BucketArn>", "<Name>ab</Name><BucketArn>arn:aws:s3:::ab</BucketArn>");
        assert_eq!(buckets, format!("<Bucket>{a}</Bucket><Bucket>{ab}</Bucket>"));
    }
}
