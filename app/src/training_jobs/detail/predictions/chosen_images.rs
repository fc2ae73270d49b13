//! The card with the images about which something is wrong, and the addresses that choose from them.

use console::{format, paths};
use leptos::prelude::*;

use super::Chosen;
use crate::ui::{Card, EmptyState, IconName};

/// The card's id, to which its addresses lead.
const ID: &str = "mistakes";

/// The address of the images of a class that were taken for another.
pub fn mistakes_at(name: &str, truth: Option<u32>, predicted: Option<u32>) -> String {
    page_at(name, Chosen { truth, predicted, page: 1 })
}

/// The addresses of the other pages of the chosen images.
pub fn pages_of(name: String, chosen: Chosen) -> Callback<u64, String> {
    Callback::new(move |page| page_at(&name, Chosen { page, ..chosen }))
}

fn page_at(name: &str, Chosen { truth, predicted, page }: Chosen) -> String {
    format!("{}#{ID}", paths::predictions(name, truth, predicted, page))
}

/// The chosen images, or why there are none.
#[component]
pub fn ChosenImages(
    /// The job.
    name: String,
    /// The heading.
    title: &'static str,
    /// Which images are chosen, in words; `None` when all are.
    words: Option<String>,
    /// How many images there are to choose from.
    all: u64,
    /// How many are chosen, on all pages.
    count: u64,
    /// What is shown when there is nothing to choose from.
    #[prop(into)]
    none: ViewFn,
    /// The images.
    children: Children,
) -> impl IntoView {
    let filter = words.map(|words| {
        view! {
            <p>
                {format!("{words}: {} of {} images. ", format::count(count), format::count(all))}
                <a href=mistakes_at(&name, None, None)>"Show all"</a>
            </p>
        }
    });
    let content = match (all, count) {
        (0, _) => none.run(),
        (_, 0) => view! { <p class="muted">"There is no such image."</p> }.into_any(),
        _ => children(),
    };
    let beside = move || view! { <span class="muted">{format!("({})", format::count(all))}</span> };
    view! {
        <div id=ID>
            <Card title=title beside=beside>
                {filter}
                {content}
            </Card>
        </div>
    }
}

/// Says that nothing is wrong.
#[component]
pub fn NoMistakes(
    /// What the model does with every image.
    text: &'static str,
) -> impl IntoView {
    view! { <EmptyState icon=IconName::Success title="No mistakes" text=text /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_card() {
        let all = mistakes_at("a", None, None);
        assert_eq!(all, format!("{}#mistakes", paths::predictions("a", None, None, 1)));
        assert_eq!(mistakes_at("a", Some(3), Some(8)), format!("{}#mistakes", paths::predictions("a", Some(3), Some(8), 1)));
        let chosen = Chosen { truth: Some(3), predicted: None, page: 1 };
        assert_eq!(page_at("a", Chosen { page: 2, ..chosen }), format!("{}#mistakes", paths::predictions("a", Some(3), None, 2)));
    }
}
