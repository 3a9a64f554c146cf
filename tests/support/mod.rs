//! The program without a window: the real `update` and `receive` over real files, with dialogs answered by a script.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]
#![expect(dead_code, unreachable_pub, reason = "shared by several tests, each of which uses a part of it")]

#[cfg(feature = "gui")]
pub mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rapporteur::app::{Action, CommandId, OpenProject, Request, Settings, State, receive, update};
use rapporteur::desktop::user_folder::UserFolder;
use rapporteur::desktop::{Scripted, World};
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{Surroundings as _, TextSpan};
use rapporteur::storage::{RealFs, Writer};

/// A running program.
pub struct Program {
    pub state: State,
    pub world: Scripted,
    surroundings: Counting,
}

/// The world of a story: real files below `home`, everything at once.
pub fn world(home: &Path, surroundings: &mut Counting) -> (Scripted, Writer) {
    world_of(home, "Ada", surroundings)
}

/// The same for an analyst of another name, with an installation of their own.
pub fn world_of(home: &Path, analyst: &str, surroundings: &mut Counting) -> (Scripted, Writer) {
    let folder = if analyst == "Ada" { "user".to_owned() } else { format!("user-{analyst}") };
    let user_folder = UserFolder::at(Arc::new(RealFs), home.join(folder));
    let writer = user_folder.writer(analyst, surroundings).expect("a writer");
    (Scripted::new(Arc::new(RealFs), user_folder, writer.clone(), surroundings.now()), writer)
}

impl Program {
    /// Starts with nothing open. Each start counts ids from elsewhere.
    pub fn start(home: &Path) -> Self {
        Self::start_as(home, "Ada")
    }

    /// The same for an analyst of another name.
    pub fn start_as(home: &Path, analyst: &str) -> Self {
        let starts = std::fs::read_dir(home).map_or(0, Iterator::count);
        let moment =
            jiff::Timestamp::from_second(1_765_800_000 + 1_000 * i64::try_from(starts).unwrap_or(0)).expect("a moment");
        let mut surroundings = Counting::starting(moment);
        if analyst != "Ada" {
            // Another installation draws other numbers.
            for _ in 0..100_u32.saturating_add(analyst.bytes().map(u32::from).sum()) {
                surroundings.random();
            }
        }
        let (world, _) = world_of(home, analyst, &mut surroundings);
        Self { state: State::with(Settings::default()), world, surroundings }
    }

    /// A new project with these texts as articles, the first of them shown.
    pub fn with_articles(home: &Path, folder: &Path, texts: &[&str]) -> Self {
        let mut program = Self::start(home);
        program.act(Action::CreateProject { folder: folder.to_owned(), name: "Trial".to_owned(), codebook: "plain" });
        let files = texts.iter().enumerate().map(|(number, text)| {
            let file = home.join(format!("article-{number}.txt"));
            std::fs::write(&file, text).expect("a file");
            file
        });
        program.act(Action::Import(files.collect()));
        program
    }

    /// Does one thing and waits for all that follows from it.
    pub fn act(&mut self, action: Action) {
        self.surroundings.pass(1);
        let requests = update(&mut self.state, action, &mut self.surroundings);
        self.follow(requests);
    }

    /// A pause of five seconds, as the worker notices it.
    pub fn pause(&mut self) {
        self.surroundings.pass(5);
        self.world.pause();
        self.follow(Vec::new());
    }

    fn follow(&mut self, mut requests: Vec<Request>) {
        for reply in self.world.take_replies() {
            requests.extend(receive(&mut self.state, reply, self.surroundings.now()));
        }
        while !requests.is_empty() {
            for request in std::mem::take(&mut requests) {
                self.world.submit(request);
            }
            for reply in self.world.take_replies() {
                requests.extend(receive(&mut self.state, reply, self.surroundings.now()));
            }
        }
    }

    /// Calls a command, which must be enabled.
    pub fn command(&mut self, id: CommandId) {
        let command = id.command().expect("a command");
        assert!((command.enabled)(&self.state), "“{}” cannot be called now", command.title);
        self.act(Action::Command(id));
    }

    /// What the menu calls a command now.
    pub fn label(&self, id: CommandId) -> String {
        id.title(&self.state)
    }

    /// The open project.
    pub fn open(&self) -> &OpenProject {
        self.state.open.as_ref().unwrap_or_else(|| panic!("no project is open: {}", self.said()))
    }

    /// Selects the first place where the article shown says this.
    pub fn select(&mut self, words: &str) {
        let text = self.open().text().expect("a text").clone();
        let at = text.as_str().find(words).unwrap_or_else(|| panic!("“{words}” is not in the article"));
        let span = TextSpan::new(text.as_str(), at..at + words.len()).expect("a passage");
        self.act(Action::SelectPassage(Some(span)));
    }

    /// What the next dialog answers.
    pub fn choose(&mut self, paths: Option<Vec<PathBuf>>) {
        self.world.chosen.push_back(paths);
    }

    /// All that is said at the moment.
    pub fn said(&self) -> String {
        self.state.notices.shown().iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// What was put on the clipboard last.
    pub fn copied(&self) -> Option<&str> {
        self.world.for_window.iter().rev().find_map(|request| match request {
            Request::Copy(text) | Request::CopyRich { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }
}

/// Makes a new project with the articles of `folder`, tags it from `table`, and returns what that exports.
pub fn tag_from_table(home: &Path, folder: &Path, table: &str) -> String {
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args(arguments)
            .env("RAPPORTEUR_DATA", home.join("other-user"))
            .output()
            .expect("the program");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let (copy, file) = (home.join("copy"), home.join("table.csv"));
    std::fs::write(&file, table).expect("the table");
    let (copy, file) = (copy.display().to_string(), file.display().to_string());
    run(&["new", &copy]);
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/articles").display().to_string();
    assert!(folder.exists());
    run(&["import", &copy, &articles]);
    run(&["tag", &copy, &file]);
    run(&["export", &copy, "--format", "csv"])
}
