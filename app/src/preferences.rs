//! What a person prefers, in cookies of the browser, so that the server renders the page as it will stay.

use crate::browser;

/// A year, in seconds.
const REMEMBERED_FOR: u32 = 31_536_000;

/// The preference of this name, from the request on the server and from the document in the browser; `None` before there is
/// one.
pub fn remembered(name: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    {
        let parts = leptos::prelude::use_context::<http::request::Parts>()?;
        value(parts.headers.get(http::header::COOKIE)?.to_str().ok()?, name)
    }
    #[cfg(not(feature = "ssr"))]
    {
        value(&browser::cookies(), name)
    }
}

/// Remembers a preference for a year. Neither text has characters that a cookie cannot hold.
pub fn remember(name: &str, value: &str) {
    browser::set_cookie(&format!("{name}={value}; Path=/; Max-Age={REMEMBERED_FOR}; SameSite=Lax"));
}

fn value(cookies: &str, name: &str) -> Option<String> {
    let mut all = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    all.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_preference_is_read_from_among_others() {
        assert_eq!(value("a=b; rows=50;c=d", "rows").as_deref(), Some("50"));
        assert_eq!(value("arows=10; rows=", "rows").as_deref(), Some(""));
        assert_eq!(value("rows", "rows"), None);
        assert_eq!(value("", "rows"), None);
    }
}
