//! What an algorithm measures, and how its log says so.

/// A metric that the service reads from an algorithm's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedMetric {
    /// The name under which the service publishes it.
    pub name: &'static str,
    /// Whether it says how good a model is: automatic tuning may look for its best value.
    pub is_objective: bool,
    /// How the log says it.
    pub log: LogForm,
    /// What it measures, in a sentence for people. Our own words.
    pub meaning: &'static str,
}

/// The form of a log line that holds a value, with the words that name the value in it. Examples are of published logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// MXNet's line after some batches: `Epoch[1] Batch [10]\tSpeed: 20.16 samples/sec\taccuracy=0.648148`
    MxnetBatch(&'static str),
    /// MXNet's line after an epoch: `Epoch[2] Train-accuracy=0.916667`
    MxnetEpoch(&'static str),
    /// `#quality_metric: host=algo-1, epoch=0, batch=184 train smooth_l1 <loss>=(0.78)`; validation has no batch.
    QualityEquals(&'static str),
    /// `#throughput_metric: host=algo-1, train throughput=119.7 records/second`
    ThroughputEquals(&'static str),
    /// `#progress_metric: host=algo-1, completed 3 % of epochs`
    Progress,
    /// `#quality_metric. host: algo-1, epoch: 0, validation mIOU: 0.0964 .`
    QualityColon(&'static str),
    /// `#throughput_metric. host: algo-1, epoch: 0, train throughput: 73.2 samples/sec.`
    ThroughputColon(&'static str),
}

/// A metric that tells how training goes.
pub(crate) const fn metric(name: &'static str, log: LogForm, meaning: &'static str) -> PublishedMetric {
    PublishedMetric { name, is_objective: false, log, meaning }
}

/// A metric that says how good a model is.
pub(crate) const fn objective(name: &'static str, log: LogForm, meaning: &'static str) -> PublishedMetric {
    PublishedMetric { name, is_objective: true, log, meaning }
}

impl PublishedMetric {
    /// The regular expression whose first group is the value in a log line. The service shows those of object detection; those
    /// of the others follow from published logs.
    pub fn regex(&self) -> String {
        match self.log {
            LogForm::MxnetBatch(words) => format!(r"Epoch\[\d+\] Batch \[\d+\].*?\s{words}=(\S+)"),
            LogForm::MxnetEpoch(words) => format!(r"Epoch\[\d+\] {words}=(\S+)"),
            LogForm::QualityEquals(words) if words.starts_with("train ") => {
                format!(r"#quality_metric: host=\S+, epoch=\S+, batch=\S+ {words} <loss>=\(?([^\s)]+)")
            }
            LogForm::QualityEquals(words) => format!(r"#quality_metric: host=\S+, epoch=\S+, {words} <score>=\((\S+)\)"),
            LogForm::ThroughputEquals(words) => format!(r"#throughput_metric: host=\S+, {words}=(\S+) records/second"),
            LogForm::Progress => r"#progress_metric: host=\S+, completed (\S+) %".to_owned(),
            LogForm::QualityColon(words) => format!(r"#quality_metric\. host: \S+, epoch: \d+, {words}: (\S+)"),
            LogForm::ThroughputColon(words) => format!(r"#throughput_metric\. host: \S+, epoch: \d+, {words}: (\S+) samples/sec"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Algorithm;

    #[test]
    fn each_metric_says_what_it_measures() {
        let unexplained = |algorithm: &&Algorithm| algorithm.metrics.iter().any(|metric| metric.meaning.is_empty());
        let found: Vec<&str> = Algorithm::all().filter(unexplained).map(|algorithm| algorithm.repository).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}
