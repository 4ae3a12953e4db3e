//! Writes the pages of the console over an invented area, with the stylesheet beside them, so
//! that they can be looked at in a browser without a server:
//! `cargo run -p soviec-server --example area -- some/directory`.

use std::{env, fs, io, path::Path};

use soviec_server::office::{console, view};

#[path = "../src/office/console/sample.rs"]
mod sample;
#[path = "../src/office/console/sample_unit.rs"]
mod sample_unit;

fn main() -> io::Result<()> {
    let directory = env::args_os().nth(1).ok_or_else(|| io::Error::other("name a directory"))?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let mut empty = sample::area();
    empty.rows.clear();
    empty.gaps.clear();
    let reader = sample_unit::reader();
    let sign_in = console::SignIn {
        name: "huong.pt",
        back: None,
        token: "0",
        problem: Some(console::Problem::Wrong { left: 4 }),
    };
    let office = Some(empty.office_name.as_str());
    let pages = [
        ("khu-vuc.html", console::area_page(&sample::area(), Some(&reader))),
        ("mot-xa.html", console::area_page(&sample::one_commune(), Some(&reader))),
        ("trong.html", console::area_page(&empty, Some(&reader))),
        ("xa.html", console::unit_page(&sample_unit::unit(true), &reader)),
        ("thon.html", console::unit_page(&sample_unit::unit(false), &reader)),
        ("hai-gia-tri.html", console::history_page(&sample_unit::history(true), &reader)),
        ("dau-viec.html", console::history_page(&sample_unit::history(false), &reader)),
        ("dien-thoai.html", console::phones_page(&sample_unit::phones(), &reader)),
        ("dang-nhap.html", console::sign_in_page(&sign_in, office)),
        ("loi.html", console::error_page(console::Fault::NotFound, office, Some(&reader))),
    ];
    for (name, page) in pages {
        // A file has no root of its own, so the stylesheet is asked for beside the page.
        let beside = console::style_href().trim_start_matches('/');
        fs::write(directory.join(name), page.replace(console::style_href(), beside))?;
    }
    let style = console::style_href().trim_start_matches('/');
    fs::write(directory.join(style), console::stylesheet())
}
