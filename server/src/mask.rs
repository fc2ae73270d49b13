//! Masks of semantic segmentation: PNG files whose pixels are indices, with a palette or in shades of grey; and those that an
//! evaluation leaves, of which each file has the true classes above the predicted ones.

use std::io::{self, Cursor};

use console::data::{
    evaluation::MaskView,
    object_preview::{Mask, MaskIndex},
};
use domain::evaluation::class_colour;
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

/// Most pixels of a mask that is read.
const MAX_PIXELS: u64 = 24 << 20;
/// Bytes that the decoder may hold besides the pixels.
const MAX_DECODER_BYTES: usize = 64 << 20;

/// A mask.
#[derive(Debug, PartialEq)]
pub(crate) struct IndexedImage {
    width: u32,
    height: u32,
    /// One byte a pixel.
    indices: Vec<u8>,
    palette: Option<Vec<[u8; 3]>>,
}

/// Colours are told apart when a channel differs by this.
const DISTINCT: u8 = 24;

/// The index of pixels that count for nothing.
const IGNORED: u8 = 255;
/// The colours of right, wrong and ignored pixels: black, that of wrong answers in the confusion matrix, and grey.
const DIFFERENCES: [[u8; 3]; 3] = [[0, 0, 0], [224, 118, 0], [128, 128, 128]];
/// What is right stays as it is.
const OPACITIES: [u8; 3] = [0, 255, 255];

/// Reads a mask; `None` for everything that is no whole PNG with a palette or in at most 256 shades of grey.
pub(crate) fn read(bytes: &[u8]) -> Option<IndexedImage> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MAX_DECODER_BYTES });
    decoder.set_transformations(Transformations::IDENTITY);
    let mut reader = decoder.read_info().ok()?;
    let (width, height, depth) = (reader.info().width, reader.info().height, reader.info().bit_depth);
    let has_palette = match reader.info().color_type {
        ColorType::Indexed => true,
        ColorType::Grayscale if depth != BitDepth::Sixteen => false,
        _ => return None,
    };
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let palette = reader.info().palette.as_ref().map(|colours| colours.as_chunks::<3>().0.to_vec());
    let mut packed = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut packed).ok()?;
    let line = frame.line_size.max(1);
    let indices = packed.chunks(line).take(height as usize).flat_map(|line| unpacked(line, depth as u8, width)).collect();
    Some(IndexedImage { width, height, indices, palette: palette.filter(|_| has_palette) })
}

/// The indices of a line: `bits` bits each, the highest bits of a byte first.
fn unpacked(line: &[u8], bits: u8, width: u32) -> impl Iterator<Item = u8> {
    let count = 8 / bits;
    let index = move |byte: u8, place: u8| (byte >> (8 - bits * (place + 1))) & (u8::MAX >> (8 - bits));
    line.iter().flat_map(move |byte| (0..count).map(move |place| index(*byte, place))).take(width as usize)
}

impl IndexedImage {
    /// What it holds.
    pub(crate) fn summary(&self) -> Mask {
        let mut counts = [0_u64; 256];
        for index in &self.indices {
            if let Some(count) = counts.get_mut(usize::from(*index)) {
                *count += 1;
            }
        }
        let occurring = (0..=u8::MAX).zip(counts).filter(|(_, pixels)| *pixels > 0);
        let indices = occurring.map(|(index, pixels)| MaskIndex { index, pixels, colour: self.colour(index) }).collect();
        Mask { width: self.width, height: self.height, is_recoloured: self.palette.is_none(), indices }
    }

    /// Whether it has colours of its own.
    pub(crate) fn has_palette(&self) -> bool {
        self.palette.is_some()
    }

    /// Without its own colours.
    pub(crate) fn recoloured(self) -> Self {
        Self { palette: None, ..self }
    }

    /// Without its own colours where two that occur cannot be told apart.
    pub(crate) fn readable(self) -> Self {
        let colours: Vec<[u8; 3]> = self.summary().indices.iter().map(|index| index.colour).collect();
        let differ = |one: &[u8; 3], other: &[u8; 3]| one.iter().zip(other).any(|(a, b)| a.abs_diff(*b) >= DISTINCT);
        let all_differ =
            colours.iter().enumerate().all(|(place, one)| colours.iter().skip(place + 1).all(|other| differ(one, other)));
        if all_differ { self } else { self.recoloured() }
    }

    /// The same as a PNG with a palette.
    pub(crate) fn coloured(&self) -> io::Result<Vec<u8>> {
        self.encode((0..=u8::MAX).flat_map(|index| self.colour(index)).collect(), &[])
    }

    /// One view of the masks of an evaluation, as a PNG with a palette.
    pub(crate) fn view(self, shown: MaskView) -> io::Result<Vec<u8>> {
        let height = self.height / 2;
        let (truth, predicted) = self.indices.split_at(self.width as usize * height as usize);
        let indices: Vec<u8> = match shown {
            MaskView::Truth => truth.to_vec(),
            MaskView::Predicted => predicted.iter().copied().take(truth.len()).collect(),
            MaskView::Wrong => truth.iter().zip(predicted).map(|(truth, predicted)| difference(*truth, *predicted)).collect(),
        };
        let view = Self { height, indices, palette: None, ..self };
        match shown {
            MaskView::Wrong => view.encode(DIFFERENCES.concat(), &OPACITIES),
            _ => view.coloured(),
        }
    }

    /// A PNG with this palette, whose first colours have these opacities.
    fn encode(&self, palette: Vec<u8>, opacities: &'static [u8]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette);
        if !opacities.is_empty() {
            encoder.set_trns(opacities);
        }
        let mut writer = encoder.write_header().map_err(io::Error::other)?;
        writer.write_image_data(&self.indices).map_err(io::Error::other)?;
        writer.finish().map_err(io::Error::other)?;
        Ok(bytes)
    }

