//! Excerpts for the clipboard: each quote with its coding and its source, as plain words and as HTML.

use super::brief::coding;
use super::rows::Row;
use super::xml::text;
use super::{Choices, citation::Citation, markdown};
use crate::model::{ExcerptId, Project};
use crate::text::marks::closed;

/// The excerpts as plain words and as HTML, in this order.
#[must_use]
pub fn clip(project: &Project, excerpts: &[ExcerptId]) -> (String, String) {
    let choices = Choices { citation: Citation::Full, ..Choices::of(&markdown::FORMAT) };
    // Without a word on the encoding some programs take an old one.
    let (mut words, mut html) = (Vec::new(), "<meta charset=\"utf-8\">".to_owned());
    for excerpt in excerpts.iter().filter_map(|id| project.excerpts().get(id)) {
        let row = Row::bare(project, &choices, excerpt);
        let (quote, source) = (excerpt.anchor.quote(), choices.citation.plain(&row));
        let coding = format!("{}{}", closed(row.tag()), coding(&row));
        words.push(format!("“{}”\n{coding}\n{source}", closed(quote)));
        html.push_str(&format!(
            "<blockquote dir=\"auto\">{}</blockquote><p dir=\"auto\">{}<br>{}</p>",
            text(quote).replace('\n', "<br>"),
            text(&coding),
            text(&source)
        ));
    }
    (words.join("\n\n"), html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Change, Record};
    use crate::text::sample::sample;

    #[test]
    fn a_quote_turns_nothing_that_follows_it() {
        let (mut project, _) = sample();
        let mut excerpt = project.excerpts().values().next().expect("an excerpt").clone();
        excerpt.anchor = Anchor::new(excerpt.anchor.span, "hold\u{202E} it", "", "");
        let id = excerpt.id;
        project.apply(&Change::put("turned", [Record::Excerpt(Box::new(excerpt))])).expect("applied");
        let (words, html) = clip(&project, &[id]);
        assert!(words.starts_with("“hold\u{202E} it\u{202C}”\n"), "{words:?}");
        assert!(html.contains("<blockquote dir=\"auto\">hold\u{202E} it</blockquote>"), "{html:?}");
    }

    #[test]
    fn a_quote_goes_with_its_coding_and_source() {
        let (project, _) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().skip(2).copied().collect();
        let (words, html) = clip(&project, &ids);
        assert!(words.starts_with("“=2; “never”\n\nwithout the weir”\nRed line · Calder · to -Vale"), "{words}");
        assert!(words.ends_with("\nPosition · -Vale · River\n“Papier; \\Fluß”"), "{words}");
        assert!(
            html.contains(
                "<blockquote dir=\"auto\">=2; “never”<br><br>without the weir</blockquote><p dir=\"auto\">Red line"
            ),
            "{html}"
        );
        assert!(html.contains("&quot;Mayor&quot; Ames"), "{html}");
    }
}
