import { join } from 'node:path';
import { codeOf, isNoRoom } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { replaceFile } from '../../files/durable-file.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { sweep } from '../../files/temporary-files.ts';
import { readFile } from '../../files/user-files.ts';
import { hintFor } from '../package/momentary.ts';

/** Keeps every version's module by its hash, so that the version in use outlives whatever happens to the plugins folder. */
export class ModuleStore {
	readonly #folder: string;
	/** Modules in use, so that a call costs no reading and hashing. They were checked when they were read. */
	readonly #inUse = new Map<string, WeakRef<Uint8Array>>();

	constructor(folder: string) {
		this.#folder = folder;
		makeFolders(folder, PRIVATE_FOLDER);
	}

	/** Removes what killed programs left half-written. */
	sweep(): Promise<void> {
		return sweep(this.#folder);
	}

	/** Durable when it resolves. */
	async keep(sha256: string, module: Uint8Array): Promise<void> {
		if ((await this.#read(sha256)) !== null) return;
		try {
			await replaceFile(this.#path(sha256), module);
		} catch (error) {
			const code = codeOf(error);
			throw new DataFlareError('storage', `The module could not be stored in ${this.#folder} (${code}).`, {
				details: isNoRoom(error)
					? because('disk_full', { path: this.#folder })
					: because('data_folder_unusable', { path: this.#folder, system: String(code) }),
				hint: isNoRoom(error) ? 'The disk is full: free some space.' : hintFor(code),
				cause: error,
			});
		}
	}

	/** Rejects with `storage` where the file is gone or is not what its name says. */
	async load(sha256: string, plugin: string): Promise<Uint8Array> {
		const inUse = this.#inUse.get(sha256)?.deref();
		if (inUse !== undefined) return inUse;
		const module = await this.#read(sha256);
		if (module !== null) {
			this.#inUse.set(sha256, new WeakRef(module));
			return module;
		}
		throw new DataFlareError(
			'storage',
			`The stored module of ${plugin} (${sha256.slice(0, 12)}…) is missing or damaged.`,
			{
				hint: 'Install the plugin again.',
				details: { ...because('stored_module_gone', { plugin }), sha256 },
			},
		);
	}

	async #read(sha256: string): Promise<Uint8Array | null> {
		const bytes = await readFile(this.#path(sha256)).catch((error: unknown) => {
			if (codeOf(error) === 'ENOENT') return null;
			throw new DataFlareError('storage', `The stored modules in ${this.#folder} cannot be read (${codeOf(error)}).`, {
				details: because('data_folder_unusable', { path: this.#folder, system: String(codeOf(error)) }),
				hint: hintFor(codeOf(error)),
				cause: error,
			});
		});
		if (bytes === null || (await sha256Of(bytes)) !== sha256) return null;
		// A view: copying a large module would hold the program up.
		return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
	}

	#path(sha256: string): string {
		return join(this.#folder, `${sha256}.wasm`);
	}
}
