//! Tables as people write them, against the small project of `text::sample`.

use super::*;
use crate::model::surroundings::Counting;
use crate::model::{AnalystId, Edit, Extra};
use crate::text::sample::{Texts, article, project_of, sample};

fn ben() -> Analyst {
    Analyst { id: AnalystId::from_bytes([9; 16]), name: "Ben".into(), color: [0; 3], extra: Extra::default() }
}

fn tagging(project: &Project, texts: &Texts, table: &str) -> Tagging {
    let mut surroundings = Counting::default();
    surroundings.pass(86_400);
    let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(|| "it is gone".to_owned());
    let mut input = Input { project, text_of: &mut text_of, analyst: &ben(), raw: false };
    tag_from_table(table.as_bytes(), &mut input, &mut surroundings).expect("a table")
}

/// Tags the table in the sample and returns the new excerpts in order with the refusals as the user reads them.
fn outcome(table: &str) -> (Project, Vec<Excerpt>, Vec<String>) {
    let (mut project, texts) = sample();
    let tagging = tagging(&project, &texts, table);
    project.apply(&tagging.change).expect("a change that fits");
    let excerpts: Vec<Excerpt> = tagging
        .change
        .edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Put(Record::Excerpt(excerpt)) => Some((**excerpt).clone()),
            _ => None,
        })
        .collect();
    assert_eq!(excerpts.len(), tagging.tagged);
    let refused = tagging.refused.iter().map(|one| format!("{}: {}", one.row, one.reason)).collect();
    (project, excerpts, refused)
}

/// One row below the columns `article,tag,quote,start`.
fn check(row: &str, expected: Result<(usize, &str), &str>) {
    let (project, excerpts, refused) = outcome(&format!("article,tag,quote,start\n{row}\n"));
    match expected {
        Ok((start, quote)) => {
            assert_eq!(refused, Vec::<String>::new(), "{row}");
            let anchor = &excerpts[0].anchor;
            assert_eq!((anchor.span.start(), anchor.quote()), (start, quote), "{row}");
            assert_eq!(project.excerpts().len(), 5);
        }
        Err(why) => {
            assert!(
                refused.len() == 1 && refused[0].starts_with("2: ") && refused[0].contains(why),
                "{row}: {refused:?}"
            );
            assert_eq!(project.excerpts().len(), 4);
        }
    }
}

#[test]
fn quotes_are_found_and_stored_in_the_articles_own_words() {
    check("mill.txt,Position,Nobody laughed.,", Ok((66, "Nobody laughed.")));
    check("Mill talks: day two,Position, Nobody  laughed. ,", Ok((66, "Nobody laughed.")));
    check("mill talks:  DAY TWO,Position,\"\"\"We will hold the mill.\"\"\",", Ok((37, "“We will hold the mill.”")));
    check("mill.txt,red line,'=2; \"\"never\"\" without,", Err("not found"));
    check("mill.txt,red line,\"'=2; \"\"never\"\" without\",", Ok((115, "=2; “never”\n\nwithout")));
    check("mill.txt,Position,We will hold the mill,", Err("ambiguous: the quote stands 2 times in the article"));
    check("mill.txt,Position,We will hold the mill,40", Ok((40, "We will hold the mill")));
    check("mill.txt,Position,We will hold the mill,900", Ok((160, "We will hold the mill")));
    check("mill.txt,Position,e,31", Err("equally near"));
    check("mill.txt,Position,We will hold the mall,40", Err("not found: the quote does not stand in the article"));
}

#[test]
fn rows_that_cannot_be_used_say_why() {
    check("weir.txt,Position,Nobody laughed.,", Err("not found: no article has “weir.txt”"));
    check(",Position,Nobody laughed.,", Err("not found: no article has “”"));
    check("mill.txt,,Nobody laughed.,", Err("invalid: the cell “tag” is empty"));
    check("mill.txt,Position,,", Err("invalid: the cell “quote” is empty"));
    check("mill.txt,Position,Nobody laughed.,first", Err("invalid: “first” in “start”"));
    check("mill.txt,Position,Nobody, laughed.,1,2", Err("invalid: the row has more cells than the header"));
    let long = "x".repeat(201);
    check(&format!("mill.txt,{long},Nobody laughed.,"), Err("invalid: “xxx"));
}

