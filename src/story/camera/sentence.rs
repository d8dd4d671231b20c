//! A prompt in words and marks, and what is said around a place in it.

use super::Pace;
use super::words::Phrase;

/// A prompt without what is in quotation marks.
pub struct Sentence(Vec<Token>);

#[derive(Debug, PartialEq)]
enum Token {
    /// In small letters.
    Word(String),
    /// Between parts of a sentence: a comma, a dash, a bracket.
    Part,
    /// Between sentences.
    End,
}

/// Of whom the words at a place are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    OfCamera,
    OfOthers,
    BeginsSentence,
    BeginsPart,
    /// "35 mm tracking right"; "rain and a slow push in" too, where it is a thing by itself.
    AfterFraming,
}

/// Who moves when the camera does.
const CAMERA: [&str; 6] = ["camera", "cam", "we", "shot", "lens", "steadicam"];
/// Before the camera they say that somebody else does something.
const TOWARDS: [&str; 14] = [
    "to", "toward", "towards", "at", "past", "into", "behind", "before", "for", "off", "onto", "facing", "passes",
    "near",
];
const SLOW: [&str; 13] = [
    "slow",
    "slowly",
    "gentle",
    "gently",
    "subtle",
    "subtly",
    "slight",
    "slightly",
    "gradual",
    "gradually",
    "creep",
    "creeping",
    "crawl",
];
const FAST: [&str; 12] =
    ["fast", "quick", "quickly", "rapid", "rapidly", "sudden", "suddenly", "whip", "swish", "crash", "punch", "snap"];
/// What may stand before a move beside its pace.
const BETWEEN: [&str; 26] = [
    "a",
    "an",
    "and",
    "then",
    "with",
    "while",
    "very",
    "smooth",
    "smoothly",
    "steady",
    "steadily",
    "dramatic",
    "long",
    "short",
    "controlled",
    "cinematic",
    "continuous",
    "one",
    "single",
    "is",
    "starts",
    "begins",
    "to",
    "now",
    "just",
    "continues",
];
/// Words of framing.
const FRAMING: [&str; 11] =
    ["angle", "wide", "closeup", "close", "mm", "insert", "view", "level", "medium", "full", "up"];
/// After a move they say that it is done to a thing.
const THINGS: [&str; 15] =
    ["his", "her", "their", "its", "my", "your", "our", "a", "an", "the", "this", "that", "these", "those", "some"];
const NOT: [&str; 12] =
    ["no", "not", "never", "without", "don't", "doesn't", "didn't", "isn't", "won't", "avoid", "nor", "neither"];
/// Where what is denied before them ends.
const BUT: [&str; 6] = ["and", "but", "then", "just", "only", "with"];

