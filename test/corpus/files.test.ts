import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathProblem } from '../../src/core/broker/files/guest-path.ts';
import { decidePath } from '../../src/core/policy/decide/path.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { type Probe, startProbe } from '../support/guests/probe.ts';
import { fileCases, windowsNames } from './cases/files.ts';

describe.each(['flag', 'rewrite'] as const)('a guest in a real process (memory limited by %s) that', (memoryWay) => {
	let probe: Probe;
	const socket = createServer();
	beforeAll(async () => {
		probe = await startProbe({}, memoryWay);
		const { root, home } = probe;
		for (const folder of ['home/data/sub', 'home/shown', 'home/data-more', 'outside'])
			mkdirSync(join(root, folder), { recursive: true });
		writeFileSync(join(home, 'data/own'), 'granted');
		writeFileSync(join(home, 'data/caf\u00e9'), 'coffee');
		writeFileSync(join(home, 'data-more/x'), 'not granted');
		writeFileSync(join(home, 'shown/own'), 'shown');
		writeFileSync(join(root, 'outside/secret'), 'secret');
		symlinkSync('../../outside/secret', join(home, 'data/link-out'));
		symlinkSync('../../outside', join(home, 'data/folder-out'));
		symlinkSync('link-out', join(home, 'data/link-link'));
		symlinkSync('nowhere', join(home, 'data/dangling'));
		symlinkSync('loop', join(home, 'data/loop'));
		symlinkSync('../shown/own', join(home, 'data/link-shown'));
		linkSync(join(root, 'outside/secret'), join(home, 'data/hard'));
		execFileSync('mkfifo', [join(home, 'data/pipe')]);
		await new Promise<void>((done) => socket.listen(join(home, 'data/socket'), done));
		probe.grant = { allow_file_system: true, allowed_paths: ['./data/', './shown/:ro'] };
	});
	afterAll(async () => {
		socket.close();
		await probe.dispose();
	});

	it.each(fileCases)('$what is answered $expected', async ({ op, path, expected }) => {
		const asked = path.replace('@', `${probe.root}/`);
		expect(await probe.ask(op, asked)).toBe(expected);
		const record = probe.calls.at(-1);
		if (expected === -13) expect(record?.denied?.reason).not.toBe('');
	});

	it('did all of that changed nothing outside', () => {
		expect(readFileSync(join(probe.root, 'outside/secret'), 'utf8')).toBe('secret');
		expect(readdirSync(probe.root).sort()).toEqual(['home', 'outside']);
		expect(readdirSync(join(probe.root, 'outside'))).toEqual(['secret']);
		expect(readFileSync(join(probe.home, 'shown/own'), 'utf8')).toBe('shown');
		expect(readdirSync(join(probe.home, 'data')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});
});

it.each(windowsNames)('on Windows %s leads nowhere: %s', (_what, path) => {
	const policy = securityPolicySchema.parse({ allow_file_system: true, allowed_paths: ['C:\\data'] });
	const refused =
		pathProblem(path, 4096, true) !== null ||
		!decidePath(policy, 'read', path, { dataFolder: 'C:\\home', windows: true }).allowed;
	expect(refused).toBe(true);
});
