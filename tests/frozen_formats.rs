//! Every format ever released opens: a frozen project of each says what it always said, and opening and saving it without
//! a change alters no byte. The fixtures under `tests/fixtures/` are never edited; a new format gets a folder of its own.
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "support/folders.rs"]
mod folders;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use folders::copy;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{ActorId, Analyst, Excerpt, IssueId, Project, Surroundings as _};
use rapporteur::storage::{Backups, FORMAT, Fs, Opened, RealFs, Store, StoreError, Writer, check};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// All files that travel, with their content.
fn shared(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(folder).expect("below").to_owned(), entry.into_path()))
        .filter(|(below, _)| !below.starts_with(".local"))
        .map(|(below, path)| (below, std::fs::read(path).expect("read")))
        .collect()
}

fn writer(id: &str, analyst: &Analyst) -> Writer {
    Writer { id: id.parse().expect("an id"), analyst: analyst.clone(), installation: String::new() }
}

fn analyst(project: &Project, name: &str) -> Analyst {
    project.analysts().values().find(|analyst| analyst.name == name).expect("there").clone()
}

fn open(folder: &Path, id: &str, name: &str) -> Opened {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let looked = Store::open_read_only(fs.clone(), folder).expect("opens");
    Store::open(fs, folder, &writer(id, &analyst(&looked.project, name))).expect("opens")
}

/// The excerpts, a line each, with all that is said about them.
fn excerpts(project: &Project) -> String {
    let line = |excerpt: &Excerpt| {
        let (anchor, extra) = (&excerpt.anchor, &excerpt.extra.0);
        let extra: Vec<String> = extra.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let codes: Vec<&str> =
            excerpt.actors.iter().map(ActorId::as_str).chain(excerpt.issues.iter().map(IssueId::as_str)).collect();
        format!(
            "{} {} {}..{} {} [{}] {} {} {} {} | {} | {}\n",
            project.articles()[&excerpt.article].import.file,
            excerpt.tag,
            anchor.span.start(),
            anchor.span.end(),
            anchor.quote(),
            codes.join(" "),
            excerpt.stance.as_ref().map_or("", |stance| stance.word()),
            excerpt.voice.as_ref().map_or("", |voice| voice.word()),
            excerpt.said_on.map_or(String::new(), |date| date.to_string()),
            project.analysts()[&excerpt.analyst].name,
            excerpt.memo,
            extra.join(", "),
        )
    };
    project.excerpts().values().map(line).collect()
}

const EXCERPTS_OF_FORMAT_1: &str = "\
harbour.txt red-line 62..93 will not give up the lighthouse [northland lighthouse] against paraphrase 2025-12 Ada | firm; see \"letter\" | later_field: (mood: Calm, marks: [1 /* kept */, 2])
harbour.txt proposal 215..240 share one pier for a year [southland pier] for   Ada | Ada: for one year | 
letter.txt red-line 114..136 no pier without a vote [islanders pier] against   Ben | на словах | 
harbour.txt proposal 245..273 “a trial, nothing more,” [southland pier] open   Ben |  | 
";

#[test]
fn each_format_has_a_frozen_project() {
    for format in 1..=FORMAT {
        assert!(fixture(&format!("format_{format}")).is_dir(), "freeze a project of format {format}");
    }
}

