//! What pages are made of: controls, cards, titles, messages. Nothing here knows of jobs.

pub mod alert;
pub mod badge;
pub mod breadcrumbs;
pub mod button;
pub mod card;
pub mod chart;
pub mod checkbox;
pub mod code_block;
pub mod combobox;
pub mod copy_button;
pub mod dialog;
pub mod empty_state;
pub mod error_panel;
pub mod field;
pub mod icon;
pub mod key_value;
pub mod loading;
pub mod not_found;
pub mod page_head;
pub mod radio;
pub mod select;
pub mod status;
pub mod table;
pub mod tabs;
pub mod target_pill;
pub mod text_area;
pub mod text_input;
pub mod time;

pub use alert::{Alert, AlertKind};
pub use badge::{Badge, BadgeKind};
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Button, ButtonKind, LinkButton, Reasons};
pub use card::Card;
pub use chart::{Band, Chart, ChartData, ChartTools, ChartView, MAX_OVERLAYS, Places, Series, SeriesLook, Spark};
pub use checkbox::{Checkbox, InlineCheckbox};
pub use code_block::CodeBlock;
pub use combobox::{
    Choice, Combobox,
    suggest_box::{SuggestBox, Suggestion},
};
pub use copy_button::CopyButton;
pub use dialog::{
    Dialog, DialogContent,
    confirm::{ConfirmContent, ConfirmDialog},
    open_while,
};
pub use empty_state::EmptyState;
pub use error_panel::{ErrorDetails, ErrorPanel};
pub use field::{LabelledField, Note, NoteKind, NoteLine, note_id};
pub use icon::{Icon, IconName};
pub use key_value::{KeyValue, KeyValues};
pub use loading::Loading;
pub use not_found::NotFound;
pub use page_head::PageHead;
pub use radio::Radios;
pub use select::Select;
pub use status::{StatusKind, StatusWord};
pub use table::TableFrame;
pub use tabs::{Tab, TabChoice, TabList, TabPanel, Tabs};
pub use target_pill::TargetPill;
pub use text_area::TextArea;
pub use text_input::{TextInput, TextKind};
pub use time::RelativeTime;
