//! Any bytes under any ending of a file name: an article or a reason, never a panic, and cleaned for good.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::import::cleaning::{StrayTags, clean};
use rapporteur::import::{KINDS, read};

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let endings: Vec<&str> = KINDS.iter().flat_map(|kind| kind.extensions).copied().chain(["", "pdf"]).collect();
    let ending = endings.get(usize::from(choice) % endings.len()).copied().unwrap_or_default();
    if let Ok(incoming) = read(&format!("fuzzed.{ending}"), bytes) {
        let text = incoming.text.as_str();
        assert!(!text.is_empty() && !text.contains('\r') && !text.contains('\0') && !text.ends_with('\n'));
        assert!(!incoming.title.is_empty() && !incoming.title.contains('\n'));
        assert_eq!(clean(text, StrayTags::Keep).text, text);
    }
});
