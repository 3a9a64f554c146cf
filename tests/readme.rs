//! What the documents say is true: README's tables of keys are those of the program, its command line is the one there
//! is, and every file that README and ARCHITECTURE name is there. Where not, the text that belongs there is printed.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;
use rapporteur::app::COMMANDS;
use rapporteur::app::Keys;
use rapporteur::app::command::Group;
use rapporteur::cli::Arguments;

/// A file of the package's top folder.
fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// Keys as README writes them, on every system as on a PC.
fn keys_text(keys: &[Keys]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for keys in keys {
        let text = keys.text().replace('⌘', "Ctrl+").replace('⌥', "Alt+").replace('⇧', "Shift+");
        let text = format!("`{text}`");
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(", ")
}

/// The tables of keys that belong into README.
fn key_tables() -> String {
    let mut text = String::new();
    let mut table = |title: &str, rows: Vec<[String; 3]>| {
        let _ = writeln!(text, "\n### {title}\n\n| Keys | Command | What it does |\n| --- | --- | --- |");
        for [keys, title, about] in rows {
            let _ = writeln!(text, "| {keys} | {title} | {about} |");
        }
    };
    for group in Group::ALL {
        let commands = COMMANDS.iter().filter(|command| command.group == group);
        let row = |command: &rapporteur::app::Command| {
            [keys_text(command.keys), command.title.to_owned(), command.about.to_owned()]
        };
        table(group.title(), commands.map(row).collect());
    }
    text + "\n"
}

/// The table of the filter language's fields.
fn field_table() -> String {
    let mut text = "\n| Field | What it asks | Example |\n| --- | --- | --- |\n".to_owned();
    for entry in rapporteur::analysis::query::FIELDS {
        let _ = writeln!(text, "| `{0}` | {1} | `{0}:{2}` |", entry.name, entry.about, entry.example);
    }
    text + "\n"
}

/// README lists every field of the filter language.
#[test]
fn readme_lists_the_fields_of_filters() {
    let readme = read("README.md");
    let listed = readme.split_once("<!-- fields -->\n").and_then(|(_, rest)| rest.split_once("<!-- /fields -->"));
    assert_eq!(listed.map(|(table, _)| table), Some(field_table().as_str()));
}

/// The tables of what the reading pane itself takes.
#[cfg(feature = "gui")]
fn text_table() -> String {
    let mut text = "### In the text\n\n| Keys | What they do |\n| --- | --- |\n".to_owned();
    for (keys, what) in rapporteur::ui::overlays::shortcut_list::IN_THE_TEXT {
        let _ = writeln!(text, "| {keys} | {what} |");
    }
    text.push_str("\n### In the table of excerpts\n\n| Keys | What they do |\n| --- | --- |\n");
    for (keys, what) in rapporteur::ui::overlays::shortcut_list::IN_THE_TABLE {
        let _ = writeln!(text, "| {keys} | {what} |");
    }
    text + "\n"
}

#[cfg(feature = "gui")]
#[test]
fn the_tables_of_keys_are_those_of_the_program() {
    let readme = read("README.md");
    let (_, rest) = readme.split_once("<!-- keys -->\n").expect("the start of the tables");
    let (found, _) = rest.split_once("<!-- /keys -->").expect("the end of the tables");
    let expected = key_tables() + &text_table();
    assert!(found == expected, "README.md should have between <!-- keys --> and <!-- /keys -->:\n{expected}");
}

#[test]
fn every_command_of_the_command_line_is_in_readme() {
    let readme = read("README.md");
    let program = Arguments::command();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        assert!(readme.contains(&format!("\n    rapporteur {name} ")), "README.md lacks `rapporteur {name}`");
        for option in command.get_arguments().filter_map(clap::Arg::get_long).filter(|long| *long != "help") {
            assert!(readme.contains(&format!("--{option}")), "README.md lacks --{option} of `rapporteur {name}`");
        }
    }
    for format in rapporteur::export::FORMATS {
        assert!(readme.contains(format.id), "README.md lacks the format {}", format.id);
    }
}

#[test]
fn every_column_of_the_exported_table_is_in_readme() {
    let readme = read("README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    for by_default in [true, false] {
        let columns = rapporteur::export::columns::COLUMNS.iter().filter(|column| column.by_default == by_default);
        let columns = columns.map(|column| column.name).collect::<Vec<_>>().join(", ");
        assert!(readme.contains(&columns), "README.md should name the columns: {columns}");
    }
}

/// Links of Markdown, and in ARCHITECTURE.md also everything in backquotes that looks like a path of ours.
#[test]
fn every_file_that_the_documents_name_is_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = read(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.contains("://")) {
            assert!(top.join(link).exists(), "{document} links to {link}, which is not there");
        }
        let quoted = text.split('`').skip(1).step_by(2).filter(|_| document == "ARCHITECTURE.md");
        let in_path = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
        for path in quoted.filter(|word| word.contains('/') && word.chars().all(in_path)) {
            let there = [top.join(path), top.join("src").join(path)].iter().any(|path| path.exists());
            assert!(there, "{document} names {path}, which is not there");
        }
    }
}

#[test]
fn architecture_says_of_each_dependency_why_this_one() {
    let architecture = read("ARCHITECTURE.md");
    let manifest = read("Cargo.toml");
    let mut listed = false;
    for line in manifest.lines() {
        let name = if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            listed = section.ends_with("dependencies");
            section.strip_prefix("dependencies.").or(section.strip_prefix("dev-dependencies."))
        } else {
            line.split_once(" =").map(|(name, _)| name).filter(|_| listed)
        };
        let missing = name.filter(|name| !architecture.contains(*name));
        assert_eq!(missing, None, "add it to the table of dependencies in ARCHITECTURE.md");
    }
}
