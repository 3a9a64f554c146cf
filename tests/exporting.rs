//! Exports as the window chooses them: remembered, kept by name, run again by one click or from the command line, and a
//! whole project handed over as a zip.

#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use rapporteur::analysis::Filter;
use rapporteur::app::{
    Action, CommandId, ExportAction, ExportOrder, Overlay, Reply, Request, Which, Whose, receive, update,
};
use rapporteur::desktop::World as _;
use rapporteur::export::Wanted;
use rapporteur::model::Surroundings as _;
use rapporteur::model::surroundings::Counting;
use support::Program;

const TEXT: &str = "The mill stays ours.\n\n=The board would accept a weir.\n\nNo boat will pass at night.\n";

/// A program with three excerpts, of which one is a red line.
fn tagged(home: &Path) -> (Program, PathBuf) {
    let folder = home.join("talks");
    let mut program = Program::with_articles(home, &folder, &[TEXT]);
    for (words, tag) in [("The mill stays ours", "position"), ("=The board", "proposal"), ("No boat", "red-line")] {
        program.select(words);
        program.act(Action::Tag(tag.parse().expect("a tag")));
    }
    (program, folder)
}

fn order(format: &str, columns: &[&str]) -> ExportOrder {
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    ExportOrder { format: format.to_owned(), which: Which::All, wanted: Wanted { columns, ..Wanted::default() } }
}

