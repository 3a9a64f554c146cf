//! The codebook that a new project starts with: data in `assets/codebooks/`, read like any file of codes.

use super::record_file;
use super::records::Body;
use crate::model::Record;

const PLAIN: &str = include_str!("../../assets/codebooks/plain.ron");

/// The three tags that every project starts with.
#[must_use]
pub fn starter() -> Vec<Record> {
    let lines = record_file::read("codes/starter.ron", PLAIN.as_bytes()).lines;
    let put = |line: record_file::FileLine| if let Body::Put(record) = line.line.body { Some(record) } else { None };
    lines.into_iter().filter_map(put).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_codebook_is_read_whole() {
        let found = record_file::read("codes/starter.ron", PLAIN.as_bytes());
        assert_eq!((found.damage, found.notes), (Vec::new(), Vec::new()));
        let tags: Vec<(String, Option<char>)> = starter()
            .into_iter()
            .filter_map(|record| if let Record::Tag(tag) = record { Some((tag.name, tag.key)) } else { None })
            .collect();
        let expected = [("Position", '1'), ("Red line", '2'), ("Proposal", '3')];
        assert_eq!(tags, expected.map(|(name, key)| (name.to_owned(), Some(key))));
    }
}
