//! The program killed at random moments while it edits a project on the real disk, and refused by the system call by
//! call: `cargo run --release --example killed -- --kills 1000`, and with `--inject` under `strace`. Nothing that was said
//! to be saved may be lost, no file torn. `model` says what the session does, `session` is the program that is killed.

mod model;
mod session;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use model::{Model, SLOTS};
use rapporteur::desktop::RealSurroundings;
use rapporteur::desktop::desk::new_project;
use rapporteur::desktop::user_folder::UserFolder;
use rapporteur::model::{Article, ArticleId, Change, ImportRecord, Record, Surroundings as _, TextSpan, operations};
use rapporteur::storage::{Dice, Fs, RealFs, Store, check};
use rapporteur::text::{ArticleText, anchoring};

/// Steps that a session takes if nobody kills it.
const STEPS: u64 = 100_000;
/// Steps of a session that the system refuses something.
const INJECTED_STEPS: u64 = 30;
/// What the system refuses, each by itself.
const CALLS: [&str; 6] = ["write", "fsync", "fdatasync", "rename", "mkdir", "unlink"];

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: u64| {
        let after = arguments.iter().skip_while(|argument| *argument != name).nth(1);
        after.map_or(Ok(usual), |text| text.parse().map_err(|error| format!("{name} {text}: {error}")))
    };
    let text = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1).map(PathBuf::from);
    let seed = number("--seed", 1)?;
    if let (Some(folder), Some(user)) = (text("--session"), text("--user")) {
        return session::run(&folder, &user, seed, number("--from", 1)?, number("--to", STEPS)?);
    }
    let home = std::env::temp_dir().join(format!("rapporteur-killed-{}", std::process::id()));
    let done = if arguments.iter().any(|argument| argument == "--inject") {
        inject(&home, seed, number("--every", 1)?)
    } else {
        kill(&home, seed, number("--kills", 1000)?)
    };
    if done.is_ok() {
        std::fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
    }
    let said = done.map_err(|what| format!("{what}; the project is in {}", home.display()))?;
    std::io::stdout().write_all(format!("{said}\n").as_bytes()).map_err(|error| error.to_string())
}

/// A project with one article and an excerpt for each slot.
fn prepare(home: &Path) -> Result<PathBuf, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let folder = home.join("project");
    std::fs::create_dir_all(home).map_err(|error| said(&error))?;
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let mut surroundings = RealSurroundings::default();
    let writer = UserFolder::at(fs.clone(), home.join("user")).writer("Ada", &mut surroundings);
    let writer = writer.map_err(|error| said(&error))?;
    let mut project = new_project("Trial", "plain", &writer, &mut surroundings)?;
    let text: String = (0..SLOTS).map(|slot| format!("Paragraph {slot} says “ні”.\n\n")).collect();
    let text = ArticleText::new(text.trim_end().to_owned());
    let import = ImportRecord {
        file: "trial.txt".to_owned(),
        imported: surroundings.now(),
        analyst: writer.analyst.id,
        encoding: "UTF-8".to_owned(),
        cleaned: Vec::new(),
    };
    let article = ArticleId::fresh(&mut surroundings);
    let record = Article::new(article, "Trial".to_owned(), text.hash(), text.as_str().len(), import);
    project.absorb(&Change::put("import", [Record::Article(Box::new(record))]));
    let tag = project.tags_in_order().first().ok_or("no tag")?.id.clone();
    for (at, word) in text.as_str().match_indices("says") {
        let span = TextSpan::new(text.as_str(), at..at + word.len()).ok_or("no span")?;
        let anchor = anchoring::anchor(text.as_str(), span).ok_or("no anchor")?;
        let (change, _) =
            operations::tag_passage(&project, article, anchor, &tag, writer.analyst.id, &mut surroundings);
        project.apply(&change).map_err(|error| said(&error))?;
    }
    let mut store = Store::create(fs, &folder, &project, &writer).map_err(|error| said(&error))?;
    store.add_texts(&[text]).map_err(|error| said(&error))?;
    Ok(folder)
}

