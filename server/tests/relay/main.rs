//! The relay from outside: the exchange, enrolment, the pen, HTTP.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod apart;
mod carriers;
mod command;
mod decide;
mod desk;
mod enrolment;
mod exchange;
mod history;
mod http;
mod pages;
mod pen;
mod phone;
mod world;
