import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { PAGE_TYPES } from '../../shared/face/content-security-policy.ts';
import { Refusal } from './refusal.ts';

interface PageFile {
	readonly type: string;
	readonly bytes: Buffer;
}

/**
 * The built page, read once: what was not there at the start is not served, so no spelling of a path leads elsewhere,
 * and a build under way cannot mix two versions.
 */
export class PageFiles {
	readonly #files: ReadonlyMap<string, PageFile>;

	/** Throws `configuration` where the page was not built. */
	constructor(folder: string) {
		const files = new Map(filesOf(folder));
		const index = files.get('/index.html');
		if (index === undefined) {
			throw new DataFlareError('configuration', `The page is not built: ${folder} has no index.html.`, {
				hint: 'Run `npm run build`.',
			});
		}
		this.#files = files.set('/', index);
	}

	send(method: string, path: string, response: ServerResponse): void {
		const file = this.#files.get(path);
		if (file === undefined) throw new Refusal(404, 'not_found', 'There is no such page.');
		if (method !== 'GET' && method !== 'HEAD') throw wrongMethod('GET, HEAD');
		response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
		response.end(method === 'HEAD' ? undefined : file.bytes);
	}
}

export function wrongMethod(allowed: string): Refusal {
	return new Refusal(405, 'invalid_input', `This address takes ${allowed} alone.`, { headers: { allow: allowed } });
}

function filesOf(folder: string): readonly (readonly [string, PageFile])[] {
	try {
		return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
			const type = PAGE_TYPES[extname(entry.name)];
			if (!entry.isFile() || type === undefined) return [];
			const path = join(entry.parentPath, entry.name);
			return [[`/${relative(folder, path).replaceAll(sep, '/')}`, { type, bytes: readFileSync(path) }] as const];
		});
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
}
