//! The colours of classes in masks.

/// Red, green and blue of a class in the masks of PASCAL VOC: the bits of the class in threes, the highest bits of each channel
/// first. Source: `VOClabelcolormap` of the challenge's development kit.
pub fn class_colour(class: u8) -> [u8; 3] {
    let mut colour = [0; 3];
    for step in 0..3 {
        for (channel, value) in (0..).zip(&mut colour) {
            let bit = class.checked_shr(3 * step + channel).unwrap_or_default() & 1;
            *value |= bit << (7 - step);
        }
    }
    colour
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_challenge() {
        let colours = [0, 1, 2, 20, 255].map(class_colour);
        assert_eq!(colours, [[0, 0, 0], [128, 0, 0], [0, 128, 0], [0, 64, 128], [224, 224, 192]]);
        let mut all: Vec<[u8; 3]> = (0..=255).map(class_colour).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 256);
    }
}
