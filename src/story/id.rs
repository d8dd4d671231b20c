//! Stable identities. They are opaque strings: people may write their own, we make the missing ones.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            #[must_use]
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Not given in the file yet; `Project::complete_ids` fills it.
            #[must_use]
            pub fn is_missing(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A project, wherever its folder lies. "Save as" makes a new one.
    ProjectId
);
id!(
    /// A scene of a project.
    SceneId
);
id!(
    /// A shot, whichever scene it is in.
    ShotId
);
id!(
    /// A reusable element: a person, a thing, a place.
    ElementId
);
id!(
    /// A take: one result of rendering or generating a scene.
    TakeId
);
