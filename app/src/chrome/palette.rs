//! The command palette: pages, actions and jobs by a few letters.

use std::time::Duration;

use console::paths;
use domain::{description::TrainingJobSummary, job_status::JobAction};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use super::overlays::{Overlay, Overlays};
use crate::{
    browser,
    client_resource::ClientResource,
    theme::Theme,
    training_jobs::{
        api::{find_by_words, job_actions},
        status,
    },
    ui::{Dialog, SuggestBox, Suggestion},
};

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Command {
    /// Goes to a page.
    Navigate(String),
    /// Sets the theme.
    SetTheme(Theme),
    /// Shows the keys.
    ShowKeys,
}

/// The id of the text input.
const WORDS_ID: &str = "palette-words";
/// How long typing pauses before the palette asks the server for jobs.
const SEARCH_DELAY: Duration = Duration::from_millis(150);

/// The palette as a dialog.
#[component]
pub fn Palette() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let location = use_location();
    let text = RwSignal::new(String::new());
    let jobs = found_jobs(text, overlays.palette);
    let asked = move || overlays.palette.get().then(|| location.pathname.with(|path| paths::job_in(path).map(str::to_owned)))?;
    let possible = ClientResource::new(asked, |job: String| async move {
        let actions = job_actions(job.clone()).await.unwrap_or_default();
        (job, actions)
    });
    let commands = Memo::new(move |_| {
        let words = text.get();
        let of_page = location.pathname.with(|path| {
            let job = paths::job_in(path)?;
            // The answer may still be about the job of the page before.
            let actions = possible.get().filter(|(of, _)| of == job).map(|(_, actions)| actions).unwrap_or_default();
            Some(job_commands(job, &actions))
        });
        let of_page = of_page.unwrap_or_default();
        let all = of_page.into_iter().chain(general_commands());
        let mut found: Vec<(Suggestion, Command)> =
            all.filter(|(suggestion, _)| contains_words(&suggestion.words, &words)).collect();
        let jobs = jobs.get().unwrap_or_default();
        found.extend(jobs.into_iter().filter(|job| contains_words(&job.name, &words)).map(job_suggestion));
        found
    });
    let suggestions = Signal::derive(move || commands.get().into_iter().map(|(suggestion, _)| suggestion).collect::<Vec<_>>());
    let navigate = use_navigate();
    let choose = move |value: String| {
        let found =
            commands.with_untracked(|commands| commands.iter().find(|(suggestion, _)| suggestion.value == value).cloned());
        overlays.palette.set(false);
        match found.map(|(_, command)| command) {
            Some(Command::Navigate(address)) => navigate(&address, Default::default()),
            Some(Command::SetTheme(theme)) => theme.apply(),
            Some(Command::ShowKeys) => overlays.open(Overlay::Keys),
            None => {}
        }
    };
    let nothing = move || {
        commands.with(Vec::is_empty).then(|| view! { <p class="palette-empty muted">"No page, action or job matches."</p> })
    };
    let dialog = view! {
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
                />
                {nothing}
            </div>
        </Dialog>
    };
    // After the effect that shows the dialog, so that the input has the focus before the next key.
    Effect::new(move |_| {
        if overlays.palette.get() {
            text.set(overlays.take_typed());
            browser::focus(WORDS_ID);
            browser::focus_when_shown(WORDS_ID.to_owned());
        }
    });
    dialog
}

/// The jobs that have the words of `text`. Nothing is asked before the palette is opened, nor while somebody types.
fn found_jobs(text: RwSignal<String>, is_open: RwSignal<bool>) -> ClientResource<Vec<TrainingJobSummary>> {
    let (words, set_words) = signal(None::<String>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let typed = text.get();
        let is_open = is_open.get();
        if let Some(earlier) = timer.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
        if is_open {
            let search = move || set_words.set(Some(typed.clone()));
            timer.set_value(set_timeout_with_handle(search, SEARCH_DELAY).ok());
        }
    });
    ClientResource::new(move || words.get(), |words: String| async move { find_by_words(words).await.unwrap_or_default() })
}