#[test]
fn cells_are_read_and_checked() {
    let good = "Article;TAG;Quote;actors;addressees;issues;stance;speaker;voice;said_on;reliability;credibility;memo;ignored\n\
        mill.txt;red LINE;Nobody laughed.;calder; ;Weir;FOR;she;Direct quote;2025-12-14;b;2;\" two\nlines \";x\n";
    let (project, excerpts, refused) = outcome(good);
    assert_eq!(refused, Vec::<String>::new());
    let excerpt = &excerpts[0];
    assert_eq!(excerpt.tag.as_str(), "red-line");
    assert_eq!(excerpt.actors.iter().map(crate::model::id::ActorId::as_str).collect::<Vec<_>>(), ["calder"]);
    assert!(excerpt.addressees.is_empty());
    assert_eq!(excerpt.issues.iter().map(crate::model::id::IssueId::as_str).collect::<Vec<_>>(), ["weir"]);
    assert_eq!(excerpt.stance.as_ref().map(crate::model::excerpt::Stance::word), Some("for"));
    assert_eq!(excerpt.voice.as_ref().map(crate::model::excerpt::Voice::word), Some("direct quote"));
    assert_eq!(excerpt.said_on.map(|it| it.to_string()).as_deref(), Some("2025-12-14"));
    assert_eq!((excerpt.grade.reliability(), excerpt.grade.credibility()), (Some('B'), Some(2)));
    assert_eq!((excerpt.speaker.as_str(), excerpt.memo.as_str()), ("she", " two\nlines "));
    assert_eq!(project.analysts()[&excerpt.analyst].name, "Ben");
    for (column, cell, why) in [
        ("stance", "maybe", "“maybe” is not a stance; known are: for, against, conditional, open"),
        ("voice", "song", "“song” is not a voice; known are: direct quote"),
        ("said_on", "14.12.2025", "“14.12.2025” is not a date"),
        ("reliability", "G", "not one of A to F"),
        ("credibility", "seven", "not one of 1 to 6"),
        ("created", "yesterday", "“yesterday” in “created” is not a moment"),
        ("id", "7", "“7” is not a valid excerpt id"),
        ("actors", "a\tb", "is not a name"),
    ] {
        let (project, _, refused) =
            outcome(&format!("article,tag,quote,{column}\nmill.txt,New,Nobody laughed.,\"{cell}\"\n"));
        assert!(refused.len() == 1 && refused[0].contains(why), "{refused:?}");
        assert!(project.tags().values().all(|tag| tag.name != "New"), "a refused row leaves no code behind");
    }
}

#[test]
fn new_codes_are_made_once() {
    let (project, excerpts, refused) = outcome(
        "article,tag,quote,actors,issues\n\
        mill.txt,Threat,Nobody laughed.,Weir Board; weir board;Calder,Fish\n\
        mill.txt,threat,she repeated,\"Weir board;A\\;B\",fish ; Fish\n\
        mill.txt,Threat!,nowhere to be found,Ghost,Ghost\n",
    );
    assert_eq!(refused, ["4: not found: the quote does not stand in the article"]);
    assert_eq!((project.tags().len(), project.actors().len(), project.issues().len()), (4, 5, 3));
    assert_eq!(
        excerpts[0].actors.iter().map(crate::model::id::ActorId::as_str).collect::<Vec<_>>(),
        ["weir-board", "calder"]
    );
    assert_eq!(
        excerpts[1].actors.iter().map(crate::model::id::ActorId::as_str).collect::<Vec<_>>(),
        ["weir-board", "a-b"]
    );
    assert_eq!(excerpts[1].issues, excerpts[0].issues);
}

#[test]
fn an_alias_of_two_is_never_a_third() {
    let (mut project, texts) = sample();
    let mut calder = project.actors()[&"calder".parse().expect("an id")].clone();
    let mut vale = project.actors()[&"vale".parse().expect("an id")].clone();
    (calder.aliases, vale.aliases) = (vec!["the town".into(), "upstream".into()], vec!["The Town".into()]);
    let mut issues: Vec<_> = project.issues().values().take(2).cloned().collect();
    issues.iter_mut().for_each(|issue| issue.aliases = vec!["water".to_owned()]);
    let expected = [calder.name.clone(), vale.name.clone(), issues[0].name.clone(), issues[1].name.clone()];
    let records = [Record::Actor(calder), Record::Actor(vale)].into_iter().chain(issues.into_iter().map(Record::Issue));
    project.apply(&Change::put("aliases", records)).expect("applied");
    let table = "article,tag,quote,actors,addressees,issues\n\
        mill.txt,Position,Nobody laughed.,the town,,\n\
        mill.txt,Position,Nobody laughed.,New;Vale,THE TOWN,\n\
        mill.txt,Position,Nobody laughed.,,,water\n\
        mill.txt,Position,Nobody laughed.,upstream,,\n";
    let tagging = tagging(&project, &texts, table);
    let refused: Vec<String> = tagging.refused.iter().map(|one| format!("{}: {}", one.row, one.reason)).collect();
    let [calder, vale, first, second] = expected;
    let said = [
        format!("2: ambiguous: “the town” stands for {calder} and for {vale}: choose one of them"),
        format!("3: ambiguous: “THE TOWN” stands for {calder} and for {vale}: choose one of them"),
        format!("4: ambiguous: “water” stands for {first} and for {second}: choose one of them"),
    ];
    assert_eq!(refused, said);
    assert_eq!((tagging.tagged, tagging.change.edits.len()), (1, 2), "one excerpt, one analyst, no code");
}

