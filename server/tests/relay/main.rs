//! The relay from outside: the exchange, enrolment, the pen, HTTP.

mod enrolment;
mod exchange;
mod history;
mod http;
mod pages;
mod pen;
mod phone;
mod world;
