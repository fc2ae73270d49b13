//! Jobs on the engine's sample scenes, as directories of the container contract.

use std::{fs, io, path::Path};

use scenes::{Pattern, Split, encoding, sets};
use serde_json::{Map, Value, json};
use trainer::BuiltInAlgorithm;

/// The channels beside `train` and `validation` on which each epoch is judged: plain scenes, and those of the new pattern.
pub(crate) const JUDGED: [&str; 2] = ["plain", "new"];

/// A job to be written.
pub(crate) struct SceneJob<'a> {
    pub(crate) algorithm: BuiltInAlgorithm,
    pub(crate) hyperparameters: &'a [(&'a str, &'a str)],
    /// What it learns from.
    pub(crate) patterns: &'a [Pattern],
    /// The model that it starts from.
    pub(crate) model: Option<&'a [u8]>,
    /// One scene of so many is kept.
    pub(crate) every: u16,
}

impl SceneJob<'_> {
    /// Writes input and configuration below `root`.
    pub(crate) fn write(&self, root: &Path) -> io::Result<()> {
        let mut channels = Map::new();
        let samples = self.channel(root, &mut channels, "train", Split::Train, self.patterns)?;
        self.channel(root, &mut channels, "validation", Split::Validation, self.patterns)?;
        for (name, pattern) in JUDGED.into_iter().zip([Pattern::Plain, Pattern::New]) {
            self.channel(root, &mut channels, name, Split::Validation, &[pattern])?;
        }
        if let Some(model) = self.model {
            write(&root.join("input/data/model/model.tar.gz"), model)?;
            channels.insert("model".to_owned(), json!({ "ContentType": "application/x-sagemaker-model" }));
        }
        let mut values: Map<String, Value> =
            self.hyperparameters.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        values.insert("num_training_samples".to_owned(), json!(samples.to_string()));
        let files = [("hyperparameters", Value::Object(values)), ("inputdataconfig", Value::Object(channels))];
        files
            .into_iter()
            .try_for_each(|(name, value)| write(&root.join(format!("input/config/{name}.json")), value.to_string().as_bytes()))
    }

    /// Writes a channel, and gives how many scenes it has.
    fn channel(
        &self,
        root: &Path,
        channels: &mut Map<String, Value>,
        name: &str,
        split: Split,
        patterns: &[Pattern],
    ) -> io::Result<usize> {
        let is_masked = matches!(self.algorithm, BuiltInAlgorithm::SemanticSegmentation);
        let folder = root.join("input/data");
        let (mut records, mut count) = (Vec::new(), 0);
        for pattern in patterns {
            for number in (0..sets::count(*pattern, split)).step_by(usize::from(self.every)) {
                let seed = sets::seed(*pattern, split, number);
                let scene = scenes::draw(*pattern, seed);
                let image = encoding::image(&scene)?;
                if is_masked {
                    write(&folder.join(format!("{name}/{seed:04}.jpg")), &image)?;
                    write(&folder.join(format!("{name}_annotation/{seed:04}.png")), &encoding::mask(&scene)?)?;
                } else {
                    encoding::append_record(&mut records, seed, &scene.shapes, &image)?;
                }
                count += 1;
            }
        }
        if is_masked {
            channels.insert(name.to_owned(), json!({ "ContentType": "image/jpeg" }));
            channels.insert(format!("{name}_annotation"), json!({ "ContentType": "image/png" }));
        } else {
            write(&folder.join(name).join("scenes.rec"), &records)?;
            channels.insert(name.to_owned(), json!({ "ContentType": "application/x-recordio" }));
        }
        Ok(count)
    }
}

/// The model that a job has left, as a child reads it.
pub(crate) fn archive(root: &Path) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none()));
    archive.append_dir_all(".", root.join("model"))?;
    archive.into_inner()?.finish()
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
