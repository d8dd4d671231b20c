//! Uploaded pictures, remembered between runs until their addresses expire.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::{Ledger, LedgerError, now, time};
use crate::provider::vidgo::{CachedUpload, UploadCache};
use crate::story::ContentHash;

impl Ledger {
    fn upload(&self, base: &str, content: &ContentHash) -> Result<Option<CachedUpload>, LedgerError> {
        let found = self.connection().query_row(
            "SELECT address, expires FROM uploads WHERE base = ?1 AND content = ?2",
            params![base, content.as_str()],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        );
        let found = found.optional()?;
        found.map(|(address, expires)| Ok(CachedUpload { address, expires: time(expires)? })).transpose()
    }

    fn set_upload(&self, base: &str, content: &ContentHash, upload: &CachedUpload) -> Result<(), LedgerError> {
        let connection = self.connection();
        connection.execute("DELETE FROM uploads WHERE expires < ?1", [now()])?;
        connection.execute(
            "INSERT OR REPLACE INTO uploads (base, content, address, expires) VALUES (?1, ?2, ?3, ?4)",
            params![base, content.as_str(), upload.address, upload.expires.as_millisecond()],
        )?;
        Ok(())
    }

    /// How many of these contents lie at the service, long enough from now.
    #[must_use]
    pub fn uploaded_until<'a>(
        &self,
        base: &str,
        contents: impl IntoIterator<Item = &'a ContentHash>,
        until: Timestamp,
    ) -> usize {
        let known = contents.into_iter().filter_map(|content| self.upload(base, content).ok().flatten());
        known.filter(|upload| upload.expires > until).count()
    }
}

impl UploadCache for Ledger {
    fn get(&self, base: &str, content: &ContentHash) -> Option<CachedUpload> {
        // A cache that cannot be read costs an upload, which is free.
        self.upload(base, content).ok().flatten()
    }

    fn put(&self, base: &str, content: &ContentHash, upload: &CachedUpload) {
        if let Err(error) = self.set_upload(base, content, upload) {
            tracing::warn!("an uploaded picture is not remembered: {error}");
        }
    }
}
