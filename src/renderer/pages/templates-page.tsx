import { Download, LayoutTemplate, Plus, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { SearchInput } from '../components/controls/fields.tsx';
import { Link } from '../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { ImportDialog, type ImportOffer, useChooseImport } from '../features/policy/templates/import-dialog.tsx';
import { TemplateDialog } from '../features/policy/templates/template-dialog.tsx';
import { TemplateList } from '../features/policy/templates/template-list.tsx';
import { useTemplateActions } from '../features/policy/templates/use-template-actions.ts';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';

/** Policies by name, to be granted to many plugins. */
export function TemplatesPage() {
	const { t } = useTranslation('templates');
	const { data, error, isPending, refetch } = useRoute('templates.list', {});
	const [query, change] = useHashQuery();
	const text = query.get('q') ?? '';
	const [isNew, setNew] = useState(false);
	const [offer, setOffer] = useState<ImportOffer | null>(null);
	const choose = useChooseImport();
	const actions = useTemplateActions();
	const words = useCommandWords();
	const isEmpty = data?.length === 0;
	const shown = (data ?? []).filter(({ template }) => template.name.includes(text.trim().toLowerCase()));
	const start = (): void => setNew(true);
	const open = (): void => void choose().then((chosen) => chosen !== null && setOffer(chosen));
	useCommandsHere([
		{ id: 'templateNew', ...words('templateNew'), icon: Plus, act: start },
		{ id: 'templatesImport', ...words('templatesImport'), icon: Upload, act: open },
		{
			id: 'templatesExport',
			...words('templatesExport'),
			icon: Download,
			disabled: data === undefined || isEmpty === true,
			act: () => void actions.save(),
		},
	]);
	const create = (
		<Button tone="primary" icon={Plus} onClick={start}>
			{t('new')}
		</Button>
	);
	return (
		<Page
			title={t('title')}
			actions={
				<>
					<Link to={links.policies()}>{t('toPolicies')}</Link>
					<Link to={links.templateTrash()} className="inline-flex items-center gap-1">
						<Trash2 size={14} aria-hidden />
						{t('trash')}
					</Link>
					<SearchInput className="w-44" label={t('search')} value={text} onChange={(next) => change({ q: next })} />
					<Button icon={Upload} onClick={open}>
						{t('import')}
					</Button>
					<Button icon={Download} disabled={data === undefined || isEmpty === true} onClick={() => void actions.save()}>
						{t('export')}
					</Button>
					{isEmpty !== true && create}
				</>
			}
		>
			{error !== null && data === undefined ? (
				<ErrorNote error={error} className="m-4" onRetry={() => void refetch()} />
			) : isPending ? (
				<LoadingRows height={40} />
			) : shown.length === 0 ? (
				<EmptyState
					icon={LayoutTemplate}
					title={t(isEmpty === true ? 'empty' : 'noneFits')}
					action={isEmpty === true ? create : undefined}
				>
					{t(isEmpty === true ? 'emptyText' : 'noneFitsText')}
				</EmptyState>
			) : (
				<TemplateList templates={shown} />
			)}
			{isNew && <TemplateDialog question={{ kind: 'new', name: '', policy: null }} onClose={() => setNew(false)} />}
			{offer !== null && <ImportDialog offer={offer} onClose={() => setOffer(null)} />}
		</Page>
	);
}
