//! Stories over the real code of both sides.
