//! What would be sent for an order, worked out in one place before anything is spent: the body, the pictures in it, and what
//! the order is known by. Quotes, digests, uploads, the sending itself and `storyreel request` all ask here.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{plain, request};
use crate::provider::OrderHash;
use crate::provider::pictures::sent_content;
use crate::story::model::{Model, Part, Wire};
use crate::story::order::OrderPicture;
use crate::story::{ContentHash, Order, Rules};

/// The one request of an order.
pub struct Draft<'a> {
    order: &'a Order,
    rules: &'a Rules,
    form: Form<'a>,
}

enum Form<'a> {
    /// Lists of shots and elements, as the first model takes them.
    First,
    Plain(&'a Model, Box<Part>),
}

/// Why an order cannot be put into a request, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    #[error("no model \"{0}\" is known here; it may be one of a file that is gone")]
    Unknown(String),
    #[error("{0} takes requests in a form that this version does not write")]
    Form(String),
    #[error("{model} would take {requests} requests for it, and is made of one here so far")]
    Several { model: String, requests: usize },
    /// What the model does not take.
    #[error("{0}")]
    Fault(String),
    #[error("it cannot be written down ({0})")]
    Json(String),
}

impl<'a> Draft<'a> {
    /// The request for an order, on the model that it names.
    ///
    /// # Errors
    /// When its model is not known, or does not take it as one request.
    pub fn of(order: &'a Order, rules: &'a Rules) -> Result<Self, DraftError> {
        let Some(on) = &order.on else { return Ok(Self { order, rules, form: Form::First }) };
        let model = rules.model(&on.model).ok_or_else(|| DraftError::Unknown(on.model.to_string()))?;
        if !matches!(model.wire, Wire::Plain(_)) {
            return Err(DraftError::Form(model.name.clone()));
        }
        let mut plan = model.plan(order, &model.settled(&on.choices));
        if let Some(fault) = plan.faults.first() {
            return Err(DraftError::Fault(fault.message.clone()));
        }
        match (plan.parts.pop(), plan.parts.len()) {
            (Some(part), 0) if order.shots.len() == 1 => {
                Ok(Self { order, rules, form: Form::Plain(model, Box::new(part)) })
            }
            (_, others) => Err(DraftError::Several { model: model.name.clone(), requests: others + 1 }),
        }
    }

    /// The body, with an address for each picture that is sent.
    ///
    /// # Errors
    /// Never in practice: everything in it can be written as JSON.
    pub fn body(&self, address: impl Fn(&OrderPicture) -> String) -> Result<Value, DraftError> {
        match &self.form {
            Form::First => {
                request::body(self.order, self.rules, address).map_err(|error| DraftError::Json(error.to_string()))
            }
            Form::Plain(model, part) => {
                plain::body(model, part, address).ok_or_else(|| DraftError::Form(model.name.clone()))
            }
        }
    }

    /// The pictures that are sent, each once, in the order in which the body names them first.
    #[must_use]
    pub fn pictures(&self) -> Vec<&OrderPicture> {
        match &self.form {
            Form::First => request::pictures(self.order, self.rules),
            Form::Plain(_, part) => {
                let mut all: Vec<&OrderPicture> = Vec::new();
                for picture in part.first.iter().chain(&part.last) {
                    if !all.iter().any(|other| other.path == picture.path && other.area == picture.area) {
                        all.push(picture);
                    }
                }
                all
            }
        }
    }

    /// What the order is known by: equal when the same texts, seconds and picture contents would be sent to the same model.
    ///
    /// Nothing when a picture that would be sent has not been looked at or cannot be read.
    #[must_use]
    pub fn hash(&self) -> Option<OrderHash> {
        if matches!(self.form, Form::First) {
            return request::hash(self.order, self.rules);
        }
        if self.pictures().iter().any(|picture| picture.content().is_none()) {
            return None;
        }
        let content = |picture: &OrderPicture| {
            sent_content(picture).map_or_else(String::new, |content| content.as_str().to_owned())
        };
        let body = self.body(content).ok()?;
        let digest = Sha256::digest(serde_json::to_vec(&body).ok()?);
        Some(OrderHash(ContentHash::from_digest(&digest).as_str().to_owned()))
    }
}

/// What an order is known by, where it can be sent.
#[must_use]
pub fn hash(order: &Order, rules: &Rules) -> Option<OrderHash> {
    Draft::of(order, rules).ok()?.hash()
}
