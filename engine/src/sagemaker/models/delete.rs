//! `DeleteModel`

use serde::Deserialize;

use super::not_found;
use crate::{account::Account, db, json_protocol::WireError};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    model_name: String,
}

/// Deletes a model and its tags; its artifact stays.
pub(crate) async fn run(account: &Account, input: Input) -> Result<(), WireError> {
    let name = input.model_name;
    let mut transaction = account.database.begin().await?;
    if !db::models::delete(&mut *transaction, &name).await? {
        return Err(not_found(account, &name));
    }
    db::tags::delete_all(&mut *transaction, &account.model_arn(&name)).await?;
    Ok(transaction.commit().await?)
}
