//! Who says what in a dialogue: a line that begins with a name and a colon is the speech of someone else.

/// What one person says until someone else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech<'a> {
    /// As it is written, without its colon: `MARA (off)`.
    pub speaker: Option<&'a str>,
    /// The words in their own lines, without quotation marks around all of them.
    pub words: String,
    /// Such marks stood around all of them.
    pub has_marks: bool,
}

impl Speech<'_> {
    /// The speaker and the words as a caption has them.
    #[must_use]
    pub fn told(&self) -> String {
        match self.speaker {
            Some(speaker) => format!("{speaker}: {}", self.words),
            None => self.words.clone(),
        }
    }
}

/// The speeches of a dialogue in their order. What stands before the first name belongs to nobody in particular.
#[must_use]
pub fn speeches(dialogue: &str) -> Vec<Speech<'_>> {
    let lines = || dialogue.lines().map(str::trim).filter(|line| !line.is_empty());
    // A capitalised word before a colon may begin a sentence; several such lines are people talking.
    let several = lines().filter(|line| named(line).is_some()).count() > 1;
    let mut speeches: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
    for line in lines() {
        match named(line).filter(|(name, _)| several || is_marked(name)) {
            Some((name, words)) => speeches.push((Some(name), vec![words])),
            None => match speeches.last_mut() {
                Some((_, words)) => words.push(line),
                None => speeches.push((None, vec![line])),
            },
        }
    }
    let speeches = speeches.into_iter().map(|(speaker, words)| {
        let words = words.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        let bare = unquoted(&words);
        Speech { speaker, has_marks: bare != words.trim(), words: bare.to_owned() }
    });
    speeches.filter(|speech| speech.speaker.is_some() || !speech.words.is_empty()).collect()
}

/// More letters or words are no name.
const NAME_LETTERS_MAX: usize = 30;
const NAME_WORDS_MAX: usize = 4;

/// The name at a line's start and what follows its colon. Every word of a name begins with a capital letter, with a
/// digit, with `@`, or is of a script that has no capitals.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, words) = line.split_once([':', '：'])?;
    let (name, words) = (name.trim(), words.trim());
    // 10:30 is a time, http://… an address.
    let follows_at_once =
        words.starts_with(|c: char| c.is_ascii_digit() || c == '/') && line.contains(&format!("{name}:{words}"));
    let bare = without_asides(name);
    let begins_a_name =
        |word: &str| word.chars().next().is_some_and(|c| c == '@' || (c.is_alphanumeric() && !c.is_lowercase()));
    let is_name = bare.chars().any(char::is_alphabetic)
        && bare.chars().count() <= NAME_LETTERS_MAX
        && bare.split_whitespace().count() <= NAME_WORDS_MAX
        && bare.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || is_mark(c) || "@_-.'’&/#".contains(c))
        && bare.split_whitespace().all(|word| begins_a_name(word) || "&/".contains(word));
    (is_name && !follows_at_once).then_some((name, words))
}

/// Whether it can be nothing but a name: all in capitals, one of the project's `@names`, or of a script without capitals.
fn is_marked(name: &str) -> bool {
    let bare = without_asides(name);
    bare.starts_with('@') || !bare.chars().any(char::is_lowercase)
}

/// `MARA (off)` is called `MARA`.
fn without_asides(name: &str) -> &str {
    name.split(['(', '（', '[']).next().unwrap_or_default().trim()
}

/// Vowel signs and points of scripts that write them apart from their letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}')
}

/// Pairs of quotation marks as several languages have them.
const MARKS: [(char, char); 9] =
    [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('»', '«'), ('「', '」'), ('『', '』'), ('‘', '’')];

/// Whether a character opens or closes what is said. A single mark may be an apostrophe, so it does not count.
fn is_quotation_mark(c: char) -> bool {
    c != '‘' && c != '’' && MARKS.iter().any(|(open, close)| c == *open || c == *close)
}

/// What is said, without quotation marks of its own around all of it.
#[must_use]
pub fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let within = |(open, close): &(char, char)| {
        let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
        // Marks of the same kind within belong to those at the ends.
        (!inside.contains([*open, *close])).then_some(inside)
    };
    MARKS.iter().find_map(within).map_or(text, str::trim)
}

/// What is said in quotation marks, where it has none of its own.
#[must_use]
pub fn quoted(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.contains(is_quotation_mark) {
        words.to_owned()
    } else if words.chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}')) {
        format!("「{words}」")
    } else {
        format!("“{words}”")
    }
}

/// A dialogue as it is sent: in one pair of straight quotation marks, whatever marks it was typed with. Where speeches have
/// marks of their own, each speech has its pair.
#[must_use]
pub fn as_sent(dialogue: &str) -> String {
    let straight = |words: &str| format!("\"{}\"", words.trim().replace('"', "'"));
    let dialogue = dialogue.trim();
    if dialogue.is_empty() {
        return String::new();
    }
    let inside = unquoted(dialogue);
    if inside != dialogue {
        return straight(inside);
    }
    let speeches = speeches(dialogue);
    if speeches.iter().any(|speech| speech.has_marks) {
        let lines = speeches.iter().map(|speech| match (speech.speaker, speech.words.is_empty()) {
            (Some(speaker), true) => format!("{speaker}:"),
            (Some(speaker), false) => format!("{speaker}: {}", straight(&speech.words)),
            (None, _) => straight(&speech.words),
        });
        return lines.collect::<Vec<_>>().join("\n");
    }
    if dialogue.starts_with(is_quotation_mark) && dialogue.ends_with(is_quotation_mark) {
        // Several pairs: what is between them is not said.
        return dialogue.replace(is_quotation_mark, "\"");
    }
    straight(dialogue)
}

