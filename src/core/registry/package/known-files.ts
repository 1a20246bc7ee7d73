import type { WireError } from '../../../shared/errors/errors.ts';
import { LOOK_REVISION } from '../../../shared/plugin/plugin-record.ts';
import { replaceFile } from '../../files/durable-file.ts';
import { readFileSync, rm, stat } from '../../files/user-files.ts';
import { VERSION } from '../../program/version.ts';
import { wireErrorSchema } from '../../store/rows/row-schemas.ts';

/** More unusable files than this are no folder of plugins; the oldest are read again. */
const MAX_FILES = 1_000;
/** What is said of a package at greater length is not remembered, characters. */
const MAX_REFUSAL = 4_096;
/** Another program may find something else in the same package. */
const REVISION = `${VERSION}/${LOOK_REVISION}`;

/** A lone module: where it is, what tells it from what was there before, and what it held. */
type KnownModule = readonly [path: string, identity: string, sha256: string];
/** A package: the same, by which program it was refused, and why. */
type KnownPackage = readonly [path: string, identity: string, revision: string, refusal: WireError];
type Known = KnownModule | KnownPackage;

/**
 * Which files were looked at and cannot be used, so that the next start need not read them: a large file that is no plugin
 * would be read and hashed each time. Nothing that can be used is taken for granted: it is always read.
 */
export class KnownFiles {
	readonly #file: string;
	#known: Map<string, Known> | null = null;
	#isDirty = false;
	#saving: Promise<void> | null = null;

	/** `file`: absolute path of where it is remembered. */
	constructor(file: string) {
		this.#file = file;
	}

	/** SHA-256 of what a file holds that is as it was when it was looked at; null: it has to be read. */
	hashOf(path: string, identity: string | null): string | null {
		const known = this.#load().get(path);
		return known?.length === 3 && known[1] === identity ? known[2] : null;
	}

	/** Why this program refused a package that is as it was when it was read; null: it has to be read. */
	refusalOf(path: string, identity: string | null): WireError | null {
		const known = this.#load().get(path);
		return known?.length === 4 && known[1] === identity && known[2] === REVISION ? known[3] : null;
	}

	/** SHA-256 of the modules that are remembered. */
	hashes(): readonly string[] {
		return [...this.#load().values()].flatMap((known) => (known.length === 3 ? [known[2]] : []));
	}

	remember(path: string, identity: string, sha256: string): void {
		this.#put([path, identity, sha256]);
	}

	/** `refusal` must tell of the package alone, and of nothing that may be otherwise the next time. */
	refuse(path: string, identity: string, refusal: WireError): void {
		if (JSON.stringify(refusal).length <= MAX_REFUSAL) this.#put([path, identity, REVISION, refusal]);
	}

	/** Resolves when what is remembered is written down, as far as it can be. */
	async written(): Promise<void> {
		await this.#saving;
	}

	#put(line: Known): void {
		const known = this.#load();
		known.delete(line[0]);
		known.set(line[0], line);
		for (const oldest of known.keys()) {
			if (known.size <= MAX_FILES) break;
			known.delete(oldest);
		}
		this.#isDirty = true;
		this.#saving ??= this.#save();
	}

	#load(): Map<string, Known> {
		if (this.#known !== null) return this.#known;
		let lines: unknown = null;
		try {
			lines = JSON.parse(readFileSync(this.#file, 'utf8'));
		} catch {
			// There is none yet, or it is damaged: files are read again.
		}
		const known = Array.isArray(lines) ? lines.filter(isKnown).slice(-MAX_FILES) : [];
		this.#known = new Map(known.map((line) => [line[0], line]));
		return this.#known;
	}

	/** Once for all that is remembered while it is being written. */
	async #save(): Promise<void> {
		while (this.#isDirty) {
			this.#isDirty = false;
			const lines = JSON.stringify([...this.#load().values()]);
			// What cannot be remembered is read again.
			await replaceFile(this.#file, Buffer.from(lines)).catch(() => undefined);
		}
		this.#saving = null;
	}
}

function isKnown(line: unknown): line is Known {
	if (!Array.isArray(line) || !line.slice(0, 3).every((part) => typeof part === 'string')) return false;
	return line.length === 3 || (line.length === 4 && wireErrorSchema.safeParse(line[3]).success);
}

/** What tells a file from another one, and from itself before it was written to; null: it cannot be told. */
export async function identityOf(path: string): Promise<string | null> {
	const found = await stat(path, { bigint: true }).catch(() => null);
	if (found === null) return null;
	return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':');
}

/** Removes a file that is still the one that was read; another that took its place since then stays. Rejects like `rm`. */
export async function removeAsRead(path: string, identity: string | null): Promise<void> {
	if (identity !== null && identity === (await identityOf(path))) await rm(path, { force: true });
}
