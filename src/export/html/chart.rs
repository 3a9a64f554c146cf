//! Counts as bars: an SVG inside the page, whose words are text and whose colours are those of the page.

use super::text;

/// Bars at most; the rest is summed up in a sentence.
const BARS_MAX: usize = 15;
/// Characters of a name at most.
const NAME_CHARS: usize = 34;
const ROW: usize = 24;
const NAMES: usize = 230;
const WIDTH: usize = 620;

/// One chart.
pub(super) fn bars(name: &str, counts: &[(String, usize)]) -> String {
    let most = counts.iter().map(|(_, number)| *number).max().unwrap_or_default().max(1);
    let shown = counts.get(..BARS_MAX).unwrap_or(counts);
    let height = shown.len() * ROW + 4;
    let mut svg = format!(
        "<figure><figcaption>By {}</figcaption><svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Excerpts by {}\">",
        text(&name.to_lowercase()),
        text(&name.to_lowercase())
    );
    for (index, (label, number)) in shown.iter().enumerate() {
        let (top, middle) = (index * ROW + 4, index * ROW + 19);
        let length = (WIDTH - NAMES - 60) * number / most;
        let mut short: String = label.chars().take(NAME_CHARS).collect();
        if short.len() < label.len() {
            short.push('…');
        }
        svg.push_str(&format!(
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}<title>{}</title></text><rect x=\"{NAMES}\" y=\"{top}\" \
             width=\"{}\" height=\"18\" rx=\"2\"/><text x=\"{}\" y=\"{middle}\">{number}</text>",
            NAMES - 8,
            text(&short),
            text(label),
            length.max(1),
            NAMES + length.max(1) + 6
        ));
    }
    svg.push_str("</svg>");
    if counts.len() > shown.len() {
        let rest = counts.iter().skip(shown.len()).map(|(_, number)| number).sum::<usize>();
        svg.push_str(&format!("<p>and {rest} in {} more</p>", counts.len() - shown.len()));
    }
    svg + "</figure>\n"
}
