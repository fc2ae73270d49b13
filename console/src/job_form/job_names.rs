//! Names for new jobs: the next free one of a series.

use std::collections::BTreeSet;

use domain::JobName;

/// The first free name of the series `<stem>-1`, `<stem>-2`, … after all that are taken.
pub fn first_free(stem: &str, taken: &BTreeSet<String>) -> Option<JobName> {
    free_from(JobName::parse(&format!("{stem}-1")).ok()?, taken)
}

/// `name` itself, or the next name of its series that is free.
pub fn free_from(name: JobName, taken: &BTreeSet<String>) -> Option<JobName> {
    let series = std::iter::successors(Some(name), |name| Some(name.next()));
    // There are at most as many steps as taken names, so the search ends.
    series.take(taken.len().saturating_add(1)).find(|name| !taken.contains(name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_goes_on_where_it_is_free() {
        let taken: BTreeSet<String> = ["digits-base-1", "digits-base-2", "cats"].map(str::to_owned).into();
        let first = |stem| first_free(stem, &taken).map(|name| name.to_string());
        assert_eq!(first("digits-base").as_deref(), Some("digits-base-3"));
        assert_eq!(first("dogs").as_deref(), Some("dogs-1"));
        assert_eq!(first("not_valid"), None);
        let next = JobName::parse("cats").ok().and_then(|name| free_from(name.next(), &taken));
        assert_eq!(next.map(|name| name.to_string()).as_deref(), Some("cats-2"));
    }
}
