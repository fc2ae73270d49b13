//! The words in which the tables of the algorithms are written.

use super::{Condition, Group, Hyperparameter, Kind, Source};

/// A number from 0 to 1.
pub(crate) const SHARE: Kind = Kind::Float { minimum: 0.0, maximum: 1.0, above_minimum: false, below_maximum: false };
/// A number above 0 and at most 1.
pub(crate) const POSITIVE_SHARE: Kind = Kind::Float { minimum: 0.0, maximum: 1.0, above_minimum: true, below_maximum: false };
/// A number above 0 and below 1.
pub(crate) const INNER_SHARE: Kind = Kind::Float { minimum: 0.0, maximum: 1.0, above_minimum: true, below_maximum: true };
/// The spelling of the flags that are words.
pub(crate) const TRUE_FALSE: Kind = Kind::Choice(&["True", "False"]);
/// `channels,height,width`
pub(crate) const IMAGE_SHAPE: Kind = Kind::ImageShape;
/// `10,20`
pub(crate) const EPOCHS: Kind = Kind::EpochList;
/// Anything.
pub(crate) const TEXT: Kind = Kind::Text;

/// A whole number of at least `minimum`.
pub(crate) const fn at_least(minimum: i64) -> Kind {
    integer(minimum, i64::MAX)
}

/// A whole number in a range.
pub(crate) const fn integer(minimum: i64, maximum: i64) -> Kind {
    Kind::Integer { minimum, maximum }
}

/// A hyperparameter that every job may leave out.
pub(crate) const fn row(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    group: Group,
    help: &'static str,
) -> Hyperparameter {
    Hyperparameter {
        name,
        kind,
        required: false,
        default,
        group,
        help,
        applies: None,
        needed_when_applied: false,
        needed_with_images: false,
        ignored_with_model: false,
        tunable: None,
        source: Source::Guide,
    }
}

impl Hyperparameter {
    /// Every job needs it.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It has an effect only with these values of another one.
    pub(crate) const fn when(mut self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.applies = Some(Condition { name, values });
        self
    }

    /// A job needs it with these values of another one.
    pub(crate) const fn needed_when(mut self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.needed_when_applied = true;
        self.when(name, values)
    }

    /// Automatic tuning looks in this range.
    pub(crate) const fn tunable(mut self, range: &'static str) -> Self {
        self.tunable = Some(range);
        self
    }
    /// A job needs it when its data is image files that are read as files.
    pub(crate) const fn needed_with_images(mut self) -> Self {
        self.needed_with_images = true;
        self
    }

    /// It has no effect on a job that starts from an earlier model.
    pub(crate) const fn ignored_with_model(mut self) -> Self {
        self.ignored_with_model = true;
        self
    }

    /// A container was seen to begin with another value than the guide says.
    pub(crate) const fn but_container_has(mut self, value: &'static str) -> Self {
        self.source = Source::GuideAgainstContainer(value);
        self
    }
}
