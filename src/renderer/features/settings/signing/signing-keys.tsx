import { FileDown, KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAnswer } from '../../../../shared/api/key-routes.ts';
import { shortFingerprint } from '../../../../shared/plugin/provenance.ts';
import { useAct, useBridge, useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import { useShell } from '../../../lib/nav/shell-context.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { Group, SettingRow } from '../setting-row.tsx';
import { SwitchRow } from '../switch-row.tsx';
import { AddKeyDialog, GenerateKeyDialog, RenameKeyDialog } from './key-dialogs.tsx';

/** `file`: what was dropped. */
type Question = 'add' | 'generate' | { readonly file: string } | KeyAnswer;

/** Whether signatures are required, the keys that a person knows by name, and what is done with them. */
export function SigningKeys() {
	const { t } = useTranslation('signatures');
	const { t: settings } = useTranslation('settings');
	const { data: keys, error, refetch } = useRoute('keys.list', {});
	const [question, setQuestion] = useState<Question | null>(null);
	const close = (): void => setQuestion(null);
	useDroppedKey((file) => setQuestion({ file }));
	return (
		<Group title={settings('signing.title')}>
			<SwitchRow
				setting="require_signatures"
				name="signatures"
				label={settings('signing.require')}
				hint={settings('signing.requireHint')}
			/>
			<SettingRow
				name="signingKeys"
				label={settings('signing.keys')}
				hint={keys?.length === 0 ? t('keys.none') : t('keys.hint')}
			>
				{() => (
					<div className="flex flex-wrap gap-2">
						<Button icon={Plus} onClick={() => setQuestion('add')}>
							{t('keys.add')}
						</Button>
						<Button icon={KeyRound} onClick={() => setQuestion('generate')}>
							{t('keys.generate')}
						</Button>
					</div>
				)}
			</SettingRow>
			{error !== null && <ErrorNote error={error} onRetry={() => void refetch()} className="m-3" />}
			{(keys?.length ?? 0) > 0 && (
				<ul aria-label={settings('signing.keys')} className="divide-y divide-line">
					{keys?.map((key) => (
						<KeyRow key={key.fingerprint} answer={key} onRename={() => setQuestion(key)} />
					))}
				</ul>
			)}
			{question === 'add' && <AddKeyDialog onClose={close} />}
			{question === 'generate' && <GenerateKeyDialog onClose={close} />}
			{question !== null && typeof question === 'object' && 'file' in question && (
				<AddKeyDialog key={question.file} file={question.file} onClose={close} />
			)}
			{question !== null && typeof question === 'object' && 'fingerprint' in question && (
				<RenameKeyDialog signingKey={question} onClose={close} />
			)}
		</Group>
	);
}

/** While keys are shown, a public key that is dropped on the window is one to be added. */
function useDroppedKey(onKey: (file: string) => void): void {
	const { takeDrops } = useShell();
	const newest = useLatest(onKey);
	useEffect(
		() =>
			takeDrops(async (paths) => {
				const key = paths.find((path) => /\.pub$/i.test(path));
				if (key === undefined) return paths;
				newest()(key);
				return paths.filter((path) => path !== key);
			}),
		[takeDrops, newest],
	);
}

function KeyRow({ answer, onRename }: { readonly answer: KeyAnswer; onRename(): void }) {
	const { t } = useTranslation('signatures');
	const { t: common } = useTranslation();
	const format = useFormat();
	const remove = useRemoveKey();
	const save = useSaveKey();
	const { name, fingerprint, publicKey, plugins } = answer;
	const count = plugins.length;
	const signed =
		count === 0
			? t('keys.signedNone')
			: t('keys.signed', { count, text: format.count(count), names: plugins.slice(0, 5).join(common('comma')) });
	return (
		<li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
			<div className="min-w-0 flex-1">
				<p className="flex flex-wrap items-baseline gap-x-2">
					<PluginText max={100} className="font-medium">
						{name}
					</PluginText>
					<code title={fingerprint} className="text-small text-muted">
						{shortFingerprint(fingerprint)}
					</code>
				</p>
				<p className="truncate text-small text-muted">{signed}</p>
			</div>
			<CopyButton text={publicKey} label={t('keys.copyNamed', { name })} />
			<IconButton icon={FileDown} label={t('keys.saveNamed', { name })} onClick={() => void save(answer)} />
			<IconButton icon={Pencil} label={t('keys.renameNamed', { name })} onClick={onRename} />
			<IconButton icon={Trash2} label={t('keys.removeNamed', { name })} onClick={() => void remove(answer)} />
		</li>
	);
}

/** The public key as a file, for whoever is to know it. */
function useSaveKey(): (key: KeyAnswer) => Promise<void> {
	const { t } = useTranslation('signatures');
	const bridge = useBridge();
	const toasts = useToasts();
	return async ({ name, publicKey }) => {
		try {
			const safe = plainText(name)
				.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
				.replaceAll(/^[-.]+|[-.]+$/g, '');
			const file = { text: `${publicKey} ${name}\n`, name: `${safe || 'key'}.pub`, type: 'text/plain' };
			if (await bridge.download(file)) toasts.done(() => t('keys.saved', { name }));
		} catch (error) {
			toasts.failed(() => t('keys.saveFailed'), error);
		}
	};
}

/** Without a question, as it comes back with one press. */
function useRemoveKey(): (key: KeyAnswer) => Promise<void> {
	const { t } = useTranslation('signatures');
	const { t: common } = useTranslation();
	const act = useAct();
	const toasts = useToasts();
	return async ({ fingerprint }) => {
		try {
			const { name, publicKey: text } = await act('keys.remove', { fingerprint });
			toasts.done(() => t('keys.removed', { name }), {
				label: () => common('undo'),
				onPress: () =>
					void act('keys.add', { name, text }).then(
						() => toasts.done(() => t('keys.added', { name })),
						(error: unknown) => toasts.failed(() => t('keys.restoreFailed'), error),
					),
			});
		} catch (error) {
			toasts.failed(() => t('keys.removeFailed'), error);
		}
	};
}
