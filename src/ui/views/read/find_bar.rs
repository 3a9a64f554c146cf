//! Find in article: a field, a count, and steps from place to place. A long text is prepared for searching on a thread.

use std::sync::mpsc::{Receiver, TryRecvError};

use egui::{Button, Key, RichText, Ui};

use crate::desktop::worker::aside;
use crate::model::{ArticleId, TextSpan};
use crate::text::ArticleText;
use crate::text::search::{SearchOptions, SearchText};
use crate::ui::icons;
use crate::ui::reader::Found;
use crate::ui::theme::Look;
use crate::ui::widgets::icon_button::icon_button;
use crate::ui::widgets::search_field::SearchField;
use crate::ui::widgets::section::grouped;

/// Texts up to this many bytes are prepared at once, longer ones on a thread.
pub(super) const AT_ONCE_BYTES: usize = 300_000;

/// What is looked for, and what was found.
#[derive(Default)]
pub(super) struct FindBar {
    words: String,
    options: SearchOptions,
    pub(super) field: SearchField,
    prepared: Option<(ArticleId, SearchText)>,
    preparing: Option<(ArticleId, SearchOptions, Receiver<SearchText>)>,
    searched: Option<(ArticleId, String, SearchOptions)>,
    found: Found,
    nothing: Found,
}

/// What the analyst did in the bar.
pub(super) enum Wish {
    /// Bring this place into view.
    Show(TextSpan),
    /// Put the bar away.
    Close,
}

impl FindBar {
    /// Looks for these words from now on.
    pub(super) fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.words);
    }

    /// What was found in an article.
    pub(super) fn found_in(&self, article: ArticleId) -> &Found {
        match &self.searched {
            Some((searched, ..)) if *searched == article => &self.found,
            _ => &self.nothing,
        }
    }

    /// Forgets the prepared text, which may be large.
    pub(super) fn put_away(&mut self) {
        (self.prepared, self.preparing) = (None, None);
        self.searched = None;
    }

    /// The next or previous place, from `byte` on at first.
    pub(super) fn step(&mut self, forward: bool, byte: usize) -> Option<TextSpan> {
        self.found.step(forward, byte)
    }

    /// Searches if words, options or article changed; answers the first place at or behind `byte` then.
    fn search(&mut self, ctx: &egui::Context, article: ArticleId, text: &ArticleText, byte: usize) -> Option<TextSpan> {
        let wanted = (article, self.words.clone(), self.options);
        if self.searched.as_ref() == Some(&wanted) {
            return None;
        }
        let ready = |(id, prepared): &&(ArticleId, SearchText)| *id == article && prepared.options() == self.options;
        if self.prepared.as_ref().filter(ready).is_none() {
            self.prepared = self.prepare(ctx, article, text).map(|prepared| (article, prepared));
        }
        let (_, prepared) = self.prepared.as_ref()?;
        self.found = Found::new(text.as_str().len(), prepared.find(&self.words));
        self.searched = Some(wanted);
        self.found.go_on_from(byte)
    }

    fn prepare(&mut self, ctx: &egui::Context, article: ArticleId, text: &ArticleText) -> Option<SearchText> {
        if text.as_str().len() <= AT_ONCE_BYTES {
            return Some(SearchText::new(text.clone(), self.options));
        }
        if let Some((id, options, receiver)) = &self.preparing
            && (*id, *options) == (article, self.options)
        {
            match receiver.try_recv() {
                Ok(prepared) => {
                    self.preparing = None;
                    return Some(prepared);
                }
                Err(TryRecvError::Empty) => return None,
                Err(TryRecvError::Disconnected) => {}
            }
        }
        let (text, options, ctx) = (text.clone(), self.options, ctx.clone());
        let prepared = aside(move || SearchText::new(text, options), move || ctx.request_repaint());
        self.preparing = Some((article, self.options, prepared));
        None
    }

    /// Shows the bar; `byte` is where the search begins.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        (article, text): (ArticleId, &ArticleText),
        byte: usize,
    ) -> Option<Wish> {
        let mut wish = None;
        ui.horizontal(|ui| {
            let response = self.field.show(ui, &mut self.words, "Find in article", 190.0);
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if let Some(span) = self.search(ui.ctx(), article, text, byte) {
                wish = Some(Wish::Show(span));
            }
            let count = match (self.searched.is_none(), self.found.number(), self.found.len()) {
                (true, ..) => "Searching…".to_owned(),
                (_, _, 0) if self.words.trim().is_empty() => String::new(),
                (_, _, 0) => "Not found".to_owned(),
                (_, Some(number), all) => format!("{} of {}", grouped(number), grouped(all)),
                (_, None, all) => grouped(all),
            };
            ui.add_sized([84.0, 20.0], egui::Label::new(RichText::new(count).small().color(look.secondary)));
            let some = !self.found.is_empty();
            let back = icon_button(ui, icons::UP, "Previous place found (Shift+F3)", some).clicked();
            let on = icon_button(ui, icons::CARET_DOWN, "Next place found (F3)", some).clicked();
            if back || on || entered {
                let forward = on || entered && !ui.input(|input| input.modifiers.shift);
                if let Some(span) = self.step(forward, byte) {
                    wish = Some(Wish::Show(span));
                }
            }
            if entered {
                response.request_focus();
            }
            let options = &mut self.options;
            for (sign, name, on) in [
                ("Aa", "Upper and lower case differ", &mut options.case),
                ("ab|", "Whole words only", &mut options.whole_words),
                ("é", "Accents count", &mut options.diacritics),
            ] {
                let response =
                    ui.add(Button::new(RichText::new(sign).small()).selected(*on).min_size(egui::vec2(26.0, 26.0)));
                if response.on_hover_text(name).clicked() {
                    *on = !*on;
                }
            }
            if icon_button(ui, icons::X, "Close (Esc)", true).clicked() {
                wish = Some(Wish::Close);
            }
        });
        wish
    }
}
