import { createHash } from 'node:crypto';

/** What tells manifests of one module apart: SHA-256 of the text as it is stored, hex. */
export function manifestHash(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
