//! Controls that know nothing of jobs.

pub mod alert;
pub mod badge;
pub mod button;
pub mod chart;
pub mod code_block;
pub mod copy_button;
pub mod dialog;
pub mod empty_state;
pub mod field;
pub mod icon;
pub mod key_value;
pub mod select;
pub mod status;
pub mod table;
pub mod tabs;
pub mod text_input;
pub mod time;

pub use alert::{Alert, AlertKind};
pub use badge::{Badge, BadgeKind};
pub use button::{Button, ButtonKind, LinkButton, Reasons};
pub use chart::{Band, Chart, ChartData, ChartTools, ChartView, MOST_OVERLAYS, Series, SeriesLook, Spark};
pub use code_block::CodeBlock;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use field::{LabelledField, Note, NoteKind, NoteLine, note_id};
pub use icon::{Icon, IconName};
pub use key_value::{KeyValue, KeyValues};
pub use select::Select;
pub use status::{StatusKind, StatusWord};
pub use table::TableFrame;
pub use tabs::{Tab, Tabs};
pub use text_input::{TextInput, TextKind};
pub use time::RelativeTime;
