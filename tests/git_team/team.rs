//! A team of writers, each with a clone of one project: they edit, commit, pull, push in random order with the real git
//! and real files. A model that knows every write and what its writer had seen says what all clones must show in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Analyst, AnalystId, Article, ArticleId, Change, ExcerptId, Extra, ImportRecord, Project, ProjectId, ProjectMeta,
    Record, Surroundings as _, TextSpan, operations,
};
use rapporteur::storage::{Dice, Fs, Opened, RealFs, Step, Store, Way, Writer, WriterId, check, starter};
use rapporteur::text::{ArticleText, anchoring};

const TEXT: &str = "One side will not sign. The other “might”, in spring. A third – їхній посол – asked for time.";
const QUOTES: [&str; 6] = ["will not sign", "“might”", "in spring", "A third", "їхній посол", "asked for time"];

/// What a session came to.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) writes: usize,
    pub(crate) merges: usize,
    pub(crate) concurrent: usize,
}

/// A write to an excerpt: who made it, what it said then, or that it is gone, and which writes it had seen.
pub(crate) struct Write {
    pub(crate) by: usize,
    excerpt: ExcerptId,
    says: Option<String>,
    seen: BTreeSet<usize>,
}

pub(crate) struct Member {
    pub(crate) folder: PathBuf,
    analyst: Analyst,
    /// The writes that are in the folder.
    pub(crate) here: BTreeSet<usize>,
    /// The writes that are committed.
    committed: BTreeSet<usize>,
}

