//! Random scripts of faults for property tests: what the server will do wrong, weighted towards what costs money.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::faults::{Endpoint, Fault};

const DELAY_MAX_MS: u64 = 20;
const LENGTH_MAX: usize = 10;
/// Between the bytes of a dripping reply, which has some hundred.
const DRIP_MAX_US: u64 = 50;

/// Up to ten faults. Every request ends by itself within some milliseconds.
pub fn any_script() -> impl Strategy<Value = Vec<(Endpoint, Fault)>> {
    vec(any_step(), 0..=LENGTH_MAX)
}

/// The same with requests that never end by themselves: for a client with short time limits.
pub fn any_script_that_hangs() -> impl Strategy<Value = Vec<(Endpoint, Fault)>> {
    let hang = (any_call(), any::<bool>()).prop_map(|(endpoint, charge)| (endpoint, Fault::Hang { charge }));
    let endless = Just((Endpoint::File, Fault::Endless));
    vec(prop_oneof![12 => any_step(), 2 => hang, 1 => endless], 0..=LENGTH_MAX)
}

fn any_step() -> impl Strategy<Value = (Endpoint, Fault)> {
    prop_oneof![
        8 => any_wrong_submit().prop_map(|fault| (Endpoint::Submit, fault)),
        6 => (any_call(), any_break()),
        5 => (any_call(), any_status()),
        3 => (any_call(), any_delay()),
        3 => (any_api(), any_wrong_json()),
        4 => any_wrong_status().prop_map(|fault| (Endpoint::Status, fault)),
        4 => any_wrong_file().prop_map(|fault| (Endpoint::File, fault)),
        1 => Just((Endpoint::Connection, Fault::CloseAtOnce)),
    ]
}

/// Submits first: they are what costs.
fn any_call() -> impl Strategy<Value = Endpoint> {
    prop_oneof![5 => Just(Endpoint::Submit), 3 => any_api(), 1 => Just(Endpoint::File)]
}

fn any_api() -> impl Strategy<Value = Endpoint> {
    prop_oneof![
        4 => Just(Endpoint::Submit),
        3 => Just(Endpoint::Status),
        2 => Just(Endpoint::Upload),
        1 => Just(Endpoint::Balance),
    ]
}

fn any_break() -> impl Strategy<Value = Fault> {
    let (charge, percent) = (any::<bool>, || 0_u8..=100);
    prop_oneof![
        1 => Just(Fault::CloseUnread),
        2 => charge().prop_map(|charge| Fault::BreakBeforeBody { charge }),
        2 => (charge(), percent()).prop_map(|(charge, percent)| Fault::BreakInBody { charge, percent }),
        3 => charge().prop_map(|charge| Fault::BreakAfterBody { charge }),
        2 => charge().prop_map(|charge| Fault::Reset { charge }),
        3 => (charge(), percent()).prop_map(|(charge, percent)| Fault::BreakInReply { charge, percent }),
    ]
}

fn any_status() -> impl Strategy<Value = Fault> {
    let refusals = prop::sample::select(vec![400_u16, 401, 402, 403, 404, 413, 415, 422, 429]);
    let unsure = (prop::sample::select(vec![408_u16, 500, 502, 503, 504]), any::<bool>());
    prop_oneof![
        3 => refusals.prop_map(Fault::status),
        2 => (0_u32..=1).prop_map(Fault::retry_after),
        5 => unsure.prop_map(|(status, charge)| {
            if charge { Fault::status(status).charging() } else { Fault::status(status) }
        }),
        1 => any::<bool>().prop_map(|charge| Fault::RedirectHost { charge }),
        1 => any::<bool>().prop_map(|charge| {
            let page = Fault::status(503).with_body("<html>Bad gateway</html>");
            if charge { page.charging() } else { page }
        }),
    ]
}

fn any_delay() -> impl Strategy<Value = Fault> {
    let time = || (0..=DELAY_MAX_MS).prop_map(Duration::from_millis);
    prop_oneof![
        time().prop_map(Fault::DelayBefore),
        time().prop_map(Fault::DelayReply),
        time().prop_map(Fault::RefuseNext),
    ]
}

fn any_wrong_json() -> impl Strategy<Value = Fault> {
    let codes = (prop::sample::select(vec![400_u16, 401, 402, 422, 429, 500]), any::<bool>());
    let answers = [(200_u16, None), (200, Some(201)), (201, Some(201)), (202, None), (500, Some(200_u16)), (404, None)];
    prop_oneof![
        2 => Just(Fault::Created),
        3 => prop::sample::select(answers.to_vec()).prop_map(|(status, code)| Fault::Answer { status, code }),
        1 => (0..=DRIP_MAX_US).prop_map(|pause| Fault::Drip(Duration::from_micros(pause))),
        3 => any::<bool>().prop_map(|charge| Fault::MalformedJson { charge }),
        4 => codes.prop_map(|(code, charge)| Fault::BodyCode { code, charge: charge && code == 500 }),
        2 => Just(Fault::StringCode),
        2 => Just(Fault::ExtraFields),
    ]
}

fn any_wrong_submit() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => any::<bool>().prop_map(|charge| Fault::NoTaskId { charge }),
        3 => any::<bool>().prop_map(|charge| Fault::EmptyTaskId { charge }),
        3 => Just(Fault::NumberTaskId),
        2 => (0..100_u64).prop_map(|ms| Fault::BreakAndChargeLater(Duration::from_millis(ms))),
        // Long enough to be no other task's.
        1 => "[A-Za-z0-9 ./?#%é-]{12,24}".prop_map(Fault::OddTaskId),
        12 => any_break(),
        8 => any_status(),
        6 => any_wrong_json(),
        // 50 MB take their time.
        1 => any::<bool>().prop_map(|charge| Fault::HugeReply { charge }),
    ]
}

fn any_wrong_status() -> impl Strategy<Value = Fault> {
    prop_oneof![
        "[a-z_]{0,12}".prop_map(Fault::UnknownStatus),
        Just(Fault::ProgressBack),
        Just(Fault::ProgressAsText),
        Just(Fault::NoFiles),
        Just(Fault::CoverFirst),
        prop::sample::select(vec!["", "a.mp4", "file:///etc/hostname", "http://127.0.0.1:9/a.mp4"])
            .prop_map(|address| Fault::ForeignAddress(address.to_owned())),
        prop::sample::select(vec![403_u16, 404, 410]).prop_map(Fault::ExpiredAddress),
    ]
}

fn any_wrong_file() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::LengthTooLong),
        Just(Fault::LengthTooShort),
        any::<bool>().prop_map(|says_video| Fault::WebPage { says_video }),
        Just(Fault::ZeroBytes),
        Just(Fault::Chunked),
        Just(Fault::RedirectHost { charge: false }),
    ]
}
