//! The variables that point any AWS client at the engine.

use std::{
    fmt, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{atomic_write, credentials::Credentials, data_folder::DataFolder};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Endpoint {
    address: SocketAddr,
    region: String,
}

/// The reason why the variables are unknown.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// No engine runs on this data.
    #[error("no engine runs on {0}: start it with this data folder first")]
    NotRunning(PathBuf),
    /// A file of the data folder cannot be read.
    #[error("the data folder {0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
}

/// The variables, by name. Displayed as lines `export NAME=value` that a shell can evaluate.
#[derive(Debug, Clone)]
pub struct Environment(Vec<(&'static str, String)>);

impl Environment {
    /// Names and values.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            writeln!(formatter, "export {name}={}", quote(value))?;
        }
        Ok(())
    }
}

/// The variables for the engine that runs on the data folder `data`.
///
/// # Errors
/// See [`EnvironmentError`].
pub fn environment(data: &Path) -> Result<Environment, EnvironmentError> {
    let folder = DataFolder::new(data);
    if !folder.is_in_use() {
        return Err(EnvironmentError::NotRunning(data.to_path_buf()));
    }
    let failed = |error| EnvironmentError::Unreadable(data.to_path_buf(), error);
    let endpoint = fs::read(folder.endpoint()).map_err(failed)?;
    let endpoint: Endpoint = serde_json::from_slice(&endpoint).map_err(|error| failed(error.into()))?;
    let credentials = Credentials::read(&folder).map_err(failed)?;
    let configuration = fs::canonicalize(folder.sdk_configuration()).map_err(failed)?;
    Ok(Environment(vec![
        ("AWS_ENDPOINT_URL", format!("http://{}", endpoint.address)),
        ("AWS_DEFAULT_REGION", endpoint.region),
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id().to_owned()),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key().to_owned()),
        ("SAGEMAKER_USER_CONFIG_OVERRIDE", configuration.to_string_lossy().into_owned()),
    ]))
}

/// Writes the address of the engine, and the configuration that keeps the SageMaker Python SDK from calling other hosts.
pub(crate) fn publish(folder: &DataFolder, address: SocketAddr, region: &str, account: &str) -> io::Result<()> {
    let endpoint = Endpoint { address, region: region.to_owned() };
    let endpoint = serde_json::to_vec_pretty(&endpoint).map_err(io::Error::other)?;
    atomic_write::write(&folder.endpoint(), &endpoint, 0o600)?;
    // Without these settings the SDK calls the real STS for the account and the real S3 about telemetry.
    let configuration = format!(
        "SchemaVersion: '1.0'\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n      Session:\n        DefaultS3Bucket: {}\n",
        default_bucket(region, account)
    );
    atomic_write::write(&folder.sdk_configuration(), configuration.as_bytes(), 0o600)
}

/// The bucket that the SageMaker SDK would choose.
pub(crate) fn default_bucket(region: &str, account: &str) -> String {
    format!("sagemaker-{region}-{account}")
}

/// A value as a shell reads it back.
fn quote(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+,=".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn values_survive_a_shell() {
        assert_eq!(quote("http://127.0.0.1:9230"), "http://127.0.0.1:9230");
        assert_eq!(quote("/a b/it's"), r"'/a b/it'\''s'");
        assert_eq!(quote(""), "''");
    }
}
