//! Every fault has its sentence, and whatever is read is written back.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::story::id::{ElementId, ProjectId, SceneId, ShotId, TakeId};
use crate::story::{Aspect, Crop, Element, MediaPath, Scene, Seconds, Shot, ShotMove, Tier};

fn read(text: &str) -> Result<Project, FileError> {
    parse(text.as_bytes(), Path::new("/home/a/Harbour chase.storyreel/project.json"))
}

fn refused(text: &str) -> String {
    let sentence = read(text).unwrap_err().to_string();
    let told = sentence.strip_prefix("Harbour chase.storyreel/project.json").unwrap();
    told.strip_suffix("; the file is left untouched").unwrap().to_owned()
}

/// A file with one shot, whose text is given.
fn shot(fields: &str) -> String {
    format!("{{\"format\": \"storyreel/1\", \"scenes\": [\n{{}},\n{{\"shots\": [\n{{{fields}}}\n]}}]}}")
}

#[test]
fn faults_are_told_with_place_and_line() {
    let scene = |fields: &str| format!("{{\"format\": \"storyreel/1\",\n\"scenes\": [{{{fields}}}]}}");
    for (text, sentence) in [
        (
            shot(r#""prompt": "a", "seconds": -3"#),
            ", line 4: scenes[1].shots[0].seconds must be a whole number of at least 0, not -3",
        ),
        (
            shot(r#""prompt": "a", "seconds": 2.5"#),
            ", line 4: scenes[1].shots[0].seconds must be a whole number of at least 0, not 2.5",
        ),
        (
            shot(r#""prompt": "a", "seconds": "3""#),
            ", line 4: scenes[1].shots[0].seconds must be a whole number of at least 0, not \"3\"",
        ),
        (
            shot(r#""prompt": "a", "seconds": 5000000000"#),
            ", line 4: scenes[1].shots[0].seconds is too large: 5000000000",
        ),
        (
            shot(r#""prompt": "a", "seconds": null"#),
            ", line 4: scenes[1].shots[0].seconds must be a whole number of at least 0, not null",
        ),
        (shot(r#""seconds": 3"#), ", line 4: scenes[1].shots[0] has no \"prompt\""),
        (shot(r#""prompt": "a""#), ", line 4: scenes[1].shots[0] has no \"seconds\""),
        (shot(r#""prompt": "a", "prompt": "b", "seconds": 1"#), ", line 4: scenes[1].shots[0] has \"prompt\" twice"),
        (
            shot(r#""prompt": 7, "seconds": 1"#),
            ", line 4: scenes[1].shots[0].prompt must be text in quotation marks, not 7",
        ),
        (
            shot(r#""prompt": "a", "seconds": 1, "panel": "../a.png""#),
            ", line 4: scenes[1].shots[0].panel: \"../a.png\" leads out of the project folder; write it relative to the project folder, like \"media/a.png\"",
        ),
        (
            scene(r#""first_frame": "/etc/passwd""#),
            ", line 2: scenes[0].first_frame: \"/etc/passwd\" is absolute; write it relative to the project folder, like \"media/a.png\"",
        ),
        (
            scene(r#""last_frame": "media\\a.png""#),
            ", line 2: scenes[0].last_frame: \"media\\a.png\" has a back slash; write it relative to the project folder, like \"media/a.png\"",
        ),
        (scene(r#""tier": "gold""#), ", line 2: scenes[0].tier must be \"standard\" or \"pro\", not \"gold\""),
        (scene(r#""aspect": "4:3""#), ", line 2: scenes[0].aspect must be \"16:9\", \"9:16\" or \"1:1\", not \"4:3\""),
        (scene(r#""audio": 1"#), ", line 2: scenes[0].audio must be true or false, not 1"),
        (scene(r#""shots": {}"#), ", line 2: scenes[0].shots must be a list in [ ], not an object"),
        (scene(r#""shots": [3]"#), ", line 2: scenes[0].shots[0] must be an object in { }, not 3"),
        (
            r#"{"format": "storyreel/1", "scenes": [], "elements": [{"images": ["a.png", "C:/b.png"]}]}"#.to_owned(),
            ", line 1: elements[0].images[1]: \"C:/b.png\" has a colon; write it relative to the project folder, like \"media/a.png\"",
        ),
        (r#"{"format": "storyreel/1"}"#.to_owned(), ", line 1: the project has no \"scenes\""),
        (r#"{"scenes": []}"#.to_owned(), ": it has no \"format\"; write \"format\": \"storyreel/1\" at its top"),
        (
            r#"{"format": "storyreel/2", "scenes": {"new": "things"}}"#.to_owned(),
            ": it was written by a newer Storyreel (format \"storyreel/2\"); update Storyreel to open it",
        ),
        (
            r#"{"format": "board/1", "scenes": []}"#.to_owned(),
            ": its format is \"board/1\", and Storyreel reads \"storyreel/1\"",
        ),
        (r#"{"format": 1, "scenes": []}"#.to_owned(), ": its format is 1, and Storyreel reads \"storyreel/1\""),
        (
            "{\n\"format\": \"storyreel/1\",\n\"scenes\": [".to_owned(),
            ", line 3: it ends too early, as if it was cut short",
        ),
        (String::new(), ", line 1: it ends too early, as if it was cut short"),
        ("{\"format\": \"storyreel/1\",\n\"scenes\": [],}".to_owned(), ", line 2: this is not JSON (trailing comma)"),
        (r#"{"format": "storyreel/1", "scenes": []} {"#.to_owned(), ", line 1: this is not JSON (trailing characters)"),
        ("[]".to_owned(), ", line 1: this is a list, and a project is an object in { }"),
        ("7".to_owned(), ", line 1: the project must be an object in { }, not 7"),
    ] {
        assert_eq!(refused(&text), sentence, "{text}");
    }
}

#[test]
fn text_that_is_not_utf8_is_told_with_its_line() {
    let error = parse(b"{\n\"format\": \"\xff\"}", Path::new("a/project.json")).unwrap_err();
    assert_eq!(
        (error.line, error.problem.as_str()),
        (Some(2), "this is not text in UTF-8; save it with that encoding")
    );
}

#[test]
fn a_byte_order_mark_does_not_matter() {
    assert!(read("\u{feff}{\"format\": \"storyreel/1\", \"scenes\": []}").is_ok());
}

#[test]
fn deep_nesting_is_refused() {
    for deep in
        ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), format!("{}{}", "[".repeat(5000), "]".repeat(5000))]
    {
        for at_top in [true, false] {
            let text = if at_top {
                deep.clone()
            } else {
                format!(r#"{{"format": "storyreel/1", "scenes": [], "x": {deep}}}"#)
            };
            assert!(read(&text).is_err());
        }
    }
    let closed = format!(r#"{{"format": "storyreel/1", "scenes": [], "x": {}{}}}"#, "[".repeat(200), "]".repeat(200));
    assert_eq!(refused(&closed), ", line 1: it is nested too deeply");
}

#[test]
fn the_documented_example_is_read_and_written_as_it_stands() {
    let text = r#"{"format": "storyreel/1", "name": "Harbour chase",
     "elements": [{"name": "mara", "description": "courier, 30, red scarf", "images": ["media/a.png", "media/b.png"]}],
     "scenes": [{"name": "Rooftop", "tier": "standard", "aspect": "16:9", "audio": true,
       "first_frame": "media/first.png", "last_frame": null,
       "shots": [{"name": "020A", "prompt": "Wide. @mara runs toward camera", "seconds": 3, "dialogue": "", "notes": "", "panel": null}]}]}"#;
    let mut project = read(text).unwrap();
    let mut n = 0;
    project.complete(&mut || {
        n += 1;
        format!("id{n}")
    });
    let written = String::from_utf8(write(&project).unwrap()).unwrap();
    assert_eq!(
        written,
        r#"{
  "format": "storyreel/1",
  "id": "id1",
  "name": "Harbour chase",
  "elements": [
    {
      "id": "id2",
      "name": "mara",
      "description": "courier, 30, red scarf",
      "images": [
        "media/a.png",
        "media/b.png"
      ]
    }
  ],
  "scenes": [
    {
      "id": "id3",
      "name": "Rooftop",
      "tier": "standard",
      "aspect": "16:9",
      "audio": true,
      "first_frame": "media/first.png",
      "last_frame": null,
      "shots": [
        {
          "id": "id4",
          "name": "020A",
          "prompt": "Wide. @mara runs toward camera",
          "seconds": 3,
          "dialogue": "",
          "notes": "",
          "panel": null
        }
      ]
    }
  ]
}
"#
    );
    assert_eq!(read(&written).unwrap(), project);
}

#[test]
fn unknown_fields_keep_their_order_and_exact_values() {
    let text = r#"{"zeta": 1.1e-7, "format": "storyreel/1", "scenes": [{"shots": [], "b": null, "a": [{"deep": {"er": 18446744073709551615}}]}], "alpha": 0.30000000000000004}"#;
    let written = String::from_utf8(write(&read(text).unwrap()).unwrap()).unwrap();
    assert!(written.find("\"zeta\"").unwrap() < written.find("\"alpha\"").unwrap());
    assert!(written.find("\"b\"").unwrap() < written.find("\"a\"").unwrap());
    for exact in ["1.1e-7", "0.30000000000000004", "18446744073709551615"] {
        assert!(written.contains(exact), "{exact} in {written}");
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no other", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..5).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Fields whose names no version knows.
fn extra() -> impl Strategy<Value = crate::story::project::Extra> {
    prop::collection::vec(("x-[a-zé\"\\\\ ]{0,6}", value()), 0..4).prop_map(|fields| fields.into_iter().collect())
}

fn path() -> impl Strategy<Value = MediaPath> {
    "[a-z0-9 é…]{1,8}(/[a-z0-9_.]{3,8}){0,2}"
        .prop_filter_map("only what may stand there", |path| MediaPath::new(path).ok())
}

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9é]{0,6}"
}

fn project_shot() -> impl Strategy<Value = Shot> {
    let texts = (any::<String>(), any::<String>(), any::<String>(), any::<String>());
    let crop = || any::<(u16, u16, u16)>().prop_map(|(x, y, zoom)| Crop { x, y, zoom });
    let columns = prop::collection::btree_map(any::<String>(), any::<String>(), 0..3);
    let looks = (prop::option::of(path()), prop::option::of((crop(), crop())), columns);
    (id(), texts, any::<u32>(), looks, extra()).prop_map(
        |(id, (name, prompt, dialogue, notes), seconds, (panel, moved, columns), extra)| Shot {
            id: ShotId::new(id),
            name,
            prompt,
            seconds: Seconds(seconds),
            dialogue,
            notes,
            panel,
            camera_move: moved.map(|(start, end)| ShotMove { start, end }),
            columns,
            extra,
        },
    )
}

fn scene() -> impl Strategy<Value = Scene> {
    let frames = (prop::option::of(path()), prop::option::of(path()));
    let crop = || prop::option::of(any::<(u16, u16, u16)>().prop_map(|(x, y, zoom)| Crop { x, y, zoom }));
    let framing = (crop(), crop(), prop::option::of(id()));
    let choices = (any::<bool>(), any::<bool>(), 0..3_usize);
    let shots = prop::collection::vec(project_shot(), 0..4);
    (id(), any::<String>(), choices, frames, framing, shots, prop::option::of(id()), extra()).prop_map(
        |(
            id,
            name,
            (pro, audio, aspect),
            (first_frame, last_frame),
            (first_crop, last_crop, start),
            shots,
            take,
            extra,
        )| Scene {
            id: SceneId::new(id),
            name,
            tier: if pro { Tier::Pro } else { Tier::Standard },
            aspect: Aspect::ALL[aspect],
            audio,
            first_frame,
            last_frame,
            first_crop,
            last_crop,
            starts_from: start.map(SceneId::new),
            shots,
            chosen_take: take.map(TakeId::new),
            extra,
        },
    )
}

fn element() -> impl Strategy<Value = Element> {
    (id(), any::<String>(), any::<String>(), prop::collection::vec(path(), 0..4), extra()).prop_map(
        |(id, name, description, images, extra)| Element { id: ElementId::new(id), name, description, images, extra },
    )
}

/// Any project at all, also such as no one would make.
pub fn any_project() -> impl Strategy<Value = Project> {
    let (elements, scenes) = (prop::collection::vec(element(), 0..3), prop::collection::vec(scene(), 0..4));
    let texts = (any::<(String, String)>(), prop::collection::vec(any::<String>(), 0..3));
    (id(), texts, elements, scenes, extra()).prop_map(|(id, ((name, style), columns), elements, scenes, extra)| {
        Project { id: ProjectId::new(id), name, style, columns, elements, scenes, extra }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_the_same(project in any_project()) {
        let bytes = write(&project).unwrap();
        let again = parse(&bytes, Path::new("a/project.json")).unwrap();
        prop_assert_eq!(&again, &project);
        prop_assert_eq!(write(&again).unwrap(), bytes);
    }

    #[test]
    fn cut_or_changed_files_are_refused_or_read_and_never_crash(
        project in any_project(), cut in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let bytes = write(&project).unwrap();
        let at = cut.index(bytes.len());
        let _ = parse(&bytes[..at], Path::new("a/project.json"));
        let mut changed = bytes.clone();
        changed[at] = byte;
        let _ = parse(&changed, Path::new("a/project.json"));
    }
}

#[test]
fn a_project_too_large_to_open_is_not_written() {
    let mut project = Project::default();
    project.extra.insert("x".to_owned(), json!("x".repeat(2000)));
    assert!(matches!(write_within(1000, &project), Err(StoreError::TooLarge(1000))));
}

#[test]
fn more_elements_than_people_make_are_refused_in_a_sentence() {
    let with = |count: usize| {
        let elements = vec![r#"{"name":"a"}"#; count].join(",");
        let text = format!(r#"{{"format":"storyreel/1","elements":[{elements}],"scenes":[]}}"#);
        parse(text.as_bytes(), Path::new("a.storyreel/project.json"))
    };
    assert!(with(ELEMENTS_MAX).is_ok());
    assert!(with(100_000).unwrap_err().to_string().contains("it has 100,000 elements, and Storyreel takes 10,000"));
}
