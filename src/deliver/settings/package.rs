//! What is delivered together, and where to, as a project remembers it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::deliver::Kind;
use crate::story::project::Extra;

/// What is delivered together, and where to.
#[expect(clippy::struct_excessive_bools, reason = "each is a tick that people set by itself")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    pub boards: bool,
    pub estimate: bool,
    pub estimate_table: bool,
    pub film: bool,
    pub captions: bool,
    pub shot_list: bool,
    /// The folder that each delivery's own folder is made in; none: the one that the project lies in.
    pub folder: Option<PathBuf>,
    /// Whether the new folder is shown once it is there.
    pub show_folder: bool,
    #[serde(flatten)]
    pub extra: Extra,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            boards: true,
            estimate: true,
            estimate_table: false,
            film: true,
            captions: true,
            shot_list: false,
            folder: None,
            show_folder: true,
            extra: Extra::default(),
        }
    }
}

impl Package {
    /// Everything that can be delivered together, in the order in which it is made: what is quick first.
    pub const KINDS: [Kind; 6] =
        [Kind::BoardsPdf, Kind::EstimatePdf, Kind::EstimateCsv, Kind::ShotListCsv, Kind::Srt, Kind::Mp4];

    /// The tick of a kind; none of what is not delivered with others.
    pub fn tick(&mut self, kind: Kind) -> Option<&mut bool> {
        match kind {
            Kind::BoardsPdf => Some(&mut self.boards),
            Kind::EstimatePdf => Some(&mut self.estimate),
            Kind::EstimateCsv => Some(&mut self.estimate_table),
            Kind::Mp4 => Some(&mut self.film),
            Kind::Srt => Some(&mut self.captions),
            Kind::ShotListCsv => Some(&mut self.shot_list),
            Kind::Gif | Kind::ShotListXlsx | Kind::ShotListMarkdown | Kind::ContactSheet => None,
        }
    }

    /// What is ticked.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        let mut ticks = self.clone();
        Self::KINDS.into_iter().filter(move |kind| ticks.tick(*kind).is_some_and(|tick| *tick))
    }

    /// Ticks these and no others.
    pub fn only(&mut self, kinds: &[Kind]) {
        for kind in Self::KINDS {
            if let Some(tick) = self.tick(kind) {
                *tick = kinds.contains(&kind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_is_ticked_kind_by_kind() {
        let kinds = |package: &Package| package.kinds().collect::<Vec<_>>();
        let mut package = Package::default();
        assert_eq!(kinds(&package), [Kind::BoardsPdf, Kind::EstimatePdf, Kind::Srt, Kind::Mp4]);
        package.only(&[Kind::ShotListCsv, Kind::EstimateCsv]);
        assert_eq!(kinds(&package), [Kind::EstimateCsv, Kind::ShotListCsv]);
        let later: Package = serde_json::from_str(r#"{"film": false, "posters": 3}"#).unwrap();
        assert_eq!(kinds(&later), [Kind::BoardsPdf, Kind::EstimatePdf, Kind::Srt]);
        assert_eq!(serde_json::to_value(&later).unwrap()["posters"], 3);
    }
}
