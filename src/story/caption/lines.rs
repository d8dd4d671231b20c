//! Breaking a text into captions of a few lines. Widths are told by kinds of letters, a little wide rather than narrow:
//! what fits here fits in the program's own typeface, and so on any player.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation as _;

/// A caption is ended at a sentence's end when so many of a hundred parts of it are filled, at a comma when so many are.
const FULL_AT_SENTENCE: u32 = 35;
const FULL_AT_CLAUSE: u32 = 60;

/// Hundredths of an em: whole numbers, so that a line that fits by its words fits as a whole too.
type Width = u32;

/// The text in captions of at most so many lines, none wider than `width`. No letter is lost.
pub fn in_pieces(text: &str, width: Width, lines_max: usize) -> Vec<Vec<String>> {
    let mut pieces = Vec::new();
    let paragraphs: Vec<Vec<&str>> =
        text.lines().map(|line| words(line.trim(), width)).filter(|words| !words.is_empty()).collect();
    // Lines of their own stay lines, two and two, as long as each fits.
    let fits = |words: &Vec<&str>| width_of(&words.concat()) <= width;
    if paragraphs.iter().all(fits) {
        let lines: Vec<String> = paragraphs.iter().map(|words| line_of(words)).collect();
        return lines.chunks(lines_max).map(<[String]>::to_vec).collect();
    }
    for words in paragraphs {
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            let count = fitting(rest, width, lines_max);
            let count = if count < rest.len() { well_ended(rest, count) } else { count };
            pieces.push(balanced(&rest[..count], width, lines_max));
            rest = &rest[count..];
        }
    }
    pieces
}

/// Letters of a caption, for its share of the time.
pub fn letters(lines: &[String]) -> usize {
    lines.iter().map(|line| line.graphemes(true).filter(|letter| !letter.trim().is_empty()).count()).sum()
}

/// A line's pieces between which it may be broken, spaces with the piece before. A word wider than a line is broken itself.
fn words(line: &str, width: Width) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    for (at, _) in linebreaks(line).filter(|(at, kind)| *kind == BreakOpportunity::Allowed || *at == line.len()) {
        let word = &line[from..at];
        from = at;
        if width_of(word.trim_end()) <= width {
            words.push(word);
            continue;
        }
        let mut begin = 0;
        let mut wide = 0;
        for (place, letter) in word.grapheme_indices(true) {
            let more = letter_width(letter);
            if wide + more > width && place > begin {
                words.push(&word[begin..place]);
                (begin, wide) = (place, 0);
            }
            wide += more;
        }
        words.push(&word[begin..]);
    }
    words
}

fn line_of(words: &[&str]) -> String {
    words.concat().trim().to_owned()
}

/// How many words find room when each line is filled.
fn fitting(words: &[&str], width: Width, lines_max: usize) -> usize {
    let mut at = 0;
    for _ in 0..lines_max {
        at += filling(&words[at..], width);
    }
    at.max(1).min(words.len())
}

/// How many words find room in a line.
fn filling(words: &[&str], width: Width) -> usize {
    let mut wide = 0;
    let fit = words.iter().take_while(|word| {
        let fits = wide + width_of(word.trim_end()) <= width;
        wide += width_of(word);
        fits
    });
    fit.count()
}

/// Fewer words, where a sentence or a clause ends before.
fn well_ended(words: &[&str], count: usize) -> usize {
    let whole = width_of(&words[..count].concat());
    let ends = |marks: &[char], full: u32| {
        (1..=count).rev().find(|at| {
            let last = words[at - 1].trim_end().trim_end_matches(['"', '”', '’', '“', '»', '」', '』', ')', '）']);
            last.ends_with(marks) && 100 * width_of(&words[..*at].concat()) >= full * whole
        })
    };
    ends(&['.', '!', '?', '…', '。', '！', '？', '؟', '।'], FULL_AT_SENTENCE)
        .or_else(|| ends(&[',', ';', ':', '–', '—', '、', '，', '；', '،'], FULL_AT_CLAUSE))
        .unwrap_or(count)
}

/// The words in as few lines as they take, of about the same width.
fn balanced(words: &[&str], width: Width, lines_max: usize) -> Vec<String> {
    let whole = line_of(words);
    if lines_max < 2 || width_of(&whole) <= width {
        return vec![whole];
    }
    let at = (1..words.len()).map(|at| (at, line_of(&words[..at]), line_of(&words[at..])));
    let wider = |first: &str, second: &str| width_of(first).max(width_of(second));
    let best = at
        .filter(|(_, first, second)| wider(first, second) <= width)
        .min_by_key(|(_, first, second)| wider(first, second));
    best.map_or_else(|| vec![whole], |(_, first, second)| vec![first, second])
}

/// How wide a text is at most in the program's typeface.
pub fn width_of(text: &str) -> Width {
    text.graphemes(true).map(letter_width).sum()
}

fn letter_width(letter: &str) -> Width {
    letter.chars().map(char_width).max().unwrap_or(0)
}

fn char_width(c: char) -> Width {
    match c {
        'i' | 'j' | 'l' | 'I' | '\'' | '’' | '‘' | '|' | '!' | '.' | ',' | ':' | ';' | ' ' => 31,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '"' | '“' | '”' => 48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 102,
        'a'..='z' | '0'..='9' => 66,
        ' '..='~' => 80,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => 140,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}' => 100,
        c if c.is_lowercase() => 75,
        _ => 85,
    }
}
