//! Lines of a log.

use console::format;
use domain::description::LogLine;
use leptos::prelude::*;

/// Id of a line, which a link can name.
pub fn line_id(number: u64) -> String {
    // People count lines from 1.
    format!("L{}", number + 1)
}

/// Lines with number and time of day; each number is a link to its line.
#[component]
pub fn LogLines(
    /// The lines.
    #[prop(into)]
    lines: Signal<Vec<LogLine>>,
) -> impl IntoView {
    let line = |line: LogLine| {
        let id = line_id(line.number);
        view! {
            <span class="log-line" id=id.clone()>
                <a class="log-number" href=format!("#{id}") rel="external">
                    {line.number + 1}
                </a>
                <time class="log-time" datetime=format::iso_utc(line.at) title=format::exact_utc(line.at)>
                    {format::time_of_day(line.at)}
                </time>
                <span class="log-text">{line.text}"\n"</span>
            </span>
        }
    };
    view! { <For each=move || lines.get() key=|line| line.number children=line /> }
}

/// The last lines, without numbers and without what the algorithm writes before each: date, level and process.
#[component]
pub fn LogTail(
    /// All lines that are known.
    tail: Signal<Vec<LogLine>>,
    /// How many are shown.
    most: usize,
    /// Whether nothing will come any more.
    has_ended: Memo<bool>,
) -> impl IntoView {
    let text = move || {
        tail.with(|tail| {
            let last = tail.iter().skip(tail.len().saturating_sub(most));
            last.map(|line| split_stamp(&line.text).1).collect::<Vec<_>>().join("\n")
        })
    };
    let is_empty = Memo::new(move |_| tail.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            view! { <p class="muted log-empty">{format!("{}.", nothing_written(has_ended.get()))}</p> }.into_any()
        } else {
            view! {
                <pre class="code log-tail" tabindex="0" role="region" aria-label="Last lines of the log">
                    <code>{text}</code>
                </pre>
            }
            .into_any()
        }
    }
}

/// A stamp such as `[11/23/2026 10:15:01 INFO 139] `, empty where there is none, and the text behind it.
pub fn split_stamp(text: &str) -> (&str, &str) {
    let end = text.starts_with('[').then(|| text.find("] ")).flatten();
    match end.map(|end| text.split_at(end + 2)) {
        Some((stamp, rest)) if stamp.contains(':') => (stamp, rest),
        _ => ("", text),
    }
}

/// What a log shows that has no line.
pub fn nothing_written(has_ended: bool) -> &'static str {
    if has_ended { "The job wrote no log" } else { "The job has not written a log yet" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stamps_are_cut() {
        assert_eq!(
            split_stamp("[11/23/2026 10:15:01 INFO 139] Epoch[0] Time cost=6.4"),
            ("[11/23/2026 10:15:01 INFO 139] ", "Epoch[0] Time cost=6.4")
        );
        assert_eq!(split_stamp("[10:15:01] src/a.cc: loading"), ("[10:15:01] ", "src/a.cc: loading"));
        assert_eq!(split_stamp("[a] b"), ("", "[a] b"));
        assert_eq!(split_stamp("plain"), ("", "plain"));
    }
}
