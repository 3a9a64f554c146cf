//! Places visited, for going back and forward as in a browser. Knows nothing of what a place is.

/// How many places are remembered each way.
const TRAIL_MAX: usize = 200;

/// Places visited before and after the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail<P> {
    before: Vec<P>,
    after: Vec<P>,
}

impl<P> Default for Trail<P> {
    fn default() -> Self {
        Self { before: Vec::new(), after: Vec::new() }
    }
}

impl<P: PartialEq> Trail<P> {
    /// Notes that one leaves `from` for somewhere else.
    pub fn leave(&mut self, from: P) {
        self.after.clear();
        push(&mut self.before, from);
    }

    /// Where to go back to from `now`.
    pub fn back(&mut self, now: P) -> Option<P> {
        step(&mut self.before, &mut self.after, now)
    }

    /// Where to go forward to from `now`.
    pub fn forward(&mut self, now: P) -> Option<P> {
        step(&mut self.after, &mut self.before, now)
    }
}

fn push<P: PartialEq>(places: &mut Vec<P>, place: P) {
    if places.last() == Some(&place) {
        return;
    }
    if places.len() >= TRAIL_MAX {
        places.remove(0);
    }
    places.push(place);
}

fn step<P: PartialEq>(from: &mut Vec<P>, to: &mut Vec<P>, now: P) -> Option<P> {
    while let Some(place) = from.pop() {
        if place != now {
            push(to, now);
            return Some(place);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward() {
        let mut trail = Trail::default();
        assert_eq!(trail.back(1), None);
        trail.leave(1);
        trail.leave(2);
        trail.leave(2);
        assert_eq!(trail.back(3), Some(2));
        assert_eq!(trail.back(2), Some(1));
        assert_eq!((trail.back(1), trail.forward(1)), (None, Some(2)));
        assert_eq!(trail.forward(2), Some(3));
        assert_eq!(trail.forward(3), None);
        assert_eq!(trail.back(3), Some(2));
        trail.leave(2);
        assert_eq!(trail.forward(9), None);
        (0..500).for_each(|n| trail.leave(n));
        assert_eq!((trail.before.len(), trail.back(1000)), (TRAIL_MAX, Some(499)));
    }
}