    /// The colour of an index: that of the file's palette, and without one that of the PASCAL VOC masks.
    fn colour(&self, index: u8) -> [u8; 3] {
        match &self.palette {
            Some(palette) => palette.get(usize::from(index)).copied().unwrap_or_default(),
            None => class_colour(index),
        }
    }
}

/// Which of [`DIFFERENCES`] a pixel is.
fn difference(truth: u8, predicted: u8) -> u8 {
    match (truth == predicted, truth) {
        (_, IGNORED) => 2,
        (true, _) => 0,
        (false, _) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(color: ColorType, depth: BitDepth, width: u32, packed: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let line = (width as usize * depth as usize * color.samples()).div_ceil(8);
        let mut encoder = Encoder::new(&mut bytes, width, (packed.len() / line) as u32);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette([1, 2, 3, 10, 20, 30, 40, 50, 60].as_slice());
        }
        encoder.write_header().expect("a header").write_image_data(packed).expect("pixels");
        bytes
    }

    #[test]
    fn indices_of_every_depth_are_read() {
        let whole = read(&png(ColorType::Indexed, BitDepth::Eight, 3, &[0, 1, 2, 2, 1, 0])).expect("a mask");
        assert_eq!((whole.width, whole.height, whole.indices.as_slice()), (3, 2, [0, 1, 2, 2, 1, 0].as_slice()));
        for (depth, packed) in [(BitDepth::Four, vec![0x01, 0x20, 0x21, 0x00]), (BitDepth::Two, vec![0b0001_1000, 0b1001_0000])] {
            assert_eq!(read(&png(ColorType::Indexed, depth, 3, &packed)).expect("a mask"), whole, "{depth:?}");
        }
        let bits = read(&png(ColorType::Indexed, BitDepth::One, 9, &[0b1000_0001, 0b1000_0000])).expect("a mask");
        assert_eq!(bits.indices, [1, 0, 0, 0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn a_palette_keeps_its_colours_and_grey_gets_some() {
        let summary = read(&png(ColorType::Indexed, BitDepth::Eight, 4, &[1, 1, 1, 7])).expect("a mask").summary();
        assert!(!summary.is_recoloured);
        let found: Vec<(u8, u64, [u8; 3])> = summary.indices.iter().map(|one| (one.index, one.pixels, one.colour)).collect();
        assert_eq!(found, [(1, 3, [10, 20, 30]), (7, 1, [0, 0, 0])], "7 is not in the palette");
        let grey = read(&png(ColorType::Grayscale, BitDepth::Eight, 4, &[0, 1, 2, 255])).expect("a mask");
        let colours: Vec<[u8; 3]> = grey.summary().indices.iter().map(|one| one.colour).collect();
        assert_eq!(colours, [[0, 0, 0], [128, 0, 0], [0, 128, 0], [224, 224, 192]]);
        let coloured = read(&grey.coloured().expect("a PNG")).expect("a mask");
        assert_eq!((coloured.indices, coloured.palette.map(|palette| palette[1])), (grey.indices, Some([128, 0, 0])));
    }

    #[test]
    fn a_palette_of_neighbouring_greys_is_replaced() {
        let mask = |packed: &[u8]| read(&png(ColorType::Indexed, BitDepth::Eight, 4, packed)).expect("a mask");
        assert!(mask(&[0, 1, 2, 2]).readable().has_palette() && !mask(&[0, 1, 2, 2]).recoloured().has_palette());
        // Two that are not in the palette are both black.
        assert!(!mask(&[0, 1, 6, 7]).readable().has_palette());
    }

    #[test]
    fn each_half_of_an_evaluated_mask_is_a_view_and_so_is_their_difference() {
        let mask = || read(&png(ColorType::Indexed, BitDepth::Eight, 4, &[0, 1, 255, 3, 0, 2, 1, 3])).expect("a mask");
        let view = |shown| read(&mask().view(shown).expect("a PNG")).expect("a mask");
        let (truth, predicted, wrong) = (view(MaskView::Truth), view(MaskView::Predicted), view(MaskView::Wrong));
        assert_eq!((truth.width, truth.height, &truth.indices[..]), (4, 1, &[0, 1, 255, 3][..]));
        assert_eq!((predicted.height, &predicted.indices[..]), (1, &[0, 2, 1, 3][..]));
        // The colours are those of the classes, whatever the file's are.
        assert_eq!(predicted.palette.map(|palette| palette[1]), Some([128, 0, 0]));
        assert_eq!((wrong.height, &wrong.indices[..]), (1, &[0, 1, 2, 0][..]));
        // A line too many is in neither.
        let odd = read(&png(ColorType::Indexed, BitDepth::Eight, 1, &[1, 2, 0])).expect("a mask");
        assert_eq!(read(&odd.view(MaskView::Predicted).expect("a PNG")).expect("a mask").indices, [2]);
    }

    #[test]
    fn other_files_are_no_masks() {
        let bytes = png(ColorType::Indexed, BitDepth::Eight, 4, &[0; 16]);
        assert!((0..bytes.len() - 12).all(|end| bytes.get(..end).is_some_and(|cut| read(cut).is_none())));
        assert_eq!(read(&png(ColorType::Rgb, BitDepth::Eight, 1, &[1, 2, 3])), None);
        assert_eq!(read(&png(ColorType::Grayscale, BitDepth::Sixteen, 1, &[1, 2])), None);
        assert_eq!(read(b"\xFF\xD8\xFF"), None);
        // A header that claims more than it has.
        let mut large = bytes;
        large[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
        assert_eq!(read(&large), None);
    }
}
