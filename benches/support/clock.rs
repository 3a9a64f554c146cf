//! CPU time of this process, and what a list of times comes to.

/// CPU milliseconds that this process has used so far.
pub(crate) fn now() -> f64 {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        let seconds = u32::try_from(time.tv_sec).map_or(0.0, f64::from);
        let nanoseconds = u32::try_from(time.tv_nsec).map_or(0.0, f64::from);
        seconds * 1e3 + nanoseconds / 1e6
    }
    #[cfg(not(unix))]
    {
        use std::sync::OnceLock;
        use std::time::Instant;
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
    }
}

/// The milliseconds that `act` took, and its answer.
pub(crate) fn once<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let before = now();
    let answer = act();
    (now() - before, answer)
}

/// Bytes of memory that this process has, as far as the system tells.
pub(crate) fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

/// Times of one kind of frame, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Measures `act`.
    pub(crate) fn measure(&mut self, act: impl FnOnce()) {
        self.0.push(once(act).0);
    }

    /// Takes in what was measured otherwise.
    pub(crate) fn add(&mut self, milliseconds: f64) {
        self.0.push(milliseconds);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all but the first `count`.
    pub(crate) fn forget(&mut self, count: usize) {
        self.0.truncate(count);
    }

    fn at(&self, part: usize, of: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (sorted.len() * part / of).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or(0.0)
    }

    /// Half of the frames took less.
    pub(crate) fn p50(&self) -> f64 {
        self.at(1, 2)
    }

    /// One frame of a hundred took more.
    pub(crate) fn p99(&self) -> f64 {
        self.at(99, 100)
    }

    /// The slowest.
    pub(crate) fn worst(&self) -> f64 {
        self.at(1, 1)
    }
}

/// The exponent with which a time grows when the size grows by `factor`.
pub(crate) fn growth(small: f64, large: f64, factor: f64) -> f64 {
    (large.max(1e-6) / small.max(1e-6)).ln() / factor.ln()
}
