//! Files that are no text, by their first bytes: the analyst is told what they look like and what to do instead.

const SAVE_AS_TEXT: &str = "open it and save or copy its text as plain text, Markdown or HTML";
const UNPACK: &str = "unpack it and import the files in it";
const NO_WORDS: &str = "there are no words in it to import";
const SAVE_AS_HTML: &str = "save the page as “Web page, HTML only” and import that";

/// First bytes, what they stand for, what to do. Sources: the formats' own specifications.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", SAVE_AS_TEXT),
    (b"{\\rtf", "a rich text document (RTF)", SAVE_AS_TEXT),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a document of an older office program", SAVE_AS_TEXT),
    (b"bplist00", "a web archive of Safari or another property list", SAVE_AS_HTML),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ\0", "an xz archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive", UNPACK),
    (b"\x89PNG\r\n\x1A\n", "a PNG image", NO_WORDS),
    (b"\xFF\xD8\xFF", "a JPEG image", NO_WORDS),
    (b"GIF87a", "a GIF image", NO_WORDS),
    (b"GIF89a", "a GIF image", NO_WORDS),
    (b"II*\0", "a TIFF image", NO_WORDS),
    (b"MM\0*", "a TIFF image", NO_WORDS),
    (b"ID3", "an MP3 recording", NO_WORDS),
    (b"OggS", "an Ogg recording", NO_WORDS),
    (b"fLaC", "a FLAC recording", NO_WORDS),
    (b"\x7FELF", "a program", NO_WORDS),
    (b"SQLite format 3\0", "an SQLite database", SAVE_AS_TEXT),
];

/// What a file looks like that is no text (“a PDF document”), and what to do; `None` where nothing is known against it.
pub(super) fn other_than_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let at = |from: usize, mark: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(mark));
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        return Some(zipped(bytes));
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Some(("a WebP image", NO_WORDS));
    }
    if at(0, b"RIFF") && (at(8, b"WAVE") || at(8, b"AVI ")) {
        return Some(("a recording", NO_WORDS));
    }
    if at(4, b"ftyp") {
        return Some(("a film or a picture (MP4, HEIC)", NO_WORDS));
    }
    if is_mhtml(bytes) {
        return Some(("a web archive (MHTML)", SAVE_AS_HTML));
    }
    // Short marks that words could begin with count only where bytes follow that no text holds.
    let sample = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let holds_controls = sample.iter().any(|byte| matches!(byte, 0..=8 | 14..=25 | 28..=31));
    SIGNATURES
        .iter()
        .find(|(mark, _, _)| bytes.starts_with(mark) && (mark.len() > 4 || holds_controls || !mark.is_ascii()))
        .map(|(_, looks_like, advice)| (*looks_like, *advice))
}

/// Office documents and books are zip archives; the names of their first files tell them apart.
fn zipped(bytes: &[u8]) -> (&'static str, &'static str) {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    let names = |name: &[u8]| start.windows(name.len()).any(|part| part == name);
    if names(b"word/") {
        ("a Word document", SAVE_AS_TEXT)
    } else if names(b"application/vnd.oasis.opendocument.text") {
        ("an OpenDocument text", SAVE_AS_TEXT)
    } else if names(b"application/epub+zip") {
        ("an EPUB book", SAVE_AS_TEXT)
    } else if names(b"[Content_Types].xml") || names(b"application/vnd.oasis.opendocument") {
        ("an office document", SAVE_AS_TEXT)
    } else {
        ("a zip archive", UNPACK)
    }
}

/// What browsers save as one file with “.mht” is a mail message with the page inside.
fn is_mhtml(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes).to_ascii_lowercase();
    let names = |name: &[u8]| start.windows(name.len()).any(|part| part == name);
    (start.starts_with(b"from:") || start.starts_with(b"mime-version:")) && names(b"content-type: multipart/related")
}

/// Whether the first words are those of a web page, whatever the file is called.
pub(super) fn is_web_page(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html>") || start.starts_with(b"<html ")
}
