//! The store at three sizes, in CPU time: `cargo bench --bench storage`. With `-- --quick` the smallest runs and nothing is
//! judged; `-- M` leaves out the largest. Budgets are those of the design; results go to benches/RESULTS.md.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/clock.rs"]
#[expect(dead_code, reason = "frames have more to tell of their times")]
mod clock;
#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/dice.rs"]
mod dice;
use dice::Dice;

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use corpus::{SIZES, Size};
use rapporteur::app::{Action, Reply, Request, Restoring, State, receive, update};
use rapporteur::desktop::article_files::{gather, read};
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{ArticleId, Change, History, Project, Record, Surroundings as _, TextSpan, operations};
use rapporteur::storage::{Backups, Fs, Opened, RealFs, Step, Store, Texts, Told, Way};
use rapporteur::text::ArticleText;
use rapporteur::text::anchoring::anchor;
use serde::Deserialize;
use sha2::Digest as _;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is measured, in milliseconds of CPU where nothing else is said, and the most that it may take at S, M and L.
const ROWS: [(&str, [f64; 3]); 20] = [
    ("usable without index", [300.0, 300.0, 1000.0]),
    ("the same, wall", [f64::MAX; 3]),
    ("open without index", [f64::MAX; 3]),
    ("the same, wall", [f64::MAX; 3]),
    ("open with index", [300.0, 300.0, 1000.0]),
    ("memory without, MB", [120.0, 120.0, 250.0]),
    ("memory with, MB", [120.0, 120.0, 250.0]),
    ("bare files for it", [f64::MAX; 3]),
    ("import texts", [200.0, 200.0, 3000.0]),
    ("the same, wall", [f64::MAX; 3]),
    ("tag a passage", [2.0; 3]),
    ("record, wall", [20.0; 3]),
    ("record, CPU", [8.0; 3]),
    ("checkpoint, wall", [f64::MAX; 3]),
    ("look for others', CPU", [f64::MAX; 3]),
    ("first backup, CPU", [f64::MAX; 3]),
    ("the same, wall", [f64::MAX; 3]),
    ("next backup, CPU", [f64::MAX; 3]),
    ("restore, CPU aside", [f64::MAX; 3]),
    ("restore, in the frame", [8.0; 3]),
];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [what, folder] if what == "--open" => return open_alone(Path::new(folder)),
        [what, folder] if what == "--glance" => return glance_alone(Path::new(folder)),
        _ => {}
    }
    let quick = arguments.iter().any(|argument| argument == "--quick" || argument == "--test");
    let upto = if quick {
        1
    } else if arguments.iter().any(|argument| argument == "M") {
        2
    } else {
        3
    };
    let mut table: Vec<(Size, Vec<f64>)> = Vec::new();
    for size in SIZES.into_iter().take(upto) {
        table.push((size, run(size, quick)?));
    }
    println!("\n{:<22}{}", "", table.iter().map(|(size, _)| format!("{:>22}", size.name)).collect::<String>());
    for (row, (name, most)) in ROWS.iter().enumerate() {
        print!("{name:<22}");
        for ((_, figures), most) in table.iter().zip(most) {
            let figure = figures.get(row).copied().unwrap_or(f64::NAN);
            let over = if !quick && figure > *most { "!" } else { " " };
            let most = if *most < f64::MAX { format!(" <{most}") } else { String::new() };
            print!("{:>21}{over}", format!("{figure:.2}{most}"));
        }
        if let [.., (small, before), (large, after)] = table.as_slice()
            && let (Some(before), Some(after)) = (before.get(row), after.get(row))
        {
            let factor = count(large.excerpts) / count(small.excerpts);
            print!("   growth {:>5.2}", clock::growth(*before, *after, factor));
        }
        println!();
    }
    Ok(())
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn half(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

fn wall<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let answer = act();
    (start.elapsed().as_secs_f64() * 1e3, answer)
}

