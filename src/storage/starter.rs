//! The codebook that a new project starts with: data in `assets/codebooks/`, read like any file of codes.

use super::record_file;
use super::records::Body;
use crate::model::Record;

/// A codebook to start from.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    /// What names it.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What is in it.
    pub about: &'static str,
    text: &'static str,
}

/// The codebooks to start from.
pub const STARTERS: &[Starter] = &[
    Starter { id: "plain", title: "Plain", about: "Position, red line, proposal", text: PLAIN },
    Starter {
        id: "negotiation",
        title: "Negotiation",
        about: "These and concession, condition, threat, commitment, rejection, process signal",
        text: NEGOTIATION,
    },
    Starter { id: "empty", title: "Empty", about: "No tags but those in use", text: "" },
];

impl Starter {
    /// Its tags; none for the empty one.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        read(self.text)
    }
}

const NEGOTIATION: &str = include_str!("../../assets/codebooks/negotiation.ron");
const PLAIN: &str = include_str!("../../assets/codebooks/plain.ron");

/// The three tags that every project starts with.
#[must_use]
pub fn starter() -> Vec<Record> {
    read(PLAIN)
}

fn read(text: &str) -> Vec<Record> {
    let lines = record_file::read("codes/starter.ron", text.as_bytes()).lines;
    let put = |line: record_file::FileLine| if let Body::Put(record) = line.line.body { Some(record) } else { None };
    lines.into_iter().filter_map(put).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_starter_is_a_codebook_in_order() {
        for starter in STARTERS.iter().filter(|starter| starter.id != "empty") {
            let read = super::super::read_codebook("starter.ron", starter.text.as_bytes(), None);
            assert_eq!(read, Ok(starter.records()), "{}", starter.title);
        }
        let tags = STARTERS[1].records();
        let colors: Vec<[u8; 3]> = tags
            .iter()
            .filter_map(|record| if let Record::Tag(tag) = record { Some(tag.color) } else { None })
            .collect();
        for (at, color) in colors.iter().enumerate() {
            assert!(colors[..at].iter().all(|other| !crate::model::colors::alike(*color, *other)), "colour {at}");
            let seen = |paper: &[u8; 3]| !crate::model::colors::hardly_seen(*color, *paper);
            assert!(crate::model::colors::PAPERS.iter().all(seen), "colour {at}");
        }
    }

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
