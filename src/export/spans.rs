//! A text cut where passages begin and end, so that overlapping ones can be painted: each piece says which lie on it.

use crate::model::TextSpan;

/// A piece of a text on which the same passages lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Its words.
    pub(super) words: &'a str,
    /// The passages on it by number, the enclosing one first.
    pub(super) on: Vec<usize>,
    /// Those that end with it.
    pub(super) ends: Vec<usize>,
}

/// Cuts the stretch `range` of `text` at the ends of the passages.
pub(super) fn pieces<'a>(
    text: &'a str,
    range: std::ops::Range<usize>,
    passages: &[(TextSpan, usize)],
) -> Vec<Piece<'a>> {
    let mut here: Vec<&(TextSpan, usize)> =
        passages.iter().filter(|(span, _)| span.start() < range.end && range.start < span.end()).collect();
    here.sort();
    let mut cuts: Vec<usize> = here.iter().flat_map(|(span, _)| [span.start(), span.end()]).collect();
    cuts.retain(|cut| range.contains(cut));
    cuts.extend([range.start, range.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |from: usize, to: usize| {
        let covers = |(span, _): &&&(TextSpan, usize)| span.start() <= from && to <= span.end();
        let last = |(span, _): &&&(TextSpan, usize)| {
            span.end() == to || (to == range.end && span.end() <= range.end && span.end() > from)
        };
        let number = |(_, number): &&(TextSpan, usize)| *number;
        Piece {
            words: text.get(from..to).unwrap_or_default(),
            on: here.iter().filter(covers).map(number).collect(),
            ends: here.iter().filter(covers).filter(last).map(number).collect(),
        }
    };
    cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| piece(*from, *to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlapping_nested_and_equal_passages_are_split_where_they_begin_and_end() {
        let text = "one two three four";
        let span = |from, to| TextSpan::new(text, from..to).expect("a span");
        let passages = [(span(0, 7), 1), (span(4, 13), 2), (span(4, 7), 3), (span(4, 7), 4)];
        let shown: Vec<String> = pieces(text, 0..text.len(), &passages)
            .into_iter()
            .map(|piece| format!("{}{:?}{:?}", piece.words, piece.on, piece.ends))
            .collect();
        assert_eq!(shown, ["one [1][]", "two[1, 2, 3, 4][1, 3, 4]", " three[2][2]", " four[][]"]);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "[aї😀 ]{1,30}", ends in proptest::collection::vec((0usize..40, 0usize..40), 0..8)) {
            let passages: Vec<(TextSpan, usize)> = ends
                .iter()
                .enumerate()
                .filter_map(|(number, (a, b))| {
                    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
                    Some((TextSpan::new(&text, floor(*a)..floor(*b))?, number))
                })
                .collect();
            let pieces = pieces(&text, 0..text.len(), &passages);
            prop_assert_eq!(pieces.iter().map(|piece| piece.words).collect::<String>(), text.clone());
            for (span, number) in &passages {
                let words: String = pieces.iter().filter(|piece| piece.on.contains(number)).map(|piece| piece.words).collect();
                prop_assert_eq!(Some(words.as_str()), span.slice(&text));
                prop_assert_eq!(pieces.iter().filter(|piece| piece.ends.contains(number)).count(), 1);
            }
        }
    }
}