/// Makes the project of one size and answers its figures in the order of [`ROWS`].
fn run(size: Size, quick: bool) -> Outcome<Vec<f64>> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("project");
    let (project, texts) = corpus::make(size)?;
    corpus::keep(&project, &texts, &folder)?;
    let words: usize = texts.iter().map(|text| text.as_str().len()).sum();
    println!("{}: {} articles of {} MB, {} excerpts", size.name, size.articles, words / 1_000_000, size.excerpts);
    let texts_folder = texts_of(&texts, home.path())?;
    drop((project, texts));
    // An index takes no file that was written two seconds before it.
    std::thread::sleep(std::time::Duration::from_secs(if quick { 0 } else { 3 }));
    let times = if quick {
        1
    } else if size.excerpts < 1_000_000 {
        5
    } else {
        3
    };
    let (limit, bytes) = clock::once(|| parse_with_ron(&folder));
    println!("  ron alone reads the {} MB of excerpts in {limit:.0} ms", bytes? / 1_000_000);
    let index = folder.join(".local/index");
    let (mut without, mut with, mut usable) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..times {
        if index.exists() {
            std::fs::remove_file(&index)?;
        }
        usable.push(in_a_process("--glance", &folder)?);
        without.push(in_a_process("--open", &folder)?);
    }
    let (limit_with, stats) = clock::once(|| stat_and_hash(&folder));
    for _ in 0..times {
        with.push(in_a_process("--open", &folder)?);
    }
    let row = |all: &[[f64; 4]], at: usize| half(all.iter().filter_map(|figures| figures.get(at)).copied().collect());
    let mut figures = vec![row(&usable, 0), row(&usable, 1), row(&without, 0), row(&without, 1), row(&with, 0)];
    figures.extend([row(&without, 2), row(&with, 2)]);
    println!("  open without index: {:.2} of ron alone; peak {:.0} MB", row(&without, 0) / limit, row(&without, 3));
    println!(
        "  open with index: {:.2} of the stat of {} files and the hash of {} MB ({limit_with:.0} ms); peak {:.0} MB",
        row(&with, 0) / limit_with,
        stats.0,
        stats.1 / 1_000_000,
        row(&with, 3)
    );
    let (bare, made) = clock::once(|| bare_files(2 * size.articles, &home.path().join("bare")));
    made?;
    figures.push(bare);
    let imported = import(&texts_folder, home.path())?;
    println!(
        "  import: {:.2} of {} files written, synced and renamed",
        half(vec![imported[0]]) / bare,
        2 * size.articles
    );
    figures.extend(imported);
    figures.extend(edit(&folder, if quick { 5 } else { 60 })?);
    figures.extend(back_up(&folder, home.path())?);
    Ok(figures)
}

/// Looks for what others wrote; backs up twice, one edit between; restores all excerpts of the project.
fn back_up(folder: &Path, home: &Path) -> Outcome<[f64; 6]> {
    let writer = corpus::writer();
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let Opened { mut store, project, .. } = Store::open(fs.clone(), folder, &writer)?;
    let (looking, arrival) = clock::once(|| store.sweep());
    drop(arrival?);
    let backups = Backups::at(fs, folder, &home.join("backups"));
    let clock = Counting::starting("2026-02-01T00:00:00Z".parse()?);
    let (wall, (first, made)) = wall(|| clock::once(|| backups.make_for(clock.now(), None)));
    made?;
    let mut now = project.clone();
    let some: Vec<_> = now.excerpts().keys().copied().take(1).collect();
    keep(&mut store, &mut now, operations::delete_excerpts(&some), &clock)?;
    store.checkpoint()?;
    let (next, made) =
        clock::once(|| backups.make_for("2026-02-02T00:00:00Z".parse()?, None).map_err(Box::<dyn Error>::from));
    made?;
    let every: Vec<_> = now.excerpts().keys().copied().collect();
    now.apply(&operations::delete_excerpts(&every))?;
    let (aside, ready) = clock::once(|| Restoring::new(&now, Arc::new(project), None, "restore"));
    Ok([looking, first, wall, next, aside, restore(folder, now, ready)?])
}

/// What the window does with a backup that is ready to be restored: takes in the reply.
fn restore(folder: &Path, project: Project, mut ready: Restoring) -> Outcome<f64> {
    let mut clock = Counting::starting("2026-02-03T00:00:00Z".parse()?);
    let (mut state, now) = (State::default(), clock.now());
    // As the worker hands it on: the revision is that of the project shown.
    ready.revision = project.revision();
    update(&mut state, Action::OpenProject(folder.to_owned()), &mut clock);
    let job = state.opening.as_ref().map(|(_, job)| *job).ok_or("an opening")?;
    let opened = Reply::Opened {
        job,
        folder: folder.to_owned(),
        project: Arc::new(project),
        history: History::default(),
        me: corpus::writer().analyst,
        remarks: Vec::new(),
        damage: Vec::new(),
        quarantined: Vec::new(),
        concurrent: Vec::new(),
        read_only: None,
    };
    receive(&mut state, opened, now);
    let requests = update(&mut state, Action::RestoreBackup { made: now, article: None }, &mut clock);
    let job = requests.iter().find_map(|request| match request {
        Request::RestoreBackup { job, .. } => Some(*job),
        _ => None,
    });
    let reply = Reply::RestoreReady { job: job.ok_or("a job")?, outcome: Ok(Some(Box::new(ready))) };
    drop(requests);
    let (framed, requests) = clock::once(|| receive(&mut state, reply, now));
    let restored = state.open.as_ref().map(|open| open.project.excerpts().len());
    println!("  restored {} excerpts", restored.filter(|_| !requests.is_empty()).ok_or("nothing was restored")?);
    Ok(framed)
}

