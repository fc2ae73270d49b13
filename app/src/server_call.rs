//! How server functions answer.

use std::future::Future;

use console::error::AppError;

/// Runs the body of a server function and gives a failed call the status that belongs to the error.
///
/// Without this every error would be status 500. A browser that posts a form without scripts accepts `text/html` and
/// must get the redirect back to its page, which a status would replace; there the error travels in the address.
///
/// # Errors
/// Those of `body`.
pub async fn answer<T>(body: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
    let result = body.await;
    #[cfg(feature = "ssr")]
    if let Err(error) = &result {
        server::set_status_of_call(error);
    }
    result
}

/// Gives the page that is being rendered this status; does nothing in the browser.
pub fn set_page_status(status: u16) {
    #[cfg(feature = "ssr")]
    server::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// The HTTP status that belongs to an error.
pub fn status_of(error: &AppError) -> u16 {
    match error {
        AppError::Invalid(_) => 422,
        AppError::NotFound(_) => 404,
        AppError::Refused(_) => 409,
        // What the service refuses is the request's fault; all else is the service's.
        AppError::Upstream { refusal: Some(status), .. } if (400..500).contains(status) => *status,
        AppError::Upstream { .. } => 502,
        AppError::Internal(_) => 500,
        AppError::Transport(_) | AppError::Mismatch(_) => 400,
    }
}

#[cfg(feature = "ssr")]
mod server {
    use http::{StatusCode, header, request::Parts};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    use super::{AppError, status_of};

    pub(super) fn set_status_of_call(error: &AppError) {
        let parts = use_context::<Parts>();
        let accept = parts.as_ref().and_then(|parts| parts.headers.get(header::ACCEPT)?.to_str().ok());
        if !accept.is_some_and(|accept| accept.contains("text/html")) {
            set_status(status_of(error));
        }
    }

    pub(super) fn set_status(status: u16) {
        if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
            response.set_status(status);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_refuses_is_the_requests_fault() {
        let upstream = |refusal| AppError::Upstream {
            message: "No.".to_owned(),
            refusal,
            code: "ValidationException".to_owned(),
            details: String::new(),
            request_id: None,
        };
        assert_eq!(status_of(&upstream(Some(400))), 400);
        assert_eq!(status_of(&upstream(Some(403))), 403);
        // Nobody answered, or the service itself failed.
        assert_eq!((status_of(&upstream(None)), status_of(&upstream(Some(500)))), (502, 502));
    }
}
