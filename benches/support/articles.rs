//! Made-up articles of any length with overlapping excerpts, the same at every run.

use super::dice::Dice;
use rapporteur::model::{ExcerptId, TextSpan, Underline};
use rapporteur::ui::reader::PaintedExcerpt;

/// An article to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) bytes: usize,
    pub(crate) excerpts: usize,
    /// Without any line end.
    pub(crate) one_paragraph: bool,
}

/// All that are measured.
pub(crate) const CASES: [Case; 6] = [
    Case { name: "100 kB 1k", bytes: 100_000, excerpts: 1_000, one_paragraph: false },
    Case { name: "1 MB 10k", bytes: 1_000_000, excerpts: 10_000, one_paragraph: false },
    Case { name: "10 MB 10k", bytes: 10_000_000, excerpts: 10_000, one_paragraph: false },
    Case { name: "10 MB 100k", bytes: 10_000_000, excerpts: 100_000, one_paragraph: false },
    Case { name: "paragraph 10k", bytes: 1_000_000, excerpts: 10_000, one_paragraph: true },
    Case { name: "dense 100k", bytes: 1_000_000, excerpts: 100_000, one_paragraph: false },
];

const WORDS: &str = "the a of and to in that it was for on with as had not but they by from harbour envoy letter talks \
     delegation paper line border office quay ferry observers signed unsigned answer accept never proposal count ships \
     fishing zone limit reserve midnight captain islanders mainland compromise “never” “not yet” – either";

const FOREIGN: [&str; 5] = [
    "«Жодної угоди без наших моряків», – сказав представник острова.",
    "Η συμφωνία δεν υπογράφηκε ποτέ στο λιμάνι.",
    "قال المبعوث إن الجزيرة لن تقبل ذلك أبدا.",
    "双方同意继续谈判，但没有签署任何文件。",
    "The 🏳️ on the quay and the 👨‍👩‍👧 beside it stayed.",
];

impl Case {
    /// The text: paragraphs of about 240 bytes, one of thirty sentences in another script.
    pub(crate) fn text(&self, dice: &mut Dice) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let mut text = String::with_capacity(self.bytes + 200);
        while text.len() < self.bytes {
            for _ in 0..1 + dice.below(3) {
                if dice.below(30) == 0 {
                    text.push_str(dice.pick(&FOREIGN).copied().unwrap_or_default());
                    text.push(' ');
                    continue;
                }
                for _ in 0..8 + dice.below(16) {
                    text.push_str(dice.pick(&words).copied().unwrap_or_default());
                    text.push(' ');
                }
                text.pop();
                text.push_str(". ");
            }
            text.pop();
            text.push(if self.one_paragraph { ' ' } else { '\n' });
        }
        text.pop();
        text
    }

    /// Excerpts of 5 to 305 bytes, a few far longer.
    pub(crate) fn excerpts(&self, text: &str, dice: &mut Dice) -> Vec<PaintedExcerpt> {
        let kinds = [
            (Underline::Solid, [0, 0x72, 0xB2], "Position", "1"),
            (Underline::Thick, [0xD5, 0x5E, 0], "Red line", "2"),
            (Underline::Dashed, [0, 0x9E, 0x73], "Proposal", "3"),
        ];
        let mut excerpts = Vec::with_capacity(self.excerpts);
        let mut number = 1u128 << 100;
        while excerpts.len() < self.excerpts {
            let from = text.floor_char_boundary(dice.below(text.len() - 400));
            let length = if dice.below(100) == 0 { 3_000 } else { 5 + dice.below(300) };
            let to = text.floor_char_boundary((from + length).min(text.len()));
            let Some(span) = TextSpan::new(text, from..to) else { continue };
            let Some((underline, color, label, sign)) = dice.pick(&kinds).cloned() else { break };
            number += 1;
            let id = ExcerptId::from_bytes(number.to_be_bytes());
            excerpts.push(PaintedExcerpt { id, span, color, underline, label: label.into(), sign: sign.into() });
        }
        excerpts
    }
}
