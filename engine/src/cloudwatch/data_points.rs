//! Turns the values of a metric into data points, one for each period that has values. Values come in the order of their times,
//! so the values of one period are held at a time.

use std::collections::VecDeque;

use super::{
    period::Periods,
    statistic::{Statistic, Values},
};

/// The statistics of a period that has values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataPoint {
    /// The begin of the period, in milliseconds since 1970.
    pub(super) time: i64,
    /// One for each statistic that was asked for.
    pub(super) statistics: Vec<Option<f64>>,
}

/// Which data points are kept when there are more than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    OldestFirst,
    NewestFirst,
}

/// Collects data points.
#[derive(Debug)]
pub(super) struct DataPoints {
    periods: Periods,
    statistics: Vec<Statistic>,
    order: Order,
    limit: usize,
    points: VecDeque<DataPoint>,
    /// The period that the last value was in.
    open: Option<(i64, Values)>,
    has_more: bool,
}

impl DataPoints {
    pub(super) fn new(periods: Periods, statistics: Vec<Statistic>, order: Order, limit: usize) -> Self {
        Self { periods, statistics, order, limit, points: VecDeque::new(), open: None, has_more: false }
    }

    pub(super) fn periods(&self) -> Periods {
        self.periods
    }

    /// Adds a value at a time, not before that of the last value. Returns whether further values change anything.
    pub(super) fn add(&mut self, time: i64, value: f64) -> bool {
        let begin = self.periods.begin(time);
        if self.open.as_ref().is_some_and(|(open, _)| *open != begin) {
            self.close();
        }
        if self.order == Order::OldestFirst && self.points.len() >= self.limit {
            self.has_more = true;
            return false;
        }
        self.open.get_or_insert_with(|| (begin, Values::new())).1.add(value);
        true
    }

    fn close(&mut self) {
        let Some((time, mut values)) = self.open.take() else { return };
        let statistics = self.statistics.iter().map(|statistic| values.statistic(*statistic)).collect();
        self.points.push_back(DataPoint { time, statistics });
        if self.points.len() > self.limit {
            self.points.pop_front();
            self.has_more = true;
        }
    }

    /// The data points in order, and whether the limit left some out.
    pub(super) fn finish(mut self) -> (Vec<DataPoint>, bool) {
        self.close();
        let points = self.points.into_iter();
        let points = if self.order == Order::NewestFirst { points.rev().collect() } else { points.collect() };
        (points, self.has_more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    /// The times in minutes and the sums of the data points of the values 1, 2, … at some times in seconds.
    fn points(order: Order, limit: usize, seconds: &[i64]) -> (Vec<(i64, Option<f64>)>, bool) {
        let periods = Periods { from: 0, until: 100 * MINUTE, length: MINUTE, is_kept: true };
        let mut points = DataPoints::new(periods, vec![Statistic::Sum], order, limit);
        let mut value = 0.0;
        for second in seconds {
            value += 1.0;
            if !points.add(second * 1000, value) {
                break;
            }
        }
        let (points, has_more) = points.finish();
        (points.into_iter().map(|point| (point.time / MINUTE, point.statistics[0])).collect(), has_more)
    }

    #[test]
    fn values_of_a_period_make_one_point() {
        let times = [0, 59, 60, 300, 301];
        let all = vec![(0, Some(3.0)), (1, Some(3.0)), (5, Some(9.0))];
        assert_eq!(points(Order::OldestFirst, 10, &times), (all.clone(), false));
        assert_eq!(points(Order::OldestFirst, 3, &times), (all.clone(), false));
        assert_eq!(points(Order::OldestFirst, 2, &times), (all[..2].to_vec(), true));
        assert_eq!(points(Order::NewestFirst, 2, &times), (vec![all[2], all[1]], true));
        assert_eq!(points(Order::NewestFirst, 10, &[]), (vec![], false));
    }
}
