//! The window: each frame takes in what the world answered, draws, carries out what was done, and sends out what that
//! asks for. The only place that calls `update` and `receive` while a window is open.

use std::path::PathBuf;
use std::time::Duration;

use egui::{Align2, CentralPanel, FontId, Frame, Margin, Panel, Ui, ViewportCommand};

use super::overlays::Drawers;
use super::panels::articles::ArticlesPanel;
use super::panels::inspector::Inspector;
use super::theme::Look;
use super::views::codes::CodesView;
use super::views::excerpts::ExcerptsView;
use super::views::overview::OverviewView;
use super::views::read::ReadView;
use super::views::search::SearchView;
use super::widgets::Drafts;
use super::widgets::code_picker::Adding;
use super::{notices, overlays, panels, shortcuts, status_bar, theme, top_bar, views};
use crate::app::panels::{PANEL_WIDTHS, Side, shows};
use crate::app::{Action, CommandId, Reply, Request, Settings, State, View, receive, update};
use crate::desktop::World;
use crate::desktop::article_files::is_project;
use crate::model::Surroundings;

/// The window with everything in it.
pub struct MainWindow {
    state: State,
    world: Box<dyn World>,
    surroundings: Box<dyn Surroundings>,
    dressed: Option<Look>,
    drafts: Drafts,
    drawers: Drawers,
    articles: ArticlesPanel,
    inspector: Inspector,
    read: ReadView,
    codes: CodesView,
    excerpts: ExcerptsView,
    search: SearchView,
    overview: OverviewView,
    numbers: status_bar::Numbers,
    focus: Option<egui::Id>,
    may_close: bool,
    window_title: String,
    /// A field had the focus in the last frame, or is about to get it.
    typed_before: bool,
    /// The window had the focus in the last frame.
    had_focus: bool,
    /// Frames for which a field that was opened may still be without the focus.
    opening_field: u8,
    /// What is to be carried out in the next frame.
    asked: Vec<Action>,
}

impl MainWindow {
    /// A window over these settings; `first` is what it does first.
    pub fn new(
        settings: Settings,
        world: Box<dyn World>,
        surroundings: Box<dyn Surroundings>,
        first: Option<Action>,
    ) -> Self {
        let mut window = Self {
            state: State::with(settings),
            world,
            surroundings,
            dressed: None,
            drafts: Drafts::default(),
            drawers: Drawers::default(),
            articles: ArticlesPanel::default(),
            inspector: Inspector::default(),
            read: ReadView::default(),
            codes: CodesView::default(),
            excerpts: ExcerptsView::default(),
            search: SearchView::default(),
            overview: OverviewView::default(),
            numbers: status_bar::Numbers::default(),
            focus: None,
            may_close: false,
            window_title: String::new(),
            typed_before: false,
            had_focus: true,
            opening_field: 0,
            asked: Vec::new(),
        };
        for action in std::iter::once(Action::Started).chain(first) {
            for request in update(&mut window.state, action, &mut *window.surroundings) {
                window.world.submit(request);
            }
        }
        window
    }

