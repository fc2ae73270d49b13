//! Draws a scene: one to three filled shapes on a smooth texture with noise.

use crate::{
    shape::{Class, Pattern, Shape},
    xorshift::Xorshift,
};

/// Width and height of a scene in pixels.
pub const SIDE: u32 = 128;
const PIXELS: usize = (SIDE * SIDE) as usize;
/// Pixels between two knots of the texture.
const KNOT_DISTANCE: u32 = 16;
/// Knots of the texture along a side, with one behind each edge.
const KNOTS: u32 = SIDE / KNOT_DISTANCE + 1;
/// Width and height of a shape in pixels.
const SHAPE_SIDE: (u32, u32) = (38, 70);
/// Places that are tried for a shape before the scene does without it.
const ATTEMPTS: u32 = 40;
/// Brightness of dark and of light surfaces, before the noise that must not leave the range of a byte.
const DARK: (u32, u32) = (20, 95);
const LIGHT: (u32, u32) = (160, 235);
/// Bits of the noise in each channel of each pixel.
const NOISE_BITS: u32 = 4;

/// A scene as pixels.
#[derive(Debug)]
pub struct Scene {
    /// Its shapes, whose boxes do not touch.
    pub shapes: Vec<Shape>,
    /// Three bytes a pixel, red first, row by row.
    pub pixels: Vec<u8>,
    /// One byte a pixel: 0 for the background, otherwise one more than the shape's class.
    pub mask: Vec<u8>,
}

/// Draws the scene of a seed.
pub fn draw(pattern: Pattern, seed: u64) -> Scene {
    let mut random = Xorshift::new(seed);
    let (ground, figure) = match pattern {
        Pattern::Plain => (DARK, LIGHT),
        Pattern::New => (LIGHT, DARK),
    };
    let shapes = place(&mut random);
    let mut colour = |(low, high)| [0; 3].map(|_: u32| random.between(low, high));
    let colours: Vec<[u32; 3]> = shapes.iter().map(|_| colour(figure)).collect();
    let knots: Vec<[u32; 3]> = (0..KNOTS * KNOTS).map(|_| colour(ground)).collect();
    let mut scene = Scene { shapes, pixels: Vec::with_capacity(3 * PIXELS), mask: Vec::with_capacity(PIXELS) };
    for y in 0..SIDE {
        let knots = knots_of_row(&knots, y);
        let mut row: Vec<([u32; 3], u8)> = (0..SIDE).map(|x| (texture(&knots, x), 0)).collect();
        for (shape, colour) in scene.shapes.iter().zip(&colours) {
            let columns = row.iter_mut().zip(0..SIDE).skip(shape.left as usize).take(shape.side as usize);
            for (pixel, _) in columns.filter(|(_, x)| shape.contains(*x, y)) {
                *pixel = (*colour, shape.class.number() + 1);
            }
        }
        for (colour, class) in row {
            let noise = random.bits();
            for (value, shift) in colour.into_iter().zip([0, NOISE_BITS, 2 * NOISE_BITS]) {
                let noisy = value + (noise >> shift & ((1 << NOISE_BITS) - 1)) - (1 << (NOISE_BITS - 1));
                scene.pixels.push(noisy as u8);
            }
            scene.mask.push(class);
        }
    }
    scene
}

/// One to three shapes whose boxes do not touch.
fn place(random: &mut Xorshift) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    for _ in 0..random.between(1, 3) {
        let class = match random.between(0, 2) {
            0 => Class::Disc,
            1 => Class::Square,
            _ => Class::Triangle,
        };
        for _ in 0..ATTEMPTS {
            let side = random.between(SHAPE_SIDE.0, SHAPE_SIDE.1);
            let shape = Shape { class, left: random.between(0, SIDE - side), top: random.between(0, SIDE - side), side };
            if shapes.iter().all(|other| shape.is_apart_from(other)) {
                shapes.push(shape);
                break;
            }
        }
    }
    shapes
}

