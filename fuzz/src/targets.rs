//! What is fuzzed of the store: every file that it reads, with any bytes in it, in a project that is otherwise whole. It
//! opens or says why not, the same each time, and opening writes over nothing. And the filter language: any text is read
//! or refused in its place. Shared by the fuzz targets and by `examples/fuzz_store`, which runs them without a fuzzer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rapporteur::analysis::query::{QUERY_MAX_BYTES, parse};
use rapporteur::analysis::{Filter, select};
use rapporteur::desktop::user_folder::UserFolder;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{Analyst, Project, Surroundings as _};
use rapporteur::storage::{Backups, Fs, SimulatedFs, Store, Writer, check, unpack};

/// Files by their path below the project's folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// One target.
pub(crate) struct Target {
    /// Its name, which its corpus has too.
    pub(crate) name: &'static str,
    /// Gives it some bytes.
    pub(crate) run: fn(&[u8]),
}

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "record_line", run: record_line },
    Target { name: "excerpt_file", run: excerpt_file },
    Target { name: "codes_file", run: |bytes| opens("codes/bens-laptop.ron", bytes) },
    Target { name: "project_file", run: |bytes| opens("project.ron", bytes) },
    Target { name: "writer_file", run: |bytes| opens("writers/bens-laptop.ron", bytes) },
    Target { name: "journal", run: journal },
    Target { name: "undo_steps", run: undo_steps },
    Target { name: "backup_list", run: backup_list },
    Target { name: "index_cache", run: index_cache },
    Target { name: "user_folder", run: user_folder },
    Target { name: "filter", run: filter },
    Target { name: "archive", run: archive },
];

const FOLDER: &str = "/home/ada/talks";
const EXCERPTS: &str = "excerpts/7b/01a20067-afce-7000-811d-c8b568c0967b/bens-laptop.ron";
const HEADER: &str =
    "(format: 1, writer: \"bens-laptop\", article: \"01a20067-afce-7000-811d-c8b568c0967b\", records: [\n";

/// The project of the frozen fixture.
fn whole() -> &'static (BTreeMap<PathBuf, Vec<u8>>, Project) {
    static WHOLE: OnceLock<(BTreeMap<PathBuf, Vec<u8>>, Project)> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let places = [here.join("tests/fixtures/format_1"), here.join("../tests/fixtures/format_1")];
        let place = places.iter().find(|place| place.is_dir()).expect("the frozen project");
        let mut files = BTreeMap::new();
        let mut folders = vec![place.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(place).expect("below").to_owned();
                    files.insert(below, std::fs::read(&path).expect("read"));
                }
            }
        }
        let fs = disk(&files);
        let project = Store::open_read_only(Arc::new(fs), Path::new(FOLDER)).expect("opens").project;
        (files, project)
    })
}

fn disk(files: &BTreeMap<PathBuf, Vec<u8>>) -> SimulatedFs {
    let fs = SimulatedFs::with_folder(FOLDER);
    for (file, bytes) in files {
        fs.put(Path::new(FOLDER).join(file), bytes);
    }
    fs
}

fn ada() -> Writer {
    let analyst: Option<&Analyst> = whole().1.analysts().values().find(|analyst| analyst.name == "Ada");
    let analyst = analyst.expect("there").clone();
    Writer { id: "adas-desk".parse().expect("an id"), analyst, installation: String::new() }
}

/// The project's files, without `.local` and without what opening tells git and sync programs about that.
fn shared(fs: &SimulatedFs) -> BTreeMap<PathBuf, Vec<u8>> {
    let is_hidden = |path: &Path| {
        let below = path.strip_prefix(FOLDER).ok().and_then(|below| below.to_str());
        below.is_some_and(|below| below.starts_with('.'))
    };
    fs.files().into_iter().filter(|(path, _)| !is_hidden(path)).collect()
}

