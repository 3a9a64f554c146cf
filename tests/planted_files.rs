//! Links, pipes, sockets and devices planted in a project on the real disk: none is opened, followed or written through,
//! and none keeps the program waiting.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "support/folders.rs"]
mod folders;

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use folders::copy;
use rapporteur::storage::{Fs, RealFs, Store, Writer, check};

#[test]
fn planted_links_pipes_and_devices_are_said_and_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let (folder, outside) = (home.path().join("talks"), home.path().join("outside"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format_1"), &folder);
    std::fs::create_dir(&outside).expect("made");
    let secret = outside.join("secret.ron");
    let words = "(format: 1, writer: \"x\", records: [\n(record: \"tag\", id: \"secret\", name: \"Secret\"),\n])\n";
    std::fs::write(&secret, words).expect("written");
    let pipe = Command::new("mkfifo").arg(folder.join("codes/pipe.ron")).status().expect("mkfifo");
    assert!(pipe.success());
    let _socket = UnixListener::bind(folder.join("codes/socket.ron")).expect("bound");
    symlink(&secret, folder.join("codes/link.ron")).expect("linked");
    symlink("/dev/zero", folder.join("codes/zero.ron")).expect("linked");
    symlink(&outside, folder.join("excerpts/zz")).expect("linked");
    symlink(folder.join("codes"), folder.join("codes/loop")).expect("linked");
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let problems = check(fs.clone(), &folder).expect("checks").problems;
    let analyst = {
        let opened = Store::open_read_only(fs.clone(), &folder).expect("opens");
        assert!(opened.project.tags().values().all(|tag| tag.name != "Secret"));
        assert_eq!(opened.project.excerpts().len(), 4);
        opened.project.analysts().values().next().expect("there").clone()
    };
    let said: Vec<&str> = problems.iter().map(|found| found.file.as_str()).collect();
    for planted in
        ["codes/pipe.ron", "codes/socket.ron", "codes/link.ron", "codes/zero.ron", "excerpts/zz", "codes/loop"]
    {
        assert!(said.contains(&planted), "{planted}: {said:?}");
    }
    // Where this writer's own files would go there are links: nothing is written through them.
    let writer = Writer { id: "planted".parse().expect("an id"), analyst, installation: String::new() };
    symlink(outside.join("not-there.ron"), folder.join("codes/planted.ron")).expect("linked");
    symlink(&outside, folder.join(".local")).expect("linked");
    assert!(Store::open(fs.clone(), &folder, &writer).is_err(), "the lock would lie outside");
    std::fs::remove_file(folder.join(".local")).expect("removed");
    let mut opened = Store::open(fs.clone(), &folder, &writer).expect("opens");
    let mut tag = opened.project.tags_in_order().first().expect("there").to_owned().clone();
    tag.definition = "new".to_owned();
    let change = rapporteur::model::Change::put("define", [rapporteur::model::Record::Tag(tag)]);
    let inverse = opened.project.apply(&change).expect("applies");
    let when = jiff::Timestamp::UNIX_EPOCH;
    let step = rapporteur::storage::Step {
        way: rapporteur::storage::Way::Done,
        change: change.into(),
        inverse: inverse.into(),
        when,
    };
    opened.store.record(&[step]).expect("kept in the journal");
    assert!(opened.store.checkpoint().is_err());
    drop(opened);
    assert_eq!(std::fs::read_dir(&outside).expect("there").count(), 1);
    assert_eq!(std::fs::read_to_string(&secret).expect("text"), words);
    // A project.ron that leads elsewhere is not followed either.
    std::fs::remove_file(folder.join("project.ron")).expect("removed");
    symlink(&secret, folder.join("project.ron")).expect("linked");
    let opened = Store::open_read_only(fs, &folder).expect("opens");
    assert!(opened.report.damage.iter().any(|found| found.file == "project.ron"));
}

#[test]
fn the_command_line_gives_a_terminal_no_orders() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("talks");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format_1"), &folder);
    let file = folder.join("codes/bens-laptop.ron");
    let text = std::fs::read_to_string(&file).expect("text");
    std::fs::write(&file, text.replace("records: [\n", "records: [\n(x\u{1b}]0;title\u{7}\u{202e} \u{9b}31m\n"))
        .expect("written");
    let name = folder.join("project.ron");
    let text = std::fs::read_to_string(&name).expect("text");
    std::fs::write(&name, text.replace("Harbour talks", "Harbour\\u{1b}[2J talks\\u{202e}")).expect("written");
    for command in [&["check"][..], &["info"], &["info", "--json"], &["export", "--format", "markdown"]] {
        let (first, rest) = command.split_first().expect("a word");
        let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .arg(first)
            .arg(&folder)
            .args(rest)
            .env("RAPPORTEUR_DATA", home.path().join("user"))
            .output()
            .expect("runs");
        let all = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&all);
        assert!(!said.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{command:?}: {said:?}");
        // JSON and exports are data and keep what only turns the direction of writing; what is said to people does not.
        assert!(command.len() > 1 || !said.contains('\u{202e}'), "{command:?}: {said:?}");
    }
}
