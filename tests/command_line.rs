//! Whole stories through the program itself, as a script would run them: what is printed, what is written, how it ends.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use rapporteur::model::{Change, Record};
use rapporteur::storage::{Opened, RealFs, Step, Store, Way, Writer};

/// A folder of one's own with a user's folder in it, and the program.
struct Desk {
    home: tempfile::TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    error: String,
}

impl Desk {
    fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder") }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.at(name), content).expect("written");
        self.at(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command
            .current_dir(self.home.path())
            .env("RAPPORTEUR_DATA", self.at("data"))
            .env("USER", "ada")
            .args(arguments);
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).stdin(Stdio::null()).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { status: output.status.code().expect("a status"), out: text(output.stdout), error: text(output.stderr) }
    }

    /// Runs what must be done without a word on standard error.
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.status, ran.error.as_str()), (0, ""), "{arguments:?}: {}", ran.out);
        ran.out
    }

    /// Runs what must fail with one sentence, and returns it.
    fn failed(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.status, ran.error.lines().count()), (1, 1), "{arguments:?}: {}{}", ran.out, ran.error);
        ran.error
    }

    /// A project with two short articles.
    fn with_two_articles() -> Self {
        let desk = Self::new();
        desk.write(
            "mill.txt",
            "The mill talks\n\nThe mayor said: “We will hold the mill – always.” Nobody laughed.\n\nNo. No.\n",
        );
        desk.write("river.txt", "Der Fluss\n\nDer Fluß bleibt offen. 😀 So steht es im Papier.\n");
        desk.done(&["new", "p", "--name", "Mill"]);
        desk.done(&["import", "p", "mill.txt", "river.txt"]);
        desk
    }

    /// Every file below a folder with its bytes.
    fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = walkdir::WalkDir::new(self.at(folder)).into_iter().map(|entry| entry.expect("an entry"));
        let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        files.map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
    }
}

fn sample_articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/articles")
}

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("a table")
}

