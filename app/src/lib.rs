//! What people see of the console: pages that are rendered on the server and hydrated in the browser. The crate `console`
//! decides what they show.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`mod@shell`], [`root`], [`routes`] | the HTML document, the root component, every page's route |
//! | `waiting` | server side only: the page before the account's history is open |
//! | [`chrome`] | what surrounds every page: top bar, navigation, command palette, messages |
//! | [`ui`] | what pages are made of; it knows nothing of jobs |
//! | [`training_jobs`], [`drafts`], [`s3`], [`settings_page`], [`help`] | the pages, by subject, with their server functions |
//! | [`create_training_job`] | the form for a new training job |
//! | [`models`], [`artifact`] | SageMaker's models; what is inside a model's archive |
//! | [`fault_injection`] | failures that the local engine plays on purpose |
//! | [`s3_picker`] | the dialog that picks a location in S3 |
//! | [`settings`], [`clock`], [`theme`], [`flash`], [`trouble`] | what every page may ask for through the context |
//! | [`preferences`] | what a person prefers, kept in cookies |
//! | [`page_resource`], [`client_resource`] | what the server sends with a page; what the browser fetches behind it |
//! | [`server_call`] | how server functions answer |

#![recursion_limit = "512"]

pub mod artifact;
pub mod browser;
pub mod chrome;
pub mod client_resource;
pub mod clock;
pub mod create_training_job;
pub mod drafts;
pub mod fault_injection;
pub mod flash;
pub mod help;
pub mod models;
pub mod page_resource;
pub mod preferences;
pub mod root;
pub mod routes;
pub mod s3;
pub mod s3_picker;
pub mod server_call;
pub mod settings;
pub mod settings_page;
pub mod shell;
pub mod theme;
pub mod training_jobs;
pub mod trouble;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod waiting;

pub use root::App;
#[cfg(feature = "ssr")]
pub use shell::shell;

/// Makes the page that the server sent live; called once by the boot script. The attribute `data-hydrated` of `<html>`
/// then says so, to tests and tools that must not act earlier.
///
/// The code of the page is loaded first: hydration itself must not wait, or the links and buttons of a half of the page
/// would answer before the other half is there.
///
/// # Errors
///
/// The code of this page could not be loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() -> Result<(), wasm_bindgen::JsError> {
    console_error_panic_hook::set_once();
    for chunk in routes::Chunk::of_path(&browser::path()) {
        chunk.load().await?;
    }
    leptos::mount::hydrate_body(App);
    leptos::prelude::set_timeout(|| browser::set_root_attribute("data-hydrated", Some("")), std::time::Duration::ZERO);
    Ok(())
}
