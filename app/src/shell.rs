//! The HTML document around the pages.

use std::collections::HashMap;

/// The names that the build gave to the files below `/assets/`; given by `server` through the context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet, `main.css` in the manifest; a complete path such as `/assets/main-0123456789abcdef.css`.
    pub css: String,
    /// The module that starts hydration, `boot.js` in the manifest.
    pub boot: String,
    /// The bindings, `app.js` in the manifest, fetched ahead of their use.
    pub app: String,
    /// The WebAssembly module, `app_bg.wasm` in the manifest, fetched ahead of its use.
    pub wasm: String,
    /// The files of the chunks by [`Chunk::name`](crate::routes::Chunk::name), `NAME.bin` in the manifest.
    pub chunks: HashMap<String, String>,
    /// The icon of the page, `favicon.svg` in the manifest.
    pub icon: String,
}

#[cfg(feature = "ssr")]
pub(crate) use document::head;
#[cfg(feature = "ssr")]
pub use document::shell;

#[cfg(feature = "ssr")]
mod document {
    use leptos::prelude::*;
    use leptos_meta::MetaTags;

    use super::Assets;
    use crate::{App, routes::Chunk, theme::Theme};

    /// The whole document: head with the assets, body with [`App`]. The only inline scripts are those that carry
    /// Leptos's own data, each with the request's nonce.
    pub fn shell() -> impl IntoView {
        let assets = use_context::<Assets>().unwrap_or_default();
        let chunks = use_context::<http::request::Parts>().map(|parts| Chunk::of_path(parts.uri.path())).unwrap_or_default();
        let file = |chunk: &Chunk| assets.chunks.get(chunk.name()).cloned();
        let own: Vec<String> = chunks.iter().filter_map(file).collect();
        let next: Vec<String> =
            chunks.iter().flat_map(|chunk| chunk.neighbours()).chain(&[Chunk::Overlays]).filter_map(file).collect();
        let scripts = view! {
            <link rel="modulepreload" href=assets.app />
            <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=assets.wasm />
            {own.into_iter().map(|own| view! { <link rel="preload" r#as="fetch" crossorigin="anonymous" href=own /> }).collect_view()}
            <script type="module" src=assets.boot data-next=next.join(" ")></script>
            <MetaTags />
        };
        view! {
            <!DOCTYPE html>
            <html lang="en" data-theme=Theme::of_request().attribute()>
                {head(assets.icon, assets.css, scripts)}
                <body>
                    <App />
                </body>
            </html>
        }
    }

    /// The head that all documents share: icon, style sheet, and `content`.
    pub(crate) fn head(icon: String, css: String, content: impl IntoView) -> impl IntoView {
        view! {
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href=icon />
                <link rel="stylesheet" href=css />
                {content}
            </head>
        }
    }
}