#[test]
fn from_articles_to_excerpts_and_back() {
    let desk = Desk::new();
    let articles = sample_articles().display().to_string();
    desk.done(&["new", "berlin", "--name", "Berlin talks", "--analyst", "Ada"]);
    let report = desk.done(&["import", "berlin", &articles, "--analyst", "Ada"]);
    assert!(
        report.ends_with("5 articles imported\n") && report.contains("(title taken from the first words)"),
        "{report}"
    );
    assert!(report.contains("stray tags removed"), "{report}");
    desk.write(
        "coding.csv",
        "Article;Tag;Quote;Actors;Issues;Stance;Speaker;Voice;said_on;Memo\r\n\
        the-map-nobody-signs.txt;Position;Zelenskyy signalled  that he would shelve the road to NATO;Ukraine; NATO; Conditional;Zelenskyy;paraphrase;2025-12-15;\"=core\r\nclaim\"\r\n\
        the map nobody is ready to sign;Red line;\"no clause, Zelenskyy insists, may turn into a prize for the side that attacked\";Ukraine;Territory;against;;;;\r\n\
        berlin-second-day.txt;red line;\"\"\"In that order, and only in that order.\"\"\";Ukraine; Sequence;;;direct quote;2025-12;\r\n\
        berlin-second-day.txt;Threat;\"\"\"Law, intelligence, monitors - yes,\"\"\";United States;Guarantees;;;;;\r\n",
    );
    assert_eq!(desk.done(&["tag", "berlin", "coding.csv", "--analyst", "Ada"]), "4 passages tagged\n");
    assert_eq!(
        desk.done(&["check", "berlin"]),
        "6 backups, all whole\n5 articles and 4 excerpts checked: nothing is wrong\n"
    );

    let info: serde_json::Value = serde_json::from_str(&desk.done(&["info", "berlin", "--json"])).expect("JSON");
    assert_eq!((&info["name"], &info["articles"], &info["excerpts"]), (&"Berlin talks".into(), &5.into(), &4.into()));
    let tags: Vec<_> =
        info["tags"].as_array().expect("tags").iter().map(|tag| (&tag["name"], &tag["excerpts"])).collect();
    let expected = [("Position", 1), ("Red line", 2), ("Proposal", 0), ("Threat", 1)];
    assert_eq!(tags, expected.map(|(name, count)| (name.into(), count.into())).each_ref().map(|(a, b)| (a, b)));
    assert_eq!((info["actors"].as_array().map(Vec::len), info["issues"].as_array().map(Vec::len)), (Some(2), Some(4)));
    let shown = desk.done(&["info", "berlin"]);
    assert!(shown.contains("5 articles, 4 excerpts, format 1") && shown.contains("1 analyst"), "{shown}");

    let printed = desk.done(&["export", "berlin", "--format", "csv"]);
    assert_eq!(
        desk.done(&["export", "berlin", "--format", "csv", "--output", "all.csv"]),
        "4 excerpts written to all.csv\n"
    );
    assert_eq!(fs::read_to_string(desk.at("all.csv")).expect("read"), printed);
    let exported = rows(&printed);
    let quotes: Vec<&str> = exported.iter().map(|row| row["quote"].as_str()).collect();
    assert!(
        quotes.contains(&"“In that order, and only in that order.”")
            && quotes.contains(&"“Law, intelligence, monitors — yes,”")
    );
    assert!(exported.iter().any(|row| row["memo"] == "'=core\r\nclaim" && row["stance"] == "conditional"));
    assert!(exported.iter().all(|row| row["analyst"] == "Ada"));

    desk.done(&["new", "again", "--analyst", "Ben"]);
    desk.done(&["import", "again", &articles, "--analyst", "Ben"]);
    assert_eq!(desk.done(&["tag", "again", "all.csv", "--analyst", "Ben"]), "4 passages tagged\n");
    assert_eq!(desk.done(&["export", "again", "--format", "csv"]), printed);
    assert_eq!(desk.done(&["tag", "berlin", "all.csv", "--analyst", "Ada"]), "0 passages tagged, 4 there already\n");
    assert_eq!(desk.done(&["tag", "berlin", "coding.csv", "--analyst", "Ada"]), "0 passages tagged, 4 there already\n");
    assert_eq!(desk.done(&["export", "berlin", "--format", "csv"]), printed);

    let red_lines = desk.done(&["export", "berlin", "--format", "markdown", "--tag", "red LINE", "--actor", "Ukraine"]);
    assert!(
        red_lines.contains("2 excerpts from 2 articles")
            && red_lines.contains("> “In that order, and only in that order.”")
    );
    assert!(
        desk.failed(&["export", "berlin", "--format", "csv", "--actor", "Nobody"])
            .contains("There is no actor called “Nobody”")
    );
    let failed = |filter: &str| desk.failed(&["export", "berlin", "--format", "csv", "--filter", filter]);
    assert!(failed("actor:Ukrane").contains(
        "in the filter, at “Ukrane” (character 7): There is no actor called “Ukrane”; did you mean “Ukraine”?"
    ));
    assert!(failed("tag:").contains("Expected a name after “tag:”"));
    let filtered = |filter: &str| desk.done(&["export", "berlin", "--format", "markdown", "--filter", filter]);
    assert_eq!(filtered("tag:\"red LINE\" actor:Ukraine"), red_lines);
    let mine = desk.done(&[
        "info",
        "berlin",
        "--json",
        "--filter",
        "analyst:me -(tag:position or tag:proposal)",
        "--analyst",
        "ada",
    ]);
    assert!(mine.contains("\"excerpts\": 2,"), "{mine}");
    let titled =
        desk.done(&["export", "berlin", "--format", "csv", "--article", "berlin-second-day.txt", "--words", "LAW yes"]);
    assert_eq!(rows(&titled).len(), 1);
}

