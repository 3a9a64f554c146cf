//! What a source file names: every path in it, resolved to the crate's root, with line and whether it is test code.
//! Works on tokens, so that comments and text in quotes never count, and paths inside macros do.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that a file names, such as `crate::app::State` or `std::fs::write`; a lone word is a path too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    /// Only built for tests.
    pub(crate) in_tests: bool,
    /// What comes right before it.
    pub(crate) before: Before,
    /// A `!` follows.
    pub(crate) is_macro: bool,
}

/// What stands before a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    Nothing,
    /// `&mut `
    ExclusiveReference,
    /// `.`: it is a method or a field.
    Dot,
    /// It stands in an attribute, `#[…]`.
    Attribute,
}

/// The paths of a file. `file` is its place in the package: `src/app/update.rs`.
pub(crate) fn names(file: &str, text: &str) -> Result<Vec<Named>, String> {
    let tokens = TokenStream::from_str(text).map_err(|error| error.to_string())?;
    let in_tests = !file.starts_with("src/") || file.ends_with("/tests.rs") || file.contains("/tests/");
    let mut reading = Reading { names: Vec::new(), module: module_of(file) };
    reading.walk(tokens, in_tests, Before::Nothing);
    Ok(reading.names)
}

/// The module that a file of `src` is, as segments from the crate's root.
pub(crate) fn module_of(file: &str) -> Vec<String> {
    let inside = file.strip_prefix("src/").unwrap_or_default().trim_end_matches(".rs");
    let segments = inside.split('/').filter(|segment| !matches!(*segment, "" | "mod" | "lib" | "main"));
    segments.map(str::to_owned).collect()
}

struct Reading {
    names: Vec<Named>,
    /// The module whose tokens are read.
    module: Vec<String>,
}

impl Reading {
    fn walk(&mut self, tokens: TokenStream, in_tests: bool, inside: Before) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut in_tests = in_tests;
        // Whether the item that follows is only for tests, by an attribute before it.
        let mut item_in_tests = false;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    let inner = matches!(tokens.get(at + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                    let group = tokens.get(at + 1 + usize::from(inner));
                    if let Some(TokenTree::Group(group)) = group.filter(|_| inside != Before::Attribute) {
                        let for_tests = matches!(group.stream().to_string().replace(' ', "").as_str(), "cfg(test)");
                        in_tests |= inner && for_tests;
                        item_in_tests |= !inner && for_tests;
                        self.walk(group.stream(), in_tests, Before::Attribute);
                        at += 1 + usize::from(inner);
                    }
                    at += 1;
                }
                TokenTree::Punct(mark) => {
                    item_in_tests &= mark.as_char() != ';';
                    at += 1;
                }
                TokenTree::Group(group) => {
                    self.walk(group.stream(), in_tests || item_in_tests, inside);
                    item_in_tests &= group.delimiter() != Delimiter::Brace;
                    at += 1;
                }
                TokenTree::Ident(word) if *word == "mod" => match (tokens.get(at + 1), tokens.get(at + 2)) {
                    (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) => {
                        self.module.push(name.to_string());
                        self.walk(body.stream(), in_tests || item_in_tests, inside);
                        self.module.pop();
                        item_in_tests = false;
                        at += 3;
                    }
                    _ => at += 1,
                },
                TokenTree::Ident(_) => {
                    let before = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
                        Some(TokenTree::Ident(word)) if *word == "mut" => Before::ExclusiveReference,
                        Some(TokenTree::Punct(mark)) if mark.as_char() == '.' => Before::Dot,
                        _ => inside,
                    };
                    at = self.path(&tokens, at, &[], in_tests || item_in_tests, before);
                }
                TokenTree::Literal(_) => at += 1,
            }
        }
    }

    /// Reads the path that starts at `at` and notes it, with each branch of a `use` tree; returns where it ends.
    fn path(&mut self, tokens: &[TokenTree], at: usize, prefix: &[String], in_tests: bool, before: Before) -> usize {
        let mut segments = prefix.to_vec();
        let mut at = at;
        let mut line = 0;
        while let Some(TokenTree::Ident(word)) = tokens.get(at) {
            line = word.span().start().line;
            let word = word.to_string();
            if word != "self" || segments.is_empty() {
                segments.push(word);
            }
            at += 1;
            let colons = tokens.get(at..at + 2).is_some_and(|two| {
                two.iter().all(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':'))
            });
            if !colons {
                break;
            }
            at += 2;
            match tokens.get(at) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let branches: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in
                        branches.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','))
                    {
                        self.path(branch, 0, &segments, in_tests, before);
                    }
                    return at + 1;
                }
                Some(TokenTree::Punct(mark)) if mark.as_char() == '*' => {
                    segments.push("*".to_owned());
                    at += 1;
                    break;
                }
                _ => {}
            }
        }
        let is_macro = matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
        if line > 0 {
            let segments = self.absolute(segments);
            self.names.push(Named { segments, line, in_tests, before, is_macro });
        }
        // A branch of a tree that is no path, such as `*`, is passed over.
        at.max(1)
    }

    /// `super::` and `self::` as paths from the crate's root; the package's own name is the same as `crate`.
    fn absolute(&self, segments: Vec<String>) -> Vec<String> {
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        let own = segments.first().is_some_and(|first| first == "self" || first == "rapporteur");
        if ups == 0 && !own {
            return segments;
        }
        let mut from_root = vec!["crate".to_owned()];
        if segments.first().is_none_or(|first| first != "rapporteur") {
            let kept = self.module.len().saturating_sub(ups);
            from_root.extend(self.module.iter().take(kept).cloned());
        }
        from_root.extend(segments.into_iter().skip(ups + usize::from(own)));
        from_root
    }
}

/// The paths as text, for the tests below.
#[cfg(test)]
fn written(file: &str, text: &str) -> Vec<String> {
    let names = names(file, text).expect("tokens");
    names.iter().map(|name| format!("{} {}", name.line, name.segments.join("::"))).collect()
}

#[test]
fn paths_are_found_wherever_they_stand_and_resolved() {
    let text = "use crate::{app::{self, State}, model};\nfn f() { x!(super::super::text::Span) }\n// crate::ui\n";
    let found = written("src/a/b.rs", text);
    for expected in ["1 crate::app", "1 crate::app::State", "1 crate::model", "2 crate::text::Span"] {
        assert!(found.iter().any(|name| name == expected), "{expected} is not among {found:?}");
    }
    assert!(!found.iter().any(|name| name.contains("ui")), "{found:?}");
    assert!(written("src/a/mod.rs", "mod tests { use super::*; }").contains(&"1 crate::a::*".to_owned()));
    assert!(written("src/main.rs", "use rapporteur::ui;").contains(&"1 crate::ui".to_owned()));
}

#[test]
fn test_code_is_told_apart() {
    let text = "fn a() { one() }\n#[cfg(test)]\nmod tests { fn b() { two() } }\nfn c() { three() }";
    let names = names("src/a.rs", text).expect("tokens");
    let of = |word: &str| names.iter().find(|name| name.segments == [word]).expect("the word").in_tests;
    assert_eq!((of("one"), of("two"), of("three")), (false, true, false));
}
