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
    fn sizes_have_binary_units() {
        assert_eq!([0, 1023, 1024, 1_153_434].map(bytes), ["0 B", "1023 B", "1.0 KiB", "1.1 MiB"]);
        assert_eq!(bytes(1024 * 1024 - 1), "1.0 MiB");
        assert_eq!(bytes(u64::MAX), "16384.0 PiB");
    }
}
