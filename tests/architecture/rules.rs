//! The rules of the house as lists: which layer may use which, and what only some files may name.
//! Another rule is another line here; `main` walks them. ARCHITECTURE.md says why they are so.

/// A folder of `src` and the folders of `src` that it may use.
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    pub(crate) may_use: &'static [&'static str],
}

const BELOW_APP: &[&str] = &["model", "text", "storage", "import", "export", "analysis"];
const BELOW_WINDOW: &[&str] = &["model", "text", "storage", "import", "export", "analysis", "app", "desktop"];

/// `model <- text <- storage, import, export, analysis <- app <- desktop, ui, cli <- main`, where export may ask analysis
/// how many there are. Both the window and the
/// command line reach the outside world through `desktop`, which knows neither.
pub(crate) const LAYERS: &[Layer] = &[
    Layer { name: "model", may_use: &[] },
    Layer { name: "text", may_use: &["model"] },
    Layer { name: "storage", may_use: &["model", "text"] },
    Layer { name: "import", may_use: &["model", "text"] },
    Layer { name: "export", may_use: &["model", "text", "analysis"] },
    Layer { name: "analysis", may_use: &["model", "text"] },
    Layer { name: "app", may_use: BELOW_APP },
    Layer { name: "desktop", may_use: &["model", "text", "storage", "import", "export", "analysis", "app"] },
    Layer { name: "cli", may_use: BELOW_WINDOW },
    Layer { name: "ui", may_use: BELOW_WINDOW },
];

/// Something that only some places may name.
pub(crate) struct Fence {
    /// Paths, matched as a run of segments: `fs::write` matches `std::fs::write`; `.exists` is a method or a field.
    pub(crate) paths: &'static [&'static str],
    /// Only where it follows `&mut`.
    pub(crate) exclusive: bool,
    /// Where the fence stands: folders (with `/` at the end) and files of `src`; everywhere where empty.
    pub(crate) within: &'static [&'static str],
    /// Folders and files of `src` that may; a file may be named here before it is there.
    pub(crate) only: &'static [&'static str],
    /// Whether tests inside `src` may as well.
    pub(crate) tests_may: bool,
    /// What to do instead.
    pub(crate) instead: &'static str,
}

const EVERYWHERE: Fence = Fence { paths: &[], exclusive: false, within: &[], only: &[], tests_may: false, instead: "" };
const PURE: &[&str] = &["model/", "text/", "import/", "export/", "analysis/", "app/"];
const PURE_AND_UI: &[&str] = &["model/", "text/", "import/", "export/", "analysis/", "app/", "ui/"];

