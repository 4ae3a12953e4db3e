//! Worlds that go wrong by chance and must still agree in the end.

mod worlds;
