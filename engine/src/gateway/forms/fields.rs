//! The fields of a form, which come before its file.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt;

use crate::s3::refusal::Refusal;

/// Bytes before the file. Source: form uploads of the S3 API, 20 KB without the file.
const MAX_BYTES: usize = 20 * 1024;
/// The search for the file begins after so many bytes.
const FIRST_SEARCH_BYTES: usize = 4096;
/// The longest pause of a client inside the fields.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// Between the headers of a part and its content.
const EMPTY_LINE: &[u8] = b"\r\n\r\n";
/// The part of a key that stands for the name of the file.
const VARIABLE: &str = "${filename}";

/// The fields by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// A field; `None` when the form does not have it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All fields in order.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    #[cfg(test)]
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

/// The bytes behind the fields: those that were read with them, and the rest of the body.
pub(super) struct Rest {
    pub(super) read: Vec<u8>,
    pub(super) body: BodyDataStream,
}

/// Reads the fields of a form up to its file. Fields behind the file do not count.
///
/// # Errors
/// `MalformedPOSTRequest`, `MaxPostPreDataLengthExceededError`, `InvalidArgument`, `RequestTimeout`.
pub(super) async fn read(body: Body, boundary: &[u8]) -> Result<(Fields, Rest), Refusal> {
    let mut body = body.into_data_stream();
    let mut read = Vec::new();
    // Each search begins at the start of the form. So each follows after twice as many bytes, even when they arrive one by one.
    let mut next_search = FIRST_SEARCH_BYTES;
    loop {
        let is_over = match tokio::time::timeout(READ_TIMEOUT, body.next()).await {
            Ok(Some(Ok(bytes))) => {
                read.extend_from_slice(&bytes);
                false
            }
            Ok(None) => true,
            Ok(Some(Err(_))) => return Err(malformed()),
            Err(_) => return Err(too_slow()),
        };
        if !is_over && read.len() < next_search {
            continue;
        }
        next_search = read.len() * 2;
        match parse(&read, boundary) {
            Progress::File(fields, content) if content <= MAX_BYTES => {
                return Ok((fields, Rest { read: read.split_off(content), body }));
            }
            Progress::NoFile => return Err(no_file()),
            Progress::NeedsMore if read.len() <= MAX_BYTES && !is_over => {}
            Progress::NeedsMore if read.len() <= MAX_BYTES => return Err(malformed()),
            Progress::Malformed => return Err(malformed()),
            Progress::File(..) | Progress::NeedsMore => {
                let message = "Your POST request fields preceding the upload file were too large.";
                return Err(Refusal::bad_request("MaxPostPreDataLengthExceededError", message));
            }
        }
    }
}

fn too_slow() -> Refusal {
    let message = "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.";
    Refusal::bad_request("RequestTimeout", message)
}

/// The refusal of a form without a field.
pub(super) fn missing(name: &'static str) -> Refusal {
    let message =
        format!("Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields.");
    Refusal::bad_request("InvalidArgument", message).with_member("ArgumentName", name).with_member("ArgumentValue", "")
}

/// The refusal of a field's value.
pub(super) fn invalid(name: &str, value: &str) -> Refusal {
    Refusal::bad_request("InvalidArgument", format!("The value of the field '{name}' is not valid."))
        .with_member("ArgumentName", name)
        .with_member("ArgumentValue", value)
}

