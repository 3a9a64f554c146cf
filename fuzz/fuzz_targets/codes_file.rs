//! Any bytes as codes file: `fuzz/src/targets.rs` says what must hold.
#![no_main]

#[path = "../src/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = targets::TARGETS.iter().find(|target| target.name == "codes_file") {
        (target.run)(bytes);
    }
});
