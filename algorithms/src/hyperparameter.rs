//! What an algorithm documents about one hyperparameter.

mod group;
mod kind;
mod row;

pub use group::Group;
pub use kind::{Flag, Kind, epoch_list, image_shape};
pub(crate) use row::{EPOCHS, IMAGE_SHAPE, INNER_SHARE, POSITIVE_SHARE, SHARE, TEXT, TRUE_FALSE, at_least, integer, row};

/// One documented hyperparameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hyperparameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Whether a job needs it.
    pub required: bool,
    /// What the algorithm takes when it is left out.
    pub default: Option<&'static str>,
    /// Where it stands in the form.
    pub group: Group,
    /// One line of help.
    pub help: &'static str,
    /// When it has an effect; `None` means always.
    pub applies: Option<Condition>,
    /// Whether a job needs it when [`Self::applies`] holds.
    pub needed_when_applied: bool,
    /// Whether a job needs it when its data is image files that are read as files.
    pub needed_with_images: bool,
    /// Whether it has no effect on a job that starts from an earlier model.
    pub ignored_with_model: bool,
    /// The range in which automatic tuning looks, for example `8..512`; `None` when it is not documented as tunable.
    pub tunable: Option<&'static str>,
    /// Where the default is from.
    pub source: Source,
}

/// Where a default is from. Names, kinds and ranges are the guide's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The developer guide.
    Guide,
    /// The developer guide, but a container was seen to begin with this value: what matters should be sent.
    GuideAgainstContainer(&'static str),
}

/// A condition on another hyperparameter of the same job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The other hyperparameter.
    pub name: &'static str,
    /// The values of it that fulfil the condition.
    pub values: &'static [&'static str],
}

impl Hyperparameter {
    /// What a value must be, to complete the sentence "`name` must be …".
    pub fn rule(&self) -> String {
        self.kind.rule()
    }

    /// Whether `value` is of the documented kind and range; outer white space does not count.
    pub fn accepts(&self, value: &str) -> bool {
        self.kind.accepts(value.trim())
    }

    /// Whether it is a switch, and `value` turns it on.
    pub fn is_on(&self, value: &str) -> bool {
        let value = value.trim();
        let is_yes = |flag: Flag| match self.kind {
            Kind::IntegerChoice(_) => value.parse::<i64>() == Ok(1),
            _ => value.eq_ignore_ascii_case(flag.yes),
        };
        self.kind.flag().is_some_and(is_yes)
    }

    /// Whether its values are whole numbers.
    pub fn is_whole_number(&self) -> bool {
        matches!(self.kind, Kind::Integer { .. } | Kind::IntegerChoice(_))
    }

    /// The line of help with what values it takes, where no list of choices says that.
    pub fn help_with_range(&self) -> String {
        match self.kind {
            Kind::Integer { .. } | Kind::Float { .. } => {
                let mut rule = self.rule();
                rule.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
                format!("{} {rule}.", self.help)
            }
            _ => self.help.to_owned(),
        }
    }

    /// Whether it has an effect, given the effective values of the others (`None` for one without value and default).
    pub fn is_applied<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.applies.is_none_or(|condition| {
            value(condition.name).is_some_and(|value| condition.values.iter().any(|word| word.eq_ignore_ascii_case(value.trim())))
        })
    }
}