fn rapporteur(home: &Path, arguments: &[&str]) -> (String, String) {
    let program = env!("CARGO_BIN_EXE_rapporteur");
    let output = Command::new(program)
        .args(arguments)
        .env("RAPPORTEUR_DATA", home.join("other-user"))
        .current_dir(home)
        .output()
        .expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn an_export_is_remembered_kept_run_again_and_removed() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    let table = home.path().join("out.csv");
    program.command(CommandId::Export);
    assert_eq!(program.state.overlay, Some(Overlay::Export { which: Which::All, format: None }));
    let chosen = order("csv", &["quote", "tag"]);
    program.choose(Some(vec![table.clone()]));
    program.act(Action::Export(ExportAction::Start(Box::new(chosen.clone()))));
    let first = "quote,tag\r\nThe mill stays ours,Position\r\n'=The board,Proposal\r\nNo boat,Red line\r\n";
    assert_eq!(std::fs::read_to_string(&table).expect("the export"), first);
    assert_eq!((&program.state.overlay, &program.state.settings.export), (&None, &chosen));

    let hidden = home.path().join("hidden.csv");
    program.act(Action::ShowExcerptsOf(Whose::Others));
    program.choose(Some(vec![hidden.clone()]));
    program.act(Action::Export(ExportAction::Start(Box::new(chosen.clone()))));
    let out = std::fs::read_to_string(&hidden).unwrap_or_default();
    assert!(!out.contains("mill") && !out.contains("board"), "what is hidden is not handed on: {out}");
    program.act(Action::ShowExcerptsOf(Whose::All));

    let filtered = ExportOrder {
        which: Which::Fitting("tag:\"red line\" or tag:position".to_owned()),
        wanted: Wanted { order: vec!["-tag".to_owned()], raw: true, ..chosen.wanted.clone() },
        ..chosen
    };
    program.act(Action::Export(ExportAction::Keep(" For the desk ".to_owned(), Box::new(filtered))));
    program.act(Action::Export(ExportAction::Keep("for the DESK".to_owned(), Box::new(order("csv", &["colour"])))));
    assert!(program.said().contains("no column “colour”"), "{}", program.said());
    let presets = program.open().project.presets();
    let (id, name) = presets.values().map(|preset| (preset.id, preset.name.clone())).next().expect("a preset");
    assert_eq!((presets.len(), name.as_str()), (1, "For the desk"));
    program.choose(Some(vec![table.clone()]));
    program.act(Action::Export(ExportAction::Run(id)));
    let kept = "quote,tag\r\nNo boat,Red line\r\nThe mill stays ours,Position\r\n";
    assert_eq!(std::fs::read_to_string(&table).expect("the export"), kept);
    assert_eq!(program.state.settings.export.which, Which::All, "a kept export is not the last one chosen by hand");

    program.act(Action::Export(ExportAction::Remove(id)));
    assert!(program.open().project.presets().is_empty());
    program.command(CommandId::Undo);
    assert_eq!(program.open().project.presets().len(), 1);
    program.command(CommandId::CloseProject);
    let (out, error) = rapporteur(home.path(), &["export", "talks", "--preset", "for the desk"]);
    assert_eq!((out.as_str(), error.as_str()), (kept, ""));
    let (out, _) = rapporteur(home.path(), &["export", "talks", "--preset", "for the desk", "--columns", "tag"]);
    assert_eq!(out, "tag\r\nRed line\r\nPosition\r\n");
    let (_, error) = rapporteur(home.path(), &["export", "talks", "--preset", "nothing"]);
    assert!(error.contains("keeps no export “nothing”; there are: For the desk"), "{error}");
    let (_, error) = rapporteur(home.path(), &["export", "talks"]);
    assert!(error.contains("--format"), "{error}");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_was_said() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    let start = |program: &mut Program, what: usize| match what {
        0 => program.act(Action::Export(ExportAction::Start(Box::new(order("csv", &["quote"]))))),
        1 => program.command(CommandId::ExportCodesCsv),
        _ => program.command(CommandId::Pack),
    };
    for (what, name) in ["a.csv", "codes.csv", "all.zip"].into_iter().enumerate() {
        let target = home.path().join(name);
        let precious = |target: &Path| std::fs::read(target).expect("there") == b"precious";
        // The program's own dialog, and one of the system that does not ask.
        for given_by_system in [false, true] {
            std::fs::write(&target, "precious").expect("written");
            program.world.asks = false;
            if given_by_system {
                program.choose(Some(vec![target.clone()]));
                start(&mut program, what);
            } else {
                start(&mut program, what);
                let Some(Overlay::FileDialog { purpose, .. }) = program.state.overlay.clone() else { unreachable!() };
                program.act(Action::Choose(purpose, Some(vec![target.clone()])));
            }
            assert!(precious(&target), "{name}, {given_by_system}");
            let Some(Overlay::FileDialog { purpose, taken, .. }) = program.state.overlay.clone() else {
                unreachable!("the dialog asks about {name}")
            };
            assert_eq!(taken.as_ref(), Some(&target));
            program.act(Action::ShowOverlay(None));
            assert!(precious(&target));
            start(&mut program, what);
            program.act(Action::Replace(purpose, target.clone()));
            assert!(!precious(&target) && program.state.overlay.is_none(), "{name}: {}", program.said());
        }
        // What appears between the look and the writing is not replaced either.
        std::fs::remove_file(&target).expect("removed");
        start(&mut program, what);
        let Some(Overlay::FileDialog { purpose, .. }) = program.state.overlay.clone() else { unreachable!() };
        let requests =
            update(&mut program.state, Action::Choose(purpose, Some(vec![target.clone()])), &mut Counting::default());
        assert_eq!(requests, [Request::LookAt { purpose, path: target.clone() }]);
        let reply = Reply::LookedAt { purpose, path: target.clone(), taken: false };
        let requests = receive(&mut program.state, reply, Counting::default().now());
        std::fs::write(&target, "precious").expect("written");
        requests.into_iter().for_each(|request| program.world.submit(request));
        program.pause();
        assert!(precious(&target) && program.said().contains("it is there already"), "{}", program.said());
        // A path that is free is written to, whichever dialog gave it; one that was given up is not.
        std::fs::remove_file(&target).expect("removed");
        program.choose(Some(vec![target.clone()]));
        start(&mut program, what);
        assert!(target.exists(), "{}", program.said());
    }
}

