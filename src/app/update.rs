//! Carries out actions. It only routes: the verbs are in `editing`, `projects` and `exchange`, and what they build
//! comes from `model::operations`.

use crate::analysis::query::Mark;
use crate::model::Surroundings;
use crate::model::operations::Statement;

use super::editing::{self, NamedCode};
use super::panels::{self, Side};
use super::projects::show_view;
use super::search::{self, SearchAction};
use super::{
    Action, CommandId, Leaving, NoticeKind, Overlay, Purpose, Request, Snap, State, Theme, View, backups, copying,
    exchange, exporting, files, glance, keeping, kept, projects, seeking, shown, versions,
};

/// Carries out one action and returns what it asks of the outside world, in order.
pub fn update(state: &mut State, action: Action, surroundings: &mut dyn Surroundings) -> Vec<Request> {
    let mut requests = Vec::new();
    let now = surroundings.now();
    let out = &mut requests;
    if glance::comes_too_early(state, &action) {
        state.notices.say(NoticeKind::Refused, "That has to wait until all excerpts are read", now);
        return requests;
    }
    let from_table = projects::comes_from_table(state, &action);
    match action {
        Action::Command(CommandId::ShrinkEndWord) if from_table => show_view(state, View::Excerpts, out),
        Action::Command(id) => {
            if id.command().is_some_and(|command| (command.enabled)(state)) {
                command(state, id, surroundings, out);
            }
        }
        Action::OpenSample => {
            if keeping::may_leave(state, Leaving::Project) {
                projects::close(state, out);
                let job = projects::start_opening(state, "sample".into());
                out.push(Request::OpenSample { job });
            }
        }
        Action::Search(action) => search::act(state, action, now, out),
        Action::OpenProject(folder) => projects::open(state, folder, now, out),
        Action::CreateProject { folder, name, codebook } => {
            if keeping::may_leave(state, Leaving::Project) {
                projects::close(state, out);
                let job = projects::start_opening(state, folder.clone());
                out.push(Request::CreateProject { job, folder, name, codebook });
            }
        }
        Action::ForgetRecent(folder) => {
            state.settings.recent.retain(|recent| recent.folder != folder);
            keep_settings(state, out);
        }
        Action::Import(paths) => exchange::import(state, paths, now, out),
        Action::ChooseExport { format, filtered } => exporting::choose_format(state, format, filtered, now, out),
        Action::Export(action) => exporting::act(state, action, surroundings, out),
        Action::Choose(purpose, paths) => {
            // Where a file is written, the dialog stays until it is known whether something is there.
            if !purpose.writes() || paths.is_none() {
                state.overlay = None;
            }
            exchange::picked(state, purpose, paths.unwrap_or_default(), false, now, out);
        }
        Action::Replace(purpose, path) => {
            state.overlay = None;
            exchange::write(state, purpose, path, true, now, out);
        }
        Action::LookInto(folder) => out.push(Request::ListFolder(Some(folder))),
        Action::CancelJob(id) => {
            if let Some(job) = state.jobs.get_mut(&id) {
                job.cancelling = true;
                out.push(Request::CancelJob(id));
            }
        }
        Action::ShowArticle(id) => projects::show_article(state, id, out),
        Action::ShowExcerpt(id) => {
            if !editing::link_to(state, &[id], now, out) {
                projects::show_excerpt(state, id, out);
            }
        }
        Action::GoToStep(steps) => editing::go_to_step(state, steps, now, out),
        Action::SetMe { name, color } => editing::set_me(state, &name, color, now, out),
        Action::SetKeys(id, keys) => match state.set_keys(id, keys) {
            Ok(()) => keep_settings(state, out),
            Err(sentence) => state.notices.say(NoticeKind::Refused, sentence, now),
        },
        Action::ShowExcerptsOf(whose) => {
            state.settings.whose = whose;
            if let Some(open) = state.open.as_mut() {
                open.show_those_of(whose);
            }
            keep_settings(state, out);
        }
        Action::StartLink(link) => {
            if let Some(open) = state.open.as_mut() {
                open.linking = link;
            }
        }
        Action::SetArticlesField(ids, field) => editing::set_articles_field(state, &ids, &field, now, out),
        Action::SelectPassage(span) => {
            if let Some(open) = state.open.as_mut() {
                open.passage = span;
                if span.is_some() {
                    open.selected.clear();
                }
            }
        }
        Action::SelectExcerpts(ids) => {
            if editing::link_to(state, &ids, now, out) {
                return requests;
            }
            if let Some(open) = state.open.as_mut() {
                open.selected = ids;
                open.cycling = None;
                open.passage = None;
            }
        }
        Action::Tag(tag) => editing::tag(state, &tag, surroundings, out),
        Action::AlsoTag(tag) => editing::also_tag(state, &tag, surroundings, out),
        Action::Arm(statement) => editing::arm(state, statement, surroundings, out),
        Action::TagArmed => editing::tag_armed(state, surroundings, out),
        Action::Code(action) => editing::rework(state, action, now, out),
        Action::TakeStarter(id) => files::take_starter(state, id, now, out),
        Action::OpenCode(id) => {
            projects::show_view(state, View::Codes, out);
            if let Some(open) = state.open.as_mut() {
                open.code = Some(id);
            }
        }
        Action::ShowCode(id) => {
            if let Some(open) = state.open.as_mut() {
                open.code = id;
            }
        }
        Action::CloseStrip => {
            if let Some(open) = state.open.as_mut() {
                open.strip = None;
            }
        }
        Action::SetStrip(on) => {
            state.settings.strip = on;
            keep_settings(state, out);
        }
        Action::NarrowExcerpts(actors) => {
            if let Some(open) = state.open.as_mut() {
                open.narrowed_to = actors;
            }
        }
        Action::MoveEnds(id, span) => editing::move_ends(state, id, span, now, out),
        Action::SetField(ids, field) => editing::set_field(state, &ids, &field, now, out),
        Action::AddActor(ids, name) => editing::add_named(state, &ids, &name, NamedCode::Actor, now, out),
        Action::AddAddressee(ids, name) => editing::add_named(state, &ids, &name, NamedCode::Addressee, now, out),
        Action::AddIssue(ids, name) => editing::add_named(state, &ids, &name, NamedCode::Issue, now, out),
        Action::SetArticleField(id, field) => editing::set_articles_field(state, &[id], &field, now, out),
        Action::DeleteArticle(id) => editing::delete_article(state, id, now, out),
        Action::SetFilter(filter) => {
            if let Some(open) = state.open.as_mut() {
                open.filter = filter;
            }
        }
        Action::SetTable(_) | Action::KeepFilter(_) | Action::RenameFilter(..) | Action::RemoveFilter(_) => {
            kept::act(state, action, surroundings, out);
        }
        Action::NarrowArticles(words) => {
            if let Some(open) = state.open.as_mut() {
                open.narrow = words;
                open.list_articles();
            }
        }
        Action::MarkArticles(ids) => {
            if let Some(open) = state.open.as_mut() {
                open.marked = ids;
            }
        }
        Action::Started => state.say_odd_keys(now),
        Action::ShowView(view) => show_view(state, view, out),
        Action::ShowOverlay(overlay) => {
            if overlay != Some(Overlay::Backups) {
                backups::stop(state, out);
            }
            state.looking = None;
            state.overlay = overlay;
        }
        Action::ChooseBackup(made) => {
            if let Some(open) = state.open.as_mut() {
                open.backups.chosen = Some(made);
            }
        }
        Action::RestoreBackup { made, article } => backups::restore(state, made, article, now, out),
        Action::Place(article, top) => {
            if let Some(open) = &state.open {
                let project = open.project.meta().id;
                state.settings.note_place(project, article, top);
            }
        }
        Action::SetTheme(theme) => {
            state.settings.theme = theme;
            keep_settings(state, out);
        }
        Action::SetZoom(zoom) => set_zoom(state, zoom, out),
        Action::SetTextSize(size) => {
            state.settings.text_size = size;
            state.settings = std::mem::take(&mut state.settings).in_range();
            keep_settings(state, out);
        }
        Action::SetReading(reading) => {
            state.settings.reading = reading;
            state.settings = std::mem::take(&mut state.settings).in_range();
            keep_settings(state, out);
        }
        Action::SetBookmarks(article, bytes) => projects::set_bookmarks(state, article, bytes, out),
        Action::SetAnalystName(name) => {
            state.settings.analyst = name.trim().to_owned();
            keep_settings(state, out);
        }
        Action::DismissNotice(id) => state.notices.dismiss(id),
        Action::Focused => keeping::focused(state, out),
        Action::EndCopy { go_on } => keeping::end_copy(state, go_on, out),
        Action::SettleVersions(id, record) => versions::settle(state, &id, record.map(|r| *r), now, out),
        Action::CopyUnread => {
            if let Some(open) = &state.open {
                out.push(Request::Copy(open.unread.text(open)));
                state.notices.say(NoticeKind::Done, "Copied", now);
            }
        }
        Action::LeaveUnsaved(leaving) => keeping::leave_unsaved(state, leaving, out),
        Action::Quit => {
            state.quitting = true;
            keep_settings(state, out);
            out.extend(glance::stop_reading(state));
            if state.open.is_some() {
                out.push(Request::Checkpoint);
            } else {
                out.push(Request::CloseWindow);
            }
        }
    }
    if let Some(open) = state.open.as_mut() {
        // The strip asks about the excerpt that is selected, and about no other.
        open.strip = open.strip.filter(|id| open.selected == [*id]);
    }
    shown::follow(state, &mut requests);
    seeking::follow(state, &mut requests);
    requests
}

