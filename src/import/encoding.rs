//! Bytes to text: byte order mark, declaration, strict UTF-8, then detection (WHATWG Encoding Standard).
//! Never lossy in silence: whatever was guessed or replaced is told in a note.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes at the start are looked at to recognise UTF-16 without a mark, and binary content.
const SAMPLE_BYTES: usize = 64 * 1024;

/// How many bytes from the first that is not ASCII an encoding is guessed by.
const DETECTED_WITHIN: usize = 512 * 1024;

/// A text with how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without the byte order mark.
    pub text: String,
    /// WHATWG name of the encoding.
    pub encoding: &'static str,
    /// What the analyst should know about it, one sentence each.
    pub notes: Vec<String>,
}

/// Why bytes are not taken for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDecoded {
    /// They hold too many control characters.
    Binary,
    /// An encoding that no reader of web pages supports.
    Unsupported(&'static str),
    /// In the best encoding found, this many characters of so many could not be read.
    Unreadable {
        /// Characters that could not be read.
        lost: usize,
        /// All characters.
        of: usize,
    },
}

/// Decodes `bytes`. `declared` is the encoding that the file itself names, if its kind can name one.
pub fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, NotDecoded> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(NotDecoded::Unsupported("UTF-32"));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read_as(bytes.get(mark..).unwrap_or_default(), encoding, Vec::new());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let note = format!("No byte order mark or declaration: read as {} by detection", encoding.name());
        return read_as(bytes, encoding, vec![note]);
    }
    if looks_binary(bytes) {
        return Err(NotDecoded::Binary);
    }
    let is_utf_8 = std::str::from_utf8(bytes).is_ok();
    // A declaration that is itself readable as ASCII cannot be true of UTF-16 (HTML Standard, 13.2.3.2).
    let declared = declared.map(|d| if d == UTF_16LE || d == UTF_16BE { UTF_8 } else { d });
    if let Some(encoding) = declared.filter(|d| d.decode_without_bom_handling_and_without_replacement(bytes).is_some())
    {
        // Letters beyond ASCII that form valid UTF-8 throughout are no coincidence, whatever an editor left declared.
        if is_utf_8 && encoding != UTF_8 && !bytes.is_ascii() && encoding.is_ascii_compatible() {
            let note = format!("Declared as {}, but written in UTF-8: read as UTF-8", encoding.name());
            return read_as(bytes, UTF_8, vec![note]);
        }
        return read_as(bytes, encoding, Vec::new());
    }
    let mut notes = Vec::new();
    if let Some(encoding) = declared {
        notes.push(format!("Declared as {}, which does not fit the bytes", encoding.name()));
    }
    let encoding = detected(bytes, is_utf_8);
    if encoding != UTF_8 {
        notes.push(format!("Not UTF-8, and no encoding declared: read as {} by detection", encoding.name()));
    }
    read_as(bytes, encoding, notes)
}

fn read_as(bytes: &[u8], encoding: &'static Encoding, mut notes: Vec<String>) -> Result<Decoded, NotDecoded> {
    let already = |text: &str| text.matches('\u{FFFD}').count();
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let replacements = already(&text);
    if lossy {
        let of = text.chars().count();
        if replacements * 20 > of {
            return Err(NotDecoded::Unreadable { lost: replacements, of });
        }
        notes.push(format!(
            "{} could not be read as {} and {} replaced by “\u{FFFD}”",
            counted(replacements, "character", "characters"),
            encoding.name(),
            if replacements == 1 { "was" } else { "were" },
        ));
    } else if replacements > 0 {
        notes.push(format!(
            "{} lost already in the file (“\u{FFFD}”)",
            if replacements == 1 { "1 character was".to_owned() } else { format!("{replacements} characters were") }
        ));
    }
    Ok(Decoded { text, encoding: encoding.name(), notes })
}

/// UTF-8 with a few broken bytes is still UTF-8: any other reading would garble every quotation mark.
fn detected(bytes: &[u8], is_utf_8: bool) -> &'static Encoding {
    if is_utf_8 && !(bytes.is_ascii() && bytes.contains(&0x1B)) {
        return UTF_8;
    }
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole > 0 && whole >= broken * 4 && broken > 0 {
        return UTF_8;
    }
    // A sample is enough to guess by; only where the guess does not fit the rest is all of it looked at.
    let first = bytes.iter().position(|byte| !byte.is_ascii() || *byte == 0x1B).unwrap_or(0).saturating_sub(2);
    let sample = bytes.get(first..bytes.len().min(first + DETECTED_WITHIN)).unwrap_or(bytes);
    let guessed = |part: &[u8]| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(part, part.len() < DETECTED_WITHIN);
        detector.guess(None, Utf8Detection::Allow)
    };
    let mut guess = guessed(sample);
    if sample.len() == DETECTED_WITHIN && guess.decode_without_bom_handling_and_without_replacement(bytes).is_none() {
        guess = guessed(bytes);
    }
    if is_utf_8 && guess != ISO_2022_JP { UTF_8 } else { guess }
}

