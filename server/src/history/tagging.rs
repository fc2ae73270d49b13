//! Tags of a job, changed at the target first and here afterwards.

use console::error::AppError;
use domain::{JobName, description::Actor, event::EventKind};

use super::History;
use crate::db::{
    events::{self, NewEvent},
    tags,
};

impl History {
    /// Sets tags and removes others by their keys.
    pub(crate) async fn retag(&self, name: &JobName, set: &[(String, String)], remove: &[String]) -> Result<(), AppError> {
        let row = self
            .known(&name.clone().into())
            .await?
            .ok_or_else(|| AppError::NotFound(format!("There is no training job called {name}.")))?;
        let Some(arn) = row.arn.as_deref().filter(|_| row.vanished_at.is_none()) else {
            return Err(AppError::Refused(format!("{name} is not known to the target, so its tags cannot change there.")));
        };
        if !remove.is_empty() {
            self.aws.delete_tags(arn, remove).await?;
        }
        if !set.is_empty() {
            self.aws.add_tags(arn, set).await?;
        }
        // What the target says now is what counts; somebody else may have changed others.
        let now = self.aws.tags(arn).await?;
        let removed = remove.iter().map(|key| format!("{key} removed"));
        let words = set.iter().map(|(key, value)| format!("{key}={value}")).chain(removed).collect::<Vec<_>>().join(", ");
        let mut transaction = self.database.begin().await?;
        tags::replace(&mut transaction, row.id, &now).await?;
        let event = NewEvent::new(name.as_str(), self.clock.now(), EventKind::Tagged, Actor::Console, &words);
        events::insert(&mut *transaction, &event).await?;
        transaction.commit().await?;
        self.announce(name.as_str());
        Ok(())
    }
}