#[test]
fn the_sample_is_whole_and_its_coding_can_be_brought_to_the_bare_articles() {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/berlin-talks").display().to_string();
    let checked = desk.done(&["check", &sample]);
    assert!(checked.ends_with(": nothing is wrong\n"), "{checked}");
    desk.done(&["export", &sample, "--format", "csv", "--output", "sample.csv"]);
    desk.done(&["new", "bare"]);
    desk.done(&["import", "bare", &sample_articles().display().to_string()]);
    desk.done(&["tag", "bare", "sample.csv"]);
    let coding = |table: &str| -> BTreeMap<String, BTreeMap<String, String>> {
        // What the articles say of themselves is the only thing that a table does not bring.
        let details = ["article", "outlet", "author", "published", "url"];
        let rows = rows(table).into_iter().map(|mut row| {
            row.retain(|column, _| !details.contains(&column.as_str()));
            (row["id"].clone(), row)
        });
        rows.collect()
    };
    let exported = fs::read_to_string(desk.at("sample.csv")).expect("read");
    assert!(coding(&exported).len() >= 40);
    assert!(coding(&desk.done(&["export", "bare", "--format", "csv"])) == coding(&exported));
}

#[test]
fn rows_that_are_refused_are_listed_and_the_rest_is_tagged() {
    let desk = Desk::with_two_articles();
    desk.write(
        "t.csv",
        "article,tag,quote,start,stance\n\
        mill.txt,Position,We will hold the mill - always.,,\n\
        nowhere.txt,Position,We will,,\n\
        mill.txt,Position,We shall hold,,\n\
        mill.txt,Position,No.,,\n\
        mill.txt,Position,No.,9999,for\n\
        mill.txt,Position,Nobody,,sideways\n\
        ,,,,\n\
        Der Fluss,Proposal,\"offen.\u{a0}😀 So\",,\n",
    );
    let ran = desk.run(&["tag", "p", "t.csv"]);
    assert_eq!((ran.status, ran.error.as_str()), (3, ""), "{}", ran.out);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "row 3: not found: no article has “nowhere.txt” as its id, title or file (“We will”)",
            "row 4: not found: the quote does not stand in the article (“We shall hold”)",
            "row 5: ambiguous: the quote stands 2 times in the article; a column “start” can decide (“No.”)",
            "row 7: invalid: “sideways” is not a stance; known are: for, against, conditional, open (“Nobody”)",
            "3 passages tagged, 4 refused",
        ]
    );
    let exported = rows(&desk.done(&["export", "p", "--format", "csv"]));
    let quotes: Vec<&str> = exported.iter().map(|row| row["quote"].as_str()).collect();
    assert_eq!(quotes, ["offen. 😀 So", "We will hold the mill – always.", "No."]);
    let river = fs::read_to_string(desk.at("river.txt")).expect("read").find("offen").expect("there");
    assert_eq!(exported[0]["start"], (river - 1).to_string(), "characters, not bytes: one letter takes two");
    assert!(desk.failed(&["tag", "p", "gone.csv"]).contains("there is no such file"));
    desk.write("u.csv", "article,text\nx,y\n");
    assert!(desk.failed(&["tag", "p", "u.csv"]).contains("“tag”, “quote”"));
    desk.done(&["check", "p"]);
}

