//! The boxes an MP4 file is made of: a length, a name of four letters, and what is in it.

/// Writes boxes into memory.
pub struct Boxes {
    out: Vec<u8>,
}

impl Boxes {
    pub fn new() -> Self {
        Self { out: Vec::new() }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// A box; its length is filled in when it is complete.
    pub fn nest(&mut self, name: &[u8; 4], fill: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.out.extend([0; 4]);
        self.out.extend(name);
        fill(self);
        // An index is far below 4 GB: `Mp4Writer` holds its frames below 2^32 / 512.
        let length = u32::try_from(self.out.len() - start).unwrap_or(u32::MAX);
        self.out[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }

    /// A box with a version and flags.
    pub fn full(&mut self, name: &[u8; 4], version: u8, flags: u32, fill: impl FnOnce(&mut Self)) {
        self.nest(name, |b| {
            b.u32s(&[u32::from(version) << 24 | flags]);
            fill(b);
        });
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    pub fn zeros(&mut self, count: usize) {
        self.out.resize(self.out.len() + count, 0);
    }

    pub fn u16s(&mut self, values: &[u16]) {
        for value in values {
            self.out.extend(value.to_be_bytes());
        }
    }

    pub fn u32s(&mut self, values: &[u32]) {
        for value in values {
            self.out.extend(value.to_be_bytes());
        }
    }

    /// Bytes with their count in two bytes before them.
    pub fn sized(&mut self, bytes: &[u8]) {
        let count = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        self.u16s(&[count]);
        self.bytes(&bytes[..usize::from(count)]);
    }

    /// Neither turned nor scaled.
    pub fn matrix(&mut self) {
        self.u32s(&[0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000]);
    }
}

/// Reads what is in a box, from its first byte to its last. Every read past the end is `None`.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn left(&self) -> usize {
        self.rest.len()
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub fn skip(&mut self, count: usize) -> Option<()> {
        self.bytes(count).map(|_| ())
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.bytes(1).map(|bytes| bytes[0])
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.bytes(2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    pub fn u32(&mut self) -> Option<u32> {
        let bytes = self.bytes(4)?;
        Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub fn u64(&mut self) -> Option<u64> {
        let high = u64::from(self.u32()?);
        Some(high << 32 | u64::from(self.u32()?))
    }

    /// 4 bytes, or 8 where the box's version says so.
    pub fn wide(&mut self, version: u8) -> Option<u64> {
        if version == 1 { self.u64() } else { self.u32().map(u64::from) }
    }

    /// A version and flags.
    pub fn version(&mut self) -> Option<(u8, u32)> {
        let both = self.u32()?;
        Some((both.to_be_bytes()[0], both & 0x00FF_FFFF))
    }

    /// The next box: its name and what is in it. One that claims to be longer than what is left ends there.
    pub fn next_box(&mut self) -> Option<([u8; 4], Reader<'a>)> {
        let mut inside = *self;
        let short = inside.u32()?;
        let name = inside.bytes(4)?;
        let name = [name[0], name[1], name[2], name[3]];
        let (length, head) = match short {
            0 => (self.left() as u64, 8),
            1 => (inside.u64()?, 16),
            _ => (u64::from(short), 8),
        };
        if length < head {
            return None;
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.left());
        let whole = self.bytes(length)?;
        Some((name, Reader::new(whole.get(usize::try_from(head).ok()?..)?)))
    }

    /// The first box of this name among those that follow.
    pub fn find(&self, name: &[u8; 4]) -> Option<Reader<'a>> {
        let mut boxes = *self;
        while let Some((found, inside)) = boxes.next_box() {
            if found == *name {
                return Some(inside);
            }
        }
        None
    }
}
