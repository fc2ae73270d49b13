//! The address of every page; nothing else in the program builds one.

use domain::S3Uri;

/// The list of training jobs.
pub fn training_jobs() -> String {
    "/training-jobs".to_owned()
}

/// The stream of changes of the list.
pub fn training_jobs_events() -> String {
    "/training-jobs/events".to_owned()
}

/// The form for a new job.
pub fn create() -> String {
    "/training-jobs/create".to_owned()
}

/// The form, filled in with the example.
pub fn create_example() -> String {
    "/training-jobs/create?example=base".to_owned()
}

/// The form for a job that starts from the model of `job`.
pub fn create_from_job(job: &str) -> String {
    format!("/training-jobs/create?from={}", encode(job))
}

/// The form for a job that starts from a model in S3.
pub fn create_from_artifact(artifact: &str) -> String {
    format!("/training-jobs/create?artifact={}", encode(artifact))
}

/// The form for a job with the settings of `job`, its model channel included.
pub fn create_from_clone(job: &str) -> String {
    format!("/training-jobs/create?clone={}", encode(job))
}

/// The form with what was kept of it.
pub fn create_from_draft(draft: &str) -> String {
    format!("/training-jobs/create?draft={}", encode(draft))
}

/// Forms that were begun.
pub fn drafts() -> String {
    "/drafts".to_owned()
}

/// One page of the drafts, counted from 1.
pub fn drafts_page(page: u32) -> String {
    if page <= 1 { drafts() } else { format!("/drafts?page={page}") }
}

/// The form with what was typed before and why it was refused, as JSON.
pub fn create_returned(form: &str) -> String {
    format!("/training-jobs/create?form={}", encode(form))
}

/// A job.
pub fn training_job(name: &str) -> String {
    format!("/training-jobs/{}", encode(name))
}

/// One tab of a job: `metrics`, `logs`, `lineage`, `artifact`, `request` or `history`; the overview is the empty name.
pub fn training_job_tab(name: &str, tab: &str) -> String {
    if tab.is_empty() { training_job(name) } else { format!("{}/{tab}", training_job(name)) }
}

/// A line of a job's log; lines are counted from 0 here and from 1 in the address, as people do.
pub fn training_job_log_line(name: &str, number: u64) -> String {
    format!("{}?line={}", training_job_tab(name, "logs"), number.saturating_add(1))
}

/// All measured values of a job as comma-separated values.
pub fn training_job_metrics_csv(name: &str) -> String {
    format!("{}/metrics.csv", training_job(name))
}

/// The whole log of a job as text.
pub fn training_job_log_text(name: &str) -> String {
    format!("{}/log.txt", training_job(name))
}

/// The stream of a job's changes and log lines from line number `from` on.
pub fn training_job_events(name: &str, from: u64) -> String {
    format!("{}/events?from={from}", training_job(name))
}

/// All buckets.
pub fn s3() -> String {
    "/s3".to_owned()
}

/// A bucket, a folder (its key ends with a slash) or an object.
pub fn s3_location(uri: &S3Uri) -> String {
    format!("/s3/{}/{}", uri.bucket(), encode_key(uri.key()))
}

/// Downloads an object.
pub fn download(uri: &S3Uri) -> String {
    format!("/download?uri={}", encode(&uri.to_string()))
}

/// All models.
pub fn models() -> String {
    "/models".to_owned()
}

/// The page of models after `next`, of those whose names hold `contains`.
pub fn models_page(contains: &str, next: &str) -> String {
    format!("/models?words={}&next={}", encode(contains), encode(next))
}

/// The form for a model.
pub fn create_model() -> String {
    "/models/create".to_owned()
}

/// The form for a model of a job's artifact.
pub fn create_model_from_job(job: &str) -> String {
    format!("/models/create?job={}", encode(job))
}

/// The form for a model of an artifact.
pub fn create_model_from_artifact(artifact: &str) -> String {
    format!("/models/create?artifact={}", encode(artifact))
}

/// A model.
pub fn model(name: &str) -> String {
    format!("/models/{}", encode(name))
}

/// The page that looks into a model that was uploaded or is in S3.
pub fn inspect_model() -> String {
    "/models/inspect".to_owned()
}

/// The same for one archive.
pub fn inspect_archive(uri: &str) -> String {
    format!("/models/inspect?uri={}", encode(uri))
}

/// The page that compares two archives.
pub fn compare_artifacts_page() -> String {
    "/artifacts/compare".to_owned()
}

/// Two archives side by side; either may be empty.
pub fn compare_artifacts(first: &str, second: &str) -> String {
    format!("/artifacts/compare?first={}&second={}", encode(first), encode(second))
}

/// A page of a folder: what starts with `filter`, behind `continuation`, as page number `page`.
pub fn s3_page(uri: &S3Uri, filter: &str, continuation: &str, page: u32) -> String {
    let mut query = Vec::new();
    if !filter.is_empty() {
        query.push(format!("prefix={}", encode(filter)));
    }
    if !continuation.is_empty() {
        query.push(format!("continuation={}&page={page}", encode(continuation)));
    }
    if query.is_empty() { s3_location(uri) } else { format!("{}?{}", s3_location(uri), query.join("&")) }
}

