//! Numbers, sizes, times and durations as people read them.

mod calendar;
mod duration;
mod number;

pub use calendar::{exact_utc, iso_utc, relative, time_of_day};
pub use domain::grouped_digits::grouped_digits as count;
pub use duration::{duration, rough_duration};
pub use number::{accuracy, bytes, change, loss, percentage};
