import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createLoopback, type Loopback, type LoopbackOptions } from '../../../src/loopback/create-loopback.ts';
import { type ScratchCore, scratchCore } from '../scratch/scratch-core.ts';
import { enter, type Visitor } from './loopback-client.ts';

export interface LoopbackGround {
	readonly scratch: ScratchCore;
	/** Holds `page/`, what uploads are kept in as `scratch/`, and `secret.json` that is not for serving. */
	readonly folder: string;
	/** Closed after the test. */
	start(options?: Partial<LoopbackOptions>): Promise<Loopback>;
	/** A server and somebody who was let in. */
	visit(options?: Partial<LoopbackOptions>): Promise<{ loopback: Loopback; visitor: Visitor }>;
}

/** One real engine and a small page for all tests of a file; filled before the first. */
export function loopbackGround(): LoopbackGround {
	const opened: Loopback[] = [];
	const ground = {
		folder: mkdtempSync(join(tmpdir(), 'dataflare-loopback-')),
		async start(options: Partial<LoopbackOptions> = {}) {
			const loopback = await createLoopback({
				core: ground.scratch.core(),
				rendererDir: join(ground.folder, 'page'),
				scratchDir: join(ground.folder, 'scratch'),
				port: 0,
				...options,
			});
			opened.push(loopback);
			return loopback;
		},
		async visit(options: Partial<LoopbackOptions> = {}) {
			const loopback = await ground.start(options);
			return { loopback, visitor: await enter(loopback.port, loopback.startUrl()) };
		},
	} as { -readonly [K in keyof LoopbackGround]: LoopbackGround[K] };
	beforeAll(async () => {
		ground.scratch = await scratchCore();
		const page = join(ground.folder, 'page');
		mkdirSync(join(page, 'assets'), { recursive: true });
		writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
		writeFileSync(join(page, 'assets/main.js'), 'export {};');
		writeFileSync(join(page, 'assets/main.js.map.txt'), 'not for serving');
		writeFileSync(join(ground.folder, 'secret.json'), '{"secret":true}');
	});
	afterEach(async () => {
		await Promise.all(opened.splice(0).map((each) => each.close()));
	});
	afterAll(async () => {
		await ground.scratch.dispose();
		rmSync(ground.folder, { recursive: true, force: true });
	});
	return ground;
}