pub(crate) struct Team {
    pub(crate) dice: Dice,
    surroundings: Counting,
    members: Vec<Member>,
    bare: BTreeSet<usize>,
    pub(crate) writes: Vec<Write>,
    pub(crate) outcome: Outcome,
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "commit.gpgsign=false"])
        .args(["-c", "core.autocrlf=false", "-c", "gc.auto=0"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .map_err(|error| format!("git: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(said) } else { Err(format!("git {arguments:?}: {said}")) }
}

/// Plays one team of `size` writers for `turns` turns below `home`.
pub(crate) fn play(home: &Path, seed: u64, size: usize, turns: usize) -> Result<Outcome, String> {
    let mut team = Team::start(home, seed, size)?;
    for turn in 0..turns {
        let who = team.dice.below(size);
        match team.dice.below(6) {
            0..=2 => team.edit(who)?,
            3 => team.commit(who)?,
            4 => team.pull(who)?,
            _ => team.push(who)?,
        }
        team.surroundings.pass(1);
        let _ = turn;
    }
    // Everybody hands in, then everybody fetches.
    for who in 0..size {
        team.push(who)?;
    }
    for who in 0..size {
        team.pull(who)?;
    }
    team.compare()?;
    Ok(team.outcome)
}

impl Team {
    /// A team whose first member made the project, and from whose clone the others have theirs.
    pub(crate) fn start(home: &Path, seed: u64, size: usize) -> Result<Self, String> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        let mut surroundings = Counting::default();
        let bare = home.join("bare.git");
        std::fs::create_dir_all(&bare).map_err(|error| said(&error))?;
        git(&bare, &["init", "--bare", "--initial-branch=main", "."])?;
        let members: Vec<Member> = (0..size)
            .map(|number| {
                let id = AnalystId::from_bytes([u8::try_from(number).unwrap_or(0) + 1; 16]);
                let analyst =
                    Analyst { id, name: format!("Member {number}"), color: [9, 9, 9], extra: Extra::default() };
                let folder = home.join(format!("clone-{number}"));
                Member { folder, analyst, here: BTreeSet::new(), committed: BTreeSet::new() }
            })
            .collect();
        let mut team = Self {
            dice: Dice(seed),
            surroundings: surroundings.clone(),
            members,
            bare: BTreeSet::new(),
            writes: Vec::new(),
            outcome: Outcome::default(),
        };
        let meta = ProjectMeta {
            id: ProjectId::fresh(&mut surroundings),
            name: "Team".to_owned(),
            created: surroundings.now(),
            extra: Extra::default(),
        };
        team.surroundings = surroundings;
        let mut records = starter();
        records.extend(team.members.first().map(|member| Record::Analyst(member.analyst.clone())));
        let mut project = Project::from_records(meta, records);
        let text = ArticleText::new(TEXT.to_owned());
        let import = ImportRecord {
            file: "talks.txt".to_owned(),
            imported: team.surroundings.now(),
            analyst: AnalystId::from_bytes([1; 16]),
            encoding: "UTF-8".to_owned(),
            cleaned: Vec::new(),
        };
        let article = ArticleId::fresh(&mut team.surroundings);
        let record = Article::new(article, "Talks".to_owned(), text.hash(), TEXT.len(), import);
        project.absorb(&Change::put("import", [Record::Article(Box::new(record))]));
        let writer = team.writer(0)?;
        let folder = team.members.first().map(|member| member.folder.clone()).unwrap_or_default();
        let mut store = Store::create(Arc::new(RealFs), &folder, &project, &writer).map_err(|error| said(&error))?;
        store.add_texts(&[text]).map_err(|error| said(&error))?;
        drop(store);
        git(&folder, &["init", "--initial-branch=main", "."])?;
        git(&folder, &["remote", "add", "origin", &bare.to_string_lossy()])?;
        for _ in 0..4 {
            team.edit(0)?;
        }
        team.commit(0)?;
        git(&folder, &["push", "--set-upstream", "origin", "main"])?;
        if let Some(first) = team.members.first() {
            team.bare = first.committed.clone();
        }
        let known = team.bare.clone();
        for member in team.members.iter_mut().skip(1) {
            git(home, &["clone", &bare.to_string_lossy(), &member.folder.to_string_lossy()])?;
            (member.here, member.committed) = (known.clone(), known.clone());
        }
        Ok(team)
    }

    pub(crate) fn member(&mut self, who: usize) -> Result<&mut Member, String> {
        self.members.get_mut(who).ok_or_else(|| "no such member".to_owned())
    }

    pub(crate) fn writer(&mut self, who: usize) -> Result<Writer, String> {
        let id = WriterId::fresh(&mut self.surroundings);
        Ok(Writer { id, analyst: self.member(who)?.analyst.clone(), installation: format!("machine {who}") })
    }

    pub(crate) fn open(&mut self, who: usize) -> Result<Opened, String> {
        let writer = self.writer(who)?;
        let folder = self.member(who)?.folder.clone();
        let opened = Store::open(Arc::new(RealFs), &folder, &writer).map_err(|error| error.to_string())?;
        let wrong = opened.report.damage.iter().chain(&opened.report.lost).chain(&opened.report.notes).next();
        wrong.map_or(Ok(()), |finding| Err(format!("member {who}: {finding}")))?;
        Ok(opened)
    }

    /// A few edits by one member, of excerpts and, beside them, of what the model does not look at: tags and articles.
    pub(crate) fn edit(&mut self, who: usize) -> Result<(), String> {
        let Opened { mut store, mut project, .. } = self.open(who)?;
        for _ in 0..1 + self.dice.below(3) {
            self.surroundings.pass(1);
            let now = self.surroundings.now();
            let all: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
            let one = all.get(self.dice.below(all.len())).copied();
            let text = format!("member {who}, write {}", self.writes.len());
            let (change, wrote) = match (self.dice.below(8), one) {
                (0, Some(id)) => (operations::delete_excerpts(&[id]), Some((id, None))),
                (1, _) => {
                    let mut tag = project.tags_in_order().first().ok_or("no tag")?.to_owned().clone();
                    tag.definition = text;
                    (Change::put("define", [Record::Tag(tag)]), None)
                }
                (2, _) => {
                    let mut article = project.articles().values().next().ok_or("no article")?.clone();
                    article.notes = text;
                    (Change::put("note", [Record::Article(Box::new(article))]), None)
                }
                (3..=5, Some(id)) => {
                    let change = operations::edit_excerpts(&project, &[id], "memo", now, |e| e.memo.clone_from(&text));
                    (change, Some((id, Some(text))))
                }
                _ => {
                    let (change, id) = self.tag(who, &project, &text)?;
                    (change, Some((id, Some(text))))
                }
            };
            let inverse = project.apply(&change).map_err(|error| error.to_string())?;
            store.record(&[Step { way: Way::Done, change, inverse, when: now }]).map_err(|error| error.to_string())?;
            if let Some((excerpt, says)) = wrote {
                let number = self.writes.len();
                let here = self.member(who)?.here.clone();
                let before = here.iter().filter_map(|at| Some((*at, self.writes.get(*at)?)));
                let of_it = before.filter(|(_, write)| write.excerpt == excerpt);
                let seen = of_it.flat_map(|(at, write)| write.seen.iter().copied().chain([at])).collect();
                self.writes.push(Write { by: who, excerpt, says, seen });
                self.member(who)?.here.insert(number);
                self.outcome.writes += 1;
            }
        }
        // The program dies now and then before everything is in the files: then the next opening files it.
        if self.dice.below(4) > 0 {
            store.checkpoint().map_err(|error| error.to_string())?;
        } else {
            drop(store);
            drop(self.open(who)?);
        }
        Ok(())
    }

    fn tag(&mut self, who: usize, project: &Project, memo: &str) -> Result<(Change, ExcerptId), String> {
        let quote = QUOTES.get(self.dice.below(QUOTES.len())).copied().unwrap_or("in spring");
        let at = TEXT.find(quote).ok_or("no quote")?;
        let span = TextSpan::new(TEXT, at..at + quote.len()).ok_or("no span")?;
        let anchor = anchoring::anchor(TEXT, span).ok_or("no anchor")?;
        let article = *project.articles().keys().next().ok_or("no article")?;
        let tag = project.tags_in_order().first().ok_or("no tag")?.id.clone();
        let analyst = self.member(who)?.analyst.id;
        let (mut change, id) = operations::tag_passage(project, article, anchor, &tag, analyst, &mut self.surroundings);
        for edit in change.edits.iter_mut() {
            if let rapporteur::model::Edit::Put(Record::Excerpt(excerpt)) = edit {
                memo.clone_into(&mut excerpt.memo);
            }
        }
        Ok((change, id))
    }

    fn commit(&mut self, who: usize) -> Result<(), String> {
        let member = self.member(who)?;
        git(&member.folder, &["add", "--all"])?;
        if !git(&member.folder, &["status", "--porcelain"])?.trim().is_empty() {
            git(&member.folder, &["commit", "--quiet", "--message", "work"])?;
        }
        member.committed = member.here.clone();
        Ok(())
    }

    fn pull(&mut self, who: usize) -> Result<(), String> {
        self.commit(who)?;
        let bare = self.bare.clone();
        let member = self.member(who)?;
        let said = git(&member.folder, &["pull", "--no-rebase", "--no-edit"])?;
        if said.contains("CONFLICT") {
            return Err(said);
        }
        let is_merge = said.contains("Merge made");
        member.committed.extend(&bare);
        member.here = member.committed.clone();
        self.outcome.merges += usize::from(is_merge);
        Ok(())
    }

    fn push(&mut self, who: usize) -> Result<(), String> {
        self.pull(who)?;
        let member = self.member(who)?;
        git(&member.folder, &["push", "--quiet"])?;
        self.bare = self.member(who)?.committed.clone();
        Ok(())
    }

    /// All clones hold the same bytes and show what the model says.
    fn compare(&mut self) -> Result<(), String> {
        let first = travelling(&self.members.first().ok_or("nobody")?.folder);
        for (number, member) in self.members.iter().enumerate() {
            let files = travelling(&member.folder);
            if files != first {
                return Err(format!("clone {number} differs from the first"));
            }
            if let Some(file) = files.iter().find(|(_, bytes)| bytes.windows(7).any(|part| part == b"<<<<<<<")) {
                return Err(format!("a conflict marker in {}", file.0.display()));
            }
            let fs: Arc<dyn Fs> = Arc::new(RealFs);
            let report = check(fs.clone(), &member.folder).map_err(|error| error.to_string())?;
            if !report.is_clean() {
                return Err(format!("clone {number}: {:?}", report.problems));
            }
        }
        (0..self.members.len()).try_for_each(|who| self.shows_what_was_written(who))
    }

    /// A member's folder shows every write that nobody replaced, and no other.
    pub(crate) fn shows_what_was_written(&mut self, who: usize) -> Result<(), String> {
        let mut expected: BTreeMap<ExcerptId, BTreeSet<Option<String>>> = BTreeMap::new();
        let replaced: BTreeSet<usize> = self.writes.iter().flat_map(|write| write.seen.iter().copied()).collect();
        for (_, write) in self.writes.iter().enumerate().filter(|(number, _)| !replaced.contains(number)) {
            expected.entry(write.excerpt).or_default().insert(write.says.clone());
        }
        let folder = self.member(who)?.folder.clone();
        let opened = Store::open_read_only(Arc::new(RealFs), &folder).map_err(|error| error.to_string())?;
        let mut found: BTreeMap<ExcerptId, BTreeSet<Option<String>>> = BTreeMap::new();
        for excerpt in opened.project.excerpts().values() {
            found.entry(excerpt.id).or_default().insert(Some(excerpt.memo.clone()));
        }
        for concurrent in &opened.report.concurrent {
            let rapporteur::model::RecordId::Excerpt(id) = &concurrent.id else { continue };
            for (_, version) in &concurrent.others {
                let says = version.as_ref().and_then(|record| match record {
                    Record::Excerpt(excerpt) => Some(excerpt.memo.clone()),
                    _ => None,
                });
                found.entry(*id).or_default().insert(says);
            }
        }
        let gone = BTreeSet::from([None]);
        let mut wanted = expected.clone();
        // What several removed apart is gone, in whatever number of versions.
        wanted.retain(|_, versions| *versions != gone);
        found.retain(|_, versions| *versions != gone);
        if found != wanted {
            return Err(format!("member {who} is not shown what was written: {found:?}, not {wanted:?}"));
        }
        self.outcome.concurrent = opened.report.concurrent.len();
        Ok(())
    }
}

/// The files that git carries.
pub(crate) fn travelling(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    all.filter_map(|entry| {
        let below = entry.path().strip_prefix(folder).ok()?.to_owned();
        let stays = below.starts_with(".git") || below.starts_with(".local");
        (!stays).then(|| Some((below, std::fs::read(entry.path()).ok()?)))?
    })
    .collect()
}
