//! One random session: what an analyst does, what goes wrong, and whether what was said to be saved is there afterwards.

use std::path::Path;
use std::sync::Arc;

use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, Change, ExcerptId, Extra, History, ImportRecord, Project,
    ProjectId, ProjectMeta, Record, Surroundings as _, operations,
};
use rapporteur::storage::{
    Dice, Fault, Fs, Opened, SimulatedFs, Step, Store, StoreError, Way, Writer, WriterId, check, starter,
};
use rapporteur::text::{ArticleText, anchoring};

const FOLDER: &str = "/home/anna/talks";
/// About as many operations as a session has.
const USUAL_OPERATIONS: usize = 420;

/// What goes wrong in a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    seed: u64,
    fault: Option<(u64, Fault, bool)>,
    power_loss_at: Option<u64>,
    /// Whether the power may fail again during recovery.
    again: bool,
}

impl Chance {
    pub(crate) fn of_seed(seed: u64) -> Self {
        let mut dice = Dice(seed ^ 0xC4A9_7E55);
        let mut number = || dice.below(USUAL_OPERATIONS) as u64;
        let (at, power) = (number(), number());
        let fault =
            Fault::ERRORS.get(dice.below(Fault::ERRORS.len() * 2)).map(|fault| (at, *fault, dice.below(3) == 0));
        Self { seed, fault, power_loss_at: Some(power), again: true }
    }

    pub(crate) fn without(seed: u64) -> Self {
        Self { seed, fault: None, power_loss_at: None, again: false }
    }

    pub(crate) fn power_loss_at(seed: u64, number: u64) -> Self {
        Self { power_loss_at: Some(number), again: true, ..Self::without(seed) }
    }

    pub(crate) fn fault_at(seed: u64, number: u64, fault: Fault) -> Self {
        Self { fault: Some((number, fault, false)), again: true, ..Self::without(seed) }
    }
}

/// What a session came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    /// Operations on the disk before the first power loss.
    pub(crate) operations: u64,
    /// How often the power failed, or the program ended without closing.
    pub(crate) crashes: usize,
    /// Changes that were said to be saved.
    pub(crate) acknowledged: usize,
    /// Changes that could not be saved at first, and were said so.
    pub(crate) refused: usize,
}

/// An analyst's memory of the project: every state there was, and the last that was said to be saved.
struct Memory {
    states: Vec<(Project, History)>,
    acknowledged: usize,
    /// Whether making the project was said to have worked.
    made: bool,
}

struct Session {
    dice: Dice,
    surroundings: Counting,
    writer: Writer,
    memory: Memory,
    outcome: Outcome,
}

/// Runs one session. `disk` turns the simulated disk into the one that the store sees.
pub(crate) fn run(chance: Chance, disk: &dyn Fn(SimulatedFs) -> Arc<dyn Fs>) -> Result<Outcome, String> {
    let mut session = Session::new(chance.seed);
    let fs = SimulatedFs::with_folder("/home/anna");
    match chance.fault {
        Some((at, fault, true)) => fs.fail_from(at, fault),
        Some((at, fault, false)) => fs.fail_at(at, fault),
        None => {}
    }
    if let Some(at) = chance.power_loss_at {
        fs.lose_power_at(at);
    }
    session.work(&fs, &disk(fs.clone()))?;
    session.outcome.operations = fs.operations();
    let mut fs = fs;
    for round in 0..4 {
        session.outcome.crashes += 1;
        fs = fs.after_power_loss(session.dice.roll());
        if round < 3 && chance.again {
            fs.lose_power_at(session.dice.below(60) as u64);
        }
        if session.recover(&fs, &disk(fs.clone()), round == 3)? {
            break;
        }
    }
    Ok(session.outcome)
}

impl Session {
    fn new(seed: u64) -> Self {
        let mut surroundings = Counting::default();
        let analyst = Analyst {
            id: AnalystId::from_bytes([1; 16]),
            name: "Anna".into(),
            color: [1, 2, 3],
            extra: Extra::default(),
        };
        let id = "anna".parse().unwrap_or_else(|_| WriterId::fresh(&mut surroundings));
        let writer = Writer { id, analyst: analyst.clone(), installation: String::new() };
        let meta = ProjectMeta {
            id: ProjectId::fresh(&mut surroundings),
            name: "Talks".to_owned(),
            created: surroundings.now(),
            extra: Extra::default(),
        };
        let mut records = starter();
        records.push(Record::Analyst(analyst));
        let project = Project::from_records(meta, records);
        let memory = Memory { states: vec![(project, History::default())], acknowledged: 0, made: false };
        Self { dice: Dice(seed), surroundings, writer, memory, outcome: Outcome::default() }
    }

