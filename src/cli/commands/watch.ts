import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { EventPoller } from '../show/event-poller.ts';
import { safeJson } from '../text/safe-text.ts';

/** ms */
const LOOK_EVERY_MS = 300;

export function addWatchCommand(program: Command, run: Run): void {
	program
		.command('watch')
		.description('print events of plugins and runs as NDJSON until stopped')
		.addHelpText(...examples('watch', 'watch | jq -r .event'))
		.action(() =>
			run(async (session) => {
				const { signal } = session.interrupts;
				const poller = await EventPoller.open(session);
				session.note('Watching. Press Ctrl+C to stop.');
				while (!signal.aborted) {
					for (const { event, payload } of await poller.read()) {
						session.raw(`${safeJson({ event, at: Date.now(), ...payload })}\n`);
					}
					await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
				}
			}),
		);
}
