/**
 * A version is a module with its manifest: one that changes alone is a version, and what the one before was is kept. What
 * is there already has one manifest for each module, so that a record that names none means that one. `sha256_of(text)` is
 * there while migrations run: SQLite has none.
 */
export const versionsByManifest = `
CREATE TABLE versions_by_manifest (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	manifest_sha256 TEXT NOT NULL,
	label TEXT,
	manifest TEXT NOT NULL,
	size INTEGER NOT NULL,
	first_seen_at INTEGER NOT NULL,
	signer TEXT,
	PRIMARY KEY (plugin, sha256, manifest_sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO versions_by_manifest
	SELECT plugin, sha256, sha256_of(manifest), label, manifest, size, first_seen_at, signer FROM plugin_versions;
CREATE TABLE uses_by_manifest (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	manifest_sha256 TEXT NOT NULL,
	package TEXT,
	grant_version INTEGER NOT NULL DEFAULT 0,
	state_bytes INTEGER,
	left_at INTEGER,
	is_own INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (plugin, sha256, manifest_sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO uses_by_manifest
	SELECT u.plugin, u.sha256, coalesce(v.manifest_sha256, ''), u.package, u.grant_version, u.state_bytes, u.left_at, u.is_own
	FROM version_uses u LEFT JOIN versions_by_manifest v ON v.plugin = u.plugin AND v.sha256 = u.sha256;
CREATE TABLE states_by_manifest (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	manifest_sha256 TEXT NOT NULL,
	key TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (plugin, sha256, manifest_sha256, key)
) STRICT, WITHOUT ROWID;
INSERT INTO states_by_manifest
	SELECT s.plugin, s.sha256, coalesce(v.manifest_sha256, ''), s.key, s.value
	FROM version_states s LEFT JOIN versions_by_manifest v ON v.plugin = s.plugin AND v.sha256 = s.sha256;
DROP TABLE plugin_versions;
DROP TABLE version_uses;
DROP TABLE version_states;
ALTER TABLE versions_by_manifest RENAME TO plugin_versions;
ALTER TABLE uses_by_manifest RENAME TO version_uses;
ALTER TABLE states_by_manifest RENAME TO version_states;
`;
