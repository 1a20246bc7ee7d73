import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginUpdate } from '../../../shared/api/catalogue-routes.ts';
import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import type { VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { useAction, useAsk } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';

export interface Updating {
	/** Which is being updated; null: none. */
	readonly busy: string | null;
	/** All that ask for nothing new are under way. */
	readonly isAll: boolean;
	/** Why the last try failed, by plugin. */
	readonly failures: ReadonlyMap<string, DataFlareError>;
	update(update: PluginUpdate): Promise<void>;
	/** One after the other; one that fails leaves the others to be updated. */
	updateAll(updates: readonly PluginUpdate[]): Promise<void>;
	hold(name: string, held: boolean): Promise<void>;
	skip(name: string, version: string, skipped: boolean): Promise<void>;
}

/** Carries out updates that need no review, and what a person says of others. */
export function useUpdates(): Updating {
	const { t } = useTranslation('catalogue');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const ask = useAsk();
	const { mutateAsync: apply } = useAction('updates.apply');
	const { mutateAsync: rollBack } = useAction('plugins.rollback');
	const { mutateAsync: hold } = useAction('updates.hold');
	const { mutateAsync: skip } = useAction('updates.skip');
	const [busy, setBusy] = useState<string | null>(null);
	const [isAll, setAll] = useState(false);
	const [failures, setFailures] = useState<ReadonlyMap<string, DataFlareError>>(new Map());

	/** The version that it had; null: it had none, or was not updated. */
	async function one({ name, to }: PluginUpdate): Promise<VersionKey | null> {
		if (to === null) return null;
		setBusy(name);
		setFailures((before) => new Map([...before].filter(([other]) => other !== name)));
		try {
			const { current } = await ask('plugins.get', { name });
			await apply({ kept: true, name, version: to.version });
			return current;
		} catch (thrown) {
			setFailures((before) => new Map(before).set(name, toDataFlareError(thrown)));
			return null;
		} finally {
			setBusy(null);
		}
	}

	async function undo(name: string, { sha256, manifestSha256 }: VersionKey): Promise<void> {
		try {
			await rollBack({ name, sha256, manifestSha256, note: t('updates.undoNote') });
		} catch (error) {
			toasts.failed(() => t('updates.notUndone', { name }), error);
		}
	}

	async function say(name: string, change: Promise<unknown>, done: () => string, takeBack?: () => void): Promise<void> {
		try {
			await change;
			toasts.done(done, takeBack === undefined ? undefined : { label: () => common('undo'), onPress: takeBack });
		} catch (error) {
			toasts.failed(() => t('updates.notChanged', { name }), error);
		}
	}

	const setSkipped = (name: string, version: string, skipped: boolean): Promise<void> =>
		say(
			name,
			skip({ name, version, skipped }),
			() => t(skipped ? 'updates.skippedDone' : 'updates.unskippedDone', { name, version: plainText(version) }),
			skipped ? () => void setSkipped(name, version, false) : undefined,
		);

	return {
		busy,
		isAll,
		failures,
		async update(update) {
			const { name, to } = update;
			const before = await one(update);
			if (before === null) return;
			toasts.done(() => t('updates.done', { name, version: plainText(to?.version ?? '') }), {
				label: () => common('undo'),
				onPress: () => void undo(name, before),
			});
		},
		async updateAll(updates) {
			setAll(true);
			let count = 0;
			for (const update of updates) if ((await one(update)) !== null) count += 1;
			setAll(false);
			// Those that failed say why where they stand.
			if (count > 0) toasts.done(() => t('updates.allDone', { count, text: format.count(count) }));
		},
		hold: (name, held) =>
			say(name, hold({ name, held }), () => t(held ? 'updates.heldDone' : 'updates.releasedDone', { name })),
		skip: setSkipped,
	};
}
