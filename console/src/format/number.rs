//! Sizes and measured values.

/// `1.1 MiB`: binary units with one digit behind the point, bytes without.
#[expect(clippy::cast_precision_loss, reason = "one digit behind the point is shown")]
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if size < 1024 {
        return format!("{size} B");
    }
    let mut value = size as f64 / 1024.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        // 1023.95 would be shown as 1024.0.
        if value < 1023.95 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.1} {unit}")
}

/// An accuracy from 0 to 1: `0.952`.
pub fn accuracy(value: f64) -> String {
    format!("{value:.3}")
}

/// A part in percent of a whole, without the sign: `12.3`. Only all is `100` and only nothing `0`; of nothing there is no share.
pub fn percentage(part: u64, whole: u64) -> String {
    match part as f64 / whole as f64 * 100.0 {
        _ if whole == 0 => "–".to_owned(),
        _ if part == 0 => "0".to_owned(),
        _ if part == whole => "100".to_owned(),
        share if share < 0.05 => "<0.1".to_owned(),
        share => format!("{:.1}", share.min(99.9)),
    }
}

/// The difference of two accuracies: `+0.416`, `−0.218`, and `0.000` for one that would be shown so.
pub fn change(value: f64) -> String {
    let digits = format!("{:.3}", value.abs());
    match digits.as_str() {
        "0.000" => digits,
        _ if value < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// A loss in nats: `0.1834`.
pub fn loss(value: f64) -> String {
    format!("{value:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_a_sign_unless_it_is_none() {
        assert_eq!([0.416, -0.2184, 0.0004, -0.0004].map(change), ["+0.416", "−0.218", "0.000", "0.000"]);
    }

    #[test]
    fn only_all_is_a_hundred_percent_and_only_nothing_none() {
        let of_many = |part| percentage(part, 100_000);
        assert_eq!([0, 1, 50, 12_340, 99_999, 100_000].map(of_many), ["0", "<0.1", "0.1", "12.3", "99.9", "100"]);
        assert_eq!(percentage(0, 0), "–");
    }

    #[test]
    fn sizes_have_binary_units() {
        assert_eq!([0, 1023, 1024, 1_153_434].map(bytes), ["0 B", "1023 B", "1.0 KiB", "1.1 MiB"]);
        assert_eq!(bytes(1024 * 1024 - 1), "1.0 MiB");
        assert_eq!(bytes(u64::MAX), "16384.0 PiB");
    }
}
