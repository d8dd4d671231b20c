//! Every body that the contract forbids is refused with its reason, and costs nothing.

use serde_json::{Value, json};

use crate::client::{bearer, call, multi, picture, single, submit, upload, uploaded, with_elements};
use crate::vidgo::{Endpoint, Server};

/// Refused with 400 and the contract's error, for a reason that has these words.
#[track_caller]
fn refused(server: &Server, body: &Value, reason: &str) {
    let answer = submit(server, body).unwrap();
    assert_eq!(answer.status, 400, "{reason}: {body}");
    assert_eq!(answer.json()["code"], 400);
    assert!(answer.json()["error"]["type"].is_string());
    assert!(answer.message().contains(reason), "{} is not: {reason}", answer.message());
    assert_eq!(server.charges().len(), 0, "{reason}");
}

#[track_caller]
fn taken(server: &Server, body: &Value) {
    let answer = submit(server, body).unwrap();
    assert_eq!((answer.status, &answer.json()["code"]), (200, &json!(200)), "{}", answer.message());
}

type Change = fn(&mut Value);

#[track_caller]
fn all_refused(body: fn(&Server) -> Value, changes: &[(Change, &str)]) {
    let server = Server::start();
    for (change, reason) in changes {
        let mut changed = body(&server);
        change(&mut changed["input"]);
        refused(&server, &changed, reason);
    }
    // The body without a change is fine: it was the change that was refused.
    taken(&server, &body(&server));
}

#[test]
fn a_single_shot() {
    let changes: [(Change, &str); 22] = [
        (|input| input["seed"] = json!(1), "unknown field seed"),
        (|input| drop(input.as_object_mut().unwrap().remove("multi_shots")), "multi_shots"),
        (|input| input["multi_shots"] = json!("false"), "multi_shots"),
        (|input| drop(input.as_object_mut().unwrap().remove("sound")), "sound"),
        (|input| input["sound"] = json!(0), "sound"),
        (|input| drop(input.as_object_mut().unwrap().remove("duration")), "duration"),
        (|input| input["duration"] = json!("5"), "duration"),
        (|input| input["duration"] = json!(5.0), "duration"),
        (|input| input["duration"] = json!(-5), "duration"),
        (|input| input["duration"] = json!(2), "3 to 15"),
        (|input| input["duration"] = json!(16), "3 to 15"),
        (|input| drop(input.as_object_mut().unwrap().remove("prompt")), "prompt"),
        (|input| input["prompt"] = json!(["A"]), "prompt"),
        (|input| input["prompt"] = json!(" \n\t"), "empty"),
        (|input| input["prompt"] = json!("é".repeat(2501)), "2501"),
        (|input| input["prompt"] = json!("Hello @Mara"), "Mara"),
        (|input| input["multi_prompt"] = json!([{"prompt": "A", "duration": 5}]), "multi_prompt"),
        (|input| input["aspect_ratio"] = json!("4:3"), "4:3"),
        (|input| input["aspect_ratio"] = json!(1), "aspect_ratio"),
        (|input| input["image_urls"] = json!([""]), "aspect_ratio"),
        (|input| input["image_urls"] = json!("a"), "image_urls"),
        (|input| *input = json!("A"), "input is no object"),
    ];
    all_refused(|_| single(), &changes);
}

#[test]
fn the_longest_prompt_is_taken() {
    let server = Server::start();
    let mut body = single();
    body["input"]["prompt"] = json!("é".repeat(2500));
    taken(&server, &body);
    // A mention is none after a letter, and none without a name.
    body["input"]["prompt"] = json!("mara@example.org, 5 @ night");
    taken(&server, &body);
}

#[test]
fn several_shots() {
    let changes: [(Change, &str); 14] = [
        (|input| input["sound"] = json!(false), "sound"),
        (|input| input["prompt"] = json!("A"), "prompt is for a single shot"),
        (|input| drop(input.as_object_mut().unwrap().remove("multi_prompt")), "multi_prompt"),
        (|input| input["multi_prompt"] = json!([]), "multi_prompt has 0"),
        (|input| input["multi_prompt"] = json!("A"), "multi_prompt"),
        (|input| input["duration"] = json!(14), "last 15 s"),
        (|input| input["multi_prompt"][0]["duration"] = json!(6), "last 14 s"),
        (|input| input["multi_prompt"][0]["duration"] = json!(0), "0 seconds"),
        (|input| input["multi_prompt"][0]["duration"] = json!(13), "13 seconds, not 1 to 12"),
        (|input| input["multi_prompt"][0]["duration"] = json!(7.5), "duration"),
        (|input| input["multi_prompt"][1]["prompt"] = json!("  "), "empty"),
        (|input| input["multi_prompt"][1]["prompt"] = json!("a".repeat(2501)), "2501"),
        (|input| input["multi_prompt"][1]["seed"] = json!(1), "unknown field seed"),
        (|input| input["multi_prompt"][1] = json!("A"), "a shot is no object"),
    ];
    all_refused(|_| multi(), &changes);
}

