//! What git carries and leaves: nothing of `.local`, whatever ignore file the folder had, and every byte as it is.
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rapporteur::model::Surroundings as _;
use rapporteur::model::surroundings::Counting;
use rapporteur::storage::{Fs, RealFs, Store, Writer, check, repair};

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The texts of the project in `folder`, with their files as they are.
fn texts(folder: &Path) -> Vec<Vec<u8>> {
    let all = walkdir::WalkDir::new(folder.join("articles")).sort_by_file_name().into_iter().flatten();
    all.filter(|entry| entry.path().extension().is_some_and(|end| end == "txt"))
        .map(|entry| std::fs::read(entry.path()).unwrap_or_default())
        .collect()
}

#[test]
fn nothing_of_local_is_staged_and_windows_line_ends_change_no_text() {
    let home = tempfile::tempdir().expect("done");
    let [first, second, third] = ["first", "second", "third"].map(|name| home.path().join(name));
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format_1");
    for entry in walkdir::WalkDir::new(&fixture).into_iter().flatten() {
        let to = first.join(entry.path().strip_prefix(&fixture).unwrap_or(Path::new("")));
        let made = if entry.file_type().is_dir() {
            std::fs::create_dir_all(to)
        } else {
            std::fs::copy(entry.path(), to).map(|_| ())
        };
        made.expect("done");
    }
    std::fs::write(first.join(".gitignore"), "target\n").expect("done");
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let checked = |folder: &Path| check(fs.clone(), folder).expect("done");
    let looked = Store::open_read_only(fs.clone(), &first).expect("done");
    let analyst = looked.project.analysts().values().next().expect("somebody").clone();
    let mut surroundings = Counting::default();
    let id = rapporteur::storage::WriterId::fresh(&mut surroundings);
    let writer = Writer { id, analyst, installation: String::new() };
    drop(Store::open(fs.clone(), &first, &writer).expect("done"));
    git(&first, &["init", "-q"]);
    git(&first, &["add", "-A"]);
    git(&first, &["commit", "-q", "-m", "first"]);
    let carried = git(&first, &["ls-files"]);
    assert!(carried.contains("project.ron") && !carried.contains(".local"), "{carried}");
    assert_eq!(git(&first, &["status", "--porcelain"]), "");

    git(home.path(), &["clone", "-q", "-c", "core.autocrlf=true", "first", "second"]);
    assert_eq!((texts(&second), checked(&second)), (texts(&first), checked(&first)));
    // A project that was committed before there were attributes.
    git(&first, &["rm", "-q", ".gitattributes"]);
    git(&first, &["commit", "-q", "-m", "without"]);
    git(home.path(), &["clone", "-q", "-c", "core.autocrlf=true", "first", "third"]);
    assert!(texts(&third) != texts(&first) && texts(&third).iter().any(|text| text.contains(&b'\r')));
    assert_eq!(checked(&third).problems, checked(&first).problems);
    repair(&fs, &third, &writer, surroundings.now()).expect("done");
    assert_eq!(texts(&third), texts(&first));
}
