//! The rules of the house, kept by reading the sources: layers and arrows, who may write, draw, look at the clock; sizes,
//! headers, names. `rules` has the lists, `source` reads what a file names. Each breach says where and what to do.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod rules;
mod source;

use std::path::Path;

use rules::{EMPTY_NAMES, FENCES, HEADER_LINES, LAYERS, LINES_ELSEWHERE, LINES_IN_SRC, UNFINISHED};
use source::{Before, Named};

/// Folders with Rust of ours.
const FOLDERS: &[&str] = &["src", "tests", "benches", "examples", "fuzz/fuzz_targets", "fuzz/src"];

/// Crates that speak over a network. None may be in the tree, whatever asks for it.
const NETWORK_CRATES: &[&str] = &[
    "actix-web",
    "attohttpc",
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tonic",
    "tungstenite",
    "ureq",
];

/// Everything that a file does against the rules, each as “file:line: what; what to do”.
fn breaches(file: &str, text: &str) -> Vec<String> {
    let mut breaches = shape(file, text);
    match source::names(file, text) {
        Ok(names) => {
            for name in &names {
                let found = unfinished(name).or_else(|| against_arrows(file, name)).or_else(|| over_fence(file, name));
                breaches.extend(found.map(|what| format!("{file}:{}: {what}", name.line)));
            }
        }
        Err(error) => breaches.push(format!("{file}:1: cannot be read as Rust: {error}")),
    }
    breaches
}

/// Length, header, name.
fn shape(file: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let limit = if file.starts_with("src/") { LINES_IN_SRC } else { LINES_ELSEWHERE };
    let lines = text.lines().count();
    if lines > limit {
        breaches.push(format!("{file}:{lines}: longer than {limit} lines; find the two ideas in it and part them"));
    }
    let header = text.lines().take_while(|line| line.starts_with("//!")).filter(|line| line.trim() != "//!").count();
    if !(1..=HEADER_LINES).contains(&header) {
        breaches.push(format!(
            "{file}:1: opens with {header} lines of //!; say in one to {HEADER_LINES} what the file is for"
        ));
    }
    let mut names = file.trim_end_matches(".rs").split('/');
    if let Some(name) = names.find(|name| EMPTY_NAMES.contains(name)) {
        breaches.push(format!("{file}:1: “{name}” says nothing about what is inside; name it after that"));
    }
    breaches
}

fn unfinished(name: &Named) -> Option<String> {
    let word = name.segments.last()?;
    if name.is_macro && UNFINISHED.contains(&word.as_str()) {
        return Some(format!("{word}! is left in; finish it, or take it out"));
    }
    match (name.before, word.as_str()) {
        (Before::Attribute, "allow") => Some("#[allow] is left in; write #[expect(…, reason = \"…\")]".to_owned()),
        (Before::Attribute, "ignore") => Some("a test that never runs; mend it, or take it out".to_owned()),
        _ => None,
    }
}

/// Whether a layer uses one that is not below it.
fn against_arrows(file: &str, name: &Named) -> Option<String> {
    let inside = file.strip_prefix("src/")?;
    let (folder, _) = inside.split_once('/')?;
    let layer = LAYERS.iter().find(|layer| layer.name == folder);
    let [root, used, ..] = name.segments.as_slice() else { return None };
    let known = LAYERS.iter().any(|layer| layer.name == used);
    let layer = layer.filter(|layer| root == "crate" && known && used != layer.name)?;
    (!layer.may_use.contains(&used.as_str())).then(|| {
        let may = match layer.may_use {
            [] => "nothing of ours".to_owned(),
            some => some.join(", "),
        };
        let path = name.segments.join("::");
        format!("{path} is against the arrows: {} may use {may}; pass it in, or move this up", layer.name)
    })
}

/// Whether something is named where it may not be.
fn over_fence(file: &str, name: &Named) -> Option<String> {
    let inside = file.strip_prefix("src/")?;
    let stands_in = |places: &[&str]| {
        places.iter().any(|place| if place.ends_with('/') { inside.starts_with(place) } else { inside == *place })
    };
    let fence = FENCES.iter().find(|fence| {
        let here = (fence.within.is_empty() || stands_in(fence.within)) && !stands_in(fence.only);
        let counts = here && !(fence.tests_may && name.in_tests);
        counts
            && (!fence.exclusive || name.before == Before::ExclusiveReference)
            && fence.paths.iter().any(|path| names_path(name, path))
    })?;
    Some(format!("`{}`: {}", name.segments.join("::"), fence.instead))
}

/// Whether the segments of `path` stand in `name` one after the other.
fn names_path(name: &Named, path: &str) -> bool {
    let (path, after_dot) = path.strip_prefix('.').map_or((path, false), |path| (path, true));
    let wanted: Vec<&str> = path.split("::").collect();
    (!after_dot || name.before == Before::Dot)
        && name.segments.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(a, b)| a == b))
}

