//! No core dumps: the memory of a program that has crashed holds the API key and the user's texts.

/// From here on a crash leaves no image of the memory on the disk. Programs that are started from here may allow it again.
pub fn forbid() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let most = getrlimit(Resource::Core).maximum;
        if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: most }) {
            tracing::warn!("a crash may leave an image of the memory: {error}");
        }
    }
}
