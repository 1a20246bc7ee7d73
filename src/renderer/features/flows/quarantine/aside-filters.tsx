import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantinedRecord } from '../../../../shared/api/flow-routes.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { SearchInput, Select } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import type { AsideFilter } from './which.ts';

/** What is typed is searched for once it stays so for this long, ms. */
const TYPED_MS = 250;

export function AsideFilters({
	filter,
	records,
	onChange,
}: {
	readonly filter: AsideFilter;
	/** Those that are shown: what can be chosen is what they are of. */
	readonly records: readonly QuarantinedRecord[];
	onChange(values: Readonly<Record<string, string | null>>): void;
}) {
	const { t } = useTranslation('quarantine');
	const flows = useRoute('flows.list', {});
	const names = [...(flows.data ?? []).map(({ name }) => name), ...records.map(({ flow }) => flow)];
	const { flow = '', component = '', runId, replayed } = filter;
	return (
		<search aria-label={t('filters')} className="flex flex-wrap items-center gap-2">
			<TypedSearch value={filter.text ?? ''} onChange={(text) => onChange({ text })} />
			<Select
				aria-label={t('flow')}
				className="max-w-48"
				value={flow}
				options={options(t('anyFlow'), [flow, ...names])}
				onChange={(next) => onChange({ flow: next, component: null })}
			/>
			<Select
				aria-label={t('component')}
				className="max-w-48"
				value={component}
				options={options(t('anyComponent'), [component, ...records.map((each) => each.component)])}
				onChange={(next) => onChange({ component: next })}
			/>
			<Checkbox
				checked={replayed}
				label={t('withReplayed')}
				onChange={(next) => onChange({ replayed: next ? 'yes' : null })}
			/>
			{runId !== undefined && (
				<Button icon={X} onClick={() => onChange({ run: null })} aria-label={t('notThisRun', { id: runId })}>
					{t('ofRun', { id: runId.slice(0, 12) })}
				</Button>
			)}
		</search>
	);
}

function TypedSearch({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
	const { t } = useTranslation('quarantine');
	const [typed, setTyped] = useState(value);
	useEffect(() => setTyped(value), [value]);
	useEffect(() => {
		if (typed === value) return;
		const timer = setTimeout(() => onChange(typed), TYPED_MS);
		return () => clearTimeout(timer);
	}, [typed, value, onChange]);
	return <SearchInput label={t('search')} value={typed} onChange={setTyped} className="w-64 max-w-full" />;
}

function options(any: string, names: readonly string[]) {
	const known = [...new Set(names)].filter((name) => name !== '').sort();
	return [{ value: '', label: any }, ...known.map((name) => ({ value: name, label: plainText(name) }))];
}