fn command(state: &mut State, id: CommandId, surroundings: &mut dyn Surroundings, out: &mut Vec<Request>) {
    let now = surroundings.now();
    let mut act = |state: &mut State, action: Action| out.extend(update(state, action, surroundings));
    match id {
        CommandId::NewProject => state.overlay = Some(Overlay::NewProject),
        CommandId::OpenProject => exchange::pick(state, Purpose::OpenProject, out),
        CommandId::OpenSample => act(state, Action::OpenSample),
        CommandId::CloseProject => {
            if keeping::may_leave(state, Leaving::Project) {
                projects::close(state, out);
                state.overlay = None;
            }
        }
        CommandId::SettleVersions => versions::show(state),
        CommandId::Backups => backups::show(state, out),
        CommandId::BackUpNow => out.push(Request::BackUp),
        CommandId::ShowUnread => state.overlay = Some(Overlay::Unread),
        CommandId::SaveCopy => exchange::pick(state, Purpose::SaveCopy, out),
        CommandId::ImportFiles => exchange::pick(state, Purpose::ImportFiles, out),
        CommandId::ImportFolder => exchange::pick(state, Purpose::ImportFolder, out),
        CommandId::Export | CommandId::ExportArticle | CommandId::ExportPicture => exporting::open(state, id),
        CommandId::Pack => exchange::pick(state, Purpose::Pack, out),
        CommandId::Unpack => exchange::pick(state, Purpose::Unpack, out),
        CommandId::ImportCodebook => exchange::pick(state, Purpose::ImportCodebook, out),
        CommandId::ImportDetails => exchange::pick(state, Purpose::ImportDetails, out),
        CommandId::ExportCodesRon => exchange::pick(state, Purpose::ExportCodebook { table: false }, out),
        CommandId::ExportCodesCsv => exchange::pick(state, Purpose::ExportCodebook { table: true }, out),
        CommandId::Save => out.push(Request::Checkpoint),
        CommandId::Quit => act(state, Action::Quit),
        CommandId::Undo => editing::go_back_or_forth(state, true, now, out),
        CommandId::Redo => editing::go_back_or_forth(state, false, now, out),
        CommandId::DeleteExcerpts => editing::delete_selected(state, now, out),
        CommandId::DuplicateExcerpt => editing::duplicate_selected(state, surroundings, out),
        CommandId::RepeatLast => editing::repeat_last(state, surroundings, out),
        CommandId::Arm => {
            let open = state.open.as_ref();
            let armed = open.is_some_and(|open| open.armed.is_some());
            let statement = open.and_then(|open| open.inspected().map(Statement::of).or_else(|| open.last_statement()));
            editing::arm(state, statement.filter(|_| !armed), surroundings, out);
        }
        CommandId::ToggleStrip => toggle(state, out, |settings| &mut settings.strip),
        CommandId::ToggleNames => toggle(state, out, |settings| &mut settings.name_lines),
        CommandId::Star => editing::toggle_mark(state, Mark::Starred, now, out),
        CommandId::MarkUnsure => editing::toggle_mark(state, Mark::Unsure, now, out),
        CommandId::MarkChecked => editing::toggle_mark(state, Mark::Checked, now, out),
        CommandId::ExtendStartWord => editing::move_end_by_word(state, true, true, now, out),
        CommandId::ShrinkStartWord => editing::move_end_by_word(state, true, false, now, out),
        CommandId::ExtendEndWord => editing::move_end_by_word(state, false, true, now, out),
        CommandId::ShrinkEndWord => editing::move_end_by_word(state, false, false, now, out),
        CommandId::CopyPassage | CommandId::CopyWithSource => {
            if let Some(copied) = copying::copied(state, id == CommandId::CopyWithSource) {
                state.notices.say(NoticeKind::Done, "Copied", now);
                out.push(copied);
            }
        }
        CommandId::Deselect => {
            if let Some(open) = state.open.as_mut() {
                let holds = open.linking.is_some() || open.armed.is_some() || open.passage.is_some();
                if !holds && open.selected.is_empty() {
                    open.narrowed_to.clear();
                }
                open.linking = None;
                open.armed = None;
                open.passage = None;
                open.selected.clear();
            }
        }
        CommandId::NextExcerpt => projects::step_excerpt(state, true, out),
        CommandId::PreviousExcerpt => projects::step_excerpt(state, false, out),
        CommandId::ExcerptBeneath => projects::excerpt_beneath(state),
        CommandId::NextArticle => projects::step_article(state, true, out),
        CommandId::PreviousArticle => projects::step_article(state, false, out),
        CommandId::MarkArticleDone => editing::toggle_done(state, now, out),
        CommandId::ArticleDetails => {
            let reading = state.open.as_ref().and_then(|open| open.reading);
            state.overlay = reading.map(Overlay::ArticleDetails);
        }
        CommandId::DeleteArticle => {
            if let Some(id) = state.open.as_ref().and_then(|open| open.reading) {
                editing::delete_article(state, id, now, out);
            }
        }
        CommandId::ShowExcerpts | CommandId::FilterExcerpts => show_view(state, View::Excerpts, out),
        CommandId::ShowCodes => show_view(state, View::Codes, out),
        CommandId::ShowOverview => show_view(state, View::Overview, out),
        CommandId::SearchAll => show_view(state, View::Search, out),
        CommandId::SameWords => {
            let id = state.open.as_ref().and_then(|open| open.inspected()).map(|excerpt| excerpt.id);
            id.into_iter().for_each(|id| act(state, Action::Search(SearchAction::SameWords(id))));
        }
        CommandId::ToggleLeftPanel => panels::toggle(state, Side::Left, out),
        CommandId::ToggleRightPanel => panels::toggle(state, Side::Right, out),
        CommandId::ThemeSystem => act(state, Action::SetTheme(Theme::System)),
        CommandId::ThemeLight => act(state, Action::SetTheme(Theme::Light)),
        CommandId::ThemeSepia => act(state, Action::SetTheme(Theme::Sepia)),
        CommandId::ThemeDark => act(state, Action::SetTheme(Theme::Dark)),
        CommandId::ZoomIn => set_zoom(state, state.settings.zoom + 0.1, out),
        CommandId::ZoomOut => set_zoom(state, state.settings.zoom - 0.1, out),
        CommandId::ZoomReset => set_zoom(state, 1.0, out),
        CommandId::LargerText => act(state, Action::SetTextSize(state.settings.text_size + 1.0)),
        CommandId::SmallerText => act(state, Action::SetTextSize(state.settings.text_size - 1.0)),
        CommandId::Palette => state.overlay = Some(Overlay::Palette),
        CommandId::Shortcuts => state.overlay = Some(Overlay::Shortcuts),
        CommandId::OwnKeys => state.overlay = Some(Overlay::OwnKeys { waiting: None }),
        CommandId::History => state.overlay = Some(Overlay::History),
        CommandId::Analysts => state.overlay = Some(Overlay::Analysts),
        CommandId::About => state.overlay = Some(Overlay::About),
        // These put the focus into a field of a panel; the window does that when it sees the command.
        CommandId::EditMemo | CommandId::AddActor | CommandId::AddIssue => panels::call(state, Side::Right),
        CommandId::NarrowArticles => panels::call(state, Side::Left),
        CommandId::FocusParagraph => toggle(state, out, |settings| &mut settings.reading.focus_paragraph),
        CommandId::ParagraphNumbers => toggle(state, out, |settings| &mut settings.reading.paragraph_numbers),
        CommandId::SnapSelection => {
            let snap = match state.settings.reading.snap {
                Snap::Off => Snap::Words,
                Snap::Words => Snap::Sentences,
                Snap::Sentences => Snap::Off,
            };
            state.settings.reading.snap = snap;
            keep_settings(state, out);
        }
        // Moving about in the text is the reading view's business; it sees the command too.
        CommandId::ShowRead
        | CommandId::FindInArticle
        | CommandId::FindNext
        | CommandId::FindPrevious
        | CommandId::GoToParagraph
        | CommandId::Contents
        | CommandId::ToggleBookmark
        | CommandId::NextBookmark
        | CommandId::GoBack
        | CommandId::GoForward
        | CommandId::SideBySide
        | CommandId::OtherSide
        | CommandId::TextSettings => show_view(state, View::Read, out),
    }
}

fn toggle(state: &mut State, out: &mut Vec<Request>, which: fn(&mut super::Settings) -> &mut bool) {
    let on = which(&mut state.settings);
    *on = !*on;
    keep_settings(state, out);
}

fn set_zoom(state: &mut State, zoom: f32, out: &mut Vec<Request>) {
    state.settings.zoom = (zoom * 10.0).round() / 10.0;
    state.settings = std::mem::take(&mut state.settings).in_range();
    keep_settings(state, out);
}

fn keep_settings(state: &State, out: &mut Vec<Request>) {
    out.push(Request::KeepSettings(Box::new(state.settings.clone())));
}
