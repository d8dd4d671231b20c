//! A thousand takes followed at once: how often each is asked after, and whether memory stays as it is. Nobody may ask more
//! often than the interval allows: that is asserted; everything else is told. `cargo bench --bench follow`.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    dead_code,
    reason = "figures for people; a bench that cannot go on stops here"
)]

#[path = "../tests/law/kit.rs"]
mod kit;
#[path = "../tests/support/vidgo/mod.rs"]
mod vidgo;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kit::Stage;
use storyreel::story::rules::{Wait, Waits};
use storyreel::takes::ledger::TakeState;
use storyreel::takes::stop_point::Stops;
use vidgo::{Endpoint, Life};

const TAKES: usize = 1000;
const INTERVAL: Duration = Duration::from_secs(2);
const ROUND: Duration = Duration::from_secs(10);
const ROUNDS: usize = 4;

fn main() {
    let mut stage = Stage::new();
    stage.server.set_credits(10_000_000);
    stage.server.set_life(Life::endless());
    let mut rules = (*stage.rules).clone();
    rules.timing.poll_s = Waits::try_from(vec![Wait(INTERVAL)]).unwrap();
    // Nothing here grows old enough to be asked after more rarely, and a busy machine is no silent service.
    rules.timing.long_s = Wait(Duration::from_hours(1));
    for patience in [&mut rules.timing.submit_s, &mut rules.timing.status_s, &mut rules.timing.upload_s] {
        *patience = Wait(Duration::from_mins(1));
    }
    stage.rules = Arc::new(rules);
    let engine = stage.engine(Stops::default());
    let marks: Vec<String> = (0..TAKES).map(|n| format!("mark-{n}")).collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    let begun = Instant::now();
    for some in marks.chunks(50) {
        stage.confirm(&engine, some);
    }
    stage.until("all takes running", || {
        stage.ledger.all().unwrap().iter().filter(|row| row.state == TakeState::Running).count() == TAKES
    });
    println!("{TAKES} takes confirmed, sent and running after {:.1} s", begun.elapsed().as_secs_f64());
    for round in 1..=ROUNDS {
        stage.told.lock().unwrap().clear();
        stage.server.forget_requests();
        let begun = Instant::now();
        std::thread::sleep(ROUND);
        let gone = begun.elapsed();
        let mut asked: HashMap<String, Vec<Instant>> = HashMap::new();
        for seen in stage.server.requests_for(Endpoint::Status) {
            asked.entry(seen.path).or_default().push(seen.at);
        }
        let counts: Vec<usize> = asked.values().map(Vec::len).collect();
        let gaps = asked.values().flat_map(|times| times.windows(2).map(|pair| pair[1] - pair[0]));
        let shortest = gaps.min().unwrap_or_default();
        // An interval is jittered by a tenth to both sides.
        let most = (gone.as_secs_f64() / (INTERVAL.as_secs_f64() * 0.9)).ceil() as usize + 1;
        assert!(counts.iter().all(|count| *count <= most), "more than {most} requests for one take");
        assert!(asked.len() <= TAKES, "requests for tasks that nobody has");
        println!(
            "round {round}: {} takes asked after, {} to {} times each in {:.1} s (allowed {most}), shortest gap {:.2} s, \
             resident {} MB",
            asked.len(),
            counts.iter().min().unwrap_or(&0),
            counts.iter().max().unwrap_or(&0),
            gone.as_secs_f64(),
            shortest.as_secs_f64(),
            resident(),
        );
    }
    assert_eq!(stage.server.charges().len(), TAKES, "each take is charged once");
}

/// What this process, the server within it included, holds in memory, in MB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