#[test]
fn an_article_goes_out_with_its_highlights_and_nothing_is_written_where_that_is_given_up() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    program.command(CommandId::ExportArticle);
    let Some(Overlay::Export { which: Which::Article(id), format: Some("codedhtml") }) = program.state.overlay.clone()
    else {
        unreachable!()
    };
    let page = home.path().join("article.html");
    let chosen = ExportOrder { format: "codedhtml".to_owned(), which: Which::Article(id), wanted: Wanted::default() };
    program.choose(None);
    program.act(Action::Export(ExportAction::Start(Box::new(chosen.clone()))));
    assert!(!page.exists());
    program.choose(Some(vec![page.clone()]));
    program.act(Action::Export(ExportAction::Start(Box::new(chosen))));
    let page = std::fs::read_to_string(&page).expect("the export");
    assert!(page.contains(">The mill stays ours</mark><sup class=\"n\">1</sup>."), "{page}");
    assert_eq!(program.state.settings.export, ExportOrder::default());
}

#[test]
fn a_project_is_packed_and_unpacked() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, folder) = tagged(home.path());
    program.command(CommandId::CloseProject);
    let before = rapporteur(home.path(), &["export", "talks", "--format", "csv"]);
    let (out, error) = rapporteur(home.path(), &["archive", "talks", "talks.zip"]);
    assert!(out.contains("files packed into talks.zip") && error.is_empty(), "{error}");
    let (_, error) = rapporteur(home.path(), &["archive", "talks", "talks.zip"]);
    assert!(error.contains("--force"), "{error}");
    let (out, error) = rapporteur(home.path(), &["unpack", "talks.zip", "again"]);
    assert_eq!((out.as_str(), error.as_str()), ("1 article and 3 excerpts unpacked into again\n", ""));
    assert_eq!(rapporteur(home.path(), &["export", "again", "--format", "csv"]), before);
    assert!(folder.join(".local").exists() && !home.path().join("again/.local").exists());
    let (_, error) = rapporteur(home.path(), &["unpack", "talks.zip", "again"]);
    assert!(error.contains("is not empty"), "{error}");
    std::fs::write(home.path().join("bad.zip"), b"no zip").expect("written");
    let (_, error) = rapporteur(home.path(), &["unpack", "bad.zip", "third"]);
    assert!(error.contains("cannot be unpacked") && !home.path().join("third").exists(), "{error}");
}

#[test]
fn a_project_is_packed_and_unpacked_in_the_window() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    let zip = home.path().join("handed.zip");
    program.choose(Some(vec![zip.clone()]));
    program.command(CommandId::Pack);
    assert!(program.said().contains("The project is packed into"), "{}", program.said());
    program.choose(Some(vec![zip]));
    program.choose(Some(vec![home.path().to_owned()]));
    program.command(CommandId::Unpack);
    let open = program.open();
    assert_eq!((open.folder.file_name(), open.project.excerpts().len()), (Some("handed".as_ref()), 3));
}

#[test]
fn excerpts_are_copied_with_their_sources() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    let all = program.open().project.excerpts().keys().copied().collect();
    program.act(Action::SelectExcerpts(all));
    program.command(CommandId::CopyWithSource);
    let copied = program.copied().expect("copied");
    assert!(
        copied.starts_with("“The mill stays ours”\nPosition\n“") && copied.contains("\n\n“=The board”"),
        "{copied}"
    );
}

