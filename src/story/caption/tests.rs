//! Captions lose no letter without a word, never run two speakers together, and fill their shot's time.

use proptest::prelude::*;

use super::lines::width_of;
use super::*;

fn dialogue(text: &str, seconds: u64) -> Captions {
    Captions::new(text, CaptionText::Dialogue, seconds * 24, 24)
}

fn lines(captions: &Captions) -> Vec<Vec<&str>> {
    captions.all.iter().map(|caption| caption.lines.iter().map(String::as_str).collect()).collect()
}

#[test]
fn each_speaker_has_captions_of_their_own() {
    let captions = dialogue("MARA: Wait for me!\nJON: \"No.\"", 4);
    assert_eq!(lines(&captions), [["MARA: Wait for me!"], ["JON: No."]]);
    let [first, second] = captions.all.as_slice() else { panic!() };
    assert_eq!((first.start, first.end, second.end), (0, second.start, 96));
    assert!(first.end > 48 && second.end - second.start >= 24, "by length, and none shorter than a second");
    assert_eq!(captions.at(0), Some(first));
    assert_eq!(captions.at(95), Some(second));
    assert_eq!(captions.at(96), None);
}

#[test]
fn what_does_not_fit_two_lines_goes_on_in_further_captions() {
    let text = "I told you not to come here. The tide takes the road at nine, and nobody has ever walked back over it \
                in the dark. Give me the red case, and I will show you the way along the wall.";
    let captions = dialogue(&format!("MARA: {text}"), 9);
    assert!(captions.all.len() >= 3 && captions.letters_cut == 0, "{captions:?}");
    assert!(captions.all.iter().all(|caption| (1..=2).contains(&caption.lines.len())));
    assert!(captions.all[0].lines.last().unwrap().ends_with("here."), "a sentence is not torn: {captions:?}");
    let told = captions.all.iter().flat_map(|caption| &caption.lines).map(String::as_str).collect::<Vec<_>>().join(" ");
    assert_eq!(told, format!("MARA: {text}"));
}

#[test]
fn lines_of_their_own_stay_and_two_lines_are_about_as_wide() {
    assert_eq!(
        lines(&dialogue("First we run\nthen we swim\nthen we wait", 6)),
        [vec!["First we run", "then we swim"], vec!["then we wait"]]
    );
    let captions = dialogue("We should have left before the harbour lights went out", 4);
    let [first, second] = lines(&captions)[0][..] else { panic!("{captions:?}") };
    assert!(first.len().abs_diff(second.len()) < 12, "{first} / {second}");
    let japanese = dialogue("雨の港を走る。灯りがひとつずつ消えていく、もう誰もいない。", 4);
    assert_eq!(japanese.all.len(), 1);
    assert!(japanese.all[0].lines.iter().all(|line| !line.starts_with(['。', '、'])), "{japanese:?}");
}

#[test]
fn what_finds_no_time_is_counted_and_its_place_marked() {
    let text = (0..30).map(|n| format!("JON: Line {n}\nMARA: Yes")).collect::<Vec<_>>().join("\n");
    let captions = dialogue(&text, 3);
    assert_eq!(captions.all.len(), 6, "half a second each");
    assert_eq!(lines(&captions)[5], ["MARA: Yes …"]);
    assert!(captions.letters_cut > 300);
    assert_eq!(dialogue("MARA: Wait", 0), Captions::default());
    assert_eq!(dialogue(" \n", 3), Captions::default());
}

#[test]
fn notes_and_prompts_are_told_as_they_are_written() {
    let notes = Captions::new("INSERT: the case, \"red\"", CaptionText::Notes, 48, 24);
    assert_eq!(lines(&notes), [["INSERT: the case, \"red\""]]);
    let prompt = Captions::new("@mara runs", CaptionText::Prompt, 48, 24);
    assert_eq!(lines(&prompt), [["mara runs"]]);
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Its words fill two lines to the last hundredth: counted in fractions, the lines were wider than their words.
#[test]
fn a_text_that_fills_its_lines_to_the_last_hundredth_is_broken() {
    let text = "🌀0ૐ𐤿:##A-n!\u{c62}🠐aA𐨐'!𑍇AA'🀀0𝒩🬀走れれれれれれれれれれれれれれれれれれれれれれれれれれれれ";
    for which in CaptionText::ALL {
        for line in Captions::new(text, which, 500, 24).all.iter().flat_map(|caption| &caption.lines) {
            assert!(width_of(line) <= LINE_WIDTH, "{line}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_whole_in_time_and_in_two_lines(
        text in "([A-Z]{1,6}: )?(\\PC{0,40}|[a-z]{1,90}|走れ{0,60}|\n| ){0,12}",
        frames in 1_u64..2_000,
        rate in 10_u32..=60,
    ) {
        for which in CaptionText::ALL {
            let captions = Captions::new(&text, which, frames, rate);
            let mut at = 0;
            for caption in &captions.all {
                prop_assert_eq!(caption.start, at);
                prop_assert!(caption.end > caption.start);
                prop_assert!((1..=LINES_MAX).contains(&caption.lines.len()));
                for line in &caption.lines {
                    prop_assert!(width_of(line.trim_end_matches(" …")) <= LINE_WIDTH, "{}", line);
                    prop_assert!(!line.trim().is_empty());
                }
                at = caption.end;
            }
            prop_assert!(captions.all.is_empty() || at == frames);
            let told: String = captions.all.iter().flat_map(|caption| &caption.lines).map(|line| bare(line)).collect();
            let whole = bare(&text);
            if captions.letters_cut == 0 {
                prop_assert_eq!(told, whole);
            } else {
                prop_assert!(whole.starts_with(&told));
            }
        }
    }
}
