//! Which version of a record is current. No clock decides: each version says who wrote it, as their how-manieth
//! change, and which versions of the same record the writer had seen. Known to the store only, never to the model.

use std::collections::BTreeMap;

use super::WriterId;

/// One version of one record: written by `writer` as change number `at`. An own later version always replaces
/// an own earlier one; `over` says up to which change of other writers this one replaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Stamp {
    /// Counts the writer's changes, from 1; 0 where a line written by hand has none.
    pub(super) at: u64,
    /// Who wrote it.
    pub(super) writer: WriterId,
    /// For each other writer, their latest change that had been seen; everything earlier by them is replaced too.
    pub(super) over: Over,
}

/// Sorted by writer, each once.
pub(super) type Over = Box<[(WriterId, u64)]>;

impl Stamp {
    /// The latest change of `writer` to this record that this version includes.
    #[must_use]
    pub(super) fn seen(&self, writer: &WriterId) -> Option<u64> {
        let over = self.over.iter().find(|(other, _)| other == writer).map(|(_, at)| *at);
        if *writer == self.writer { over.max(Some(self.at)) } else { over }
    }

    /// Whether this version takes the place of `other`. Never so for two versions that claim the same number:
    /// that is a copied installation, and both are kept.
    #[must_use]
    pub(super) fn replaces(&self, other: &Self) -> bool {
        let same_number = self.writer == other.writer && self.at == other.at;
        !same_number && self.seen(&other.writer).is_some_and(|seen| seen >= other.at)
    }

    /// The stamp of a new version by `writer` that replaces all of `seen`.
    #[must_use]
    pub(super) fn after<'a>(writer: &WriterId, at: u64, seen: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut over: BTreeMap<&WriterId, u64> = BTreeMap::new();
        for stamp in seen {
            let own = std::iter::once((&stamp.writer, stamp.at));
            for (other, number) in own.chain(stamp.over.iter().map(|(other, number)| (other, *number))) {
                if other != writer {
                    over.entry(other).and_modify(|latest| *latest = number.max(*latest)).or_insert(number);
                }
            }
        }
        Self { at, writer: writer.clone(), over: over.into_iter().map(|(w, n)| (w.clone(), n)).collect() }
    }
}

/// Which of `stamps` no other one replaces, by index. Several are concurrent: nobody has seen them all.
#[must_use]
pub(super) fn current(stamps: &[&Stamp]) -> Vec<usize> {
    let replaced = |stamp: &Stamp| stamps.iter().any(|other| other.replaces(stamp));
    stamps.iter().enumerate().filter(|(_, stamp)| !replaced(stamp)).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(writer: &str, at: u64, over: &[(&str, u64)]) -> Stamp {
        let id = |text: &str| text.parse::<WriterId>().expect("an id");
        Stamp { at, writer: id(writer), over: over.iter().map(|(w, n)| (id(w), *n)).collect() }
    }

    fn check(stamps: &[Stamp], expected: &[usize]) {
        let stamps: Vec<&Stamp> = stamps.iter().collect();
        assert_eq!(current(&stamps), expected);
    }

    #[test]
    fn what_nobody_replaced_is_current() {
        check(&[stamp("a", 1, &[])], &[0]);
        check(&[stamp("a", 1, &[]), stamp("a", 4, &[])], &[1]);
        check(&[stamp("a", 1, &[]), stamp("b", 1, &[])], &[0, 1]);
        check(&[stamp("a", 1, &[]), stamp("b", 1, &[("a", 1)])], &[1]);
        check(&[stamp("a", 2, &[]), stamp("b", 1, &[("a", 1)])], &[0, 1]);
    }

    #[test]
    fn a_dropped_version_between_never_lets_an_older_one_come_back() {
        // b replaced a's first; a replaced b's, whose line has since given way to b's next, unrelated to a's third.
        check(&[stamp("a", 1, &[]), stamp("c", 1, &[("a", 1), ("b", 5)]), stamp("b", 4, &[("a", 1)])], &[1]);
    }

    #[test]
    fn two_versions_of_one_number_are_both_kept() {
        check(&[stamp("a", 1, &[]), stamp("a", 1, &[("b", 1)])], &[0, 1]);
    }

    #[test]
    fn the_next_version_replaces_all_that_were_seen() {
        let seen = [stamp("a", 3, &[("c", 2)]), stamp("b", 9, &[("a", 1)])];
        let a: WriterId = "a".parse().expect("an id");
        let next = Stamp::after(&a, 7, &seen);
        assert_eq!(next, stamp("a", 7, &[("b", 9), ("c", 2)]));
        assert!(seen.iter().all(|old| next.replaces(old)));
    }
}
