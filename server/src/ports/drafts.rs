//! Drafts: the port over the console's database.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use console::{
    data::drafts::{DraftSummary, ListedDraft, Saved, UNSAVED},
    error::AppError,
    ports::drafts,
};

use domain::Clock;

use crate::db::{
    Database,
    drafts::{self as rows, DraftRow, ListedRow},
};

/// How long it is known that the job of a draft was created. A first save that was on its way then arrives within minutes; a
/// browser that slept with the page open may send it days later. A draft itself is kept until somebody deletes it.
const SUBMISSION_RETENTION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Forms that were begun, in the console's database.
pub(crate) struct Drafts {
    database: Database,
    clock: Arc<dyn Clock>,
}

impl Drafts {
    /// The drafts in `database`, with the program's clock.
    pub(crate) fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { database, clock }
    }
}

#[async_trait]
impl drafts::Drafts for Drafts {
    async fn list(&self, search: &str, offset: u32, limit: u32) -> Result<(Vec<ListedDraft>, u32), AppError> {
        let reader = self.database.reader();
        let found = rows::page(reader, search, offset, limit).await?;
        let count = rows::count(reader, search).await?;
        Ok((found.into_iter().map(listed).collect(), count))
    }

    async fn find(&self, id: &str) -> Result<Option<(DraftSummary, String)>, AppError> {
        let found = rows::find(self.database.reader(), id).await?;
        Ok(found.map(|draft| (summary(draft.row), draft.form)))
    }

    async fn add(&self, title: &str, form: &str) -> Result<DraftSummary, AppError> {
        Ok(rows::insert(self.database.writer(), title, form, self.clock.now()).await.map(summary)?)
    }

    async fn new_id(&self) -> Result<String, AppError> {
        Ok(rows::new_id(self.database.reader()).await?)
    }

    async fn submitted(&self, id: &str) -> Result<(), AppError> {
        if !is_id(id) {
            return Ok(());
        }
        let mut transaction = self.database.begin().await?;
        let now = self.clock.now();
        rows::note_submission(&mut *transaction, id, now).await?;
        rows::forget_submissions(&mut *transaction, now.saturating_sub(SUBMISSION_RETENTION)).await?;
        rows::remove(&mut *transaction, id).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn save(&self, id: &str, version: i64, title: &str, form: &str) -> Result<Saved, AppError> {
        let mut transaction = self.database.begin().await?;
        let now = self.clock.now();
        let saved = if version == UNSAVED && is_id(id) {
            rows::insert_as(&mut *transaction, id, title, form, now).await?
        } else {
            rows::update(&mut *transaction, id, version, title, form, now).await?
        };
        let result = match saved {
            Some(row) => Saved::Done(summary(row)),
            None => match rows::find(&mut *transaction, id).await? {
                // The answer to this very saving was lost, and the page saves again.
                Some(draft) if draft.form == form => Saved::Done(summary(draft.row)),
                Some(draft) => Saved::Conflict(summary(draft.row)),
                None => Saved::Gone,
            },
        };
        transaction.commit().await?;
        Ok(result)
    }

    async fn remove(&self, id: &str) -> Result<(), AppError> {
        Ok(rows::remove(self.database.writer(), id).await?)
    }
}

/// Whether a text has the form of an id.
fn is_id(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn summary(row: DraftRow) -> DraftSummary {
    DraftSummary { id: row.id, version: row.version, title: row.title, changed_at: row.changed_at }
}

fn listed(found: ListedRow) -> ListedDraft {
    ListedDraft {
        summary: summary(found.row),
        algorithm_source: found.algorithm_source,
        algorithm: found.algorithm,
        source: found.source,
        channels: serde_json::from_str(&found.channels).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use console::{
        data::drafts::Saved,
        job_form::{draft::ChannelDraft, stored_form::StoredForm},
        ports::drafts::Drafts as _,
    };
    use domain::Clock as _;

    use super::{Drafts, SUBMISSION_RETENTION};
    use crate::{db::testing::database, testing::TestClock};

    #[tokio::test]
    async fn two_tabs_do_not_overwrite_each_other() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        let first = drafts.add("cats-1", "{\"a\":1}").await.expect("a draft");
        let Ok(Saved::Done(second)) = drafts.save(&first.id, first.version, "cats-2", "{\"a\":2}").await else {
            panic!("not saved")
        };
        assert_eq!((second.version, second.title.as_str()), (2, "cats-2"));
        // The other tab still has the first version.
        let refused = drafts.save(&first.id, first.version, "cats-3", "{\"a\":3}").await;
        assert_eq!(refused, Ok(Saved::Conflict(second.clone())));
        assert_eq!(drafts.find(&first.id).await, Ok(Some((second.clone(), "{\"a\":2}".to_owned()))));
        // It chooses to go on from the newest.
        let chosen = drafts.save(&first.id, second.version, "cats-3", "{\"a\":3}").await;
        assert!(matches!(chosen, Ok(Saved::Done(draft)) if draft.version == 3));
    }

    #[tokio::test]
    async fn saving_the_same_again_is_no_conflict_and_a_removed_draft_is_gone() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        let draft = drafts.add("", "{}").await.expect("a draft");
        for _ in 0..2 {
            let saved = drafts.save(&draft.id, draft.version, "", "{\"b\":1}").await;
            assert!(matches!(saved, Ok(Saved::Done(draft)) if draft.version == 2));
        }
        drafts.remove(&draft.id).await.expect("removed");
        assert_eq!(drafts.save(&draft.id, 2, "", "{}").await, Ok(Saved::Gone));
        assert_eq!(drafts.list("", 0, 10).await, Ok((Vec::new(), 0)));
    }

    #[tokio::test]
    async fn a_draft_whose_job_was_created_refuses_saves() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        // The first save arrives after the job was created.
        let id = drafts.new_id().await.expect("an id");
        drafts.submitted(&id).await.expect("noted");
        assert_eq!(drafts.save(&id, 0, "late", "{}").await, Ok(Saved::Gone));
        // So does a later one.
        let id = drafts.new_id().await.expect("an id");
        let Ok(Saved::Done(draft)) = drafts.save(&id, 0, "cats-1", "{}").await else { panic!("not saved") };
        assert_eq!((draft.id.as_str(), draft.version), (id.as_str(), 1));
        drafts.submitted(&id).await.expect("noted");
        assert_eq!(drafts.save(&id, 1, "late", "{\"a\":1}").await, Ok(Saved::Gone));
        assert_eq!(drafts.list("", 0, 10).await, Ok((Vec::new(), 0)));
    }

