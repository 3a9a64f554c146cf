//! Links from excerpt to excerpt, going through the history, and who one is.

use crate::app::action::ExcerptField;
use crate::app::{NoticeKind, Request, State};
use crate::model::code::clean_name;
use crate::model::{Change, ExcerptId, Record};

use super::{commit, go_back_or_forth, set_field};

/// Links the excerpt that looks for another one to the one that was just clicked. Says whether that was meant.
pub(in crate::app) fn link_to(
    state: &mut State,
    clicked: &[ExcerptId],
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) -> bool {
    let Some(open) = state.open.as_mut() else { return false };
    let (Some((from, kind)), [to]) = (open.linking, clicked) else { return false };
    open.linking = None;
    if from == *to || !open.project.excerpts().contains_key(&from) {
        return false;
    }
    set_field(state, &[from], &ExcerptField::Linked(kind, *to), now, requests);
    true
}

/// Undoes or redoes until so many steps are done; of several it says how many.
pub(in crate::app) fn go_to_step(state: &mut State, steps: usize, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let count = |state: &State| state.open.as_ref().map_or(steps, |open| open.history.done().len());
    let before = count(state);
    let mut done = before;
    while done != steps {
        go_back_or_forth(state, done > steps, now, requests);
        let after = count(state);
        if after == done {
            // Why it went no further was just said.
            return;
        }
        done = after;
    }
    let verb = if done < before { "undone" } else { "done again" };
    let gone = done.abs_diff(before);
    if gone > 1 {
        state.notices.say(NoticeKind::Done, format!("{gone} steps {verb}"), now);
    }
}

/// Changes one's own name and colour in this project.
pub(in crate::app) fn set_me(
    state: &mut State,
    name: &str,
    color: [u8; 3],
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let name = match clean_name(name) {
        Ok(name) => name,
        Err(sentence) => {
            state.notices.say(NoticeKind::Refused, sentence, now);
            return;
        }
    };
    let Some(open) = state.open.as_mut() else { return };
    let mut me = open.project.analysts().get(&open.me.id).cloned().unwrap_or_else(|| open.me.clone());
    let renamed = me.name != name;
    (me.name, me.color) = (name.clone(), color);
    if Some(&me) == open.project.analysts().get(&me.id) {
        return;
    }
    if commit(state, Change::put("change analyst", [Record::Analyst(me.clone())]), now, requests) {
        if let Some(open) = state.open.as_mut() {
            open.me = me;
        }
        if renamed {
            state.settings.analyst = name;
            requests.push(Request::KeepSettings(Box::new(state.settings.clone())));
        }
    }
}
