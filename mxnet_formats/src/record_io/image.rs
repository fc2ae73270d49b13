//! An image in a record's payload: a header of `flag`, a label and two identities, further labels, and the image's bytes.

use super::RecordError;

/// Bytes of the header: two 32-bit numbers and two of 64 bits.
const HEADER_LENGTH: usize = 24;

/// An image in a payload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImageRecord<'a> {
    /// The header's first identity: the image's number in the list from which the file was made.
    pub id: u64,
    /// The image's bytes, as a JPEG or PNG file holds them.
    pub image: &'a [u8],
    label: f32,
    further_labels: &'a [[u8; 4]],
}

impl ImageRecord<'_> {
    /// The labels, at least one: with flag 0 that of the header, otherwise as many as the flag says.
    pub fn labels(&self) -> Vec<f32> {
        if self.further_labels.is_empty() {
            return vec![self.label];
        }
        self.further_labels.iter().map(|label| f32::from_le_bytes(*label)).collect()
    }
}

/// Finds labels and image in a payload.
///
/// # Errors
/// [`RecordError::NoImageHeader`] and [`RecordError::CutLabels`] when the payload is too short for them.
pub fn read_image(payload: &[u8]) -> Result<ImageRecord<'_>, RecordError> {
    let Some((header, rest)) = payload.split_first_chunk::<HEADER_LENGTH>() else {
        return Err(RecordError::NoImageHeader(payload.len()));
    };
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = *header;
    let flag = u32::from_le_bytes([a, b, c, d]);
    let label = f32::from_le_bytes([e, f, g, h]);
    let id = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
    let length = (flag as usize).saturating_mul(size_of::<f32>());
    let (labels, image) = rest.split_at_checked(length).ok_or(RecordError::CutLabels(flag))?;
    Ok(ImageRecord { id, image, label, further_labels: labels.as_chunks::<4>().0 })
}

/// The header of an image with several labels: their number as the flag, and the labels behind it.
pub fn labelled_header(labels: &[f32], id: u64) -> Vec<u8> {
    let flag = u32::try_from(labels.len()).unwrap_or(u32::MAX);
    let mut header = image_header(0.0, id).to_vec();
    header.splice(..size_of::<u32>(), flag.to_le_bytes());
    header.extend(labels.iter().flat_map(|label| label.to_le_bytes()));
    header
}

/// The header of an image with one label.
pub fn image_header(label: f32, id: u64) -> [u8; HEADER_LENGTH] {
    let mut header = [0; HEADER_LENGTH];
    for (byte, value) in header.iter_mut().skip(4).zip(label.to_le_bytes().into_iter().chain(id.to_le_bytes())) {
        *byte = value;
    }
    header
}
