//! The random variations of an image and its boxes. The guide says "flip, rescale, and jitter" and no more; these are milder than
//! those of MXNet's example, which is made for twenty thousand images.

use image::{Rgb, RgbImage, imageops};

use super::scaled;
use crate::{
    boxes::{Rectangle, matching::Object},
    random::Random,
};

/// Sides of the window that is seen, as shares of the image's, and how much wider than high it becomes.
const WINDOW: (f32, f32) = (0.75, 1.33);
const ASPECT: (f32, f32) = (0.85, 1.18);
/// What is outside of the image.
const OUTSIDE: u8 = 127;
const BRIGHTNESS: f32 = 20.0;
const CONTRAST: f32 = 0.2;

/// The part of an image that is seen, in pixels. It may be larger than the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    left: i64,
    top: i64,
    width: u32,
    height: u32,
}

/// Varies an image, and scales it to a square.
pub(super) fn vary(image: &RgbImage, objects: &[Object], side: usize, random: &mut Random) -> (RgbImage, Vec<Object>) {
    let window = Window::choose(image.dimensions(), random);
    let mut varied = scaled(window.cut(image), side);
    let mut objects: Vec<Object> = objects.iter().filter_map(|object| window.object(object, image.dimensions())).collect();
    if random.below(2) == 1 {
        imageops::flip_horizontal_in_place(&mut varied);
        objects.iter_mut().for_each(|object| object.place = mirrored(object.place));
    }
    let mut shift = |largest: f32| if random.below(2) == 1 { random.between(-largest, largest) } else { 0.0 };
    light(&mut varied, shift(BRIGHTNESS), shift(CONTRAST));
    (varied, objects)
}

impl Window {
    fn choose((width, height): (u32, u32), random: &mut Random) -> Self {
        let scale = random.between(WINDOW.0, WINDOW.1);
        let aspect = random.between(ASPECT.0, ASPECT.1).sqrt();
        let side = |pixels: u32, scale: f32| ((pixels as f32 * scale).round() as u32).max(1);
        let (own_width, own_height) = (side(width, scale * aspect), side(height, scale / aspect));
        // The smaller lies inside the larger.
        let mut start = |pixels: u32, own: u32| {
            let free = i64::try_from(random.below(pixels.abs_diff(own) as usize + 1)).unwrap_or_default();
            if own > pixels { -free } else { free }
        };
        Self { left: start(width, own_width), top: start(height, own_height), width: own_width, height: own_height }
    }

    fn cut(self, image: &RgbImage) -> RgbImage {
        let mut canvas = RgbImage::from_pixel(self.width, self.height, Rgb([OUTSIDE; 3]));
        imageops::replace(&mut canvas, image, -self.left, -self.top);
        canvas
    }

    /// The object as the window shows it; none when its centre is outside.
    fn object(self, object: &Object, (width, height): (u32, u32)) -> Option<Object> {
        let across = |edge: f32| (edge * width as f32 - self.left as f32) / self.width as f32;
        let down = |edge: f32| (edge * height as f32 - self.top as f32) / self.height as f32;
        let Rectangle { left, top, right, bottom } = object.place;
        let [left, top, right, bottom] = [across(left), down(top), across(right), down(bottom)];
        let is_inside = |low: f32, high: f32| (0.0..1.0).contains(&((low + high) / 2.0));
        let cut = |edge: f32| edge.clamp(0.0, 1.0);
        let place = Rectangle { left: cut(left), top: cut(top), right: cut(right), bottom: cut(bottom) };
        (is_inside(left, right) && is_inside(top, bottom)).then_some(Object { place, ..*object })
    }
}

fn mirrored(place: Rectangle) -> Rectangle {
    Rectangle { left: 1.0 - place.right, right: 1.0 - place.left, ..place }
}

fn light(image: &mut RgbImage, brightness: f32, contrast: f32) {
    if (brightness, contrast) == (0.0, 0.0) {
        return;
    }
    let middle = f32::from(OUTSIDE);
    let table: [u8; 256] = std::array::from_fn(|value| ((value as f32 - middle) * (1.0 + contrast) + middle + brightness) as u8);
    image.iter_mut().for_each(|value| *value = table[usize::from(*value)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dark image with a light object, whose place is known.
    fn scene() -> (RgbImage, Object) {
        let place = Rectangle { left: 0.25, top: 0.5, right: 0.5, bottom: 0.75 };
        let is_inside = |x: u32, y: u32| (30..60).contains(&x) && (40..60).contains(&y);
        let image = RgbImage::from_fn(120, 80, |x, y| Rgb([if is_inside(x, y) { 255 } else { 0 }; 3]));
        (image, Object { class: 1, place, is_difficult: false })
    }

    #[test]
    fn boxes_stay_around_their_objects() {
        let (image, object) = scene();
        let mut seen = [0; 2];
        for seed in 0..200 {
            let (varied, objects) = vary(&image, &[object], 100, &mut Random::new(seed));
            let [found] = objects[..] else { continue };
            seen[usize::from(found.place.left + found.place.right > 1.0)] += 1;
            let Rectangle { left, top, right, bottom } = found.place;
            assert!(left >= 0.0 && top >= 0.0 && right <= 1.0 && bottom <= 1.0 && left < right && top < bottom, "{found:?}");
            let at = |x: f32, y: f32| varied.get_pixel((x * 99.0) as u32, (y * 99.0) as u32).0[0];
            assert!(at((left + right) / 2.0, (top + bottom) / 2.0) > 190, "{seed}: {found:?}");
            let margin = 0.04;
            for (x, y) in [(left - margin, top + 0.05), (right + margin, top + 0.05), (left + 0.05, top - margin)] {
                assert!(!(0.0..1.0).contains(&x) || !(0.0..1.0).contains(&y) || at(x, y) < 190, "{seed}: {found:?} at {x}, {y}");
            }
        }
        assert!(seen[0] > 50 && seen[1] > 50, "about half are mirrored: {seen:?}");
    }

    #[test]
    fn variations_repeat_with_the_same_random_numbers() {
        let (image, object) = scene();
        let varied = |seed| vary(&image, &[object], 60, &mut Random::new(seed));
        assert!(varied(3) == varied(3) && varied(3) != varied(4));
    }

    #[test]
    fn an_object_whose_centre_is_outside_goes() {
        let (image, object) = scene();
        let window = Window { left: 46, top: 0, width: 60, height: 80 };
        assert_eq!(window.object(&object, image.dimensions()), None);
        let window = Window { left: 40, top: 0, width: 60, height: 80 };
        let place = window.object(&object, image.dimensions()).expect("its centre is inside").place;
        assert_eq!(place, Rectangle { left: 0.0, top: 0.5, right: 20.0 / 60.0, bottom: 0.75 });
        let larger = Window { left: -30, top: -20, width: 150, height: 100 };
        assert_eq!(larger.cut(&image).get_pixel(0, 0).0, [OUTSIDE; 3]);
        assert_eq!(larger.object(&object, image.dimensions()).map(|object| object.place.left), Some(60.0 / 150.0));
    }
}