/// UTF-16 shows by the zero bytes of its spaces and line ends, all on the same side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES) & !1)?;
    let zeros_at = |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (encoding, from): (_, fn([u8; 2]) -> u16) = match (zeros_at(0), zeros_at(1)) {
        (0, high) if high > 0 => (UTF_16LE, u16::from_le_bytes),
        (high, 0) if high > 0 => (UTF_16BE, u16::from_be_bytes),
        _ => return None,
    };
    let units = sample.as_chunks::<2>().0.iter().map(|pair| from(*pair));
    let (mut all, mut text) = (0usize, 0usize);
    for found in char::decode_utf16(units) {
        all += 1;
        let plain = |c: char| {
            c.is_alphanumeric()
                || c.is_whitespace()
                || c.is_ascii_punctuation()
                || ('\u{2010}'..'\u{2040}').contains(&c)
        };
        text += usize::from(found.is_ok_and(plain));
    }
    // Two zeros in a text of one byte a character are not enough to make it UTF-16: nearly all must come out as text.
    let spaces = sample.as_chunks::<2>().0.iter().filter(|pair| matches!(from(**pair), 0x20 | 0x0A | 0x0D)).count();
    let latin = zeros_at(0).max(zeros_at(1)) * 2 > all;
    (all >= 2 && text * 20 >= all * 19 && (latin || spaces * 40 > all)).then_some(encoding)
}

/// Text holds next to no control characters; a stray few are cleaned later and told.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES)).unwrap_or(bytes);
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B);
    sample.iter().filter(control).count() > 3 + sample.len() / 50
}

/// “1 line” or “3 lines”.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "He said “no deal” — and left the café at 8.\nNobody followed.";
    const UKRAINIAN: &str =
        "Переговори тривали п’ять годин, але рішення щодо території ще немає.\nСторони домовилися зустрітися знову.";
    const GERMAN: &str = "Die Gespräche dauerten fünf Stunden; über die Grenzen wurde nicht entschieden.";

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    fn check(bytes: &[u8], declared: Option<&str>, encoding: &str, text: &str) -> Vec<String> {
        let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
        let decoded = decode(bytes, declared).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
        decoded.notes
    }

    #[test]
    fn every_way_to_know_the_encoding() {
        for text in [ENGLISH, UKRAINIAN, GERMAN] {
            let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
            assert_eq!(check(text.as_bytes(), None, "UTF-8", text), [""; 0]);
            assert_eq!(check(&marked(b"\xEF\xBB\xBF", text.into()), None, "UTF-8", text), [""; 0]);
            let (le, be) = (utf_16(text, u16::to_le_bytes), utf_16(text, u16::to_be_bytes));
            assert_eq!(check(&marked(b"\xFF\xFE", le.clone()), None, "UTF-16LE", text), [""; 0]);
            assert_eq!(check(&marked(b"\xFE\xFF", be.clone()), None, "UTF-16BE", text), [""; 0]);
            assert_eq!(check(&le, None, "UTF-16LE", text).len(), 1);
            assert_eq!(check(&be, None, "UTF-16BE", text).len(), 1);
        }
    }

    #[test]
    fn single_byte_encodings_declared_and_detected() {
        for (label, text) in [("windows-1251", UKRAINIAN), ("windows-1252", ENGLISH), ("windows-1252", GERMAN)] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("label");
            let bytes = encoding.encode(text).0;
            assert_eq!(check(&bytes, Some(label), label, text), [""; 0]);
            let notes = check(&bytes, None, label, text);
            assert_eq!(notes, [format!("Not UTF-8, and no encoding declared: read as {label} by detection")]);
        }
    }

    #[test]
    fn a_false_declaration_is_told() {
        let notes = check(GERMAN.as_bytes(), Some("iso-8859-1"), "UTF-8", GERMAN);
        assert_eq!(notes, ["Declared as windows-1252, but written in UTF-8: read as UTF-8"]);
        let bytes = encoding_rs::WINDOWS_1252.encode(GERMAN).0;
        let notes = check(&bytes, Some("utf-8"), "windows-1252", GERMAN);
        assert_eq!(notes.first().map(String::as_str), Some("Declared as UTF-8, which does not fit the bytes"));
    }

    #[test]
    fn nothing_is_lost_in_silence() {
        let mut broken = ENGLISH.as_bytes().to_vec();
        broken.insert(3, 0xFF);
        let notes = check(&broken, None, "UTF-8", &ENGLISH.replacen("He ", "He \u{FFFD}", 1));
        assert_eq!(notes, ["1 character could not be read as UTF-8 and was replaced by “\u{FFFD}”"]);
        let notes = check("a \u{FFFD} b \u{FFFD}".as_bytes(), None, "UTF-8", "a \u{FFFD} b \u{FFFD}");
        assert_eq!(notes, ["2 characters were lost already in the file (“\u{FFFD}”)"]);
        let mut odd = utf_16(ENGLISH, u16::to_le_bytes);
        odd.push(0x41);
        assert_eq!(decode(&odd, None).expect("text").notes.len(), 2);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> =
            (0..4000u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap_or(0)).collect();
        assert_eq!(decode(&noise, None), Err(NotDecoded::Binary));
        assert_eq!(decode(&[0; 400], None), Err(NotDecoded::Binary));
        assert_eq!(decode(b"\xFF\xFE\0\0a\0\0\0", None), Err(NotDecoded::Unsupported("UTF-32")));
        assert!(matches!(decode(b"\xEF\xBB\xBF\xFF\xFFab", None), Err(NotDecoded::Unreadable { lost: 2, of: 4 })));
        assert_eq!(check(b"\x1B[1mBold\x1B[0m", None, "UTF-8", "\x1B[1mBold\x1B[0m"), [""; 0]);
        assert_eq!(decode(b"He said\0 no.\n", None).map(|d| d.text), Ok("He said\0 no.\n".to_owned()));
    }
}
