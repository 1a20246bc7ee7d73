#!/usr/bin/env node
/** Stands in for an installed browser: opens the start page it was given, listens for a moment as a window would, and is closed. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const flag = (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const startPage = fileURLToPath(flag('app'));
const url = new URL(/location\.replace\("([^"]+)"\)/.exec(readFileSync(startPage, 'utf8'))?.[1] ?? '');
const token = url.hash.replace('#start=', '');
writeFileSync(
	process.env.FAKE_BROWSER_REPORT ?? '',
	JSON.stringify({
		tokenInArguments: process.argv.join(' ').includes(token),
		mode: statSync(startPage).mode & 0o777,
		profileIsFresh: !existsSync(join(flag('user-data-dir'), 'Default')),
		profile: flag('user-data-dir'),
	}),
);
if (process.env.FAKE_BROWSER_FAILS) process.exit(1);
const entered = await fetch(new URL('/api/session', url), {
	method: 'POST',
	headers: { origin: url.origin, 'content-type': 'application/json' },
	body: JSON.stringify({ token }),
});
const { data } = await entered.json();
const events = await fetch(new URL('/api/events', url), {
	headers: { cookie: entered.headers.get('set-cookie').split(';')[0], 'x-dataflare-key': data.key },
});
await events.body.getReader().read();
setTimeout(() => process.exit(0), Number(process.env.FAKE_BROWSER_MS ?? 800));
