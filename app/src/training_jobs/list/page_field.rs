//! The field that leads to a page by its number.

use console::format;
use leptos::prelude::*;

use super::view::{ListView, use_go_to};
use crate::ui::{TextInput, TextKind};

/// What is typed as a number of a page, and what is wrong with what was entered last. It outlives each new reading of the rows.
#[derive(Clone, Copy)]
pub struct PageEntry {
    typed: RwSignal<String>,
    problem: RwSignal<Option<String>>,
}

impl PageEntry {
    /// The entry follows the page of the address.
    pub fn follow(view: Memo<ListView>) -> Self {
        let page = Memo::new(move |_| view.with(|view| view.query.page));
        let entry = Self { typed: RwSignal::new(page.get_untracked().to_string()), problem: RwSignal::new(None) };
        Effect::new(move |before: Option<u32>| {
            let page = page.get();
            if before.is_some_and(|before| before != page) {
                entry.reset(page);
            }
            page
        });
        entry
    }

    fn reset(self, page: u32) {
        self.typed.set(page.to_string());
        self.problem.set(None);
    }
}

/// The field, and how many pages there are.
#[component]
pub fn PageField(
    /// What is typed.
    entry: PageEntry,
    /// How many pages there are, at least one.
    pages: u32,
) -> impl IntoView {
    let PageEntry { typed, problem } = entry;
    view! {
        <span class="foot-field">
            <label for="page-number">"Page"</label>
            <TextInput
                id="page-number"
                name="page"
                value=typed
                on_input=move |text| typed.set(text)
                kind=TextKind::WholeNumber
                invalid=Signal::derive(move || problem.with(Option::is_some))
                described_by="page-count page-problem"
            />
            <span id="page-count">{format!("of {}", format::count(u64::from(pages)))}</span>
        </span>
    }
}

/// What is wrong with the number that was entered; empty when nothing is.
#[component]
pub fn PageProblem(
    /// What is typed.
    entry: PageEntry,
) -> impl IntoView {
    view! {
        <p class="page-problem" id="page-problem" role="status">
            {move || entry.problem.get()}
        </p>
    }
}

/// Goes to the page that is typed, or says which there are.
pub fn use_enter(view: Memo<ListView>, entry: PageEntry, pages: u32) -> impl Fn() + Copy + Send + Sync + 'static {
    let go = use_go_to();
    move || {
        let (page, address) = entry.typed.with_untracked(|typed| {
            let page = parse(typed, pages);
            (page, page.map(|page| view.with_untracked(|view| view.address_of(&view.query.at_page(page)))))
        });
        match page.zip(address) {
            Some((page, address)) => {
                entry.reset(page);
                go.run(address);
            }
            None => entry.problem.set(Some(format!("Type a page from 1 to {}.", format::count(u64::from(pages))))),
        }
    }
}

/// A number as people write it, `1,200` too, where there is such a page.
fn parse(typed: &str, pages: u32) -> Option<u32> {
    typed.trim().replace(',', "").parse().ok().filter(|page| (1..=pages).contains(page))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_pages_that_there_are_can_be_typed() {
        assert_eq!(parse(" 80 ", 80), Some(80));
        assert_eq!(parse("1,200", 1_200), Some(1_200));
        for typed in ["", "0", "81", "-1", "1.5", "two", "99999999999"] {
            assert_eq!(parse(typed, 80), None, "{typed}");
        }
    }
}
