import { CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { DifferenceDialog } from '../dialogs/difference-dialog.tsx';
import { PanelSection } from '../panel/panel-section.tsx';
import type { FlowFileLink } from './use-flow-file.ts';

/** The file that the flow was opened from: whether it says the same, and what can be done about it. */
export function FileSection({ file }: { readonly file: FlowFileLink }) {
	const { t } = useTranslation('flows');
	const [isComparing, setComparing] = useState(false);
	const [isWriting, setWriting] = useState(false);
	const { path, flow, isSame, error } = file;
	if (path === null) return null;
	const isReady = error !== null || (flow !== null && !isSame);
	return (
		<PanelSection title={t('file.title')}>
			<p className="font-mono text-small wrap-anywhere">
				<PluginText max={1000}>{path}</PluginText>
			</p>
			{error !== null ? (
				<ErrorNote error={error} />
			) : (
				flow !== null && (
					<p aria-live="polite">
						<Status tone={isSame ? 'ok' : 'attention'} icon={isSame ? CircleCheck : CircleDashed}>
							{t(isSame ? 'file.same' : 'file.differs')}
						</Status>
					</p>
				)
			)}
			<div className="flex flex-wrap gap-2">
				<Button
					busy={isWriting}
					disabled={!isReady}
					onClick={() => {
						setWriting(true);
						void file.write().finally(() => setWriting(false));
					}}
				>
					{t('file.write')}
				</Button>
				{flow !== null && !isSame && <Button onClick={() => setComparing(true)}>{t('difference.open')}</Button>}
				<Button onClick={file.forget}>{t('file.forget')}</Button>
			</div>
			<p className="text-small text-muted">{t('file.about')}</p>
			{isComparing && flow !== null && (
				<DifferenceDialog flow={flow} where={t('file.there')} onClose={() => setComparing(false)} />
			)}
		</PanelSection>
	);
}
