//! A short list, most often empty or the same as many others: one pointer wide, and copies share what they hold until
//! one of them is changed. Read and changed as the `Vec` that it stands for.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A list of a few things, such as the actors of an excerpt.
#[derive(Clone)]
pub struct Few<T: 'static>(Option<Arc<Vec<T>>>);

impl<T: 'static> Few<T> {
    const NONE: &'static Vec<T> = &Vec::new();

    /// The empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Tells lists that share what they hold: equal numbers are equal lists, while both are there.
    #[must_use]
    pub(crate) fn address(&self) -> usize {
        self.0.as_ref().map_or(0, |list| Arc::as_ptr(list).addr())
    }
}

impl<T> Deref for Few<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        self.0.as_deref().unwrap_or(Self::NONE)
    }
}

impl<T: Clone> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(mut list: Vec<T>) -> Self {
        list.shrink_to_fit();
        Self((!list.is_empty()).then(|| Arc::new(list)))
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(Vec::from_iter(items))
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.map(Arc::unwrap_or_clone).unwrap_or_default().into_iter()
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address() || **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T: Hash> Hash for Few<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_until_one_changes() {
        let one: Few<u8> = vec![1, 2].into();
        let mut two = one.clone();
        assert_eq!(one.address(), two.address());
        two.push(3);
        assert_eq!((&**one, &**two), (&[1, 2][..], &[1, 2, 3][..]));
        two.clear();
        assert_eq!(two, Few::new());
        assert_eq!(std::mem::size_of::<Few<u8>>(), std::mem::size_of::<usize>());
    }
}