#[test]
fn seven_shots_or_sixteen_seconds() {
    let server = Server::start();
    let mut body = multi();
    body["input"]["multi_prompt"] = json!(vec![json!({"prompt": "A", "duration": 2}); 7]);
    body["input"]["duration"] = json!(14);
    refused(&server, &body, "7 shots");
    body["input"]["multi_prompt"] = json!(vec![json!({"prompt": "A", "duration": 8}); 2]);
    body["input"]["duration"] = json!(16);
    refused(&server, &body, "3 to 15");
    body["input"]["multi_prompt"] = json!(vec![json!({"prompt": "A", "duration": 2}); 6]);
    body["input"]["duration"] = json!(12);
    taken(&server, &body);
}

#[test]
fn frames_and_elements() {
    let changes: [(Change, &str); 21] = [
        (|input| input["aspect_ratio"] = json!("16:9"), "aspect_ratio"),
        (|input| drop(input.as_object_mut().unwrap().remove("image_urls")), "need at least one"),
        (|input| input["image_urls"] = json!(vec![input["image_urls"][0].clone(); 3]), "3 addresses"),
        (|input| input["image_urls"][0] = json!("https://example.org/a.png"), "can't be fetched"),
        (|input| input["image_urls"][0] = json!(7), "no text"),
        (|input| input["kling_elements"] = json!([]), "has 0"),
        (|input| input["kling_elements"] = json!(vec![input["kling_elements"][0].clone(); 4]), "has 4"),
        (|input| input["kling_elements"][0]["id"] = json!(1), "unknown field id"),
        (|input| input["kling_elements"][0]["name"] = json!("Ma ra"), "Ma ra"),
        (|input| input["kling_elements"][0]["name"] = json!(""), "no name"),
        (|input| input["kling_elements"][0]["name"] = json!("Mära"), "Mära"),
        (|input| input["kling_elements"][0]["name"] = json!("M".repeat(21)), "no name"),
        (|input| input["kling_elements"][0]["name"] = json!("Other"), "@Other"),
        (|input| input["kling_elements"][0]["description"] = json!("d".repeat(101)), "description"),
        (|input| input["kling_elements"][0]["description"] = Value::Null, "description"),
        (|input| drop(input["kling_elements"][0]["element_input_urls"].as_array_mut().unwrap().pop()), "1 pictures"),
        (
            |input| {
                let address = input["image_urls"][0].clone();
                input["kling_elements"][0]["element_input_urls"] = json!(vec![address; 5]);
            },
            "5 pictures",
        ),
        (|input| input["kling_elements"][0]["element_input_urls"][1] = json!("http://127.0.0.1/a"), "can't be fetched"),
        (|input| input["prompt"] = json!("@Mara opens it"), "no prompt names @case"),
        (|input| input["prompt"] = json!("@Mara opens @case and @Case"), "Case"),
        // 67 mentions count 37 each, in under 500 letters.
        (|input| input["prompt"] = json!(format!("@case {}", "@Mara ".repeat(66))), "over 2500"),
    ];
    all_refused(with_elements, &changes);
}

#[test]
fn names_inside_names_and_twice() {
    let server = Server::start();
    for (first, second) in [("Mara", "Mara2"), ("case", "redcase"), ("a", "bab"), ("Mara", "Mara")] {
        let mut body = with_elements(&server);
        body["input"]["prompt"] = json!(format!("@{first} and @{second}"));
        body["input"]["kling_elements"][0]["name"] = json!(first);
        body["input"]["kling_elements"][1]["name"] = json!(second);
        refused(&server, &body, "is a part of");
    }
}

