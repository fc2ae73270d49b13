//! STS: whose credentials these are.

use super::{Aws, error::Failure};

impl Aws {
    /// The account's twelve digits.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn account(&self) -> Result<Option<String>, Failure> {
        let output = self.sts.get_caller_identity().send().await.map_err(|error| Failure::new(&error))?;
        Ok(output.account().map(str::to_owned))
    }
}
