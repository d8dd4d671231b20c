//! The container: what is written reads back, and what is mangled does no harm.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::io::Cursor;

use proptest::prelude::*;

use super::*;

fn plan(stretches: &[u32]) -> Plan {
    Plan {
        width: 1280,
        height: 720,
        rate: 24,
        parameter_sets: ParameterSets { sps: vec![0x67, 100, 0, 31, 1, 2], pps: vec![0x68, 1] },
        stretches: stretches.to_vec(),
        sound: None,
    }
}

fn stretch(frames: u32, size: u32) -> Stretch {
    let sizes: Vec<u32> = (0..frames).map(|n| size + n % 7).collect();
    Stretch { data: vec![5; sizes.iter().sum::<u32>() as usize], sizes, sound: Vec::new() }
}

fn film(stretches: &[u32]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut writer = Mp4Writer::new(&mut out, plan(stretches)).unwrap();
    for frames in stretches {
        writer.append(&stretch(*frames, 90)).unwrap();
    }
    let length = writer.finish().unwrap();
    let bytes = out.into_inner();
    assert_eq!(bytes.len() as u64, length);
    bytes
}

#[test]
fn what_is_written_reads_back() {
    for stretches in [&[48][..], &[48, 48, 24], &[24, 40, 40, 40, 24, 30], &[1, 2000, 2100]] {
        let bytes = film(stretches);
        let index = Index::read(&mut Cursor::new(&bytes)).unwrap();
        assert_eq!((&index.codec, index.width, index.height), (b"avc1", 1280, 720));
        assert_eq!(index.samples.len() as u32, stretches.iter().sum::<u32>());
        assert_eq!(index.parameter_sets, [vec![0x67, 100, 0, 31, 1, 2], vec![0x68, 1]]);
        assert!(!index.cut_short);
        let mut first = 0;
        for frames in stretches {
            assert!(
                index.samples[first].key && index.samples[first + 1..][..*frames as usize - 1].iter().all(|s| !s.key)
            );
            first += *frames as usize;
        }
        let seconds: u64 = index.samples.iter().map(|sample| u64::from(sample.lasts)).sum();
        assert_eq!(seconds * 24, u64::from(index.scale) * index.samples.len() as u64);
        assert!(index.samples.iter().all(|s| bytes[s.offset as usize..][..s.size as usize].iter().all(|b| *b == 5)));
        assert!(index.samples.windows(2).all(|pair| pair[0].offset + u64::from(pair[0].size) == pair[1].offset));
        let names: Vec<&[u8]> = vec![&bytes[4..8]];
        assert_eq!(names, [b"ftyp"]);
        let moov = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
        assert_eq!(&bytes[moov + 4..moov + 8], b"moov");
    }
}

#[test]
fn a_film_that_is_not_as_planned_is_refused() {
    let mut writer = Mp4Writer::new(Cursor::new(Vec::new()), plan(&[10, 10])).unwrap();
    assert!(writer.append(&stretch(9, 10)).is_err());
    writer.append(&stretch(10, 10)).unwrap();
    assert!(writer.finish().is_err());
    writer.append(&stretch(10, 10)).unwrap();
    assert!(writer.append(&stretch(10, 10)).is_err());
    assert!(writer.finish().is_ok());
}

#[test]
fn a_film_cut_short_gives_the_frames_that_are_there() {
    let bytes = film(&[48, 48]);
    let index = Index::read(&mut Cursor::new(&bytes[..bytes.len() - 1000])).unwrap();
    assert!(index.cut_short && index.samples.len() < 96 && index.samples.len() > 80);
    assert!(matches!(Index::read(&mut Cursor::new(&bytes[..200])), Err(Damage::CutShort)));
    assert!(matches!(Index::read(&mut Cursor::new(&bytes[..24])), Err(Damage::CutShort | Damage::Broken)));
    assert!(matches!(Index::read(&mut Cursor::new(b"no film at all, only words")), Err(Damage::NotMp4)));
    assert!(matches!(Index::read(&mut Cursor::new(b"")), Err(Damage::NotMp4)));
}

#[test]
fn numbers_that_lie_cost_neither_memory_nor_time() {
    let bytes = film(&[48]);
    let stsz = bytes.windows(4).position(|name| name == b"stsz").unwrap();
    for (same_size, count) in [(1_u32, u32::MAX), (0, u32::MAX), (u32::MAX, u32::MAX), (0, 0)] {
        let mut lying = bytes.clone();
        lying[stsz + 8..stsz + 12].copy_from_slice(&same_size.to_be_bytes());
        lying[stsz + 12..stsz + 16].copy_from_slice(&count.to_be_bytes());
        let index = Index::read(&mut Cursor::new(&lying));
        assert!(index.is_err() || index.unwrap().samples.len() <= bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn mangled_files_do_no_harm(changes in proptest::collection::vec((0..900_usize, any::<u8>()), 1..20), cut in 0..9000_usize) {
        let mut bytes = film(&[24, 24]);
        for (at, value) in changes {
            let at = at % bytes.len();
            bytes[at] = value;
        }
        bytes.truncate(cut.max(100));
        if let Ok(index) = Index::read(&mut Cursor::new(&bytes)) {
            for sample in &index.samples {
                prop_assert!(sample.offset + u64::from(sample.size) <= bytes.len() as u64);
            }
        }
    }
}