#[test]
fn a_bad_file_does_not_stop_the_good_ones() {
    let desk = Desk::new();
    fs::create_dir_all(desk.at("in/sub/.hidden")).expect("a folder");
    for (name, content) in [
        ("in/b.txt", "A second text\n\nIt says something else.\n".as_bytes()),
        ("in/sub/a.txt", "A first text\n\nIt says something.\n".as_bytes()),
        ("in/copy.txt", "A first text\r\n\r\nIt says something.\r\n".as_bytes()),
        ("in/broken.txt", &[0, 159, 146, 150, 0, 1, 2, 3, 0, 0]),
        ("in/empty.txt", b""),
        ("in/.hidden.txt", b"Never read"),
        ("in/sub/.hidden/c.txt", b"Never read"),
        ("in/picture.png", b"\x89PNG\r\n\x1a\n"),
    ] {
        desk.write(name, content);
    }
    desk.done(&["new", "p"]);
    let ran = desk.run(&["import", "p", "in", "missing.txt"]);
    assert_eq!((ran.status, ran.error.as_str()), (3, ""), "{}", ran.out);
    let starts = |word: &str| ran.out.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!((starts("imported"), starts("twice"), starts("refused")), (2, 1, 3), "{}", ran.out);
    assert!(ran.out.contains("refused   missing.txt: there is no such file or folder"), "{}", ran.out);
    assert!(
        ran.out
            .ends_with("2 articles imported, 1 in the project already, 1 file of other kinds passed over, 3 refused\n")
    );
    assert!(!ran.out.contains("hidden"), "{}", ran.out);
    let again = desk.run(&["import", "p", "in/b.txt"]);
    assert_eq!((again.status, again.out.lines().last()), (0, Some("0 articles imported, 1 in the project already")));
}

#[test]
fn a_failure_is_one_sentence_and_changes_nothing() {
    let desk = Desk::with_two_articles();
    assert!(desk.failed(&["info", "nowhere"]).contains("There is no folder “nowhere”"));
    assert!(desk.failed(&["check", "data"]).contains("is not a project"));
    assert!(desk.failed(&["import", "nowhere", "mill.txt"]).contains("nowhere"));
    assert!(desk.failed(&["new", "p"]).contains("is not empty"));
    assert!(desk.failed(&["new", "q", "--name", "two\nlines"]).contains("is not a name"));
    assert!(desk.failed(&["new", "q", "--analyst", " "]).contains("analyst's name"));
    assert!(!desk.at("q").exists());
    desk.write("there.csv", "mine");
    let refused = desk.failed(&["export", "p", "--format", "csv", "--output", "there.csv"]);
    assert!(refused.contains("is there already; --force replaces it"), "{refused}");
    assert_eq!(fs::read_to_string(desk.at("there.csv")).expect("read"), "mine");
    desk.done(&["export", "p", "--format", "csv", "--output", "there.csv", "--force"]);
    assert!(fs::read_to_string(desk.at("there.csv")).expect("read").starts_with("id,tag,quote,"));
    assert!(desk.failed(&["export", "p", "--format", "csv", "--output", "no/such/folder.csv"]).contains("folder.csv"));
    fs::write(desk.at("data/installation.ron"), "(").expect("written");
    assert!(desk.failed(&["import", "p", "mill.txt"]).contains("installation.ron"));
    assert_eq!(fs::read_to_string(desk.at("data/installation.ron")).expect("read"), "(");
}

#[test]
fn wrong_usage_ends_with_2_and_help_names_every_command() {
    let desk = Desk::new();
    let wrong: [&[&str]; 5] =
        [&["p", "new", "q"], &["export", "p"], &["export", "p", "--format", "pdf"], &["new"], &["import", "p"]];
    for arguments in wrong {
        assert_eq!(desk.run(arguments).status, 2, "{arguments:?}");
    }
    let help = desk.done(&["--help"]);
    for command in ["new", "import", "tag", "export", "check", "info"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}: {help}");
        let own = desk.done(&[command, "--help"]);
        assert!(own.contains("Exit status:") && own.contains("--analyst"), "{own}");
    }
    assert!(help.contains("./new") && help.contains("done in part"), "{help}");
    assert!(desk.done(&["--version"]).starts_with("rapporteur "));
}

#[cfg(all(target_os = "linux", feature = "gui"))]
#[test]
fn without_a_display_the_window_says_what_is_missing() {
    let desk = Desk::new();
    for arguments in [&[][..], &["./new"]] {
        let said = desk.failed(arguments);
        assert!(said.contains("display") && said.contains("rapporteur --help") && !said.contains("panic"), "{said}");
    }
    assert!(!desk.at("data").exists());
}