/// Texts as files in one folder, as an analyst has them.
fn texts_of(texts: &[ArticleText], home: &Path) -> Outcome<PathBuf> {
    let folder = home.join("texts");
    std::fs::create_dir(&folder)?;
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:05}.txt")), text.as_str())?;
    }
    Ok(folder)
}

/// Opens a project in a process of its own: CPU, wall, memory and its peak.
fn in_a_process(how: &str, folder: &Path) -> Outcome<[f64; 4]> {
    let start = Instant::now();
    let output = std::process::Command::new(std::env::current_exe()?).arg(how).arg(folder).output()?;
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [cpu, memory, peak] => Ok([*cpu, wall, *memory, *peak]),
        _ => Err(format!("no figures: {text}{}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn open_alone(folder: &Path) -> Outcome<()> {
    let (cpu, opened) = clock::once(|| Store::open(Arc::new(RealFs), folder, &corpus::writer()));
    say(cpu);
    drop(opened?);
    Ok(())
}

/// Opens a project until its articles can be read, the first of them with its text and its excerpts.
fn glance_alone(folder: &Path) -> Outcome<()> {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let mut seen = Ok(0);
    let (cpu, opened) = clock::once(|| {
        Store::open_telling(fs.clone(), folder, &corpus::writer(), &mut |told| {
            let Told::Glance(make) = told else { return true };
            seen = first_article(&Texts::to_look_at(fs.clone(), folder), make());
            false
        })
    });
    say(cpu);
    // Small projects are there before there is anything to glance at.
    if opened.is_err() && seen? == 0 { Err("nothing was seen".into()) } else { Ok(()) }
}

fn first_article(texts: &Texts, project: Option<Project>) -> Outcome<usize> {
    let project = project.ok_or("a project")?;
    let article = project.articles().values().next().ok_or("an article")?;
    texts.read(article.text)?;
    Ok(texts.excerpts_of(article.id).len())
}

/// Prints CPU time, memory and its peak.
fn say(cpu: f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |what: &str| {
        let line = status.lines().find(|line| line.starts_with(what));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    println!("{cpu} {} {}", megabytes("VmRSS"), megabytes("VmHWM"));
}

/// Makes as many files as an import, of the same length and in as many folders, as the store does it: written beside
/// their place, synced sixteen at a time, renamed. What an import cannot do without on this disk.
fn bare_files(count: usize, folder: &Path) -> Outcome<()> {
    std::fs::create_dir(folder)?;
    for shard in 0..256.min(count) {
        std::fs::create_dir(folder.join(shard.to_string()))?;
    }
    let numbers: Vec<usize> = (0..count).collect();
    for group in numbers.chunks(128) {
        let mut open = Vec::new();
        for number in group {
            let place = folder.join(format!("{}/{number:064}.txt.tmp", number % 256));
            let mut file = std::fs::File::create_new(&place)?;
            file.write_all(&vec![b'x'; if number % 2 == 0 { 6_100 } else { 500 }])?;
            open.push((file, place));
        }
        let synced = std::thread::scope(|scope| {
            let parts =
                open.chunks(8).map(|part| scope.spawn(|| part.iter().try_for_each(|(file, _)| file.sync_all())));
            let parts: Vec<_> = parts.collect();
            parts.into_iter().all(|part| part.join().is_ok_and(|synced| synced.is_ok()))
        });
        if !synced {
            return Err("a sync failed".into());
        }
        for (_, place) in &open {
            std::fs::rename(place, place.with_extension(""))?;
        }
    }
    Ok(())
}

/// Imports a folder of texts into a new project, as the command line does it: CPU, wall.
fn import(texts: &Path, home: &Path) -> Outcome<[f64; 2]> {
    let folder = home.join("imported");
    let writer = corpus::writer();
    let empty = Size { name: "new", articles: 0, excerpts: 0, bytes: 0 };
    let mut project = corpus::make(empty)?.0;
    let mut store = Store::create(Arc::new(RealFs), &folder, &project, &writer)?;
    let mut clock = Counting::default();
    let (wall, (cpu, done)) = wall(|| {
        clock::once(|| -> Outcome<()> {
            let mut records = Vec::new();
            for batch in gather(&[texts.to_owned()]).files.chunks(256) {
                let mut texts = Vec::with_capacity(batch.len());
                for path in batch {
                    let (article, text) =
                        read(path)?.into_article(ArticleId::fresh(&mut clock), writer.analyst.id, clock.now());
                    records.push(Record::Article(Box::new(article)));
                    texts.push(text);
                }
                store.add_texts(&texts)?;
            }
            keep(&mut store, &mut project, Change::put("import", records), &clock)?;
            store.checkpoint()?;
            Ok(())
        })
    });
    done?;
    Ok([cpu, wall])
}

fn keep(store: &mut Store, project: &mut Project, change: Change, clock: &Counting) -> Outcome<()> {
    let inverse = project.apply(&change)?;
    store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: clock.now() }])?;
    Ok(())
}

