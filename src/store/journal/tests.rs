//! Lines are read as they were written.

use super::*;

#[test]
fn a_line_carries_its_checksum() {
    let line = line(&Entry::Change(Change::Undone)).unwrap();
    assert_eq!(String::from_utf8(line.clone()).unwrap(), "e387f43c {\"change\":\"undone\"}\n");
    assert!(matches!(entry(&line), Some(Entry::Change(Change::Undone))));
    let mut other = line;
    other[12] ^= 1;
    assert!(entry(&other).is_none());
}

#[test]
fn a_first_line_that_is_none_begins_nothing() {
    let change = line(&Entry::Change(Change::Undone)).unwrap();
    for bytes in [&b""[..], b"\n", b"{}", &change] {
        assert!(replay(bytes).unwrap().is_none(), "{bytes:?}");
    }
}