#[test]
fn format_1_says_what_it_always_said() {
    let home = tempfile::tempdir().expect("a folder");
    copy(&fixture("format_1"), home.path());
    for (id, name) in [("adas-desk", "Ada"), ("bens-laptop", "Ben"), ("new", "Ada")] {
        let Opened { mut store, project, report, .. } = open(home.path(), id, name);
        assert_eq!(excerpts(&project), EXCERPTS_OF_FORMAT_1);
        assert_eq!(project.meta().name, "Harbour talks");
        assert_eq!(project.meta().extra.0, [("goal".into(), "\"who holds what\"".into())]);
        let tags: Vec<&str> = project.tags_in_order().iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(tags, ["Position", "Red line", "Proposal"]);
        let actors: Vec<&str> = project.actors().values().map(|actor| actor.name.as_str()).collect();
        assert_eq!(actors, ["Islanders", "Northland", "Southland"]);
        let islanders = project.actors().values().next().expect("the first");
        assert_eq!((islanders.aliases.len(), islanders.extra.0.len()), (2, 1));
        let issues: Vec<&str> = project.issues().values().map(|issue| issue.name.as_str()).collect();
        assert_eq!(issues, ["Lighthouse", "Pier"], "fishing was removed");
        let articles: Vec<(&str, &str)> =
            project.articles().values().map(|a| (a.title.as_str(), a.outlet.as_str())).collect();
        let expected = [("Harbour talks end without a date", "The Harbour Post"), ("A letter from the islands", "")];
        assert_eq!(articles, expected);
        for article in project.articles().values() {
            assert_eq!(store.read_text(article.text).expect("there").as_str().len(), article.text_bytes as usize);
        }
        assert_eq!((report.damage, report.notes, report.restored), (Vec::new(), Vec::new(), None));
        assert_eq!(report.concurrent.len(), 1, "Ada's and Ben's memo");
        assert_eq!(report.concurrent[0].others.len(), 1);

        store.checkpoint().expect("saves");
        drop(store);
        let (frozen, mut now) = (shared(&fixture("format_1")), shared(home.path()));
        // What git and sync programs are told is added where it was missing.
        now.retain(|file, _| !file.to_string_lossy().starts_with(".git") || frozen.contains_key(file));
        assert!(now == frozen, "opening and saving altered a byte");
    }
    let report = check(Arc::new(RealFs), home.path()).expect("checks");
    assert!(report.is_clean() && report.notes.len() == 1, "{report:?}");
}

#[test]
fn a_journal_of_format_1_is_taken_in_by_its_writer_and_by_a_successor() {
    for id in ["adas-desk", "new"] {
        let home = tempfile::tempdir().expect("a folder");
        copy(&fixture("format_1"), home.path());
        copy(&fixture("format_1_journal"), &home.path().join(".local/journal"));
        let Opened { store, project, report, .. } = open(home.path(), id, "Ada");
        assert_eq!(excerpts(&project), EXCERPTS_OF_FORMAT_1.replace("firm; see \"letter\"", "firm; asked again"));
        assert_eq!(report.restored.map(|restored| restored.changes), Some(1));
        drop(store);
        std::fs::remove_dir_all(home.path().join(".local")).expect("removed");
        assert!(
            excerpts(&open(home.path(), "later", "Ben").project).contains("firm; asked again"),
            "it is in the files"
        );
    }
}

#[test]
fn a_newer_format_is_refused_with_a_sentence_and_left_alone() {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let frozen = fixture(&format!("format_{FORMAT}"));
    let analyst = analyst(&Store::open_read_only(fs.clone(), &frozen).expect("opens").project, "Ada");
    for file in shared(&frozen).into_keys().filter(|file| file.extension().is_some_and(|end| end == "ron")) {
        let home = tempfile::tempdir().expect("a folder");
        copy(&frozen, home.path());
        let path = home.path().join(&file);
        let text = std::fs::read_to_string(&path).expect("text");
        let newer = text.replacen(&format!("format: {FORMAT}"), &format!("format: {}", FORMAT + 1), 1);
        assert_ne!(newer, text);
        std::fs::write(&path, newer).expect("written");
        let before = shared(home.path());
        let error = Store::open(fs.clone(), home.path(), &writer("adas-desk", &analyst)).expect_err("refused");
        assert!(matches!(error, StoreError::Newer { .. }), "{error}");
        let said = error.to_string();
        assert!(said.contains("open it with a newer version") && said.contains(&path.display().to_string()), "{said}");
        assert!(Store::open_read_only(fs.clone(), home.path()).is_err());
        let now = Counting::default().now();
        assert!(Backups::inside(fs.clone(), home.path()).make(now).is_ok(), "it can still be backed up");
        assert!(shared(home.path()) == before);
    }
}
