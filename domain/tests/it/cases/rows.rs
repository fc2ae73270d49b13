//! Rows and numbers as typed: what a request cannot hold.

use domain::{Field, Violation, check};

/// `(code, field, what was found)`
pub(super) fn typed() -> Vec<(&'static str, &'static str, Vec<Violation>)> {
    let rows = |names: [&str; 3]| names.map(|name| (name.to_owned(), "1".to_owned())).to_vec();
    let hyperparameters = || check::hyperparameters::check_keys(&rows(["a", " ", "a "])).0;
    let variables = || check::advanced::check_keys(&rows(["A", "1", "A "])).0;
    vec![
        ("E-HP-KEY", "hp-key-1", hyperparameters()),
        ("E-HP-DUP", "hp-key-2", hyperparameters()),
        ("E-ENV-KEY", "env-key-1", variables()),
        ("E-ENV-DUP", "env-key-2", variables()),
        ("E-SEED", "channel-0-shuffle", check::number::shuffle_seed(0, "x").err().into_iter().collect()),
        ("E-COUNT-MIN", "instance-count", check::number::instance_count(" ").err().into_iter().collect()),
        ("E-COUNT-MIN", "instance-count", check::number::instance_count("-99999999999999999999").err().into_iter().collect()),
        ("E-NUMBER-WHOLE", "instance-count", check::number::instance_count("one").err().into_iter().collect()),
        ("E-NUMBER-LARGE", "instance-count", check::number::instance_count("99999999999999999999").err().into_iter().collect()),
        ("E-VOL-MIN", "volume", check::number::volume_size("").err().into_iter().collect()),
        ("E-NUMBER-WHOLE", "volume", check::number::volume_size("1.5").err().into_iter().collect()),
        ("E-RUN-MIN", "max-runtime", check::number::maximum_runtime("", 60).err().into_iter().collect()),
        ("E-NUMBER-WHOLE", "max-runtime", check::number::maximum_runtime("soon", 60).err().into_iter().collect()),
        ("E-KEEP-RANGE", "keep-alive", check::number::keep_alive("x").err().into_iter().collect()),
        ("E-NUMBER-WHOLE", "max-wait", check::number::maximum_wait("x", 60).err().into_iter().collect()),
        ("E-PENDING-RANGE", "pending", check::number::maximum_pending("x").err().into_iter().collect()),
        ("W-SAMPLES", "channels", check::samples::disagree(3_000, "2000", Field::Channels).into_iter().collect()),
        ("E-RETRY-RANGE", "retry", check::number::retry_attempts("x").err().into_iter().collect()),
    ]
}

#[test]
fn rows_as_typed_give_their_messages() {
    for (code, field, found) in typed() {
        assert!(found.iter().any(|v| v.code == code && v.field.id() == field), "{code} at {field}: {found:?}");
    }
    assert_eq!(check::number::keep_alive(" "), Ok(None));
    assert_eq!(check::number::maximum_wait(" 60 ", 1), Ok(Some(60)));
}
