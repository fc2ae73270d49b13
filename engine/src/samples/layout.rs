//! The objects of the scenes: their keys, and what each holds.
//!
//! ```text
//! samples/shapes/{base,expanded}/{train/train.rec,validation/validation.rec}
//! samples/shapes-json/{base,expanded}/{train,train_annotation,validation,validation_annotation}/
//! samples/shapes-masks/{base,expanded}/{train,train_annotation,validation,validation_annotation,label_map}/
//! samples/shapes-{json,masks}/{base,expanded}/manifests/{train,validation}.manifest
//! ```
//!
//! A channel names a prefix, so each channel has a folder of its own, and the manifests are in none of them.

use scenes::{Pattern, Split, sets};

/// What the keys of all objects begin with. The handwritten digits are beside them.
pub(super) const PREFIX: &str = "samples/shapes";

/// A scene by its place in the sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SceneId {
    pub(super) pattern: Pattern,
    pub(super) split: Split,
    pub(super) number: u16,
}

impl SceneId {
    /// A number that no other scene has, from which it is drawn. It is the record's number, too.
    pub(super) fn seed(self) -> u64 {
        sets::seed(self.pattern, self.split, self.number)
    }

    /// The stem of its files' names.
    pub(super) fn stem(self) -> String {
        let pattern = match self.pattern {
            Pattern::Plain => "plain",
            Pattern::New => "new",
        };
        format!("{pattern}-{:03}", self.number)
    }
}

/// All scenes of a channel in the expanded set. The base set has the plain ones.
fn scenes(set: Set, split: Split) -> impl Iterator<Item = SceneId> {
    let count = move |pattern| if (set, pattern) == (Set::Base, Pattern::New) { 0 } else { sets::count(pattern, split) };
    let group = move |pattern| (0..count(pattern)).map(move |number| SceneId { pattern, split, number });
    group(Pattern::Plain).chain(group(Pattern::New))
}

/// Every scene that occurs.
pub(super) fn all_scenes() -> impl Iterator<Item = SceneId> {
    Split::ALL.into_iter().flat_map(|split| scenes(Set::Expanded, split))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Base,
    Expanded,
}

impl Set {
    const ALL: [Self; 2] = [Self::Base, Self::Expanded];

    fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Expanded => "expanded",
        }
    }
}

/// An object.
#[derive(Debug, Clone)]
pub(super) struct SampleObject {
    pub(super) key: String,
    pub(super) content: SampleContent,
}

/// What an object holds.
#[derive(Debug, Clone)]
pub(super) enum SampleContent {
    /// Images with boxes in their labels.
    Records(Vec<SceneId>),
    Image(SceneId),
    Annotation(SceneId),
    Mask(SceneId),
    /// Locations of images with their boxes. `images` is the prefix of the images' keys.
    BoxManifest {
        images: String,
        scenes: Vec<SceneId>,
    },
    /// Locations of images and of their masks.
    MaskManifest {
        images: String,
        masks: String,
        scenes: Vec<SceneId>,
    },
    /// The numbering of the masks' values that they have anyway: a form to be changed.
    LabelMap,
}

impl SampleContent {
    pub(super) fn content_type(&self) -> &'static str {
        match self {
            Self::Records(_) => "application/x-recordio",
            Self::Image(_) => "image/jpeg",
            Self::Mask(_) => "image/png",
            Self::Annotation(_) | Self::LabelMap => "application/json",
            Self::BoxManifest { .. } | Self::MaskManifest { .. } => "application/jsonlines",
        }
    }
}

/// All objects, the records first.
pub(super) fn objects() -> Vec<SampleObject> {
    let channels: Vec<(Set, Split)> = Set::ALL.into_iter().flat_map(|set| Split::ALL.map(|split| (set, split))).collect();
    let records = channels.iter().map(|(set, split)| {
        let name = split.name();
        let content = SampleContent::Records(scenes(*set, *split).collect());
        SampleObject { key: format!("{PREFIX}/{}/{name}/{name}.rec", set.name()), content }
    });
    let boxes = channels.iter().flat_map(|(set, split)| with_boxes(*set, *split));
    let masks = channels.iter().flat_map(|(set, split)| with_masks(*set, *split));
    records.chain(boxes).chain(masks).collect()
}

