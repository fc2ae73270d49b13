//! The command palette: pages, actions and jobs by a few letters.

use std::time::Duration;

use console::paths;
use domain::description::TrainingJobSummary;
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};

use crate::{
    browser,
    client_resource::ClientResource,
    theme::Theme,
    training_jobs::{api::find_by_words, status},
    ui::{Dialog, Icon, IconName, SuggestBox, Suggestion},
};

/// Whether the palette and the list of keys are open; given to all pages.
#[derive(Clone, Copy)]
pub struct Overlays {
    /// The palette.
    pub palette: RwSignal<bool>,
    /// The list of keys.
    pub keys: RwSignal<bool>,
}

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    /// Leads to a page.
    Go(String),
    /// Sets the theme.
    Look(Theme),
    /// Shows the keys.
    Keys,
}

/// The id of the text input.
const WORDS_ID: &str = "palette-words";
/// How long typing pauses before the palette asks the server for jobs.
const PAUSE: Duration = Duration::from_millis(150);

/// The palette as a dialog.
#[component]
pub fn Palette() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let location = use_location();
    let text = RwSignal::new(String::new());
    let (asked, set_asked) = signal(None::<String>);
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if overlays.palette.get() {
            text.set(String::new());
            crate::browser::focus_when_shown(WORDS_ID.to_owned());
        }
    });
    let pause = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let words = text.get();
        let is_open = overlays.palette.get();
        if let Some(earlier) = pause.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
        if is_open {
            let ask = move || set_asked.set(Some(words.clone()));
            pause.set_value(set_timeout_with_handle(ask, PAUSE).ok());
        }
    });
    // Nothing is asked before the palette is opened.
    let jobs =
        ClientResource::new(move || asked.get(), |words: String| async move { find_by_words(words).await.unwrap_or_default() });
    let commands = Memo::new(move |_| {
        let words = text.get();
        let of_page = location.pathname.with(|path| paths::job_in(path).map(of_page)).unwrap_or_default();
        let mut found: Vec<(Suggestion, Deed)> =
            of_page.into_iter().chain(fixed()).filter(|(suggestion, _)| fits(&suggestion.words, &words)).collect();
        let jobs = jobs.get().unwrap_or_default();
        found.extend(jobs.into_iter().filter(|job| fits(&job.name, &words)).map(of_job));
        found
    });
    let suggestions = Signal::derive(move || commands.get().into_iter().map(|(suggestion, _)| suggestion).collect::<Vec<_>>());
    let navigate = use_navigate();
    let choose = move |value: String| {
        let found =
            commands.with_untracked(|commands| commands.iter().find(|(suggestion, _)| suggestion.value == value).cloned());
        overlays.palette.set(false);
        match found.map(|(_, deed)| deed) {
            Some(Deed::Go(address)) => navigate(&address, Default::default()),
            Some(Deed::Look(theme)) => theme.apply(),
            Some(Deed::Keys) => overlays.keys.set(true),
            None => {}
        }
    };
    let nothing = move || {
        commands
            .with(Vec::is_empty)
            .then(|| view! { <p class="palette-empty muted">"No page, action or job matches."</p> })
    };
    view! {
        <Dialog id="palette" title="Go to a page, an action or a job" open=overlays.palette wide=true>
            <div class="palette">
                <SuggestBox
                    id=WORDS_ID
                    label="Page, action or job"
                    placeholder="Type a few letters"
                    text=text
                    suggestions=suggestions
                    on_choose=choose
                    takes_first=true
                    always_open=true
                    node=node
                />
                {nothing}
            </div>
        </Dialog>
    }
}

/// The actions of the job whose page is shown. The page of an impossible action says why it is impossible.
fn of_page(job: &str) -> Vec<(Suggestion, Deed)> {
    let action = |words: String, address: String| {
        (Suggestion { value: address.clone(), words, detail: "This job".to_owned() }, Deed::Go(address))
    };
    vec![
        action(format!("Train from the model of {job}"), paths::create_from_job(job)),
        action(format!("Continue {job} from where it stopped"), paths::create_continue(job)),
        action(format!("Clone {job}"), paths::create_from_clone(job)),
        action(format!("Create model from {job}"), paths::create_model_from_job(job)),
        action(format!("Metrics of {job}"), paths::training_job_tab(job, "metrics")),
        action(format!("Logs of {job}"), paths::training_job_tab(job, "logs")),
        action(format!("Lineage of {job}"), paths::training_job_tab(job, "lineage")),
        action(format!("Compare {job} with other jobs"), paths::compare(&[job.to_owned()])),
    ]
}

/// Pages and actions that do not depend on the history.
fn fixed() -> Vec<(Suggestion, Deed)> {
    let page = |words: &str, address: String| {
        (Suggestion { value: address.clone(), words: words.to_owned(), detail: "Page".to_owned() }, Deed::Go(address))
    };
    let action = |words: &str, deed: Deed| {
        (Suggestion { value: words.to_owned(), words: words.to_owned(), detail: "Action".to_owned() }, deed)
    };
    let mut all = vec![
        page("Training jobs", paths::training_jobs()),
        action("Create training job", Deed::Go(paths::create())),
        page("Models", paths::models()),
        action("Create model", Deed::Go(paths::create_model())),
        action("Compare the weights of two models", Deed::Go(paths::compare_artifacts_page())),
        page("Compare training jobs", paths::compare(&[])),
        page("S3 browser", paths::s3()),
        page("Drafts", paths::drafts()),
        page("Settings", paths::settings()),
        page("Help", paths::help()),
        action("Show keyboard shortcuts", Deed::Keys),
    ];
    all.extend(Theme::ALL.map(|theme| action(&format!("Theme: {}", theme.label()), Deed::Look(theme))));
    all
}

fn of_job(job: TrainingJobSummary) -> (Suggestion, Deed) {
    let address = paths::training_job(&job.name);
    let detail = format!("Job · {}", status::words(job.status, &job.secondary_status));
    (Suggestion { value: address.clone(), words: job.name, detail }, Deed::Go(address))
}

/// Whether each word that was typed is somewhere in the text.
fn fits(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The button in the top bar that opens the palette; it does nothing without scripts, and is then not shown.
#[component]
pub fn PaletteButton() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    view! {
        <button type="button" class="top-bar-button palette-button" hidden=move || !live.get() on:click=move |_| overlays.palette.set(true)>
            <Icon name=IconName::Search />
            <span class="palette-word">"Search"</span>
            <kbd>{move || if live.get() && browser::is_apple() { "⌘ K" } else { "Ctrl K" }}</kbd>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn every_word_must_be_somewhere() {
        assert!(fits("digits-inc-2", "inc digits"));
        assert!(fits("Training jobs", "TRAIN"));
        assert!(fits("anything", ""));
        assert!(!fits("digits-inc-2", "inc 3"));
    }
}
