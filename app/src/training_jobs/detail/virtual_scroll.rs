//! Virtual scrolling: the arithmetic by which only the visible lines of a long log are drawn.

/// Height of a line in pixels; the style sheet says the same.
pub const LINE_HEIGHT: f64 = 20.0;
/// Browsers end elements somewhere above 17 million pixels; a log of a million lines would be longer.
const MAX_HEIGHT: f64 = 8_000_000.0;

/// The sizes of a log and of the pane that shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VirtualScroll {
    /// Lines of the log.
    pub lines: u64,
    /// Height of the pane.
    pub shown: f64,
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines and pixels")]
impl VirtualScroll {
    /// Height of what is scrolled; beyond `MAX_HEIGHT` a pixel of the scroll bar stands for more than one.
    pub fn height(self) -> f64 {
        (self.lines as f64 * LINE_HEIGHT).min(MAX_HEIGHT)
    }

    /// Number of the first line in sight when the pane is scrolled down by `top` pixels, and how many pixels of it are above.
    pub fn first_visible(self, top: f64) -> (u64, f64) {
        let whole = self.lines as f64 * LINE_HEIGHT;
        let (most, reachable) = (self.height() - self.shown, whole - self.shown);
        if most <= 0.0 || reachable <= 0.0 {
            return (0, 0.0);
        }
        let place = (top.clamp(0.0, most) / most) * reachable;
        ((place / LINE_HEIGHT).floor() as u64, place % LINE_HEIGHT)
    }

    /// How far to scroll for a line to be in the upper third of the pane.
    pub fn top_of(self, line: u64) -> f64 {
        let whole = self.lines as f64 * LINE_HEIGHT;
        let (most, reachable) = (self.height() - self.shown, whole - self.shown);
        if most <= 0.0 || reachable <= 0.0 {
            return 0.0;
        }
        let place = (line as f64 * LINE_HEIGHT - self.shown / 3.0).clamp(0.0, reachable);
        place / reachable * most
    }

    /// Lines that are in sight at once, the one that is cut included.
    pub fn visible_lines(self) -> u64 {
        (self.shown / LINE_HEIGHT).ceil() as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_log_scrolls_line_by_line() {
        let virtual_scroll = VirtualScroll { lines: 100, shown: 400.0 };
        assert!((virtual_scroll.height() - 2000.0).abs() < 1e-9);
        assert_eq!(virtual_scroll.first_visible(0.0).0, 0);
        assert_eq!(virtual_scroll.first_visible(1600.0).0, 80);
        let (line, above) = virtual_scroll.first_visible(30.0);
        assert_eq!(line, 1);
        assert!((above - 10.0).abs() < 1e-6);
        assert_eq!(virtual_scroll.visible_lines(), 21);
    }

    #[test]
    fn a_million_lines_are_all_within_reach() {
        let virtual_scroll = VirtualScroll { lines: 1_000_000, shown: 700.0 };
        assert!(virtual_scroll.height() <= MAX_HEIGHT);
        assert_eq!(virtual_scroll.first_visible(virtual_scroll.height()).0 + 35, 1_000_000);
        for line in [0, 1, 499_999, 750_123, 999_990] {
            let first = virtual_scroll.first_visible(virtual_scroll.top_of(line)).0;
            assert!(first <= line && line < first + virtual_scroll.visible_lines(), "{line} is in sight from {first} on");
        }
    }

    #[test]
    fn what_fits_is_not_scrolled() {
        let virtual_scroll = VirtualScroll { lines: 3, shown: 400.0 };
        assert_eq!((virtual_scroll.first_visible(50.0), virtual_scroll.top_of(2)), ((0, 0.0), 0.0));
    }
}
