import clsx from 'clsx';
import { BadgeCheck, BadgeQuestionMark, CircleSlash, FileCheck, FileQuestionMark, FileX, Package } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { authorshipOf, type Integrity, shortFingerprint } from '../../../shared/plugin/provenance.ts';
import { useRoute } from '../../client/engine.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { Status } from '../status.tsx';
import { PluginText } from '../text/plugin-text.tsx';

const integrityLooks = {
	intact: ['ok', FileCheck],
	modified: ['attention', FileX],
	unlisted: ['neutral', FileQuestionMark],
} as const;
const authorLooks = {
	known: ['ok', BadgeCheck],
	unknown: ['attention', BadgeQuestionMark],
	program: ['ok', Package],
	unsigned: ['neutral', CircleSlash],
} as const;

/** Where there is no room for the word, its title says it. */
const shrinks = 'inline-flex max-w-full min-w-0 items-baseline';

/** Whether the files are as they were packed, in a word with a shape. */
export function IntegrityMark({
	integrity,
	className,
}: {
	readonly integrity: Integrity;
	readonly className?: string;
}) {
	const { t } = useTranslation('signatures');
	const [tone, icon] = integrityLooks[integrity];
	return (
		<span title={t(`integrityText.${integrity}`)} className={clsx(shrinks, className)}>
			<Status tone={tone} icon={icon}>
				{t(`integrity.${integrity}`)}
			</Status>
		</span>
	);
}

interface Author {
	readonly signer: string | null;
	/** What is installed, of which it is told whether it comes with the program; absent: something else is meant. */
	readonly plugin?: string | undefined;
	/** The same of something else, of which the engine says so. */
	readonly isBundled?: boolean | undefined;
}

/** Who signed it, by the name that a person gave the key. */
export function AuthorMark({ signer, plugin, isBundled, className }: Author & { readonly className?: string }) {
	const { t } = useTranslation('signatures');
	const { data: keys } = useRoute('keys.list', {});
	const comesWith = useComesWith({ signer, plugin, isBundled });
	// Until the keys are known, none of them is said to be unknown.
	if ((keys === undefined && signer !== null) || comesWith === null) return null;
	const author = authorshipOf(signer, keys ?? [], comesWith);
	const [tone, icon] = authorLooks[author.kind];
	const word = author.kind === 'known' ? plainText(author.name) : t(`author.${author.kind}`);
	const title =
		author.kind === 'unsigned' || author.kind === 'program'
			? t(`authorText.${author.kind}`)
			: t(`authorText.${author.kind}`, { word, fingerprint: author.fingerprint });
	return (
		<span title={title} className={clsx(shrinks, className)}>
			<Status tone={tone} icon={icon}>
				{word}
			</Status>
		</span>
	);
}

/** Whether what nobody signed comes with the program; null: that is not known yet. */
function useComesWith({ signer, plugin, isBundled = false }: Author): boolean | null {
	const isAsked = signer === null && plugin !== undefined;
	const samples = useRoute('samples.list', {}, { enabled: isAsked });
	if (!isAsked) return isBundled && signer === null;
	if (samples.isPending) return null;
	return samples.data?.some(({ name, isInUse }) => name === plugin && isInUse) ?? false;
}

/** The same with all that is known, for a page. `altered`: the first file that is not as listed. */
export function IntegrityFact({
	integrity,
	altered,
}: {
	readonly integrity: Integrity;
	readonly altered: string | null;
}) {
	const { t } = useTranslation('signatures');
	return (
		<span className="flex flex-wrap items-baseline gap-x-2">
			<IntegrityMark integrity={integrity} />
			<span className="text-muted">
				{altered === null ? (
					t(`integrityText.${integrity}`)
				) : (
					<PluginText max={300}>{t('altered', { file: altered })}</PluginText>
				)}
			</span>
		</span>
	);
}

export function AuthorFact({ signer, plugin, isBundled }: Author) {
	const { t } = useTranslation('signatures');
	const comesWith = useComesWith({ signer, plugin, isBundled });
	return (
		<span className="flex flex-wrap items-baseline gap-x-2">
			<AuthorMark signer={signer} plugin={plugin} isBundled={isBundled} />
			{signer === null ? (
				comesWith !== null && (
					<span className="text-muted">{t(`authorText.${comesWith ? 'program' : 'unsigned'}`)}</span>
				)
			) : (
				<code title={signer} className="text-small text-muted">
					{shortFingerprint(signer)}
				</code>
			)}
		</span>
	);
}
