//! Containers with small pictures.

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Path, PathBuf},
};

use image::{ImageFormat, Rgb, RgbImage};
use mxnet_formats::record_io::{image_header, write_record};
use tempfile::TempDir;
use trainer::{BuiltInAlgorithm, Report, StopFlag, TrainingError};

pub(crate) const SIDE: u32 = 8;

/// A container below a temporary folder.
pub(crate) struct Job {
    folder: TempDir,
    hyperparameters: BTreeMap<String, String>,
    channels: BTreeMap<String, &'static str>,
    algorithm: BuiltInAlgorithm,
    /// One for all jobs, so that they can be compared.
    pub(crate) seed: u64,
}

impl Job {
    /// A job of an algorithm, without hyperparameters and channels.
    pub(crate) fn of(algorithm: BuiltInAlgorithm) -> Self {
        let (hyperparameters, channels) = (BTreeMap::new(), BTreeMap::new());
        Self { folder: TempDir::new().expect("a folder"), hyperparameters, channels, algorithm, seed: 20_190_907 }
    }

    /// Image classification: ResNet-20 on two channels of 48 and 24 pictures in three classes.
    pub(crate) fn new() -> Self {
        let mut job = Self::of(BuiltInAlgorithm::ImageClassification);
        let defaults = [
            ("num_classes", "3"),
            ("num_training_samples", "48"),
            ("num_layers", "20"),
            ("image_shape", "3,8,8"),
            ("epochs", "2"),
            ("mini_batch_size", "12"),
            ("learning_rate", "0.05"),
        ];
        for (name, value) in defaults {
            job.set(name, value);
        }
        job.records("train", &records(0..48));
        job.records("validation", &records(100..124));
        job
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.hyperparameters.insert(name.to_owned(), value.to_owned());
    }

    /// Leaves a hyperparameter out.
    pub(crate) fn unset(&mut self, name: &str) {
        self.hyperparameters.remove(name);
    }

    pub(crate) fn file(&mut self, channel: &str, content_type: &'static str, name: &str, bytes: &[u8]) {
        self.channels.insert(channel.to_owned(), content_type);
        self.write(&format!("input/data/{channel}/{name}"), bytes);
    }

    pub(crate) fn records(&mut self, channel: &str, bytes: &[u8]) {
        self.file(channel, "application/x-recordio", "pictures.rec", bytes);
    }

    /// Adds the model channel with this archive.
    pub(crate) fn model(&mut self, archive: &[u8]) {
        self.file("model", "application/x-sagemaker-model", "model.tar.gz", archive);
    }

    /// Adds weights that the owner of the machine keeps.
    pub(crate) fn pretrained(&self, name: &str, bytes: &[u8]) {
        self.write(&format!("input/pretrained/{name}"), bytes);
    }