/// A picture in S3, to be shown.
pub fn picture(uri: &S3Uri) -> String {
    format!("/preview/picture?uri={}", encode(&uri.to_string()))
}

/// The image in the record of `size` bytes at `offset` of a RecordIO file, to be shown.
pub fn record_picture(uri: &S3Uri, offset: u64, size: u64) -> String {
    format!("/preview/record?uri={}&offset={offset}&size={size}", encode(&uri.to_string()))
}

/// Where a part of an upload is sent to.
pub fn upload_part(uri: &S3Uri, upload: &str, number: u64) -> String {
    format!("/upload/part?uri={}&upload={}&number={number}", encode(&uri.to_string()), encode(upload))
}

/// What the console is and whom it talks to.
pub fn settings() -> String {
    "/settings".to_owned()
}

/// The list as a question asks for it; `query` is the query of an address.
pub fn training_jobs_asked(query: &str) -> String {
    if query.is_empty() { training_jobs() } else { format!("/training-jobs?{query}") }
}

/// Jobs side by side.
pub fn compare(names: &[String]) -> String {
    format!("/training-jobs/compare?jobs={}", encode(&names.join(",")))
}

/// The comparison of jobs as a file; `kind` is `csv` or `json`.
pub fn compare_file(names: &[String], kind: &str) -> String {
    format!("/training-jobs/compare.{kind}?jobs={}", encode(&names.join(",")))
}

/// The form with the settings of a job that failed, opened at the field with this id.
pub fn create_fix(job: &str, field: &str) -> String {
    format!("{}&field={}", create_from_clone(job), encode(field))
}

/// The form for a job that goes on where a stopped one ended.
pub fn create_continue(job: &str) -> String {
    format!("/training-jobs/create?continue={}", encode(job))
}

/// How to work with the console.
pub fn help() -> String {
    "/help".to_owned()
}

/// Percent-encodes what stands between slashes or behind an equals sign: everything but RFC 3986's unreserved characters.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Percent-encodes a key but keeps its slashes, which are the levels of the page's address.
fn encode_key(key: &str) -> String {
    key.split('/').map(encode).collect::<Vec<_>>().join("/")
}

/// The inverse of [`encode`]; bytes that are no UTF-8 become replacement signs.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).filter(|_| *first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_what_links_and_bookmarks_expect() -> Result<(), domain::s3_uri::S3UriError> {
        let folder = S3Uri::parse("s3://bucket/a b/c+d/")?;
        let addresses = [
            training_jobs(),
            training_jobs_asked(""),
            training_jobs_asked("page=3"),
            training_jobs_events(),
            create(),
            create_example(),
            create_from_job("cats-1"),
            create_from_artifact("s3://bucket/out/model.tar.gz"),
            create_from_clone("cats-1"),
            create_from_draft("0123"),
            create_returned("{}"),
            drafts(),
            drafts_page(2),
            training_job("cats-1"),
            training_job_tab("cats-1", "metrics"),
            training_job_log_line("cats-1", 41),
            training_job_events("cats-1", 40),
            s3(),
            s3_location(&folder),
            s3_page(&folder, "x/y", "a==", 2),
            s3_page(&folder, "", "", 1),
            models_page("a", "b="),
            create_model_from_job("cats-1"),
            model("cats-1"),
            inspect_archive("s3://b/a"),
            compare_artifacts("s3://b/a", ""),
            record_picture(&folder, 4, 9),
            upload_part(&folder, "u/1", 3),
            download(&folder),
            help(),
        ];
        assert_eq!(
            addresses,
            [
                "/training-jobs",
                "/training-jobs",
                "/training-jobs?page=3",
                "/training-jobs/events",
                "/training-jobs/create",
                "/training-jobs/create?example=base",
                "/training-jobs/create?from=cats-1",
                "/training-jobs/create?artifact=s3%3A%2F%2Fbucket%2Fout%2Fmodel.tar.gz",
                "/training-jobs/create?clone=cats-1",
                "/training-jobs/create?draft=0123",
                "/training-jobs/create?form=%7B%7D",
                "/drafts",
                "/drafts?page=2",
                "/training-jobs/cats-1",
                "/training-jobs/cats-1/metrics",
                "/training-jobs/cats-1/logs?line=42",
                "/training-jobs/cats-1/events?from=40",
                "/s3",
                "/s3/bucket/a%20b/c%2Bd/",
                "/s3/bucket/a%20b/c%2Bd/?prefix=x%2Fy&continuation=a%3D%3D&page=2",
                "/s3/bucket/a%20b/c%2Bd/",
                "/models?words=a&next=b%3D",
                "/models/create?job=cats-1",
                "/models/cats-1",
                "/models/inspect?uri=s3%3A%2F%2Fb%2Fa",
                "/artifacts/compare?first=s3%3A%2F%2Fb%2Fa&second=",
                "/preview/record?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F&offset=4&size=9",
                "/upload/part?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F&upload=u%2F1&number=3",
                "/download?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F",
                "/help",
            ]
        );
        Ok(())
    }
}
