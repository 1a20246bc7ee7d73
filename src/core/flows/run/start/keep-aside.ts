import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import type { EventBus } from '../../../program/event-bus.ts';
import { readSetting } from '../../../program/settings.ts';
import { ProgressNews } from '../../../runs/progress-news.ts';
import type { QuarantineStore } from '../../../store/flows/quarantine-store.ts';
import type { SettingsStore } from '../../../store/settings-store.ts';
import { lastResortOf } from '../../check/connections.ts';
import type { FlowPlan } from '../../check/plan.ts';
import type { RefusedRecord } from '../components/component-context.ts';
import type { FlowCounts } from '../tally/flow-tally.ts';
import { shortError } from './short-error.ts';

/** How often it is told at the most that records were set aside, ms. */
const TOLD_EVERY_MS = 1000;

export interface AsideDeps {
	readonly store: { readonly quarantine: QuarantineStore; readonly settings: SettingsStore };
	readonly bus: EventBus;
	readonly now: () => number;
}

/** What a flow's run sets aside, where its components say so. */
export interface Aside {
	/** Durable when it resolves. Rejects with `storage` where there is no room for all of them: the first are kept. */
	keep(position: number, records: readonly RefusedRecord[]): Promise<void>;
	/** The flow goes on from there: what was set aside behind it will be once more. */
	goBack(run: string, to: FlowCounts | null): void;
}

export function asideOf({ store, bus, now }: AsideDeps, plan: FlowPlan, run: string): Aside {
	const keeping = plan.components.filter(({ onError }) => lastResortOf(onError) === 'quarantine');
	const news = new ProgressNews(() => bus.emit('history.written', {}), TOLD_EVERY_MS);
	return {
		async keep(position, records) {
			const planned = keeping.find((each) => each.position === position);
			if (planned === undefined) return;
			const most = readSetting(store.settings, 'quarantine_bytes');
			const { component, unit } = planned;
			const plugin = unit.use === null ? unit.plugin.manifest.name : unit.use;
			const at = { flow: plan.flow.name, component: component.name, position, plugin };
			const short = records.map((each) => ({ ...each, error: shortError(each.error) }));
			const kept = store.quarantine.add(run, at, short, now(), most);
			if (kept > 0) news.changed();
			if (kept < short.length) throw full(most);
		},
		goBack(of, to) {
			for (const { position } of keeping) {
				store.quarantine.forgetAfter(of, position, to?.parts[position]?.recordsIn ?? 0);
			}
			if (keeping.length > 0) news.changed();
		},
	};
}

function full(maxBytes: number): DataFlareError {
	return new DataFlareError(
		'storage',
		`A record could not be set aside: those that are take ${maxBytes} bytes already, or would with it.`,
		{
			hint: 'Replay or delete some of the records that are set aside, or allow more of them; then resume the run.',
			details: because('set_aside_full', { maxBytes }),
		},
	);
}
