//! The lines of an augmented manifest with an image and its label, as the RecordIO file that the built-in trainer reads.

use std::io::{BufWriter, Read, Write};

use mxnet_formats::record_io::{image_header, labelled_header, write_record};

use super::{
    augmented::{Attribute, Line},
    labels::LabelForm,
    objects::{Objects, create},
};
use crate::{blocking::blocking, jobs::failure::JobError};

impl Objects<'_> {
    /// Writes one record for each line.
    pub(super) async fn take_labelled(
        &self,
        lines: Vec<Line>,
        channel: &str,
        form: LabelForm,
        room: &mut u64,
    ) -> Result<(), JobError> {
        let path = self.folder.join("augmented-manifest.rec");
        self.attempt
            .note(format!("Channel {channel}: the images of the augmented manifest were copied into a RecordIO file."))
            .await?;
        let mut output = blocking(move || Ok(BufWriter::new(create(&path)?))).await?;
        for (line, number) in lines.into_iter().zip(0..) {
            let [Attribute::Object(uri), Attribute::Text(label)] = line.attributes.as_slice() else {
                return Err(line.refuse(channel, "it has no image with its label behind it"));
            };
            let labels = form.labels(label).map_err(|reason| line.refuse(channel, reason))?;
            let mut content = self.open_named(uri, &line, channel).await?;
            let (bytes, returned) = blocking(move || {
                let mut record = match labels[..] {
                    [label] => image_header(label, number).to_vec(),
                    _ => labelled_header(&labels, number),
                };
                content.read_to_end(&mut record)?;
                write_record(&mut output, &record)?;
                Ok((record.len() as u64, output))
            })
            .await?;
            output = returned;
            *room = room.checked_sub(bytes).ok_or_else(|| JobError::download("Insufficient disk space"))?;
        }
        Ok(blocking(move || output.flush()).await?)
    }
}
