#!/usr/bin/env python3
"""Makes the framework's resource table readable for the aapt2 of Debian 12.

Android 15 writes its table in a shorter form: offsets of 16 bits (flag 2 of a type chunk), and
entries that hold their value in their own header (flag 8). That aapt2 knows neither, and finds no
attribute. Here both are written out in the older form; nothing else changes.

usage: framework.py ANDROID_ALL_JAR FRAMEWORK_APK
"""

import struct
import sys
import zipfile

CHUNK_PACKAGE = 0x0200
CHUNK_TYPE = 0x0201
TYPE_SPARSE = 1
TYPE_SHORT_OFFSETS = 2
ENTRY_MAP = 1
ENTRY_COMPACT = 8
ABSENT = 0xFFFFFFFF
ABSENT_SHORT = 0xFFFF


def with_children(chunk, header_size, change):
    """The chunk with every child put through `change`, and its size set anew."""
    out = bytearray(chunk[:header_size])
    at = header_size
    while at < len(chunk):
        kind, child_header, size = struct.unpack_from("<HHI", chunk, at)
        out += change(kind, child_header, chunk[at : at + size])
        at += size
    struct.pack_into("<I", out, 4, len(out))
    return bytes(out)


def in_table(kind, header_size, chunk):
    return with_children(chunk, header_size, in_package) if kind == CHUNK_PACKAGE else chunk


def in_package(kind, header_size, chunk):
    return lengthened(header_size, chunk) if kind == CHUNK_TYPE else chunk


def offsets(header_size, chunk):
    """Pairs of an entry's index and its offset behind the entries' start."""
    flags = chunk[9]
    (count,) = struct.unpack_from("<I", chunk, 12)
    if flags & TYPE_SPARSE:
        words = struct.unpack_from(f"<{2 * count}H", chunk, header_size)
        return [(words[i], words[i + 1] * 4) for i in range(0, len(words), 2)]
    if flags & TYPE_SHORT_OFFSETS:
        short = struct.unpack_from(f"<{count}H", chunk, header_size)
        return [(i, offset * 4) for i, offset in enumerate(short) if offset != ABSENT_SHORT]
    long = struct.unpack_from(f"<{count}I", chunk, header_size)
    return [(i, offset) for i, offset in enumerate(long) if offset != ABSENT]


def written_out(chunk, at):
    """One entry in the older form."""
    first, flags = struct.unpack_from("<HH", chunk, at)
    if flags & ENTRY_COMPACT:
        # Compact: the key stands where the size was, the value's type in the upper byte of the flags.
        (value,) = struct.unpack_from("<I", chunk, at + 4)
        plain = flags & 0xFF & ~ENTRY_COMPACT
        return struct.pack("<HHIHBBI", 8, plain, first, 8, 0, flags >> 8, value)
    if flags & ENTRY_MAP:
        (pairs,) = struct.unpack_from("<I", chunk, at + 12)
        return chunk[at : at + first + 12 * pairs]
    return chunk[at : at + first + 8]


def lengthened(header_size, chunk):
    count, start = struct.unpack_from("<II", chunk, 12)
    found = offsets(header_size, chunk)
    body, places = bytearray(), {}
    for _, offset in found:
        if offset not in places:
            places[offset] = len(body)
            body += written_out(chunk, start + offset)
    if chunk[9] & TYPE_SPARSE:
        index = b"".join(struct.pack("<HH", i, places[offset] // 4) for i, offset in found)
    else:
        slots = [ABSENT] * count
        for i, offset in found:
            slots[i] = places[offset]
        index = struct.pack(f"<{count}I", *slots)
    header = bytearray(chunk[:header_size])
    header[9] &= ~TYPE_SHORT_OFFSETS
    struct.pack_into("<I", header, 16, header_size + len(index))
    out = header + index + body
    struct.pack_into("<I", out, 4, len(out))
    return bytes(out)


def main(jar, apk):
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(apk, "w") as target:
        table = source.read("resources.arsc")
        (header_size,) = struct.unpack_from("<H", table, 2)
        target.writestr("resources.arsc", with_children(table, header_size, in_table))
        target.writestr("AndroidManifest.xml", source.read("AndroidManifest.xml"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
