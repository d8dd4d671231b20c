//! Where every scene and panel of the wall lies. Places are points from the wall's own top left corner.

use egui::{Key, Pos2, Rect, pos2, vec2};

use crate::story::Scene;
use crate::ui::theme::size;

/// A shot's place: the scene's and its own, counted from 0.
pub(super) type Place = (usize, usize);

/// The whole wall.
pub(super) struct Layout {
    pub rows: Vec<Row>,
    pub height: f32,
}

/// A scene's row: its facts at the left, its panels beside them in one line or more.
pub(super) struct Row {
    pub rect: Rect,
    /// Where the scene's name and facts stand.
    pub facts: Rect,
    /// Where panels stand, to the row's end.
    pub room: Rect,
    pub panels: Vec<Rect>,
}

/// The room of a shot's code, seconds and, below a large picture, a line of its prompt.
pub(super) fn words_height(picture_high: f32) -> f32 {
    if picture_high >= size::WALL_CAPTION_FROM { size::WALL_TWO_LINES } else { size::WALL_LINE }
}

/// A panel's place in its two parts: the picture, and the words below it.
pub(super) fn picture_and_words(panel: Rect) -> (Rect, Rect) {
    let large = panel.height() - size::WALL_TWO_LINES >= size::WALL_CAPTION_FROM;
    let words = if large { size::WALL_TWO_LINES } else { size::WALL_LINE };
    panel.split_top_bottom_at_y(panel.bottom() - words)
}

impl Layout {
    pub fn new(scenes: &[Scene], width: f32, zoom: f32) -> Self {
        let picture_high = (size::WALL_PANEL * zoom).round();
        let high = picture_high + words_height(picture_high);
        let gap = size::WALL_GAP;
        let mut top = 0.0;
        let mut rows = Vec::with_capacity(scenes.len());
        for scene in scenes {
            let left = size::WALL_FACTS.min(width / 3.0);
            let room_right = (width - size::WALL_MARGIN).max(left + 1.0);
            // A panel is never wider than the room.
            let wide = (picture_high * scene.aspect.ratio()).round().min(room_right - left);
            let mut at = pos2(left, top + size::WALL_MARGIN);
            let mut panels = Vec::with_capacity(scene.shots.len());
            for _ in &scene.shots {
                if at.x + wide > room_right && at.x > left {
                    at = pos2(left, at.y + high + gap);
                }
                panels.push(Rect::from_min_size(at, vec2(wide, high)));
                at.x += wide + gap;
            }
            let bottom = (at.y + high).max(top + size::WALL_MARGIN + size::WALL_FACTS_HEIGHT) + size::WALL_MARGIN;
            let rect = Rect::from_min_max(pos2(0.0, top), pos2(width, bottom));
            let inner = rect.shrink2(vec2(0.0, size::WALL_MARGIN));
            rows.push(Row {
                rect,
                facts: Rect::from_min_max(pos2(size::WALL_MARGIN, inner.top()), pos2(left - gap, inner.bottom())),
                room: Rect::from_min_max(pos2(left, inner.top()), pos2(room_right, inner.bottom())),
                panels,
            });
            top = bottom;
        }
        Self { rows, height: top }
    }

    pub fn panel(&self, (scene, shot): Place) -> Option<Rect> {
        self.rows.get(scene)?.panels.get(shot).copied()
    }

    /// The row at a height; above the first and below the last that one.
    pub fn row_at(&self, y: f32) -> Option<usize> {
        let at = self.rows.partition_point(|row| row.rect.bottom() <= y);
        (!self.rows.is_empty()).then(|| at.min(self.rows.len() - 1))
    }

    /// Before which panel of which scene something let go of here would stand, its own place not counted out. On a scene's
    /// name it would stand at the scene's end.
    pub fn gap_at(&self, pos: Pos2) -> Option<Place> {
        let scene = self.row_at(pos.y)?;
        let panels = &self.rows[scene].panels;
        if self.rows[scene].facts.contains(pos) {
            return Some((scene, panels.len()));
        }
        let (Some(first), Some(last)) = (panels.first(), panels.last()) else { return Some((scene, 0)) };
        // The line that the pointer is on; above the first and below the last that one.
        let half = size::WALL_GAP / 2.0;
        let below = panels.iter().find(|panel| pos.y <= panel.bottom() + half);
        let line = below.unwrap_or(last).top().max(first.top());
        let before = |panel: &&Rect| panel.top() < line || (panel.top() == line && panel.center().x < pos.x);
        Some((scene, panels.iter().filter(before).count()))
    }

    /// The upright line that shows a gap, on the side of it that the pointer is at.
    pub fn mark(&self, (scene, gap): Place, pos: Pos2) -> Option<Rect> {
        let row = self.rows.get(scene)?;
        let half = size::WALL_GAP / 2.0;
        let before = gap.checked_sub(1).and_then(|before| row.panels.get(before));
        let (x, line) = match (before, row.panels.get(gap)) {
            (Some(before), Some(after)) if before.top() == after.top() || pos.y > before.bottom() + half => {
                (after.left() - half, *after)
            }
            (Some(before), _) => (before.right() + half, *before),
            (None, Some(after)) => (after.left() - half, *after),
            (None, None) => (row.room.left(), row.room),
        };
        Some(Rect::from_x_y_ranges(x..=x, line.y_range()))
    }

