import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { PAGE_TYPES } from '../../shared/face/content-security-policy.ts';
import { type Coding, chooseCoding, codings } from './content-coding.ts';
import { HttpError } from './http-error.ts';

/** What the page's addresses answer with. */
export interface PageSource {
	/** Answers a request for the page's file at `path`. Throws, or rejects with, a refusal. */
	send(request: IncomingMessage, path: string, response: ServerResponse): void | Promise<void>;
}

interface PageFile {
	readonly type: string;
	readonly bytes: Buffer;
	/** What the build compressed it to. */
	readonly coded: ReadonlyMap<Coding, Buffer>;
}

/** Names what draws the window in the page itself, so that it comes without being asked for. */
const preloads = /\s*<link rel="modulepreload"[^>]*>/g;

/** What the build gave a name that holds a hash of its bytes: another content has another name. */
const hashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * The built page, read once: what was not there at the start is not served, so no spelling of a path leads elsewhere,
 * and a build under way cannot mix two versions.
 */
export class PageFiles implements PageSource {
	readonly #files: ReadonlyMap<string, PageFile>;
	/** Who comes for the first time has two cores busy with the first picture, and fetches the rest after it. */
	readonly #firstIndex: PageFile;

	/** Throws `configuration` where the page was not built. */
	constructor(folder: string) {
		const files = new Map(filesOf(folder));
		const index = files.get('/index.html');
		if (index === undefined) {
			throw new DataFlareError('configuration', `The page is not built: ${folder} has no index.html.`, {
				hint: 'Build the project, or install the program again.',
			});
		}
		this.#files = files.set('/', index);
		const first = index.bytes.toString('utf8').replaceAll(preloads, '');
		this.#firstIndex = { ...index, bytes: Buffer.from(first), coded: new Map() };
	}

	/** Hashed files may be kept for ever, all else is asked for each time. */
	send(request: IncomingMessage, path: string, response: ServerResponse): void {
		const { method } = request;
		const known = this.#files.get(path);
		const file = known === this.#files.get('/') && !wasHere(request) ? this.#firstIndex : known;
		if (file === undefined) throw new HttpError(404, 'not_found', 'There is no such page.');
		if (method !== 'GET' && method !== 'HEAD') throw wrongMethod('GET, HEAD');
		const coding = chooseCoding(request.headersDistinct['accept-encoding']?.join(), (one) => file.coded.has(one));
		const bytes = (coding === null ? undefined : file.coded.get(coding)) ?? file.bytes;
		response.writeHead(200, {
			'content-type': file.type,
			'content-length': bytes.length,
			...(file.coded.size > 0 && { vary: 'accept-encoding' }),
			...(coding !== null && { 'content-encoding': coding }),
			...(hashed.test(path) && { 'cache-control': 'private, max-age=31536000, immutable' }),
		});
		response.end(method === 'HEAD' ? undefined : bytes);
	}
}

/** Whether a browser says that it loads the page anew, or that the page opened it: it has most of the files, which it kept. A guess costs milliseconds. */
function wasHere({ headers }: IncomingMessage): boolean {
	const { 'cache-control': control = '', 'sec-fetch-site': site } = headers;
	return /max-age=0|no-cache/.test(control) || site === 'same-origin';
}

export function wrongMethod(allowed: string): HttpError {
	return new HttpError(405, 'invalid_input', `This address only accepts ${allowed}.`, { headers: { allow: allowed } });
}

function filesOf(folder: string): readonly (readonly [string, PageFile])[] {
	try {
		return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
			const type = PAGE_TYPES[extname(entry.name)];
			if (!entry.isFile() || type === undefined) return [];
			const path = join(entry.parentPath, entry.name);
			return [[`/${relative(folder, path).replaceAll(sep, '/')}`, pageFile(path, type)] as const];
		});
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
}

function pageFile(path: string, type: string): PageFile {
	const coded = codings.flatMap(([coding, extension]) => {
		const file = `${path}${extension}`;
		return existsSync(file) ? [[coding, readFileSync(file)] as const] : [];
	});
	return { type, bytes: readFileSync(path), coded: new Map(coded) };
}
