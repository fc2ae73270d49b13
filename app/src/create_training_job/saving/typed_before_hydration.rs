//! What a person typed before the page became live.

use console::job_form::draft::Draft;

#[cfg(feature = "hydrate")]
use crate::create_training_job::state::FORM_ID;

/// The present values of the form that the server sent; `None` on the server, and in a live page
/// that comes to the form from another page.
pub fn typed_draft() -> Option<Draft> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::{form::FromFormData, prelude::document, web_sys};
        use wasm_bindgen::JsCast;

        /// Marks a form that is live already: it belongs to a page that is about to be replaced.
        const LIVE: &str = "data-live";
        let form = document().get_element_by_id(FORM_ID)?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
        if form.has_attribute(LIVE) {
            return None;
        }
        // Setting an attribute with a constant name does not fail.
        let _ = form.set_attribute(LIVE, "");
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        crate::create_training_job::submit::CreateTrainingJob::from_form_data(&data).ok().map(|call| call.draft)
    }
    #[cfg(not(feature = "hydrate"))]
    None
}
