//! What goes up to the service of a picture: what people saw of it and nothing else.

use std::fs;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use storyreel::media::picture;
use storyreel::provider::vidgo::{CachedUpload, UploadCache as _};
use storyreel::takes::stop_point::Stops;

use crate::kit::Stage;
use crate::vidgo::Endpoint;

/// A photograph of 400 x 320 as a telephone stores it: on its side, with its maker and where it was taken, another one
/// behind its end, a comment.
fn photograph() -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    exif.extend(b"\x01\x0F\0\x02\0\0\0\x0A\0\0\0\x32\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x3C\0\0\0\0");
    exif.extend(b"SecretCam\0\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    let rgb: Vec<u8> =
        (0..400 * 320).flat_map(|at| if at % 400 < 200 { [220, 20, 20] } else { [20, 20, 220] }).collect();
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.write_image(&rgb, 400, 320, ExtendedColorType::Rgb8).unwrap();
    file.splice(2..2, *b"\xFF\xFE\0\x0Aby Jane\0");
    let second = file.clone();
    file.extend(second);
    file
}

/// An ink drawing on a ground that shows through: black below, nothing above.
fn drawing() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_fn(320, 320, |_, y| image::Rgba([0, 0, 0, if y < 160 { 0 } else { 255 }]))
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

#[test]
fn a_photograph_goes_up_upright_and_a_drawing_on_white_and_neither_tells_anything() {
    let stage = Stage::new();
    let media = stage.folder.root().join("media");
    for (name, bytes) in
        [("first.png", photograph()), ("front.png", drawing()), ("side.png", [drawing(), b"more".to_vec()].concat())]
    {
        fs::write(media.join(name), bytes).unwrap();
    }
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    // The server refuses what tells more than its picture.
    assert_eq!(stage.server.count(Endpoint::Upload), 3);
    let charges = stage.server.charges();
    let input = &charges[0].body["input"];
    let sent = |address: &serde_json::Value| {
        let bytes = stage.server.picture_at(address.as_str().unwrap()).unwrap();
        assert!(
            !bytes.windows(9).any(|window| window == b"SecretCam") && !bytes.windows(4).any(|window| window == b"Jane")
        );
        let is_jpeg = address.as_str().unwrap().rsplit_once('.').is_some_and(|(_, ending)| ending == "jpg");
        assert_eq!(is_jpeg, bytes.starts_with(&[0xFF, 0xD8]));
        // As someone reads it who knows nothing of turns, profiles and transparency.
        image::load_from_memory(&bytes).unwrap()
    };
    let first = sent(&input["image_urls"][0]).to_rgb8();
    assert_eq!(first.dimensions(), (320, 400));
    assert!(first.get_pixel(160, 20)[0] > 200 && first.get_pixel(160, 380)[2] > 200);
    let elements = input["kling_elements"][0]["element_input_urls"].as_array().unwrap();
    let drawn = sent(&elements[0]).to_rgba8();
    assert_eq!((drawn.get_pixel(99, 40).0, drawn.get_pixel(99, 280).0), ([255; 4], [0, 0, 0, 255]));
    // What lies in the project stays as it came.
    assert_eq!(fs::read(media.join("first.png")).unwrap(), photograph());
    stage.hold_the_law();
}

#[test]
fn what_was_uploaded_before_it_was_prepared_like_this_is_not_used_again() {
    let stage = Stage::new();
    let take = stage.new_takes(&["mark-0"]).remove(0);
    let expires = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(70);
    let upload = CachedUpload { address: format!("{}/temp/raw.png", stage.server.other_host()), expires };
    let first = take.order.first_frame.as_ref().unwrap();
    stage.ledger.put(&stage.server.address(), first.content().unwrap(), &upload);
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    assert_eq!(stage.server.count(Endpoint::Upload), 3);
    assert!(!stage.server.charges()[0].body.to_string().contains("raw.png"));
    let bytes = fs::read(stage.folder.root().join("media/first.png")).unwrap();
    assert_eq!(first.content(), Some(&picture::content_of(&bytes)), "what a request is known by stays the file itself");
    stage.hold_the_law();
}
