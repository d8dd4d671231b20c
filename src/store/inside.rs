//! Where a path of the project really lies: links are followed here, and none may lead out of the folder.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::disk;

/// What a relative path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Something inside the folder, all links followed.
    There(PathBuf),
    /// Nothing, or a link to nothing.
    Missing,
    /// Out of the folder, by a link.
    Outside,
}

/// Follows a path that is relative to a folder. `real` is the folder with all links followed.
///
/// # Errors
/// When the system does not tell, for example for want of permission.
pub fn look(real: &Path, relative: &Path) -> io::Result<Spot> {
    let full = real.join(relative);
    match follow(&full)? {
        Some(path) if path.starts_with(real) => return Ok(Spot::There(path)),
        Some(_) => return Ok(Spot::Outside),
        None => {}
    }
    // Nothing there; a folder on the way may lead out all the same.
    for above in full.ancestors().skip(1).take_while(|above| above.starts_with(real)) {
        if let Some(path) = follow(above)? {
            return Ok(if path.starts_with(real) { Spot::Missing } else { Spot::Outside });
        }
    }
    Ok(Spot::Missing)
}

/// A path with all links followed; `None` where there is nothing.
fn follow(path: &Path) -> io::Result<Option<PathBuf>> {
    disk::count_question();
    match path.canonicalize() {
        Ok(path) => Ok(Some(path)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where a path that need not exist would lie: the links of the part that exists are followed.
///
/// # Errors
/// When the system does not tell.
pub fn real_place(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for above in path.ancestors() {
        if let Some(mut place) = follow(above)? {
            for part in path.strip_prefix(above).unwrap_or(Path::new("")).components() {
                match part {
                    Component::ParentDir => _ = place.pop(),
                    Component::Normal(name) => place.push(name),
                    _ => {}
                }
            }
            return Ok(place);
        }
    }
    Ok(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_may_lead_about_inside_but_not_out() {
        let base = tempfile::tempdir().unwrap();
        let base = base.path().canonicalize().unwrap();
        let (root, out) = (base.join("a.storyreel"), base.join("out"));
        fs::create_dir_all(root.join("media")).unwrap();
        fs::create_dir_all(&out).unwrap();
        fs::write(root.join("media/a.png"), "a").unwrap();
        fs::write(out.join("secret"), "b").unwrap();
        symlink(root.join("media/a.png"), root.join("media/inside.png")).unwrap();
        symlink(out.join("secret"), root.join("media/out.png")).unwrap();
        symlink("../../out", root.join("media/far")).unwrap();
        symlink("../..", root.join("media/above")).unwrap();
        symlink("/nowhere/at/all", root.join("media/dangling.png")).unwrap();
        symlink("loop", root.join("media/loop")).unwrap();

        let spot = |path: &str| look(&root, Path::new(path)).unwrap();
        assert_eq!(spot("media/a.png"), Spot::There(root.join("media/a.png")));
        assert_eq!(spot("media/inside.png"), Spot::There(root.join("media/a.png")));
        assert_eq!(spot("media/out.png"), Spot::Outside);
        assert_eq!(spot("media/far/secret"), Spot::Outside);
        assert_eq!(spot("media/far/nothing"), Spot::Outside);
        assert_eq!(spot("media/above/nothing"), Spot::Outside);
        assert_eq!(spot("media/none.png"), Spot::Missing);
        assert_eq!(spot("none/none/none.png"), Spot::Missing);
        assert_eq!(spot("media/a.png/b"), Spot::Missing);
        assert_eq!(spot("media/dangling.png"), Spot::Missing);
        assert!(look(&root, Path::new("media/loop")).is_err());

        assert_eq!(real_place(&root.join("media/far/x/y")).unwrap(), out.join("x/y"));
        assert_eq!(real_place(&root).unwrap(), root);
        assert_eq!(real_place(&root.join("none/../x")).unwrap(), root.join("x"));
    }
}
