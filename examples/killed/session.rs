//! The session that is killed: the program without its window, over the real disk. It says on standard output what the
//! window would say: each step that is saved, or why it is not.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use rapporteur::app::{Action, CommandId, ExcerptField, Reply, Request, Settings, State, receive, update};
use rapporteur::desktop::user_folder::UserFolder;
use rapporteur::desktop::{Desk, RealSurroundings};
use rapporteur::model::{ExcerptId, Project, Surroundings as _};
use rapporteur::storage::RealFs;

use crate::model::{Model, Move, memo};

/// The program with its desk on the same thread; backups are made on another one, as in the window.
pub(crate) struct Program {
    state: State,
    desk: Desk,
    surroundings: RealSurroundings,
}

/// Says a line. The pipe may refuse a few times: errors are injected into every write of the program.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout();
    let bytes = format!("{line}\n");
    let mut rest = bytes.as_bytes();
    for _ in 0..1000 {
        match out.write(rest) {
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(_) => continue,
        }
        if rest.is_empty() && out.flush().is_ok() {
            return;
        }
    }
}

/// The memos of a project, by place in the text.
pub(crate) fn memos(project: &Project) -> Vec<String> {
    in_order(project).into_iter().filter_map(|id| Some(project.excerpts().get(&id)?.memo.clone())).collect()
}

fn in_order(project: &Project) -> Vec<ExcerptId> {
    let mut all: Vec<_> =
        project.excerpts().values().map(|excerpt| (excerpt.anchor.span.start(), excerpt.id)).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

impl Program {
    pub(crate) fn start(user: &Path) -> Result<Self, String> {
        let fs = Arc::new(RealFs);
        let user_folder = UserFolder::at(fs.clone(), user.to_owned());
        let mut surroundings = RealSurroundings::default();
        let writer = user_folder.writer("Ada", &mut surroundings).map_err(|error| error.to_string())?;
        let desk = Desk::new(
            fs,
            user_folder,
            writer,
            Box::new(RealSurroundings::default()),
            Box::new(|order| {
                std::thread::spawn(move || {
                    order.run(&mut RealSurroundings::default(), &Default::default(), &mut |_| {});
                });
            }),
        );
        Ok(Self { state: State::with(Settings::default()), desk, surroundings })
    }

    fn follow(&mut self, mut requests: Vec<Request>) {
        while !requests.is_empty() {
            let mut replies: Vec<Reply> = Vec::new();
            for request in requests.drain(..) {
                self.desk.carry_out(request, &mut |reply| replies.push(reply));
            }
            for reply in replies {
                requests.extend(receive(&mut self.state, reply, self.surroundings.now()));
            }
        }
    }

    pub(crate) fn act(&mut self, action: Action) {
        let requests = update(&mut self.state, action, &mut self.surroundings);
        self.follow(requests);
    }

    fn pause(&mut self) {
        let mut replies = Vec::new();
        self.desk.pause(&mut |reply| replies.push(reply));
        for reply in replies {
            let requests = receive(&mut self.state, reply, self.surroundings.now());
            self.follow(requests);
        }
    }

    fn project(&self) -> Result<&Project, String> {
        match &self.state.open {
            Some(open) if open.read_only.is_none() => Ok(&open.project),
            _ => Err(self.said()),
        }
    }

    fn said(&self) -> String {
        self.state.notices.shown().iter().map(|notice| notice.text.replace('\n', " ")).collect::<Vec<_>>().join(" | ")
    }

    fn take(&mut self, next: Move, at: u64) -> Result<(), String> {
        match next {
            Move::Memo(slot) => {
                let id = in_order(self.project()?).get(slot).copied().ok_or("no such excerpt")?;
                self.act(Action::SetField(vec![id], ExcerptField::Memo(memo(at))));
            }
            Move::Undo => self.act(Action::Command(CommandId::Undo)),
            Move::Redo => self.act(Action::Command(CommandId::Redo)),
            Move::Save => self.act(Action::Command(CommandId::Save)),
            Move::Pause => self.pause(),
        }
        Ok(())
    }

    fn is_saved(&self) -> bool {
        self.state.open.as_ref().is_some_and(rapporteur::app::OpenProject::is_saved)
    }
}

/// CPU time of this process so far, in milliseconds.
fn cpu_milliseconds() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// Takes steps `from` to `to`. Returns an error where the memory of the program is not what it should be.
pub(crate) fn run(folder: &Path, user: &Path, seed: u64, from: u64, to: u64) -> Result<(), String> {
    let mut program = Program::start(user)?;
    let mut tries = 0;
    // Where an error kept the project from being opened, the analyst tries again.
    while program.project().is_err() && tries < 20 {
        program.act(Action::OpenProject(folder.to_owned()));
        tries += 1;
    }
    let mut model = Model::after(seed, from - 1);
    if memos(program.project()?) != model.memos {
        return Err("opened with something else than what was saved".to_owned());
    }
    say(&format!("opened {}", cpu_milliseconds()));
    for at in from..=to {
        let next = Move::of(seed, at);
        let changes = model.take(next, at);
        if changes || matches!(next, Move::Save | Move::Pause) {
            program.take(next, at)?;
        }
        if memos(program.project()?) != model.memos {
            return Err(format!("after step {at} ({next:?}) the memory is wrong: {}", program.said()));
        }
        match program.is_saved() {
            true => say(&format!("saved {at}")),
            false if program.said().is_empty() => return Err(format!("step {at} is not saved and nothing is said")),
            false => say(&format!("not saved {at}: {}", program.said())),
        }
    }
    for _ in 0..20 {
        program.pause();
        if program.is_saved() {
            break;
        }
    }
    say(if program.is_saved() { "end, saved" } else { "end, not saved" });
    Ok(())
}
