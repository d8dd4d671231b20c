//! The program: arguments and logging, then the window or the command line.

fn main() {}
