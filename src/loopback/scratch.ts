import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpError } from './http/http-error.ts';
import { tooLarge } from './http/read-body.ts';
import { parseFileName, parseRelativePath } from './http/relative-path.ts';

export interface ScratchLimits {
	readonly maxFileBytes: number;
	/** Of one window, over its whole life. */
	readonly maxFiles: number;
	readonly maxTotalBytes: number;
}

export const SCRATCH_LIMITS: ScratchLimits = {
	maxFileBytes: 512 * 1024 * 1024,
	maxFiles: 10_000,
	maxTotalBytes: 4 * 1024 * 1024 * 1024,
};

interface Usage {
	files: number;
	bytes: number;
}

/**
 * Files that a browser hands over or will fetch: `<folder>/<session>/<drop>/<relative path>`. A drop is what was dropped
 * or chosen at once, so that a folder's files stay together. A session reaches its own alone.
 */
export class Scratch {
	readonly #folder: string;
	readonly #limits: ScratchLimits;
	readonly #usage = new Map<string, Usage>();
	readonly #working = new Set<Promise<unknown>>();

	constructor(folder: string, limits: ScratchLimits = SCRATCH_LIMITS) {
		this.#folder = folder;
		this.#limits = limits;
	}

	/** Streams one file to its place and answers with the path of its topmost folder, or of the file itself. */
	receive(
		session: string,
		{ drop, path }: { readonly drop: string | null; readonly path: string },
		request: IncomingMessage,
	): Promise<{ readonly drop: string; readonly path: string }> {
		return this.#track(this.#receive(session, drop ?? newDrop(), path, request));
	}

	/** A path to write a result to, which `send` hands out afterwards. */
	async output(session: string, name: string): Promise<{ readonly path: string }> {
		const folder = join(this.#folder, session, newDrop());
		const path = join(folder, parseFileName(name));
		await mkdir(folder, { recursive: true, mode: 0o700 });
		return { path };
	}

	async send(session: string, drop: string, name: string, response: ServerResponse): Promise<void> {
		const path = join(this.#folder, session, parseDrop(drop), parseFileName(name));
		const file = await open(path, 'r').catch(() => null);
		const stat = await file?.stat();
		if (file === null || stat?.isFile() !== true) {
			await file?.close();
			throw new HttpError(404, 'not_found', 'There is no such result.');
		}
		response.writeHead(200, {
			'content-type': 'application/octet-stream',
			'content-length': stat.size,
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
		});
		const content = createReadStream(path, { fd: file, end: Math.max(0, stat.size - 1) });
		await this.#track(pipeline(content, response));
	}

	/** Resolves once nothing is being written any more. */
	async settle(): Promise<void> {
		await Promise.allSettled(this.#working);
	}

	async #receive(
		session: string,
		drop: string,
		path: string,
		request: IncomingMessage,
	): Promise<{ readonly drop: string; readonly path: string }> {
		const segments = parseRelativePath(path);
		const folder = join(this.#folder, session, parseDrop(drop));
		const target = join(folder, ...segments);
		const { maxFileBytes } = this.#limits;
		if (Number(request.headers['content-length'] ?? 0) > maxFileBytes) throw tooLarge(maxFileBytes);
		const usage = this.#admit(session);
		await mkdir(dirname(target), { recursive: true, mode: 0o700 });
		if (existsSync(target)) throw new HttpError(409, 'conflict', 'Two of the files have the same name.');
		try {
			// `wx`: what is there already, a link included, is never written through.
			const file = createWriteStream(target, { flags: 'wx', mode: 0o600 });
			// The request outlives a refusal, so that the refusal can be sent.
			await pipeline(request.iterator({ destroyOnReturn: false }), this.#meter(usage), file);
		} catch (error) {
			await rm(target, { force: true });
			throw error;
		}
		return { drop, path: join(folder, segments[0]) };
	}

	#admit(session: string): Usage {
		const usage = this.#usage.get(session) ?? { files: 0, bytes: 0 };
		this.#usage.set(session, usage);
		if (usage.files >= this.#limits.maxFiles) {
			throw new HttpError(413, 'invalid_input', `More than ${this.#limits.maxFiles} files were uploaded.`, {
				hint: 'Enter the folder’s path instead.',
			});
		}
		usage.files += 1;
		return usage;
	}

	#meter(usage: Usage): Transform {
		const { maxFileBytes, maxTotalBytes } = this.#limits;
		let size = 0;
		return new Transform({
			transform(chunk: Buffer, _encoding, done) {
				size += chunk.length;
				usage.bytes += chunk.length;
				if (size > maxFileBytes) done(tooLarge(maxFileBytes));
				else if (usage.bytes > maxTotalBytes) done(tooLarge(maxTotalBytes));
				else done(null, chunk);
			},
		});
	}

	#track<T>(work: Promise<T>): Promise<T> {
		this.#working.add(work);
		const forget = (): void => void this.#working.delete(work);
		work.then(forget, forget);
		return work;
	}
}

function newDrop(): string {
	return randomBytes(8).toString('hex');
}

function parseDrop(drop: string): string {
	if (/^[0-9a-f]{16}$/.test(drop)) return drop;
	throw new HttpError(404, 'not_found', 'There is no such upload.');
}
