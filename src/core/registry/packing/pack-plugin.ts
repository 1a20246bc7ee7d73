import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { PACKAGE_EXTENSION, type PackedFile, type Packing, packageFileName } from '../../../shared/plugin/packing.ts';
import { DurableFile } from '../../files/durable-file.ts';
import { lstat, stat } from '../../files/user-files.ts';
import { archiveLimits } from '../archive/archive-limits.ts';
import { flawOfName, sameEverywhere } from '../archive/entry-names.ts';
import { formatHashList, HASH_LIST } from '../archive/hash-list.ts';
import { archiveTooLarge } from '../archive/refuse-archive.ts';
import { HeldFolder } from '../package/held-folder.ts';
import type { PluginPackage } from '../registry.ts';

/** Every file has this time, so that the same files make the same package: the first that a ZIP archive knows. */
const TIME = new Date(1980, 0, 1);
/** bytes */
const PIECE = 256 * 1024;

/**
 * Packs the folder of a plugin that was read from it into one file, which appears whole or not at all. `to`: the file, or
 * a folder that it is put in under its own name. Rejects with
 * `conflict` where there is a file already and `replace` is not said, or where a file changes meanwhile, and with
 * `invalid_input` for what an installation would refuse.
 */
export async function packPlugin(found: PluginPackage, to: string, replace: boolean): Promise<Packing> {
	const folder = await folderOf(found);
	const { manifest } = found;
	const isFolder = await stat(to).then(
		(facts) => facts.isDirectory(),
		() => false,
	);
	const out = resolve(isFolder ? join(to, packageFileName(manifest.name, manifest.metadata.version)) : to);
	if (extname(out).toLowerCase() !== PACKAGE_EXTENSION) {
		throw new DataFlareError('invalid_input', `${basename(out)} does not end with ${PACKAGE_EXTENSION}.`, {
			hint: `Name a file that ends with ${PACKAGE_EXTENSION}, or a folder to put it in.`,
			details: because('package_name', { path: out }),
		});
	}
	if (!replace && (await lstat(out).catch(() => null)) !== null) {
		throw new DataFlareError('conflict', `There is already a file at ${out}.`, {
			hint: 'Choose another name, or allow it to be replaced.',
			details: because('package_exists', { path: out }),
		});
	}
	const held = await HeldFolder.open(folder);
	try {
		const listing = new Listing(folder, out);
		await listing.take(held, '');
		return await write(held, listing, out);
	} finally {
		await held.close();
	}
}

async function folderOf(found: PluginPackage): Promise<string> {
	if (!found.inferred && found.packed === undefined && (await stat(found.source)).isDirectory()) return found.source;
	throw new DataFlareError('invalid_input', `${found.source} is not the folder of a plugin.`, {
		hint: 'Put the module in a folder with a plugin.json, and pack the folder.',
		details: because('no_manifest'),
	});
}

class Listing {
	readonly files: PackedFile[] = [];
	readonly leftOut: string[] = [];
	readonly #folder: string;
	readonly #out: string;
	readonly #taken = new Map<string, string>();
	#bytes = 0;

	constructor(folder: string, out: string) {
		this.#folder = folder;
		this.#out = out;
	}

