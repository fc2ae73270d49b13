//! The page about the console itself: its target, its credentials, and where it stores its data.

use console::{
    data::history::{Counts, CredentialFacts, Facts, Identity},
    format,
};
use leptos::prelude::*;

use super::settings::use_settings;
use crate::{
    fault_injection::FaultInjectionSection,
    page_resource::blocking_page_resource,
    training_jobs::api::console_facts,
    ui::{
        Alert, AlertKind, Breadcrumbs, Card, CopyableText, Crumb, ErrorPanel, KeyValue, KeyValues, Loading, PageHead,
        RelativeTime, TableFrame, TargetPill,
    },
};

/// The file in the data folder that says what instances cost.
const PRICE_FILE: &str = "prices.json";

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let facts = blocking_page_resource(|| (), |()| console_facts());
    let retry = Callback::new(move |()| facts.refetch());
    let content = move || {
        Some(match facts.get()? {
            Ok(facts) => view! { <SettingsCards facts=facts /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Settings")] />
        <PageHead title="Settings" />
        <Transition fallback=|| view! { <Loading what="the settings" /> }>{content}</Transition>
    }
}

#[component]
fn SettingsCards(
    /// What the program says about itself.
    facts: Facts,
) -> impl IntoView {
    let settings = use_settings();
    let Facts { identity, credentials, region, endpoint, data_folder, files, database, counts, versions } = facts;
    let target = if settings.is_local {
        "Local engine: jobs run on this machine, and nothing is billed."
    } else {
        "Amazon SageMaker: jobs are billed to the account."
    };
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let has_prices = files.iter().any(|(name, _)| name == PRICE_FILE);
    let price_file = format!("{data_folder}/{PRICE_FILE}");
    let prices = if has_prices {
        format!("{price_file}: the review step shows the maximum cost of a job.")
    } else {
        format!(
            "There is no {price_file}, so no costs are shown. Prices depend on Region and contract; the program ships with none."
        )
    };
    let versions = versions.into_iter().map(|(name, version)| view! { <KeyValue key=name>{version}</KeyValue> }).collect_view();
    view! {
        <Card title="Target" beside=|| view! { <TargetPill /> }>
            <p class="chart-note">{target}</p>
            <KeyValues>
                <KeyValue key="Region">{region}</KeyValue>
                <KeyValue key="Endpoint" mono=true wide=true>
                    {endpoint.unwrap_or_else(|| "AWS default for the Region".to_owned())}
                </KeyValue>
            </KeyValues>
            <p class="muted chart-note">"The target is chosen when the program starts: --target local or --target aws, or BATON_TARGET."</p>
        </Card>
        <Card title="Identity and credentials">
            <IdentityFacts identity=identity credentials=credentials />
        </Card>
        <Card title="Defaults of the create page">
            <KeyValues>
                <KeyValue key="IAM role" mono=true wide=true>
                    {or_none(settings.role)}
                </KeyValue>
                <KeyValue key="S3 output path" mono=true wide=true>
                    {or_none(settings.output_path)}
                </KeyValue>
                <KeyValue key="Price file" wide=true>
                    {prices}
                </KeyValue>
            </KeyValues>
        </Card>
        <Card title="Data folder">
            <p>
                <CopyableText text=data_folder label="the folder's path" />
            </p>
            <HistoryCounts counts=counts database=database />
            <FileSizes files=files />
        </Card>
        {settings.is_local.then(|| view! { <FaultInjectionSection /> })}
        <Card title="Versions">
            <KeyValues>{versions}</KeyValues>
        </Card>
    }
}

#[component]
fn IdentityFacts(
    /// The identity that the target sees.
    identity: Result<Identity, String>,
    /// Where the credentials came from.
    credentials: Result<CredentialFacts, String>,
) -> impl IntoView {
    let identity = match identity {
        Ok(Identity { account, arn, user_id }) => view! {
            <KeyValue key="Account" mono=true>
                {account}
            </KeyValue>
            <KeyValue key="Identity" mono=true wide=true>
                {arn}
            </KeyValue>
            <KeyValue key="User id" mono=true>
                {user_id}
            </KeyValue>
        }
        .into_any(),
        Err(reason) => {
            view! { <Alert kind=AlertKind::Warning title=format!("The target does not confirm the identity: {reason}") /> }
                .into_any()
        }
    };
    let credentials = match credentials {
        Ok(CredentialFacts { access_key_id, source, expires_at }) => view! {
            <KeyValue key="Access key id" mono=true>
                {access_key_id}
            </KeyValue>
            <KeyValue key="Credentials from">{source}</KeyValue>
            <KeyValue key="Expire">
                {match expires_at {
                    Some(at) => view! { <RelativeTime at=Signal::stored(at) /> }.into_any(),
                    None => "never".into_any(),
                }}
            </KeyValue>
        }
        .into_any(),
        Err(reason) => view! { <Alert kind=AlertKind::Warning title=format!("There are no credentials: {reason}") /> }.into_any(),
    };
    view! { <KeyValues>{identity} {credentials}</KeyValues> }
}

#[component]
fn HistoryCounts(
    /// How many entries the history has.
    counts: Counts,
    /// The database's file.
    database: String,
) -> impl IntoView {
    view! {
        <KeyValues>
            <KeyValue key="History" mono=true>
                {database}
            </KeyValue>
            <KeyValue key="Jobs">{format::count(counts.jobs)}</KeyValue>
            <KeyValue key="Measured values">{format::count(counts.metric_points)}</KeyValue>
            <KeyValue key="Log lines">{format::count(counts.log_lines)}</KeyValue>
            <KeyValue key="Events">{format::count(counts.events)}</KeyValue>
        </KeyValues>
    }
}

#[component]
fn FileSizes(
    /// Names and bytes.
    files: Vec<(String, u64)>,
) -> impl IntoView {
    let whole: u64 = files.iter().map(|(_, size)| size).sum();
    let row = |(name, size): (String, u64)| {
        view! {
            <tr>
                <th scope="row" class="mono break-anywhere">
                    {name}
                </th>
                <td class="number">{format::bytes(size)}</td>
            </tr>
        }
    };
    let summary = format!("Files and folders, {} in all", format::bytes(whole));
    view! {
        <details>
            <summary>{summary}</summary>
            <TableFrame label="Contents of the data folder">
                <thead>
                    <tr>
                        <th scope="col">"File or folder"</th>
                        <th scope="col" class="number">
                            "Size"
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {files.into_iter().map(row).collect_view()} {row(("Total".to_owned(), whole))}
                </tbody>
            </TableFrame>
        </details>
    }
}
