import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { reasonOf } from '../../../../shared/errors/failure-reason.ts';
import { refusedModuleOf } from '../../../../shared/plugin/module/refused-module.ts';
import { type RejectionReason, rejectionReasons } from '../../../../shared/wasm/rejection-reason.ts';
import { Button } from '../../../components/controls/button.tsx';
import { DialogContent } from '../../../components/controls/dialog.tsx';
import { ErrorNote, Note } from '../../../components/notes.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { RefusedModule } from './refused-module.tsx';

/** Something that is no plugin: what it is instead, and what to do. */
export function RefusedStep({
	path,
	error,
	aside,
	isLast,
	onSkip,
	onRetry,
	onClose,
}: {
	readonly path: string;
	readonly error: DataFlareError;
	readonly aside: ReactNode;
	readonly isLast: boolean;
	onSkip(): void;
	onRetry(): void;
	onClose(): void;
}) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const reason = refusalOf(error);
	const module = refusedModuleOf(error);
	return (
		<DialogContent
			title={t('refused.title')}
			description={
				<PluginText max={400} className="font-mono text-small">
					{path}
				</PluginText>
			}
			aside={aside}
			actions={
				<>
					{reason === 'not_wasm' && (
						<Button
							tone="quiet"
							className="mr-auto"
							onClick={() => {
								onClose();
								navigate(links.runFile());
							}}
						>
							{t('refused.toRun')}
						</Button>
					)}
					<Button onClick={onRetry}>{common('retry')}</Button>
					<Button onClick={isLast ? onClose : onSkip}>{isLast ? common('close') : t('skip')}</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				{reason === null ? (
					<ErrorNote error={error} />
				) : (
					<Note tone="attention">
						<FailureSentences error={error} strong />
					</Note>
				)}
				{module !== null && <RefusedModule module={module} />}
			</div>
		</DialogContent>
	);
}

/** What it is instead. Null: that is not why it failed. */
function refusalOf(error: DataFlareError): RejectionReason | null {
	if (error.code === 'cancelled') return null;
	const reason = reasonOf(error);
	return rejectionReasons.find((known) => known === reason) ?? null;
}
