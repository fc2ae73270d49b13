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
pub mod file_input;
pub mod hidden_input;
pub mod icon;
pub mod key_value;
pub mod live;
pub mod loaded;
pub mod loading;
pub mod not_found;
pub mod page_head;
pub mod radio;
pub mod search_input;
pub mod select;
pub mod status;
pub mod suggestions;
pub mod table;
pub mod tabs;
pub mod target_pill;
pub mod text_area;
pub mod text_input;
pub mod time;

pub use alert::{Alert, AlertKind};
pub use badge::{Badge, BadgeKind};
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Button, ButtonKind, LinkButton, NoScriptButton, Reasons};
pub use card::Card;
pub use chart::{Band, Chart, ChartData, ChartTools, ChartView, MAX_OVERLAYS, PlaceNames, Series, SeriesStyle, Sparkline};
pub use checkbox::{Checkbox, InlineCheckbox, RowCheckbox};
pub use code_block::CodeBlock;
pub use combobox::{
    Choice, Combobox,
    suggest_box::{SuggestBox, Suggestion},
};
pub use copy_button::{CopyButton, CopyableText};
pub use dialog::{
    Dialog, DialogContent,
    confirm::{ConfirmContent, ConfirmDialog},
    open_while,
};
pub use empty_state::EmptyState;
pub use error_panel::{ErrorDetails, ErrorPanel};
pub use field::{LabelledField, Note, NoteKind, NoteLine, note_id};
pub use file_input::FileInput;
pub use hidden_input::HiddenInput;
pub use icon::{Icon, IconName};
pub use key_value::{KeyValue, KeyValues};
pub use live::use_live;
pub use loaded::loaded;
pub use loading::Loading;
pub use not_found::NotFound;
pub use page_head::PageHead;
pub use radio::Radios;
pub use search_input::SearchInput;
pub use select::Select;
pub use status::{StatusKind, StatusWord};
pub use suggestions::{Suggestions, suggestions_id};
pub use table::TableFrame;
pub use tabs::{Tab, TabChoice, TabList, TabPanel, Tabs};
pub use target_pill::TargetPill;
pub use text_area::TextArea;
pub use text_input::{TextInput, TextKind};
pub use time::RelativeTime;
