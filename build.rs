//! Builds the program anew when the sample project that it carries has changed.

fn main() {
    println!("cargo::rerun-if-changed=projects/berlin-talks");
}
