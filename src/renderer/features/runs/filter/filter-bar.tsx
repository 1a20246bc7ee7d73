import { FilterX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RunFilters, runKinds, runStatuses, runTriggers } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { type Option, SearchInput, Select } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { TimeRange } from '../charts/time-range.tsx';
import { isFiltered, type RunSearch } from './run-query.ts';

/** Typing asks the engine when it pauses. ms */
const TYPING_MS = 250;

/** One filter beside the other; without the plugin's where the plugin is given. */
export function FilterBar({
	search,
	plugin,
	onChange,
}: {
	readonly search: RunSearch;
	/** The one that the page is about. */
	readonly plugin: string | undefined;
	onChange(search: RunSearch): void;
}) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const { filters } = search;
	const set = (change: RunFilters): void => onChange({ ...search, filters: { ...filters, ...change } });
	const choice = <K extends 'status' | 'kind' | 'trigger'>(
		key: K,
		label: string,
		any: string,
		options: readonly Option<NonNullable<RunFilters[K]>>[],
	) => (
		<Select<string>
			aria-label={label}
			value={filters[key] ?? ''}
			onChange={(value) => set({ [key]: value === '' ? undefined : value })}
			options={[{ value: '', label: any }, ...options]}
		/>
	);
	const clear = (): void => onChange({ filters: {}, last: null });
	const words = useCommandWords();
	useCommandsHere([
		{ id: 'runsClear', ...words('runsClear'), icon: FilterX, disabled: !isFiltered(search), act: clear },
	]);
	return (
		<search aria-label={t('filters')} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
			<TextFilter text={filters.text ?? ''} onChange={(text) => set({ text: text === '' ? undefined : text })} />
			{choice(
				'status',
				t('by.status'),
				t('any.status'),
				runStatuses.map((value) => ({ value, label: common(`runStatus.${value}`) })),
			)}
			{choice(
				'kind',
				t('by.kind'),
				t('any.kind'),
				runKinds.map((value) => ({ value, label: common(`kind.${value}`) })),
			)}
			{choice(
				'trigger',
				t('by.trigger'),
				t('any.trigger'),
				runTriggers.map((value) => ({ value, label: common(`trigger.${value}`) })),
			)}
			{plugin === undefined && (
				<PluginFilter name={filters.plugin} onChange={(name) => set({ plugin: name === '' ? undefined : name })} />
			)}
			<TimeRange search={search} onChange={onChange} />
			<Checkbox
				label={t('withDenials')}
				checked={filters.withDenials === true}
				onChange={(checked) => set({ withDenials: checked ? true : undefined })}
			/>
			{filters.unseenAt !== undefined && (
				<Checkbox label={t('unseen')} checked onChange={() => set({ unseenAt: undefined })} />
			)}
			{/* Its room is kept: nothing below moves when a filter is set. */}
			<Button tone="quiet" className={isFiltered(search) ? '' : 'invisible'} onClick={clear}>
				{t('clearFilters')}
			</Button>
		</search>
	);
}

function TextFilter({ text, onChange }: { readonly text: string; onChange(text: string): void }) {
	const { t } = useTranslation('runs');
	const [typed, setTyped] = useState(text);
	const [told, setTold] = useState(text);
	// Somebody else changed it: a saved filter, "clear filters", back and forward.
	if (text !== told) {
		setTold(text);
		setTyped(text);
	}
	useEffect(() => {
		if (typed.trim() === text.trim()) return;
		const timer = setTimeout(() => {
			setTold(typed.trim());
			onChange(typed.trim());
		}, TYPING_MS);
		return () => clearTimeout(timer);
	});
	return <SearchInput label={t('search')} value={typed} maxLength={1000} onChange={setTyped} className="w-56" />;
}

function PluginFilter({ name, onChange }: { readonly name: string | undefined; onChange(name: string): void }) {
	const { t } = useTranslation('runs');
	const installed = useRoute('plugins.list', {});
	// Of plugins that are no more there are runs, too: whoever has any is known by what it did.
	const [since] = useState(() => Date.now());
	const active = useRoute('plugins.activity', { since, buckets: 1 });
	const names = new Set(installed.data?.map((plugin) => plugin.name));
	for (const { plugin } of active.data ?? []) names.add(plugin);
	if (name !== undefined) names.add(name);
	return (
		<Select
			aria-label={t('by.plugin')}
			value={name ?? ''}
			onChange={onChange}
			className="max-w-48"
			options={[
				{ value: '', label: t('any.plugin') },
				...[...names].toSorted().map((value) => ({ value, label: value })),
			]}
		/>
	);
}
