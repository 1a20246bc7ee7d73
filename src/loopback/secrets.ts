import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits that nobody guesses, as 43 URL-safe characters. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** 256 bits that only who has both can make again. */
export function derivedSecret(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('base64url');
}

/** What is kept of a secret: its hash, so that a comparison takes the same time whatever it is compared with. */
export function hashOf(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}

export function isSecret(offered: string, hash: Buffer): boolean {
	return timingSafeEqual(hashOf(offered), hash);
}
