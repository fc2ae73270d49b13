//! Looks up the locations that only some of the jobs have.

use console::data::Reading;
use domain::{TrainingJobRequest, sweep::Variant};
use leptos::{prelude::*, task::spawn_local};

use super::{
    launch::{Launch, Progress},
    plan::Plan,
};

impl Launch {
    /// Shows the jobs, and once more when it is known what is at their locations.
    pub fn preview(self, plan: Plan) {
        match plan.variants() {
            Ok(made) => {
                self.show(made.clone());
                self.look_at(made);
            }
            Err(error) => self.refuse(error.to_string()),
        }
    }

    fn look_at(self, made: Vec<Variant>) {
        let unseen: Vec<(String, Reading)> = made
            .iter()
            .flat_map(|variant| locations(&variant.request))
            .filter(|(uri, reading)| self.form.is_new_location(uri, *reading))
            .collect();
        if unseen.is_empty() {
            return;
        }
        spawn_local(async move {
            for (uri, reading) in unseen {
                self.form.observe_location(uri, reading).await;
            }
            let names = made.iter().map(|variant| variant.request.training_job_name.clone().unwrap_or_default());
            let names: Vec<String> = names.collect();
            // The table may be another one by now, or on its way.
            let is_same = self.rows.try_with_untracked(|rows| {
                let is_waiting = |progress: &Progress| matches!(progress, Progress::Ready | Progress::Invalid(_));
                rows.iter().map(|row| &row.name).eq(&names) && rows.iter().all(|row| is_waiting(&row.progress))
            });
            if is_same == Some(true) && self.is_sending.try_get_untracked() == Some(false) {
                self.show(made);
            }
        });
    }
}

/// The locations of a request's channels, and what to read there.
fn locations(request: &TrainingJobRequest) -> Vec<(String, Reading)> {
    let channels = request.input_data_config.iter().flatten();
    let location = |channel: &domain::wire::Channel| {
        let source = channel.data_source.as_ref()?.s3_data_source.as_ref()?;
        let is_manifest = source.s3_data_type.as_deref() == Some("ManifestFile");
        Some((source.s3_uri.clone()?, if is_manifest { Reading::Manifest } else { Reading::Listing }))
    };
    channels.filter_map(location).collect()
}