#[test]
fn looking_at_a_project_writes_nothing() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed.\n");
    desk.done(&["tag", "p", "t.csv"]);
    fs::remove_dir_all(desk.at("data")).expect("removed");
    let before = desk.files("p");
    desk.done(&["check", "p"]);
    desk.done(&["info", "p"]);
    desk.done(&["export", "p", "--format", "markdown"]);
    assert!(desk.files("p") == before);
    assert!(!desk.at("data").exists());
}

#[test]
fn what_is_wrong_with_a_project_is_listed() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed.\n");
    desk.done(&["tag", "p", "t.csv"]);
    let mill = desk.files("p").into_iter().find(|(path, bytes)| {
        path.extension().is_some_and(|it| it == "txt") && bytes.windows(6).any(|part| part == b"Nobody")
    });
    fs::remove_file(mill.expect("a text").0).expect("removed");
    let ran = desk.run(&["check", "p"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("is missing") && ran.error.contains("1 problem found in “p”"), "{}{}", ran.out, ran.error);
    let export = desk.run(&["export", "p", "--format", "csv"]);
    assert_eq!(export.status, 3);
    let exported = rows(&export.out);
    assert_eq!((exported[0]["quote"].as_str(), exported[0]["start"].as_str()), ("Nobody laughed.", ""));
    assert!(export.error.contains("are left out because its text could not be read"), "{}", export.error);
}

#[test]
fn a_reader_who_leaves_early_is_no_trouble() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed.\n");
    desk.done(&["tag", "p", "t.csv"]);
    for arguments in [&["export", "p", "--format", "csv"][..], &["info", "p"], &["check", "p"]] {
        let mut child = desk.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_a_failure() {
    let desk = Desk::with_two_articles();
    for arguments in
        [&["search", "p", "No"][..], &["info", "p"], &["info", "p", "--json"], &["export", "p", "--format", "csv"]]
    {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let output = desk.command(arguments).stdin(Stdio::null()).stdout(full).output().expect("the program runs");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!((output.status.code(), error.lines().count()), (Some(1), 1), "{arguments:?}: {error}");
        assert!(error.contains("No space left"), "{error}");
    }
}

#[test]
fn a_dash_is_standard_output() {
    let desk = Desk::with_two_articles();
    let table = desk.done(&["export", "p", "--format", "csv"]);
    assert_eq!(desk.done(&["export", "p", "--format", "csv", "--output", "-"]), table);
    let output = desk.command(&["archive", "p", "-"]).stdin(Stdio::null()).output().expect("the program runs");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &[][..]));
    let file = desk.write("p.zip", output.stdout);
    desk.done(&["unpack", file.to_str().expect("UTF-8"), "q"]);
    assert_eq!(desk.done(&["info", "q"]), desk.done(&["info", "p"]));
    assert!(!desk.at("-").exists());
    assert!(desk.failed(&["export", "p", "--format", "csv", "--columns", ""]).contains("No column is named"));
}

#[cfg(unix)]
#[test]
fn nothing_printed_gives_a_terminal_orders() {
    let desk = Desk::with_two_articles();
    desk.write("a\u{1b}[31m.txt", "Red title\n\nRed text.\n");
    desk.write("b\u{7}.bin", [0, 1, 2]);
    let ran = desk.run(&["import", "p", "a\u{1b}[31m.txt", "b\u{7}.bin"]);
    assert_eq!(ran.status, 3);
    assert!(ran.out.contains("a\\u{1b}[31m.txt") && !ran.out.contains(['\u{1b}', '\u{7}']), "{}", ran.out);
    assert!(desk.failed(&["info", "p\u{1b}[2J"]).contains("p\\u{1b}[2J"));
}