/// The refusal of a form that breaks off or has another form than the standard says.
pub(super) fn malformed() -> Refusal {
    Refusal::bad_request("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
}

fn no_file() -> Refusal {
    Refusal::bad_request("InvalidArgument", "POST requires exactly one file upload per request.")
        .with_member("ArgumentName", "file")
        .with_member("ArgumentValue", "0")
}

enum Progress {
    /// The file's part has not begun.
    NeedsMore,
    /// The fields, and where the content of the file begins.
    File(Fields, usize),
    /// The form ended.
    NoFile,
    Malformed,
}

/// Reads the fields in the bytes that have arrived.
fn parse(bytes: &[u8], boundary: &[u8]) -> Progress {
    let between = [b"\r\n", boundary].concat();
    let Some(start) = find(bytes, boundary) else { return Progress::NeedsMore };
    let mut place = start + boundary.len();
    let mut fields = Fields::default();
    loop {
        let rest = bytes.get(place..).unwrap_or_default();
        match rest {
            [b'-', b'-', ..] => return Progress::NoFile,
            [b'\r', b'\n', ..] => {}
            [] | [b'\r' | b'-'] => return Progress::NeedsMore,
            _ => return Progress::Malformed,
        }
        let Some(length) = find(rest, EMPTY_LINE) else { return Progress::NeedsMore };
        let content = place + length + EMPTY_LINE.len();
        let headers = String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).into_owned();
        let Some(name) = parameter(&headers, "name") else { return Progress::Malformed };
        if name.eq_ignore_ascii_case("file") {
            fields.insert_file_name(&parameter(&headers, "filename").unwrap_or_default());
            return Progress::File(fields, content);
        }
        let after = bytes.get(content..).unwrap_or_default();
        let Some(length) = find(after, &between) else { return Progress::NeedsMore };
        let value = after.get(..length).unwrap_or_default();
        fields.0.push((name.to_ascii_lowercase(), String::from_utf8_lossy(value).into_owned()));
        place = content + length + between.len();
    }
}

impl Fields {
    /// Replaces the variable in the key by the name of the file.
    fn insert_file_name(&mut self, name: &str) {
        // Some browsers send a whole path.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        for (_, key) in self.0.iter_mut().filter(|(field, _)| field == "key") {
            *key = key.replacen(VARIABLE, name, 1);
        }
    }
}

/// A parameter of a part's `Content-Disposition`.
fn parameter(headers: &str, name: &str) -> Option<String> {
    let line = headers.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let parameters = line.split(';').skip(1).map(str::trim);
    let value =
        parameters.filter_map(|parameter| parameter.split_once('=')).find(|(found, _)| found.eq_ignore_ascii_case(name))?.1;
    Some(value.trim_matches('"').to_owned())
}

pub(super) fn find(text: &[u8], pattern: &[u8]) -> Option<usize> {
    text.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(key: &str, file: &str) -> Vec<u8> {
        let part = |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let file =
            format!("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\nby ${{filename}}\r\n--B--");
        [part("Policy", "${filename}"), part("key", key), file].concat().into_bytes()
    }

    #[test]
    fn the_name_of_the_file_stands_in_the_key_and_nowhere_else() {
        let key = |key: &str, file: &str| match parse(&form(key, file), b"--B") {
            Progress::File(fields, content) => {
                assert_eq!(fields.get("policy"), Some("${filename}"));
                assert_eq!(form(key, file).get(content..content + 3), Some(&b"by "[..]));
                fields.get("key").unwrap_or_default().to_owned()
            }
            _ => "no file".to_owned(),
        };
        assert_eq!(key("up/${filename}", "a.txt"), "up/a.txt");
        assert_eq!(key("${filename}.bin", "C:\\data\\b"), "b.bin");
        assert_eq!(key("up/a", "a.txt"), "up/a");
    }

    #[test]
    fn fields_that_arrive_byte_by_byte_are_awaited() {
        let whole = form("key", "a.txt");
        let begins = find(&whole, b"by ").expect("a file");
        for length in 0..begins {
            assert!(matches!(parse(&whole[..length], b"--B"), Progress::NeedsMore), "{length}");
        }
        assert!(matches!(parse(b"--B\r\nContent-Disposition: form-data\r\n\r\n", b"--B"), Progress::Malformed));
        assert!(matches!(parse(b"--B--\r\n", b"--B"), Progress::NoFile));
    }
}