/// Every Rust file of ours but the build script, by its place in the package, with its text; sorted.
fn files() -> Vec<(String, String)> {
    fn gather(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
        let entries = std::fs::read_dir(folder).expect("a folder that can be read");
        for entry in entries.map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                gather(&entry, root, files);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let place = entry.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                files.push((place, std::fs::read_to_string(&entry).expect("text")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()) {
        gather(&folder, root, &mut files);
    }
    files.sort();
    files
}

#[test]
fn the_sources_keep_the_rules_of_the_house() {
    let files = files();
    assert!(files.len() > 100, "the sources were not found");
    let breaches: Vec<String> = files.iter().flat_map(|(file, text)| breaches(file, text)).collect();
    assert!(breaches.is_empty(), "against the rules of the house (ARCHITECTURE.md):\n{}", breaches.join("\n"));
}

#[test]
fn each_folder_of_src_is_a_layer_and_each_fence_leads_somewhere() {
    let files: Vec<String> = files().into_iter().map(|(file, _)| file).collect();
    let folders = files.iter().filter_map(|file| file.strip_prefix("src/")?.split_once('/')).map(|(folder, _)| folder);
    for folder in folders {
        assert!(LAYERS.iter().any(|layer| layer.name == folder), "src/{folder} is no layer: add it to rules::LAYERS");
    }
    for place in FENCES.iter().flat_map(|fence| fence.within) {
        let there = files.iter().any(|file| {
            let inside = file.strip_prefix("src/").unwrap_or_default();
            if place.ends_with('/') { inside.starts_with(place) } else { inside == *place }
        });
        assert!(there, "rules::FENCES names src/{place}, which is not there");
    }
}

/// The rules have teeth: each line of code is refused in the first file and passes in the second.
#[test]
fn what_is_against_the_rules_is_found() {
    let cases = [
        ("use crate::app::State;", "model/project.rs", "ui/menu.rs"),
        ("use super::super::storage::Store;", "import/html.rs", "app/update.rs"),
        ("fn f() { rapporteur::ui::run() }", "desktop/desk.rs", "main.rs"),
        ("fn f() { log!(crate::desktop::World) }", "app/update.rs", "ui/window.rs"),
        ("use crate::export::FORMATS;", "import/csv.rs", "app/exchange.rs"),
        ("use crate::ui::theme;", "cli/mod.rs", "main.rs"),
        ("use std::{fs::{self, File}, io};", "export/csv.rs", "desktop/article_files.rs"),
        ("fn f() { std::fs::write(a, b) }", "cli/export.rs", "storage/fs/real.rs"),
        ("fn f() { fs.rename(a, b) }", "storage/store.rs", "storage/atomic_file.rs"),
        ("fn f(p: &Path) { p.is_file() }", "ui/window.rs", "cli/export.rs"),
        ("fn f() { jiff::Timestamp::now() }", "app/update.rs", "desktop/surroundings.rs"),
        ("use std::time::Instant;", "ui/window.rs", "desktop/dialogs.rs"),
        ("fn f() { getrandom::fill(b) }", "model/id.rs", "desktop/surroundings.rs"),
        ("use std::thread;", "desktop/jobs.rs", "desktop/worker.rs"),
        ("fn f(row: &Row) { row.glyphs.len() }", "ui/widgets/mod.rs", "ui/reader/mixed.rs"),
        ("fn f() { rfd::FileDialog::new() }", "ui/menu.rs", "desktop/dialogs.rs"),
        ("use egui::Color32;", "app/state.rs", "ui/theme.rs"),
        ("use egui::text::CCursor;", "ui/reader/view.rs", "ui/reader/cursor.rs"),
        ("fn f(state: &mut State) {}", "ui/panels/codes.rs", "ui/window.rs"),
        ("#[test] #[ignore = \"slow\"] fn f() {}", "text/a.rs", ""),
        ("#![allow(dead_code)]", "text/a.rs", ""),
        ("fn f() { todo!() }", "text/a.rs", ""),
    ];
    for (code, refused, passes) in cases {
        let text = format!("//! A file.\n{code}\n");
        let found = breaches(&format!("src/{refused}"), &text);
        assert!(found.iter().any(|breach| breach.starts_with(&format!("src/{refused}:2: "))), "{code}: {found:?}");
        if !passes.is_empty() {
            assert_eq!(breaches(&format!("src/{passes}"), &text), Vec::<String>::new(), "{code}");
        }
    }
}

#[test]
fn shape_is_looked_at() {
    let long = format!("//! A file.\n{}", "\n".repeat(LINES_IN_SRC));
    assert_eq!(breaches("src/text/a.rs", &long).len(), 1);
    assert_eq!(breaches("tests/a.rs", &long).len(), 0);
    assert_eq!(breaches("src/text/a.rs", "fn f() {}").len(), 1);
    assert_eq!(breaches("src/text/a.rs", &"//! A line.\n".repeat(HEADER_LINES + 1)).len(), 1);
    assert_eq!(breaches("src/text/utils.rs", "//! A file.").len(), 1);
    assert_eq!(
        breaches("src/text/mod.rs", "//! allow, ignore, todo!() in words.\n// todo!()\nconst A: &str = \"todo!()\";")
            .len(),
        0
    );
}

#[test]
fn nothing_in_the_tree_speaks_over_a_network() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("Cargo.lock");
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let found: Vec<&str> = names.filter(|name| NETWORK_CRATES.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}: no request ever leaves the machine; turn off the feature that asks for it");
}
