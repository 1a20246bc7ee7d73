import { join } from 'node:path';
import { toDataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import { isComponent } from '../../../shared/wasm/component/component-outline.ts';
import { TRANSPILER } from '../../../shared/wasm/component/transpiler.ts';
import { replaceFile } from '../../files/durable-file.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { sweep } from '../../files/temporary-files.ts';
import { readdir, readFile, rm } from '../../files/user-files.ts';

/** Makes the bundle that runs a component, in a sandbox. Rejects with `plugin_load` where the component is at fault. */
export type TranspileComponent = (component: Uint8Array) => Promise<Uint8Array>;

const ENDING = '.component';
/** Of SHA-256 in front of a bundle: a file that is not what was written is made anew. bytes */
const SEAL_BYTES = 32;

/**
 * What components were made into, by the component's hash and the version of what made it. Nothing but time is lost with
 * it: what is missing, damaged or of another version is made anew when it is next asked for.
 */
export class ReadyComponents {
	readonly #folder: string;
	readonly #transpile: TranspileComponent;
	/** In use, so that a call costs no reading. They were checked when they were read. */
	readonly #inUse = new Map<string, WeakRef<Uint8Array>>();
	/** Being made: nobody makes the same twice at once. */
	readonly #making = new Map<string, Promise<Uint8Array>>();

	constructor(folder: string, transpile: TranspileComponent) {
		this.#folder = folder;
		this.#transpile = transpile;
	}

	/** What a sandbox is handed to run a module: itself, or what its component was made into. */
	async runnable(sha256: string, module: Uint8Array): Promise<Uint8Array> {
		if (!isComponent(module)) return module;
		const inUse = this.#inUse.get(sha256)?.deref();
		if (inUse !== undefined) return inUse;
		let making = this.#making.get(sha256);
		if (making === undefined) {
			making = this.#readOrMake(sha256, module).finally(() => this.#making.delete(sha256));
			this.#making.set(sha256, making);
		}
		const bundle = await making;
		this.#inUse.set(sha256, new WeakRef(bundle));
		return bundle;
	}

	/** Why a component cannot be made ready; null: it is. Rejects where that tells nothing of the component. */
	async problemOf(sha256: string, module: Uint8Array): Promise<WireError | null> {
		try {
			await this.runnable(sha256, module);
			return null;
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			if (error.code !== 'plugin_load') throw thrown;
			return error.toWire();
		}
	}

	/** Removes what killed programs left half-written, and what belongs to no version that `isKept` knows of. */
	async sweep(isKept: (sha256: string) => boolean): Promise<void> {
		await sweep(this.#folder);
		const names = await readdir(this.#folder).catch((): string[] => []);
		const current = fileOf('');
		for (const name of names.filter((each) => each.endsWith(ENDING))) {
			if (name.endsWith(current) && isKept(name.slice(0, -current.length))) continue;
			await rm(join(this.#folder, name), { force: true });
		}
	}

	async #readOrMake(sha256: string, module: Uint8Array): Promise<Uint8Array> {
		const path = join(this.#folder, fileOf(sha256));
		const kept = await this.#read(path);
		if (kept !== null) return kept;
		const bundle = await this.#transpile(module);
		const sealed = new Uint8Array(SEAL_BYTES + bundle.length);
		sealed.set(Buffer.from(await sha256Of(bundle), 'hex'));
		sealed.set(bundle, SEAL_BYTES);
		// What cannot be kept, on a full disk, costs the time to make it again.
		await this.#keep(path, sealed).catch(() => undefined);
		return bundle;
	}

	async #keep(path: string, sealed: Uint8Array): Promise<void> {
		makeFolders(this.#folder, PRIVATE_FOLDER);
		await replaceFile(path, sealed);
	}

	async #read(path: string): Promise<Uint8Array | null> {
		const sealed = await readFile(path).catch(() => null);
		if (sealed === null || sealed.length <= SEAL_BYTES) return null;
		const bundle = new Uint8Array(sealed.buffer, sealed.byteOffset + SEAL_BYTES, sealed.length - SEAL_BYTES);
		const seal = sealed.subarray(0, SEAL_BYTES).toString('hex');
		return (await sha256Of(bundle)) === seal ? bundle : null;
	}
}

/** `<sha256>.jco-transpile-0.15.0.component` */
function fileOf(sha256: string): string {
	return `${sha256}.${TRANSPILER.replaceAll(' ', '-')}${ENDING}`;
}
