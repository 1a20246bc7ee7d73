/**
 * What was there when a version was last in use, for whoever goes back to it: the grant, what the plugin kept, and the
 * package that all its files are in. `state_bytes` NULL: nothing was kept, or too much to be kept. `is_own`: it came into use
 * since the plugin that has the name now is installed; what was in use before belongs to another.
 */
export const versionUses = `
CREATE TABLE version_uses (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	package TEXT,
	grant_version INTEGER NOT NULL DEFAULT 0,
	state_bytes INTEGER,
	left_at INTEGER,
	is_own INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (plugin, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE version_states (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	key TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (plugin, sha256, key)
) STRICT, WITHOUT ROWID;
INSERT INTO version_uses (plugin, sha256, is_own)
	SELECT v.plugin, v.sha256, 1 FROM plugin_versions v JOIN plugins p ON p.name = v.plugin
	WHERE v.first_seen_at >= iif(json_valid(p.record), coalesce(p.record ->> '$.installedAt', 0), 0);
`;