/// A dialogue as versions before 29 November 2026 sent it: in a pair of marks, also around marks of its own. Takes of that
/// time are known by it.
#[must_use]
pub fn as_first_sent(dialogue: &str) -> String {
    let dialogue = dialogue.trim();
    if dialogue.is_empty() { String::new() } else { format!("\"{}\"", dialogue.replace('"', "'")) }
}

/// A dialogue as it stands on paper: each speech on lines of its own, its words in quotation marks.
#[must_use]
pub fn on_paper(dialogue: &str) -> String {
    let speeches = speeches(dialogue).into_iter().map(|speech| match speech.speaker {
        Some(speaker) => format!("{speaker}: {}", quoted(&speech.words)),
        None => quoted(&speech.words),
    });
    speeches.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dialogue: &str) -> Vec<(Option<&str>, String)> {
        speeches(dialogue).into_iter().map(|speech| (speech.speaker, speech.words)).collect()
    }

    fn says<'a>(speaker: &'a str, words: &str) -> (Option<&'a str>, String) {
        (Some(speaker), words.to_owned())
    }

    #[test]
    fn each_name_at_a_lines_start_begins_a_speech() {
        assert_eq!(
            told("MARA: Wait!\nFor me.\n\nJON (off): \"No.\"\nMARA:\nPlease"),
            [says("MARA", "Wait!\nFor me."), says("JON (off)", "No."), says("MARA", "Please")]
        );
        assert_eq!(told("@mara: Go"), [says("@mara", "Go")]);
        assert_eq!(told("真理：待って\n健：いや"), [says("真理", "待って"), says("健", "いや")]);
        assert_eq!(told("מרה: חכה"), [says("מרה", "חכה")]);
        assert_eq!(told("Mara: Go\nDr. Wu: Why?"), [says("Mara", "Go"), says("Dr. Wu", "Why?")]);
        assert_eq!(told("Later\nJON: Now"), [(None, "Later".to_owned()), says("JON", "Now")]);
    }

    #[test]
    fn a_colon_in_a_sentence_begins_none() {
        for text in [
            "Listen: the sea",
            "we meet at 10:30",
            "Remember what I told you all the time: run",
            "http://example.com",
            "She said it twice, \"stop\": nobody heard",
            ": what?",
        ] {
            assert_eq!(told(text), [(None, text.to_owned())]);
        }
        assert_eq!(told(" \n "), []);
        assert_eq!(told("MARA:"), [says("MARA", "")]);
    }

    #[test]
    fn marks_that_stand_around_all_of_it_go_and_no_others() {
        assert_eq!(unquoted(" \"Go!\" "), "Go!");
        assert_eq!(unquoted("„Los!“"), "Los!");
        assert_eq!(unquoted("「行け」"), "行け");
        assert_eq!(unquoted("“Say ‘go’”"), "Say ‘go’");
        for kept in ["Go!", "\"Go!\" she said, \"now\"", "He said \"go\"", "\"", ""] {
            assert_eq!(unquoted(kept), kept);
        }
    }

    #[test]
    fn what_is_sent_stands_in_one_pair_of_marks_whatever_it_was_typed_with() {
        for typed in ["Run!", "\"Run!\"", " “Run!” ", "„Run!“", "« Run! »", "»Run!«", "「Run!」", "『Run!』", "‘Run!’"]
        {
            assert_eq!(as_sent(typed), "\"Run!\"", "{typed}");
        }
        assert_eq!(as_sent("“Say ‘go’ now”"), "\"Say ‘go’ now\"");
        assert_eq!(as_sent("\"Go!\"\n\"Now!\""), "\"Go!\"\n\"Now!\"");
        assert_eq!(as_sent("“Go!” she said, “now”"), "\"Go!\" she said, \"now\"");
        assert_eq!(
            as_sent("MARA: \"Wait!\"\nJON (off): No.\nMARA: “Go”"),
            "MARA: \"Wait!\"\nJON (off): \"No.\"\nMARA: \"Go\""
        );
        // What has no marks around it is sent as it always was.
        for typed in ["Don't!", "She said \"run\"", "MARA: Wait!\nJON: No.", "行け", "Go, ‘Ned’ and run", " \n "]
        {
            assert_eq!(as_sent(typed), as_first_sent(typed), "{typed}");
        }
        assert_eq!((as_sent(" "), as_first_sent("\"Run!\"").as_str()), (String::new(), "\"'Run!'\""));
    }

    #[test]
    fn paper_has_one_pair_of_marks_around_what_is_said() {
        assert_eq!(on_paper("\"Go!\""), "“Go!”");
        assert_eq!(on_paper("MARA: \"Go!\"\nJON: “No.”\nStay"), "MARA: “Go!”\nJON: “No.”\nStay");
        assert_eq!(on_paper("\"Go!\" she said, \"now\""), "\"Go!\" she said, \"now\"");
        assert_eq!(on_paper("行こう"), "「行こう」");
        assert_eq!(on_paper("MARA: Don't!"), "MARA: “Don't!”");
    }
}
