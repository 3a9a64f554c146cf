//! Colours, spacing and type, and nothing else: one place for each, light, sepia and dark.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle};

use crate::app::Theme;

/// Gaps, in points: small, medium, large, huge.
pub const GAPS: [f32; 4] = [8.0, 12.0, 16.0, 24.0];
/// Radius of corners.
pub const CORNER: u8 = 6;
/// Below this width of the window, in points, bars leave out what is also elsewhere.
pub const NARROW: f32 = 600.0;
/// Size of the tool's type.
pub const TOOL_SIZE: f32 = 13.0;
/// Size of the tool's small type.
pub const SMALL_SIZE: f32 = 11.5;

/// Colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether it is light on dark.
    pub dark: bool,
    /// Behind the article.
    pub paper: Color32,
    /// Behind the tool.
    pub panel: Color32,
    /// Behind a field that is typed into, and of overlays.
    pub raised: Color32,
    /// Text.
    pub ink: Color32,
    /// Text that steps back.
    pub secondary: Color32,
    /// Lines between things.
    pub hairline: Color32,
    /// Around what can be clicked, ticked or typed into.
    pub edge: Color32,
    /// What can be acted on, and the focus.
    pub accent: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// Pressed, or chosen in a list.
    pub chosen: Color32,
    /// Something is wrong.
    pub problem: Color32,
    /// Something is well.
    pub well: Color32,
}

const fn hex(rgb: u32) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// Dark ink on light paper.
pub const LIGHT: Look = Look {
    dark: false,
    paper: hex(0xFBFAF7),
    panel: hex(0xF3F1EC),
    raised: hex(0xFFFFFF),
    ink: hex(0x1E1D1A),
    secondary: hex(0x6B675F),
    hairline: hex(0xDEDAD1),
    edge: hex(0xC4BEB1),
    accent: hex(0x2456A6),
    hover: hex(0xE9E6DE),
    chosen: hex(0xDDE5F1),
    problem: hex(0xA8281C),
    well: hex(0x23704A),
};

/// Dark ink on warm paper.
pub const SEPIA: Look = Look {
    dark: false,
    paper: hex(0xF4ECD8),
    panel: hex(0xEBE2CC),
    raised: hex(0xFAF4E4),
    ink: hex(0x3A3226),
    secondary: hex(0x665B47),
    hairline: hex(0xD6CAAF),
    edge: hex(0xBBAA85),
    accent: hex(0x24508F),
    hover: hex(0xE2D8BE),
    chosen: hex(0xD6D8CF),
    problem: hex(0x98261B),
    well: hex(0x22613F),
};

/// Light ink on dark paper.
pub const DARK: Look = Look {
    dark: true,
    paper: hex(0x1B1C1E),
    panel: hex(0x232427),
    raised: hex(0x2B2D31),
    ink: hex(0xE6E3DC),
    secondary: hex(0x9A968D),
    hairline: hex(0x34363A),
    edge: hex(0x6E7076),
    accent: hex(0x8DB4F2),
    hover: hex(0x2E3034),
    chosen: hex(0x2F3B4F),
    problem: hex(0xF2A096),
    well: hex(0x86CDA6),
};

/// The family of the article's type; with `-bold` and `-italic` for the others.
#[must_use]
pub fn article_family() -> FontFamily {
    FontFamily::Name("article".into())
}

/// The article's type for titles.
#[must_use]
pub fn article_bold_family() -> FontFamily {
    FontFamily::Name("article-bold".into())
}

/// The tool's type for headings.
#[must_use]
pub fn bold_family() -> FontFamily {
    FontFamily::Name("tool-bold".into())
}

/// The tool's type for what matters a little more.
#[must_use]
pub fn medium_family() -> FontFamily {
    FontFamily::Name("tool-medium".into())
}

/// The icons.
#[must_use]
pub fn icon_family() -> FontFamily {
    FontFamily::Name("icons".into())
}

/// The icons, filled.
#[must_use]
pub fn icon_fill_family() -> FontFamily {
    FontFamily::Name("icons-fill".into())
}

/// The tool's small type.
#[must_use]
pub fn small() -> FontId {
    FontId::new(SMALL_SIZE, FontFamily::Proportional)
}