#[test]
fn the_same_table_twice_adds_nothing() {
    let table = "article,tag,quote,memo\nmill.txt,Position,Nobody laughed.,m\nmill.txt,Position,Nobody laughed.,n\n\
        mill.txt,Position,Nobody laughed.,m\n";
    let (mut project, texts) = sample();
    let first = tagging(&project, &texts, table);
    assert_eq!((first.tagged, first.already_there, first.refused.len()), (2, 1, 0));
    assert_eq!(first.change.label, "tag 2 passages from a table");
    project.apply(&first.change).expect("a change that fits");
    let second = tagging(&project, &texts, table);
    assert_eq!((second.tagged, second.already_there), (0, 3));
    assert!(second.change.edits.is_empty());
}

#[test]
fn an_id_is_kept_and_never_overwritten() {
    let id = "019b21e1-ba00-7000-8000-00000000abcd";
    let table = |memo: &str| {
        format!(
            "id,article,tag,quote,memo,analyst,created\n{id},mill.txt,Position,Nobody laughed.,{memo},Cleo,2025-12-24T00:00:00Z\n"
        )
    };
    let (mut project, texts) = sample();
    let first = tagging(&project, &texts, &table("m"));
    project.apply(&first.change).expect("a change that fits");
    let excerpt = &project.excerpts()[&id.parse::<ExcerptId>().expect("an id")];
    assert_eq!(project.analysts()[&excerpt.analyst].name, "Cleo");
    assert_eq!((excerpt.created, excerpt.modified), ("2025-12-24T00:00:00Z".parse().expect("a time"), excerpt.created));
    assert!(project.analysts().values().all(|analyst| analyst.name != "Ben"), "who tagged nothing is not added");
    assert_eq!(tagging(&project, &texts, &table("m")).already_there, 1);
    let differs = tagging(&project, &texts, &table("other"));
    assert!(differs.change.edits.is_empty());
    assert!(differs.refused[0].reason.to_string().contains("is there already and differs"));
}

#[test]
fn articles_of_one_name_are_told_apart() {
    let (project, texts) = project_of(
        &[
            ("News", "a.txt", "One word here.\nSame words."),
            ("News", "b.txt", "Another word there.\nSame words."),
            ("b.txt", "c.txt", "Third."),
        ],
        0,
    );
    let check = |table: &str, expected: Result<&str, &str>| {
        let tagging = tagging(&project, &texts, table);
        match expected {
            Ok(file) => {
                let Some(Edit::Put(Record::Excerpt(excerpt))) = tagging.change.edits.last() else {
                    panic!("{tagging:?}")
                };
                assert_eq!(project.articles()[&excerpt.article].import.file, file, "{table}");
            }
            Err(why) => assert!(tagging.refused[0].reason.to_string().contains(why), "{tagging:?}"),
        }
    };
    check("article,tag,quote\nNews,t,One word\n", Ok("a.txt"));
    check("article,tag,quote\nNews,t,Same words.\n", Err("ambiguous: 2 articles are called “News”"));
    check("article,tag,quote,file\nNews,t,Same words.,b.txt\n", Ok("b.txt"));
    check("article,tag,quote,start\nNews,t,Same words.,20\n", Ok("b.txt"));
    check("article,tag,quote\nb.txt,t,Third.\n", Ok("c.txt"));
    check("article,tag,quote\nNews,t,Third.\n", Err("not found: the quote stands in none of the 2 articles"));
    check("article,tag,quote,file\nRenamed,t,Third.,c.txt\n", Ok("c.txt"));
    let id = project.articles().values().find(|article| article.import.file == "a.txt").map(|article| article.id);
    check(&format!("article,tag,quote\n{},t,Same words.\n", id.expect("an article")), Ok("a.txt"));
}

#[test]
fn a_text_that_cannot_be_read_is_said_for_its_rows() {
    let (mut project, texts) = sample();
    let lost = article(ArticleId::from_bytes([3; 16]), "Lost", "lost.txt", "never kept");
    project.apply(&Change::put("import", [Record::Article(Box::new(lost))])).expect("an article");
    let tagging = tagging(&project, &texts, "article,tag,quote\nLost,t,never\nmill.txt,t,Nobody laughed.\n");
    assert_eq!(tagging.tagged, 1);
    assert!(tagging.refused[0].reason.to_string().contains("it is gone"));
}

#[test]
fn a_table_that_is_no_table_is_refused() {
    let (project, _) = sample();
    let mut text_of = |_: &Article| Err(String::new());
    let mut input = Input { project: &project, text_of: &mut text_of, analyst: &ben(), raw: false };
    let mut read = |bytes: &[u8]| tag_from_table(bytes, &mut input, &mut Counting::default()).map(|it| it.tagged);
    assert_eq!(read(&[0, 1, 2, 3, 0, 0, 0]), Err(TableError::NotText));
    assert!(matches!(read(b""), Err(TableError::MissingColumns(_) | TableError::Empty)));
    assert_eq!(read(b"\xEF\xBB\xBFarticle,tag,quote\n"), Ok(0));
    assert_eq!(
        read("article\ttag\tquote\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()),
        Ok(0)
    );
}