/// Twenty quotes from articles that were never prepared for this: those of the folder that RAPPORTEUR_ARTICLES names,
/// or our own. Typed with other white space, quotation marks and dashes, each comes out byte for byte as in its file.
#[test]
fn twenty_quotes_come_out_byte_for_byte() {
    let folder = std::env::var_os("RAPPORTEUR_ARTICLES").map_or_else(sample_articles, PathBuf::from);
    let desk = Desk::new();
    desk.done(&["new", "p"]);
    desk.done(&["import", "p", &folder.display().to_string()]);
    let opened = Store::open_read_only(Arc::new(RealFs), &desk.at("p")).expect("the project");
    let count = opened.project.articles().len();
    let each = 20_usize.div_ceil(count.max(1));
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["article", "tag", "quote", "start"]).expect("written");
    let mut expected = Vec::new();
    for article in opened.project.articles().values() {
        let text = opened.texts.read(article.text).expect("a text");
        let long = text.as_str().split('\n').filter(|paragraph| paragraph.chars().count() >= 80);
        for (number, paragraph) in long.cycle().take(each).enumerate() {
            let signs: Vec<char> = paragraph.chars().collect();
            let from = (signs.len() - 60) * (number + 1) / (each + 1);
            let quote: String = signs[from..from + 60].iter().collect();
            let quote = quote.trim().to_owned();
            let at = text.as_str().find(&quote).expect("the quote");
            let start = text.chars_before(at).to_string();
            table.write_record([&article.import.file, "Position", &typed(&quote, number), &start]).expect("written");
            expected.push((article.import.file.clone(), quote));
        }
    }
    expected.sort();
    expected.dedup();
    assert!(expected.len() >= 20, "{}", expected.len());
    desk.write("t.csv", table.into_inner().expect("a table"));
    desk.done(&["tag", "p", "t.csv"]);
    desk.done(&["check", "p"]);
    let exported = rows(&desk.done(&["export", "p", "--format", "csv", "--raw"]));
    let mut found: Vec<(String, String)> =
        exported.iter().map(|row| (row["file"].clone(), row["quote"].clone())).collect();
    found.sort();
    assert!(found == expected, "the quotes that came out are those that were meant");
    for (file, quote) in found {
        let bytes = fs::read(folder.join(&file)).expect("the file");
        assert!(bytes.windows(quote.len()).any(|part| part == quote.as_bytes()), "{file}: a quote is not in its file");
    }
}

/// A quote as somebody might type it off a screen.
fn typed(quote: &str, number: usize) -> String {
    let space = ["  ", "\u{a0}", "\n", " \t"][number % 4];
    let straight =
        quote.replace(['“', '”', '„', '«', '»'], "\"").replace(['‘', '’', '‚'], "'").replace(['–', '—'], "-");
    straight.replacen(' ', space, 2)
}

#[test]
fn search_finds_words_in_all_articles_and_counts_them() {
    let desk = Desk::with_two_articles();
    assert_eq!(
        desk.done(&["search", "p", "MILL"]),
        "The mill talks: The mill talks  The mayor said: “We will hold the mill – always.” Nobody laughed.  No. No.\n\
         The mill talks: The mill talks  The mayor said: “We will hold the mill – always.” Nobody laughed.  No. No.\n\
         2 places in 1 article\n"
    );
    assert_eq!(desk.done(&["search", "p", "--count", "Mill", "--case"]), "0 places in 0 articles\n");
    assert_eq!(desk.done(&["search", "p", "--count", "fluss"]), "2 places in 1 article\n");
    assert_eq!(desk.done(&["search", "p", "--count", "--regex", r"\bNo\b"]), "2 places in 1 article\n");
    assert_eq!(desk.done(&["search", "p", "--count", "mill - always"]), "1 place in 1 article\n");
    assert!(desk.failed(&["search", "p", "--regex", "("]).contains("regular expression"));
    assert!(desk.failed(&["search", "p", " "]).contains("nothing to look for"));
}