/// Hands the fonts that come with the program to egui.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let faces: [(&str, FontFamily, &'static [u8]); 8] = [
        ("Inter", FontFamily::Proportional, include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
        ("Inter Medium", medium_family(), include_bytes!("../../assets/fonts/Inter-Medium.ttf")),
        ("Inter SemiBold", bold_family(), include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
        ("Literata", article_family(), include_bytes!("../../assets/fonts/Literata-Regular.ttf")),
        ("Literata SemiBold", article_bold_family(), include_bytes!("../../assets/fonts/Literata-SemiBold.ttf")),
        (
            "Literata Italic",
            FontFamily::Name("article-italic".into()),
            include_bytes!("../../assets/fonts/Literata-Italic.ttf"),
        ),
        ("Phosphor", icon_family(), include_bytes!("../../assets/fonts/Phosphor.ttf")),
        ("Phosphor Fill", icon_fill_family(), include_bytes!("../../assets/fonts/Phosphor-Fill.ttf")),
    ];
    for (name, family, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut order = vec![name.to_owned()];
        if !name.starts_with("Phosphor") {
            order.push("Phosphor".to_owned());
        }
        order.extend(fallback.iter().cloned());
        fonts.families.insert(family, order);
    }
    ctx.set_fonts(fonts);
}

/// The colours that `theme` means while the system prefers `system_dark`.
#[must_use]
pub fn look(theme: Theme, system_dark: bool) -> Look {
    match theme {
        Theme::Sepia => SEPIA,
        Theme::Dark => DARK,
        Theme::System if system_dark => DARK,
        Theme::Light | Theme::System => LIGHT,
    }
}

/// Dresses egui's own widgets in a look.
pub fn install(ctx: &egui::Context, look: &Look) {
    ctx.set_theme(if look.dark { egui::ThemePreference::Dark } else { egui::ThemePreference::Light });
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, FontId::new(SMALL_SIZE, FontFamily::Proportional)),
            (TextStyle::Body, FontId::new(TOOL_SIZE, FontFamily::Proportional)),
            (TextStyle::Button, FontId::new(TOOL_SIZE, FontFamily::Proportional)),
            (TextStyle::Monospace, FontId::new(TOOL_SIZE, FontFamily::Monospace)),
            (TextStyle::Heading, FontId::new(18.0, bold_family())),
        ]
        .into();
        style.animation_time = 0.1;
        style.interaction.selectable_labels = false;
        let spacing = &mut style.spacing;
        spacing.item_spacing = egui::vec2(8.0, 6.0);
        spacing.button_padding = egui::vec2(8.0, 4.0);
        spacing.interact_size = egui::vec2(28.0, 26.0);
        spacing.window_margin = Margin::same(16);
        spacing.menu_margin = Margin::same(6);
        spacing.menu_width = 320.0;
        spacing.tooltip_width = 380.0;
        spacing.combo_width = 60.0;
        spacing.scroll = egui::style::ScrollStyle::thin();
        let visuals = &mut style.visuals;
        *visuals = if look.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
        visuals.panel_fill = look.panel;
        visuals.window_fill = look.raised;
        visuals.window_stroke = Stroke::new(1.0, look.hairline);
        visuals.window_corner_radius = CornerRadius::same(CORNER + 2);
        visuals.menu_corner_radius = CornerRadius::same(CORNER);
        visuals.extreme_bg_color = look.raised;
        visuals.text_edit_bg_color = Some(if look.dark { look.paper } else { look.raised });
        visuals.faint_bg_color = look.hover;
        visuals.code_bg_color = look.hover;
        visuals.hyperlink_color = look.accent;
        visuals.error_fg_color = look.problem;
        visuals.warn_fg_color = look.problem;
        visuals.weak_text_color = Some(look.secondary);
        visuals.selection.bg_fill = look.accent.gamma_multiply(if look.dark { 0.35 } else { 0.22 });
        visuals.selection.stroke = Stroke::new(2.0, look.accent);
        let shadow = Shadow {
            offset: [0, 6],
            blur: 24,
            spread: 0,
            color: Color32::from_black_alpha(if look.dark { 110 } else { 40 }),
        };
        visuals.window_shadow = shadow;
        visuals.popup_shadow = Shadow { offset: [0, 3], blur: 12, ..shadow };
        visuals.interact_cursor = None;
        visuals.button_frame = true;
        let radius = CornerRadius::same(CORNER);
        let widgets = &mut visuals.widgets;
        for widget in [
            &mut widgets.noninteractive,
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
            &mut widgets.open,
        ] {
            widget.corner_radius = radius;
            widget.expansion = 0.0;
            widget.fg_stroke = Stroke::new(1.0, look.ink);
            widget.bg_stroke = Stroke::new(1.0, look.hairline);
            widget.bg_fill = look.raised;
            widget.weak_bg_fill = look.raised;
        }
        widgets.inactive.bg_stroke = Stroke::new(1.0, look.edge);
        widgets.open.bg_stroke = Stroke::new(1.0, look.edge);
        widgets.noninteractive.bg_fill = look.panel;
        widgets.noninteractive.weak_bg_fill = look.panel;
        widgets.hovered.weak_bg_fill = look.hover;
        widgets.hovered.bg_fill = look.hover;
        widgets.hovered.bg_stroke = Stroke::new(1.0, look.secondary.gamma_multiply(0.6));
        widgets.active.weak_bg_fill = look.chosen;
        widgets.active.bg_fill = look.chosen;
        widgets.active.bg_stroke = Stroke::new(2.0, look.accent);
        widgets.open.weak_bg_fill = look.hover;
    });
}

