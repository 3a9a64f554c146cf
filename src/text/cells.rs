//! How texts and lists of names stand in one cell of a table, so that a spreadsheet does not run them as a formula and
//! nothing is lost on the way back. `export` writes such cells and `import::table` reads them.

use std::borrow::Cow;

/// The sign between the names of a list.
pub const LIST_SEPARATOR: char = ';';

/// Signs that make a spreadsheet take a cell for a formula, as OWASP lists them; the wide ones are those that East Asian
/// keyboards give.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Apostrophes, if any, then a sign that starts a formula, also where blanks stand before it, which some spreadsheets
/// take off; a tab or line end alone is enough. Cells that start with apostrophes of their own count as well, so that
/// taking one away again always gives back what was there.
fn needs_guard(text: &str) -> bool {
    let cell = text.trim_start_matches('\'');
    // Nearly all cells begin with a letter, and there are tens of millions of them.
    if cell.bytes().next().is_none_or(|first| first.is_ascii_alphanumeric()) {
        return false;
    }
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(FORMULA_SIGNS)
}

/// `text` with a leading apostrophe where a spreadsheet would run it as a formula.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// `text` without the apostrophe that [`guarded`] put there.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => text,
    }
}

/// Appends a cell with a list. A separator or backslash in a name gets a backslash before it.
pub fn push_names<'n>(cell: &mut String, names: impl Iterator<Item = &'n str>) {
    let is_marked = |sign: char| sign == LIST_SEPARATOR || sign == '\\';
    let from = cell.len();
    for name in names {
        if cell.len() > from {
            cell.push(LIST_SEPARATOR);
        }
        if !name.contains(is_marked) {
            cell.push_str(name);
            continue;
        }
        for sign in name.chars() {
            if is_marked(sign) {
                cell.push('\\');
            }
            cell.push(sign);
        }
    }
}

/// The names of a list, without white space around them; empty ones are left out.
#[must_use]
pub fn names(cell: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut signs = cell.chars();
    while let Some(sign) = signs.next() {
        let Some(name) = names.last_mut() else { break };
        match sign {
            LIST_SEPARATOR => names.push(String::new()),
            // A backslash before any other sign is the analyst's own: it stays.
            '\\' => match signs.clone().next() {
                Some(next) if next == LIST_SEPARATOR || next == '\\' => {
                    name.push(next);
                    signs.next();
                }
                _ => name.push('\\'),
            },
            _ => name.push(sign),
        }
    }
    names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_formulas_are_guarded() {
        for (text, cell) in [
            ("plain", "plain"),
            ("", ""),
            ("'tis", "'tis"),
            ("=1+1", "'=1+1"),
            ("-5 degrees", "'-5 degrees"),
            ("@name", "'@name"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("\n=1+1", "'\n=1+1"),
            (" =1+1", "' =1+1"),
            ("＝1+1", "'＝1+1"),
            (" plain", " plain"),
            ("a=b", "a=b"),
            ("— he said", "— he said"),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }

    #[test]
    fn lists_as_people_write_them() {
        assert_eq!(names(" Russia; ;Ukraine ;"), ["Russia", "Ukraine"]);
        assert_eq!(names(r"AC\DC; a\;b; c\\"), [r"AC\DC", "a;b", r"c\"]);
        assert_eq!(names("  "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn a_cell_comes_back_as_it_was(text in "['=+@\t\r\n ＝a-]{0,6}|\\PC{0,12}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            let dangerous = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(FORMULA_SIGNS);
            prop_assert!(!dangerous, "{:?}", cell);
        }

        #[test]
        fn a_list_comes_back_as_it_was(list in proptest::collection::vec("[a;\\\\é][a ;\\\\é]{0,4}[a;\\\\]", 0..5)) {
            let mut line = "the cell before,".to_owned();
            push_names(&mut line, list.iter().map(String::as_str));
            prop_assert_eq!(names(line.strip_prefix("the cell before,").expect("what was there")), list);
        }
    }
}
