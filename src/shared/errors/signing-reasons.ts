/** What is wrong with a signature, or with a key; facts as in `failure-reason.ts`. */
export const signingReasons = {
	/** The signature in a plugin is none of its list of hashes. */
	signature_invalid: ['file'],
	/** Only what a known key signed is installed and run. */
	signature_required: ['plugin'],
	/** Another key signed it than before, or none did. */
	signer_changed: ['plugin'],
	/** What was given as a public key is none … */
	key_malformed: [],
	/** … or is the private one. */
	key_private: [],
	key_name_taken: ['name'],
	key_known: ['name'],
	key_not_found: ['fingerprint'],
	keys_full: ['max'],
	key_file_exists: ['path'],
	private_key_unusable: ['path'],
	private_key_passphrase: ['path'],
	/** With a passphrase in OpenSSH's own form. */
	private_key_openssh: ['path', 'namespace'],
	/** Encrypted in a way that is not read, or one that takes too long. */
	private_key_encryption: ['path'],
	private_key_rounds: ['path', 'rounds', 'max'],
} as const;