/// A tag's colour as a line, label or sign on this look: as given, but never too faint to see against the paper.
#[must_use]
pub fn tag_color(look: &Look, color: [u8; 3]) -> Color32 {
    let given = Color32::from_rgb(color[0], color[1], color[2]);
    let toward = if look.dark { Color32::WHITE } else { Color32::BLACK };
    let mut shown = given;
    let mut step = 0.0;
    let enough = if look.dark { 4.5 } else { 3.0 };
    while contrast(shown, look.paper) < enough && step < 1.0 {
        step += 0.1;
        shown = given.lerp_to_gamma(toward, step);
    }
    shown
}

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, 1.4.3).
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |color: Color32| {
        let rgba = egui::Rgba::from(color);
        0.2126 * rgba.r() + 0.7152 * rgba.g() + 0.0722 * rgba.b()
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::operations::TAG_COLORS;

    #[test]
    fn colours_are_chosen_for_these_papers() {
        let papers = [LIGHT, SEPIA, DARK].map(|look| look.paper);
        assert_eq!(papers, crate::model::colors::PAPERS.map(|[r, g, b]| Color32::from_rgb(r, g, b)));
    }

    #[test]
    fn every_text_can_be_read() {
        for (name, look) in [("light", LIGHT), ("sepia", SEPIA), ("dark", DARK)] {
            assert!(contrast(look.ink, look.paper) >= 7.0, "{name}: article");
            assert!(contrast(look.edge, look.raised) >= if look.dark { 2.7 } else { 1.7 }, "{name}: fields");
            for ground in [look.paper, look.panel, look.raised, look.hover, look.chosen] {
                assert!(contrast(look.ink, ground) >= 7.0, "{name}: ink on {ground:?}");
                assert!(contrast(look.accent, ground) >= 4.5, "{name}: accent on {ground:?}");
                assert!(contrast(look.problem, ground) >= 4.5, "{name}: problem on {ground:?}");
            }
            for ground in [look.paper, look.panel, look.raised] {
                let ratio = contrast(look.secondary, ground);
                assert!(ratio >= 4.5, "{name}: secondary on {ground:?} is {ratio}");
            }
        }
    }

    #[test]
    fn tags_are_seen_and_text_on_their_tint_can_be_read() {
        for look in [LIGHT, SEPIA, DARK] {
            for color in TAG_COLORS {
                assert!(contrast(tag_color(&look, color), look.paper) >= 3.0);
                let tint = look.paper.lerp_to_gamma(Color32::from_rgb(color[0], color[1], color[2]), 0.22);
                assert!(contrast(look.ink, tint) >= 6.0, "{color:?} on {:?}", look.paper);
            }
        }
    }
}