fn with_boxes(set: Set, split: Split) -> Vec<SampleObject> {
    let (folder, name) = (format!("{PREFIX}-json/{}", set.name()), split.name());
    let images = format!("{folder}/{name}/");
    let mut objects = vec![SampleObject {
        key: format!("{folder}/manifests/{name}.manifest"),
        content: SampleContent::BoxManifest { images: images.clone(), scenes: scenes(set, split).collect() },
    }];
    for scene in scenes(set, split) {
        let stem = scene.stem();
        objects.push(SampleObject { key: format!("{images}{stem}.jpg"), content: SampleContent::Image(scene) });
        let key = format!("{folder}/{name}_annotation/{stem}.json");
        objects.push(SampleObject { key, content: SampleContent::Annotation(scene) });
    }
    objects
}

fn with_masks(set: Set, split: Split) -> Vec<SampleObject> {
    let (folder, name) = (format!("{PREFIX}-masks/{}", set.name()), split.name());
    let (images, masks) = (format!("{folder}/{name}/"), format!("{folder}/{name}_annotation/"));
    let scenes_here: Vec<SceneId> = scenes(set, split).collect();
    let manifest = SampleContent::MaskManifest { images: images.clone(), masks: masks.clone(), scenes: scenes_here.clone() };
    let mut objects = vec![
        SampleObject { key: format!("{folder}/manifests/{name}.manifest"), content: manifest },
        SampleObject { key: format!("{folder}/label_map/{name}_label_map.json"), content: SampleContent::LabelMap },
    ];
    for scene in scenes_here {
        let stem = scene.stem();
        objects.push(SampleObject { key: format!("{images}{stem}.jpg"), content: SampleContent::Image(scene) });
        objects.push(SampleObject { key: format!("{masks}{stem}.png"), content: SampleContent::Mask(scene) });
    }
    objects
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_scene_has_a_seed_and_every_object_a_key_of_its_own() {
        let seeds: HashSet<u64> = all_scenes().map(SceneId::seed).collect();
        assert_eq!((all_scenes().count(), seeds.len()), (304, 304));
        let objects = objects();
        let keys: HashSet<&str> = objects.iter().map(|object| object.key.as_str()).collect();
        assert_eq!(keys.len(), objects.len());
        assert!(keys.iter().all(|key| key.starts_with(PREFIX)));
    }

    #[test]
    fn the_sets_have_the_sizes_that_the_examples_name() {
        let objects = objects();
        let count = |folder: &str| objects.iter().filter(|object| object.key.starts_with(folder)).count();
        for kind in ["shapes-json", "shapes-masks"] {
            for (channel, size) in
                [("base/train", 160), ("base/validation", 32), ("expanded/train", 240), ("expanded/validation", 64)]
            {
                assert_eq!(count(&format!("samples/{kind}/{channel}/")), size, "{kind} {channel}");
                assert_eq!(count(&format!("samples/{kind}/{channel}_annotation/")), size, "{kind} {channel}");
            }
        }
        let records = |key: &str| match objects.iter().find(|object| object.key == key).map(|object| &object.content) {
            Some(SampleContent::Records(scenes)) => scenes.clone(),
            other => panic!("{key}: {other:?}"),
        };
        let (base, expanded) =
            (records("samples/shapes/base/train/train.rec"), records("samples/shapes/expanded/train/train.rec"));
        assert_eq!((base.len(), expanded.len()), (160, 240));
        assert_eq!(base, expanded[..160]);
        assert_eq!(records("samples/shapes/expanded/validation/validation.rec").len(), 64);
    }
}