/// The file of excerpts of the only tagged article, with all of its lines.
fn excerpts_of(desk: &Desk) -> PathBuf {
    let files = desk.files("p/excerpts").into_keys();
    files.last().expect("a file of excerpts")
}

#[test]
fn what_could_not_be_read_is_said_by_every_command_and_nothing_is_tagged_twice() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed\nmill.txt,Position,hold the mill\n");
    desk.done(&["tag", "p", "t.csv"]);
    let file = excerpts_of(&desk);
    let whole = fs::read_to_string(&file).expect("read");
    let damaged = whole.replacen("(at:", "(at", 1);
    fs::write(&file, &damaged).expect("written");

    let said = |ran: &Ran| {
        assert_eq!(ran.error.lines().count(), 1, "{}", ran.error);
        assert!(ran.error.starts_with("left out: excerpts/") && ran.error.contains("line 2, column"), "{}", ran.error);
    };
    let tag = || desk.run(&["tag", "p", "t.csv"]);
    for _ in 0..2 {
        let ran = tag();
        said(&ran);
        assert!(ran.error.contains("a copy of the file as it is lies in .local/quarantine/"), "{}", ran.error);
        assert_eq!(ran.status, 3);
        assert!(ran.out.contains("not all excerpts of this article could be read"), "{}", ran.out);
        assert!(ran.out.ends_with("0 passages tagged, 2 refused\n"), "{}", ran.out);
        assert_eq!(fs::read_to_string(&file).expect("read"), damaged, "left as it is");
    }
    // In the other article all is known.
    desk.write("other.csv", "article,tag,quote\nriver.txt,Position,bleibt offen\n");
    let ran = desk.run(&["tag", "p", "other.csv"]);
    said(&ran);
    assert_eq!((ran.status, ran.out.as_str()), (3, "1 passage tagged\n"));
    desk.write("bank.txt", "The bank\n\nNothing was said.\n");
    for arguments in [
        &["import", "p", "bank.txt"][..],
        &["export", "p", "--format", "csv", "--output", "x.csv"],
        &["search", "p", "mill"],
    ] {
        let ran = desk.run(arguments);
        said(&ran);
        assert_eq!(ran.status, 3, "{arguments:?}");
    }
    let info = desk.run(&["info", "p"]);
    said(&info);
    assert_eq!(info.status, 0);

    // Mended, there is nothing to say any more.
    fs::write(&file, whole).expect("written");
    assert_eq!(desk.done(&["tag", "p", "t.csv"]), "0 passages tagged, 2 there already\n");
}

#[test]
fn comments_that_go_and_changes_that_a_crash_left_are_said() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed\n");
    desk.done(&["tag", "p", "t.csv"]);
    let file = excerpts_of(&desk);
    let whole = fs::read_to_string(&file).expect("read");
    fs::write(&file, whole.replacen("(at:", "// agreed with Ben\n(at:", 1)).expect("written");
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,hold the mill\n");
    let ran = desk.run(&["tag", "p", "t.csv"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "1 passage tagged\n"));
    assert!(ran.error.contains("this comment will be left out") && ran.error.lines().count() == 1, "{}", ran.error);

    let fs: Arc<dyn rapporteur::storage::Fs> = Arc::new(RealFs);
    let project = Store::open_read_only(fs.clone(), &desk.at("p")).expect("opens").project;
    let analyst = project.analysts().values().next().expect("ada").clone();
    let writer = Writer { id: "ada-again".parse().expect("an id"), analyst, installation: String::new() };
    let Opened { mut store, mut project, .. } = Store::open(fs, &desk.at("p"), &writer).expect("opens");
    let mut tag = project.tags_in_order()[0].clone();
    tag.definition = "what is wanted".to_owned();
    let change = Change::put("define", [Record::Tag(tag)]);
    let inverse = project.apply(&change).expect("applies");
    let when = "2026-01-02T12:00:00Z".parse().expect("a moment");
    store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when }]).expect("kept");
    // The program ends here without a chance to bring the files up to date.
    drop(store);
    let ran = desk.run(&["tag", "p", "t.csv"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "0 passages tagged, 1 there already\n"));
    assert!(ran.error.starts_with("Restored after the program had ended unexpectedly: 1 edit from "), "{}", ran.error);
}

