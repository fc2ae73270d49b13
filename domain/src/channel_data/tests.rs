use super::*;

fn data(digest: &str) -> ChannelData {
    ChannelData {
        channel: "validation".to_owned(),
        location: "s3://b/monthly/validation/".to_owned(),
        extent: Extent::Complete,
        objects: 1,
        bytes: 110_836,
        records: Some(500),
        digest: digest.to_owned(),
        tags_are_md5: true,
        modified_at: Some(Timestamp::from_milliseconds(1_000)),
        listed_at: Timestamp::from_milliseconds(2_000),
    }
}

fn listed(data: &ChannelData) -> Listed<'_> {
    Listed { job: "month-01", data: Some(data), started_at: Some(Timestamp::from_milliseconds(2_000)), ended_at: None }
}

fn reason(identity: Identity) -> String {
    match identity {
        Identity::NotKnown(reason) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_comparison_says_what_is_known() {
    let sentence = |identity| {
        let comparison = ChannelComparison { channel: "validation".to_owned(), identity };
        comparison.sentence("month-01")
    };
    assert_eq!(sentence(Identity::Same), "validation data: the same as in month-01.");
    assert_eq!(
        sentence(Identity::Different("1 object, 500 → 1,000 records".to_owned())),
        "validation data changed since month-01: 1 object, 500 → 1,000 records."
    );
    assert_eq!(
        sentence(Identity::NotKnown("no listing of the data of month-01 was kept".to_owned())),
        "validation data: not known to be the same as in month-01, because no listing of the data of month-01 was kept."
    );
}

#[test]
fn data_are_said_with_their_digest() {
    let own = data(&"1a2b3c4d5e6f7".repeat(4));
    assert_eq!(own.words(), "1 object, 110,836 bytes, 500 records, digest 1a2b3c4d5e6f");
    assert_eq!(
        ChannelData { extent: Extent::Nothing("no object is there".to_owned()), ..own }.words(),
        "not known: no object is there"
    );
}

#[test]
fn what_nobody_listed_is_not_known_to_be_the_same() {
    let own = data("a");
    let unlisted = Listed { data: None, job: "month-02", started_at: None, ended_at: None };
    assert_eq!(reason(compare(listed(&own), unlisted)), "no listing of the data of month-02 was kept");
    assert_eq!(reason(compare(unlisted, unlisted)), "no listing of the data of month-02 was kept");
    let refused = ChannelData { extent: Extent::Nothing("access is denied".to_owned()), digest: String::new(), ..data("") };
    assert_eq!(reason(compare(listed(&refused), listed(&refused))), "the data of month-01 could not be listed: access is denied");
}

#[test]
fn objects_that_are_younger_than_the_job_allow_no_conclusion() {
    let (own, late) = (data("a"), ChannelData { modified_at: Some(Timestamp::from_milliseconds(2_001)), ..data("a") });
    assert_eq!(reason(compare(listed(&own), listed(&late))), "objects were written after month-01 began to read its data");
    // Without a start nothing is known against it.
    assert!(compare(listed(&own), Listed { started_at: None, ..listed(&late) }).is_same());
}

#[test]
fn a_listing_from_after_the_end_allows_no_conclusion() {
    let own = data("a");
    let late = Listed { ended_at: Some(Timestamp::from_milliseconds(1_999)), ..listed(&own) };
    assert_eq!(reason(compare(late, listed(&own))), "the data of month-01 were listed only after it had ended");
    assert!(compare(Listed { ended_at: Some(Timestamp::from_milliseconds(2_000)), ..late }, listed(&own)).is_same());
}

#[test]
fn a_part_of_the_data_proves_a_difference_but_no_identity() {
    let first = ChannelData { extent: Extent::First, objects: MAX_LISTED_OBJECTS, bytes: 9_000_000, ..data("a") };
    assert_eq!(
        reason(compare(listed(&first), listed(&first))),
        "the first 100,000 objects are the same, and nobody looked at the others"
    );
    let other = ChannelData { bytes: 7, records: None, ..first.clone() };
    let different = compare(listed(&first), listed(&ChannelData { digest: "b".to_owned(), ..other }));
    assert_eq!(different, Identity::Different("100,000+ objects, 9,000,000 → 7 bytes".to_owned()));
    let complete = compare(listed(&data("a")), listed(&first));
    assert_eq!(complete, Identity::Different("1 → 100,000+ objects, 110,836 → 9,000,000 bytes".to_owned()));
}

#[test]
fn a_manifest_does_not_show_its_objects() {
    let manifest = |digest: &str| ChannelData { extent: Extent::Manifest, ..data(digest) };
    for (old, new) in [(manifest("a"), manifest("a")), (manifest("a"), manifest("b")), (data("a"), manifest("a"))] {
        assert!(matches!(compare(listed(&old), listed(&new)), Identity::NotKnown(_)), "{old:?} {new:?}");
    }
}

#[test]
fn the_address_does_not_matter_and_the_digest_does() {
    let moved = ChannelData { location: "s3://other/copy/".to_owned(), ..data("a") };
    assert!(compare(listed(&data("a")), listed(&moved)).is_same());
    let grown = ChannelData { bytes: 252_940, records: Some(1_000), ..data("b") };
    assert_eq!(compare(listed(&data("a")), listed(&grown)), Identity::Different("1 object, 500 → 1,000 records".to_owned()));
    assert_eq!(
        compare(listed(&data("a")), listed(&data("b"))),
        Identity::Different("1 object of the same size with another content or other names".to_owned())
    );
}

#[test]
fn other_entity_tags_of_an_equal_size_are_no_other_content() {
    let (plain, other) = (data("a"), data("b"));
    let parts = ChannelData { tags_are_md5: false, ..data("c") };
    assert!(matches!(compare(listed(&plain), listed(&other)), Identity::Different(_)));
    let expected = "the object has the same size and other entity tags, which uploads in parts and customer keys change too";
    for (old, new) in [(&plain, &parts), (&parts, &plain), (&parts, &ChannelData { digest: "d".to_owned(), ..parts.clone() })] {
        assert_eq!(reason(compare(listed(old), listed(new))), expected);
    }
    // Another size is another content, and equal tags are the same content, whatever made them.
    let larger = ChannelData { bytes: 252_940, digest: "e".to_owned(), ..parts.clone() };
    assert!(matches!(compare(listed(&parts), listed(&larger)), Identity::Different(_)));
    assert!(compare(listed(&parts), listed(&parts)).is_same());
}
