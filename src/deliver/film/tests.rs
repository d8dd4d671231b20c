//! What a film is made of, and its captions.
