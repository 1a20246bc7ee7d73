import { Copy, Download, LayoutTemplate, MoreHorizontal, Pencil, Stamp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Button, IconButton } from '../components/controls/button.tsx';
import { Link } from '../components/controls/link.tsx';
import { Menu } from '../components/controls/menu.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { ApplyDialog } from '../features/policy/templates/apply-dialog.tsx';
import { TemplateDialog, type TemplateQuestion } from '../features/policy/templates/template-dialog.tsx';
import { TemplateEditor } from '../features/policy/templates/template-editor.tsx';
import { useTemplateActions } from '../features/policy/templates/use-template-actions.ts';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';

/** One template: what it allows, who has it, and what can be done with it. */
export function TemplatePage({ id }: { readonly id: string }) {
	const { t } = useTranslation('templates');
	const { data, error, isPending, refetch } = useRoute('templates.get', { id });
	const [applying, setApplying] = useState<readonly string[] | null>(null);
	const [question, setQuestion] = useState<TemplateQuestion | null>(null);
	const actions = useTemplateActions();
	const words = useCommandWords();
	const template = data?.template;
	const toAll = <Link to={links.templates()}>{t('toTemplates')}</Link>;
	const doings =
		template === undefined
			? []
			: ([
					['templateRename', t('rename'), Pencil, () => setQuestion({ kind: 'rename', template })],
					[
						'templateCopy',
						t('copy'),
						Copy,
						() => setQuestion({ kind: 'new', name: `${template.name.slice(0, 59)}-copy`, policy: template.policy }),
					],
					['templatesExport', t('export'), Download, () => void actions.save([id], template.name)],
					[
						'templateRemove',
						t('remove'),
						Trash2,
						() => void actions.remove(template).then((gone) => gone && navigate(links.templates())),
					],
				] as const);
	useCommandsHere([
		...(template === undefined
			? []
			: [{ id: 'templateApply', ...words('templateApply'), icon: Stamp, act: () => setApplying([]) }]),
		...doings.map(([word, , icon, act]) => ({
			id: word,
			...words(word),
			icon,
			act,
			danger: word === 'templateRemove',
		})),
	]);
	if (template === undefined) {
		return (
			<Page title={t('title')} actions={toAll}>
				{isPending ? (
					<LoadingRows />
				) : error?.code === 'not_found' ? (
					<EmptyState icon={LayoutTemplate} title={t('gone')} action={toAll}>
						{t('goneText')}
					</EmptyState>
				) : (
					error !== null && <ErrorNote error={error} className="m-4" onRetry={() => void refetch()} />
				)}
			</Page>
		);
	}
	return (
		<Page
			title={template.name}
			actions={
				<>
					{toAll}
					<Menu
						button={<IconButton icon={MoreHorizontal} label={t('more')} />}
						items={doings.map(([word, label, icon, onSelect]) => ({
							id: word,
							label,
							icon,
							onSelect,
							danger: word === 'templateRemove',
							separated: word === 'templateRemove',
						}))}
					/>
					<Button tone="primary" icon={Stamp} onClick={() => setApplying([])}>
						{t('apply')}
					</Button>
				</>
			}
		>
			<TemplateEditor answer={data as NonNullable<typeof data>} onApply={setApplying} />
			{applying !== null && <ApplyDialog template={template} plugins={applying} onClose={() => setApplying(null)} />}
			{question !== null && <TemplateDialog question={question} onClose={() => setQuestion(null)} />}
		</Page>
	);
}
