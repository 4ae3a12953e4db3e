//! LEB128 numbers and a reader that never reads past its bytes.

use super::Malformed;

/// Appends `value` as unsigned LEB128 in its shortest form.
pub(super) fn put_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends `value` as signed LEB128 in its shortest form.
pub(super) fn put_signed(out: &mut Vec<u8>, mut value: i64) {
    while !(-0x40..0x40).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}

/// Appends a length and the bytes.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// What is still to be read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    pub(super) fn take(&mut self, len: u64) -> Result<&'b [u8], Malformed> {
        let len = usize::try_from(len).map_err(|_| Malformed::Truncated)?;
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Malformed> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// The bits of one number, how many there are, and its last byte.
    fn bits(&mut self) -> Result<(u128, u32, u8), Malformed> {
        let mut bits = 0;
        // Ten groups of seven bits hold every 64-bit number.
        for group in 0..10 {
            let byte = self.byte()?;
            bits |= u128::from(byte & 0x7f) << (7 * group);
            if byte & 0x80 == 0 {
                return Ok((bits, 7 * (group + 1), byte));
            }
        }
        Err(Malformed::Number)
    }

    /// An unsigned number in its shortest form.
    pub(super) fn unsigned(&mut self) -> Result<u64, Malformed> {
        let (bits, width, last) = self.bits()?;
        if width > 7 && last == 0 {
            return Err(Malformed::Number);
        }
        u64::try_from(bits).map_err(|_| Malformed::Number)
    }

    /// A signed number in its shortest form.
    pub(super) fn signed(&mut self) -> Result<i64, Malformed> {
        let start = self.rest;
        let (bits, width, _) = self.bits()?;
        // Moving the sign bit to the top and back extends it.
        let wide = (bits << (128 - width)) as i128 >> (128 - width);
        let value = i64::try_from(wide).map_err(|_| Malformed::Number)?;
        let mut shortest = Vec::with_capacity(10);
        put_signed(&mut shortest, value);
        let used = start.len() - self.rest.len();
        if used == shortest.len() { Ok(value) } else { Err(Malformed::Number) }
    }

    /// A length of at most `max`, else `error`, and that many bytes.
    pub(super) fn bytes(&mut self, max: usize, error: Malformed) -> Result<&'b [u8], Malformed> {
        let len = self.count(max, error)?;
        self.take(len as u64)
    }

    /// A number of things of at most `max`, else `error`.
    pub(super) fn count(&mut self, max: usize, error: Malformed) -> Result<usize, Malformed> {
        let count = self.unsigned()?;
        usize::try_from(count).ok().filter(|&count| count <= max).ok_or(error)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(unsigned: u64, signed: i64) {
            let mut out = Vec::new();
            put_unsigned(&mut out, unsigned);
            put_signed(&mut out, signed);
            let mut reader = Reader::new(&out);
            prop_assert_eq!(reader.unsigned(), Ok(unsigned));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert!(reader.is_empty());
        }
    }

    #[test]
    fn long_forms_and_numbers_out_of_range_are_refused() {
        for long in
            [&[0x80, 0x00][..], &[0xff; 11], &[255, 255, 255, 255, 255, 255, 255, 255, 255, 2]]
        {
            assert_eq!(Reader::new(long).unsigned(), Err(Malformed::Number), "{long:?}");
        }
        for long in [&[0x80, 0x00][..], &[0xff, 0x7f], &[0xff; 11]] {
            assert_eq!(Reader::new(long).signed(), Err(Malformed::Number), "{long:?}");
        }
        assert_eq!(Reader::new(&[0x80]).unsigned(), Err(Malformed::Truncated));
    }
}
