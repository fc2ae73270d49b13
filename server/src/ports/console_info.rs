//! Facts for the settings page.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use console::{data::history::Facts, error::AppError};

use crate::{aws::Aws, db::Database};

/// Entries of the data folder that are listed, and files that are added up below each: the page must not hang.
const MAX_ENTRIES: usize = 100;
const MAX_FILES: u32 = 200_000;

/// Program, target and data folder.
pub(crate) struct ConsoleInfo {
    aws: Aws,
    database: Database,
    data: PathBuf,
    file: String,
}

impl ConsoleInfo {
    /// Facts about the target that `aws` reaches, with its history in `file` below `data`.
    pub(crate) fn new(aws: Aws, database: Database, data: PathBuf, file: String) -> Self {
        Self { aws, database, data, file }
    }
}

#[async_trait]
impl console::ports::About for ConsoleInfo {
    async fn facts(&self) -> Result<Facts, AppError> {
        let folder = self.data.clone();
        let (identity, credentials, files) =
            tokio::join!(self.aws.identity(), self.aws.credential_facts(), tokio::task::spawn_blocking(move || sizes(&folder)),);
        let reader = self.database.reader();
        let counts = crate::db::counts::all(reader).await?;
        let (sqlite, schema) = crate::db::counts::versions(reader).await?;
        Ok(Facts {
            identity: identity.map_err(|failure| failure.sentence()),
            credentials,
            region: self.aws.region().to_owned(),
            endpoint: self.aws.endpoint().map(str::to_owned),
            data_folder: self.data.display().to_string(),
            files: files.unwrap_or_default(),
            database: self.file.clone(),
            counts,
            versions: vec![
                ("Baton".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
                ("SQLite".to_owned(), sqlite),
                ("Schema of the history".to_owned(), schema.to_string()),
            ],
        })
    }
}

/// Names and bytes of what is at the top of a folder, by name. What SQLite keeps beside a database counts as the database.
fn sizes(folder: &Path) -> Vec<(String, u64)> {
    let mut left = MAX_FILES;
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_ENTRIES);
    let mut sizes = BTreeMap::<String, u64>::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let database = ["-shm", "-wal"].into_iter().find_map(|end| name.strip_suffix(end)).filter(|name| name.ends_with(".db"));
        let name = database.map(str::to_owned).unwrap_or(name);
        *sizes.entry(name).or_default() += size(&entry.path(), &mut left);
    }
    sizes.into_iter().collect()
}

/// Bytes of a file or of everything below a folder. Links are not followed.
fn size(path: &Path, left: &mut u32) -> u64 {
    let mut bytes = 0;
    let mut waiting = vec![path.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let Some(rest) = left.checked_sub(1) else { break };
        *left = rest;
        // What vanishes meanwhile takes no room.
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {
                waiting.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
            }
            Ok(found) => bytes += found.len(),
            Err(_) => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_added_up() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("engine/objects")).expect("a folder");
        fs::write(folder.path().join("engine/objects/a"), [0; 10]).expect("a file");
        fs::write(folder.path().join("engine/b"), [0; 5]).expect("a file");
        for (name, size) in [("console.db", 7), ("console.db-shm", 2), ("console.db-wal", 1)] {
            fs::write(folder.path().join(name), vec![0; size]).expect("a file");
        }
        let found = sizes(folder.path());
        assert_eq!(found, [("console.db".to_owned(), 10), ("engine".to_owned(), 15)]);
        assert_eq!(sizes(&folder.path().join("nowhere")), []);
    }
}