/// Tags passages one by one: CPU of the change, wall and CPU of its journal record, wall of a checkpoint.
fn edit(folder: &Path, edits: usize) -> Outcome<[f64; 4]> {
    let writer = corpus::writer();
    let Opened { mut store, mut project, .. } = Store::open(Arc::new(RealFs), folder, &writer)?;
    let mut clock = Counting::starting("2026-01-01T00:00:00Z".parse()?);
    let mut dice = Dice::new(3);
    let articles: Vec<ArticleId> = project.articles().keys().copied().collect();
    let tag = project.tags().keys().next().cloned().ok_or("a tag")?;
    let (mut tagging, mut recording, mut working, mut appending) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut plain = std::fs::File::create(folder.join(".local/plain"))?;
    for _ in 0..edits {
        let article = *articles.get(dice.below(articles.len())).ok_or("an article")?;
        let text = store.read_text(project.articles().get(&article).ok_or("an article")?.text)?;
        let from = text.as_str().floor_char_boundary(dice.below(text.as_str().len() / 2));
        let to = text.as_str().ceil_char_boundary(from + 80);
        let place = TextSpan::new(text.as_str(), from..to).and_then(|span| anchor(text.as_str(), span));
        let place = place.ok_or("a passage")?;
        clock.pass(1);
        let (cpu, step) = clock::once(|| -> Outcome<Step> {
            let (change, _) = operations::tag_passage(&project, article, place, &tag, writer.analyst.id, &mut clock);
            let inverse = project.apply(&change)?;
            Ok(Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: clock.now() })
        });
        tagging.push(cpu);
        let step = [step?];
        let (time, (cpu, kept)) = wall(|| clock::once(|| store.record(&step)));
        kept?;
        recording.push(time);
        working.push(cpu);
        let (time, written) = wall(|| plain.write_all(&[b'x'; 700]).and_then(|()| plain.sync_data()));
        written?;
        appending.push(time);
    }
    std::fs::remove_file(folder.join(".local/plain"))?;
    let (filing, done) = wall(|| store.checkpoint());
    done?;
    println!("  a journal record: {:.2} of a bare synced append", half(recording.clone()) / half(appending));
    println!("  slowest of {edits}: tagging {:.2} ms, record {:.2} ms", worst(&tagging), worst(&recording));
    Ok([half(tagging), half(recording), half(working), filing])
}

fn worst(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(0.0, f64::max)
}

/// A line of excerpts as RON reads it into a struct, without anything that the store adds.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the time that it takes")]
struct Plain<'a> {
    at: u64,
    id: &'a str,
    start: u64,
    end: u64,
    tag: &'a str,
    quote: std::borrow::Cow<'a, str>,
    #[serde(default)]
    actors: Vec<&'a str>,
    #[serde(default)]
    issues: Vec<&'a str>,
    analyst: &'a str,
    created: &'a str,
}

/// Reads every line of every file of excerpts with RON alone; answers how many bytes they are.
fn parse_with_ron(folder: &Path) -> Outcome<usize> {
    let mut bytes = 0;
    for file in files_below(&folder.join("excerpts"))? {
        let text = std::fs::read_to_string(file)?;
        bytes += text.len();
        for line in text.lines().filter(|line| line.starts_with("(at")) {
            let read: Plain<'_> = ron::from_str(line.strip_suffix(',').unwrap_or(line))?;
            std::hint::black_box(read);
        }
    }
    Ok(bytes)
}

/// Asks for every file of records, and reads and hashes the index: what an opening cannot do without.
fn stat_and_hash(folder: &Path) -> (usize, usize) {
    let mut files = 0;
    for below in ["articles", "excerpts"] {
        let found = files_below(&folder.join(below)).unwrap_or_default();
        let records = found.iter().filter(|file| file.extension().is_some_and(|end| end == "ron"));
        files += records.filter(|file| std::fs::symlink_metadata(file).is_ok()).count();
    }
    let index = std::fs::read(folder.join(".local/index")).unwrap_or_default();
    std::hint::black_box(sha2::Sha256::digest(&index));
    (files, index.len())
}

fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { &mut folders } else { &mut files }.push(entry.path());
        }
    }
    Ok(files)
}