    /// The panel that an arrow, Home or End leads to from another.
    pub fn step(&self, from: Place, key: Key) -> Option<Place> {
        let all = || {
            self.rows.iter().enumerate().flat_map(|(scene, row)| (0..row.panels.len()).map(move |shot| (scene, shot)))
        };
        match key {
            Key::ArrowRight => all().find(|place| *place > from),
            Key::ArrowLeft => all().take_while(|place| *place < from).last(),
            Key::Home => all().next(),
            Key::End => all().last(),
            Key::ArrowUp | Key::ArrowDown => {
                let here = self.panel(from)?.center();
                let down = if key == Key::ArrowDown { 1.0 } else { -1.0 };
                let way = |place: Place| self.panel(place).map(|panel| panel.center() - here);
                let beyond =
                    || all().filter_map(|place| Some((place, way(place)?))).filter(|(_, way)| way.y * down > 1.0);
                let line = beyond().map(|(_, way)| way.y.abs()).min_by(f32::total_cmp)?;
                let nearest = beyond().filter(|(_, way)| way.y.abs() <= line + 1.0);
                nearest.min_by(|a, b| a.1.x.abs().total_cmp(&b.1.x.abs())).map(|(place, _)| place)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Aspect, SceneId, Shot};

    fn scenes(counts: &[usize]) -> Vec<Scene> {
        let scene = |(at, count): (usize, &usize)| Scene {
            id: SceneId::new(at.to_string()),
            shots: vec![Shot::default(); *count],
            ..Scene::default()
        };
        counts.iter().enumerate().map(scene).collect()
    }

    #[test]
    fn rows_stand_below_each_other_and_panels_within_them_in_every_width_and_zoom() {
        let mut scenes = scenes(&[4, 0, 6, 1, 30]);
        scenes[2].aspect = Aspect::Tall;
        for width in [300.0, 1024.0, 1440.0, 3840.0] {
            for zoom in [0.4, 1.0, 1.7, 3.0] {
                let wall = Layout::new(&scenes, width, zoom);
                assert_eq!(wall.rows.len(), scenes.len());
                for (row, next) in wall.rows.iter().zip(&wall.rows[1..]) {
                    assert_eq!(row.rect.bottom(), next.rect.top());
                }
                assert_eq!(wall.rows.last().unwrap().rect.bottom(), wall.height);
                for row in &wall.rows {
                    for (at, panel) in row.panels.iter().enumerate() {
                        assert!(row.rect.contains_rect(*panel) && row.facts.right() <= panel.left());
                        assert!(row.panels[..at].iter().all(|other| !other.intersects(*panel)));
                    }
                }
            }
        }
    }

    #[test]
    fn a_picture_has_its_ratio_above_its_words_in_every_zoom() {
        for zoom in (4..=30).map(|tenths| f32::from(u8::try_from(tenths).unwrap()) / 10.0) {
            let wall = Layout::new(&scenes(&[1]), 3840.0, zoom);
            let (picture, words) = picture_and_words(wall.rows[0].panels[0]);
            assert_eq!(picture.height(), (size::WALL_PANEL * zoom).round());
            assert_eq!(words.height(), words_height(picture.height()));
            assert!((picture.width() / picture.height() - 16.0 / 9.0).abs() < 0.02, "{zoom}");
        }
    }

    #[test]
    fn every_panel_is_reached_by_arrows_and_each_way_leads_back() {
        let wall = Layout::new(&scenes(&[4, 0, 6, 1, 9]), 1000.0, 1.0);
        let mut place = wall.step((9, 9), Key::Home).unwrap();
        let mut seen = vec![place];
        while let Some(next) = wall.step(place, Key::ArrowRight) {
            assert_eq!(wall.step(next, Key::ArrowLeft), Some(place));
            seen.push(next);
            place = next;
        }
        assert_eq!((seen.len(), Some(place)), (20, wall.step((0, 0), Key::End)));
        // Down from the first column goes through every line, past the scene without shots.
        let mut place = (0, 0);
        let mut lines = 1;
        while let Some(next) = wall.step(place, Key::ArrowDown) {
            assert_eq!(wall.step(next, Key::ArrowUp), Some(place));
            assert!(wall.panel(next).unwrap().top() > wall.panel(place).unwrap().top());
            place = next;
            lines += 1;
        }
        let mut tops: Vec<_> = wall.rows.iter().flat_map(|row| &row.panels).map(Rect::top).collect();
        tops.dedup();
        assert_eq!(lines, tops.len());
    }

    #[test]
    fn what_is_let_go_of_stands_where_the_pointer_is() {
        let wall = Layout::new(&scenes(&[3, 0, 9]), 1000.0, 1.0);
        for (scene, row) in wall.rows.iter().enumerate() {
            for (at, panel) in row.panels.iter().enumerate() {
                let left = panel.center() - vec2(20.0, 0.0);
                let right = panel.center() + vec2(20.0, 0.0);
                assert_eq!(wall.gap_at(left), Some((scene, at)));
                assert_eq!(wall.gap_at(right), Some((scene, at + 1)));
                let mark = wall.mark((scene, at + 1), right).unwrap();
                assert!(mark.left() > panel.right() && mark.y_range() == panel.y_range());
                let mark = wall.mark((scene, at), left).unwrap();
                assert!(mark.left() < panel.left() && mark.y_range() == panel.y_range());
            }
        }
        assert_eq!(wall.gap_at(wall.rows[0].room.right_center()), Some((0, 3)));
        assert_eq!(wall.gap_at(wall.rows[1].room.center()), Some((1, 0)));
        let name = wall.rows[2].facts.center();
        assert_eq!(wall.gap_at(name), Some((2, 9)), "on its name at its end");
        assert!(wall.mark((2, 9), name).unwrap().left() > wall.rows[2].panels[8].right());
        assert!(wall.mark((1, 0), wall.rows[1].room.center()).is_some());
        assert_eq!(wall.gap_at(pos2(0.0, -50.0)), Some((0, 0)));
        assert_eq!(wall.gap_at(pos2(990.0, wall.height + 50.0)), Some((2, 9)));
    }
}
