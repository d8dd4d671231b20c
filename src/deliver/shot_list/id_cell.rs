//! The last cell of a line: which shot it is, and which scene and names the line went out with. What comes back is then
//! matched whatever was sorted, renamed or moved since, and a name changed in the table is told from one changed in the
//! project.
//!
//! `shot:SCENE/SHOT/CHECK`: the ids, every character that is no ASCII letter, digit or `_` as `%` and its bytes in
//! hexadecimal, then the CRC-32 of the scene cell and of the name cell. No spreadsheet takes that for a number or a date.

use std::fmt::Write as _;

use crate::story::{SceneId, ShotId};

const BEGIN: &str = "shot:";

/// What an id cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdCell {
    /// The scene that the shot was in when the table was written.
    pub scene: SceneId,
    pub shot: ShotId,
    scene_check: u32,
    name_check: u32,
}

impl IdCell {
    #[must_use]
    pub fn new(scene: &SceneId, shot: &ShotId, scene_cell: &str, name_cell: &str) -> Self {
        Self { scene: scene.clone(), shot: shot.clone(), scene_check: check(scene_cell), name_check: check(name_cell) }
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { scene, shot, scene_check, name_check } = self;
        format!("{BEGIN}{}/{}/{scene_check:08x}{name_check:08x}", escaped(scene.as_str()), escaped(shot.as_str()))
    }

    /// `None` for a cell that says something else.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let mut parts = cell.trim().strip_prefix(BEGIN)?.split('/');
        let (scene, shot, checks) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || checks.len() != 16 {
            return None;
        }
        let (scene_check, name_check) = checks.split_at_checked(8)?;
        Some(Self {
            scene: SceneId::new(unescaped(scene)?),
            shot: ShotId::new(unescaped(shot)?),
            scene_check: u32::from_str_radix(scene_check, 16).ok()?,
            name_check: u32::from_str_radix(name_check, 16).ok()?,
        })
    }

    /// Whether the line still has the scene cell that it went out with.
    #[must_use]
    pub fn scene_is(&self, cell: &str) -> bool {
        self.scene_check == check(cell)
    }

    /// Whether the line still has the name that it went out with.
    #[must_use]
    pub fn name_is(&self, cell: &str) -> bool {
        self.name_check == check(cell)
    }
}

/// Space at the ends may be lost on the way.
fn check(cell: &str) -> u32 {
    crc32fast::hash(super::with_plain_line_ends(cell).trim().as_bytes())
}

fn escaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            out.push(char::from(byte));
        } else {
            // Memory takes every letter.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn unescaped(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let (digits, after) = rest.split_first_chunk::<2>()?;
            out.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_ids_come_back(scene in any::<String>(), shot in any::<String>(), name in any::<String>()) {
            let cell = IdCell::new(&SceneId::new(scene), &ShotId::new(shot), "Pier", &name);
            let text = cell.text();
            prop_assert!(text.is_ascii() && !text.contains([',', ';', '\t', '"', '\n', ' ']), "{text}");
            let back = IdCell::read(&format!(" {text} ")).unwrap();
            prop_assert!(back.scene_is(" Pier") && back.name_is(&name) && !back.scene_is("Quay"));
            prop_assert_eq!(back, cell);
        }

        #[test]
        fn any_cell_is_one_or_none(cell in any::<String>(), tail in "[%0-9a-fé/]{0,30}") {
            let _ = (IdCell::read(&cell), IdCell::read(&format!("{BEGIN}{tail}")));
        }
    }
}
