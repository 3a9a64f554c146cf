//! Changing a filter by clicks: terms are added to what was typed or taken out of it, and the line shows the outcome.

use super::field::{Field, Mark};
use super::needle::folded;
use super::{Query, Term, Value};
use crate::analysis::Filter;

impl Query {
    /// What stands side by side at the top, each of which must hold.
    fn parts(&self) -> Vec<Self> {
        match self {
            Self::And(items) => items.clone(),
            one => vec![one.clone()],
        }
    }

    /// Whether it asks for a field as such, with whichever values.
    fn is_of(&self, field: Field) -> bool {
        matches!(self, Self::Term(Term::Field(of, _), _) if *of == field)
    }
}

impl Filter {
    /// The one value that the filter asks of a field, where it asks for one and nothing else stands in the way.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<String> {
        self.query().ok()?.parts().iter().find_map(|part| match part {
            Query::Term(Term::Field(of, values), _) if *of == field => match values.as_slice() {
                [(Value::Text(text) | Value::Exact(text), _)] => Some(text.clone()),
                values => Some(values.iter().map(|(value, _)| value.to_string()).collect::<Vec<_>>().join(", ")),
            },
            _ => None,
        })
    }

    /// Whether it asks for a mark.
    #[must_use]
    pub fn asks_for(&self, mark: Mark) -> bool {
        self.query().is_ok_and(|query| query.parts().contains(&Query::mark(mark)))
    }

    /// The filter with one value of a field in the place of those that it asks for, or with none.
    #[must_use]
    pub fn with_value(&self, field: Field, value: Option<Value>) -> Self {
        let Ok(query) = self.query() else { return self.with_more(value.map(|value| Query::field(field, value))) };
        let wanted = value.map(|value| Query::field(field, value));
        let mut parts = query.parts();
        let place = parts.iter().position(|part| part.is_of(field)).unwrap_or(parts.len());
        parts.retain(|part| !part.is_of(field));
        if let Some(wanted) = wanted {
            parts.insert(place.min(parts.len()), wanted);
        }
        Query::and(parts).into()
    }

    /// The filter with a mark asked for, or no longer.
    #[must_use]
    pub fn with_mark(&self, mark: Mark, on: bool) -> Self {
        let Ok(query) = self.query() else { return self.with_more(on.then(|| Query::mark(mark))) };
        let mut parts = query.parts();
        parts.retain(|part| *part != Query::mark(mark));
        parts.extend(on.then(|| Query::mark(mark)));
        Query::and(parts).into()
    }

    /// The filter with one more thing asked for, if it does not ask for it already.
    #[must_use]
    pub fn with(&self, wanted: Query) -> Self {
        let Ok(query) = self.query() else { return self.with_more(Some(wanted)) };
        let mut parts = query.parts();
        if parts.contains(&wanted) {
            return self.clone();
        }
        parts.push(wanted);
        Query::and(parts).into()
    }

    /// The filter without what stands at a place of its text; for telling which part to loosen.
    #[must_use]
    pub fn without(&self, part: &str) -> Self {
        let Ok(query) = self.query() else { return Self::default() };
        Query::and(query.parts().into_iter().filter(|other| folded(&other.to_string()) != folded(part))).into()
    }

    /// What the filter asks for, one after the other.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        self.query().map(|query| query.parts().iter().map(ToString::to_string).collect()).unwrap_or_default()
    }

    /// Appends to a text that cannot be read, so that nothing typed is lost.
    fn with_more(&self, wanted: Option<Query>) -> Self {
        let Some(wanted) = wanted else { return Self::default() };
        let bracketed = if matches!(wanted, Query::Or(_)) { format!("({wanted})") } else { wanted.to_string() };
        Self::new(format!("{} {bracketed}", self.text().trim_end()).trim_start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_change_the_text() {
        let filter = Filter::new("ceasefire  tag:position");
        let actor = filter.with_value(Field::Actor, Some("United States".into()));
        assert_eq!(actor.text(), "ceasefire tag:position actor:\"United States\"");
        assert_eq!(actor.value(Field::Actor).as_deref(), Some("United States"));
        assert_eq!(
            actor.with_value(Field::Tag, Some("red line".into())).text(),
            "ceasefire tag:\"red line\" actor:\"United States\""
        );
        assert_eq!(actor.with_value(Field::Tag, None).text(), "ceasefire actor:\"United States\"");
        assert_eq!(Filter::default().with_mark(Mark::Starred, true).text(), "starred");
        assert!(Filter::new("a starred").asks_for(Mark::Starred));
        assert_eq!(Filter::new("a starred").with_mark(Mark::Starred, false).text(), "a");
        assert_eq!(Filter::new("a or b").with_mark(Mark::Unsure, true).text(), "(a or b) unsure");
        assert_eq!(Filter::new("tag:").with_mark(Mark::Unsure, true).text(), "tag: unsure", "nothing typed is lost");
        assert_eq!(Filter::new("a b").with(Query::words("b")).text(), "a b");
        assert_eq!(Filter::new("a b unsure").without("b").text(), "a unsure");
    }
}
