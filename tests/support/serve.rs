//! The tests' service for a person: runs until stdin ends, and does what is typed. Start it, then start the editor with the
//! two variables that it prints: `cargo run --all-features --example service`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "nothing but a tool for trying things out")]

#[path = "vidgo/mod.rs"]
mod vidgo;

use std::io::BufRead as _;
use std::time::Duration;

use vidgo::{End, Endpoint, Fault, Life, Server};

const HELP: &str = "\
credits N            the account holds N credits
life finish [S]      tasks accepted from now on finish, a step every S seconds (5)
life fail [WORDS]    they fail with these words, and are given back
life endless         they run for ever
end, fail [WORDS]    the newest task finishes, or fails
lose                 the newest task is unknown from now on
next CODE [charged]  the next request to generate is answered with this HTTP code
break [charged]      … or its connection breaks after it was read
always ENDPOINT CODE every submit, status, balance, upload or file is answered with this code
refunds on|off       whether failed tasks are given back
down, up             the service refuses connections, or takes them again
clear                nothing goes wrong any more
list                 tasks, charges, and what the account holds";

fn main() {
    let server = Server::start();
    server.set_life(slow(5));
    println!("STORYREEL_VIDGO_URL={} VIDGO_API_KEY={}", server.address(), server.key());
    println!("Type help for what it can do; it ends with its input.");
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        match told(&server, &words) {
            Some(answer) => println!("{answer}"),
            None => println!("{HELP}"),
        }
    }
}

/// Does what a line says; nothing where it cannot be understood.
fn told(server: &Server, words: &[&str]) -> Option<String> {
    let newest = || server.tasks().pop().unwrap_or_default();
    let rest = |from: usize| words.get(from..).filter(|words| !words.is_empty()).map(|words| words.join(" "));
    match *words {
        ["credits", n] => server.set_credits(n.parse().ok()?),
        ["life", "finish"] => server.set_life(slow(5)),
        ["life", "finish", seconds] => server.set_life(slow(seconds.parse().ok()?)),
        ["life", "fail", ..] => {
            server.set_life(failing(&rest(2).unwrap_or_else(|| "content policy".to_owned())));
        }
        ["life", "endless"] => server.set_life(Life::endless()),
        ["end"] => server.task_life(&newest(), Life::of(&[], End::Finished)),
        ["fail", ..] => {
            let why = rest(1).unwrap_or_else(|| "content policy".to_owned());
            server.task_life(&newest(), Life::of(&[], End::Failed(why)));
        }
        ["lose"] => server.lose(&newest()),
        ["next", code] => server.fault(Endpoint::Submit, Fault::status(code.parse().ok()?)),
        ["next", code, "charged"] => server.fault(Endpoint::Submit, Fault::status(code.parse().ok()?).charging()),
        ["break"] => server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: false }),
        ["break", "charged"] => server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true }),
        ["always", endpoint, code] => server.always(endpoint_of(endpoint)?, Fault::status(code.parse().ok()?)),
        ["refunds", on @ ("on" | "off")] => server.set_refunds(on == "on"),
        ["down"] => server.go_down(),
        ["up"] => server.come_up(),
        ["clear"] => server.clear_faults(),
        ["list"] => return Some(list(server)),
        _ => return None,
    }
    Some(format!("done; the account holds {}", server.account().credits))
}

fn list(server: &Server) -> String {
    let charges = server.charges();
    let mut lines: Vec<String> = charges
        .iter()
        .map(|charge| {
            format!(
                "{}  {} credits{}",
                charge.task_id,
                charge.credits,
                if charge.refunded { ", given back" } else { "" }
            )
        })
        .collect();
    lines.push(format!("{} tasks, the account holds {}", server.tasks().len(), server.account().credits));
    lines.join("\n")
}

/// From not started to finished, a step each time so many seconds have passed.
fn slow(seconds: u64) -> Life {
    let steps = [("not_started", 0), ("running", 20), ("running", 45), ("running", 62), ("running", 90)];
    Life::of(&steps, End::Finished).every(Duration::from_secs(seconds.max(1)))
}

fn failing(why: &str) -> Life {
    Life::of(&[("not_started", 0), ("running", 40)], End::Failed(why.to_owned())).every(Duration::from_secs(2))
}

fn endpoint_of(word: &str) -> Option<Endpoint> {
    Some(match word {
        "submit" => Endpoint::Submit,
        "status" => Endpoint::Status,
        "balance" => Endpoint::Balance,
        "upload" => Endpoint::Upload,
        "file" => Endpoint::File,
        _ => return None,
    })
}
