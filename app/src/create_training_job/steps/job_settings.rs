//! *Job settings*: what trains, on which machines, in which network.

use console::job_form::draft::{AlgorithmSource, ON};
use domain::{EngineImages, Field, algorithm::Algorithm, mode::InputMode};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    create_training_job::{
        fields::{Binding, CheckField, RadioField, SelectField, TextField, words},
        no_script::{Edit, EditForm},
        state::use_form,
        steps::{metrics::MetricsSection, resources::ResourceSection},
    },
    settings::use_settings,
    ui::{Card, NoScriptButton, TextKind},
};

/// The step.
#[component]
pub fn SettingsStep() -> impl IntoView {
    view! {
        <JobSettingsSection />
        <MetricsSection />
        <ResourceSection />
        <NetworkSection />
    }
}

/// Name, role, algorithm and input mode.
#[component]
fn JobSettingsSection() -> impl IntoView {
    let form = use_form();
    let settings = use_settings();
    let own = settings.role.clone();
    let roles = Signal::derive(move || {
        let offered = own.iter().map(|role| (role.clone(), "Offered by the local engine".to_owned()));
        let earlier = form.suggestions.get().roles.into_iter().filter(|(role, _)| own.as_ref() != Some(role));
        offered.chain(earlier).collect::<Vec<_>>()
    });
    let role_help = if settings.is_local {
        "The local engine accepts any role and suggests one."
    } else {
        "SageMaker assumes this role to read the data and write the model. Enter its complete ARN."
    };
    view! {
        <Card title="Job settings">
            <div class="form">
                <TextField
                    binding=Binding::new(form, Field::JobName)
                    label="Job name"
                    help="Unique in the account and Region. Letters, digits and inner hyphens, at most 63."
                />
                <TextField binding=Binding::new(form, Field::Role) label="IAM role" wide=true kind=TextKind::Code help=role_help suggestions=roles />
                <AlgorithmFields />
                <SelectField
                    binding=Binding::new(form, Field::InputMode)
                    label="Input mode"
                    options=words(InputMode::ALL.iter().map(|mode| mode.as_str()))
                    help="The default of all channels. File downloads the data before training starts."
                />
            </div>
        </Card>
    }
}

/// The four sources, and the field of the one that is chosen. The others stay in the page, so that nothing typed is lost.
#[component]
fn AlgorithmFields() -> impl IntoView {
    let form = use_form();
    let region = form.region();
    let source = Memo::new(move |_| form.shown.with(|draft| draft.algorithm_source()));
    let image_path = move || {
        let image = form.shown.with(|draft| Algorithm::of_repository(&draft.algorithm)?.training_image(&region));
        image.map(|image| format!("Image: {image}")).unwrap_or_default()
    };
    let groups =
        form.observations.with_untracked(|observations| algorithms(observations.facts.engine_images.as_ref(), &form.region()));
    let is_local = use_settings().is_local;
    let sources = AlgorithmSource::ALL.map(|source| (source.as_str(), source.label(is_local)));
    let away = move |shown: &'static [AlgorithmSource]| Memo::new(move |_| !shown.contains(&source.get()));
    let built_in = away(&[AlgorithmSource::BuiltIn]);
    let container = away(&[AlgorithmSource::Container]);
    let named = away(&[AlgorithmSource::Resource, AlgorithmSource::Subscription]);
    view! {
        <RadioField binding=Binding::new(form, Field::AlgorithmSource) label="Algorithm source" options=sources.to_vec() />
        // Without scripts the hyperparameters follow the algorithm only when the server shows the form again.
        <NoScriptButton
            action=EditForm::url()
            name="edit"
            value=Edit::Refresh.to_string()
            words="Show the fields of this algorithm"
        />
        <div class="field-wide" class:away=built_in>
            <SelectField
                binding=Binding::new(form, Field::Algorithm)
                label="Choose an algorithm"
                groups=groups
                help=Signal::derive(image_path)
            />
        </div>
        <div class="field-wide" class:away=container>
            <TextField
                binding=Binding::new(form, Field::Container)
                label="Container (registry path)"
                kind=TextKind::Code
                placeholder="123456789012.dkr.ecr.us-west-2.amazonaws.com/my-image:1"
                suggestions=Signal::derive(move || form.suggestions.get().containers)
                help="registry/repository:tag or registry/repository@digest, at most 255 characters."
            />
        </div>
        <div class="field-wide" class:away=named>
            <TextField
                binding=Binding::new(form, Field::AlgorithmName)
                label="Algorithm / subscription"
                kind=TextKind::Code
                placeholder="arn:aws:sagemaker:us-west-2:123456789012:algorithm/my-algorithm"
                help="The algorithm's name in this account and Region, or its ARN."
            />
        </div>
    }
}

