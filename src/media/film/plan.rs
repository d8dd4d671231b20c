//! In which order a film's frames are shown, and from where each can be decoded.

use crate::media::mp4::Index;

/// Samples that are decoded from the first on, without any others; they show one after another before the next group's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub first_sample: usize,
    pub samples: usize,
    /// The group's places are counted in the order of showing; those before this one are not meant to be seen.
    first_place: u64,
    /// How many are.
    seen: u64,
    /// The film's number of the first of them.
    first_frame: u64,
}

impl Group {
    /// The place of one of its frames.
    pub fn place_of(&self, frame: u64) -> u64 {
        self.first_place + (frame - self.first_frame)
    }

    /// The frame at a place, if it is meant to be seen.
    pub fn frame_at(&self, place: u64) -> Option<u64> {
        let offset = place.checked_sub(self.first_place)?;
        (offset < self.seen).then_some(self.first_frame + offset)
    }
}

#[derive(Debug, Default)]
pub struct Plan {
    groups: Vec<Group>,
    pub frames: u64,
}

impl Plan {
    /// `is_start` tells of a sample that the file calls a key frame whether it really needs no others.
    pub fn new(index: &Index, mut is_start: impl FnMut(usize) -> bool) -> Self {
        let mut starts: Vec<usize> =
            (0..index.samples.len()).filter(|sample| index.samples[*sample].key && is_start(*sample)).collect();
        if starts.first() != Some(&0) && !index.samples.is_empty() {
            starts.insert(0, 0);
        }
        let mut plan = Self::default();
        for (number, first_sample) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(index.samples.len());
            let mut shows: Vec<i64> = index.samples[*first_sample..end].iter().map(|sample| sample.shows).collect();
            shows.sort_unstable();
            let first = shows.partition_point(|tick| index.first_tick.is_some_and(|first| *tick < first));
            let last = shows.partition_point(|tick| index.end_tick.is_none_or(|end| *tick < end));
            let seen = last.saturating_sub(first) as u64;
            plan.groups.push(Group {
                first_sample: *first_sample,
                samples: end - first_sample,
                first_place: first as u64,
                seen,
                first_frame: plan.frames,
            });
            plan.frames += seen;
        }
        plan
    }

    /// The group that holds a frame, and its number.
    pub fn group_of(&self, frame: u64) -> Option<(usize, &Group)> {
        let number = self.groups.partition_point(|group| group.first_frame + group.seen <= frame);
        self.groups.get(number).map(|group| (number, group))
    }

    /// Frames a second, on the average; 24 where the file does not tell.
    #[expect(clippy::cast_precision_loss, reason = "a rate for people and for a clock")]
    pub fn fps(index: &Index) -> f64 {
        let ticks: u64 = index.samples.iter().map(|sample| u64::from(sample.lasts)).sum();
        if ticks == 0 || index.scale == 0 {
            return 24.0;
        }
        (index.samples.len() as f64 * f64::from(index.scale) / ticks as f64).clamp(0.1, 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::mp4::Sample;

    /// Two groups of four, each decoded I P B B and shown I B B P.
    fn index() -> Index {
        let sample = |shows: i64, key: bool| Sample { offset: 0, size: 1, shows, lasts: 10, key };
        let group =
            |at: i64| [sample(at, true), sample(at + 30, false), sample(at + 10, false), sample(at + 20, false)];
        Index { scale: 240, samples: [group(20), group(60)].concat(), ..Index::default() }
    }

    #[test]
    fn frames_are_counted_as_they_show() {
        let plan = Plan::new(&index(), |_| true);
        assert_eq!((plan.frames, plan.groups.len()), (8, 2));
        let (number, group) = plan.group_of(5).unwrap();
        assert_eq!((number, group.first_sample, group.place_of(5), group.frame_at(1)), (1, 4, 1, Some(5)));
        assert!(plan.group_of(8).is_none());
        assert_eq!(Plan::fps(&index()), 24.0);
    }

    #[test]
    fn what_an_edit_leaves_out_has_no_number() {
        let mut index = index();
        index.first_tick = Some(40);
        index.end_tick = Some(80);
        let plan = Plan::new(&index, |_| true);
        assert_eq!(plan.frames, 4);
        let (_, group) = plan.group_of(0).unwrap();
        assert_eq!((group.place_of(0), group.frame_at(1), group.frame_at(2)), (2, None, Some(0)));
        assert_eq!(plan.group_of(3).unwrap().0, 1);
    }

    #[test]
    fn a_key_frame_that_is_none_begins_no_group() {
        let plan = Plan::new(&index(), |sample| sample == 0);
        assert_eq!((plan.frames, plan.groups.len()), (8, 1));
    }
}
