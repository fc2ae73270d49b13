//! Lengths of time.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `22 s`, `1 min 02 s`, `1 h 02 min`, `3 d 04 h`: the two largest units.
pub fn duration(seconds: u64) -> String {
    match seconds {
        ..MINUTE => format!("{seconds} s"),
        MINUTE..HOUR => format!("{} min {:02} s", seconds / MINUTE, seconds % MINUTE),
        HOUR..DAY => format!("{} h {:02} min", seconds / HOUR, seconds % HOUR / MINUTE),
        _ => format!("{} d {:02} h", seconds / DAY, seconds % DAY / HOUR),
    }
}

/// An estimate in one unit: `8 s`, `3 min`, `2 h`; never more exact than an estimate can be.
pub fn rough_duration(seconds: u64) -> String {
    match seconds {
        ..10 => format!("{} s", seconds.max(1)),
        10..90 => format!("{} s", seconds.div_ceil(5) * 5),
        90..5400 => format!("{} min", seconds.div_ceil(MINUTE)),
        5400..172_800 => format!("{} h", seconds.div_ceil(HOUR)),
        _ => format!("{} d", seconds.div_ceil(DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        assert_eq!(
            [0, 59, 62, 3599, 3720, 273_600].map(duration),
            ["0 s", "59 s", "1 min 02 s", "59 min 59 s", "1 h 02 min", "3 d 04 h"]
        );
    }

    #[test]
    fn estimates_are_rough() {
        assert_eq!([0, 8, 12, 88, 91, 5400, 200_000].map(rough_duration), ["1 s", "8 s", "15 s", "90 s", "2 min", "2 h", "3 d"]);
    }
}
