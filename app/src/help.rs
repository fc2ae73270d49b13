//! How to work with the console.

use console::{job_form::example::EXAMPLES, paths};
use leptos::prelude::*;

use crate::{
    settings::use_settings,
    ui::{Breadcrumbs, Card, Crumb, PageHead},
};

/// The first job and the next one, in a few steps, and where the words come from.
#[component]
pub fn HelpPage() -> impl IntoView {
    let settings = use_settings();
    let example = settings.samples.is_some().then(|| {
        view! {
            <p>
                "No data yet? " <a href=paths::create_example(EXAMPLES[0].word)>"Use the example"</a>
                ": it fills in everything with a small set of handwritten digits and trains for less than a minute."
            </p>
        }
    });
    let target = if settings.is_local {
        "Jobs run on this machine: the engine in this program speaks SageMaker's own protocol and really trains. Nothing leaves the machine and nothing is billed."
    } else {
        "Jobs run at Amazon SageMaker, in the account that the top bar names, and are billed to it."
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Help")] />
        <PageHead title="Help" />
        <div class="help">
            <Card title="The first job">
                <ol class="steps-list">
                    <li>
                        "Open " <a href=paths::training_jobs()>"Training jobs"</a> " and choose "
                        <a href=paths::create()>"Create training job"</a> "."
                    </li>
                    <li>"Name the job, choose role, instance and hyperparameters, and point the channels train and validation at the data."</li>
                    <li>"Review the request and send it. The page of the job shows its log and its curves as they grow."</li>
                </ol>
                {example}
            </Card>
            <Card title="The next job, from its model">
                <ol class="steps-list">
                    <li>"On the page of a job that has ended, choose Train from this model."</li>
                    <li>"The channel model is filled in, and the hyperparameters that define the network are locked: they must equal the model's."</li>
                    <li>"Point the data channels at the larger data set, lower the number of epochs, and create the job. It starts from the weights of the earlier job."</li>
                </ol>
                <p>"Models from elsewhere work too: find model.tar.gz in the " <a href=paths::s3()>"S3 browser"</a> " and choose Train from this."</p>
            </Card>
            <Card title="Finding jobs">
                <p>
                    "Words in the filter of the list are found anywhere in a job's name, algorithm, status and tags: "
                    <code>"snet failed"</code> " finds the failed jobs of resnet."
                </p>
                <p>
                    "A property, an operator and a value are a filter: " <code>"status = Failed"</code> ", "
                    <code>"name ^ digits"</code> " (starts with), " <code>"tag.team : vision"</code> " (contains), "
                    <code>"params.epochs >= 5"</code> ", " <code>"duration > 5 min"</code>
                    ". No operator tells upper from lower case of Latin letters."
                </p>
            </Card>
            <Card title="Where jobs run">
                <p>{target}</p>
                <p class="muted">{format!("Version {}", settings.version)}</p>
            </Card>
        </div>
    }
}
