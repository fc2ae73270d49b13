//! The address of every page; nothing else in the program builds one.
//!
//! | Module | Pages |
//! | --- | --- |
//! | `jobs` | training jobs, drafts and the form |
//! | `models` | models and their archives |
//! | `s3` | buckets, objects, previews, uploads |

pub use domain::percent::{decode, encode};

pub use self::{jobs::*, models::*, s3::*};

mod jobs;
mod models;
mod s3;

/// What the console is and whom it talks to.
pub fn settings() -> String {
    "/settings".to_owned()
}

/// How to work with the console.
pub fn help() -> String {
    "/help".to_owned()
}

/// The part of an address that names a thing; `reserved` are names of pages that stand at the same place. Names begin
/// with a letter or a digit, so what begins with a tilde is no name and no page.
fn named(name: &str, reserved: &[&str]) -> String {
    if reserved.contains(&name) { format!("~{name}") } else { encode(name) }
}

/// The name in the part of an address that names a job or a model.
pub fn name_in(part: &str) -> &str {
    part.strip_prefix('~').unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use domain::S3Uri;

    use super::*;
    use crate::data::evaluation::MaskView;

    #[test]
    fn every_address_is_what_links_and_bookmarks_expect() -> Result<(), domain::s3_uri::S3UriError> {
        let folder = S3Uri::parse("s3://bucket/a b/c+d/")?;
        let addresses = [
            training_jobs(),
            training_jobs_asked(""),
            training_jobs_asked("page=3"),
            training_jobs_events(),
            create(),
            create_example("base"),
            create_from_job("cats-1"),
            create_from_artifact("s3://bucket/out/model.tar.gz"),
            create_from_clone("cats-1"),
            create_from_draft("0123"),
            create_returned("{}"),
            drafts(),
            drafts_page("", 2),
            drafts_page("a b&c", 1),
            training_job("cats-1"),
            training_job_tab("cats-1", "metrics"),
            training_job_log_line("cats-1", 41),
            training_job_events("cats-1", 40),
            s3(),
            s3_location(&folder),
            s3_page(&folder, "x/y", "a==", 2),
            s3_page(&folder, "", "", 1),
            models_page("a", "b="),
            create_model_from_job("cats-1"),
            model("cats-1"),
            inspect_archive("s3://b/a"),
            compare_artifacts("s3://b/a", ""),
            record_picture(&folder, 4, 9),
            evaluated_mask("0a-1b", 7, MaskView::Predicted),
            upload_part(&folder, "u/1", 3),
            download(&folder),
            help(),
        ];
        assert_eq!(
            addresses,
            [
                "/training-jobs",
                "/training-jobs",
                "/training-jobs?page=3",
                "/events/training-jobs",
                "/training-jobs/create",
                "/training-jobs/create?example=base",
                "/training-jobs/create?from=cats-1",
                "/training-jobs/create?artifact=s3%3A%2F%2Fbucket%2Fout%2Fmodel.tar.gz",
                "/training-jobs/create?clone=cats-1",
                "/training-jobs/create?draft=0123",
                "/training-jobs/create?form=%7B%7D",
                "/drafts",
                "/drafts?page=2",
                "/drafts?search=a%20b%26c&page=1",
                "/training-jobs/cats-1",
                "/training-jobs/cats-1/metrics",
                "/training-jobs/cats-1/logs?line=42",
                "/events/training-jobs/cats-1?from=40",
                "/s3",
                "/s3/bucket/a%20b/c%2Bd/",
                "/s3/bucket/a%20b/c%2Bd/?prefix=x%2Fy&continuation=a%3D%3D&page=2",
                "/s3/bucket/a%20b/c%2Bd/",
                "/models?words=a&next=b%3D",
                "/models/create?job=cats-1",
                "/models/cats-1",
                "/models/inspect?uri=s3%3A%2F%2Fb%2Fa",
                "/artifacts/compare?first=s3%3A%2F%2Fb%2Fa&second=",
                "/preview/record?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F&offset=4&size=9",
                "/preview/evaluated-mask?result=0a-1b&number=7&shown=predicted",
                "/upload/part?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F&upload=u%2F1&number=3",
                "/download?uri=s3%3A%2F%2Fbucket%2Fa%20b%2Fc%2Bd%2F",
                "/help",
            ]
        );
        Ok(())
    }

    #[test]
    fn things_with_names_of_pages_have_addresses_of_their_own() {
        assert_ne!(training_job("create"), create());
        for name in ["create", "compare", "events", "history", "cats-1"] {
            let address = training_job(name);
            assert_eq!(address.strip_prefix("/training-jobs/").map(name_in), Some(name));
            assert_eq!(training_job_tab(name, "logs"), format!("{address}/logs"));
        }
        assert_eq!([model("create"), model("inspect"), model("a")], ["/models/~create", "/models/~inspect", "/models/a"]);
    }

    #[test]
    fn the_job_of_a_page_is_known_by_its_address() {
        for (path, job) in [
            ("/training-jobs/cats-1", Some("cats-1")),
            ("/training-jobs/cats-1/logs", Some("cats-1")),
            ("/training-jobs/~create", Some("create")),
            ("/training-jobs/create", None),
            ("/training-jobs", None),
            ("/models/cats-1", None),
        ] {
            assert_eq!(job_in(path), job, "{path}");
        }
    }
}