/// The algorithms in groups: by what the local engine runs, and at AWS by incremental training.
fn algorithms(engine_images: Option<&EngineImages>, region: &str) -> Vec<(String, Vec<(String, String)>)> {
    let words = |algorithm: &&'static Algorithm| (algorithm.repository.to_owned(), algorithm.display.to_owned());
    let runs_here = |algorithm: &&'static Algorithm| {
        let image = algorithm.training_image(region);
        engine_images.is_none_or(|images| image.is_some_and(|image| images.can_run(&image)))
    };
    let (here, elsewhere): (Vec<&Algorithm>, Vec<&Algorithm>) = Algorithm::all().partition(runs_here);
    let (incremental, others): (Vec<&Algorithm>, Vec<&Algorithm>) =
        elsewhere.into_iter().partition(|algorithm| algorithm.is_incremental());
    let groups = match engine_images {
        Some(_) => vec![("Runs here", here), ("Only on AWS", incremental.into_iter().chain(others).collect())],
        None => {
            let (incremental, others) = here.into_iter().partition(|algorithm| algorithm.is_incremental());
            vec![("Incremental training", incremental), ("Other built-in algorithms", others)]
        }
    };
    groups
        .into_iter()
        .filter(|(_, algorithms): &(&str, Vec<&Algorithm>)| !algorithms.is_empty())
        .map(|(label, algorithms)| (label.to_owned(), algorithms.iter().map(words).collect()))
        .collect()
}

/// The section.
#[component]
fn NetworkSection() -> impl IntoView {
    let form = use_form();
    let has_no_vpc = Memo::new(move |_| form.shown.with(|draft| draft.vpc != ON));
    let choices = [(String::new(), "No VPC".to_owned()), (ON.to_owned(), "Subnets and security groups of a VPC".to_owned())];
    view! {
        <Card title="Network">
            <div class="form">
                <SelectField
                    binding=Binding::new(form, Field::Vpc)
                    label="VPC"
                    options=choices.to_vec()
                    help="In a VPC the job reaches S3 only through an endpoint or a NAT gateway of that VPC."
                />
                <div class="field-wide form" class:away=has_no_vpc>
                    <TextField
                        binding=Binding::new(form, Field::Subnets)
                        label="Subnet(s)"
                        kind=TextKind::Code
                        placeholder="subnet-0123456789abcdef0"
                        suggestions=Signal::derive(move || form.suggestions.get().subnets)
                        help="1 to 16, separated by commas. Each instance takes two private addresses."
                    />
                    <TextField
                        binding=Binding::new(form, Field::SecurityGroups)
                        label="Security group(s)"
                        kind=TextKind::Code
                        placeholder="sg-0123456789abcdef0"
                        suggestions=Signal::derive(move || form.suggestions.get().security_groups)
                        help="1 to 5, separated by commas. With several instances, allow traffic inside the group."
                    />
                </div>
                <CheckField
                    binding=Binding::new(form, Field::NetworkIsolation)
                    label="Enable network isolation"
                    help="The container has no network; the service still moves the data in S3."
                />
                <CheckField
                    binding=Binding::new(form, Field::EncryptTraffic)
                    label="Enable inter-container traffic encryption"
                    help="Makes jobs with several instances slower and more expensive."
                />
            </div>
        </Card>
    }
}
