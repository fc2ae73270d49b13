//! Sending parts of a file, with progress.

use futures_channel::oneshot;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Blob, File, ProgressEvent, XmlHttpRequest};

/// Why a part of a file did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// What went wrong, as a sentence.
    pub reason: String,
    /// Whether sending it again would change nothing.
    pub is_final: bool,
}

/// Bytes `from` to `from + length` of a file; `None` when it cannot be read.
#[expect(clippy::cast_precision_loss, reason = "files are far smaller than 2^53 bytes")]
pub fn slice(file: &File, from: u64, length: u64) -> Option<Blob> {
    file.slice_with_f64_and_f64(from as f64, from.saturating_add(length) as f64).ok()
}

/// Puts bytes to an address of this console, and calls `progress` with how many have left.
///
/// # Errors
/// [`SendError`] unless the server answers that the bytes arrived.
pub async fn put(address: &str, bytes: &Blob, progress: impl Fn(u64) + 'static) -> Result<(), SendError> {
    let broken = |_| SendError { reason: "The browser cannot send.".to_owned(), is_final: true };
    let request = XmlHttpRequest::new().map_err(broken)?;
    request.open("PUT", address).map_err(broken)?;
    let (sender, ended) = oneshot::channel();
    let sender = std::rc::Rc::new(std::cell::RefCell::new(Some(sender)));
    // Loaded, failed or aborted: the status tells which.
    let end = Closure::<dyn FnMut()>::new(move || {
        if let Some(sender) = sender.borrow_mut().take() {
            // Fails when the receiver is gone.
            let _ = sender.send(());
        }
    });
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and far below 2^53")]
    let step = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| progress(event.loaded() as u64));
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(step.as_ref().unchecked_ref()));
    }
    request.send_with_opt_blob(Some(bytes)).map_err(broken)?;
    // The closures live until here.
    let _ = ended.await;
    match request.status().unwrap_or_default() {
        200..300 => Ok(()),
        0 => Err(SendError {
            reason: "The console does not answer. Check that it is running and that the network is up.".to_owned(),
            is_final: false,
        }),
        status => {
            let words = request.response_text().ok().flatten().unwrap_or_default();
            let reason = if words.trim().is_empty() {
                format!("The console answered with status {status}.")
            } else {
                words.trim().to_owned()
            };
            // A body that broke off is worth another attempt.
            Err(SendError { reason, is_final: matches!(status, 400..500) && status != 408 })
        }
    }
}
