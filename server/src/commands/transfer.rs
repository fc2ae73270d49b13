//! `baton export` and `baton import`: the history as JSON lines.

use std::{
    error::Error,
    fs,
    io::{self, BufRead, BufReader, BufWriter},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::folder;
use crate::{
    config::Transfer,
    db::Database,
    transfer::{self, Report, TransferError},
};

type Failed = Box<dyn Error + Send + Sync>;

/// Writes the history to a file or to standard output.
pub(super) async fn export(flags: Transfer) -> Result<(), Failed> {
    let data = folder::named(&flags.data)?;
    let database = open(&data, &flags, false).await?;
    let done = match &flags.file {
        Some(file) => export_to(&database, file).await,
        None => transfer::export(&database, &mut BufWriter::new(io::stdout())).await,
    };
    database.close().await;
    match done {
        Ok(report) => eprintln!("{} jobs exported", report.jobs),
        // A reader that closed the pipe early, as `head` does, has what it wanted.
        Err(TransferError::File(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Writes the history beside `file` and gives it that name when it is complete: what was there before stays until then. The file
/// holds variables and hyperparameters, so only its owner may read it. A pipe or a device is written as it is.
async fn export_to(database: &Database, file: &Path) -> Result<Report, TransferError> {
    if fs::metadata(file).is_ok_and(|metadata| !metadata.is_file()) {
        let output = fs::OpenOptions::new().write(true).open(file)?;
        return transfer::export(database, &mut BufWriter::new(output)).await;
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = async {
        let output = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        let mut output = BufWriter::new(output);
        let report = transfer::export(database, &mut output).await?;
        output.get_ref().sync_all()?;
        fs::rename(&part, file)?;
        Ok(report)
    };
    let done = written.await;
    if done.is_err() {
        // It would take the room that the next try needs.
        let _ = fs::remove_file(&part);
    }
    done
}

/// Takes in a file, or standard input.
pub(super) async fn import(flags: Transfer) -> Result<(), Failed> {
    let data = folder::prepared(&flags.data)?;
    let database = open(&data, &flags, true).await?;
    let mut lines: Box<dyn Iterator<Item = io::Result<String>> + Send> = match &flags.file {
        Some(file) => {
            let mut opened = BufReader::new(fs::File::open(file).map_err(|error| cannot("read", file, &error))?);
            // Standard input and pipes show at their end only whether they are complete.
            if opened.get_ref().metadata().is_ok_and(|metadata| metadata.is_file()) {
                transfer::check_last_line(&mut opened)?;
            }
            Box::new(opened.lines())
        }
        None => Box::new(BufReader::new(io::stdin()).lines()),
    };
    let done = transfer::import(&database, &mut lines).await;
    database.close().await;
    let report = done?;
    eprintln!("{} jobs imported, {} of them were not known", report.jobs, report.new);
    Ok(())
}

/// The named history, or the only one of the data folder.
async fn open(data: &Path, flags: &Transfer, may_be_new: bool) -> Result<Database, Failed> {
    let file = match &flags.history {
        Some(name) => data.join(name),
        None => only_one(data)?,
    };
    if !may_be_new && !file.exists() {
        return Err(format!("there is no history {}", file.display()).into());
    }
    Ok(if may_be_new { Database::open(&file).await? } else { Database::open_for_reading(&file).await? })
}

fn only_one(data: &Path) -> Result<PathBuf, Failed> {
    let entries = fs::read_dir(data).map_err(|error| cannot("read", data, &error))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = names.filter(|name| name.starts_with("console-") && name.ends_with(".db")).collect();
    found.sort();
    match found.as_slice() {
        [] => Ok(data.join("console-local.db")),
        [one] => Ok(data.join(one)),
        several => Err(format!("there are several histories; name one with --history: {}", several.join(", ")).into()),
    }
}

fn cannot(what: &str, file: &Path, error: &io::Error) -> Failed {
    format!("{} cannot be {what}: {error}", file.display()).into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::db::testing::database;

    #[tokio::test]
    async fn an_export_is_private_and_replaces_the_one_of_before_when_it_is_complete() {
        let (database, folder) = database().await;
        let file = folder.path().join("backup.jsonl");
        fs::write(&file, "the export of yesterday").expect("a file");
        fs::create_dir(folder.path().join("backup.jsonl.part")).expect("a folder in the way");
        export_to(&database, &file).await.expect_err("it cannot be written");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "the export of yesterday");
        fs::remove_dir(folder.path().join("backup.jsonl.part")).expect("no folder");
        export_to(&database, &file).await.expect("an export");
        assert!(fs::read_to_string(&file).expect("a file").lines().next_back().is_some_and(|line| line.contains("\"end\"")));
        assert_eq!(fs::metadata(&file).expect("metadata").permissions().mode() & 0o777, 0o600);
        assert!(!folder.path().join("backup.jsonl.part").exists());
    }
}
