import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Core } from '../core/index.ts';
import type { RouteInput } from '../shared/api/routes.ts';
import { HttpError } from './http/http-error.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

/** A browser follows its own link at once. ms */
const LIFETIME_MS = 60_000;
/** More than this many that were not fetched: the oldest is forgotten. */
const MOST = 16;

type Source = RouteInput<'results.open'>['source'];

interface HandOut {
	readonly hash: Buffer;
	readonly source: Source;
	readonly endsAt: number;
}

/**
 * Results that a browser fetches as downloads. A link sends the page's cookie and cannot send its key: an address that is
 * good once stands for the key.
 */
export class HandOuts {
	readonly #core: Core;
	readonly #working = new Set<Promise<unknown>>();
	#open: readonly HandOut[] = [];

	constructor(core: Core) {
		this.#core = core;
	}

	/** The address of a result, good once and for a minute. Rejects where there is no such result: a link could not say so. */
	async offer(source: Source): Promise<{ readonly path: string }> {
		const { content } = await this.#core.openResult(source);
		content.destroy();
		const secret = newSecret();
		const handOut = { hash: hashOf(secret), source, endsAt: performance.now() + LIFETIME_MS };
		this.#open = [...this.#open, handOut].slice(-MOST);
		return { path: `/api/result/${secret}` };
	}

	/** Sends what an address stands for. Rejects with 404 where it was used, is too old, or never was one. */
	async send(secret: string, response: ServerResponse): Promise<void> {
		const found = this.#open.find(({ hash }) => isSecret(secret, hash));
		this.#open = this.#open.filter((one) => one !== found);
		if (found === undefined || performance.now() > found.endsAt) {
			throw new HttpError(404, 'not_found', 'There is no such result.');
		}
		const { name, bytes, content } = await this.#core.openResult(found.source);
		response.writeHead(200, {
			'content-type': 'application/octet-stream',
			'content-length': bytes,
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
		});
		const sent = pipeline(content, response);
		this.#working.add(sent);
		await sent.finally(() => this.#working.delete(sent));
	}

	/** Resolves once nothing is being sent any more. */
	async settle(): Promise<void> {
		await Promise.allSettled(this.#working);
	}
}
