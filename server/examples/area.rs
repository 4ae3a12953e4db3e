//! Writes the pages of the console over an invented area, with the stylesheet beside them, so
//! that they can be looked at in a browser without a server:
//! `cargo run -p soviec-server --example area -- some/directory`.

use std::{env, fs, io, path::Path};

use soviec_server::office::{console, view};

#[path = "../src/office/console/sample.rs"]
mod sample;

fn main() -> io::Result<()> {
    let directory = env::args_os().nth(1).ok_or_else(|| io::Error::other("name a directory"))?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let mut empty = sample::area();
    empty.rows.clear();
    empty.gaps.clear();
    let pages = [
        ("khu-vuc.html", console::area_page(&sample::area(), None)),
        ("mot-xa.html", console::area_page(&sample::one_commune(), None)),
        ("trong.html", console::area_page(&empty, None)),
        ("loi.html", console::error_page(console::Fault::NotFound, Some(&empty.office_name), None)),
    ];
    for (name, page) in pages {
        // A file has no root of its own, so the stylesheet is asked for beside the page.
        let beside = console::style_href().trim_start_matches('/');
        fs::write(directory.join(name), page.replace(console::style_href(), beside))?;
    }
    let style = console::style_href().trim_start_matches('/');
    fs::write(directory.join(style), console::stylesheet())
}
