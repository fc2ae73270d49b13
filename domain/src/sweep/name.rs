//! The names of variants.

use std::collections::BTreeSet;

use crate::JobName;

/// `cats-1` with `0.01` → `cats-1-0-01`; a name that is taken goes on as a series.
pub(super) fn of(stem: &JobName, values: &[String], taken: &BTreeSet<String>) -> JobName {
    let word = |value: &String| {
        // Of a location its last part tells most.
        let value = if value.contains("://") { value.trim_end_matches('/').rsplit('/').next().unwrap_or(value) } else { value };
        JobName::nearest(value).map(|word| word.as_str().to_lowercase()).unwrap_or_default()
    };
    let suffix: String = values.iter().map(word).filter(|word| !word.is_empty()).map(|word| format!("-{word}")).collect();
    let suffix: String = suffix.chars().take(JobName::MAX_LENGTH / 2).collect();
    let room = JobName::MAX_LENGTH.saturating_sub(suffix.len());
    let stem_part: String = stem.as_str().chars().take(room).collect();
    let first = JobName::nearest(&format!("{stem_part}{suffix}")).unwrap_or_else(|| stem.clone());
    // Every step gives another name, so the series leaves the finite set of taken ones.
    let mut series = first.clone();
    let mut number = 2_u32;
    while taken.contains(series.as_str()) {
        let ending = format!("-{number}");
        let kept: String = first.as_str().chars().take(JobName::MAX_LENGTH - ending.len()).collect();
        series = JobName::nearest(&format!("{}{ending}", kept.trim_end_matches('-'))).unwrap_or(series);
        number += 1;
    }
    series
}