    pub(crate) fn remove(&mut self, channel: &str) {
        self.channels.remove(channel);
        std::fs::remove_dir_all(self.root().join("input/data").join(channel)).expect("the channel's folder");
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.root().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// Runs the job; gives its result and its log.
    pub(crate) fn run(&self) -> (Result<Report, TrainingError>, String) {
        let mut log = Vec::new();
        let result = self.run_with(&StopFlag::new(), &mut log);
        (result, String::from_utf8(log).expect("a log in UTF-8"))
    }

    /// Runs the job until a text is written to its log; gives its report and its log.
    pub(crate) fn run_until(&self, text: &str) -> (Report, String) {
        let stop = StopFlag::new();
        let mut output = StopAt { text, stop: &stop, log: String::new() };
        let report = self.run_with(&stop, &mut output).expect("a stopped job succeeds");
        assert!(report.stopped, "{report:?}");
        (report, output.log)
    }

    pub(crate) fn run_with(&self, stop: &StopFlag, log: &mut dyn std::io::Write) -> Result<Report, TrainingError> {
        self.configure();
        trainer::run(self.algorithm, self.root(), self.seed, stop, log)
    }

    /// Writes the configuration, for a trainer that runs elsewhere.
    pub(crate) fn configure(&self) {
        let channels: BTreeMap<_, _> = self
            .channels
            .iter()
            .map(|(name, kind)| (name, serde_json::json!({"ContentType": kind, "TrainingInputMode": "File"})))
            .collect();
        let json = |value| serde_json::to_vec(&value).expect("JSON");
        self.write("input/config/hyperparameters.json", &json(serde_json::json!(self.hyperparameters)));
        self.write("input/config/inputdataconfig.json", &json(serde_json::json!(channels)));
        self.write("input/config/resourceconfig.json", br#"{"current_host": "algo-1", "hosts": ["algo-1"]}"#);
    }

    /// Runs a job that succeeds.
    pub(crate) fn succeed(&self) -> (Report, String) {
        let (result, log) = self.run();
        (result.expect("the job succeeds"), log)
    }

    /// Runs a job that fails because of its input; gives the reason.
    pub(crate) fn refused(&self) -> String {
        match self.run().0.expect_err("the job fails") {
            error @ TrainingError::Client(_) => error.to_string(),
            TrainingError::Algorithm(reason) => panic!("not the client's fault: {reason}"),
        }
    }

    /// The same for a job that fails before there is a model folder.
    pub(crate) fn refused_at_once(&self) -> String {
        let message = self.refused();
        assert!(message.starts_with("ClientError: "), "{message}");
        assert!(!self.root().join("model").exists());
        message
    }

    /// The files in the model folder by name.
    pub(crate) fn model_files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.root().join("model")).expect("the model folder");
        let read = |path: PathBuf| {
            (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(&path).expect("a file"))
        };
        entries.map(|entry| read(entry.expect("an entry").path())).collect()
    }

    /// The model as the service would upload it.
    pub(crate) fn model_archive(&self) -> Vec<u8> {
        archive(&self.model_files())
    }
}

/// A log that asks the job to stop when a text is written.
struct StopAt<'a> {
    text: &'a str,
    stop: &'a StopFlag,
    log: String,
}

impl std::io::Write for StopAt<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.log.push_str(&String::from_utf8_lossy(bytes));
        if self.log.contains(self.text) {
            self.stop.request();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The texts of the lines of a log, without time and process.
pub(crate) fn texts(log: &str) -> Vec<&str> {
    log.lines().filter_map(|line| line.split_once("] ").map(|(_, text)| text)).collect()
}

/// The place of the line that begins with a text.
pub(crate) fn place(texts: &[&str], start: &str) -> usize {
    texts.iter().position(|text| text.starts_with(start)).unwrap_or_else(|| panic!("{start} in {texts:#?}"))
}

/// Asserts that a message says all of this.
pub(crate) fn names(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part} in {message}");
    }
}

/// A `.tar.gz` of these files.
pub(crate) fn archive(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).expect("memory takes it");
    }
    archive.into_inner().and_then(flate2::write::GzEncoder::finish).expect("memory takes it")
}

/// One picture: a bright stripe whose direction is the class, on a ground that differs.
pub(crate) fn picture(number: u32, width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x * 7919 + y * 104_729 + number * 31_337) % 61;
        let place = match number % 3 {
            0 => x,
            1 => y,
            _ => x + y,
        };
        let bright = (place + number / 3) % 4 < 2;
        Rgb([if bright { 200 } else { 20 } + noise as u8 / 2, noise as u8, (number * 13 % 200) as u8])
    })
}

pub(crate) fn encode(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("memory takes it");
    bytes.into_inner()
}

/// One record with a label.
pub(crate) fn record(label: f32, picture: &[u8]) -> Vec<u8> {
    framed(&[&image_header(label, 0)[..], picture].concat())
}

/// One record with these labels.
pub(crate) fn record_with_labels(labels: &[f32], picture: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = labels.iter().flat_map(|label| label.to_le_bytes()).collect();
    framed(&[&(labels.len() as u32).to_le_bytes()[..], &[0; 20], &values, picture].concat())
}

fn framed(payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_record(&mut bytes, payload).expect("memory takes it");
    bytes
}

pub(crate) fn records(numbers: std::ops::Range<u32>) -> Vec<u8> {
    let one = |number: u32| record((number % 3) as f32, &encode(&picture(number, SIDE, SIDE), ImageFormat::Png));
    numbers.flat_map(one).collect()
}
