//! Records in the order of their ids, close together in memory: a million of them take little more room than they are
//! long, are built at once from a sorted list, and a copy shares all but the stretches that are changed afterwards.

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

/// Something with an id of its own, by which it is ordered.
pub trait Keyed: Clone {
    /// The id.
    type Key: Ord + Clone;
    /// Its id.
    fn key(&self) -> &Self::Key;
}

/// Records at most in one stretch; changing one of a stretch that is shared copies so many.
const STRETCH: usize = 256;

/// Records by id.
#[derive(Clone)]
pub struct Ordered<T: Keyed> {
    /// None of them empty.
    stretches: Vec<Arc<Vec<T>>>,
    /// The last id in each, close together: to look for one in the stretches themselves is to wait for memory.
    lasts: Vec<T::Key>,
    count: usize,
}

/// Where records were found: those around the last one, with their ids.
#[derive(Debug, Clone)]
pub(crate) struct Near<K> {
    stretch: usize,
    /// Where in the stretch the first of them is.
    from: usize,
    keys: Vec<K>,
}

impl<K> Near<K> {
    /// How far on each side.
    const REACH: usize = 64;
}

impl<K> Default for Near<K> {
    fn default() -> Self {
        Self { stretch: 0, from: 0, keys: Vec::new() }
    }
}

impl<T: Keyed> Ordered<T> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The record with this id.
    #[must_use]
    pub fn get(&self, key: &T::Key) -> Option<&T> {
        let stretch = self.stretches.get(self.stretch_of(key))?;
        stretch.get(stretch.binary_search_by(|record| record.key().cmp(key)).ok()?)
    }

    /// The record with this id, found fast where it lies near the one before; `near` remembers where that was. One that was
    /// used with other records must not be used.
    pub(crate) fn get_near(&self, key: &T::Key, near: &mut Near<T::Key>) -> Option<&T> {
        let is_near =
            near.keys.first().is_some_and(|first| first <= key) && near.keys.last().is_some_and(|last| key <= last);
        if !is_near {
            let number = self.stretch_of(key);
            let stretch = self.stretches.get(number)?;
            let at = stretch.partition_point(|record| record.key() < key);
            (near.stretch, near.from) = (number, at.saturating_sub(Near::<T::Key>::REACH));
            near.keys.clear();
            // From front to back, which is fast, and brings the records themselves nearer.
            let around = stretch.iter().skip(near.from).take(2 * Near::<T::Key>::REACH);
            near.keys.extend(around.map(|record| record.key().clone()));
        }
        self.stretches.get(near.stretch)?.get(near.from + near.keys.binary_search(key).ok()?)
    }

    /// Whether there is one with this id.
    #[must_use]
    pub fn contains_key(&self, key: &T::Key) -> bool {
        self.get(key).is_some()
    }

    /// All records, by id.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.stretches.iter().flat_map(|stretch| stretch.iter())
    }

    /// All records, by id, in pieces that lie together in memory, each with the slot of its first record.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (usize, &[T])> {
        self.stretches.iter().enumerate().map(|(number, stretch)| (number * STRETCH, stretch.as_slice()))
    }

    /// The record in a slot. Slots rise with the ids and stay what they are until something is changed; some are empty.
    pub(crate) fn in_slot(&self, slot: usize) -> Option<&T> {
        self.stretches.get(slot / STRETCH)?.get(slot % STRETCH)
    }

    /// How many slots there are.
    pub(crate) fn slots(&self) -> usize {
        self.stretches.len() * STRETCH
    }

    /// All ids, ascending.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &T::Key> {
        self.values().map(T::key)
    }

    /// All records with their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&T::Key, &T)> {
        self.values().map(|record| (record.key(), record))
    }

    /// The first stretch that may hold the id: the first whose last record is not before it.
    fn stretch_of(&self, key: &T::Key) -> usize {
        self.lasts.partition_point(|last| last < key)
    }

    /// The record with the highest id.
    pub(crate) fn last(&self) -> Option<&T> {
        self.stretches.last()?.last()
    }

    /// All records, by id, the room of each stretch given back as soon as it was passed.
    pub(crate) fn into_values(self) -> impl Iterator<Item = T> {
        self.stretches
            .into_iter()
            .flat_map(|stretch| Arc::try_unwrap(stretch).unwrap_or_else(|shared| (*shared).clone()))
    }

    /// Puts a record and returns the one whose place it takes.
    pub(crate) fn insert(&mut self, record: T) -> Option<T> {
        if self.last().is_none_or(|last| last.key() < record.key()) {
            // What comes after all others goes on where they end.
            let key = record.key().clone();
            match self.stretches.last_mut().filter(|stretch| stretch.len() < STRETCH) {
                Some(stretch) => {
                    Arc::make_mut(stretch).push(record);
                    self.lasts.last_mut().into_iter().for_each(|last| *last = key.clone());
                }
                None => {
                    self.lasts.push(key);
                    let mut stretch = Vec::with_capacity(STRETCH);
                    stretch.push(record);
                    self.stretches.push(Arc::new(stretch));
                }
            }
            self.count += 1;
            return None;
        }
        let at = self.stretch_of(record.key());
        let stretch = Arc::make_mut(self.stretches.get_mut(at)?);
        match stretch.binary_search_by(|other| other.key().cmp(record.key())) {
            Ok(place) => stretch.get_mut(place).map(|old| std::mem::replace(old, record)),
            Err(place) => {
                stretch.insert(place, record);
                self.count += 1;
                if stretch.len() > STRETCH {
                    let second = stretch.split_off(STRETCH / 2);
                    self.lasts.splice(at..at, stretch.last().map(|last| last.key().clone()));
                    self.stretches.insert(at + 1, Arc::new(second));
                }
                None
            }
        }
    }

    /// Takes out the record with this id.
    pub(crate) fn remove(&mut self, key: &T::Key) -> Option<T> {
        let at = self.stretch_of(key);
        let place = self.stretches.get(at)?.binary_search_by(|record| record.key().cmp(key)).ok()?;
        let stretch = Arc::make_mut(self.stretches.get_mut(at)?);
        let record = stretch.remove(place);
        match stretch.last() {
            Some(last) => {
                let last = last.key().clone();
                self.lasts.get_mut(at).into_iter().for_each(|key| *key = last.clone());
            }
            None => {
                self.stretches.remove(at);
                self.lasts.remove(at);
            }
        }
        self.count -= 1;
        Some(record)
    }
}

