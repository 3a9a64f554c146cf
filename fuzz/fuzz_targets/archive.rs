//! Any bytes as the zip of a project: `fuzz/src/targets.rs` says what must hold.
#![no_main]

#[path = "../src/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = targets::TARGETS.iter().find(|target| target.name == "archive") {
        (target.run)(bytes);
    }
});