#[test]
fn the_overview_is_saved_as_a_picture_of_what_is_filtered() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    program.act(Action::SetFilter(Filter::new("tag:position or tag:proposal")));
    program.command(CommandId::ShowOverview);
    program.command(CommandId::ExportPicture);
    assert_eq!(program.state.overlay, Some(Overlay::Export { which: Which::Filtered, format: Some("png") }));
    let picture = home.path().join("overview.svg");
    let wanted = Wanted { group: vec!["tag".to_owned()], ..Wanted::default() };
    let chosen = ExportOrder { format: "svg".to_owned(), which: Which::Filtered, wanted };
    program.choose(Some(vec![picture.clone()]));
    program.act(Action::Export(ExportAction::Once(Box::new(chosen))));
    let in_window = std::fs::read_to_string(&picture).expect("the picture");
    for words in ["<title>Position: 1</title>", "<title>Proposal: 1</title>", ">Filter: tag:position or tag:proposal<"]
    {
        assert!(in_window.contains(words), "{in_window}");
    }
    assert!(!in_window.contains("Red line"), "{in_window}");
    assert_eq!(program.state.settings.export, ExportOrder::default(), "the next table is as the last one was");
    program.command(CommandId::CloseProject);
    let filter = ["--filter", "tag:position or tag:proposal"];
    let arguments = ["export", "talks", "--format", "svg", "--group", "tag", filter[0], filter[1]];
    let (out, error) = rapporteur(home.path(), &arguments);
    let undated = |svg: &str| svg.lines().filter(|line| !line.contains(" excerpts · ")).collect::<String>();
    assert_eq!((undated(&out), error.as_str()), (undated(&in_window), ""), "the command line draws the same");
    let (_, error) = rapporteur(home.path(), &["export", "talks", "--format", "png", "--group", "memo"]);
    assert!(error.contains("does not show “memo”"), "{error}");
}

#[test]
fn nothing_is_written_among_a_projects_own_files() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, folder) = tagged(home.path());
    program.command(CommandId::CloseProject);
    let own = std::fs::read(folder.join("project.ron")).expect("a file");
    for target in ["talks/project.ron", "talks/articles/x.csv", "talks/.local/x", "talks/excerpts/../codes/x.csv"] {
        let (_, error) = rapporteur(home.path(), &["export", "talks", "--format", "csv", "--force", "-o", target]);
        assert!(error.contains("the project keeps its own files there"), "{target}: {error}");
    }
    let (_, error) = rapporteur(home.path(), &["archive", "talks", "talks/articles/x.zip"]);
    assert!(error.contains("the project keeps its own files there"), "{error}");
    assert_eq!(std::fs::read(folder.join("project.ron")).expect("a file"), own);
    let (_, error) = rapporteur(home.path(), &["export", "talks", "--format", "csv", "-o", "talks/out.csv"]);
    assert!(error.is_empty() && folder.join("out.csv").exists(), "beside them anything may lie: {error}");
}

#[test]
fn a_damaged_project_is_exported_with_a_word_and_not_packed() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, folder) = tagged(home.path());
    program.command(CommandId::CloseProject);
    let mut files = Vec::new();
    for shard in std::fs::read_dir(folder.join("codes")).expect("codes") {
        files.push(shard.expect("a file").path());
    }
    let text = std::fs::read_to_string(&files[0]).expect("text");
    std::fs::write(&files[0], text + "nonsense,\n").expect("written");
    let (out, error) = rapporteur(home.path(), &["export", "talks", "--format", "csv", "--columns", "quote"]);
    assert!(out.contains("The mill stays ours") && error.contains("codes/"), "{error}");
    let (_, error) = rapporteur(home.path(), &["archive", "talks", "talks.zip"]);
    assert!(error.contains("not whole") && !home.path().join("talks.zip").exists(), "{error}");
}

#[test]
fn a_filter_may_begin_with_a_minus_and_ask_for_me() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, _) = tagged(home.path());
    program.command(CommandId::CloseProject);
    let (out, error) = rapporteur(home.path(), &["info", "talks", "--filter", "-tag:position"]);
    assert!(out.contains('2') && error.is_empty(), "{out}{error}");
    let mine = ["export", "talks", "--format", "csv", "--columns", "tag", "--filter", "analyst:me"];
    let (out, error) = rapporteur(home.path(), &mine);
    assert_eq!((out.as_str(), error.as_str()), ("tag\r\n", ""), "whoever tagged nothing has nothing");
    let (_, error) = rapporteur(home.path(), &[&["--analyst", "Adda"], &mine[..]].concat());
    assert!(error.contains("who “me” is"), "{error}");
}
