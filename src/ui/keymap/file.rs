//! The user's own keys: a TOML file of commands by name, each with one key or a list. What is wrong in it is told and the
//! usual key counts; two commands never share one.

use std::collections::HashMap;
use std::fmt::Write as _;

use egui::{Key, KeyboardShortcut, Modifiers};
use strum::IntoEnumIterator as _;

use super::Keymap;
use crate::ui::command::{self, Command, KeyView};

/// Of so many lines that name no command it is told which they are; of the others how many they are.
const STRANGERS_TOLD: usize = 2;

impl Keymap {
    /// The keys that a file's text asks for, and a sentence for everything that could not be done as asked.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let mut keymap = Self::default();
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let error: toml::de::Error = error;
                let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
                notes.push(format!(
                    "keys.toml cannot be read at line {line}, so the usual keys count: {}",
                    error.message()
                ));
                return (keymap, notes);
            }
        };
        let by_name: HashMap<&str, Command> = command::all().map(|command| (command.spec().name, command)).collect();
        let mut strangers = 0_usize;
        let mut owners = Owners::default();
        let mut asked: HashMap<Command, Vec<KeyboardShortcut>> = HashMap::new();
        for (name, value) in &table {
            let Some(command) = by_name.get(name.as_str()).copied() else {
                strangers += 1;
                if strangers <= STRANGERS_TOLD {
                    notes.push(unknown(name));
                }
                continue;
            };
            let mut keys = Vec::new();
            for text in texts(value, name, &mut notes) {
                match parse(&text) {
                    Ok(key) => match owners.other_than(command, &key) {
                        Some(owner) => notes.push(format!(
                            "keys.toml gives {} to two commands: “{}” has it, “{}” does not",
                            text_of(&key),
                            plain(owner),
                            plain(command),
                        )),
                        None => {
                            notes.extend(kept_by_a_view(command, &key));
                            owners.add(command, key);
                            keys.push(key);
                        }
                    },
                    Err(why) => notes.push(format!("keys.toml: “{}” for {name} {why}", beginning(&text))),
                }
            }
            asked.insert(command, keys);
        }
        if strangers > STRANGERS_TOLD {
            let more = strangers - STRANGERS_TOLD;
            notes.push(format!("keys.toml: {more} more of its lines name no command either"));
        }
        for command in command::all().filter(|command| !asked.contains_key(command)) {
            let keys = keymap.keys.entry(command).or_default();
            for key in keys.clone() {
                if let Some(owner) = owners.other_than(command, &key) {
                    notes.push(format!(
                        "{} is the key of “{}” now and no more of “{}” (keys.toml)",
                        text_of(&key),
                        plain(owner),
                        plain(command),
                    ));
                }
            }
            keys.retain(|key| owners.other_than(command, key).is_none());
        }
        keymap.keys.extend(asked);
        (keymap, notes)
    }

    /// A file with every command and its usual keys, all of it commented out.
    #[must_use]
    pub fn template() -> String {
        let mut text = "# Keys of Storyreel. Take the # away before a line to change it; save, and come back to the window.\n\
             # One key: split-shot = \"S\". Several: [\"S\", \"Ctrl+Shift+K\"]. None: [].\n\
             # Ctrl is Cmd on a Mac. Names of keys: A to Z, 0 to 9, F1 to F35, Left, Space, Enter, Delete, OpenBracket, Comma …\n\n"
            .to_owned();
        let usual = Self::default();
        for command in command::all() {
            let keys: Vec<String> = usual.of(command).iter().map(|key| format!("\"{}\"", text_of(key))).collect();
            let keys = if let [only] = keys.as_slice() { only.clone() } else { format!("[{}]", keys.join(", ")) };
            // Writing to a text cannot fail.
            let _ = writeln!(text, "# {} = {keys}  # {}", command.spec().name, plain(command));
        }
        text
    }
}

/// Who has which key so far: in each view one command at most.
#[derive(Default)]
struct Owners(HashMap<KeyboardShortcut, Vec<Command>>);

impl Owners {
    fn other_than(&self, command: Command, key: &KeyboardShortcut) -> Option<Command> {
        let meet = |owner: &Command| {
            let share = |view| owner.spec().has_keys_in(view) && command.spec().has_keys_in(view);
            *owner != command && KeyView::iter().any(share)
        };
        self.0.get(key)?.iter().copied().find(meet)
    }

    fn add(&mut self, command: Command, key: KeyboardShortcut) {
        self.0.entry(key).or_default().push(command);
    }
}

