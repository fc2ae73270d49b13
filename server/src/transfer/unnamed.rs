//! Histories without an account's number, `console-aws-REGION.db`: earlier versions opened one where the account was not
//! known at the start. What it holds belongs to the account's own history.

use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use domain::AccountId;

use super::{Report, TransferError, export, import};
use crate::db::{Database, OpenError, transfer};

/// Why a history was not taken in.
#[derive(Debug, thiserror::Error)]
enum MergeError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Transfer(#[from] TransferError),
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("it holds {0} jobs of other accounts")]
    OtherAccounts(i64),
}

/// Takes in what the Region's history without an account holds, once: the file is kept under another name. One that holds
/// jobs of other accounts stays as it is, for `baton export --history`.
pub(crate) async fn take_in(database: &Database, data: &Path, region: &str, account: &AccountId) {
    let name = format!("console-aws-{region}.db");
    let file = data.join(&name);
    if !file.exists() {
        return;
    }
    match merge(database, &file, account).await {
        Ok(Report { jobs, new }) => {
            tracing::info!("{name} was taken into the history of account {account}: {jobs} jobs, {new} of them new");
        }
        Err(error) => tracing::warn!(
            "{name} was not taken into the history of account {account}: {error}. It stays as it is; \
             `baton export --history {name}` reads it."
        ),
    }
}

async fn merge(database: &Database, file: &Path, account: &AccountId) -> Result<Report, MergeError> {
    let unnamed = Database::open(file).await?;
    let report = copy(&unnamed, database, &file.with_extension("jsonl.part"), account).await;
    // The last connection folds the write-ahead log into the file, which can then be moved alone.
    unnamed.close().await;
    let report = report?;
    fs::rename(file, file.with_extension("db.merged"))?;
    Ok(report)
}

/// Copies everything by way of a file with the lines of an export.
async fn copy(from: &Database, to: &Database, lines: &Path, account: &AccountId) -> Result<Report, MergeError> {
    let others = transfer::jobs_of_others(from.reader(), account.as_str()).await.map_err(TransferError::from)?;
    if others > 0 {
        return Err(MergeError::OtherAccounts(others));
    }
    let output = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(lines)?;
    export(from, &mut BufWriter::new(output)).await?;
    let report = import(to, &mut BufReader::new(fs::File::open(lines)?).lines()).await?;
    fs::remove_file(lines)?;
    Ok(report)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;
    use crate::{
        db::{drafts, jobs, lookup, testing::database},
        testing::{Target, body},
    };

    const ACCOUNT: &str = "111111111111";

    /// A data folder with a history of a Region: a job of each of these accounts, and a draft.
    async fn folder_with(accounts: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let target = Target::start(|_, _| (500, serde_json::Value::Null)).await;
        for account in accounts {
            let name = format!("of-{account}");
            target.add(&name, Timestamp::from_milliseconds(1), &body(&name)).await;
            let arn = format!("arn:aws:sagemaker:us-west-2:{account}:training-job/{name}");
            let mut transaction = target.database.begin().await.expect("a transaction");
            jobs::accept(&mut transaction, &name, &arn).await.expect("an accepted job");
            transaction.commit().await.expect("a commit");
        }
        drafts::insert(target.database.writer(), "typed under expired credentials", "{}", Timestamp::from_milliseconds(7))
            .await
            .expect("a draft");
        let mut text = Vec::new();
        export(&target.database, &mut text).await.expect("an export");
        let unnamed = Database::open(&folder.path().join("console-aws-us-west-2.db")).await.expect("a history");
        import(&unnamed, &mut text.lines()).await.expect("an import");
        unnamed.close().await;
        folder
    }

    #[tokio::test]
    async fn jobs_and_drafts_come_into_the_history_of_their_account_and_the_file_is_kept() {
        let folder = folder_with(&[ACCOUNT]).await;
        let (own, _own_folder) = database().await;
        let account = AccountId::parse(ACCOUNT).expect("an account");
        for _ in 0..2 {
            take_in(&own, folder.path(), "us-west-2", &account).await;
        }
        assert!(lookup::find(own.reader(), "of-111111111111").await.expect("a row").is_some());
        assert_eq!(drafts::page(own.reader(), "", 0, 10).await.expect("drafts").len(), 1);
        let names = fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["console-aws-us-west-2.db.merged"]);
    }

    #[tokio::test]
    async fn a_history_with_jobs_of_other_accounts_stays_as_it_is() {
        let folder = folder_with(&[ACCOUNT, "222222222222"]).await;
        let (own, _own_folder) = database().await;
        take_in(&own, folder.path(), "us-west-2", &AccountId::parse(ACCOUNT).expect("an account")).await;
        assert!(lookup::find(own.reader(), "of-111111111111").await.expect("a row").is_none());
        assert!(folder.path().join("console-aws-us-west-2.db").exists());
    }
}
