//! Cross-origin requests: `PutBucketCors`, `GetBucketCors`, `DeleteBucketCors`, and the headers for browsers.
//!
//! A new bucket has no rules, and scripts of other sites cannot read its answers.

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use s3s::{
    S3Result,
    dto::{
        CORSRule, DeleteBucketCorsInput, DeleteBucketCorsOutput, GetBucketCorsInput, GetBucketCorsOutput, PutBucketCorsInput,
        PutBucketCorsOutput,
    },
    s3_error,
};

use super::{
    buckets::require,
    error::{WithMember, internal},
    store::{Store, StoreError},
};
use crate::{db, db::records::CorsRule};

/// Rules of a configuration. Source: API page of PutBucketCors.
const MAX_RULES: usize = 100;
const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/// `PutBucketCors`
pub(super) async fn put(store: &Store, input: PutBucketCorsInput) -> S3Result<PutBucketCorsOutput> {
    require(store, &input.bucket).await?;
    let rules = input.cors_configuration.cors_rules;
    if rules.is_empty() || rules.len() > MAX_RULES {
        return Err(s3_error!(MalformedXML, "A CORS configuration has 1 to {MAX_RULES} rules; this one has {}.", rules.len()));
    }
    if let Some(method) = rules.iter().flat_map(|rule| &rule.allowed_methods).find(|method| !METHODS.contains(&method.as_str())) {
        return Err(s3_error!(InvalidRequest, "Found unsupported HTTP method in CORS config. Unsupported method is {method}"));
    }
    let stars = |text: &String| text.matches('*').count();
    if let Some(origin) = rules.iter().flat_map(|rule| &rule.allowed_origins).find(|origin| stars(origin) > 1) {
        return Err(s3_error!(InvalidRequest, "AllowedOrigin \"{origin}\" can not have more than one wildcard."));
    }
    let rules: Vec<CorsRule> = rules.into_iter().map(CorsRule::from).collect();
    db::buckets::set_cors(store.writer(), &input.bucket, Some(&rules)).await.map_err(internal)?;
    Ok(PutBucketCorsOutput::default())
}

/// `GetBucketCors`
pub(super) async fn get(store: &Store, input: GetBucketCorsInput) -> S3Result<GetBucketCorsOutput> {
    require(store, &input.bucket).await?;
    let rules = db::buckets::cors(store.reader(), &input.bucket).await.map_err(internal)?;
    let rules = rules.ok_or_else(|| {
        s3_error!(NoSuchCORSConfiguration, "The CORS configuration does not exist").with_member("BucketName", &input.bucket)
    })?;
    Ok(GetBucketCorsOutput { cors_rules: Some(rules.into_iter().map(CORSRule::from).collect()) })
}

/// `DeleteBucketCors`
pub(super) async fn delete(store: &Store, input: DeleteBucketCorsInput) -> S3Result<DeleteBucketCorsOutput> {
    require(store, &input.bucket).await?;
    db::buckets::set_cors(store.writer(), &input.bucket, None).await.map_err(internal)?;
    Ok(DeleteBucketCorsOutput {})
}

/// The request of a script of another site.
#[derive(Debug, Clone)]
pub(crate) struct CrossOriginRequest {
    bucket: String,
    origin: String,
    method: String,
    /// The names of the headers that it wants to send, in lower case; only in preflight requests.
    headers: Vec<String>,
    is_preflight: bool,
}

impl CrossOriginRequest {
    /// The cross-origin part of a request; `None` when it comes from no other site.
    pub(crate) fn of(method: &Method, path: &str, headers: &HeaderMap) -> Option<Self> {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let asked = text(&header::ACCESS_CONTROL_REQUEST_METHOD);
        let is_preflight = method == Method::OPTIONS;
        let names = text(&header::ACCESS_CONTROL_REQUEST_HEADERS).unwrap_or_default().split(',');
        Some(Self {
            bucket: path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned(),
            origin: text(&header::ORIGIN)?.to_owned(),
            method: if is_preflight { asked?.to_owned() } else { method.to_string() },
            headers: names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect(),
            is_preflight,
        })
    }

    /// The headers that allow the request; `None` when it is not allowed.
    pub(crate) async fn answer(&self, store: &Store) -> Result<Option<HeaderMap>, StoreError> {
        let rules = db::buckets::cors(store.reader(), &self.bucket).await?.unwrap_or_default();
        Ok(rules.iter().find(|rule| rule.allows(self)).map(|rule| rule.headers(self)))
    }
}

impl CorsRule {
    fn allows(&self, request: &CrossOriginRequest) -> bool {
        let any = |patterns: &[String], text: &str| patterns.iter().any(|pattern| matches(pattern, text));
        any(&self.origins, &request.origin)
            && self.methods.contains(&request.method)
            && request.headers.iter().all(|name| any(&self.headers, name))
    }

    fn headers(&self, request: &CrossOriginRequest) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        let is_for_all = self.origins.iter().any(|origin| origin == "*");
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, if is_for_all { "*" } else { &request.origin });
        set(header::ACCESS_CONTROL_ALLOW_METHODS, &self.methods.join(", "));
        if !is_for_all {
            set(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if !self.exposed.is_empty() {
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, &self.exposed.join(", "));
        }
        if request.is_preflight {
            if !request.headers.is_empty() {
                set(header::ACCESS_CONTROL_ALLOW_HEADERS, &request.headers.join(", "));
            }
            if let Some(seconds) = self.max_age {
                set(header::ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
            }
        }
        set(header::VARY, "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
        headers
    }
}

/// Whether a text matches a pattern with at most one `*`. The case of letters does not count, as in header names.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end),
    }
}

impl From<CORSRule> for CorsRule {
    fn from(rule: CORSRule) -> Self {
        Self {
            id: rule.id,
            origins: rule.allowed_origins,
            methods: rule.allowed_methods,
            headers: rule.allowed_headers.unwrap_or_default(),
            exposed: rule.expose_headers.unwrap_or_default(),
            max_age: rule.max_age_seconds,
        }
    }
}

impl From<CorsRule> for CORSRule {
    fn from(rule: CorsRule) -> Self {
        let some = |list: Vec<String>| (!list.is_empty()).then_some(list);
        Self {
            id: rule.id,
            allowed_origins: rule.origins,
            allowed_methods: rule.methods,
            allowed_headers: some(rule.headers),
            expose_headers: some(rule.exposed),
            max_age_seconds: rule.max_age,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn one_star_stands_for_anything() {
        assert!(matches("*", "https://a.example") && matches("https://*.example", "https://a.example"));
        assert!(matches("X-Amz-*", "x-amz-date") && matches("range", "Range"));
        assert!(!matches("https://*.example", "https://a.example.org") && !matches("aXa*a", "axa"));
    }
}
