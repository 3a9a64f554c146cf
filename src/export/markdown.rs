//! Excerpts as Markdown (CommonMark): grouped by article, each quote a block quote with its coding and its source.
//! That no text can break out of its place is the work of `escape`.

mod escape;

use std::collections::BTreeMap;
use std::io::Write;

use super::columns::Row;
use super::places::{Place, places};
use super::{ExportError, Format, Input, Written};
use crate::model::{ArticleId, Excerpt};
use escape::{block, line, link};

/// Markdown in the list of formats.
pub const FORMAT: Format = Format { id: "markdown", name: "Markdown", extension: "md", write };

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let (places, notes) = places(input);
    let mut groups: BTreeMap<ArticleId, Vec<(&Excerpt, Option<Place>)>> = BTreeMap::new();
    let mut order: Vec<ArticleId> = Vec::new();
    let mut written = Written { excerpts: 0, notes };
    for (id, place) in input.excerpts.iter().zip(places) {
        let Some(excerpt) = input.project.excerpts().get(id) else { continue };
        let group = groups.entry(excerpt.article).or_insert_with(|| {
            order.push(excerpt.article);
            Vec::new()
        });
        group.push((excerpt, place));
        written.excerpts += 1;
    }
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let name = line(&input.project.meta().name);
    let (excerpts, articles) = (count(written.excerpts, "excerpt"), count(order.len(), "article"));
    writeln!(out, "# {name}\n\n{excerpts} from {articles}.")?;
    for id in order {
        let article = input.project.articles().get(&id);
        let title = article.map_or_else(|| id.to_string(), |article| article.title.clone());
        writeln!(out, "\n## {}", line(&title))?;
        for (excerpt, place) in groups.remove(&id).unwrap_or_default() {
            let row = Row { project: input.project, excerpt, article, place };
            writeln!(out, "\n{}\n\n{}", block(excerpt.anchor.quote(), "> "), coding(&row))?;
            if !excerpt.memo.trim().is_empty() {
                writeln!(out, "\n{}", block(&format!("Memo: {}", excerpt.memo.trim().replace("\r\n", "\n")), ""))?;
            }
            writeln!(out, "\nSource: {}", source(&row, &title))?;
        }
    }
    out.flush()?;
    Ok(written)
}

/// Tag, actors, issues and whatever else is known of the statement.
fn coding(row: &Row<'_>) -> String {
    let excerpt = row.excerpt;
    let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
    let mut parts = vec![format!("**{}**", line(row.tag()))];
    let mut part = |before: &str, text: &str| {
        if !text.trim().is_empty() {
            parts.push(format!("{before}{}", line(text)));
        }
    };
    part("", &join(&mut row.actors(&excerpt.actors)));
    part("to ", &join(&mut row.actors(&excerpt.addressees)));
    part("", &join(&mut row.issues()));
    part("", excerpt.stance.as_ref().map_or("", |stance| stance.word()));
    part("condition: ", &excerpt.condition);
    part("speaker: ", &excerpt.speaker);
    part("", excerpt.voice.as_ref().map_or("", |voice| voice.word()));
    part("said on ", &excerpt.said_on.map(|date| date.to_string()).unwrap_or_default());
    let reliability = excerpt.grade.reliability().map(String::from).unwrap_or_default();
    let credibility = excerpt.grade.credibility().map(|number| number.to_string()).unwrap_or_default();
    part("grade ", &format!("{reliability}{credibility}"));
    parts.join(" · ")
}

/// Title, outlet, author, date, address and paragraph.
fn source(row: &Row<'_>, title: &str) -> String {
    let mut parts = vec![format!("“{}”", line(title))];
    if let Some(article) = row.article {
        parts.extend(
            [&article.outlet, &article.author].into_iter().filter(|it| !it.trim().is_empty()).map(|it| line(it)),
        );
        parts.extend(article.published.map(|date| date.to_string()));
        if !article.url.trim().is_empty() {
            parts.push(link(&article.url));
        }
    }
    parts.extend(row.place.map(|place| format!("paragraph {}", place.paragraph)));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::*;
    use crate::model::{Article, ExcerptId};
    use crate::text::sample::sample;

    #[test]
    fn grouped_by_article_with_the_source_of_each() {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let mut input = Input { project: &project, excerpts: &ids, text_of: &mut text_of, options: Options::default() };
        let mut bytes = Vec::new();
        let written = write(&mut input, &mut bytes).expect("an export");
        assert_eq!(written, Written { excerpts: 4, notes: Vec::new() });
        let expected = r##"# Calder and Vale

4 excerpts from 2 articles.

## Mill talks: day two

> We will hold the mill

**Position** · Calder

Source: “Mill talks: day two”, paragraph 2

> hold the mill

**Red line** · Mayor; Ames \\ Co, Calder

Memo: =HYPERLINK("x")\
second line, with a comma

Source: “Mill talks: day two”, paragraph 2

> =2; “never”
>
> without the weir

**Red line** · Calder · to -Vale · Weir · conditional · condition: '=if · speaker: "Mayor" Ames · reporter's account · said on 2025-12 · grade B3

Source: “Mill talks: day two”, paragraph 3

## Papier; \\Fluß

> Der Fluß bleibt offen.

**Position** · -Vale · River

Source: “Papier; \\Fluß”, paragraph 1
"##;
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected.replace("> =2", "> \\=2"));
    }
}
