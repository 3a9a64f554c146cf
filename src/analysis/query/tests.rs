//! The filter language as a whole: what is read, what is refused and how, and that the fast way finds what a slow and
//! simple one finds.

use std::str::FromStr as _;

use proptest::prelude::*;

use super::*;
use crate::model::{Excerpt, PartialDate, Project, Record, SourceGrade, Stance, Voice};
use crate::text::folding::{Folded, Folding};
use crate::text::sample::{Texts, article, sample};

fn prints(text: &str, printed: &str) {
    let query = parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    assert_eq!(query.to_string(), printed, "{text}");
    assert_eq!(parse(printed), Ok(query), "{printed}");
}

#[test]
fn what_is_typed_is_read() {
    prints(
        "tag:\"red line\" actor:Russia issue:territory -voice:paraphrase said:2025-12.. outlet:Reuters \"ceasefire\" analyst:me unsure",
        "tag:\"red line\" actor:Russia issue:territory -voice:paraphrase said:2025-12.. outlet:Reuters ceasefire analyst:me unsure",
    );
    prints("", "");
    prints("a and b OR not c", "a b or -c");
    prints("a (b or c) ((d))", "a (b or c) d");
    prints("-(a b)", "-(a b)");
    prints("a or (b or c)", "a or b or c");
    prints("--a", "--a");
    prints("“curly words” \"say \\\"never\\\"\" „auch so“", "\"curly words\" \"say \\\"never\\\"\" \"auch so\"");
    prints("Tag:Position,\"Red line\"", "tag:Position,\"Red line\"");
    prints("tag: position", "tag:position");
    prints("12:30 \"and\" \"starred\" e-mail", "\"12:30\" \"and\" \"starred\" e-mail");
    prints("reliability:a..c credibility:2.. has:memo,link", "reliability:A..C credibility:2..6 has:memo,link");
    prints(
        "reliability:>=c reliability:<C credibility:>3,<=5",
        "reliability:A..C reliability:D..F credibility:1..2,5..6",
    );
    prints("AT&T \"&\" \"a&&b\" \"a|b\" \"!a\" a!", "AT&T \"&\" \"a&&b\" \"a|b\" \"!a\" \"a!\"");
    prints("outlet:=Reuters,\"Reuters UK\",=\"a b\"", "outlet:=Reuters,\"Reuters UK\",=\"a b\"");
    prints("said:=2025-12 outlet:\"=x\"", "said:=2025-12 outlet:\"=x\"");
    prints("1,000 \"starred,checked\"", "\"1,000\" \"starred,checked\"");
    prints("said:>=2025-12 tagged:2025-12-01..2025-12-14", "said:2025-12.. tagged:2025-12-01..2025-12-14");
}

/// `marked` holds ⟦…⟧ around what is underlined.
fn refuses(marked: &str, says: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let (project, _) = sample();
    let mistake = match parse(&text) {
        Ok(query) => Plan::new(&project, None, &query).err().unwrap_or_else(|| panic!("{text} is taken")),
        Err(mistake) => mistake,
    };
    let mut shown = text.clone();
    shown.insert(mistake.at.end, '⟧');
    shown.insert(mistake.at.start, '⟦');
    assert_eq!((shown.as_str(), mistake.says.as_str()), (marked, says));
}

