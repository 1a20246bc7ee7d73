/** Signatures of plugins, and the keys that make them. */
export const signatureFailures = {
	signature_invalid: {
		text: 'The signature of {{file}} (SHA256SUMS.sig) is not valid for its files.',
		hint: 'Download the plugin again, or ask its author to sign it again. Do not run it if it should not have changed.',
	},
	signature_required: {
		text: '{{plugin}} is not signed by a key you know, and the settings require that.',
		hint: 'Get a signed version from its author and add the author’s key, or stop requiring signatures.',
	},
	signer_changed: {
		text: '{{plugin}} is not signed by the key that signed it before, so it waits for your review.',
		hint: 'See who signed it now. Accept it only if its author confirms the change.',
	},
	key_malformed: {
		text: 'That is not an Ed25519 public key that can be used.',
		hint: 'A key is one line: ssh-ed25519, then the key in base64.',
	},
	key_private: {
		text: 'That is a private key. It is not needed here, and nothing of it was kept.',
		hint: 'Use the public key beside it: the file whose name ends with .pub.',
	},
	key_name_taken: {
		text: 'There is already a key named “{{name}}”.',
		hint: 'Choose another name, or rename that one.',
	},
	key_known: {
		text: 'You have this key already, as “{{name}}”.',
		hint: 'Rename that one if it should have another name.',
	},
	key_not_found: {
		text: 'There is no key {{fingerprint}}.',
		hint: 'It may have been removed meanwhile.',
	},
	keys_full: {
		text: 'There are {{max}} keys, and no more are kept.',
		hint: 'Remove one that you do not need.',
	},
	key_file_exists: {
		text: 'There is already a file at {{path}}. A key never replaces one.',
		hint: 'Choose another place for the key.',
	},
	private_key_unusable: {
		text: '{{path}} is not an Ed25519 private key that can be read.',
		hint: 'Choose the file of an Ed25519 private key.',
	},
	private_key_passphrase: {
		text: 'The private key {{path}} does not open without the right passphrase.',
		hint: 'Enter the passphrase that the key was made with.',
	},
	private_key_openssh: {
		text: '{{path}} has a passphrase in OpenSSH’s own format, which is not read here.',
		hint: 'Sign with OpenSSH instead: ssh-keygen -Y sign -n {{namespace}} -f KEY SHA256SUMS.',
	},
	private_key_encryption: {
		text: '{{path}} is encrypted in a way that is not read here.',
		hint: 'Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW.',
	},
	private_key_rounds: {
		text: 'Opening {{path}} would take {{rounds}} rounds of its passphrase; at most {{max}} are done here.',
		hint: 'Encrypt it anew with fewer: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in KEY -out NEW.',
	},
} as const;
