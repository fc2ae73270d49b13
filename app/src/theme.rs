//! Light, dark, or as the system says. A cookie keeps the choice, so that the server renders the right theme.

use console::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::browser;

/// Name of the cookie.
const COOKIE: &str = "theme";
/// Attribute of `<html>` that the style sheet reads.
const ATTRIBUTE: &str = "data-theme";
/// A year, in seconds.
const REMEMBERED_FOR: u32 = 31_536_000;

/// The choice of a theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the cookie and in the form.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// Value of the attribute of `<html>`; none lets the system decide.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.word())
    }

    fn of_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    #[cfg(any(feature = "ssr", test))]
    fn of_cookies(cookies: &str) -> Self {
        let values = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
        values.into_iter().find(|(name, _)| *name == COOKIE).map(|(_, word)| Self::of_word(word)).unwrap_or_default()
    }

    /// The choice that came with the request.
    #[cfg(feature = "ssr")]
    pub fn of_request() -> Self {
        let parts = use_context::<http::request::Parts>();
        let cookies = parts.as_ref().and_then(|parts| parts.headers.get(http::header::COOKIE)?.to_str().ok());
        cookies.map(Self::of_cookies).unwrap_or_default()
    }

    /// The choice that the page was rendered with.
    pub fn of_page() -> Self {
        #[cfg(feature = "ssr")]
        return Self::of_request();
        #[cfg(not(feature = "ssr"))]
        browser::root_attribute(ATTRIBUTE).map(|word| Self::of_word(&word)).unwrap_or_default()
    }

    /// Changes the page at once and remembers the choice.
    pub fn apply(self) {
        browser::set_root_attribute(ATTRIBUTE, self.attribute());
        browser::set_cookie(&self.cookie());
    }

    fn cookie(self) -> String {
        let age = if self == Self::System { 0 } else { REMEMBERED_FOR };
        format!("{COOKIE}={}; Path=/; Max-Age={age}; SameSite=Lax", self.word())
    }
}

/// Remembers the choice for a browser without scripts; answers with the page that asked.
///
/// # Errors
/// Only when the call does not reach the server.
#[server(prefix = "/api", endpoint = "set-theme")]
pub async fn set_theme(
    /// The choice.
    theme: Theme,
) -> Result<(), AppError> {
    let response = expect_context::<leptos_axum::ResponseOptions>();
    if let Ok(cookie) = http::HeaderValue::from_str(&theme.cookie()) {
        response.append_header(http::header::SET_COOKIE, cookie);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_read_from_among_other_cookies() {
        assert_eq!(Theme::of_cookies("a=b; theme=dark; c=d"), Theme::Dark);
        assert_eq!(Theme::of_cookies("theme=light"), Theme::Light);
        assert_eq!(Theme::of_cookies("theme=\"><script>"), Theme::System);
        assert_eq!(Theme::of_cookies(""), Theme::System);
    }

    #[test]
    fn choosing_the_system_forgets_the_cookie() {
        assert_eq!(Theme::System.cookie(), "theme=system; Path=/; Max-Age=0; SameSite=Lax");
    }
}