    #[tokio::test]
    async fn submissions_are_forgotten_when_no_save_can_be_on_its_way() {
        let (database, _folder) = database().await;
        let clock = Arc::new(TestClock::default());
        let drafts = Drafts::new(database.clone(), clock.clone());
        let mut ids = Vec::new();
        for _ in 0..3 {
            let id = drafts.new_id().await.expect("an id");
            drafts.submitted(&id).await.expect("noted");
            ids.push(id);
            clock.advance(SUBMISSION_RETENTION / 2 + Duration::from_secs(1));
        }
        let kept: Vec<String> = sqlx::query_scalar("SELECT id FROM submitted_draft ORDER BY submitted_at")
            .fetch_all(database.reader())
            .await
            .expect("rows");
        assert_eq!(kept, ids[1..], "the first is older than the retention when the third is noted");
        assert_eq!(drafts.save(&ids[1], 0, "late", "{}").await, Ok(Saved::Gone));
    }

    #[tokio::test]
    async fn a_first_save_whose_answer_was_lost_makes_one_draft() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        let id = drafts.new_id().await.expect("an id");
        for _ in 0..2 {
            assert!(matches!(drafts.save(&id, 0, "", "{}").await, Ok(Saved::Done(draft)) if draft.version == 1));
        }
        assert!(matches!(drafts.save(&id, 0, "", "{\"a\":1}").await, Ok(Saved::Conflict(_))));
        // Nobody chooses an id of another form.
        assert_eq!(drafts.save("mine", 0, "", "{}").await, Ok(Saved::Gone));
    }

    #[tokio::test]
    async fn drafts_are_found_by_a_part_of_their_names() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        for title in ["cats-1", "Cats-2", "dogs_1", "100%"] {
            drafts.add(title, "{}").await.expect("a draft");
        }
        for (search, expected) in [("cats", 2), ("_", 1), ("%", 1), ("birds", 0), ("", 4)] {
            let (rows, count) = drafts.list(search, 0, 10).await.expect("a list");
            assert_eq!((rows.len(), count), (usize::try_from(expected).expect("few"), expected), "{search}");
        }
    }

    #[tokio::test]
    async fn drafts_survive_the_program_and_are_listed_by_their_change() {
        let (database, folder) = database().await;
        let clock = Arc::new(TestClock::default());
        let drafts = Drafts::new(database, clock.clone());
        let first = drafts.add("first", "{}").await.expect("a draft");
        clock.advance(Duration::from_millis(1));
        drafts.add("second", "{}").await.expect("a draft");
        clock.advance(Duration::from_millis(1));
        drafts.save(&first.id, 1, "first", "{\"c\":1}").await.expect("saved");
        // Not closed, as after a power cut.
        std::mem::forget(drafts);
        let again = crate::db::Database::open(&folder.path().join("console.db")).await.expect("the same file");
        let (rows, count) = Drafts::new(again, clock.clone()).list("", 0, 1).await.expect("a list");
        let row = &rows[0].summary;
        assert_eq!((count, row.title.as_str(), row.changed_at), (2, "first", clock.now()));
    }

    #[tokio::test]
    async fn a_listed_draft_tells_what_it_trains_and_from_what() {
        let (database, _folder) = database().await;
        let drafts = Drafts::new(database, Arc::new(TestClock::default()));
        let mut form = StoredForm::default();
        form.draft.algorithm = "image-classification".to_owned();
        form.draft.source = "s3://b/cats-1/output/model.tar.gz".to_owned();
        form.draft.channels.push(ChannelDraft {
            name: "train".to_owned(),
            uri: "s3://b/more/".to_owned(),
            ..ChannelDraft::default()
        });
        let stored = serde_json::to_string(&form).expect("a form");
        drafts.add("cats-2", &stored).await.expect("a draft");
        form.draft.algorithm_source = "container".to_owned();
        form.draft.container = "mine:1".to_owned();
        form.draft.channels.clear();
        drafts.add("cats-3", &serde_json::to_string(&form).expect("a form")).await.expect("a draft");
        let (mut rows, _) = drafts.list("", 0, 10).await.expect("a list");
        rows.sort_by(|one, other| one.summary.title.cmp(&other.summary.title));
        assert_eq!((rows[0].algorithm.as_str(), rows[0].source.as_str()), ("image-classification", form.draft.source.as_str()));
        assert_eq!(rows[0].channels, [("train".to_owned(), "s3://b/more/".to_owned())]);
        assert_eq!((rows[1].algorithm_source.as_str(), rows[1].algorithm.as_str()), ("container", "mine:1"));
        assert!(rows[1].channels.is_empty());
    }
}
