//! When each command can be called.

use crate::app::{OpenProject, State, Unread, View};

pub(super) fn always(_: &State) -> bool {
    true
}
pub(super) fn project(state: &State) -> bool {
    state.open.is_some()
}
pub(super) fn writable(state: &State) -> bool {
    state.open.as_ref().is_some_and(|open| open.read_only.is_none())
}
pub(super) fn whole(state: &State) -> bool {
    state.open.as_ref().is_some_and(|open| !open.project.is_in_part())
}
pub(super) fn has_excerpts(state: &State) -> bool {
    whole(state) && state.open.as_ref().is_some_and(|open| !open.project.excerpts().is_empty())
}
pub(super) fn article_listed(state: &State) -> bool {
    writable(state) && state.open.as_ref().is_some_and(|open| !open.project.articles().is_empty())
}
/// How many excerpts are selected where they are in sight.
fn selected(state: &State) -> usize {
    state.open.as_ref().filter(|open| open.has_excerpts_in_sight()).map_or(0, |open| open.selected.len())
}
pub(super) fn excerpt(state: &State) -> bool {
    selected(state) > 0
}
pub(super) fn excerpt_writable(state: &State) -> bool {
    excerpt(state) && writable(state)
}
fn one_excerpt(state: &State) -> bool {
    selected(state) == 1
}
pub(super) fn one_excerpt_whole(state: &State) -> bool {
    whole(state) && one_excerpt(state)
}
pub(super) fn one_excerpt_writable(state: &State) -> bool {
    writable(state) && one_excerpt(state)
}
pub(super) fn passage_or_excerpt(state: &State) -> bool {
    excerpt(state) || state.open.as_ref().is_some_and(|open| open.view == View::Read && open.passage.is_some())
}
pub(super) fn repeatable(state: &State) -> bool {
    writable(state) && passage_or_excerpt(state) && state.open.as_ref().is_some_and(|o| o.last_statement().is_some())
}
pub(super) fn armable(state: &State) -> bool {
    let can =
        |open: &OpenProject| open.armed.is_some() || open.inspected().is_some() || open.last_statement().is_some();
    writable(state) && state.open.as_ref().is_some_and(|open| open.has_excerpts_in_sight() && can(open))
}
pub(super) fn deselectable(state: &State) -> bool {
    passage_or_excerpt(state) || state.open.as_ref().is_some_and(OpenProject::holds_else)
}
pub(super) fn article(state: &State) -> bool {
    state.open.as_ref().is_some_and(|open| open.reading.is_some())
}
pub(super) fn article_whole(state: &State) -> bool {
    article(state) && whole(state)
}
pub(super) fn in_text(state: &State) -> bool {
    article(state) && state.open.as_ref().is_some_and(|open| open.view == View::Read)
}
pub(super) fn article_writable(state: &State) -> bool {
    article(state) && writable(state)
}
pub(super) fn has_unread(state: &State) -> bool {
    state.open.as_ref().is_some_and(|open| open.unread != Unread::default())
}
pub(super) fn has_versions(state: &State) -> bool {
    state.open.as_ref().is_some_and(|open| !open.versions.waiting().is_empty())
}
pub(super) fn can_undo(state: &State) -> bool {
    writable(state) && state.open.as_ref().is_some_and(|open| open.history.next_undo().is_some())
}
pub(super) fn can_redo(state: &State) -> bool {
    writable(state) && state.open.as_ref().is_some_and(|open| open.history.next_redo().is_some())
}