#[test]
fn what_is_not_whole_is_packed_only_by_force_and_said() {
    let desk = Desk::with_two_articles();
    let text = desk.files("p/articles").into_keys().find(|path| path.extension().is_some_and(|end| end == "txt"));
    let text = text.expect("a text");
    let bytes = fs::read(&text).expect("read");
    fs::remove_file(&text).expect("removed");
    let refused = desk.run(&["archive", "p", "p.zip"]);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(refused.error.contains("the text of the article “"), "{}", refused.error);
    assert!(refused.error.contains("nothing was packed") && !desk.at("p.zip").exists(), "{}", refused.error);
    let forced = desk.run(&["archive", "p", "p.zip", "--force"]);
    assert!(forced.error.contains("is missing") && desk.at("p.zip").exists(), "{}", forced.error);
    assert_eq!(forced.status, 3, "{}", forced.out);
    fs::write(&text, bytes).expect("written");
    assert!(desk.done(&["archive", "p", "p.zip", "--force"]).contains("packed into"));
}

#[test]
fn what_the_folder_has_lost_comes_back_from_the_backups_outside() {
    let desk = Desk::with_two_articles();
    desk.write("t.csv", "article,tag,quote\nmill.txt,Position,Nobody laughed\n");
    desk.done(&["tag", "p", "t.csv"]);
    desk.write("bank.txt", "The bank\n\nNothing was said.\n");
    // An import makes a backup first, in the folder and outside.
    desk.done(&["import", "p", "bank.txt"]);
    let file = excerpts_of(&desk);
    let whole = fs::read(&file).expect("read");
    fs::remove_dir_all(desk.at("p/.local")).expect("removed");
    fs::remove_file(&file).expect("removed");
    let text = desk.files("p/articles").into_keys().find(|path| {
        path.extension().is_some_and(|end| end == "txt") && fs::read_to_string(path).is_ok_and(|t| t.contains("mill"))
    });
    let text = text.expect("a text");
    fs::remove_file(&text).expect("removed");
    let checked = desk.run(&["check", "p"]);
    assert!(checked.out.contains("excerpts/") && checked.out.contains("is missing; the backup of"), "{}", checked.out);
    assert_eq!(checked.status, 1);
    let repaired = desk.run(&["check", "p", "--repair"]);
    assert!(repaired.out.contains("1 file repaired, 1 text restored"), "{}{}", repaired.out, repaired.error);
    assert!(repaired.out.ends_with("3 articles and 1 excerpt checked: nothing is wrong\n"), "{}", repaired.out);
    assert_eq!((repaired.status, fs::read(&file).expect("back")), (0, whole));

    // A copy of the folder has backups of its own outside.
    let sets = || {
        let all = desk.files("data/backups").into_keys();
        let all: std::collections::BTreeSet<PathBuf> =
            all.filter(|path| path.ends_with("folder")).filter_map(|path| path.parent().map(Path::to_owned)).collect();
        all
    };
    let before = sets();
    for entry in walkdir::WalkDir::new(desk.at("p")).into_iter().flatten() {
        let to = desk.at("q").join(entry.path().strip_prefix(desk.at("p")).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("made");
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
    desk.write("dam.txt", "The dam\n\nIt holds.\n");
    desk.done(&["import", "q", "dam.txt"]);
    assert_eq!(sets().len(), before.len() + 1);
    assert_eq!(
        fs::read_to_string(sets().difference(&before).next().expect("new").join("folder")).expect("read"),
        desk.at("q").display().to_string()
    );
}
