//! What surrounds every page: top bar, navigation, command palette, keys, messages.

pub mod connection;
pub mod flashbar;
pub mod keys;
pub mod not_found_page;
pub mod overlays;
pub mod palette;
pub mod palette_button;
pub mod side_nav;
pub mod theme_menu;
pub mod top_bar;

pub use connection::ConnectionBar;
pub use flashbar::Flashbar;
pub use keys::Keys;
pub use not_found_page::NotFoundPage;
pub use overlays::{OverlayDialogs, Overlays};
pub use palette_button::PaletteButton;
pub use side_nav::{NAV_MENU, NavMenu, SideNav};
pub use theme_menu::ThemeMenu;
pub use top_bar::{SkipLink, TopBar};
