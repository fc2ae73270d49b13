//! What a `model.tar.gz` says about its network, for models of which no job is known.

use std::{io::Read, time::Duration};

use domain::{S3Uri, incremental::ArchiveFacts};
use flate2::read::GzDecoder;
use tokio_util::io::{StreamReader, SyncIoBridge};

use super::History;

/// How long a page waits for an archive.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Most bytes that an archive may unpack to while it is read; a bomb ends here.
const MAXIMUM_UNPACKED: u64 = 16 << 30;
/// Most entries that are looked at.
const MAXIMUM_ENTRIES: usize = 10_000;

impl History {
    /// The facts in an archive; `None` when it cannot be read in time, which is no proof of anything.
    pub(super) async fn archive_facts(&self, artifact: &S3Uri) -> Option<ArchiveFacts> {
        match tokio::time::timeout(TIMEOUT, self.read_archive(artifact)).await {
            Ok(facts) => facts,
            Err(_) => {
                tracing::warn!(%artifact, "the model's archive was not read in {TIMEOUT:?}");
                None
            }
        }
    }

    async fn read_archive(&self, artifact: &S3Uri) -> Option<ArchiveFacts> {
        let (_, stream) = self.aws.get(artifact).await.ok()??;
        let reader = SyncIoBridge::new(StreamReader::new(Box::pin(stream)));
        match tokio::task::spawn_blocking(move || read(reader)).await.ok()? {
            Ok(facts) => Some(facts),
            Err(error) => {
                tracing::warn!(%artifact, %error, "the model's archive cannot be read");
                None
            }
        }
    }
}

/// Reads names, and the few small texts that tell something; the weights are passed over.
fn read(archive: impl Read) -> std::io::Result<ArchiveFacts> {
    let mut archive = tar::Archive::new(GzDecoder::new(archive).take(MAXIMUM_UNPACKED));
    let mut files: Vec<(String, Option<String>)> = Vec::new();
    for entry in archive.entries()?.take(MAXIMUM_ENTRIES) {
        let entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut text = None;
        if ArchiveFacts::wants(&name) && entry.size() <= ArchiveFacts::MAXIMUM_FILE_SIZE {
            let mut bytes = Vec::new();
            entry.take(ArchiveFacts::MAXIMUM_FILE_SIZE).read_to_end(&mut bytes)?;
            text = String::from_utf8(bytes).ok();
        }
        files.push((name, text));
    }
    Ok(ArchiveFacts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_deref()))))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::read;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (name, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            builder.append_data(&mut header, name, *content).expect("an entry");
        }
        builder.into_inner().and_then(|mut gzip| gzip.flush().and_then(|()| gzip.finish())).expect("an archive")
    }

    #[test]
    fn the_network_is_read_from_the_small_files() {
        let shapes = br#"[{"shape": [1, 3, 28, 28], "name": "data"}]"#;
        let symbol = br#"{"nodes": [{"op": "Convolution", "name": "conv0"}, {"op": "FullyConnected", "name": "fc1", "attrs": {"num_hidden": "10"}}]}"#;
        let files: [(&str, &[u8]); 3] = [
            ("image-classification-0003.params", &[0; 100_000]),
            ("image-classification-symbol.json", symbol),
            ("model-shapes.json", shapes),
        ];
        let facts = read(archive(&files).as_slice()).expect("facts");
        assert_eq!(facts.repository(), Some("image-classification"));
        let value = |name: &str| facts.values.get(name).map(String::as_str);
        assert_eq!((value("num_classes"), value("image_shape")), (Some("10"), Some("3,28,28")));
    }

    #[test]
    fn what_is_no_archive_is_an_error_and_no_fact() {
        assert!(read(&b"not gzip"[..]).is_err());
        let cut = archive(&[("model-shapes.json", b"[]")]);
        assert!(read(&cut[..cut.len() / 2]).is_err());
    }
}
