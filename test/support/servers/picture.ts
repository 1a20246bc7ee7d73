import type { Loopback } from '../../../src/loopback/create-loopback.ts';
import type { Envelope } from '../../../src/shared/errors/result.ts';
import type { Picture, PictureView } from '../../../src/shared/face/picture.ts';
import { eventually } from '../scratch/scratch-core.ts';
import { exchange, tokenOf } from './loopback-client.ts';

/** What the list of plugins asks as it enters. */
export const firstQuestions = ['settings.get', 'plugins.list', 'policy.list', 'stats.get'].map((route) => ({
	route,
	input: {},
}));

export const view: PictureView = { width: 1280, height: 800, languages: ['en-US'], platform: 'Linux x86_64' };

/** What a page is told that enters with `more`. */
export async function entered(loopback: Loopback, more: object): Promise<{ readonly picture?: Picture }> {
	const answer = await exchange(loopback.port, tokenOf(loopback.startUrl()), {}, { ask: firstQuestions, ...more });
	const envelope = answer.envelope() as Envelope<{ readonly picture?: Picture }>;
	if (!envelope.ok) throw new Error(envelope.error.message);
	return envelope.data;
}

/** Resolves once what draws first pictures was loaded and rehearsed. */
export async function picturesAreReady(loopback: Loopback): Promise<void> {
	await eventually(async () => (await entered(loopback, { view })).picture !== undefined);
}