#[test]
fn mistakes_say_where_and_what_was_expected() {
    refuses("⟦tga:⟧red", "There is no field “tga”; did you mean “tag:”? In quotation marks it is words");
    refuses("⟦http:⟧//x", "There is no field “http”. In quotation marks it is words");
    refuses("mill ⟦tag:⟧", "Expected a name after “tag:”, such as \"red line\"");
    refuses("mill actor:⟦Cader⟧", "There is no actor called “Cader”; did you mean “Calder”?");
    refuses("tag:⟦red⟧ line", "There is no tag called “red”; did you mean “Red line”?");
    refuses("tag:⟦rde⟧", "There is no tag called “rde”; did you mean “Red line”?");
    refuses("addressee:⟦Nobody⟧", "There is no actor called “Nobody”");
    refuses("outlet:⟦Gazette⟧", "There is no article of the outlet “Gazette”");
    refuses("title:⟦=papier⟧", "There is no article of the title “papier”; did you mean “Papier; \\Fluß”?");
    refuses(
        "title:⟦=\"papier; \\\\fluß\"⟧",
        "There is no article of the title “papier; \\fluß”; did you mean “Papier; \\Fluß”?",
    );
    refuses("article:⟦papier⟧", "There is no article called “papier”; did you mean “Papier; \\Fluß”?");
    refuses("analyst:⟦me⟧", "It is not known who “me” is here; write a name instead");
    refuses("stance:⟦maybe⟧", "Expected one of: for, against, conditional, open");
    refuses("a ⟦(⟧b", "This bracket is not closed");
    refuses("a b⟦)⟧", "This bracket closes none");
    refuses("a ⟦\"b⟧", "This quotation mark is not closed");
    refuses("a or⟦)⟧", "Expected a word, a field such as tag: or a bracket here");
    refuses("a ⟦or⟧", "Expected a word, a field such as tag: or a bracket here");
    refuses("⟦or⟧ b", "Expected a word, a field such as tag: or a bracket here");
    refuses("tag:position ⟦and⟧", "Expected a word, a field such as tag: or a bracket here");
    refuses("(a ⟦or⟧", "Expected a word, a field such as tag: or a bracket here");
    refuses("a and ⟦and⟧ b", "Expected something before “and”; in quotation marks it is a word like any other");
    refuses("⟦not⟧", "Expected what is to be left out after “not”");
    refuses("a ⟦-⟧ b", "“-” leaves out what follows it, without a space between");
    refuses("⟦\"\"⟧", "There is nothing to look for in this");
    refuses(
        "said:⟦tomorrow⟧",
        "“tomorrow” is not a date: write 2025, 2025-12, 2025-12-14, 2025-11..2025-12, 2025-12.. or ..2025-12",
    );
    for wrong in ["G", ">A", "<F", "AB", "C..A", ">=é"] {
        let says = "Expected a letter from A to F, a range such as A..C, or >=C for C and better";
        refuses(&format!("reliability:⟦{wrong}⟧"), says);
    }
    refuses("credibility:⟦>1⟧", "Expected a number from 1 to 6, a range such as 1..3, or >=3 for 3 and better");
    let word = "in quotation marks it is a word like any other";
    refuses("a ⟦|⟧ b", &format!("Write “or” in place of “|”; {word}"));
    refuses("tag:position⟦||⟧tag:proposal", &format!("Write “or” in place of “||”; {word}"));
    refuses("a ⟦&&⟧ b", &format!("Write “and” in place of “&&”; {word}"));
    refuses("a ⟦&⟧ b", &format!("Write “and” in place of “&”; {word}"));
    let not = format!("Write “-” or “not” before what is to be left out, in place of “!”; {word}");
    for text in ["⟦!⟧unsure", "a -⟦!⟧(b c)", "⟦!⟧\"a b\"", "tag:⟦!⟧position"] {
        refuses(text, &not);
    }
    refuses(
        "⟦starred,checked⟧",
        "A comma stands between values of a field only: write “or” between marks, or a space where all must be there",
    );
    refuses(
        "has:⟦nothing⟧",
        "Expected one of: memo, actor, addressee, issue, stance, condition, speaker, voice, said, grade, link",
    );
    assert!(parse(&"(".repeat(100)).is_err_and(|mistake| mistake.says.contains("at most")));
    assert!(parse(&"-".repeat(9_999)).is_err());
    assert!(parse(&"a ".repeat(9_999)).is_err_and(|mistake| mistake.says.contains("bytes")));
}

