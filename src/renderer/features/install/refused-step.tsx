import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors.ts';
import { type RefusalReason, refusalReasons } from '../../../shared/plugin/refusal.ts';
import { Button } from '../../components/button.tsx';
import { DialogContent } from '../../components/dialog.tsx';
import { ErrorNote, Note } from '../../components/notes.tsx';
import { PluginText } from '../../components/plugin-text.tsx';
import { navigate } from '../../lib/hash-location.ts';
import { links } from '../../lib/links.ts';
import { useFormat } from '../../lib/use-format.ts';

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
	const reason = reasonOf(error);
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
				{reason === null ? <ErrorNote error={error} /> : <Reason reason={reason} error={error} />}
			</div>
		</DialogContent>
	);
}

function Reason({ reason, error }: { readonly reason: RefusalReason; readonly error: DataFlareError }) {
	const { t } = useTranslation('install');
	const format = useFormat();
	const { size, maxBytes } = error.details;
	const figures = { size: format.bytes(Number(size ?? 0)), most: format.bytes(Number(maxBytes ?? 0)) };
	return (
		<Note tone="attention">
			<p className="font-medium">{t(`refused.${reason}.title`)}</p>
			<p>{t(`refused.${reason}.text`, figures)}</p>
			<p className="mt-1 text-small text-muted">
				<PluginText max={600}>{error.message}</PluginText>
			</p>
		</Note>
	);
}

function reasonOf({ code, details }: DataFlareError): RefusalReason | null {
	if (code === 'cancelled') return null;
	return refusalReasons.find((reason) => reason === details['reason']) ?? null;
}
