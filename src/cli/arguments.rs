//! What the command line takes, in words that `--help` shows. Others script it: names and meanings stay.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::export::FORMATS;

const EXIT_STATUS: &str = "Exit status:
  0  done
  1  failed; a sentence on standard error says why, and nothing was changed; or what was done could not be printed
  2  wrong usage
  3  done in part: some rows, files or places were refused, and each is listed; or something of the project could not be
     read, which standard error says";

const EXAMPLES: &str =
    "A project is a folder. One that is called like a command is named with its path: rapporteur ./new

Examples:
  rapporteur new berlin --name \"Berlin talks\"
  rapporteur import berlin articles/ statement.html
  rapporteur tag berlin coding.csv
  rapporteur export berlin --format markdown --tag \"Red line\" --output red-lines.md";

/// Reads news articles, tags passages as positions, red lines and proposals, and hands the excerpts on with their
/// source. Without a command the window opens.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, after_help = EXIT_STATUS, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUS}"))]
pub struct Arguments {
    /// Project folder to open in the window
    pub project: Option<PathBuf>,
    /// Who writes [default: the name in the settings, or the user name of the system]
    #[arg(long, global = true, value_name = "NAME")]
    pub analyst: Option<String>,
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to find.
#[derive(Debug, Args)]
pub struct Search {
    /// Project folder
    pub project: PathBuf,
    /// What to look for
    pub words: String,
    /// Capitals count
    #[arg(long)]
    pub case: bool,
    /// Only whole words
    #[arg(long)]
    pub whole_words: bool,
    /// Accents count
    #[arg(long)]
    pub accents: bool,
    /// The words are a regular expression, over the text as it is written
    #[arg(long)]
    pub regex: bool,
    /// Only say how many places there are
    #[arg(long)]
    pub count: bool,
}

/// The commands. None needs a display.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project
    #[command(after_help = EXIT_STATUS)]
    New {
        /// Folder to be made; one that is there must be empty
        project: PathBuf,
        /// What the project is called [default: the name of the folder]
        #[arg(long)]
        name: Option<String>,
    },
    /// Import articles from files and folders
    ///
    /// Reads plain text, Markdown and saved web pages. Folders are read with the folders in them; hidden files are
    /// skipped and links not followed. A text that the project has already is reported and not imported twice. A file
    /// that cannot be read is listed and does not stop the others.
    #[command(after_help = EXIT_STATUS)]
    Import {
        /// Project folder
        project: PathBuf,
        /// Files or folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Tag passages from a table, found by their quote
    ///
    /// The first row of the table names the columns, in any order. Needed are `article` (its id, its title or the name
    /// of the imported file), `tag` and `quote`. Optional are `actors`, `addressees`, `issues` (names separated by ;),
    /// `stance`, `condition`, `speaker`, `voice`, `said_on`, `reliability`, `credibility`, `memo`, `start`, `id`,
    /// `analyst`, `created`, `modified`; others are left alone. Tags, actors, issues and analysts that do not exist are
    /// created. The separator may be a comma, a semicolon or a tab.
    ///
    /// A quote may differ from the article in white space, in straight or curly quotation marks and in dashes; what is
    /// kept are the article's own words. Where a quote stands several times, the place nearest to `start` is taken,
    /// counted in characters from the start of the text; two places equally near are ambiguous. A row whose excerpt is
    /// there already is not tagged twice. What `export --format csv` writes can be brought back in.
    ///
    /// Prints one line for each row that is not found, ambiguous or invalid; row 1 is the one with the column names.
    #[command(after_help = EXIT_STATUS)]
    Tag {
        /// Project folder
        project: PathBuf,
        /// The table; - is standard input
        table: PathBuf,
        /// The table was exported with --raw: take leading apostrophes as they are
        #[arg(long)]
        raw: bool,
    },
    /// Write excerpts with their source
    ///
    /// All excerpts, or those that fit: values of one option are joined by “or”, different options by “and”. Actors,
    /// issues and tags include those below them. The project is not changed.
    #[command(after_help = EXIT_STATUS)]
    Export(Box<Export>),
    /// Check that every excerpt still says its quote, no id leads nowhere, and all files can be read
    ///
    /// Prints one line for each thing that is wrong, and how many backups are whole, and changes nothing. The exit status
    /// is 1 if anything is wrong.
    #[command(after_help = EXIT_STATUS)]
    Check {
        /// Project folder
        project: PathBuf,
        /// First make a backup and restore what can be restored from earlier ones; damaged files are kept in
        /// .local/quarantine
        #[arg(long)]
        repair: bool,
    },
    /// Write the whole project as one zip, to hand over or file away
    ///
    /// Articles with their texts, excerpts, codes, analysts; not what belongs to this machine alone. The same project
    /// gives the same bytes. A project in which “check” finds something wrong is not packed, unless by --force.
    #[command(after_help = EXIT_STATUS)]
    Archive {
        /// Project folder
        project: PathBuf,
        /// The zip file; it appears only when it is whole; - is standard output
        file: PathBuf,
        /// Replace the file if it is there, and pack what there is of a project that is not whole
        #[arg(long)]
        force: bool,
    },
    /// Make a project of such a zip
    ///
    /// The project in it is checked before anything is written. Names and sizes that no project has are refused. A project
    /// that was packed with its folder is taken out of it; what belonged to one machine alone (.local) is left out.
    #[command(after_help = EXIT_STATUS)]
    Unpack {
        /// The zip file
        file: PathBuf,
        /// Folder to be made; one that is there must be empty
        project: PathBuf,
    },
    /// Find words in the texts of all articles
    ///
    /// Prints one line for each place, with the words around it, and how many there are. Case, accents, white space and
    /// the shape of quotation marks and dashes do not count unless asked for. The project is not changed.
    #[command(after_help = EXIT_STATUS)]
    Search(Search),
    /// Take another copy of a project into this one, record by record
    ///
    /// Makes a backup first. What two analysts changed without seeing each other's change is kept in both versions.
    #[command(after_help = EXIT_STATUS)]
    Merge {
        /// Project folder
        project: PathBuf,
        /// Folder of the other copy; it is not changed
        other: PathBuf,
    },
    /// Show what a project holds
    #[command(after_help = EXIT_STATUS)]
    Info {
        /// Project folder
        project: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Count only the excerpts that fit this filter, as typed in the window
        #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
        filter: Option<String>,
    },
}

/// What is exported, how and where to.
#[derive(Debug, Args)]
pub struct Export {
    /// Project folder
    pub project: PathBuf,
    /// Form of the output
    #[arg(
        long,
        required_unless_present = "preset",
        value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|format| format.id))
    )]
    pub format: Option<String>,
    /// Run an export that the project keeps by this name; other options, --filter too, go before what it says, and
    /// --tag, --actor, --issue, --article and --words narrow its filter
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// File to write; it appears only when it is whole; - is standard output [default: standard output]
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Replace the output file if it is there
    #[arg(long)]
    pub force: bool,
    /// Leave cells as they are that a spreadsheet would run as a formula (CSV); otherwise they get an apostrophe
    #[arg(long)]
    pub raw: bool,
    /// Only excerpts that fit this filter, as typed in the window: tag:"red line" actor:Russia -voice:paraphrase
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Columns of a table, in this order [default: all that were there in version 0.1]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Columns to sort by, with - before those that go down [default: by article and place]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', allow_hyphen_values = true)]
    pub order: Vec<String>,
    /// What to group by: article, tag, actor, issue, outlet, published … or none [default in briefs: article]; in
    /// pictures which charts: tag, actor, issue, outlet or week, two of these for a matrix [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub group: Vec<String>,
    /// Characters of context on each side [default: 40 in tables, none in briefs]
    #[arg(long, value_name = "CHARACTERS")]
    pub context: Option<u32>,
    /// How a source is named: short, full, or a template such as "{outlet}, {published}"
    #[arg(long, value_name = "STYLE")]
    pub cite: Option<String>,
    /// Leave the codebook out that a brief ends with
    #[arg(long)]
    pub no_codebook: bool,
    /// Only excerpts with this tag or one below it
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub tag: Vec<String>,
    /// Only excerpts of this actor or one below it
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub actor: Vec<String>,
    /// Only excerpts on this issue or one below it
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub issue: Vec<String>,
    /// Only excerpts from this article (id, title or file)
    #[arg(long, value_name = "ARTICLE", allow_hyphen_values = true)]
    pub article: Vec<String>,
    /// Only excerpts with all of these words in quote, memo, condition or speaker
    #[arg(long, allow_hyphen_values = true)]
    pub words: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_is_a_project_and_a_word_a_command() {
        let parse = |words: &[&str]| Arguments::try_parse_from(std::iter::once(&"rapporteur").chain(words));
        assert!(parse(&[]).is_ok_and(|it| it.project.is_none() && it.command.is_none()));
        assert!(parse(&["./new"]).is_ok_and(|it| it.project.is_some() && it.command.is_none()));
        assert!(parse(&["--analyst", "Ada", "new", "p"]).is_ok_and(|it| it.analyst.is_some() && it.command.is_some()));
        assert!(parse(&["new", "p", "--analyst", "Ada"]).is_ok_and(|it| it.analyst.is_some()));
        assert!(parse(&["new"]).is_err());
        assert!(parse(&["import", "p"]).is_err());
        assert!(parse(&["export", "p"]).is_err());
        assert!(parse(&["export", "p", "--format", "pdf"]).is_err());
    }
}
