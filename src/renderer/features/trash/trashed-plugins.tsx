import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginTrashAnswer, TrashedPlugin } from '../../../shared/plugin/trashed-plugin.ts';
import { useAct, useAsk } from '../../client/engine.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { TrashList, type TrashTarget } from './trash-list.tsx';

/** Plugins that are asked for at once. */
const AT_ONCE = 1000;

/** Uninstalled plugins. */
export function TrashedPlugins({
	trash,
	page,
	onPage,
}: {
	readonly trash: PluginTrashAnswer;
	readonly page: number;
	onPage(page: number): void;
}) {
	const { t } = useTranslation('trash');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const ask = useAsk();
	const act = useAct();
	const [busy, setBusy] = useState(false);

	/** One after the other: of two of one name the one that went last comes back, and the other stays. */
	async function bringBack(target: TrashTarget): Promise<void> {
		setBusy(true);
		const back: string[] = [];
		let failed: unknown = null;
		try {
			for (const id of target === 'all' ? await everyId() : target) {
				await act('trash.restorePlugin', { id }).then(
					({ name }) => back.push(name),
					(error: unknown) => {
						failed ??= error;
					},
				);
			}
		} catch (error) {
			failed = error;
		}
		setBusy(false);
		if (back.length > 0) {
			const facts = { count: back.length, text: format.count(back.length), name: back[0] ?? '' };
			toasts.done(() => t('plugins.restored', facts));
		}
		if (failed !== null) toasts.failed(() => t('restoreFailed'), failed);
	}
	async function everyId(): Promise<readonly string[]> {
		const ids: string[] = [];
		for (;;) {
			const { plugins, total } = await ask('trash.plugins', { limit: AT_ONCE, offset: ids.length });
			ids.push(...plugins.map(({ id }) => id));
			if (plugins.length === 0 || ids.length >= total) return ids;
		}
	}
	async function remove(target: TrashTarget): Promise<void> {
		setBusy(true);
		try {
			let removed = 0;
			if (target === 'all') removed = (await act('trash.emptyPlugins', {})).removed;
			for (let from = 0; target !== 'all' && from < target.length; from += AT_ONCE) {
				removed += (await act('trash.emptyPlugins', { ids: target.slice(from, from + AT_ONCE) })).removed;
			}
			toasts.done(() => t('plugins.removed', { count: removed, text: format.count(removed) }));
		} catch (error) {
			toasts.failed(() => t('removeFailed'), error);
		}
		setBusy(false);
	}
	const { total, bytes, keptMs } = trash;
	return (
		<TrashList
			label={t('plugins.list')}
			summary={t('plugins.holds', { count: total, text: format.count(total), bytes: format.bytes(bytes) })}
			askText={t('plugins.askText')}
			items={trash.plugins.map((plugin) => ({
				id: plugin.id,
				name: plugin.version === null ? plugin.name : `${plugin.name} ${plugin.version}`,
				deletedAt: plugin.deletedAt,
				blocked: plugin.isTaken ? t('plugins.taken', { name: plugin.name }) : undefined,
				content: <Plugin plugin={plugin} type={plugin.type === null ? null : common(`type.${plugin.type}`)} />,
			}))}
			onRestore={bringBack}
			onDelete={remove}
			{...{ busy, total, page, keptMs, onPage }}
		/>
	);
}

function Plugin({ plugin, type }: { readonly plugin: TrashedPlugin; readonly type: string | null }) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const { name, version, fileBytes, dataBytes } = plugin;
	return (
		<>
			<span className="min-w-0 font-medium wrap-anywhere">{name}</span>
			{version !== null && (
				<PluginText className="text-muted tabular" max={40}>
					{version}
				</PluginText>
			)}
			{type !== null && <span className="text-small text-muted">{type}</span>}
			<span className="text-small text-muted tabular">
				{dataBytes === 0
					? format.bytes(fileBytes)
					: t('plugins.withData', { bytes: format.bytes(fileBytes), data: format.bytes(dataBytes) })}
			</span>
		</>
	);
}
