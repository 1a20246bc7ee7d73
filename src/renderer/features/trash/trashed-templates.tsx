import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletedTemplate, PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { useAct, useRoute } from '../../client/engine.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { RestoreAsDialog } from './restore-as-dialog.tsx';
import { TRASH_PAGE, TrashList, type TrashTarget } from './trash-list.tsx';

export interface TemplateTrash {
	/** All of them, the one that was deleted last first. */
	readonly deleted: readonly DeletedTemplate[];
	readonly total: number;
	readonly keptMs: number;
}

/** Deleted policy templates. */
export function TrashedTemplates({
	trash,
	page,
	onPage,
}: {
	readonly trash: TemplateTrash;
	readonly page: number;
	onPage(page: number): void;
}) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const toasts = useToasts();
	const act = useAct();
	const [busy, setBusy] = useState(false);
	const [naming, setNaming] = useState<PolicyTemplate | null>(null);
	const { deleted, total, keptMs } = trash;
	const taken = new Set(useRoute('templates.list', {}).data?.map(({ template }) => template.name));

	/** One after the other: of two of one name the one that was deleted last comes back, and the other stays. */
	async function bringBack(target: TrashTarget): Promise<void> {
		setBusy(true);
		const back: string[] = [];
		let failed: unknown = null;
		for (const { template } of deleted) {
			if (target !== 'all' && !target.includes(template.id)) continue;
			await act('templates.restore', { template }).then(
				({ name }) => back.push(name),
				(error: unknown) => {
					failed ??= error;
				},
			);
		}
		setBusy(false);
		if (back.length > 0) {
			const facts = { count: back.length, text: format.count(back.length), name: back[0] ?? '' };
			toasts.done(() => t('templates.restored', facts));
		}
		if (failed !== null) toasts.failed(() => t('restoreFailed'), failed);
	}
	async function remove(target: TrashTarget): Promise<void> {
		setBusy(true);
		try {
			const { removed } = await act('templates.purge', target === 'all' ? {} : { ids: [...target] });
			toasts.done(() => t('templates.removed', { count: removed, text: format.count(removed) }));
		} catch (error) {
			toasts.failed(() => t('removeFailed'), error);
		}
		setBusy(false);
	}
	return (
		<>
			<TrashList
				label={t('templates.list')}
				summary={t('templates.holds', { count: total, text: format.count(total) })}
				askText={t('templates.askText')}
				items={deleted.slice(page * TRASH_PAGE, (page + 1) * TRASH_PAGE).map(({ template, deletedAt }) => ({
					id: template.id,
					name: `${template.name} ${template.id}`,
					deletedAt,
					...(taken.has(template.name) && {
						blocked: t('templates.taken', { name: template.name }),
						otherwise: {
							label: t('templates.as'),
							named: t('templates.asNamed', { name: `${template.name} ${template.id}` }),
							go: () => setNaming(template),
						},
					}),
					content: (
						<>
							<span className="min-w-0 font-medium wrap-anywhere">{template.name}</span>
							<span className="text-small text-muted">
								{t('templates.version', { version: String(template.version) })}
							</span>
							{template.note !== '' && (
								<PluginText className="text-small text-muted" max={200}>
									{template.note}
								</PluginText>
							)}
						</>
					),
				}))}
				onRestore={bringBack}
				onDelete={remove}
				{...{ busy, total, page, keptMs, onPage }}
			/>
			{naming !== null && <RestoreAsDialog template={naming} taken={taken} onClose={() => setNaming(null)} />}
		</>
	);
}