	/** Everything below a folder that belongs to the plugin, by name. */
	async take(held: HeldFolder, below: string): Promise<void> {
		const names: string[] = [];
		for await (const { name } of held.entries()) {
			if (names.push(name) > archiveLimits.entries) throw archiveTooLarge(this.#folder);
		}
		for (const name of names.sort()) {
			const path = `${below}${name}`;
			const inner = await held.folder(name);
			if (inner !== null) {
				try {
					if (name.startsWith('.') || name === 'node_modules') this.leftOut.push(`${path}/`);
					else await this.take(inner, `${path}/`);
				} finally {
					await inner.close();
				}
			} else if (!this.#isLeftOut(path, name)) await this.#file(held, name, path);
		}
	}

	#isLeftOut(path: string, name: string): boolean {
		if (path === HASH_LIST || join(this.#folder, path) === this.#out) return true;
		const isLeft = name.startsWith('.') || name.toLowerCase().endsWith(PACKAGE_EXTENSION);
		if (isLeft) this.leftOut.push(path);
		return isLeft;
	}

	async #file(held: HeldFolder, name: string, path: string): Promise<void> {
		const file = await held.openFile(name);
		if (file === 'special') {
			this.leftOut.push(path);
			return;
		}
		const flaw = flawOfName(path);
		const same = this.#taken.get(sameEverywhere(path));
		if (flaw !== null || same !== undefined) {
			await file.close();
			const what = flaw ?? `is the same as ${JSON.stringify(same)} on systems that do not tell capitals apart`;
			throw new DataFlareError('invalid_input', `${JSON.stringify(path)} ${what}.`, {
				hint: 'Rename it, or move it out of the plugin’s folder.',
				details: because('package_entry', { entry: path }),
			});
		}
		this.#taken.set(sameEverywhere(path), path);
		const hash = createHash('sha256');
		let bytes = 0;
		for await (const piece of pieces(file, hash)) {
			bytes += piece.length;
			this.#bytes += piece.length;
			if (this.#bytes > archiveLimits.unpackedBytes) throw archiveTooLarge(this.#folder);
		}
		this.files.push({ name: path, bytes, sha256: hash.digest('hex') });
		// The list of hashes is one more.
		if (this.files.length >= archiveLimits.entries) throw archiveTooLarge(this.#folder);
	}
}

/** The file is closed when they were taken. */
async function* pieces(file: FileHandle, hash: Hash): AsyncGenerator<Buffer> {
	try {
		for (;;) {
			const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
			if (bytesRead === 0) return;
			const piece = buffer.subarray(0, bytesRead);
			hash.update(piece);
			yield piece;
		}
	} finally {
		await file.close();
	}
}

async function write(held: HeldFolder, { files, leftOut }: Listing, out: string): Promise<Packing> {
	const durable = await DurableFile.create(out).catch((error: unknown) => {
		throw notWritable(out, error);
	});
	const zip = new ZipFile();
	const options = { mtime: TIME, mode: 0o100_644, forceDosTimestamp: true };
	const list = formatHashList(new Map(files.map(({ name, sha256 }) => [name, sha256])));
	zip.addBuffer(Buffer.from(list), HASH_LIST, options);
	let source: Readable | null = null;
	for (const file of files) {
		zip.addReadStreamLazy(file.name, { ...options, size: file.bytes }, (done) => {
			source = Readable.from(unchanged(held, file), { objectMode: false });
			done(null, source);
		});
	}
	const output = zip.outputStream as Readable;
	zip.on('error', (error: Error) => output.destroy(error));
	zip.end();
	let bytes = 0;
	try {
		for await (const piece of output as AsyncIterable<Buffer>) {
			bytes += piece.length;
			await durable.write(piece);
		}
		await durable.commit();
	} catch (error) {
		await ended(source);
		await durable.abandon();
		throw error instanceof DataFlareError ? error : notWritable(out, error);
	}
	return { path: out, bytes, files, leftOut };
}

/** Nothing reads on, and the file it read is closed. */
async function ended(source: Readable | null): Promise<void> {
	if (source === null || source.closed) return;
	const closed = new Promise((resolve) => source.once('close', resolve));
	source.destroy();
	await closed;
}

/** The content of a file as it was when it was listed. Fails where it is another by now. */
async function* unchanged(held: HeldFolder, { name, sha256 }: PackedFile): AsyncGenerator<Buffer> {
	const file = await openBelow(held, name.split('/'));
	const hash = createHash('sha256');
	if (file !== 'special') yield* pieces(file, hash);
	if (hash.digest('hex') === sha256) return;
	throw new DataFlareError('conflict', `${name} changed while it was being packed.`, {
		hint: 'Pack the plugin again once its build is done.',
		details: because('changed_since'),
	});
}

async function openBelow(held: HeldFolder, [name = '', ...rest]: readonly string[]): Promise<FileHandle | 'special'> {
	if (rest.length === 0) return held.openFile(name);
	const below = await held.folder(name);
	if (below === null) return 'special';
	try {
		return await openBelow(below, rest);
	} finally {
		await below.close();
	}
}

function notWritable(out: string, error: unknown): DataFlareError {
	return new DataFlareError('storage', `${basename(out)} could not be written (${codeOf(error)}).`, {
		hint: 'Check the folder’s permissions and the disk, then try again.',
		details: because('not_writable', { path: out, system: String(codeOf(error)) }),
		cause: error,
	});
}