fn child(program: &str, before: &[String], folder: &Path, user: &Path, seed: u64, steps: (u64, u64)) -> Command {
    let mut command = Command::new(program);
    command.args(before).arg("--session").arg(folder).arg("--user").arg(user);
    let (seed, from, to) = (seed.to_string(), steps.0.to_string(), steps.1.to_string());
    command.args(["--seed", &seed, "--from", &from, "--to", &to]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn own_path() -> Result<String, String> {
    Ok(std::env::current_exe().map_err(|error| error.to_string())?.to_string_lossy().into_owned())
}

/// What a project on the disk says after its program has gone: the number of the last step that is in it.
fn found(folder: &Path, seed: u64, saved: u64, begun: u64) -> Result<u64, String> {
    let opened = Store::open_read_only(Arc::new(RealFs), folder).map_err(|error| error.to_string())?;
    if !opened.report.damage.is_empty() {
        return Err(format!("torn: {:?}", opened.report.damage));
    }
    let memos = session::memos(&opened.project);
    for at in (saved..=begun).rev() {
        if Model::after(seed, at).memos == memos {
            return Ok(at);
        }
    }
    Err(format!("step {saved} was said to be saved and is lost, or half a step is there"))
}

/// Kills the program, again and again.
fn kill(home: &Path, seed: u64, kills: u64) -> Result<String, String> {
    let folder = prepare(home)?;
    let (program, user) = (own_path()?, home.join("user"));
    let mut dice = Dice(seed);
    let (mut saved, mut acknowledged, mut unsaid, mut slowest, mut early) = (0, 0, 0, 0, 0);
    for number in 0..kills {
        let mut running = child(&program, &[], &folder, &user, seed, (saved + 1, STEPS))
            .spawn()
            .map_err(|error| error.to_string())?;
        let lines = BufReader::new(running.stdout.take().ok_or("no output")?).lines();
        // Most sessions are killed while they edit, some while they start and recover.
        let at_once = dice.below(4) == 0;
        let longest = if at_once { 60_000 } else { 120_000 };
        let life = Duration::from_micros(dice.below(longest) as u64);
        let (now_editing, editing) = std::sync::mpsc::channel::<()>();
        let killer = std::thread::spawn(move || {
            if !at_once {
                // Where it ends before it edits there is nothing to wait for.
                let _ = editing.recv();
            }
            std::thread::sleep(life);
            let killed = running.kill();
            (killed.and_then(|()| running.wait()), running.stderr.take())
        });
        let (before, mut opened) = (saved, false);
        for line in lines.map_while(Result::ok) {
            if let Some(at) = line.strip_prefix("saved ") {
                saved = at.parse().map_err(|_| format!("it said “{line}”"))?;
            } else if let Some(cpu) = line.strip_prefix("opened ") {
                opened = true;
                let _ = now_editing.send(());
                slowest = slowest.max(cpu.parse().unwrap_or(i64::MAX));
            } else {
                return Err(format!("kill {number}: it said “{line}”"));
            }
        }
        drop(now_editing);
        let (status, stderr) = killer.join().map_err(|_| "the killer fell")?;
        let status = status.map_err(|error| error.to_string())?;
        if status.code().is_some() {
            let mut why = String::new();
            if let Some(mut stderr) = stderr {
                let _ = std::io::Read::read_to_string(&mut stderr, &mut why);
            }
            return Err(format!("kill {number}: it ended by itself: {why}"));
        }
        acknowledged += saved - before;
        early += u64::from(!opened);
        // The next step may have been on its way.
        let there = found(&folder, seed, saved, saved + 1).map_err(|what| format!("kill {number}: {what}"))?;
        unsaid += there - saved;
        saved = there;
        if number % 50 == 0 {
            is_whole(&folder)?;
        }
    }
    is_whole(&folder)?;
    if slowest >= 1000 {
        return Err(format!("opening took {slowest} ms of CPU time"));
    }
    Ok(format!(
        "{kills} kills, {early} of them while it started; {acknowledged} steps said to be saved, none lost; {unsaid} more \
         were kept without having been said so; no file torn; opening, with recovery, took at most {slowest} ms of CPU time"
    ))
}

/// Opens it for writing, which files what only the journal had, and checks all of it.
fn is_whole(folder: &Path) -> Result<(), String> {
    let report = check(Arc::new(RealFs), folder).map_err(|error| error.to_string())?;
    if report.is_clean() { Ok(()) } else { Err(format!("not whole: {:?}", report.problems)) }
}

/// Has the system refuse one call of the program after the other, each in a session of its own; then all from one on.
fn inject(home: &Path, seed: u64, every: u64) -> Result<String, String> {
    if Command::new("strace").arg("--version").output().is_err() {
        return Err("there is no strace to inject errors with".to_owned());
    }
    let (mut sessions, mut saved_steps, mut refused_steps, mut refused_starts) = (0u64, 0u64, 0u64, 0u64);
    for call in CALLS {
        for (error, lasting) in [("ENOSPC", false), ("EIO", false), ("ENOSPC", true)] {
            let mut number = 1;
            loop {
                let place = home.join(format!("{call}-{error}-{lasting}-{number}"));
                let folder = prepare(&place)?;
                let when = if lasting { format!("{number}..{}", number + 40) } else { number.to_string() };
                let before = [
                    "-f".to_owned(),
                    "-qqq".to_owned(),
                    "-o".to_owned(),
                    place.join("trace").to_string_lossy().into_owned(),
                    "-e".to_owned(),
                    format!("inject={call}:error={error}:when={when}"),
                    own_path()?,
                ];
                let output = child("strace", &before, &folder, &place.join("user"), seed, (1, INJECTED_STEPS))
                    .output()
                    .map_err(|error| error.to_string())?;
                let case = format!("{call} number {when} fails with {error}");
                let said = String::from_utf8_lossy(&output.stdout).into_owned();
                let steps = |prefix: &str| -> Vec<u64> {
                    let number = |line: &str| line.strip_prefix(prefix)?.split(':').next()?.parse().ok();
                    said.lines().filter_map(number).collect()
                };
                let (saved, refused) = (steps("saved "), steps("not saved "));
                if !output.status.success() {
                    let why = String::from_utf8_lossy(&output.stderr).into_owned();
                    // Where nothing could be opened that is said, and nothing is lost.
                    if !saved.is_empty() || why.contains("memory") || why.contains("panicked") || why.trim().is_empty()
                    {
                        return Err(format!("{case}: {why}{said}"));
                    }
                    refused_starts += 1;
                }
                let last = saved.last().copied().unwrap_or(0);
                let last = if said.ends_with("end, saved\n") { INJECTED_STEPS } else { last };
                found(&folder, seed, last, INJECTED_STEPS).map_err(|what| format!("{case}: {what}\n{said}"))?;
                is_whole(&folder).map_err(|what| format!("{case}: {what}"))?;
                sessions += 1;
                saved_steps += saved.len() as u64;
                refused_steps += refused.len() as u64;
                let trace = std::fs::read_to_string(place.join("trace")).unwrap_or_default();
                std::fs::remove_dir_all(&place).map_err(|error| error.to_string())?;
                if !trace.contains("(INJECTED)") {
                    break;
                }
                number += every;
            }
        }
    }
    Ok(format!(
        "{sessions} sessions of {INJECTED_STEPS} steps in which the system refused a call; {saved_steps} steps said to be \
         saved, none lost; {refused_steps} said not to be, at first; {refused_starts} sessions could not open the project and \
         said so; no file torn, the memory right after each step"
    ))
}
