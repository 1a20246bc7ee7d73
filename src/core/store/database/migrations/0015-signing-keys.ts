/**
 * Keys that a person gave a name, by their fingerprints, and which key signed each version: null where none did, or
 * nobody looked.
 */
export const signingKeys = `
CREATE TABLE signing_keys (
	fingerprint TEXT PRIMARY KEY,
	public_key TEXT NOT NULL,
	name TEXT NOT NULL UNIQUE,
	added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE plugin_versions ADD COLUMN signer TEXT;
`;
