import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '../../../../shared/api/settings.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { FormDialog } from '../../../components/controls/form-dialog.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import type { MenuItem } from '../../../components/controls/popups/menu-item.ts';
import { useToasts } from '../../../components/toasts.tsx';
import { given, isFiltered, type LastTime, lastTimes, type RunSearch } from './run-query.ts';

/** Filters under a name, kept with the engine's settings. */
export function SavedFilters({ search, onApply }: { readonly search: RunSearch; onApply(search: RunSearch): void }) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const toasts = useToasts();
	const settings = useRoute('settings.get', {});
	const set = useAction('settings.set');
	const [isNaming, setNaming] = useState(false);
	const saved = settings.data?.saved_filters ?? [];

	async function keep(next: readonly SavedFilter[], done: () => string, undo?: readonly SavedFilter[]): Promise<void> {
		try {
			await set.mutateAsync({ key: 'saved_filters', value: next });
			const back =
				undo === undefined ? undefined : { label: () => common('undo'), onPress: () => void keep(undo, done) };
			if (next !== undo) toasts.done(done, back);
		} catch (error) {
			toasts.failed(() => t('saved.failed'), error);
		}
	}
	const items: readonly MenuItem[] = [
		...saved.map((filter, index) => ({
			id: `apply-${index}`,
			label: filter.name,
			icon: Bookmark,
			onSelect: () => onApply(searchOf(filter)),
		})),
		...(saved.length === 0 ? [{ id: 'none', label: t('saved.none'), disabled: true, onSelect: () => {} }] : []),
		{
			id: 'save',
			label: t('saved.save'),
			icon: BookmarkPlus,
			separated: true,
			disabled: !isFiltered(search),
			onSelect: () => setNaming(true),
		},
		...saved.map((filter, index) => ({
			id: `remove-${index}`,
			label: t('saved.removeNamed', { name: filter.name }),
			icon: Trash2,
			separated: index === 0,
			onSelect: () =>
				void keep(
					saved.filter((other) => other !== filter),
					() => t('saved.removed', { name: filter.name }),
					saved,
				),
		})),
	];
	return (
		<>
			<Menu button={<Button icon={Bookmark}>{t('saved.menu')}</Button>} items={items} />
			{isNaming && (
				<NameDialog
					taken={saved.map(({ name }) => name)}
					onClose={() => setNaming(false)}
					onName={async (name) => {
						const others = saved.filter((filter) => filter.name !== name);
						await keep([...others, savedOf(name, search)], () => t('saved.saved', { name }));
						setNaming(false);
					}}
				/>
			)}
		</>
	);
}

function NameDialog({
	taken,
	onClose,
	onName,
}: {
	readonly taken: readonly string[];
	onClose(): void;
	onName(name: string): Promise<void>;
}) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const [text, setText] = useState('');
	const [isMissing, setMissing] = useState(false);
	const name = text.trim().slice(0, 100);
	const submit = (): void => {
		if (name === '') setMissing(true);
		else void onName(name);
	};
	return (
		<FormDialog
			title={t('saved.title')}
			description={t('saved.text')}
			go={common('save')}
			isWhole
			onGo={submit}
			onClose={onClose}
		>
			<Field
				label={t('saved.name')}
				hint={taken.includes(name) ? t('saved.replaces') : undefined}
				error={isMissing && name === '' ? t('saved.nameMissing') : undefined}
			>
				{(ids) => (
					<TextInput
						{...ids}
						data-autofocus
						maxLength={100}
						value={text}
						onChange={(event) => setText(event.target.value)}
					/>
				)}
			</Field>
		</FormDialog>
	);
}

function savedOf(name: string, { filters, last }: RunSearch): SavedFilter {
	return { name, query: given(filters), ...(last === null ? {} : { last_ms: lastTimes[last] }) };
}

function searchOf({ query, last_ms }: SavedFilter): RunSearch {
	const last = (Object.keys(lastTimes) as LastTime[]).find((key) => lastTimes[key] === last_ms);
	if (last !== undefined) return { filters: query, last };
	// Another program may have kept a length that this screen does not offer.
	return { filters: last_ms === undefined ? query : { ...query, since: Date.now() - last_ms }, last: null };
}
