//! A model from elsewhere: upload it or point at it, and see what can start from it.

use console::paths;
use domain::S3Uri;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::{
    artifact::{TrainFrom, Xray, artifact_resource},
    s3::upload::Uploader,
    s3_picker::S3Picker,
    settings::use_settings,
    ui::{
        Alert, AlertKind, Breadcrumbs, Button, ButtonKind, Card, Crumb, LabelledField, LinkButton, PageHead, TextInput, TextKind,
    },
};

/// The page. The archive is in the address.
#[component]
pub fn InspectPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("uri")).unwrap_or_default().trim().to_owned());
    let content = move || {
        let text = asked.get();
        if text.is_empty() {
            return ().into_any();
        }
        match S3Uri::parse(&text) {
            Ok(uri) => view! { <InspectedModel uri=uri /> }.into_any(),
            Err(error) => {
                view! { <Alert kind=AlertKind::Error title=format!("{text} is no S3 location: {error}.") /> }.into_any()
            }
        }
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::link("Models", paths::models()), Crumb::here("Use a public model")] />
        <PageHead title="Use a public model" />
        <div class="halves">
            <UploadCard />
            {move || view! { <LocationCard value=asked.get() /> }}
        </div>
        {content}
    }
}

#[component]
fn UploadCard() -> impl IntoView {
    let settings = use_settings();
    let destination = settings.output_path.clone().map(|path| {
        // Beside the jobs' own models, in a folder that no job writes to.
        let bucket = S3Uri::parse(&path).map(|uri| uri.bucket().to_owned()).unwrap_or_default();
        format!("s3://{bucket}/uploaded-models/")
    });
    let folder = RwSignal::new(destination.unwrap_or_default());
    let navigate = use_navigate();
    let done = Callback::new(move |uri: String| navigate(&paths::inspect_archive(&uri), Default::default()));
    view! {
        <Card title="Upload a model">
            <LabelledField id="upload-folder" label="Folder in S3" help="Where the archive is stored. Training jobs read it from there.">
                <TextInput
                    id="upload-folder"
                    name="upload-folder"
                    value=folder
                    kind=TextKind::Code
                    placeholder="s3://bucket/folder/"
                    on_input=move |text| folder.set(text)
                />
            </LabelledField>
            <Uploader folder=folder accept=".gz,.tgz,application/gzip" label="Archive (model.tar.gz)" on_done=done />
        </Card>
    }
}

#[component]
fn LocationCard(
    /// The location in the address.
    value: String,
) -> impl IntoView {
    let value = RwSignal::new(value);
    let open = RwSignal::new(false);
    view! {
        <Card title="Point at a model in S3">
            <form method="get" action=paths::inspect_model() class="two-archives">
                <LabelledField id="uri" label="Archive" help="Any model.tar.gz that the console's credentials can read.">
                    <div class="input-row">
                        <TextInput
                            id="uri"
                            name="uri"
                            value=value
                            kind=TextKind::Code
                            placeholder="s3://bucket/path/model.tar.gz"
                            on_input=move |text| value.set(text)
                        />
                        <Button on_press=move |()| open.set(true)>"Browse"</Button>
                    </div>
                </LabelledField>
                <div class="form-actions">
                    <Button submit=true kind=ButtonKind::Primary>
                        "Inspect"
                    </Button>
                </div>
            </form>
        </Card>
        <S3Picker open=open start=value on_choose=move |uri| value.set(uri) />
    }
}

#[component]
fn InspectedModel(
    /// The archive.
    uri: S3Uri,
) -> impl IntoView {
    let text = uri.to_string();
    let scan = artifact_resource(&uri);
    let archive = uri.clone();
    let model = paths::create_model_from_artifact(&text);
    view! {
        <Card
            title="Model"
            end=move || {
                let (archive, model) = (archive.clone(), model.clone());
                view! {
                    <LinkButton href=model>"Create model"</LinkButton>
                    <TrainFrom uri=archive scan=scan />
                }
            }
        >
            <p class="mono break-anywhere">{text}</p>
        </Card>
        <Xray uri=uri scan=scan />
    }
}
