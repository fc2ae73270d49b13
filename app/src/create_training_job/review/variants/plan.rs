//! The plan of the variants: a setting and its values for each row.

use std::collections::BTreeSet;

use domain::sweep::{Setting, SweepError, Variant, Variation, variants};
use leptos::prelude::*;

use crate::create_training_job::state::FormState;

/// A row as it was typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypedVariation {
    /// Word of a setting, see [`setting_of`]; empty while none is chosen.
    pub setting: String,
    /// The values, one on each line.
    pub values: String,
}

/// All rows.
#[derive(Clone, Copy)]
pub struct Plan {
    form: FormState,
    /// The rows.
    pub rows: RwSignal<Vec<TypedVariation>>,
    /// Names that turned out to be taken.
    pub taken: StoredValue<BTreeSet<String>>,
}

impl Plan {
    /// One empty row.
    pub fn new(form: FormState) -> Self {
        Self { form, rows: RwSignal::new(vec![TypedVariation::default()]), taken: StoredValue::new(BTreeSet::new()) }
    }

    /// All settings that can vary: word and name.
    pub fn options(self) -> Vec<(String, String)> {
        self.form.shown.with_untracked(|draft| {
            let request = draft.request(&self.form.region());
            let known = draft.known_algorithm().map_or(&[][..], |algorithm| algorithm.hyperparameters);
            let mut names: Vec<String> = known.iter().map(|known| known.name.to_owned()).collect();
            let others = request.hyper_parameters.iter().flatten().map(|(name, _)| name);
            names.extend(others.filter(|name| known.iter().all(|known| known.name != *name)).cloned());
            // What defines the network of the source model cannot vary.
            let is_fixed = |name: &String| {
                !draft.source.trim().is_empty()
                    && draft.known_algorithm().is_some_and(|known| known.must_match.contains(&name.as_str()))
            };
            names.retain(|name| !is_fixed(name));
            let hyperparameters = names.into_iter().map(|name| (word_of(&Setting::Hyperparameter(name.clone())), name));
            let channels = request.input_data_config.iter().flatten().filter_map(|channel| {
                let name = channel.channel_name.clone()?;
                Some((word_of(&Setting::Channel(name.clone())), format!("Data of the channel {name}")))
            });
            hyperparameters.chain(channels).collect()
        })
    }

    /// The value that the form has for a setting, to begin its list with.
    pub fn current(self, word: &str) -> String {
        let Some(setting) = setting_of(word) else { return String::new() };
        self.form.shown.with_untracked(|draft| {
            let request = draft.request(&self.form.region());
            match setting {
                Setting::Hyperparameter(name) => {
                    let own = request.hyper_parameters.as_ref().and_then(|values| values.get(&name).cloned());
                    let default = || draft.known_algorithm()?.hyperparameter(&name)?.default.map(str::to_owned);
                    own.or_else(default)
                }
                Setting::Channel(name) => request.input_data_config.into_iter().flatten().find_map(|channel| {
                    let is_it = channel.channel_name.as_deref() == Some(name.as_str());
                    if is_it { channel.data_source?.s3_data_source?.s3_uri } else { None }
                }),
            }
            .unwrap_or_default()
        })
    }

    /// The jobs that the rows describe.
    ///
    /// # Errors
    /// Those of [`variants`].
    pub fn variants(self) -> Result<Vec<Variant>, SweepError> {
        let base = self.form.draft.with_untracked(|draft| draft.request(&self.form.region()));
        let variations: Vec<Variation> = self.rows.with_untracked(|rows| {
            let variation = |row: &TypedVariation| {
                Some(Variation { setting: setting_of(&row.setting)?, values: row.values.lines().map(str::to_owned).collect() })
            };
            rows.iter().filter_map(variation).collect()
        });
        self.taken.with_value(|taken| variants(&base, &variations, taken))
    }
}

fn word_of(setting: &Setting) -> String {
    match setting {
        Setting::Hyperparameter(name) => format!("hyperparameter:{name}"),
        Setting::Channel(name) => format!("channel:{name}"),
    }
}

/// The setting of a word; `None` for a word that is none.
pub fn setting_of(word: &str) -> Option<Setting> {
    match word.split_once(':')? {
        ("hyperparameter", name) => Some(Setting::Hyperparameter(name.to_owned())),
        ("channel", name) => Some(Setting::Channel(name.to_owned())),
        _ => None,
    }
}
