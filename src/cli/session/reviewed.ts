import { sha256 } from '../../shared/api/fields.ts';
import { UsageError } from './session.ts';

/** A hash that somebody looked at; undefined where none is given. */
export function hashOf(said: string | undefined): string | undefined {
	if (said === undefined || sha256.safeParse(said).success) return said;
	throw new UsageError(`"${said}" is not a SHA-256.`, 'It has 64 hexadecimal digits in lower case.');
}
