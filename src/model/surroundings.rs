//! The present moment and random numbers, passed in from outside, so that everything here can be replayed in a test.

use jiff::Timestamp;

/// Where the time and random numbers come from. The real one lives in `desktop`, a counting one in tests.
pub trait Surroundings {
    /// The present moment (UTC).
    fn now(&self) -> Timestamp;
    /// Ten random bytes, for a new id.
    fn random(&mut self) -> [u8; 10];
}

/// Surroundings that count: each look gives the next id and the clock moves only when told. For tests and examples.
#[derive(Debug, Clone)]
pub struct Counting {
    now: Timestamp,
    next: u64,
}

impl Counting {
    /// Starts at `now` and counts ids from one.
    #[must_use]
    pub fn starting(now: Timestamp) -> Self {
        Self { now, next: 0 }
    }

    /// Moves the clock on by `seconds`.
    pub fn pass(&mut self, seconds: i64) {
        self.now = Timestamp::from_second(self.now.as_second().saturating_add(seconds)).unwrap_or(self.now);
    }
}

impl Default for Counting {
    fn default() -> Self {
        Self::starting(Timestamp::from_second(1_765_800_000).unwrap_or_default())
    }
}

impl Surroundings for Counting {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn random(&mut self) -> [u8; 10] {
        self.next += 1;
        let mut bytes = [0u8; 10];
        if let Some(tail) = bytes.get_mut(2..) {
            tail.copy_from_slice(&self.next.to_be_bytes());
        }
        bytes
    }
}
