//! The sample data: handwritten digits for image classification, and scenes of shapes for object detection and semantic
//! segmentation. Each comes as a base set and as an expanded set, after a new pattern appeared.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `digits` | the digits, which are files of this repository |
//! | `layout` | the keys of the scenes' objects, and what each holds |
//! | `shapes` | draws the scenes and stores what is missing |

mod digits;
mod layout;
mod shapes;

pub(crate) use digits::store as store_digits;
pub(crate) use shapes::store as store_shapes;
