//! The command line: picks a front.

fn main() {}
