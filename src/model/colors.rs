//! Colours that can be told apart, also by colour-blind eyes: how far two are from each other, and which comes next.

use super::operations::TAG_COLORS;

/// From here on two colours are told apart without looking twice (CIE 1976 difference).
const APART: f64 = 10.0;

/// What articles are read on: light, sepia and dark paper.
pub const PAPERS: [[u8; 3]; 3] = [[0xFB, 0xFA, 0xF7], [0xF4, 0xEC, 0xD8], [0x1B, 0x1C, 0x1E]];

/// Below this a colour is lost on its ground (contrast after WCAG 2.2, 1.4.3).
const SEEN: f64 = 1.6;

/// Whether a colour is hardly seen on a paper.
#[must_use]
pub fn hardly_seen(color: [u8; 3], paper: [u8; 3]) -> bool {
    let light =
        |color| linear(color).iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, share)| part * share).sum::<f64>();
    let (a, b) = (light(color), light(paper));
    (a.max(b) + 0.05) / (a.min(b) + 0.05) < SEEN
}

/// How far two colours are apart for the eyes that tell them apart least: full sight, protanopia, deuteranopia.
#[must_use]
pub fn difference(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (linear(a), linear(b));
    let apart = |a: [f64; 3], b: [f64; 3]| {
        let (a, b) = (lab(a), lab(b));
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    };
    [apart(a, b), apart(protan(a), protan(b)), apart(deutan(a), deutan(b))].into_iter().fold(f64::INFINITY, f64::min)
}

/// Whether two colours are too alike to tell tags by.
#[must_use]
pub fn alike(a: [u8; 3], b: [u8; 3]) -> bool {
    difference(a, b) < APART
}

/// A colour beside those that are taken: `own`, unless it is hard to tell from one of them.
#[must_use]
pub fn beside(own: [u8; 3], taken: &[[u8; 3]]) -> [u8; 3] {
    if taken.iter().any(|other| alike(*other, own)) { next(taken) } else { own }
}

/// The next colour that is seen on every paper and can be told from all that are taken: from the palette first, then at
/// equal lightness.
#[must_use]
pub fn next(taken: &[[u8; 3]]) -> [u8; 3] {
    let is_seen = |color: &[u8; 3]| !PAPERS.iter().any(|paper| hardly_seen(*color, *paper));
    let nearest = |color: [u8; 3]| taken.iter().map(|other| difference(color, *other)).fold(f64::INFINITY, f64::min);
    if let Some(free) = TAG_COLORS.into_iter().filter(is_seen).find(|color| nearest(*color) >= APART) {
        return free;
    }
    let steps = (0u8..36).flat_map(|hue| [[0.62, 0.36], [0.42, 0.28], [0.78, 0.24]].map(|shade| (hue, shade)));
    let made = steps.map(|(hue, [lightness, chroma])| from_hue(f64::from(hue) * 10.0, lightness, chroma));
    let best = made
        .filter(is_seen)
        .map(|color| (nearest(color), color))
        .fold((f64::NEG_INFINITY, [0x80; 3]), |best, other| if other.0 > best.0 { other } else { best });
    best.1
}

fn linear(color: [u8; 3]) -> [f64; 3] {
    color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
}

/// How eyes without the red cone see it (Viénot, Brettel and Mollon 1999, in linear light).
fn protan(v: [f64; 3]) -> [f64; 3] {
    times([[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]], v)
}

/// How eyes without the green cone see it (the same source).
fn deutan(v: [f64; 3]) -> [f64; 3] {
    times([[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]], v)
}

/// CIE L*a*b* under D65.
fn lab(v: [f64; 3]) -> [f64; 3] {
    let xyz = times([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], v);
    let white = [0.9505, 1.0, 1.089];
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = [(xyz[0], white[0]), (xyz[1], white[1]), (xyz[2], white[2])].map(|(v, white)| f(v / white));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// A colour of a hue in degrees, `lightness` and half the distance of its strongest from its weakest part.
fn from_hue(degrees: f64, lightness: f64, half: f64) -> [u8; 3] {
    let part = |shift: f64| {
        let around = ((degrees + shift) / 60.0).rem_euclid(6.0);
        let wave = if around < 1.0 {
            around
        } else if around < 3.0 {
            1.0
        } else if around < 4.0 {
            4.0 - around
        } else {
            0.0
        };
        let value = ((lightness + (wave * 2.0 - 1.0) * half).clamp(0.0, 1.0) * 255.0).round();
        (0..=u8::MAX).find(|byte| f64::from(*byte) >= value).unwrap_or(u8::MAX)
    };
    [part(120.0), part(0.0), part(240.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_and_green_of_equal_lightness_are_alike_for_some_eyes() {
        assert!(difference([0, 0, 0], [255, 255, 255]) > 90.0);
        assert!(alike([0x00, 0x72, 0xB2], [0x05, 0x70, 0xB0]));
        assert!(!alike([0x00, 0x72, 0xB2], [0xD5, 0x5E, 0x00]));
        assert!(alike([0xA0, 0x60, 0x40], [0x70, 0x76, 0x40]), "told apart by red and green alone");
    }

    #[test]
    fn pale_colours_are_lost_on_light_paper_and_dark_ones_on_dark() {
        let lost = |color| PAPERS.map(|paper| hardly_seen(color, paper));
        assert_eq!(lost([0xF0, 0xE4, 0x42]), [true, true, false]);
        assert_eq!(lost([0x10, 0x10, 0x30]), [false, false, true]);
        assert_eq!(lost([0x00, 0x72, 0xB2]), [false; 3]);
    }

    #[test]
    fn each_next_colour_can_be_told_from_those_before() {
        let mut taken: Vec<[u8; 3]> = Vec::new();
        for number in 0..40 {
            let color = next(&taken);
            for paper in PAPERS {
                assert!(!hardly_seen(color, paper), "colour {number}, {color:?}, is lost on {paper:?}");
            }
            assert!(!taken.contains(&color), "colour {number} was given out before");
            taken.push(color);
        }
        assert_eq!(taken[..3], TAG_COLORS[..3]);
        for (at, color) in taken.iter().take(16).enumerate() {
            assert!(taken[..at].iter().all(|other| !alike(*color, *other)), "{at}");
        }
    }
}
