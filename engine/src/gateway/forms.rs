//! Forms that upload a file. The protocol library differs from S3 in the variable `${filename}` of a key and in the answer
//! about the new object. Source: S3 API, "POST Object".

mod policy;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    response::Response,
};
use domain::percent;
use futures::{StreamExt, TryStreamExt, stream};
use http::{HeaderValue, Method, StatusCode, header};

use crate::s3::authentication::Refusal;

/// Bytes before the file that are read ahead. Source: form uploads of the S3 API, 20 KB without the file; a form with more is
/// passed on as it is.
const MAX_FIELD_BYTES: usize = 256 * 1024;
/// The search for the file begins after so many bytes.
const FIRST_SEARCH_BYTES: usize = 4096;
/// The longest answer that is read, in bytes: it holds a key three times.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
const VARIABLE: &[u8] = b"${filename}";
/// Between the headers of a part and its content.
const EMPTY_LINE: &[u8] = b"\r\n\r\n";

/// Whether a request is a form that uploads a file.
pub(super) fn is_form(request: &Request) -> bool {
    request.method() == Method::POST && boundary(request).is_some()
}

/// Replaces `${filename}` in the key by the name of the file. Everything else stays, also a form that cannot be read.
///
/// # Errors
/// The policy is refused, see [`policy::check`].
pub(super) async fn with_file_name(request: Request) -> Result<Request, Refusal> {
    let Some(boundary) = boundary(&request) else { return Ok(request) };
    let (mut request, body) = request.into_parts();
    let mut body = body.into_data_stream();
    let mut head = Vec::new();
    let mut broken = None;
    // Each search begins at the start of the form. So each follows after twice as many bytes, even when they arrive one by one.
    let mut next_search = FIRST_SEARCH_BYTES;
    while head.len() < MAX_FIELD_BYTES {
        if head.len() >= next_search {
            if has_file(&head, &boundary) {
                break;
            }
            next_search *= 2;
        }
        match body.next().await {
            Some(Ok(bytes)) => head.extend_from_slice(&bytes),
            Some(Err(error)) => {
                broken = Some(error);
                break;
            }
            None => break,
        }
    }
    let fields = parts(&head, &boundary);
    policy::check(fields.iter().filter_map(|part| Some((part.name.as_str(), part.content(&head)?))))?;
    if let Some(replaced) = replace(&head, &boundary) {
        let length = request.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if let Some(length) = length.and_then(|length| (length + replaced.len()).checked_sub(head.len())) {
            request.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        head = replaced;
    }
    let read = stream::iter([Ok(Bytes::from(head))]).chain(stream::iter(broken.map(Err)));
    Ok(Request::from_parts(request, Body::from_stream(read.chain(body.into_stream()))))
}

/// Completes the answer 201: it has the object's whole URL, also as a header, and its ETag in quotes.
pub(super) async fn with_place(response: Response, host: &str) -> Response {
    if response.status() != StatusCode::CREATED {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ANSWER_BYTES).await else { return Response::from_parts(parts, Body::empty()) };
    let text = String::from_utf8_lossy(&bytes);
    let (Some(path), Some(etag)) = (element(&text, "Location"), element(&text, "ETag")) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let url = format!("http://{host}{}", percent::encode_path(unescape(path).as_bytes()));
    let text = text.replacen(&format!("<Location>{path}<"), &format!("<Location>{url}<"), 1).replacen(
        &format!("<ETag>{etag}<"),
        &format!("<ETag>&quot;{etag}&quot;<"),
        1,
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    if let (Ok(url), Ok(etag)) = (HeaderValue::try_from(url), HeaderValue::try_from(format!("\"{etag}\""))) {
        parts.headers.insert(header::LOCATION, url);
        parts.headers.insert(header::ETAG, etag);
    }
    Response::from_parts(parts, Body::from(text))
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    Some(text.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0)
}

fn unescape(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// The boundary between the parts of a form.
fn boundary(request: &Request) -> Option<Vec<u8>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, rest) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    (!value.is_empty()).then(|| format!("--{value}").into_bytes())
}

fn has_file(head: &[u8], boundary: &[u8]) -> bool {
    parts(head, boundary).iter().any(|part| part.name == "file")
}

/// The form with the file's name in its key; `None` when the key has no variable.
fn replace(head: &[u8], boundary: &[u8]) -> Option<Vec<u8>> {
    let parts = parts(head, boundary);
    let name = parts.iter().find(|part| part.name == "file")?.file_name.as_deref()?;
    // Some browsers send a whole path.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let key = parts.iter().find(|part| part.name.eq_ignore_ascii_case("key"))?;
    let value = head.get(key.content..key.end)?;
    let place = key.content + find(value, VARIABLE)?;
    Some([head.get(..place)?, name.as_bytes(), head.get(place + VARIABLE.len()..)?].concat())
}

/// A part of a form whose headers are whole.
struct Part {
    name: String,
    file_name: Option<String>,
    /// The begin of its content.
    content: usize,
    /// The end of its content, as far as it was read.
    end: usize,
}

impl Part {
    /// The content without the line's end before the next boundary; `None` when it was not read to its end.
    fn content<'a>(&self, head: &'a [u8]) -> Option<&'a [u8]> {
        head.get(self.content..self.end)?.strip_suffix(b"\r\n")
    }
}

fn parts(head: &[u8], boundary: &[u8]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(start) = find(head.get(place..).unwrap_or_default(), boundary).map(|at| place + at + boundary.len()) {
        let rest = head.get(start..).unwrap_or_default();
        let Some(length) = find(rest, EMPTY_LINE) else { break };
        let content = start + length + EMPTY_LINE.len();
        let headers = String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).into_owned();
        let end = find(head.get(content..).unwrap_or_default(), boundary).map_or(head.len(), |at| content + at);
        let name = parameter(&headers, "name").unwrap_or_default();
        let is_file = name == "file";
        found.push(Part { file_name: parameter(&headers, "filename"), name, content, end });
        if is_file {
            // S3 ignores the fields behind the file.
            break;
        }
        place = end;
    }
    found
}

/// A parameter of a part's `Content-Disposition`.
fn parameter(headers: &str, name: &str) -> Option<String> {
    let line = headers.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, value) = line.split_once(&format!("; {name}=\""))?;
    value.split_once('"').map(|(value, _)| value.to_owned())
}

fn find(text: &[u8], pattern: &[u8]) -> Option<usize> {
    text.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::replace;

    fn form(key: &str, file: &str) -> String {
        let part = |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let file =
            format!("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\nby ${{filename}}\r\n");
        [part("policy", "${filename}"), part("key", key), file].concat()
    }

    #[test]
    fn the_name_of_the_file_stands_in_the_key_and_nowhere_else() {
        let replaced = |key: &str, file: &str| {
            replace(form(key, file).as_bytes(), b"--B").map(|bytes| String::from_utf8(bytes).expect("text"))
        };
        assert_eq!(replaced("up/${filename}", "a.txt"), Some(form("up/a.txt", "a.txt")));
        assert_eq!(replaced("${filename}.bin", "C:\\data\\b"), Some(form("b.bin", "C:\\data\\b")));
        assert_eq!(replaced("up/a", "a.txt"), None);
        assert_eq!(replace(b"--B\r\nno form", b"--B"), None);
    }
}