/// The project with these bytes in one of its files: looked at, checked, opened, closed.
fn opens(file: &str, bytes: &[u8]) {
    let fs = disk(&whole().0);
    fs.put(Path::new(FOLDER).join(file), bytes);
    let before = shared(&fs);
    let open: Arc<dyn Fs> = Arc::new(fs.clone());
    let looked = Store::open_read_only(open.clone(), Path::new(FOLDER));
    let checked = check(open.clone(), Path::new(FOLDER));
    assert_eq!(looked.is_ok(), checked.is_ok());
    match Store::open(open.clone(), Path::new(FOLDER), &ada()) {
        Ok(mut opened) => {
            let looked = looked.expect("opens to be looked at as well");
            // What only a journal says is filed on opening, and then there is no telling it apart.
            if opened.report.restored.is_none() {
                assert_eq!(looked.project.excerpts(), opened.project.excerpts());
                let filed = opened.store.checkpoint();
                assert!(filed.is_err() || shared(&fs) == before, "opening wrote over something");
            } else {
                drop(opened);
                let again = Store::open(open, Path::new(FOLDER), &ada()).expect("opens again");
                assert!(again.report.restored.is_none(), "restored twice");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn record_line(bytes: &[u8]) {
    let mut file = HEADER.as_bytes().to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(b",\n])\n");
    opens(EXCERPTS, &file);
}

fn excerpt_file(bytes: &[u8]) {
    opens(EXCERPTS, bytes);
}

/// As they are, or in frames with fitting checksums, so that what is behind those is reached too.
fn framed(bytes: &[u8], header: &str) -> Vec<u8> {
    let Some((choice, rest)) = bytes.split_first() else { return Vec::new() };
    if choice.is_multiple_of(2) {
        return rest.to_vec();
    }
    let mut out = b"rapporteur journal 1\n".to_vec();
    let text = String::from_utf8_lossy(rest);
    for payload in std::iter::once(header).chain(text.split('\u{1e}')).filter(|payload| !payload.is_empty()) {
        let hash: [u8; 32] = sha2::Digest::finalize(sha2::Digest::chain_update(
            <sha2::Sha256 as sha2::Digest>::new(),
            payload.as_bytes(),
        ))
        .into();
        let sum: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        out.extend_from_slice(format!("#{} {sum}\n{payload}\n", payload.len()).as_bytes());
    }
    out
}

fn header() -> String {
    format!("(format: 1, project: \"{}\", writer: \"adas-desk\", upto: 0)", whole().1.meta().id)
}

fn journal(bytes: &[u8]) {
    opens(".local/journal/adas-desk-00000001.journal", &framed(bytes, &header()));
}

fn undo_steps(bytes: &[u8]) {
    opens(".local/history/adas-desk.undo", &framed(bytes, &header()));
}

fn backup_list(bytes: &[u8]) {
    let fs = disk(&whole().0);
    let open: Arc<dyn Fs> = Arc::new(fs.clone());
    let backups = Backups::inside(open.clone(), Path::new(FOLDER));
    backups.make(Counting::default().now()).expect("made");
    fs.put(Path::new(FOLDER).join(".local/backups/20991231T000000Z.backup"), &framed(bytes, ""));
    for backup in backups.list().expect("lists") {
        let _ = backups.open(&backup);
    }
    let before = shared(&fs);
    let _ = backups.thin();
    let _ = check(open, Path::new(FOLDER));
    assert!(shared(&fs) == before);
}

/// The project with enough articles for an index to be made and read, and that index.
fn indexed() -> &'static (Files, Vec<u8>) {
    static INDEXED: OnceLock<(Files, Vec<u8>)> = OnceLock::new();
    INDEXED.get_or_init(|| {
        let mut files = whole().0.clone();
        let article = "01a20067-afce-7001-9e36-4f44c3e42a3d";
        let text = String::from_utf8(files[Path::new(&format!("articles/3d/{article}.ron"))].clone()).expect("text");
        for number in 0..70 {
            let id = format!("01a20067-afce-7001-9e36-4f44c3e4{number:04}");
            files.insert(PathBuf::from(format!("articles/3d/{id}.ron")), text.replace(article, &id).into_bytes());
        }
        let fs = disk(&files);
        drop(Store::open(Arc::new(fs.clone()), Path::new(FOLDER), &ada()).expect("opens"));
        let index = fs.files().remove(&Path::new(FOLDER).join(".local/index")).expect("an index was made");
        (files, index)
    })
}

/// As it is; as the only block of an index; or a true index with some bytes of a block changed, all with fitting checksums.
fn index_cache(bytes: &[u8]) {
    const FIRST_LINE: &[u8] = b"rapporteur index 3\n";
    let Some((choice, rest)) = bytes.split_first() else { return };
    let (files, whole_index) = indexed();
    let true_blocks = || {
        let mut left = whole_index.strip_prefix(FIRST_LINE).expect("an index of this version");
        let mut blocks = Vec::new();
        while let Some((length, after)) = left.split_first_chunk::<8>() {
            let length = usize::try_from(u64::from_le_bytes(*length)).expect("a length");
            blocks.push(after[4..4 + length].to_vec());
            left = &after[4 + length..];
        }
        blocks
    };
    let blocks = match choice % 3 {
        0 => None,
        1 => Some(vec![rest.to_vec()]),
        _ => {
            let mut blocks = true_blocks();
            for change in rest.chunks_exact(3) {
                let which = usize::from(change[0]) % blocks.len();
                let length = blocks[which].len().max(1);
                let at = (usize::from(change[0]) << 8 | usize::from(change[1])) % length;
                if let Some(byte) = blocks[which].get_mut(at) {
                    *byte = change[2];
                }
            }
            Some(blocks)
        }
    };
    let index = blocks.map_or_else(
        || rest.to_vec(),
        |blocks| {
            let mut index = FIRST_LINE.to_vec();
            for block in blocks {
                index.extend_from_slice(&(block.len() as u64).to_le_bytes());
                index.extend_from_slice(&crc32fast::hash(&block).to_le_bytes());
                index.extend_from_slice(&block);
            }
            index
        },
    );
    // One with the right checksums is taken at its word: what it says is then wrong, what lies in the files is not.
    let forged = choice % 3 != 0;
    let fs = disk(files);
    fs.put(Path::new(FOLDER).join(".local/index"), &index);
    let before = shared(&fs);
    let opened =
        Store::open(Arc::new(fs.clone()), Path::new(FOLDER), &ada()).expect("an index keeps nothing from opening");
    assert!(forged || opened.project.articles().len() == whole().1.articles().len() + 70);
    assert!(shared(&fs) == before);
}

fn user_folder(bytes: &[u8]) {
    for file in ["settings.ron", "installation.ron"] {
        let fs = SimulatedFs::with_folder("/home/ada/data");
        fs.put(Path::new("/home/ada/data").join(file), bytes);
        let folder = UserFolder::at(Arc::new(fs.clone()), PathBuf::from("/home/ada/data"));
        let _ = folder.settings();
        let made = folder.writer("Ada", &mut Counting::default());
        if made.is_err() {
            assert_eq!(fs.files().values().next().map(Vec::as_slice), Some(bytes), "written over");
        }
    }
}

/// A filter: read or refused, in its place; what is printed is read back as the same, and asking it of a project ends.
fn filter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match parse(text) {
        Ok(query) => {
            let printed = query.to_string();
            // What is printed may be longer than what was typed: “2..” becomes “2..6”.
            if printed.len() <= QUERY_MAX_BYTES {
                assert_eq!(parse(&printed).as_ref(), Ok(&query), "{printed}");
            }
            let project = &whole().1;
            match select(project, None, &Filter::new(text)) {
                Ok(found) => assert!(found.len() <= project.excerpts().len()),
                Err(mistake) => assert!(text.get(mistake.at).is_some() && !mistake.says.is_empty()),
            }
        }
        Err(mistake) => assert!(text.get(mistake.at).is_some() && !mistake.says.is_empty()),
    }
}

/// A zip: what is refused leaves nothing behind, what is taken is a project that opens and is whole.
fn archive(bytes: &[u8]) {
    let fs = Arc::new(SimulatedFs::with_folder("/home/ada"));
    let folder = Path::new("/home/ada/unpacked");
    match unpack(&*fs, Path::new("a.zip"), bytes.to_vec(), folder, &mut |_, _| true) {
        Ok(report) => {
            assert!(report.is_clean());
            assert!(fs.files().keys().all(|path| path.starts_with(folder)));
            assert!(check(fs, folder).is_ok_and(|report| report.is_clean()));
        }
        Err(_) => assert!(fs.files().is_empty()),
    }
}
