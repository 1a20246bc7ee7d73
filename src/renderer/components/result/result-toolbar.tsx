import { Columns3, ListFilterPlus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
	type ResultColumn,
	type ResultFilter,
	type ResultMatch,
	type ResultQuery,
	resultTests,
} from '../../../shared/run/result-table.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { SearchInput, Select, TextInput } from '../controls/fields.tsx';
import { Menu } from '../controls/menu.tsx';
import { Switch } from '../controls/toggles.tsx';

/** Conditions at once. */
const MOST_FILTERS = 8;

/** What a table of records is asked: search, conditions, which columns, and whether the input stands beside. */
export function ResultToolbar({
	query,
	columns,
	hidden,
	beside,
	matched,
	note,
	onQuery,
	onHidden,
	onBeside,
}: {
	readonly query: ResultQuery;
	readonly columns: readonly ResultColumn[];
	/** Names of the columns that are not shown. */
	readonly hidden: ReadonlySet<string>;
	/** Null: there is no input to stand beside. */
	readonly beside: boolean | null;
	/** How the input's records were found, where they stand beside. */
	readonly matched: ReactNode;
	/** How many there are, and how far the work is. */
	readonly note: string;
	onQuery(query: ResultQuery): void;
	onHidden(hidden: ReadonlySet<string>): void;
	onBeside(beside: boolean): void;
}) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const change = (place: number, filter: ResultFilter | null): void =>
		onQuery({ ...query, filters: query.filters.flatMap((one, at) => (at === place ? (filter ?? []) : one)) });
	const toggle = (name: string): void => {
		const next = new Set(hidden);
		if (!next.delete(name)) next.add(name);
		onHidden(next);
	};
	const first = columns[0];
	return (
		<div className="flex flex-col gap-2 border-b border-line p-2">
			<div className="flex flex-wrap items-center gap-2">
				<SearchInput
					label={t('search')}
					value={query.search}
					onChange={(search) => onQuery({ ...query, search: search.slice(0, 1000) })}
					className="w-56 max-w-full"
				/>
				<Button
					icon={ListFilterPlus}
					disabled={first === undefined || query.filters.length >= MOST_FILTERS}
					onClick={() =>
						first !== undefined &&
						onQuery({ ...query, filters: [...query.filters, { column: first.name, test: 'contains', value: '' }] })
					}
				>
					{t('filter.add')}
				</Button>
				<Menu
					align="start"
					button={
						<Button icon={Columns3} disabled={columns.length < 2}>
							{hidden.size === 0
								? t('columns.all')
								: t('columns.some', {
										text: format.count(columns.length - hidden.size),
										all: format.count(columns.length),
									})}
						</Button>
					}
					items={columns.map(({ name }) => ({
						id: name,
						label: plainText(name),
						checked: !hidden.has(name),
						// One is always shown.
						disabled: !hidden.has(name) && hidden.size === columns.length - 1,
						onSelect: () => toggle(name),
					}))}
				/>
				{beside !== null && <Switch label={t('beside.label')} checked={beside} onChange={onBeside} />}
				{matched}
				<p role="status" className="ml-auto text-small text-muted tabular">
					{note}
				</p>
			</div>
			{query.filters.map((filter, place) => (
				<FilterRow
					// biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
					key={place}
					filter={filter}
					columns={columns}
					onChange={(next) => change(place, next)}
				/>
			))}
		</div>
	);
}

/** How the records of the input were matched with those of the output. */
export function MatchNote({ how, column }: Pick<ResultMatch, 'how' | 'column'>) {
	const { t } = useTranslation('result');
	return (
		<span role="status" className="min-w-0 text-small wrap-anywhere text-muted">
			{how === 'id' ? t('beside.by.id', { column: plainText(column ?? '') }) : t(`beside.by.${how}`)}
		</span>
	);
}

function FilterRow({
	filter,
	columns,
	onChange,
}: {
	readonly filter: ResultFilter;
	readonly columns: readonly ResultColumn[];
	onChange(filter: ResultFilter | null): void;
}) {
	const { t } = useTranslation('result');
	const needsValue = filter.test !== 'empty' && filter.test !== 'filled';
	return (
		<fieldset aria-label={t('filter.one')} className="flex min-w-0 flex-wrap items-center gap-2">
			<Select
				aria-label={t('filter.column')}
				value={filter.column}
				options={columns.map(({ name }) => ({ value: name, label: plainText(name) }))}
				onChange={(column) => onChange({ ...filter, column })}
				className="max-w-48"
			/>
			<Select
				aria-label={t('filter.test')}
				value={filter.test}
				options={resultTests.map((test) => ({ value: test, label: t(`test.${test}`) }))}
				onChange={(test) => onChange({ ...filter, test })}
			/>
			{needsValue && (
				<TextInput
					aria-label={t('filter.value')}
					value={filter.value}
					maxLength={1000}
					onChange={(event) => onChange({ ...filter, value: event.target.value })}
					className="max-w-48 flex-1 basis-32"
				/>
			)}
			<IconButton icon={Trash2} label={t('filter.remove')} onClick={() => onChange(null)} />
		</fieldset>
	);
}
