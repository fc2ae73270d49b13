//! Fault injection, switched by the member `Rehearsal` of the engine's settings file, as its owner could by hand.
//!
//! This program owns the data folder that its engine works in; the engine still has no door for the console.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use console::{error::AppError, ports::fault_injection::FaultRules};
use domain::fault_injection::FaultRule;
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::engine_settings;

/// The member of the file.
const MEMBER: &str = "Rehearsal";

/// The rules of the engine that this program runs.
pub(crate) struct EngineFaultRules {
    /// `None` at the target `aws`. The lock keeps two changes apart.
    file: Option<Arc<Mutex<PathBuf>>>,
}

impl EngineFaultRules {
    /// Of the settings file of the embedded engine; `None` where there is no such engine.
    pub(crate) fn new(file: Option<PathBuf>) -> Self {
        Self { file: file.map(|file| Arc::new(Mutex::new(file))) }
    }

    async fn change(&self, change: impl FnOnce(&mut Vec<FaultRule>) + Send + 'static) -> Result<(), AppError> {
        let Some(file) = &self.file else {
            return Err(AppError::Refused(
                "Faults are rehearsed at the local engine only; this console talks to AWS.".to_owned(),
            ));
        };
        let file = file.clone().lock_owned().await;
        blocking(move || {
            let (mut settings, mut rules) = read(&file)?;
            change(&mut rules);
            let rules = serde_json::to_value(rules).map_err(|error| refused(&file, &error.to_string()))?;
            settings.insert(MEMBER.to_owned(), rules);
            let text = serde_json::to_vec_pretty(&settings).map_err(|error| refused(&file, &error.to_string()))?;
            write(&file, &text).map_err(|error| refused(&file, &error.to_string()))
        })
        .await
    }
}

#[async_trait]
impl FaultRules for EngineFaultRules {
    async fn list(&self) -> Result<Vec<FaultRule>, AppError> {
        let Some(file) = &self.file else { return Ok(Vec::new()) };
        let file = file.clone().lock_owned().await;
        blocking(move || Ok(read(&file)?.1)).await
    }

    async fn add(&self, rule: FaultRule) -> Result<(), AppError> {
        self.change(move |rules| {
            rules.retain(|other| *other != rule);
            rules.insert(0, rule);
        })
        .await
    }

    async fn remove(&self, rule: &FaultRule) -> Result<(), AppError> {
        let rule = rule.clone();
        self.change(move |rules| rules.retain(|other| *other != rule)).await
    }

    async fn clear(&self) -> Result<(), AppError> {
        self.change(Vec::clear).await
    }
}

/// All settings, and the rules among them.
fn read(file: &Path) -> Result<(Map<String, Value>, Vec<FaultRule>), AppError> {
    let bad = |reason: String| refused(file, &reason);
    let settings = engine_settings::read(file).map_err(bad)?;
    let rules = match settings.get(MEMBER) {
        Some(rules) => serde_json::from_value(rules.clone()).map_err(|error| bad(error.to_string()))?,
        None => Vec::new(),
    };
    Ok((settings, rules))
}

/// Replaces the file at once, so that the engine never reads half of it. What the path is a link to is replaced, not the link.
fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let new = file.with_file_name(name);
    let mut written = File::create(&new)?;
    if let Ok(metadata) = fs::metadata(&file) {
        written.set_permissions(metadata.permissions())?;
    }
    written.write_all(text)?;
    written.write_all(b"\n")?;
    written.sync_all()?;
    fs::rename(&new, &file)
}

fn refused(file: &Path, reason: &str) -> AppError {
    AppError::Refused(format!(
        "The engine's settings {} cannot be used: {reason}. Mend the file, then try again.",
        file.display()
    ))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> FaultRule {
        serde_json::from_str(text).expect("a rule")
    }

    #[tokio::test]
    async fn rules_come_and_go_and_the_other_settings_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("engine.json");
        let rules = EngineFaultRules::new(Some(file.clone()));
        assert_eq!(rules.list().await, Ok(Vec::new()));
        fs::write(&file, r#"{ "Quotas": { "TrainingInstances": { "default": 3 } } }"#).expect("a file");
        let (first, second) = (rule(r#"{"Fault":"throttling"}"#), rule(r#"{"Fault":"lost-answer","Service":"s3"}"#));
        rules.add(first.clone()).await.expect("added");
        rules.add(second.clone()).await.expect("added");
        rules.add(second.clone()).await.expect("added");
        assert_eq!(rules.list().await, Ok(vec![second.clone(), first.clone()]));
        rules.remove(&second).await.expect("removed");
        assert_eq!(rules.list().await, Ok(vec![first]));
        rules.clear().await.expect("removed");
        let left: Value = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
        assert_eq!(left, serde_json::json!({ "Quotas": { "TrainingInstances": { "default": 3 } }, "Rehearsal": [] }));
    }

    #[tokio::test]
    async fn a_broken_file_is_left_alone_and_aws_has_no_fault_rules() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("engine.json");
        fs::write(&file, "{").expect("a file");
        let rules = EngineFaultRules::new(Some(file.clone()));
        let added = rules.add(rule(r#"{"Fault":"throttling"}"#)).await;
        assert!(matches!(added, Err(AppError::Refused(text)) if text.contains("engine.json")));
        assert_eq!(fs::read(&file).expect("a file"), b"{");
        let amazon = EngineFaultRules::new(None);
        assert_eq!(amazon.list().await, Ok(Vec::new()));
        assert!(matches!(amazon.clear().await, Err(AppError::Refused(_))));
    }
}
