//! What a `model.tar.gz` says about its network, for models of which no job is known.

use std::io::{self, BufRead, Read};

use domain::incremental::ArchiveFacts;

use super::{
    gunzip_limit::LimitedGunzip,
    tar_stream::{Broken, TarStream},
    xray::{no_gzip, sentence},
};

/// Reads the names of an archive of `size` bytes, and the few small texts that tell something; weights are passed over.
///
/// # Errors
/// A sentence that says why the bytes are no such archive, or end too early.
pub(crate) fn read(mut input: impl BufRead, size: u64) -> Result<ArchiveFacts, String> {
    let start = input.fill_buf().map_err(|error| sentence(&Broken::from(error)))?;
    match no_gzip(start) {
        Some(reason) => Err(reason.to_owned()),
        None => facts(input, size).map_err(|broken| sentence(&broken)),
    }
}

fn facts(input: impl BufRead, size: u64) -> Result<ArchiveFacts, Broken> {
    let mut archive = TarStream::new(LimitedGunzip::new(input, size));
    let mut files: Vec<(String, Option<String>)> = Vec::new();
    while let Some(head) = archive.next()? {
        if !head.kind.is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&head.path).into_owned();
        let mut text = None;
        if ArchiveFacts::wants(&name) && head.size <= ArchiveFacts::MAX_FILE_BYTES {
            let mut bytes = Vec::new();
            (&mut archive).take(ArchiveFacts::MAX_FILE_BYTES).read_to_end(&mut bytes)?;
            text = String::from_utf8(bytes).ok();
        }
        files.push((name, text));
    }
    // The check sum stands behind the last byte, which nobody has asked for yet.
    io::copy(&mut archive.into_input(), &mut io::sink())?;
    Ok(ArchiveFacts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_deref()))))
}

#[cfg(test)]
mod tests {
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
        builder.into_inner().and_then(GzEncoder::finish).expect("an archive")
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
        let archive = archive(&files);
        let facts = read(archive.as_slice(), archive.len() as u64).expect("facts");
        assert_eq!(facts.repository(), Some("image-classification"));
        let value = |name: &str| facts.values.get(name).map(String::as_str);
        assert_eq!((value("num_classes"), value("image_shape")), (Some("10"), Some("3,28,28")));
    }

    #[test]
    fn what_is_no_archive_is_an_error_and_no_fact() {
        assert_eq!(read(&b"not gzip"[..], 8), Err("It is not compressed with gzip.".to_owned()));
        assert_eq!(read(&b""[..], 0), Err("It is empty.".to_owned()));
        let cut = archive(&[("model-shapes.json", &[b' '; 4096])]);
        assert!(read(&cut[..cut.len() / 2], cut.len() as u64).is_err());
    }
}
