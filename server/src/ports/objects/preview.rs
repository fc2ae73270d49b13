//! What an object shows, by its first bytes; its name only decides between kinds of text.

use console::data::object_preview::{ImageRow, MAX_BOXES, Picture, Preview, RecordRow, is_in_annotation_channel};
use mxnet_formats::{
    image_list::ListLine,
    record_io::{MAGIC_BYTES, Record, RecordError, first_records, labelled_objects},
};

use super::annotation::{annotation, labelled};
use crate::mask;

/// Bytes of text that are shown.
const SHOWN_TEXT: usize = 64 * 1024;
/// Lines and rows that are shown.
const SHOWN_LINES: usize = 100;
/// Longest line that is shown, in characters.
const MAX_LINE_LENGTH: usize = 2000;
/// Images of a RecordIO file that are shown.
const SHOWN_RECORDS: usize = 48;
/// Labels of one image that are shown.
const SHOWN_LABELS: usize = 16;
/// Largest picture that is shown, in bytes.
const MAX_PICTURE_SIZE: u64 = 20 << 20;
/// Bytes of anything else that are shown.
const SHOWN_BYTES: usize = 256;

/// The preview of an object of `size` bytes that starts with `bytes`.
pub(super) fn preview(key: &str, bytes: &[u8], size: u64) -> Preview {
    let is_cut = (bytes.len() as u64) < size;
    if bytes.is_empty() {
        return Preview::Empty;
    }
    if let Some(picture) = Picture::of(bytes) {
        let whole = (picture == Picture::Png && !is_cut).then_some(bytes);
        return match whole.and_then(|bytes| indexed(key, bytes)) {
            Some(mask) => mask,
            None if size > MAX_PICTURE_SIZE => Preview::LargePicture(size),
            None => Preview::Picture(picture),
        };
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return Preview::Archive;
    }
    if bytes.starts_with(&MAGIC_BYTES) {
        return records(bytes, is_cut);
    }
    match text(bytes, is_cut) {
        Some(text) => of_text(key, text, is_cut),
        None => Preview::Binary(bytes.get(..SHOWN_BYTES).unwrap_or(bytes).chunks(16).map(dump).collect()),
    }
}

/// A PNG whose pixels are indices. Shades of grey are indices only where masks are.
fn indexed(key: &str, bytes: &[u8]) -> Option<Preview> {
    let image = mask::read(bytes)?;
    let shown =
        if is_in_annotation_channel(key) { image.readable() } else { Some(image).filter(mask::IndexedImage::has_palette)? };
    Some(Preview::Mask(shown.summary()))
}

/// The bytes as text, if they are that; a sign that the cut went through is left out.
fn text(bytes: &[u8], is_cut: bool) -> Option<&str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if is_cut && bytes.len() - error.valid_up_to() < 4 => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_binary = text.chars().take(4096).any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}' | '\u{1B}'));
    (!is_binary).then_some(text)
}

fn of_text(key: &str, text: &str, is_cut: bool) -> Preview {
    let name = key.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&[".lst"]) {
        let (lines, more) = lines(text, is_cut);
        return Preview::ImageList { rows: lines.into_iter().map(image_row).collect(), is_cut: more };
    }
    if ends(&[".jsonl", ".ndjson", ".manifest"]) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        let (lines, more) = lines(text, is_cut);
        return Preview::JsonLines { lines: lines.into_iter().map(json_line).collect(), is_cut: more };
    }
    let looks_like_json = matches!(text.trim_start().chars().next(), Some('{' | '['));
    if !is_cut
        && looks_like_json
        && text.len() <= SHOWN_TEXT
        && let Ok(value) = serde_json::from_str::<serde_json::Value>(text)
    {
        return match annotation(key, &value) {
            Some(annotation) => Preview::Annotation(annotation),
            None => Preview::Json(format!("{value:#}")),
        };
    }
    let (shown, more) = beginning(text, SHOWN_TEXT);
    Preview::Text { text: shown, is_cut: is_cut || more }
}

/// The first whole lines, and whether there are more.
fn lines(text: &str, is_cut: bool) -> (Vec<&str>, bool) {
    let mut all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SHOWN_LINES + 1).collect();
    let more = all.len() > SHOWN_LINES || is_cut;
    if all.len() <= SHOWN_LINES && is_cut && all.len() > 1 {
        // The last line goes on behind the cut.
        all.pop();
    }
    all.truncate(SHOWN_LINES);
    (all, more)
}

fn json_line(line: &str) -> Result<String, String> {
    match serde_json::from_str::<serde_json::Value>(line) {
        Ok(value) => Ok(beginning(&value.to_string(), MAX_LINE_LENGTH).0),
        Err(error) => Err(format!("{} ({error})", beginning(line, MAX_LINE_LENGTH).0)),
    }
}

fn image_row(line: &str) -> Result<ImageRow, String> {
    match ListLine::split(line) {
        Ok(ListLine { index, labels, path }) if index.parse::<u64>().is_ok() => {
            let labels = labels.into_iter().take(SHOWN_LABELS).map(|label| beginning(label, 32).0).collect();
            Ok(ImageRow { index: index.to_owned(), labels, path: beginning(path, 300).0 })
        }
        _ => Err(beginning(line, 300).0),
    }
}

fn records(bytes: &[u8], is_cut: bool) -> Preview {
    let (records, error) = first_records(bytes, 0, SHOWN_RECORDS);
    let row = |record: Record| {
        let objects = labelled_objects(&record.labels);
        RecordRow {
            offset: record.offset,
            id: record.id,
            label_count: record.labels.len(),
            // A label that is no number would not survive the way to the page.
            labels: record.labels.iter().copied().filter(|label| label.is_finite()).take(SHOWN_LABELS).collect(),
            box_count: objects.as_ref().map_or(0, Vec::len),
            boxes: objects.map(|objects| objects.iter().take(MAX_BOXES).map(labelled).collect()),
            size: record.image.len() as u64,
            picture: Picture::of(&record.image),
        }
    };
    let more = is_cut || records.len() == SHOWN_RECORDS;
    // A record that goes on behind the cut is no fault of the file.
    let problem = error.filter(|error| !is_cut || !error.is_cut()).map(|error| match error {
        RecordError::CutLabels(_) => "the labels are cut".to_owned(),
        error => error.to_string(),
    });
    Preview::Records { records: records.into_iter().map(row).collect(), problem, is_cut: more }
}

fn beginning(text: &str, characters: usize) -> (String, bool) {
    match text.char_indices().nth(characters) {
        Some((end, _)) => (text.get(..end).unwrap_or_default().to_owned(), true),
        None => (text.to_owned(), false),
    }
}

fn dump(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let signs: String = bytes.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect();
    format!("{digits:<47}  {signs}")
}