/// What can be done with the job whose page is shown: those of its actions that are possible, and its pages.
fn job_commands(job: &str, possible: &[JobAction]) -> Vec<(Suggestion, Command)> {
    let action = |words: String, address: String| {
        (Suggestion { value: address.clone(), words, detail: "This job".to_owned() }, Command::Navigate(address))
    };
    let of_state = [
        (JobAction::TrainFromModel, action(format!("Train from the model of {job}"), paths::create_from_job(job))),
        (JobAction::ContinueFromHere, action(format!("Continue {job} from where it stopped"), paths::create_continue(job))),
        (JobAction::CreateModel, action(format!("Create model from {job}"), paths::create_model_from_job(job))),
    ];
    let of_state = of_state.into_iter().filter(|(needed, _)| possible.contains(needed)).map(|(_, command)| command);
    let of_any = [
        action(format!("Clone {job}"), paths::create_from_clone(job)),
        action(format!("Metrics of {job}"), paths::training_job_tab(job, "metrics")),
        action(format!("Logs of {job}"), paths::training_job_tab(job, "logs")),
        action(format!("Lineage of {job}"), paths::training_job_tab(job, "lineage")),
        action(format!("Compare {job} with other jobs"), paths::compare(&[job.to_owned()])),
    ];
    of_state.chain(of_any).collect()
}

/// Pages and actions that do not depend on the history.
fn general_commands() -> Vec<(Suggestion, Command)> {
    let page = |words: &str, address: String| {
        (Suggestion { value: address.clone(), words: words.to_owned(), detail: "Page".to_owned() }, Command::Navigate(address))
    };
    let action = |words: &str, command: Command| {
        (Suggestion { value: words.to_owned(), words: words.to_owned(), detail: "Action".to_owned() }, command)
    };
    let mut all = vec![
        page("Training jobs", paths::training_jobs()),
        action("Create training job", Command::Navigate(paths::create())),
        page("Models", paths::models()),
        action("Create model", Command::Navigate(paths::create_model())),
        action("Compare the weights of two models", Command::Navigate(paths::compare_artifacts_page())),
        page("Compare training jobs", paths::compare(&[])),
        page("S3 browser", paths::s3()),
        page("Drafts", paths::drafts()),
        page("Settings", paths::settings()),
        page("Help", paths::help()),
        action("Show keyboard shortcuts", Command::ShowKeys),
    ];
    all.extend(Theme::ALL.map(|theme| action(&format!("Theme: {}", theme.label()), Command::SetTheme(theme))));
    all
}

fn job_suggestion(job: TrainingJobSummary) -> (Suggestion, Command) {
    let address = paths::training_job(&job.name);
    let detail = format!("Job · {}", status::words(job.status, &job.secondary_status));
    (Suggestion { value: address.clone(), words: job.name, detail }, Command::Navigate(address))
}

/// Whether each word that was typed is somewhere in the text.
fn contains_words(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_job_allows_is_offered() {
        let words = |possible: &[JobAction]| {
            job_commands("digits", possible).into_iter().map(|(suggestion, _)| suggestion.words).collect::<Vec<_>>()
        };
        let continued = "Continue digits from where it stopped".to_owned();
        assert!(words(&[JobAction::ContinueFromHere]).contains(&continued));
        let completed = words(&[JobAction::TrainFromModel, JobAction::CreateModel, JobAction::Clone]);
        assert!(completed.contains(&"Train from the model of digits".to_owned()) && !completed.contains(&continued));
        assert!(words(&[]).contains(&"Clone digits".to_owned()));
    }

    #[test]
    fn every_word_must_be_somewhere() {
        assert!(contains_words("digits-inc-2", "inc digits"));
        assert!(contains_words("Training jobs", "TRAIN"));
        assert!(contains_words("anything", ""));
        assert!(!contains_words("digits-inc-2", "inc 3"));
    }
}
