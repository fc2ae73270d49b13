//! Which SageMaker the console talks to, on every page.

use console::data::ConsoleSettings;
use leptos::prelude::*;

use crate::settings::use_settings;

/// `Local engine · us-west-2`, or the AWS account and Region in another colour.
#[component]
pub fn TargetPill() -> impl IntoView {
    let settings = use_settings();
    let class = if settings.is_local { "target target-local" } else { "target target-aws" };
    let title = if settings.is_local {
        "Jobs run on this machine, in the embedded engine. Nothing is billed."
    } else {
        "Jobs run in this AWS account and are billed to it."
    };
    view! {
        <span class=class title=title>
            <span class="visually-hidden">"Target: "</span>
            {words(&settings)}
        </span>
    }
}

fn words(settings: &ConsoleSettings) -> String {
    let place = match (settings.is_local, settings.account.as_deref()) {
        (true, _) => "Local engine".to_owned(),
        (false, Some(account)) => format!("AWS {}", grouped(account)),
        (false, None) => "AWS".to_owned(),
    };
    if settings.region.is_empty() { place } else { format!("{place} · {}", settings.region) }
}

/// Twelve digits in groups of four, as AWS prints them; anything else as it is.
fn grouped(account: &str) -> String {
    match (account.get(..4), account.get(4..8), account.get(8..)) {
        (Some(first), Some(second), Some(third)) if account.len() == 12 => format!("{first}-{second}-{third}"),
        _ => account.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_grouped() {
        assert_eq!(grouped("123456789012"), "1234-5678-9012");
        assert_eq!(grouped("12"), "12");
    }
}
