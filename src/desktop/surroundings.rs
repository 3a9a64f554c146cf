//! The real clock and the system's random numbers, the only place that looks at either.

use std::cell::Cell;

use jiff::Timestamp;

use crate::model::Surroundings;

/// The system's clock and random source. Ids made within one millisecond come out in the order in which they were made.
#[derive(Debug, Default)]
pub struct RealSurroundings {
    /// The millisecond that was last looked at.
    millisecond: Cell<i64>,
    /// The millisecond of the last random numbers, and how many there were in it.
    last: (i64, u16),
}

impl Surroundings for RealSurroundings {
    #[expect(clippy::disallowed_methods, reason = "the one place that looks at the clock")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        self.millisecond.set(now.as_millisecond());
        now
    }

    /// The first two bytes count within the millisecond last looked at (RFC 9562, 6.2, method 1), the rest is random.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws random numbers")]
    fn random(&mut self) -> [u8; 10] {
        let mut bytes = [0u8; 10];
        if getrandom::fill(&mut bytes).is_err() {
            // No system in use today refuses; should one, a hasher's random keys are the best that is left.
            use std::hash::{BuildHasher as _, Hasher as _};
            let number = std::collections::hash_map::RandomState::new().build_hasher().finish();
            for (byte, random) in bytes.iter_mut().skip(2).zip(number.to_le_bytes()) {
                *byte = random;
            }
        }
        let millisecond = self.millisecond.get();
        let count = match self.last {
            (last, count) if last == millisecond => count.saturating_add(1).min(0x0FFF),
            // Starts in the lower half, at random, so that two installations rarely count alike.
            _ => u16::from_be_bytes([bytes[0] & 0x07, bytes[1]]),
        };
        self.last = (millisecond, count);
        [bytes[0], bytes[1]] = count.to_be_bytes();
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ExcerptId;

    #[test]
    fn ids_never_repeat_and_come_in_order() {
        let mut surroundings = RealSurroundings::default();
        let ids: Vec<ExcerptId> = (0..1000).map(|_| ExcerptId::fresh(&mut surroundings)).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        let mut other = RealSurroundings::default();
        assert_ne!(ExcerptId::fresh(&mut other), ExcerptId::fresh(&mut surroundings));
    }
}
