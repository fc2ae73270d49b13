//! All steps on one page, for those who know the form: in the address, and remembered in a cookie.

use console::paths;
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    browser,
    create_training_job::state::use_form,
    preferences,
    ui::{ButtonKind, LinkButton},
};

/// Name of the cookie, and of the parameter of the address.
const NAME: &str = "view";
const SINGLE: &str = "single";
const STEPS: &str = "steps";

/// Whether the page has all steps at once: as the address says, otherwise as it was last time.
pub fn of_page(query: &ParamsMap) -> bool {
    query.get(NAME).or_else(|| preferences::remembered(NAME)).as_deref() == Some(SINGLE)
}

/// The link that changes between one page and steps. Without scripts there is one page anyway.
#[component]
pub fn SinglePageLink() -> impl IntoView {
    let form = use_form();
    let query = use_query_map();
    let single = form.single;
    let address = move || query.with(|query| address(&query.to_query_string(), !single.get()));
    let change = move |()| {
        // The address may have got the draft's id in the meantime.
        let address = self::address(&browser::query(), !single.get_untracked());
        single.update(|single| *single = !*single);
        let word = if single.get_untracked() { SINGLE } else { STEPS };
        preferences::remember(NAME, word);
        browser::replace_address(&address);
        form.announcement.set(if single.get_untracked() { "All steps on one page." } else { "One step at a time." }.to_owned());
    };
    view! {
        <LinkButton href=Signal::derive(address) kind=ButtonKind::Plain class="live-only" on_press=change>
            {move || if single.get() { "Steps" } else { "Single page" }}
        </LinkButton>
    }
}

/// The address of the same form in the other view.
fn address(query: &str, single: bool) -> String {
    let kept = query.trim_start_matches('?').split('&');
    let kept = kept.filter(|part| !part.is_empty() && part.split('=').next() != Some(NAME)).map(str::to_owned);
    let word = if single { SINGLE } else { STEPS };
    let all: Vec<String> = kept.chain([format!("{NAME}={word}")]).collect();
    format!("{}?{}", paths::create(), all.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_view_keeps_what_the_form_starts_from() {
        assert_eq!(address("?from=cats%201&view=steps", true), "/training-jobs/create?from=cats%201&view=single");
        assert_eq!(address("", false), "/training-jobs/create?view=steps");
    }

    #[test]
    fn the_address_decides() {
        let mut query = ParamsMap::new();
        query.insert("view", "steps".to_owned());
        assert!(!of_page(&query));
        query.replace("view", "single".to_owned());
        assert!(of_page(&query));
    }
}