    /// Prepares egui: fonts, and no keys of its own.
    pub fn prepare(ctx: &egui::Context) {
        theme::install_fonts(ctx);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.quit_shortcuts.clear();
        });
    }

    /// The state, for tests.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Carries out an action in the next frame, as if somebody had done it. For tests and scripts.
    pub fn act(&mut self, action: Action) {
        self.asked.push(action);
    }

    /// Draws one frame and carries out what was done in it.
    pub fn frame(&mut self, ui: &mut Ui) {
        self.take_replies(ui);
        let system_dark = ui.input(|input| input.raw.system_theme) == Some(egui::Theme::Dark);
        let look = theme::look(self.state.settings.theme, system_dark);
        if self.dressed != Some(look) {
            theme::install(ui, &look);
            self.dressed = Some(look);
        }
        if (ui.ctx().zoom_factor() - self.state.settings.zoom).abs() > 0.01 {
            ui.ctx().set_zoom_factor(self.state.settings.zoom);
        }
        let mut actions = std::mem::take(&mut self.asked);
        actions.extend(self.wishes_from_outside(ui));
        actions.extend(shortcuts::pressed(ui, &self.state, self.typed_before));
        if let Some(open) = &self.state.open {
            self.read.at_hand.follow(ui, &open.project);
        }
        self.draw(ui, &look, &mut actions);
        self.drafts.keep_hidden(ui.cumulative_pass_nr(), &mut actions);
        let quitting = actions
            .iter()
            .any(|action| matches!(action, Action::Quit | Action::Command(CommandId::Quit | CommandId::CloseProject)));
        if quitting {
            let mut last = Vec::new();
            self.drafts.keep_all(&mut last);
            actions.splice(0..0, last);
        }
        let opened_field = actions.iter().any(|action| shortcuts::opens_field(&self.state, action));
        if !actions.is_empty() {
            ui.request_repaint();
        }
        for action in actions {
            self.carry_out(ui, action);
        }
        if let Some(id) = self.focus.take() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        // The keyboard is on the text whenever nothing else has it.
        if ui.memory(|memory| memory.focused().is_none()) && self.state.overlay.is_none() && !ui.any_popup_open() {
            self.read.focus_text = true;
        }
        // A field that was just opened gets the focus a frame or two later; until then plain keys are meant for it.
        self.opening_field = if opened_field { 3 } else { self.opening_field.saturating_sub(1) };
        self.typed_before = ui.text_edit_focused() || self.opening_field > 0;
        self.name_window(ui);
    }

    fn take_replies(&mut self, ui: &Ui) {
        let now = self.surroundings.now();
        for reply in self.world.take_replies() {
            // What was shown while it was being read goes on as it is.
            let was_shown = self.state.open.as_ref().is_some_and(|open| open.project.is_in_part());
            let is_new = matches!(reply, Reply::Opened { .. } | Reply::Glanced { .. }) && !was_shown;
            let requests = receive(&mut self.state, reply, now);
            if is_new {
                self.read.forget();
            }
            self.send(ui, requests);
        }
    }

    /// What came from outside the window's own widgets: dropped files, and the wish to close.
    fn wishes_from_outside(&mut self, ui: &Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        let dropped: Vec<PathBuf> =
            ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            let project = dropped.first().filter(|path| dropped.len() == 1 && is_project(path));
            actions.push(match project {
                Some(folder) => Action::OpenProject(folder.clone()),
                None => Action::Import(dropped),
            });
        }
        let focused = ui.input(|input| input.focused);
        if focused && !std::mem::replace(&mut self.had_focus, focused) {
            actions.push(Action::Focused);
        }
        self.had_focus = focused;
        if ui.input(|input| input.viewport().close_requested()) && !self.may_close {
            ui.send_viewport_cmd(ViewportCommand::CancelClose);
            if !self.state.quitting {
                actions.push(Action::Quit);
            }
        }
        actions
    }

    fn draw(&mut self, ui: &mut Ui, look: &Look, actions: &mut Vec<Action>) {
        self.state.room.width = ui.available_width();
        let state = &self.state;
        let bar = Frame::new().fill(look.panel).inner_margin(Margin::symmetric(12, 0));
        Panel::top("top")
            .exact_size(44.0)
            .resizable(false)
            .frame(bar)
            .show(ui, |ui| top_bar::show(ui, state, look, actions));
        Panel::bottom("bottom").exact_size(32.0).resizable(false).frame(bar).show(ui, |ui| {
            status_bar::show(ui, state, look, &mut self.numbers, actions);
        });
        let paper = Frame::new().fill(look.paper);
        match &state.open {
            None => {
                CentralPanel::default()
                    .frame(paper.inner_margin(Margin::symmetric(16, 0)))
                    .show(ui, |ui| views::start::show(ui, state, look, actions));
            }
            Some(open) => {
                let side =
                    Frame::new().fill(look.panel).inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 8 });
                if shows(state, Side::Left) {
                    let panel = Panel::left("left").default_size(PANEL_WIDTHS.0).size_range(200.0..=420.0).frame(side);
                    panel.show(ui, |ui| {
                        let codes = panels::codes::height(open.project.tags().len()).min(ui.available_height() * 0.5);
                        let bottom = Panel::bottom("codes").exact_size(codes).resizable(false).frame(Frame::NONE);
                        bottom.show(ui, |ui| panels::codes::show(ui, open, look, actions));
                        panels::articles::show(ui, state, open, look, &mut self.articles, actions);
                    });
                }
                if shows(state, Side::Right) {
                    let panel =
                        Panel::right("right").default_size(PANEL_WIDTHS.1).size_range(260.0..=520.0).frame(side);
                    panel.show(ui, |ui| {
                        let panes = (&mut self.inspector, &mut self.drafts);
                        panels::inspector::show(ui, state, open, (look, &self.read.at_hand), panes, actions);
                    });
                }
                match open.view {
                    view if view != View::Read && open.project.is_in_part() => {
                        CentralPanel::default().frame(paper).show(ui, |ui| views::reading_on::show(ui, state, look))
                    }
                    View::Read => CentralPanel::default().frame(paper).show(ui, |ui| {
                        views::read::show(ui, state, open, look, &mut self.read, actions);
                    }),
                    View::Excerpts => {
                        CentralPanel::default().frame(paper.inner_margin(Margin::same(12))).show(ui, |ui| {
                            let at_hand = &self.read.at_hand;
                            views::excerpts::show(ui, state, open, (look, at_hand), &mut self.excerpts, actions);
                        })
                    }
                    View::Codes => CentralPanel::default().frame(paper).show(ui, |ui| {
                        let kept = (&mut self.codes, &mut self.drafts);
                        views::codes::show(ui, state, open, look, kept, actions);
                    }),
                    View::Overview => {
                        CentralPanel::default().frame(paper.inner_margin(Margin::same(12))).show(ui, |ui| {
                            let looks = (look, &self.read.at_hand);
                            views::excerpts::show_filter(ui, open, looks, &mut self.excerpts, actions);
                            views::overview::show(ui, open, look, &mut self.overview, actions);
                        })
                    }
                    View::Search => {
                        CentralPanel::default().frame(paper.inner_margin(Margin::same(12))).show(ui, |ui| {
                            views::search::show(ui, open, look, &mut self.search, actions);
                        })
                    }
                };
            }
        }
        let now = self.surroundings.now();
        overlays::show(ui, state, look, &mut self.drawers, &mut self.drafts, now, actions);
        notices::show(ui, state, look, now, actions);
        drop_target(ui, look);
    }

    fn carry_out(&mut self, ui: &Ui, action: Action) {
        if action == Action::Command(CommandId::SearchAll) {
            self.search.open();
        }
        if let Action::Command(id) = action {
            self.focus = self.focus.or(self.field_of(id));
            self.read.wish(id);
        }
        let back_to_text = matches!(action, Action::ShowExcerpt(_) | Action::ShowView(View::Read))
            && !panels::inspector::is_in_list(ui);
        self.read.focus_text |= back_to_text;
        let requests = update(&mut self.state, action, &mut *self.surroundings);
        self.send(ui, requests);
    }

    /// The field that a command puts the focus into.
    fn field_of(&self, id: CommandId) -> Option<egui::Id> {
        let open = self.state.open.as_ref()?;
        match id {
            CommandId::FilterExcerpts => Some(views::excerpts::filter_field()),
            CommandId::NarrowArticles if open.view == View::Excerpts => Some(views::excerpts::filter_field()),
            CommandId::NarrowArticles => Some(panels::articles::filter_field()),
            _ if open.selected.is_empty() => None,
            CommandId::EditMemo => open.selected.first().map(|id| panels::inspector::memo_field(*id)),
            CommandId::AddActor => Some(Adding::Actor.field()),
            CommandId::AddIssue => Some(Adding::Issue.field()),
            _ => None,
        }
    }

    fn send(&mut self, ui: &Ui, requests: Vec<Request>) {
        for request in requests {
            match request {
                Request::Copy(text) => ui.copy_text(text),
                Request::CopyRich { text, html } => {
                    if !crate::desktop::clipboard::copy_rich(&html, &text) {
                        ui.copy_text(text);
                    }
                }
                Request::CloseWindow => {
                    self.may_close = true;
                    ui.send_viewport_cmd(ViewportCommand::Close);
                }
                request => {
                    if let (Request::Record { step, .. }, Some(open)) = (&request, &self.state.open) {
                        self.read.follow(open, &step.change);
                    }
                    self.world.submit(request);
                }
            }
        }
    }

    fn name_window(&mut self, ui: &Ui) {
        let name = self.state.open.as_ref().map(|open| format!("{} – Rapporteur", open.project.meta().name));
        let title = name.unwrap_or_else(|| "Rapporteur".to_owned());
        if title != self.window_title {
            ui.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.window_title = title;
        }
    }
}

/// Lights up while files are dragged over the window.
fn drop_target(ui: &Ui, look: &Look) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let rect = ui.ctx().content_rect();
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop target"));
    let painter = ui.ctx().layer_painter(layer);
    painter.rect_filled(rect, 0, look.paper.gamma_multiply(0.85));
    painter.rect_stroke(
        rect.shrink(16.0),
        theme::CORNER,
        egui::Stroke::new(2.0, look.accent),
        egui::StrokeKind::Inside,
    );
    let font = FontId::new(22.0, theme::article_bold_family());
    painter.text(rect.center(), Align2::CENTER_CENTER, "Drop articles and folders here", font, look.ink);
}

impl eframe::App for MainWindow {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn auto_save_interval(&self) -> Duration {
        Duration::from_secs(60)
    }
}
