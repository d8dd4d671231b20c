//! What the upload takes, where it keeps it and when it is full.

use std::time::Duration;

use crate::client::{call, form, get, picture, upload, upload_form};
use crate::vidgo::{Endpoint, Fault, Server};

#[test]
fn a_picture_gets_an_address_of_its_own() {
    let server = Server::start();
    let png = picture(320, 300);
    let parts: [(&str, Option<&str>, &[u8]); 3] =
        [("upload_path", None, b"frames"), ("file_name", None, b"first.png"), ("file", Some("a.png"), &png)];
    let answer = upload_form(&server, &form(&parts)).unwrap();
    assert_eq!(answer.status, 200);
    let said = answer.json();
    assert_eq!((&said["success"], &said["code"]), (&true.into(), &200.into()));
    let data = &said["data"];
    assert_eq!(data["file_name"], "first.png");
    assert_eq!((&data["mime_type"], &data["file_size"]), (&"image/png".into(), &png.len().into()));
    assert_eq!(data["file_url"], data["download_url"]);
    let address = data["file_url"].as_str().unwrap();
    assert!(address.starts_with(&server.other_host()));
    assert_eq!(get(address).unwrap().body, png);
    let other = upload(&server, &png).unwrap().json()["data"]["file_url"].clone();
    assert_ne!(data["file_url"], other, "each has its own");
    assert_eq!(server.uploads(), 2);

    let time = |field: &str| data[field].as_str().unwrap().parse::<jiff::civil::DateTime>().unwrap();
    let kept = time("expires_at").duration_since(time("upload_time"));
    assert_eq!(kept.as_hours(), 72, "no zone is said");
}

#[test]
fn a_jpeg_is_taken_and_what_is_no_picture_is_not() {
    let server = Server::start();
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(300, 300).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let answer = upload(&server, &jpeg.into_inner()).unwrap();
    assert_eq!(answer.json()["data"]["mime_type"], "image/jpeg");

    let png = picture(300, 300);
    let mut large = png.clone();
    large.resize(10_000_001, 0);
    for (bytes, status) in [
        (&b"GIF89a"[..], 415),
        (b"RIFF....WEBP", 415),
        (b"", 415),
        (b"\x89PNG\r\n\x1a\nand nothing else", 415),
        (&large, 413),
    ] {
        let answer = upload(&server, bytes).unwrap();
        assert_eq!(answer.status, status, "{} bytes", bytes.len());
        assert!(!answer.message().is_empty());
    }
    assert_eq!(server.uploads(), 1);
}

#[test]
fn a_picture_that_tells_more_than_itself_or_has_an_untrue_ending_is_not_taken() {
    let server = Server::start();
    let png = picture(300, 300);
    let chunk = |kind: &[u8], content: &[u8]| {
        let summed = [kind, content].concat();
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], &summed, &crc32fast::hash(&summed).to_be_bytes()].concat()
    };
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(300, 300).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let with = |at: usize, file: &[u8], part: &[u8]| [&file[..at], part, &file[at..]].concat();
    for (file, word) in [
        (with(33, &png, &chunk(b"tEXt", b"Author\0Jane Doe")), "tEXt"),
        (with(33, &png, &chunk(b"eXIf", b"II*\0")), "eXIf"),
        (with(33, &png, &chunk(b"iCCP", b"Jane's screen\0\0")), "iCCP"),
        (with(png.len(), &png, b"more"), "after its end"),
        (with(2, &jpeg, b"\xFF\xE1\0\x08Exif\0\0"), "E1"),
        (with(2, &jpeg, b"\xFF\xE2\0\x08MPF\0\0\0"), "E2"),
        (with(2, &jpeg, b"\xFF\xFE\0\x06Jane"), "FE"),
        (with(jpeg.len(), &jpeg, &jpeg), "after its end"),
    ] {
        let answer = upload(&server, &file).unwrap();
        assert!(answer.status == 415 && answer.message().contains(word), "{word}: {}", answer.message());
    }
    let parts: [(&str, Option<&str>, &[u8]); 2] = [("file_name", None, b"first.png"), ("file", Some("a.jpg"), &jpeg)];
    assert_eq!(upload_form(&server, &form(&parts)).unwrap().status, 415);
    assert_eq!(server.uploads(), 0);
}

#[test]
fn a_form_that_is_not_as_the_contract_has_it() {
    let server = Server::start();
    let png = picture(300, 300);
    let file: (&str, Option<&str>, &[u8]) = ("file", Some("a.png"), &png);
    for (parts, reason) in [
        (vec![], "field required"),
        (vec![("file_name", None, &b"a"[..])], "field required"),
        (vec![file, file], "twice"),
        (vec![file, ("folder", None, b"x")], "unknown field folder"),
        (vec![("file", None, &png)], "no filename"),
        (vec![("picture", Some("a.png"), &png)], "unknown field picture"),
    ] {
        let body = if parts.is_empty() { b"--limit\r\n".to_vec() } else { form(&parts) };
        let answer = upload_form(&server, &body).unwrap();
        assert_eq!(answer.status, 422, "{reason}");
        let said = answer.json()["detail"][0]["msg"].as_str().unwrap().to_owned();
        assert!(parts.is_empty() || said.contains(reason), "{said}");
    }
    let cut = form(&[file]);
    assert_eq!(upload_form(&server, &cut[..cut.len() - 4]).unwrap().status, 422);
    let answer = call(&server, "POST", "/api/common/upload/stream", "image/png", &png).unwrap();
    assert_eq!(answer.status, 422);
    assert_eq!(server.uploads(), 0);
}

#[test]
fn too_many_a_minute() {
    let server = Server::start();
    server.set_uploads_per_minute(2);
    let png = picture(300, 300);
    let statuses = [(); 4].map(|()| upload(&server, &png).unwrap().status);
    assert_eq!(statuses, [200, 200, 429, 429]);
    server.set_uploads_per_minute(3);
    assert_eq!(upload(&server, &png).unwrap().status, 200);
}

#[test]
fn what_expires_is_gone() {
    let server = Server::start();
    server.set_uploads_kept(Duration::ZERO);
    let address = upload(&server, &picture(300, 300)).unwrap().json()["data"]["file_url"].as_str().unwrap().to_owned();
    assert_eq!(get(&address).unwrap().status, 404);
}

#[test]
fn an_upload_breaks_with_and_without_being_kept() {
    let server = Server::start();
    let png = picture(300, 300);
    for (charge, kept) in [(false, 0), (true, 1)] {
        server.fault(Endpoint::Upload, Fault::BreakAfterBody { charge });
        assert!(upload(&server, &png).is_err());
        assert_eq!(server.uploads(), kept);
    }
    server.fault(Endpoint::Upload, Fault::BreakInBody { charge: false, percent: 50 });
    assert!(upload(&server, &png).is_err());
    assert_eq!(server.uploads(), 1);
}