    /// Works until the session is over or the power is gone.
    fn work(&mut self, fs: &SimulatedFs, disk: &Arc<dyn Fs>) -> Result<(), String> {
        let folder = Path::new(FOLDER);
        let (first, _) = self.memory.now()?.clone();
        let mut store = match Store::create(disk.clone(), folder, &first, &self.writer) {
            Ok(store) => store,
            Err(_) if fs.is_dead() => return Ok(()),
            Err(_) => {
                // The error was said; the analyst tries another folder, which is another session.
                fs.heal();
                return Ok(());
            }
        };
        self.memory.made = true;
        let steps = 8 + self.dice.below(20);
        for _ in 0..steps {
            self.surroundings.pass(1);
            match self.dice.below(16) {
                0 => {
                    if store.checkpoint().is_ok() {
                        self.memory.acknowledge_all();
                    }
                }
                1 => {
                    drop(store);
                    match self.open(fs, disk)? {
                        Some(opened) => store = opened,
                        None => return Ok(()),
                    }
                }
                2 | 3 => self.import(&mut store)?,
                4 | 5 => self.go_back(&mut store, true)?,
                6 => self.go_back(&mut store, false)?,
                kind => self.edit(&mut store, kind)?,
            }
            if fs.is_dead() {
                return Ok(());
            }
            if !store.is_saved() && self.dice.below(2) == 0 {
                fs.heal();
            }
        }
        if self.dice.below(2) == 0 && store.checkpoint().is_ok() {
            self.memory.acknowledge_all();
        }
        Ok(())
    }

    /// Opens the project again after the program ended without closing; none when the power is gone.
    fn open(&mut self, fs: &SimulatedFs, disk: &Arc<dyn Fs>) -> Result<Option<Store>, String> {
        for _ in 0..3 {
            self.renew_writer();
            let opened = Store::open(disk.clone(), Path::new(FOLDER), &self.writer);
            if fs.is_dead() {
                return Ok(None);
            }
            match opened {
                // What could not be read just now was said; the analyst tries again.
                Ok(opened) if opened.report.damage.is_empty() => {
                    self.memory.recognise(&opened)?;
                    return Ok(Some(opened.store));
                }
                _ => fs.heal(),
            }
        }
        Err("does not open".to_owned())
    }

    /// Each start of the program offers another id; where the analyst wrote before, they go on under the one of then.
    fn renew_writer(&mut self) {
        self.writer.id = WriterId::fresh(&mut self.surroundings);
    }

    /// Opens after a power loss. Says whether that went through.
    fn recover(&mut self, fs: &SimulatedFs, disk: &Arc<dyn Fs>, last: bool) -> Result<bool, String> {
        self.renew_writer();
        let opened = match Store::open(disk.clone(), Path::new(FOLDER), &self.writer) {
            _ if fs.is_dead() => return Ok(false),
            Err(StoreError::NoFolder { .. } | StoreError::NotAProject { .. }) if !self.memory.made => return Ok(true),
            Err(error) => return Err(format!("unreadable: {error}")),
            Ok(opened) => opened,
        };
        if let Some(finding) = opened.report.damage.first() {
            return Err(format!("damage: {finding}"));
        }
        if !self.memory.made {
            self.memory.made = true;
        }
        self.memory.recognise(&opened)?;
        if opened.report.notes.is_empty() {
            self.memory.acknowledge_all();
        }
        let Opened { mut store, project, .. } = opened;
        for article in project.articles().values() {
            match store.read_text(article.text) {
                Ok(_) => {}
                Err(_) if fs.is_dead() => return Ok(false),
                Err(error) => return Err(format!("a text is gone: {error}")),
            }
        }
        self.edit(&mut store, 9)?;
        if fs.is_dead() {
            return Ok(false);
        }
        let found = check(disk.clone(), Path::new(FOLDER)).map_err(|error| error.to_string());
        match found {
            Ok(report) if report.is_clean() => {}
            _ if fs.is_dead() => return Ok(false),
            other => return Err(format!("not clean: {other:?}")),
        }
        drop(store);
        Ok(last || self.dice.below(2) == 0)
    }

    /// Applies a change to the memory and has the store keep it.
    fn keep(&mut self, store: &mut Store, way: Way, change: Change) -> Result<(), String> {
        let (mut project, mut history) = self.memory.now()?.clone();
        let inverse = project.apply(&change).map_err(|error| format!("the session went wrong: {error}"))?;
        match way {
            Way::Done => history.note_done(inverse.clone(), self.surroundings.now()),
            Way::Undone => history.note_undone(inverse.clone()),
            Way::Redone => history.note_redone(inverse.clone()),
        }
        self.memory.states.push((project, history));
        match store.record(&[Step {
            way,
            change: change.into(),
            inverse: inverse.into(),
            when: self.surroundings.now(),
        }]) {
            Ok(()) if !store.is_saved() => return Err("said to be saved, but the store does not think so".to_owned()),
            Ok(()) => {
                self.memory.acknowledge_all();
                self.outcome.acknowledged += 1;
            }
            Err(error) if error.to_string().is_empty() => return Err("an error without words".to_owned()),
            Err(_) => self.outcome.refused += 1,
        }
        Ok(())
    }

