import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/run/run.ts';
import { links } from '../../lib/nav/links.ts';
import { Link } from '../controls/link.tsx';

type Denial = Pick<RunDetail['denialList'][number], 'op' | 'target' | 'kind'>;

/** From a refusal to the policy that would have allowed it; nothing where no policy would. */
export function WayToAllow({ plugin, denial }: { readonly plugin: string; readonly denial: Denial }) {
	const { t } = useTranslation();
	switch (denial.kind) {
		case 'disk_space':
		case 'own_files':
		case 'several':
			return null;
		case 'write_limit':
		case 'file_limit':
			return (
				<Link to={links.plugin(plugin, 'policy')} className="shrink-0">
					{t('allow.limits')}
				</Link>
			);
		default:
			return (
				<Link
					to={links.policyFor(plugin, denial)}
					aria-label={t('allow.named', { target: denial.target.slice(0, 200) })}
					className="shrink-0"
				>
					{t('allow.this')}
				</Link>
			);
	}
}
