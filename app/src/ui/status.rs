//! A state: a word, a colour and an icon, never a colour alone.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What kind of state it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusKind {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Ended well.
    Success,
    /// Ended by request.
    Stopped,
    /// Ended badly.
    Failed,
}

impl StatusKind {
    fn appearance(self) -> (&'static str, IconName) {
        match self {
            Self::Waiting => ("status status-waiting", IconName::Waiting),
            Self::Running => ("status status-running", IconName::Running),
            Self::Success => ("status status-success", IconName::Success),
            Self::Stopped => ("status status-stopped", IconName::Stopped),
            Self::Failed => ("status status-failed", IconName::Failed),
        }
    }
}

/// A state in the text.
#[component]
pub fn StatusWord(
    /// Its kind.
    #[prop(into)]
    kind: Signal<StatusKind>,
    /// Its words.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || kind.get().appearance().0>
            <Icon name=Signal::derive(move || kind.get().appearance().1) />
            {move || words.get()}
        </span>
    }
}