/// From records in any order, fastest in that of their ids; of several with one id the last counts.
impl<T: Keyed> FromIterator<T> for Ordered<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        let mut all = Self::default();
        for record in records {
            all.insert(record);
        }
        all
    }
}

impl<T: Keyed> Default for Ordered<T> {
    fn default() -> Self {
        Self { stretches: Vec::new(), lasts: Vec::new(), count: 0 }
    }
}

impl<T: Keyed + PartialEq> PartialEq for Ordered<T> {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.values().eq(other.values())
    }
}

impl<T: Keyed + fmt::Debug> fmt::Debug for Ordered<T>
where
    T::Key: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T: Keyed> Index<&T::Key> for Ordered<T> {
    type Output = T;
    #[expect(clippy::expect_used, reason = "an index that is not there is a mistake, as with any other map")]
    fn index(&self, key: &T::Key) -> &T {
        self.get(key).expect("there is a record with this id")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Pair(u16, u8);

    impl Keyed for Pair {
        type Key = u16;
        fn key(&self) -> &u16 {
            &self.0
        }
    }

    proptest! {
        #[test]
        fn it_is_an_ordered_map(
            first in proptest::collection::vec((0..900u16, any::<u8>()), 0..700),
            then in proptest::collection::vec((0..900u16, any::<Option<u8>>()), 0..700),
        ) {
            let mut map: BTreeMap<u16, u8> = first.iter().copied().collect();
            let mut ordered: Ordered<Pair> = first.into_iter().map(|(key, value)| Pair(key, value)).collect();
            let (before, copy) = (map.clone(), ordered.clone());
            for (key, value) in then {
                let (a, b) = match value {
                    Some(value) => (map.insert(key, value), ordered.insert(Pair(key, value))),
                    None => (map.remove(&key), ordered.remove(&key)),
                };
                prop_assert_eq!(a, b.map(|pair| pair.1));
                prop_assert_eq!(map.get(&key), ordered.get(&key).map(|pair| &pair.1));
            }
            let mut near = Near::default();
            for key in map.keys().flat_map(|key| [*key, key + 1, 900 - key]) {
                prop_assert_eq!(ordered.get_near(&key, &mut near), ordered.get(&key));
            }
            prop_assert!(map.iter().eq(ordered.iter().map(|(key, pair)| (key, &pair.1))));
            prop_assert_eq!(map.len(), ordered.len());
            prop_assert!(ordered.stretches.iter().all(|stretch| (1..=STRETCH).contains(&stretch.len())));
            prop_assert!(before.iter().eq(copy.iter().map(|(key, pair)| (key, &pair.1))));
            prop_assert!(ordered.stretches.iter().map(|stretch| stretch.last().map(Pair::key)).eq(ordered.lasts.iter().map(Some)));
            let slots: Vec<_> = ordered.pieces().flat_map(|(first, piece)| (first..).zip(piece)).collect();
            let in_slots: Vec<Option<&Pair>> = (0..ordered.slots()).map(|slot| ordered.in_slot(slot)).collect();
            prop_assert!(slots.iter().all(|(slot, pair)| in_slots[*slot] == Some(*pair)));
            prop_assert!(in_slots.into_iter().flatten().eq(ordered.values()) && slots.len() == map.len());
        }
    }
}
