import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Ask } from '../../../shared/policy/ask.ts';
import { quoted } from '../../../shared/quoted.ts';
import { plainText } from './plain-text.ts';
import { useFormat } from './use-format.ts';

/** What one entry of a policy allows, as a sentence in the window's language. */
export function useAskText(): (ask: Pick<Ask, 'subject' | 'entry'>) => string {
	const { t } = useTranslation();
	const format = useFormat();
	return useCallback(
		({ subject, entry }) => {
			switch (subject.kind) {
				case 'path': {
					const named = /[\\/]$/.test(subject.path) ? 'path' : 'either';
					const where = subject.everything ? 'everything' : subject.own ? 'own' : named;
					const path = quoted(plainText(subject.path));
					if (subject.ownFiles === 'named') return t('ask.ownFiles.named', { path });
					const text = t(`ask.${subject.access}.${where}`, { path });
					return subject.ownFiles === 'below' ? t('ask.ownFiles.below', { text }) : text;
				}
				case 'host': {
					const usual = subject.port === (subject.scheme === 'https' ? 443 : 80);
					const port = usual ? '' : t('ask.host.port', { port: String(subject.port) });
					const plain = subject.scheme === 'http' ? t('ask.host.plain') : '';
					const which = subject.subdomains ? 'subdomains' : subject.local ? 'local' : 'one';
					return t(`ask.host.${which}`, { host: quoted(plainText(subject.host)), port, plain });
				}
				case 'env':
					return t(subject.secret ? 'ask.env.secret' : 'ask.env.plain', { name: quoted(plainText(subject.name)) });
				case 'memory':
					return t('ask.memory', { text: format.bytes(subject.bytes) });
				case 'time':
					return t('ask.time', { text: format.duration(subject.ms) });
				case 'written':
					return t('ask.written', { text: format.bytes(subject.bytes) });
				case 'files':
					return t('ask.files', { text: format.count(subject.files) });
				case 'unclear':
					return t('ask.unclear', { entry: quoted(plainText(entry)) });
				default:
					return assertNever(subject, 'subject of an ask');
			}
		},
		[t, format],
	);
}