#[test]
fn every_field_reads_its_own_example() {
    for entry in FIELDS {
        let text = format!("{}:{}", entry.name, entry.example);
        let query = parse(&text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
        assert_eq!(parse(&query.to_string()), Ok(query), "{text}");
    }
}

/// The same question, one excerpt at a time, without anything prepared.
fn naive(project: &Project, excerpt: &Excerpt, query: &Query) -> bool {
    let fold = |text: &str| Folded::new(text, Folding { case: true, diacritics: true }).as_str().to_owned();
    let holds = |text: &str, words: &str| fold(text).contains(&fold(words));
    let article = project.articles().get(&excerpt.article).expect("an article");
    let field = |field: Field, value: &Value| -> bool {
        match (field, value) {
            (Field::Actor, Value::Text(name)) => excerpt.actors.iter().any(|id| {
                std::iter::successors(Some(id), |id| project.actors().get(id)?.parent.as_ref()).take(9).any(|id| {
                    project.actors().get(id).is_some_and(|actor| {
                        fold(&actor.name) == fold(name) || actor.aliases.iter().any(|alias| fold(alias) == fold(name))
                    })
                })
            }),
            (Field::Tag, Value::Text(name)) => {
                project.tags().get(&excerpt.tag).is_some_and(|tag| fold(&tag.name) == fold(name))
            }
            (Field::Stance, Value::Text(word)) => excerpt.stance.as_ref().is_some_and(|stance| stance.word() == word),
            (Field::Title, Value::Text(words)) => holds(&article.title, words),
            (Field::Title, Value::Exact(words)) => article.title == *words,
            (Field::Memo, Value::Exact(words)) => excerpt.memo == *words,
            (Field::Quote, Value::Exact(words)) => excerpt.anchor.quote().trim() == words,
            (Field::Quote, Value::Text(words)) => holds(excerpt.anchor.quote(), words),
            (Field::Memo, Value::Text(words)) => holds(&excerpt.memo, words),
            (Field::Said, Value::Days(days)) => excerpt.said_on.is_some_and(|date| days.hold(date)),
            (Field::Tagged, Value::Days(days)) => {
                days.hold(PartialDate::full(excerpt.created.to_zoned(jiff::tz::TimeZone::UTC).date()))
            }
            (Field::Reliability, Value::Letters(from, to)) => {
                let letter = excerpt.grade.reliability().or(article.grade.reliability());
                letter.is_some_and(|letter| (*from..=*to).contains(&letter))
            }
            (Field::Has, Value::Part(Part::Memo)) => !excerpt.memo.is_empty(),
            (Field::Has, Value::Part(Part::Link)) => !excerpt.repeats.is_empty(),
            other => panic!("not asked: {other:?}"),
        }
    };
    match query {
        Query::Not(inner) => !naive(project, excerpt, inner),
        Query::And(items) => items.iter().all(|item| naive(project, excerpt, item)),
        Query::Or(items) => items.iter().any(|item| naive(project, excerpt, item)),
        Query::Term(Term::Mark(Mark::Starred), _) => excerpt.starred,
        Query::Term(Term::Mark(Mark::Checked), _) => excerpt.checked,
        Query::Term(Term::Mark(Mark::Unsure), _) => excerpt.certainty == crate::model::Certainty::Unsure,
        Query::Term(Term::Words(words), _) => {
            [excerpt.anchor.quote(), &excerpt.memo, &excerpt.condition, &excerpt.speaker]
                .iter()
                .any(|t| holds(t, words))
        }
        Query::Term(Term::Field(of, values), _) => values.iter().any(|(value, _)| field(*of, value)),
    }
}

const QUOTED: &str = "€ 5 • Мій кйт, Кит; We will “hold” the mïll—never. Їжак МОВЧИТЬ, ß and ﬁ; so\u{ad}ft, a\u{300}b 🏳️ مِلح K\u{212A} end";

fn query() -> impl Strategy<Value = Query> {
    let words = prop_oneof![
        Just("mill"),
        Just("HOLD"),
        Just("never"),
        Just("їжак"),
        Just("мовч"),
        Just("ss"),
        Just("soft"),
        Just("the mill"),
        Just("ab"),
        Just("k"),
        Just("l"),
        Just("\"hold\""),
        Just("-"),
        Just("مل"),
        Just("mill-never"),
        Just("&"),
        Just("a|b"),
        Just("!mill"),
        Just("hold\" the"),
        Just("€"),
        Just("•"),
        Just("міи"),
        Just("мій їжак"),
        Just("кит"),
    ]
    .prop_map(Query::words);
    let days = prop_oneof![
        Just("2025-12"),
        Just("=2025-12-01..2025-12-20"),
        Just("..2025-12-10"),
        Just("2025-12-05.."),
        Just("2026")
    ]
    .prop_map(|text| Value::Days(Days::read(text).expect("days")));
    let with =
        |field: Field, value: Value| Query::Term(Term::Field(field, vec![(value, At::default())]), At::default());
    let term = prop_oneof![
        3 => words,
        1 => prop_oneof![Just("Calder"), Just("calder"), Just("ames"), Just("-Vale")].prop_map(|name| Query::field(Field::Actor, name)),
        1 => prop_oneof![Just("position"), Just("RED LINE")].prop_map(|name| Query::field(Field::Tag, name)),
        1 => prop_oneof![Just("for"), Just("open")].prop_map(|word| Query::field(Field::Stance, word)),
        1 => prop_oneof![Just("mill"), Just("fluss")].prop_map(|words| Query::field(Field::Title, words)),
        1 => prop_oneof![Just("hold"), Just("end")].prop_map(|words| Query::field(Field::Quote, words)),
        1 => prop_oneof![Just("see"), Just("\u{e9}")].prop_map(|words| Query::field(Field::Memo, words)),
        1 => prop_oneof![Just("see above"), Just("\u{e9}"), Just("e"), Just("See above")]
            .prop_map(|words| Query::field(Field::Memo, Value::alone(Field::Memo, words))),
        1 => prop_oneof![Just("Mill talks: day two"), Just("Papier; \\Fluß")]
            .prop_map(|words| Query::field(Field::Title, Value::alone(Field::Title, words))),
        1 => prop_oneof![Just("We"), Just("will “hold”"), Just("e")]
            .prop_map(|words| Query::field(Field::Quote, Value::alone(Field::Quote, words))),
        1 => days.clone().prop_map(move |days| with(Field::Said, days)),
        1 => days.prop_map(move |days| with(Field::Tagged, days)),
        1 => prop_oneof![Just(('A', 'B')), Just(('B', 'F'))].prop_map(move |(a, b)| with(Field::Reliability, Value::Letters(a, b))),
        1 => prop_oneof![Just(Part::Memo), Just(Part::Link)].prop_map(move |part| with(Field::Has, Value::Part(part))),
        1 => prop::sample::select(&Mark::ALL).prop_map(Query::mark),
    ];
    term.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Query::and),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Query::or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

/// What varies from excerpt to excerpt.
type Draw = (usize, usize, u8, u8, bool);

fn project(draws: &[Draw], shared: bool) -> Project {
    let (mut project, _texts): (Project, Texts) = sample();
    let mut ames = project.actors().get(&"mayor-ames".parse().expect("an id")).expect("an actor").clone();
    ames.aliases = vec!["Ames".to_owned()];
    project.apply(&crate::model::Change::put("alias", [Record::Actor(ames)])).expect("an alias");
    let first = project.excerpts().values().next().expect("an excerpt").clone();
    let mut graded = project.articles().values().next().expect("an article").clone();
    graded.grade = SourceGrade::new(Some('B'), None).expect("a grade");
    let other = article(graded.id, "unused", "unused.txt", "unused").id;
    assert_eq!(other, graded.id);
    let articles: Vec<_> = project.articles().keys().copied().collect();
    let mut records = vec![Record::Article(Box::new(graded))];
    let mut made = Vec::new();
    for (number, (from, length, kind, day, flag)) in draws.iter().enumerate() {
        let (from, to) = (QUOTED.floor_char_boundary(*from), QUOTED.floor_char_boundary(from + length));
        let Some(span) = crate::model::TextSpan::new(QUOTED, from..to) else { continue };
        let mut excerpt = first.clone();
        excerpt.id = crate::model::ExcerptId::from_bytes([
            9,
            u8::try_from(number).expect("few"),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
        ]);
        excerpt.article = articles[usize::from(*kind) % articles.len()];
        excerpt.anchor = crate::model::Anchor::new(span, QUOTED.get(from..to).expect("a part"), "", "");
        excerpt.tag = ["position", "red-line"][usize::from(kind % 2)].parse().expect("an id");
        let actors = ["calder", "mayor-ames", "vale"];
        excerpt.actors = actors.iter().take(usize::from(kind % 4)).map(|id| id.parse().expect("an id")).collect();
        excerpt.created = format!("2025-12-{:02}T23:59:59Z", day % 28 + 1).parse().expect("a moment");
        if *flag {
            excerpt.said_on =
                PartialDate::from_str(["2025", "2025-12", "2025-12-07", "2026-01"][usize::from(day % 4)]).ok();
            excerpt.memo = ["", "see above", "é"][usize::from(day % 3)].to_owned();
            excerpt.starred = day % 2 == 0;
            excerpt.checked = day % 3 == 0;
            excerpt.stance = Stance::KNOWN.get(usize::from(kind % 5)).cloned();
            excerpt.voice = Voice::KNOWN.get(usize::from(kind % 5)).cloned();
            excerpt.grade =
                SourceGrade::new([None, Some('A'), Some('C')][usize::from(kind % 3)], None).expect("a grade");
            if kind % 7 == 0 {
                excerpt.repeats.push(first.id);
            }
        }
        made.push(excerpt);
    }
    if shared {
        crate::model::anchor::share_page(made.iter_mut().map(|excerpt| &mut excerpt.anchor));
    }
    records.extend(made.into_iter().map(|excerpt| Record::Excerpt(Box::new(excerpt))));
    project.apply(&crate::model::Change::put("more", records)).expect("applied");
    project
}

fn draw() -> impl Strategy<Value = Draw> {
    (0..QUOTED.len(), 0..50usize, any::<u8>(), any::<u8>(), any::<bool>())
}

proptest! {
    #[test]
    fn the_fast_way_finds_what_the_simple_one_finds(
        query in query(), draws in proptest::collection::vec(draw(), 0..12), shared in any::<bool>(),
    ) {
        let project = project(&draws, shared);
        let mut plan = Plan::new(&project, None, &query).expect("a plan");
        for excerpt in project.excerpts().values() {
            prop_assert_eq!(plan.fits(excerpt), naive(&project, excerpt, &query), "{}: {:?}", query, excerpt);
        }
    }

    #[test]
    fn what_is_printed_is_read_back(query in query()) {
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn anything_typed_is_read_or_refused_in_its_place(text in "([a-z:,()\" .|&!=<>-]|tag:|outlet:|credibility:|starred|said:|and |or |not |“|”|\\\\|é){0,40}") {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(mistake) => prop_assert!(text.get(mistake.at.clone()).is_some(), "{:?}", mistake),
        }
    }
}
