import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { componentOf } from '../model/document.ts';

/** All that keeps the flow from running, and what is good to know of it; each leads to its field. */
export function ProblemList() {
	const { t } = useTranslation('flows');
	const { editor, check, open } = useEditorView();
	const { document } = editor;
	return (
		<div className="flex flex-col gap-2">
			{check.problems.length === 0 ? (
				<Status tone="ok" icon={CircleCheck}>
					{t('problems.none')}
				</Status>
			) : (
				<ol aria-label={t('problems.title')} className="flex flex-col gap-1">
					{check.problems.map(({ component, key, text }) => {
						const name = componentOf(document, component)?.name;
						return (
							<li key={`${component}/${key}/${text}`}>
								{component === null || name === undefined ? (
									<p className="rounded-base bg-failed-soft px-3 py-2 text-failed">{text}</p>
								) : (
									<button
										type="button"
										onClick={() => open(component, key)}
										className="w-full rounded-base bg-failed-soft px-3 py-2 text-left hover:underline"
									>
										<PluginText className="block font-medium">{name}</PluginText>
										<span className="block text-failed">{text}</span>
									</button>
								)}
							</li>
						);
					})}
				</ol>
			)}
			{check.remarks.length > 0 && (
				<ul aria-label={t('problems.remarks')} className="flex flex-col gap-1">
					{check.remarks.map(({ component, key, text }) => (
						<li key={`${component}/${key}/${text}`}>
							<button
								type="button"
								onClick={() => open(component, key)}
								className="w-full rounded-base bg-attention-soft px-3 py-2 text-left text-attention text-small hover:underline"
							>
								<PluginText>{text}</PluginText>
							</button>
						</li>
					))}
				</ul>
			)}
		</div>
	);
}