impl Sentence {
    pub fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut word = String::new();
        let mut is_quoted = false;
        let mut before = ' ';
        for c in text.chars().chain([' ']) {
            let c = if c == '’' { '\'' } else { c };
            let is_quote = matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
            if c.is_alphanumeric() || matches!(c, '\'' | '@' | '_') {
                word.extend(c.to_lowercase());
            } else {
                let ended = std::mem::take(&mut word);
                if !is_quoted && !ended.is_empty() {
                    tokens.push(Token::Word(ended));
                }
                match c {
                    _ if is_quote => {
                        is_quoted = !is_quoted;
                        tokens.push(Token::Part);
                    }
                    _ if is_quoted => {}
                    '.' | '!' | '?' | '\n' | '…' => tokens.push(Token::End),
                    ',' | ';' | ':' | '–' | '—' | '(' | ')' | '/' => tokens.push(Token::Part),
                    '-' if before.is_whitespace() => tokens.push(Token::Part),
                    _ => {}
                }
            }
            before = c;
        }
        Self(tokens)
    }

    pub fn into_words(self) -> Vec<String> {
        let word = |token| if let Token::Word(word) = token { Some(word) } else { None };
        self.0.into_iter().filter_map(word).collect()
    }

    /// In words and marks.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn word(&self, at: usize) -> Option<&str> {
        match self.0.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is(&self, at: usize, any: &[&str]) -> bool {
        self.word(at).is_some_and(|word| any.contains(&word))
    }

    /// Whether these words stand at a place, no mark between them.
    pub fn holds(&self, at: usize, words: &[String]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.word(at + n) == Some(word))
    }

    /// Of whom the words at a place are said.
    pub fn said(&self, at: usize) -> Said {
        let begin = self.begin_of(at);
        match begin.checked_sub(1).map(|before| &self.0[before]) {
            None | Some(Token::End) => Said::BeginsSentence,
            Some(Token::Part) => Said::BeginsPart,
            Some(Token::Word(_)) => {
                let before = begin - 1;
                // "up" is framing behind "close" alone.
                let is_up =
                    self.is(before, &["up"]) && !before.checked_sub(1).is_some_and(|at| self.is(at, &["close"]));
                if self.is(before, &CAMERA) {
                    if self.is_gone_towards(before) { Said::OfOthers } else { Said::OfCamera }
                } else if self.is_framing(before) && !is_up || (begin..at).any(|at| self.is(at, &["a", "an"])) {
                    Said::AfterFraming
                } else {
                    Said::OfOthers
                }
            }
        }
    }

    /// Where that begins which leads to the words at a place: "and then a slow".
    fn begin_of(&self, at: usize) -> usize {
        let mut begin = at;
        while let Some(before) = begin.checked_sub(1) {
            let leads = self.is(before, &BETWEEN) || self.is(before, &SLOW) || self.is(before, &FAST);
            // "The slow push in" is one, "the pan left on the stove" is none.
            if !(leads || begin < at && self.is(before, &["the"])) {
                break;
            }
            begin = before;
        }
        begin
    }

    fn is_gone_towards(&self, camera: usize) -> bool {
        let article = camera.checked_sub(1).filter(|before| self.is(*before, &["the", "a", "our"]));
        article.unwrap_or(camera).checked_sub(1).is_some_and(|before| self.is(before, &TOWARDS))
    }

    fn is_framing(&self, at: usize) -> bool {
        let is_length = |word: &str| word.strip_suffix("mm").unwrap_or(word).parse::<u32>().is_ok();
        self.is(at, &FRAMING) || self.word(at).is_some_and(is_length)
    }

    /// Whether it is said before a place that this is not so.
    pub fn is_denied(&self, at: usize) -> bool {
        let before = (0..at).rev().map_while(|at| self.word(at)).take_while(|word| !BUT.contains(word));
        before.into_iter().any(|word| NOT.contains(&word))
    }

    /// Whether the words between two places are done to a thing: "pull back the curtain". "A push in the hall" is not.
    pub fn is_done_to_a_thing(&self, at: usize, end: usize) -> bool {
        let named = |before| self.is(before, &["a", "an"]) || self.pace_at(before).is_some() && !self.is_adverb(before);
        self.is(end, &THINGS) && !at.checked_sub(1).is_some_and(named)
    }

    fn is_adverb(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| word.ends_with("ly"))
    }

    /// Whether nothing follows that is neither its pace nor its framing nor who is seen.
    pub fn is_by_itself(&self, end: usize) -> bool {
        let mut next = end;
        // It ends with the sentence: beyond it there is no word.
        while self.is(next, &["very"]) || self.pace_at(next).is_some() {
            next += 1;
        }
        self.word(next).is_none_or(|word| word.starts_with('@')) || self.is_framing(next) || self.is(next, &CAMERA)
    }

    fn pace_at(&self, at: usize) -> Option<Pace> {
        if self.is(at, &SLOW) {
            Some(Pace::Slow)
        } else if self.is(at, &FAST) {
            Some(Pace::Fast)
        } else {
            None
        }
    }

    /// The pace of a phrase: told before it, by itself ("whip pan") or behind it.
    pub fn pace(&self, at: usize, phrase: &Phrase) -> Pace {
        let end = at + phrase.words.len();
        let behind = end..=end + usize::from(self.is(end, &["very"]));
        let mut places = (at..end).chain((self.begin_of(at)..at).rev()).chain(behind);
        places.find_map(|at| self.pace_at(at)).unwrap_or_default()
    }
}
