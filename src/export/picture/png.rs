//! A picture as PNG, rendered from the SVG with the program's own face. Only where that lacks a sign are the system's
//! fonts asked, as the window does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Style, Weight};
use resvg::usvg::{FontResolver, Options, Tree};

/// Pixels for each point of the picture.
const SCALE: f32 = 2.0;
const FACE: &str = "Inter";
const FACES: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"),
];

/// The PNG, and whether it lacks signs because no font has them.
///
/// # Errors
/// A sentence, where the picture is too large to be held.
pub(super) fn render(svg: &str) -> Result<(Vec<u8>, bool), String> {
    let mut fonts = Database::new();
    for face in FACES {
        fonts.load_font_data(face.to_vec());
    }
    fonts.set_sans_serif_family(FACE);
    fonts.set_serif_family(FACE);
    let (asked, lacks) = (AtomicBool::new(false), AtomicBool::new(false));
    let another = FontResolver::default_fallback_selector();
    let font_resolver = FontResolver {
        select_font: FontResolver::default_font_selector(),
        select_fallback: Box::new(|sign, used, fonts| {
            if !asked.swap(true, Ordering::Relaxed) {
                load_others(Arc::make_mut(fonts));
            }
            let found = another(sign, used, fonts);
            lacks.fetch_or(found.is_none(), Ordering::Relaxed);
            found
        }),
    };
    let options = Options { fontdb: Arc::new(fonts), font_resolver, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("the picture cannot be read: {error}"))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or("the picture is too large")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("the picture is too large")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| error.to_string())?;
    Ok((bytes, lacks.load(Ordering::Relaxed)))
}

/// Adds the system's upright, regular fonts: the first that has a sign is taken, whatever it looks like.
fn load_others(fonts: &mut Database) {
    let own: Vec<_> = fonts.faces().map(|face| face.id).collect();
    fonts.load_system_fonts();
    let regular = |weight: Weight, style: Style| weight == Weight::NORMAL && style == Style::Normal;
    let others = fonts.faces().filter(|face| !own.contains(&face.id) && !regular(face.weight, face.style));
    for id in others.map(|face| face.id).collect::<Vec<_>>() {
        fonts.remove_face(id);
    }
}
