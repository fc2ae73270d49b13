//! What surrounds every page.

pub mod breadcrumbs;
pub mod connection;
pub mod error_panel;
pub mod flashbar;
pub mod keys;
pub mod loading;
pub mod not_found;
pub mod page;
pub mod palette;
pub mod side_nav;
pub mod target;
pub mod theme_menu;
pub mod top_bar;

pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use connection::ConnectionBar;
pub use error_panel::{ErrorDetails, ErrorPanel};
pub use flashbar::Flashbar;
pub use keys::Keys;
pub use loading::Loading;
pub use not_found::{NotFound, NotFoundPage};
pub use page::{Container, PageHead};
pub use palette::{Overlays, Palette, PaletteButton};
pub use side_nav::{NAV_MENU, NavMenu, SideNav};
pub use target::TargetPill;
pub use theme_menu::ThemeMenu;
pub use top_bar::{SkipLink, TopBar};