    fn import(&mut self, store: &mut Store) -> Result<(), String> {
        let text = ArticleText::new(format!("Words of article {}. “Никогда,” he said.\n", self.dice.roll()));
        if store.add_texts(std::slice::from_ref(&text)).is_err() {
            return Ok(()); // said to the analyst; the article is not added
        }
        let id = ArticleId::fresh(&mut self.surroundings);
        let import = ImportRecord {
            file: "a.txt".to_owned(),
            imported: self.surroundings.now(),
            analyst: self.writer.analyst.id,
            encoding: "UTF-8".to_owned(),
            cleaned: Vec::new(),
        };
        let article = Article::new(id, "A title".to_owned(), text.hash(), text.as_str().len(), import);
        let whole = text.whole().ok_or("an empty text")?;
        let anchor = anchoring::anchor(text.as_str(), whole).ok_or("no anchor")?;
        let (project, _) = self.memory.now()?;
        let tag = project.tags().keys().next().cloned().ok_or("no tag")?;
        let import = Change::put("import", [Record::Article(Box::new(article))]);
        self.keep(store, Way::Done, import)?;
        let (project, _) = self.memory.now()?.clone();
        let analyst = self.writer.analyst.id;
        let (tagged, _) = operations::tag_passage(&project, id, anchor, &tag, analyst, &mut self.surroundings);
        self.keep(store, Way::Done, tagged)
    }

    fn go_back(&mut self, store: &mut Store, back: bool) -> Result<(), String> {
        let (_, history) = self.memory.now()?;
        let next = if back { history.next_undo() } else { history.next_redo() }.cloned();
        let way = if back { Way::Undone } else { Way::Redone };
        // A text may be undone away while its excerpts stay: the rules then refuse, as they do for the analyst.
        let possible =
            |change: &Change| self.memory.now().is_ok_and(|(project, _)| project.clone().apply(change).is_ok());
        match next.filter(|change| possible(change)) {
            Some(change) => self.keep(store, way, Change::clone(&change)),
            None => Ok(()),
        }
    }

    fn edit(&mut self, store: &mut Store, kind: usize) -> Result<(), String> {
        let (project, _) = self.memory.now()?.clone();
        let excerpts: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let number = self.dice.roll();
        let actor_id = ActorId::from_name(&format!("Actor {}", number % 50), |id| project.actors().contains_key(id));
        let actor = Actor::new(actor_id.clone(), "Актор “one”");
        let Some(id) = excerpts.get(self.dice.below(excerpts.len())).copied() else {
            return self.keep(store, Way::Done, Change::put("actor", [Record::Actor(actor)]));
        };
        let now = self.surroundings.now();
        let change = match kind {
            7 => operations::delete_excerpts(&[id]),
            8 | 9 => {
                // Two files in one change: half of it must never be seen.
                let given = operations::edit_excerpts(&project, &[id], "actor", now, |excerpt| {
                    excerpt.actors = vec![actor_id.clone()].into();
                });
                operations::together("new actor", [Change::put("actor", [Record::Actor(actor)]), given])
            }
            10 => operations::edit_excerpts(&project, &excerpts, "memo for all", now, |excerpt| {
                excerpt.memo = format!("all {number}");
            }),
            _ => operations::edit_excerpts(&project, &[id], "memo", now, |excerpt| {
                excerpt.memo =
                    format!("{number} {}", "words, words ".repeat(usize::try_from(number % 40).unwrap_or(0)));
            }),
        };
        self.keep(store, Way::Done, change)
    }
}

impl Memory {
    fn now(&self) -> Result<&(Project, History), String> {
        self.states.last().ok_or_else(|| "no state".to_owned())
    }

    fn acknowledge_all(&mut self) {
        self.acknowledged = self.states.len() - 1;
    }

    /// Finds which state the disk gave back: one that there was, and none older than what was said to be saved.
    fn recognise(&mut self, opened: &Opened) -> Result<(), String> {
        let may_be = self.states.iter().enumerate().skip(self.acknowledged);
        let mut same =
            may_be.filter(|(_, (project, _))| *project == opened.project).map(|(at, (_, history))| (at, history));
        let Some((first, _)) = same.next() else {
            let older = self.states.iter().any(|(project, _)| *project == opened.project);
            let what = if older { "an acknowledged edit is lost" } else { "a state that there never was" };
            return Err(format!("{what}; acknowledged {} of {}", self.acknowledged, self.states.len() - 1));
        };
        let candidates: Vec<usize> = std::iter::once(first).chain(same.map(|(at, _)| at)).collect();
        let fits = |at: &&usize| self.states.get(**at).is_some_and(|(_, history)| *history == opened.history);
        let Some(at) = candidates.iter().find(fits).copied() else {
            return Err("the undo steps are not those of this state".to_owned());
        };
        self.states.truncate(at + 1);
        self.acknowledged = self.acknowledged.min(at);
        Ok(())
    }
}