/// That a key does something else in a view where the command would have it too.
fn kept_by_a_view(command: Command, key: &KeyboardShortcut) -> Option<String> {
    let is_kept = |view: &KeyView| command.spec().has_keys_in(*view) && view.owns(key);
    KeyView::iter().find(is_kept).map(|view| {
        let (key, command, name) = (text_of(key), plain(command), view.name());
        format!("keys.toml: {key} leads through the {name} itself, so “{command}” has it only elsewhere")
    })
}

/// The beginning of what a file says, as much of it as a message has room for.
fn beginning(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn unknown(name: &str) -> String {
    const CLOSE: f64 = 0.8;
    // No command has a name that long, and comparing long ones takes their lengths multiplied.
    let name = &beginning(name);
    let names =
        command::all().map(|command| command.spec().name).map(|known| (strsim::jaro_winkler(known, name), known));
    let nearest = names.filter(|(near, _)| *near > CLOSE).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = nearest.map_or_else(String::new, |(_, known)| format!(": is “{known}” meant?"));
    format!("keys.toml: there is no command “{name}”{hint}")
}

fn texts(value: &toml::Value, name: &str, notes: &mut Vec<String>) -> Vec<String> {
    let all = match value {
        toml::Value::String(one) => Some(vec![one.clone()]),
        toml::Value::Array(list) => list.iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    all.unwrap_or_else(|| {
        notes.push(format!("keys.toml: {name} wants a key in quotation marks, or a list of them"));
        Vec::new()
    })
}

/// A key as people write it: `Ctrl+Shift+N`.
fn parse(text: &str) -> Result<KeyboardShortcut, &'static str> {
    let (before, last) = match text.trim().rsplit_once('+') {
        // The key itself is a plus.
        Some((before, "")) => (before.trim_end_matches('+'), "Plus"),
        Some((before, last)) => (before, last.trim()),
        None => ("", text.trim()),
    };
    let mut modifiers = Modifiers::NONE;
    for name in before.split('+').map(str::trim).filter(|name| !name.is_empty()) {
        modifiers |= match name.to_ascii_lowercase().as_str() {
            "ctrl" | "control" | "cmd" | "command" => Modifiers::COMMAND,
            "shift" => Modifiers::SHIFT,
            "alt" | "option" => Modifiers::ALT,
            _ => return Err("begins with something else than Ctrl, Shift or Alt"),
        };
    }
    let capital = last.chars().next().map(|first| first.to_uppercase().chain(last.chars().skip(1)).collect::<String>());
    let key = Key::from_name(last).or_else(|| Key::from_name(&capital?)).ok_or("names no key")?;
    if matches!(key, Key::Tab | Key::Escape) {
        return Err("cannot be: Tab and Escape lead through the window and out of things");
    }
    Ok(KeyboardShortcut::new(modifiers, key))
}

/// As it can be read again.
fn text_of(key: &KeyboardShortcut) -> String {
    let mut text = String::new();
    for (is_held, name) in [
        (key.modifiers.command || key.modifiers.ctrl, "Ctrl+"),
        (key.modifiers.shift, "Shift+"),
        (key.modifiers.alt, "Alt+"),
    ] {
        if is_held {
            text.push_str(name);
        }
    }
    text + key.logical_key.name()
}

/// A command's text without `…`.
fn plain(command: Command) -> &'static str {
    command.text().trim_end_matches('…')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::command::{EditCommand, PlayCommand, ShotCommand};

    fn keys(keymap: &Keymap, command: Command) -> Vec<String> {
        keymap.of(command).iter().map(text_of).collect()
    }

    #[test]
    fn the_template_changes_nothing_and_with_every_line_in_force_neither() {
        let template = Keymap::template();
        assert_eq!(Keymap::read(&template), (Keymap::default(), Vec::new()));
        let lines = template.lines().skip(4).map(|line| line.trim_start_matches("# "));
        let all = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(all.lines().count(), command::all().count());
        assert_eq!(Keymap::read(&all), (Keymap::default(), Vec::new()));
    }

    #[test]
    fn keys_are_changed_added_and_taken_away() {
        let (keymap, notes) = Keymap::read(
            "split-shot = \"b\"\nloop = [\"ctrl+shift+y\", \"Ctrl++\"]\nadd-shot = []\nlength-3 = \"F3\"\nzoom-in = \"F7\"",
        );
        assert_eq!(notes, Vec::<String>::new());
        assert_eq!(keys(&keymap, Command::Shot(ShotCommand::Split)), ["B"]);
        assert_eq!(keys(&keymap, Command::Play(PlayCommand::Loop)), ["Ctrl+Shift+Y", "Ctrl+Plus"]);
        assert_eq!(keys(&keymap, Command::Shot(ShotCommand::Add)), Vec::<String>::new());
        assert_eq!(keys(&keymap, Command::Length(3)), ["F3"]);
        assert_eq!(keys(&keymap, Command::Edit(EditCommand::Undo)), ["Ctrl+Z"], "others keep theirs");
    }

    #[test]
    fn a_clash_is_told_and_no_two_commands_have_one_key() {
        let (keymap, notes) = Keymap::read("split-shot = \"N\"\njoin-shot = \"n\"");
        assert_eq!(
            notes,
            [
                "keys.toml gives N to two commands: “Split at the playhead” has it, “Join with the next” does not",
                "N is the key of “Split at the playhead” now and no more of “Add shot” (keys.toml)",
            ]
        );
        assert_eq!(keys(&keymap, Command::Shot(ShotCommand::Split)), ["N"]);
        assert!(
            keymap.of(Command::Shot(ShotCommand::Add)).is_empty()
                && keymap.of(Command::Shot(ShotCommand::Join)).is_empty()
        );
        let (_, swapped) = Keymap::read("split-shot = \"N\"\nadd-shot = \"S\"");
        assert_eq!(swapped, Vec::<String>::new(), "two that change places do not clash");
    }

    #[test]
    fn two_commands_may_share_a_key_where_they_never_meet_and_a_view_keeps_its_own() {
        let mut owners = Owners::default();
        let key = parse("Home").unwrap();
        let loops = Command::Play(PlayCommand::Loop);
        owners.add(loops, key);
        assert_eq!(owners.other_than(Command::Edit(EditCommand::Undo), &key), Some(loops), "on the board they meet");
        let (keymap, notes) = Keymap::read("go-to-start = []\nundo = \"Home\"");
        assert_eq!(notes, ["keys.toml: Home leads through the wall itself, so “Undo” has it only elsewhere"]);
        assert_eq!(keys(&keymap, Command::Edit(EditCommand::Undo)), ["Home"]);
    }

    #[test]
    fn every_name_that_was_released_is_still_read() {
        let released = include_str!("released.txt");
        let names: std::collections::HashSet<&str> = command::all().map(|command| command.spec().name).collect();
        let gone: Vec<&str> = released.lines().filter(|name| !names.contains(name)).collect();
        assert!(gone.is_empty(), "files of keys name them: {gone:?}");
        assert!(released.lines().count() > 100);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let (keymap, notes) =
            Keymap::read("splt-shot = \"B\"\nundo = \"Ctrl+Foo\"\nredo = 7\nloop = \"Hyper+L\"\nquit = \"Esc\"");
        assert_eq!(notes.len(), 5, "{notes:?}");
        assert!(notes[0].contains("is “split-shot” meant?"), "{notes:?}");
        assert!(notes.iter().any(|note| note.contains("“Ctrl+Foo” for undo names no key")), "{notes:?}");
        assert_eq!(
            keymap.of(Command::Shot(ShotCommand::Split)),
            Keymap::default().of(Command::Shot(ShotCommand::Split))
        );
        let (keymap, notes) = Keymap::read("undo = \"A\"\nbroken");
        assert_eq!(keymap, Keymap::default());
        assert!(notes[0].starts_with("keys.toml cannot be read at line 2"), "{notes:?}");
    }

    #[test]
    fn a_file_of_nothing_but_mistakes_is_told_in_few_and_short_messages() {
        let strangers: Vec<String> = (0..40_000).map(|n| format!("cmd{n} = \"Ctrl+{n}\"\n")).collect();
        let strangers = strangers.concat();
        let (keymap, notes) = Keymap::read(&strangers);
        assert_eq!(keymap, Keymap::default());
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[2].contains("39998 more of its lines name no command"), "{notes:?}");
        let long = "split-shot".repeat(90_000);
        for text in [format!("{long} = \"B\""), format!("undo = \"{long}\"")] {
            let (keymap, notes) = Keymap::read(&text);
            assert_eq!(
                keymap.of(Command::Shot(ShotCommand::Split)),
                Keymap::default().of(Command::Shot(ShotCommand::Split))
            );
            assert!(notes.len() == 1 && notes[0].chars().count() < 200, "{} messages", notes.len());
        }
    }

    #[test]
    fn every_command_has_a_name_of_its_own() {
        let names: std::collections::HashSet<&str> = command::all().map(|command| command.spec().name).collect();
        assert_eq!(names.len(), command::all().count());
        assert!(names.contains("choose-frame-first") && names.contains("length-9") && names.contains("split-shot"));
    }
}
