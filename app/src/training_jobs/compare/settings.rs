//! The settings side by side, those that differ first.

use domain::diff::SettingRow;
use leptos::prelude::*;

use crate::ui::{Card, TableFrame};

/// Settings that differ, and folded below them those that are the same.
#[component]
pub fn SettingsTable(
    /// The jobs' names.
    names: Vec<String>,
    /// All settings.
    rows: Vec<SettingRow>,
) -> impl IntoView {
    let (differing, same): (Vec<SettingRow>, Vec<SettingRow>) = rows.into_iter().partition(|row| row.differs);
    let none = differing.is_empty().then(|| view! { <p class="container-body muted">"All settings are the same."</p> });
    let count = same.len();
    let same_names = names.clone();
    view! {
        <Card title="Settings that differ" flush=true>
            {none}
            {(!differing.is_empty()).then(|| view! { <SettingsRows label="Settings that differ" names=names rows=differing /> })}
        </Card>
        {(count > 0)
            .then(|| {
                view! {
                    <Card title="Settings that are the same" flush=true>
                        <details class="same-settings">
                            <summary>{format!("{count} settings")}</summary>
                            <SettingsRows label="Settings that are the same" names=same_names rows=same />
                        </details>
                    </Card>
                }
            })}
    }
}

#[component]
fn SettingsRows(
    /// What they have in common.
    label: &'static str,
    /// The jobs' names.
    names: Vec<String>,
    /// The settings.
    rows: Vec<SettingRow>,
) -> impl IntoView {
    let heads = names.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let row = |row: SettingRow| {
        let cells = row
            .values
            .into_iter()
            .map(|value| view! { <td class="mono break-anywhere">{value.unwrap_or_else(|| "not set".to_owned())}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">
                    {row.name} <br /> <small>{row.section.label()}</small>
                </th>
                {cells}
            </tr>
        }
    };
    view! {
        <TableFrame label=label class="settings-table">
            <thead>
                <tr>
                    <th scope="col">"Setting"</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
}
