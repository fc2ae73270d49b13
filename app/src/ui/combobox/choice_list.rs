//! The list below a combobox.

use leptos::{html, prelude::*};

use super::{Choice, list_box::ListBox};
use crate::browser;

/// The choices in which every word of `search` stands somewhere; letters' case does not count.
pub(super) fn matching(choices: &[Choice], search: &str) -> Vec<Choice> {
    let search = search.to_lowercase();
    let parts: Vec<&str> = search.split_whitespace().collect();
    let fits = |choice: &&Choice| {
        let text = format!("{} {} {}", choice.value, choice.words, choice.group).to_lowercase();
        parts.iter().all(|part| text.contains(part))
    };
    choices.iter().filter(fits).cloned().collect()
}

/// The browser's own list of suggestions, as markup.
pub(super) fn datalist(id: &str, choices: &[Choice]) -> String {
    let option = |choice: &Choice| format!("<option value=\"{}\">{}</option>", escaped(&choice.value), escaped(&choice.words));
    format!("<datalist id=\"{}\">{}</datalist>", escaped(id), choices.iter().map(option).collect::<String>())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The list while it is open, and how many choices there are, for assistive technology.
#[component]
pub fn ChoiceList(
    /// The list box.
    list: ListBox,
    /// What it shows.
    found: Memo<Vec<Choice>>,
    /// The value of the field.
    value: Signal<String>,
    /// What the choices are.
    noun: &'static str,
    /// Called with the choice.
    on_choose: Callback<String>,
) -> impl IntoView {
    let is_open = list.is_open;
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        // The list opens at the active choice.
        let (Some(_), Some(active)) = (node.get(), list.active_id()) else { return };
        browser::scroll_into_view(&active);
    });
    let count = move || {
        let count = found.with(Vec::len);
        if is_open.get() { format!("{count} {noun}") } else { String::new() }
    };
    view! {
        <div class="choice-list" id=move || list.id.get() role="listbox" aria-label=noun node_ref=node hidden=move || !is_open.get()>
            {move || groups(&found.get()).into_iter().map(|(group, choices)| view! {
                <div role="group" aria-label=group.clone()>
                    <div class="choice-group" aria-hidden="true">{group.clone()}</div>
                    {choices.into_iter().map(|(place, choice)| view! {
                        <Row list=list place=place choice=choice value=value on_choose=on_choose />
                    }).collect_view()}
                </div>
            }).collect_view()}
            {move || (is_open.get() && found.with(Vec::is_empty)).then(|| view! {
                <div class="choice-none">{format!("No {noun} match this text.")}</div>
            })}
        </div>
        <span class="visually-hidden" role="status">{count}</span>
    }
}

#[component]
fn Row(
    /// The list box.
    list: ListBox,
    /// The choice's place.
    place: usize,
    /// The choice.
    choice: Choice,
    /// The value of the field.
    value: Signal<String>,
    /// Called with the choice.
    on_choose: Callback<String>,
) -> impl IntoView {
    let own = choice.value.clone();
    let taken = choice.value.clone();
    view! {
        <div
            class="choice-row"
            role="option"
            id=move || list.option_id(place)
            class:choice-marked=move || list.active.get() == Some(place)
            aria-selected=move || value.with(|value| *value == own).to_string()
            // The focus stays in the text.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| on_choose.run(taken.clone())
        >
            <span class="mono">{choice.value}</span>
            <small>{choice.words}</small>
        </div>
    }
}

/// Choices with their places, by group, in the order in which they come.
fn groups(found: &[Choice]) -> Vec<(String, Vec<(usize, Choice)>)> {
    let mut groups: Vec<(String, Vec<(usize, Choice)>)> = Vec::new();
    for (at, choice) in found.iter().enumerate() {
        match groups.last_mut() {
            Some((group, choices)) if *group == choice.group => choices.push((at, choice.clone())),
            _ => groups.push((choice.group.clone(), vec![(at, choice.clone())])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(value: &str, words: &str, group: &str) -> Choice {
        Choice { value: value.to_owned(), words: words.to_owned(), group: group.to_owned() }
    }

    #[test]
    fn every_word_must_stand_somewhere() {
        let all = [choice("ml.p3.2xlarge", "GPU, EBS volume", "p3"), choice("ml.g5.xlarge", "GPU, own NVMe disk", "g5")];
        let values = |search| matching(&all, search).into_iter().map(|choice| choice.value).collect::<Vec<_>>();
        assert_eq!(values("gpu nvme"), ["ml.g5.xlarge"]);
        assert_eq!(values(""), ["ml.p3.2xlarge", "ml.g5.xlarge"]);
        assert_eq!(values("P3"), ["ml.p3.2xlarge"]);
        assert!(values("trainium").is_empty());
    }

    #[test]
    fn groups_keep_the_places() {
        let all = [choice("a", "", "x"), choice("b", "", "x"), choice("c", "", "y")];
        let places: Vec<_> = groups(&all).into_iter().map(|(group, rows)| (group, rows.len(), rows[0].0)).collect();
        assert_eq!(places, [("x".to_owned(), 2, 0), ("y".to_owned(), 1, 2)]);
    }
}
