//! Masks: PNG files whose pixels are numbers. Of a palette the number counts, not the colour.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use crate::{data::decode::MAX_MEMORY, error::TrainingError};

/// What JPEG files begin with.
const JPEG: [u8; 3] = [0xFF, 0xD8, 0xFF];
/// Sides of a mask that are still decoded: those of an image.
const MAX_SIDE: u32 = 16_384;

/// The number of each pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mask {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) values: Vec<u8>,
}

impl Mask {
    /// Decodes a mask. `place` is what messages call it.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it is no PNG file with a palette or in grey, of 8 bits at most.
    pub(super) fn decode(bytes: &[u8], place: &str) -> Result<Self, TrainingError> {
        if bytes.starts_with(&JPEG) {
            return Err(TrainingError::client(format!(
                "The {place} is a JPEG file, which changes the numbers of its pixels. Save the mask as PNG from its original; a JPEG file \
                 that is converted keeps the wrong numbers."
            )));
        }
        let failed = |error: &dyn std::fmt::Display| {
            TrainingError::client(format!(
                "The {place} is not a PNG image that can be read: {error}. Replace it, or remove it and its image."
            ))
        };
        let limits = Limits { bytes: usize::try_from(MAX_MEMORY).unwrap_or(usize::MAX) };
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
        // Without it numbers of a palette would become colours.
        decoder.set_transformations(Transformations::IDENTITY);
        let mut reader = decoder.read_info().map_err(|error| failed(&error))?;
        let (width, height) = reader.info().size();
        let (kind, depth) = (reader.info().color_type, reader.info().bit_depth);
        let is_number = matches!(kind, ColorType::Indexed | ColorType::Grayscale) && depth != BitDepth::Sixteen;
        if !is_number {
            return Err(TrainingError::client(format!(
                "The {place} holds {}, where a mask holds the class of each pixel. Save it as PNG with a palette or in grey, with 8 bits a \
                 pixel or less, in which the number of a pixel is its class.",
                name_of(kind, depth)
            )));
        }
        if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
            return Err(TrainingError::client(format!("The {place} has {width}x{height} pixels; sides may be 1 to {MAX_SIDE}.")));
        }
        let length = reader.output_buffer_size().ok_or_else(|| failed(&"it is too large"))?;
        let mut packed = vec![0; length];
        let frame = reader.next_frame(&mut packed).map_err(|error| failed(&error))?;
        packed.truncate(frame.buffer_size());
        let values = unpack(&packed, width as usize, frame.line_size, depth);
        if values.len() != width as usize * height as usize {
            return Err(failed(&"its rows are incomplete"));
        }
        Ok(Self { width, height, values })
    }
}

fn name_of(kind: ColorType, depth: BitDepth) -> &'static str {
    match (kind, depth) {
        (ColorType::Rgb | ColorType::Rgba, _) => "colours (RGB)",
        (ColorType::GrayscaleAlpha, _) => "grey values with transparency",
        _ => "numbers of 16 bits",
    }
}

/// One byte for each pixel; files of fewer bits have several pixels in a byte, the first in the highest bits.
fn unpack(packed: &[u8], width: usize, line: usize, depth: BitDepth) -> Vec<u8> {
    let bits = usize::from(depth as u8);
    if bits == 8 {
        return packed.to_vec();
    }
    let of_byte = 8 / bits;
    let largest = (1_u8 << bits) - 1;
    let of_line = |line: &[u8]| -> Vec<u8> {
        let pixel = |place: usize| {
            let byte = line.get(place / of_byte).copied().unwrap_or_default();
            (byte >> (8 - bits * (place % of_byte + 1))) & largest
        };
        (0..width).map(pixel).collect()
    };
    packed.chunks_exact(line.max(1)).flat_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(kind: ColorType, depth: BitDepth, width: u32, rows: &[&[u8]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, rows.len() as u32);
        encoder.set_color(kind);
        encoder.set_depth(depth);
        if kind == ColorType::Indexed {
            encoder.set_palette((0..=255_u8).flat_map(|number| [number.wrapping_mul(77), 3, 9]).collect::<Vec<u8>>());
        }
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&rows.concat()).expect("pixels");
        drop(writer);
        bytes
    }

    fn values(kind: ColorType, depth: BitDepth, width: u32, rows: &[&[u8]]) -> Vec<u8> {
        Mask::decode(&png(kind, depth, width, rows), "mask").expect("a mask").values
    }

    #[test]
    fn the_number_of_a_pixel_counts_whatever_its_bits() {
        for kind in [ColorType::Indexed, ColorType::Grayscale] {
            assert_eq!(values(kind, BitDepth::Eight, 3, &[&[0, 1, 255], &[7, 8, 9]]), [0, 1, 255, 7, 8, 9]);
            assert_eq!(values(kind, BitDepth::Four, 3, &[&[0x1F, 0x20], &[0x34, 0x50]]), [1, 15, 2, 3, 4, 5]);
            assert_eq!(values(kind, BitDepth::Two, 5, &[&[0b0001_1011, 0b1000_0000]]), [0, 1, 2, 3, 2]);
            assert_eq!(values(kind, BitDepth::One, 9, &[&[0b1010_0001, 0b1000_0000]]), [1, 0, 1, 0, 0, 0, 0, 1, 1]);
        }
    }

    #[test]
    fn what_is_no_mask_is_refused_with_the_cure() {
        let refused = |bytes: &[u8]| Mask::decode(bytes, "file m.png").expect_err("an error").to_string();
        for (kind, depth, pixel, reason) in [
            (ColorType::Rgb, BitDepth::Eight, vec![0; 3], "holds colours (RGB)"),
            (ColorType::Rgba, BitDepth::Eight, vec![0; 4], "holds colours (RGB)"),
            (ColorType::GrayscaleAlpha, BitDepth::Eight, vec![0; 2], "holds grey values with transparency"),
            (ColorType::Grayscale, BitDepth::Sixteen, vec![0; 2], "holds numbers of 16 bits"),
        ] {
            let message = refused(&png(kind, depth, 1, &[&pixel]));
            assert!(message.contains(reason) && message.contains("PNG with a palette or in grey"), "{message}");
        }
        assert!(refused(&[0xFF, 0xD8, 0xFF, 0xE0]).contains("file m.png is a JPEG file"));
        let whole = png(ColorType::Grayscale, BitDepth::Eight, 2, &[&[1, 2], &[3, 4]]);
        for cut in 0..whole.len() {
            let mut broken = whole.clone();
            broken[cut] ^= 0x55;
            // Nothing panics; a changed byte in a check sum or a comment may pass.
            let _ = Mask::decode(&broken, "mask");
            if cut < whole.len() - 12 {
                assert!(Mask::decode(&whole[..cut], "mask").is_err());
            }
        }
    }
}
