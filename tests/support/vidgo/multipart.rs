//! Reads an upload's multipart body strictly: the fields that the contract names, each once.

/// What an upload may hold.
#[derive(Debug, Default, PartialEq)]
pub struct Form {
    pub file: Option<Vec<u8>>,
    pub upload_path: Option<String>,
    pub file_name: Option<String>,
}

/// Reads a body by the `Content-Type` it came with, or says what is wrong with it.
pub fn read(content_type: &str, body: &[u8]) -> Result<Form, String> {
    let boundary = content_type
        .strip_prefix("multipart/form-data")
        .and_then(|rest| rest.split("boundary=").nth(1))
        .map(|rest| rest.split(';').next().unwrap_or_default().trim().trim_matches('"'))
        .filter(|boundary| !boundary.is_empty())
        .ok_or_else(|| format!("Content-Type {content_type} is no multipart form"))?;
    let line = format!("--{boundary}");
    let mut rest = body.strip_prefix(line.as_bytes()).ok_or("the body does not begin with its boundary")?;
    let end = format!("\r\n{line}");
    let mut form = Form::default();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let length = find(part, end.as_bytes()).ok_or("a part has no end")?;
        take(&part[..length], &mut form)?;
        rest = &part[length + end.len()..];
    }
    if !matches!(rest, b"--" | b"--\r\n") {
        return Err("the last boundary is missing".to_owned());
    }
    if form.file.is_none() {
        return Err("field required: file".to_owned());
    }
    Ok(form)
}

fn take(part: &[u8], form: &mut Form) -> Result<(), String> {
    let head = find(part, b"\r\n\r\n").ok_or("a part has no headers")?;
    let (headers, content) = (String::from_utf8_lossy(&part[..head]).into_owned(), &part[head + 4..]);
    let disposition = headers
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition: form-data"))
        .ok_or("a part has no Content-Disposition")?;
    let named = |key: &str| disposition.split(key).nth(1).and_then(|rest| rest.split('"').next());
    let name = named("; name=\"").ok_or("a part has no name")?;
    if name == "file" {
        if named("; filename=\"").is_none_or(str::is_empty) {
            return Err("the file has no filename".to_owned());
        }
        return set(&mut form.file, content.to_vec(), name);
    }
    let place = match name {
        "upload_path" => &mut form.upload_path,
        "file_name" => &mut form.file_name,
        other => return Err(format!("unknown field {other}")),
    };
    set(place, String::from_utf8(content.to_vec()).map_err(|_| format!("{name} is no text"))?, name)
}

fn set<T>(place: &mut Option<T>, value: T, name: &str) -> Result<(), String> {
    if place.replace(value).is_some() { Err(format!("{name} comes twice")) } else { Ok(()) }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