#[test]
fn a_last_frame_is_for_one_shot_alone_and_no_picture_may_be_said() {
    let server = Server::start();
    let with = |mut body: Value, frames: usize| {
        body["input"].as_object_mut().unwrap().remove("aspect_ratio");
        body["input"]["image_urls"] = (0..frames).map(|_| uploaded(&server)).collect();
        body
    };
    refused(&server, &with(multi(), 2), "2 addresses, not 1");
    refused(&server, &with(single(), 3), "3 addresses, not 2");
    for body in [with(single(), 2), with(multi(), 1), with(single(), 0), with(multi(), 0)] {
        taken(&server, &body);
    }
    let mut said = single();
    said["input"]["image_urls"] = json!([]);
    taken(&server, &said);
}

#[test]
fn an_element_needs_no_more_than_its_name() {
    let server = Server::start();
    for field in ["description", "element_input_urls"] {
        let mut body = with_elements(&server);
        body["input"]["kling_elements"][0].as_object_mut().unwrap().remove(field);
        taken(&server, &body);
    }
}

#[test]
fn pictures_that_expired_or_have_a_wrong_shape() {
    let server = Server::start();
    for (width, height, fits) in [(299, 300, false), (300, 300, true), (300, 751, false), (750, 300, true)] {
        let answer = upload(&server, &picture(width, height)).unwrap();
        let mut body = single();
        body["input"].as_object_mut().unwrap().remove("aspect_ratio");
        body["input"]["image_urls"] = json!([answer.json()["data"]["file_url"]]);
        let answer = submit(&server, &body).unwrap();
        assert_eq!(answer.status, if fits { 200 } else { 400 }, "{width}x{height}: {}", answer.message());
        if fits {
            server.expire_uploads();
            assert!(submit(&server, &body).unwrap().message().contains("expired"));
        }
    }
    assert_eq!(server.charges().len(), 2);
}

#[test]
fn the_body_around_the_input() {
    let server = Server::start();
    for (field, value, reason) in [
        ("model", json!("kling-2.6/pro"), "kling-2.6"),
        ("model", json!(3), "model"),
        ("seed", json!(1), "unknown field seed"),
        ("input", json!([]), "input"),
        ("callback_url", json!(null), "callback_url"),
        ("callback_url", json!("ftp://example.org/a"), "neither http"),
        ("callback_url", json!("example.org"), "callback_url"),
        ("callback_url", json!("https://127.0.0.1/a"), "private"),
        ("callback_url", json!("https://localhost:8080/a"), "private"),
        ("callback_url", json!("https://192.168.1.4/a"), "private"),
        ("callback_url", json!("https://[::1]/a"), "private"),
        ("callback_url", json!(format!("https://example.org/{}", "a".repeat(2029))), "2048"),
    ] {
        let mut body = single();
        body[field] = value;
        refused(&server, &body, reason);
    }
    let mut body = single();
    body["callback_url"] = json!(format!("https://example.org/{}", "a".repeat(2028)));
    taken(&server, &body);
    assert_eq!(server.charges()[0].body, body);
}

#[test]
fn what_is_no_json_or_no_call() {
    let server = Server::start();
    let path = "/api/generate/submit";
    let json = "application/json";
    for (method, path, kind, body, status) in [
        ("POST", path, json, "{\"model\":", 400),
        ("POST", path, json, "", 400),
        ("POST", path, json, "[]", 400),
        ("POST", path, "text/plain", &single().to_string(), 415),
        ("GET", path, json, "", 405),
        ("POST", "/api/user/balance", json, "", 405),
        ("GET", "/api/generate/list", json, "", 404),
        ("GET", "/api/generate/status/NOSUCHTASK", json, "", 404),
        ("GET", "/", json, "", 404),
    ] {
        let answer = call(&server, method, path, kind, body.as_bytes()).unwrap();
        assert_eq!(answer.status, status, "{method} {path} {kind} {body}");
        assert_eq!(answer.json()["code"], status);
    }
    assert_eq!(server.charges().len(), 0);
}

#[test]
fn one_key_alone() {
    let server = Server::start();
    for key in [None, Some("Bearer other"), Some(""), Some(&bearer().to_lowercase()), Some(&bearer()[7..])] {
        for (method, path) in [("POST", "/api/generate/submit"), ("GET", "/api/user/balance"), ("GET", "/api/x")] {
            let mut client = crate::client::Client::connect(&server.address()).unwrap();
            let headers: Vec<(&str, &str)> = key.map(|key| ("Authorization", key)).into_iter().collect();
            client.send(method, path, &headers, single().to_string().as_bytes()).unwrap();
            assert_eq!(client.read().unwrap().status, 401, "{key:?} {path}");
        }
    }
    assert_eq!((server.charges().len(), server.count(Endpoint::Submit)), (0, 5));
}
