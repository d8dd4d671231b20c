//! The pictures of an order on their way to a provider: read from the project and held against what was ordered.

use sha2::{Digest as _, Sha256};

use crate::media::picture::PREPARING;
use crate::store::ProjectFolder;
use crate::story::order::OrderPicture;
use crate::story::rules::Limits;
use crate::story::{Area, ContentHash};

/// A picture's bytes, when they are those that were ordered.
///
/// # Errors
/// A sentence that says what to do.
pub fn read_as_ordered(folder: &ProjectFolder, picture: &OrderPicture) -> Result<Vec<u8>, String> {
    let bytes = folder.read_picture(&picture.path).map_err(|error| error.to_string())?;
    if picture.content() == Some(&content_of(&bytes)) {
        return Ok(bytes);
    }
    Err(format!("the picture \"{}\" was changed just now; try again", picture.path))
}

/// What the bytes that are sent of a picture are known by: its content, and where a part of it is sent, that part too.
#[must_use]
pub fn sent_content(picture: &OrderPicture) -> Option<ContentHash> {
    let content = picture.content()?;
    let Some(Area { x, y, width, height }) = picture.area else { return Some(content.clone()) };
    Some(content_of(format!("{}\npart {x} {y} {width} {height}", content.as_str()).as_bytes()))
}

/// What a picture that was uploaded is remembered by: what was sent of it, in which preparation, within which limits.
#[must_use]
pub fn uploaded_content(picture: &OrderPicture, limits: &Limits) -> Option<ContentHash> {
    let Limits { picture_bytes_max, picture_side_min, .. } = limits;
    let sent = sent_content(picture)?;
    let key = format!("{}\nprepared {PREPARING} {picture_bytes_max} {picture_side_min}", sent.as_str());
    Some(content_of(key.as_bytes()))
}

#[must_use]
pub fn content_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_digest(&Sha256::digest(bytes))
}