/// The knots of the texture between the two rows of knots around a row of pixels, times [`KNOT_DISTANCE`].
fn knots_of_row(knots: &[[u32; 3]], y: u32) -> Vec<[u32; 3]> {
    let (row, below) = ((y / KNOT_DISTANCE * KNOTS) as usize, y % KNOT_DISTANCE);
    let (upper, lower) = (knots.iter().skip(row), knots.iter().skip(row + KNOTS as usize));
    upper.zip(lower).take(KNOTS as usize).map(|(upper, lower)| between(*upper, *lower, below)).collect()
}

/// The colour of the texture in a column, between the two knots around it.
fn texture(knots: &[[u32; 3]], x: u32) -> [u32; 3] {
    let column = (x / KNOT_DISTANCE) as usize;
    let [left, right] = [column, column + 1].map(|knot| knots.get(knot).copied().unwrap_or_default());
    between(left, right, x % KNOT_DISTANCE).map(|value| value / (KNOT_DISTANCE * KNOT_DISTANCE))
}

/// What lies `distance` behind the first of two neighbouring knots, times [`KNOT_DISTANCE`].
fn between(first: [u32; 3], second: [u32; 3], distance: u32) -> [u32; 3] {
    let ([a, b, c], [d, e, f]) = (first, second);
    let value = |first: u32, second: u32| first * (KNOT_DISTANCE - distance) + second * distance;
    [value(a, d), value(b, e), value(c, f)]
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_machine_draws_the_same() {
        let drawn = [Pattern::Plain, Pattern::New].into_iter().flat_map(|pattern| (0..50).map(move |seed| draw(pattern, seed)));
        let digest = drawn.fold(Sha256::new(), |digest, scene| digest.chain_update(scene.pixels).chain_update(scene.mask));
        assert_eq!(hex::encode(digest.finalize()), "137556a2f43603bbd05611ff5c7603134ce5ce62da3b67b9b8e6c59c3adb0205");
    }

    fn pixel(mask: &[u8], x: u32, y: u32) -> u8 {
        mask[(y * SIDE + x) as usize]
    }

    #[test]
    fn shapes_stay_inside_apart_and_fill_their_boxes() {
        let mut counts = [0; 4];
        let mut classes = [0; 3];
        for seed in 0..200 {
            let scene = draw(Pattern::Plain, seed);
            counts[scene.shapes.len()] += 1;
            for (index, shape) in scene.shapes.iter().enumerate() {
                classes[usize::from(shape.class.number())] += 1;
                assert!((38..=70).contains(&shape.side) && shape.left + shape.side <= SIDE && shape.top + shape.side <= SIDE);
                assert!(scene.shapes[index + 1..].iter().all(|other| shape.is_apart_from(other)), "{:?}", scene.shapes);
                let value = shape.class.number() + 1;
                let (columns, rows) = (shape.left..shape.left + shape.side, shape.top..shape.top + shape.side);
                for edge in [shape.left, shape.left + shape.side - 1] {
                    assert!(rows.clone().any(|y| pixel(&scene.mask, edge, y) == value), "{shape:?} reaches column {edge}");
                }
                for edge in [shape.top, shape.top + shape.side - 1] {
                    assert!(columns.clone().any(|x| pixel(&scene.mask, x, edge) == value), "{shape:?} reaches row {edge}");
                }
            }
        }
        assert!(counts[0] == 0 && counts[1..].iter().all(|count| *count > 20), "{counts:?}");
        assert!(classes.iter().all(|count| *count > 60), "{classes:?}");
    }

    #[test]
    fn patterns_differ_in_what_is_light() {
        let means = |pattern| {
            let scene = draw(pattern, 7);
            let mean = |is_shape: bool| {
                let values = scene.pixels.chunks(3).zip(&scene.mask).filter(|(_, mask)| (**mask > 0) == is_shape);
                let values: Vec<u32> = values.flat_map(|(pixel, _)| pixel.iter().map(|value| u32::from(*value))).collect();
                values.iter().sum::<u32>() / values.len() as u32
            };
            (mean(false), mean(true))
        };
        let (ground, figure) = means(Pattern::Plain);
        assert!(ground < 100 && figure > 150, "{ground} {figure}");
        let (ground, figure) = means(Pattern::New);
        assert!(ground > 150 && figure < 100, "{ground} {figure}");
    }
}
