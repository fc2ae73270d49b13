//! `baton export` and `baton import`: the history as JSON lines.

use std::{
    error::Error,
    fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::folder;
use crate::{
    config::Transfer,
    db::Database,
    transfer::{self, TransferError},
};

type Failed = Box<dyn Error + Send + Sync>;

/// Writes the history to a file or to standard output.
pub(super) async fn export(flags: Transfer) -> Result<(), Failed> {
    let database = open(&flags, false).await?;
    let mut output: Box<dyn Write + Send> = match &flags.file {
        Some(file) => Box::new(BufWriter::new(fs::File::create(file).map_err(|error| cannot("written", file, &error))?)),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let done = transfer::export(&database, &mut output).await;
    database.close().await;
    match done {
        Ok(report) => eprintln!("{} jobs exported", report.jobs),
        // A reader that closed the pipe early, as `head` does, has what it wanted.
        Err(TransferError::File(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Takes in a file, or standard input.
pub(super) async fn import(flags: Transfer) -> Result<(), Failed> {
    let database = open(&flags, true).await?;
    let mut lines: Box<dyn Iterator<Item = io::Result<String>> + Send> = match &flags.file {
        Some(file) => Box::new(BufReader::new(fs::File::open(file).map_err(|error| cannot("read", file, &error))?).lines()),
        None => Box::new(BufReader::new(io::stdin()).lines()),
    };
    let done = transfer::import(&database, &mut lines).await;
    database.close().await;
    let report = done?;
    eprintln!("{} jobs imported, {} of them were not known", report.jobs, report.new);
    Ok(())
}

/// The named history, or the only one of the data folder.
async fn open(flags: &Transfer, may_be_new: bool) -> Result<Database, Failed> {
    let data = folder::prepared(&flags.data)?;
    let file = match &flags.history {
        Some(name) => data.join(name),
        None => only_one(&data)?,
    };
    if !may_be_new && !file.exists() {
        return Err(format!("there is no history {}", file.display()).into());
    }
    Ok(Database::open(&file).await?)
}

fn only_one(data: &Path) -> Result<PathBuf, Failed> {
    let names = fs::read_dir(data)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
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