/// All fences.
pub(crate) const FENCES: &[Fence] = &[
    Fence {
        paths: &[
            "fs::write",
            "fs::rename",
            "fs::copy",
            "fs::hard_link",
            "fs::remove_file",
            "fs::remove_dir",
            "fs::remove_dir_all",
            "fs::create_dir",
            "fs::create_dir_all",
            "fs::set_permissions",
            "fs::DirBuilder",
            "File::create",
            "File::create_new",
            "File::options",
            "OpenOptions",
        ],
        only: &["storage/fs/real.rs"],
        tests_may: true,
        instead: "write through storage::write_file or the Store, so that what is written is whole or not there",
        ..EVERYWHERE
    },
    Fence {
        paths: &[".unlink"],
        within: &["storage/"],
        only: &[
            "storage/atomic_file.rs",
            "storage/thinning.rs",
            "storage/journals.rs",
            "storage/open.rs",
            "storage/fs/",
        ],
        tests_may: true,
        instead: "only what made a file of its own may remove it: temporary files, journals that are done with, old backups",
        ..EVERYWHERE
    },
    Fence {
        paths: &[".create_new", ".rename", ".sync_dir", ".create_dir"],
        within: &["storage/"],
        only: &["storage/atomic_file.rs", "storage/append_file.rs", "storage/fs/"],
        tests_may: true,
        instead: "only atomic_file (whole files) and append_file (journals) write; add what is missing there",
        ..EVERYWHERE
    },
    Fence {
        paths: &["std::fs", "fs::File", "walkdir"],
        only: &["storage/fs/real.rs", "desktop/article_files.rs", "desktop/desk/folders.rs"],
        tests_may: true,
        instead: "take bytes and give bytes; files are read by desktop::article_files, and by the Store for a project",
        ..EVERYWHERE
    },
    Fence {
        paths: &[".is_file", ".is_dir", ".exists", ".try_exists", ".symlink_metadata", ".canonicalize", ".read_dir"],
        within: PURE_AND_UI,
        // Whether the last project is there is asked once, before the window opens.
        only: &["ui/launch.rs"],
        tests_may: true,
        instead: "this looks at the disk; ask the desktop layer, by a Request where it may take time",
        ..EVERYWHERE
    },
    Fence {
        paths: &["std::env"],
        within: PURE,
        tests_may: true,
        instead: "pass the value in; the environment is read in desktop and ui/launch.rs",
        ..EVERYWHERE
    },
    Fence {
        paths: &["Timestamp::now", "Zoned::now", "SystemTime", "Instant"],
        // The file dialog tells a dialog that was closed from one that never came up, by how long it took.
        only: &["desktop/surroundings.rs", "desktop/dialogs.rs"],
        instead: "take the moment as a parameter, or a &mut dyn Surroundings; tests set the clock",
        ..EVERYWHERE
    },
    Fence {
        paths: &["getrandom", "rand", "RandomState", "Uuid::new_v4", "Uuid::now_v7"],
        only: &["desktop/surroundings.rs"],
        instead: "take a &mut dyn Surroundings; tests count where the program draws",
        ..EVERYWHERE
    },
    Fence {
        paths: &["std::thread", "thread::spawn", "thread::sleep"],
        // Reading and searching a project ask all cores, and waiting for the disk many files at once; all are done with
        // their threads before they end.
        only: &[
            "desktop/worker.rs",
            "desktop/dialogs.rs",
            "desktop/searching.rs",
            "storage/reading.rs",
            "storage/fs/real.rs",
        ],
        instead: "say it as a Request, or as a job in desktop::jobs, which desktop::worker runs on a thread",
        ..EVERYWHERE
    },
    Fence { paths: &["rfd"], only: &["desktop/dialogs.rs"], instead: "ask for files by Request::Pick", ..EVERYWHERE },
    Fence {
        paths: &["egui", "eframe", "epaint", "emath", "winit", "accesskit"],
        only: &["ui/"],
        instead: "only ui draws; the rest builds with no GUI crate present (cargo check --no-default-features)",
        ..EVERYWHERE
    },
    Fence {
        paths: &["CCursor", "CCursorRange", "LayoutCursor", "cursor_from_pos", "pos_from_cursor"],
        // A field's own words may be selected whole, and what was taken from a list stands behind the cursor.
        only: &["ui/reader/cursor.rs", "ui/widgets/search_field.rs", "ui/widgets/completing_field.rs"],
        instead: "only ui/reader/cursor.rs converts between the toolkit's columns and byte offsets; ask its Columns",
        ..EVERYWHERE
    },
    Fence {
        paths: &[".glyphs", "Glyph"],
        only: &["ui/reader/cursor.rs", "ui/reader/block_layout.rs", "ui/reader/mixed.rs"],
        instead: "glyphs do not stand for characters one by one in every script; only the reading pane counts them",
        ..EVERYWHERE
    },
    Fence {
        paths: &["State", "Project"],
        exclusive: true,
        within: &["ui/"],
        only: &["ui/window.rs"],
        instead: "panels read; append an Action, which ui/window.rs hands to app::update",
        ..EVERYWHERE
    },
    Fence {
        paths: &["std::net", "TcpStream", "TcpListener", "UdpSocket", "process::Command"],
        instead: "no request ever leaves the machine, and no other program is started",
        ..EVERYWHERE
    },
    Fence {
        paths: &["clap"],
        within: &["model/", "text/", "import/", "export/", "analysis/", "app/", "desktop/", "ui/", "storage/"],
        instead: "the command line's words stay in cli",
        ..EVERYWHERE
    },
];

/// File names that say nothing about their room.
pub(crate) const EMPTY_NAMES: &[&str] =
    &["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "data"];

/// Macros that leave something unfinished.
pub(crate) const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

/// Lines that a file of `src` may have.
pub(crate) const LINES_IN_SRC: usize = 400;

/// Lines that a file of tests, benchmarks or examples may have.
pub(crate) const LINES_ELSEWHERE: usize = 700;

/// Lines of `//!` that a file opens with, at most; empty ones do not count.
pub(crate) const HEADER_LINES: usize = 5;
